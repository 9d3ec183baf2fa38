"""Scoring against a key: what counts as found, and what as right."""

import json

from bluepencil.documents.guideline import load
from evaluation.score import ROOT, score_half, table, totals

TEXT = "# Report\n\n## Findings\n\nThe pump was was off. It occured at noon.\n"


def scored(tmp_path, good=False):
    (tmp_path / "1.md").write_text(TEXT, "utf-8")
    fault = {"fault": "doubled-word", "category": "language", "section": "Findings"}
    lost = {"fault": "hedge", "category": "clarity", "section": "Findings", "quote": "at noon"}
    key = {
        "document": "1.md", "guideline": "general", "good": good,
        "faults": [fault | {"quote": "was was"}, lost],
    }  # fmt: skip
    (tmp_path / "1.json").write_text(json.dumps(key), "utf-8")
    return score_half(tmp_path, load(ROOT / "guidelines"))


def test_recall_and_precision(tmp_path):
    recall, precision, _, _ = totals(scored(tmp_path))
    assert (recall, precision) == (0.5, 0.5)


def test_what_is_found_in_good_documents_is_counted_by_words_and_severity(tmp_path):
    score = scored(tmp_path, good=True)
    assert (score.good_findings, score.good_serious) == (2, 2)
    assert "| doubled-word | 1 | 1 |" in table("x", score)
