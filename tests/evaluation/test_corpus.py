"""The evaluation corpus is sound: its keys fit its documents and it is large enough to measure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bluepencil.documents import reader
from evaluation import corpus_check
from evaluation.corpus_check import CATEGORY, CORPUS, HALVES, counts, headings, problems, words

KEYS = sorted(path for half in HALVES for path in (CORPUS / half).glob("*.json"))


@pytest.mark.parametrize("path", KEYS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_key_fits_its_document(path: Path) -> None:
    assert problems(path) == []


@pytest.mark.parametrize("path", KEYS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_product_reads_every_quote(path: Path) -> None:
    key = json.loads(path.read_text(encoding="utf-8"))
    source = path.with_name(key["document"])
    document = reader.read(source.read_bytes(), source.name)
    for fault in key["faults"]:
        for place in fault.get("quotes", [fault]):
            if place["section"] is not None:
                section = document.section(place["section"])
                assert section is not None
                assert (place.get("quote") or "") in section.text


def test_every_document_has_a_key() -> None:
    documents = {path.with_suffix("") for half in HALVES for path in (CORPUS / half).glob("*.md")}
    assert documents == {path.with_suffix("") for path in KEYS}
    assert len(documents) >= 16


@pytest.mark.parametrize("half", HALVES)
def test_each_half_can_measure_every_fault(half: str) -> None:
    seeded = counts(half)
    assert seeded.total() >= 110
    assert [fault for fault in CATEGORY if seeded[fault] < 3] == []
    assert seeded["missing-section"] >= 4
    assert words(half) >= 8_000


@pytest.mark.parametrize("half", HALVES)
def test_each_half_has_good_documents(half: str) -> None:
    good = [
        path
        for path in KEYS
        if path.parent.name == half and json.loads(path.read_text(encoding="utf-8"))["good"]
    ]
    assert len(good) >= 2
    for path in good:
        size = len(path.with_suffix(".md").read_text(encoding="utf-8").split())
        assert 600 <= size <= 1500


def test_no_story_is_in_both_halves() -> None:
    titles = [
        {
            headings(path.read_text(encoding="utf-8"))[0].name
            for path in (CORPUS / half).glob("*.md")
        }
        for half in HALVES
    ]
    assert not titles[0] & titles[1]


FAULTS = [
    ({"quote": "later that week"}, "does not stand in"),
    ({"section": "Nowhere"}, "no section"),
    ({"category": "language"}, "is not a fault of category"),
    ({"quote": "The pump"}, "say which occurrence"),
    ({"quotte": "x"}, "unknown field"),
    ({"fault": "missing-section", "category": "completeness"}, "neither section nor quote"),
]


@pytest.mark.parametrize(("change", "why"), FAULTS, ids=[why for _, why in FAULTS])
def test_a_wrong_key_is_found(tmp_path: Path, change: dict[str, str], why: str) -> None:
    (tmp_path / "01-pump.md").write_text(
        "# Pump\n\n## Timeline\n\nThe pump failed. The pump ran a while later.\n"
    )
    fault = {
        "id": 1,
        "fault": "vague-time",
        "category": "evidence",
        "section": "Timeline",
        "quote": "a while later",
    }
    key = {"document": "01-pump.md", "guideline": "general", "good": False, "faults": [fault]}
    path = tmp_path / "01-pump.json"
    path.write_text(json.dumps(key))
    assert problems(path) == []
    path.write_text(json.dumps({**key, "faults": [{**fault, **change}]}))
    (found,) = problems(path)
    assert why in found


def test_a_heading_jump_must_be_in_the_key(tmp_path: Path) -> None:
    (tmp_path / "01-pump.md").write_text("# Pump\n\n### Parts\n\nOne seal.\n")
    path = tmp_path / "01-pump.json"
    path.write_text(
        json.dumps({"document": "01-pump.md", "guideline": "general", "good": True, "faults": []})
    )
    (found,) = problems(path)
    assert "heading jump at 'Parts'" in found


def test_the_script_prints_its_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert corpus_check.main() == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert all(fault in printed.out for fault in CATEGORY)
