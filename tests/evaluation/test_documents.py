"""How much of other people's documents is read: the measures, on files made here."""

import pytest

from evaluation import documents
from tests.documents.factory import p, raw_docx


@pytest.mark.parametrize(
    ("ours", "theirs", "share"),
    [
        (["a", "b"], ["b", "a"], 1.0),
        (["a"], ["a", "a"], 0.5),
        (["a", "b", "c"], ["a"], 1.0),
        ([], ["a"], 0.0),
    ],
)
def test_recall_counts_each_word_as_often_as_it_stands(ours, theirs, share):
    assert documents._recall(ours, theirs) == share


def test_order_is_the_longest_run_that_both_have():
    words = [f"w{number}" for number in range(200)]
    assert documents._order(words, words) == 1.0
    assert documents._order(words[100:] + words[:100], words) == 0.5
    assert documents._order(words[:50], words[:50]) is None, "too few to say"


def test_what_is_refused_has_its_code_and_what_breaks_is_told(tmp_path, monkeypatch):
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK\x03\x04 no archive")
    assert documents.read(path).refused == "damaged_document"
    monkeypatch.setattr("bluepencil.documents.reader.read", lambda *_: 1 / 0)
    assert "ZeroDivisionError" in documents.read(path).broke


def test_a_file_is_held_against_what_the_other_program_reads(tmp_path, monkeypatch):
    path = tmp_path / "a.docx"
    path.write_bytes(raw_docx(p("Several vials broke in the store.")))
    monkeypatch.setattr(documents, "_other", lambda _: "Several vials broke in the old store")
    told = documents.read(path)
    assert told.words == pytest.approx(6 / 7)
    assert told.order is None and told.characters > 0.85


def test_the_table_has_both_types(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(documents, "_other", lambda _: "Several vials broke in the store")
    (tmp_path / "a.docx").write_bytes(raw_docx(p("Several vials broke in the store.")))
    assert documents.main(tmp_path) == 0
    table = capsys.readouterr().out
    assert "| files | 1 | 0 |" in table and "| words | 1.000 (1 files) | – |" in table
