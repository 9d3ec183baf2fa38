"""Verdicts: kept under hashes, counted by severity and rule."""

import json

import pytest

from bluepencil.review.findings import Finding
from evaluation.real import verdicts
from evaluation.real.verdicts import Raised, key_of, table


def finding(**changes):
    return Finding(
        **{
            "section_name": "H", "quote": "was  was", "start": 0, "end": 8, "category": "language",
            "severity": "medium", "description": "Twice.", "source": "checks",
            "rule": "doubled-word",
        }
        | changes
    )  # fmt: skip


def test_a_key_says_document_rule_and_words_and_holds_none_of_them():
    key = key_of("a.md", finding())
    assert key == key_of("a.md", finding(quote="was was", severity="low", section_name="I"))
    others = (finding(quote="the the"), finding(rule="hedge"))
    assert key not in {key_of("b.md", finding()), *(key_of("a.md", one) for one in others)}
    assert "was" not in key


def test_a_missing_section_is_known_by_what_it_says():
    missing = finding(quote=None, start=None, end=None, rule="missing-section")
    assert key_of("a.md", missing) != key_of(
        "a.md", missing.model_copy(update={"description": "X."})
    )


def test_the_table_counts_by_severity_and_rule():
    found = [Raised("a.md", True, finding(), "", verdict) for verdict in ("U", "U", "T", "F", None)]
    rows = table(found).splitlines()
    assert "| medium | doubled-word | 5 | 4 | 2 | 1 | 1 | 0.50 | 0.75 |" in rows
    assert "| **high** | all | 0 | 0 | 0 | 0 | 0 | – | – |" in rows


@pytest.fixture
def at_hand(tmp_path, monkeypatch):
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.md").write_text("# H\n\nThe pump was was off.\n", "utf-8")
    sources = {"a.md": {"guideline": "general", "source": "x", "seen": True}, "b.md": {}}
    (tmp_path / "sources.json").write_text(json.dumps(sources), "utf-8")
    (tmp_path / "verdicts.json").write_text("{}", "utf-8")
    monkeypatch.setattr(verdicts, "DOCUMENTS", tmp_path / "documents")
    monkeypatch.setattr(verdicts, "_SOURCES", tmp_path / "sources.json")
    monkeypatch.setattr(verdicts, "_VERDICTS", tmp_path / "verdicts.json")


@pytest.mark.usefixtures("at_hand")
def test_only_documents_at_hand_are_read_and_a_verdict_stays():
    (one,) = verdicts.raised()
    assert (one.document, one.finding.quote, one.verdict) == ("a.md", "was was", None)
    assert "The pump was was off." in one.around
    assert verdicts.words() == 5
    verdicts.keep({one.key: "U"})
    (again,) = verdicts.raised()
    assert again.verdict == "U"


def test_the_verdicts_that_are_kept_are_of_the_three_kinds():
    assert set(verdicts.verdicts().values()) == {"U", "T", "F"}
