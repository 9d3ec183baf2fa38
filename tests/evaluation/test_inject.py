"""Faults put into good documents: where they stand, when they are found, how sure a share is."""

import pytest

from bluepencil.documents.guideline import load
from evaluation import inject
from evaluation.inject import CLEAN, ROOT, Recall, is_found, with_fault, wordings

GUIDELINE = load(ROOT.parent / "guidelines")["investigation-report"]
TEXT = (ROOT / "corpus" / "written" / CLEAN[0]).read_text("utf-8")


@pytest.mark.parametrize("kind", wordings())
def test_every_kind_is_put_in_word_for_word(kind):
    entry = wordings()[kind]
    (wording, *_) = [*entry["fresh"], *entry["seen"]]
    document = with_fault(TEXT, entry, wording)
    assert any(wording in section.text for section in document.sections)


def test_a_fault_is_found_by_a_finding_of_its_kind_on_its_words():
    entry = {"under": "investigation"}
    found = with_fault(TEXT, entry, "The key was in in the lock.")
    assert is_found(found, "doubled-word", "The key was in in the lock.", GUIDELINE)
    assert not is_found(found, "hedge", "The key was in in the lock.", GUIDELINE)
    fine = with_fault(TEXT, entry, "The key was in the lock.")
    assert not is_found(fine, "doubled-word", "The key was in the lock.", GUIDELINE)


def test_the_fewer_there_are_the_wider_the_interval():
    few, many = Recall(put=5, found=4), Recall(put=500, found=400)
    assert few.interval[0] < many.interval[0] < 0.8 < many.interval[1] < few.interval[1]
    assert Recall().interval == (0.0, 1.0)


def test_no_wording_stands_twice():
    texts = [text for kind in wordings().values() for text in (*kind["fresh"], *kind["seen"])]
    assert len(texts) == len(set(texts))


def test_the_table_has_a_line_for_each_kind_put_in(monkeypatch):
    one = Recall(put=4, found=3)
    monkeypatch.setattr(inject, "recall", lambda which: [("hedge", one)])
    assert "| hedge | 4 | 3 | 0.30–0.95 |" in inject.table("fresh")
