"""Facts about a document: gathered once, with its language."""

from bluepencil.documents import reader
from bluepencil.engines.checks.facts import document_language, facts
from tests.engines.checks.conftest import GUIDELINE


def test_they_are_gathered_once():
    document = reader.read(b"# H\n\nThe LIMS and the pump.\n", "t.md")
    known = facts(document, GUIDELINE)
    assert facts(document, GUIDELINE) is known
    assert known.words["the"] == 2
    assert known.acronyms == {"H": ((4, 8),)}


def test_code_says_nothing_about_the_language():
    text = "# H\n\nDie Pumpe war aus und das war nicht bekannt.\n\n```\n" + "the is a of " * 50
    assert document_language(reader.read(f"{text}\n```\n".encode(), "t.md")) == "de"
