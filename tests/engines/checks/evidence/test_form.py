"""Evidence on form."""

import pytest

from bluepencil.documents import reader
from bluepencil.engines.checks.evidence.form import LOOKS
from tests.engines.checks.reading import document


def texts(item, doc):
    return [part.words for part in LOOKS[item](doc).shows]


def test_fields_and_rows_that_are_filled_in():
    read = reader.read(
        b"# A\n\nAuthor: Maria Lopez\n\nNote: this is text.\n\nDate:\n\n"
        b"| a | b | c |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n| 4 | | 6 |\n",
        "a.md",
    )
    assert texts("placeholders", read) == ["Author: Maria Lopez", "a\tb\tc", "1\t2\t3"]


def test_abbreviations_that_are_spelled_out():
    doc = document(("One", "A standard operating procedure (SOP) and the plant (XYZ)."))
    assert texts("acronyms", doc) == ["standard operating procedure (SOP)"]
    assert LOOKS["acronyms"](document(("One", "No letters here."))).nothing


@pytest.mark.parametrize("text", ["word " * 20_000, "a-" * 50_000, "(" * 50_000])
def test_hostile_text_has_no_abbreviations(text):
    assert texts("acronyms", document(("One", text))) == []


def test_a_heading_one_level_deeper_shows_it():
    doc = document(("One", "First."), ("Two", "Second."), ("Three", "Third."), levels=(1, 2, 2))
    assert texts("structure", doc) == ["Second."]
    assert LOOKS["structure"](document(("One", "First."), ("Two", "Second."))).nothing


def test_sentences_are_counted_labels_are_not():
    found = LOOKS["plain-language"](document(("One", "Cost.\nThe pump of line 4 stopped.")))
    assert [part.words for part in found.subjects] == ["The pump of line 4 stopped."]
