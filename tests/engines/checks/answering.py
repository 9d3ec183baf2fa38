"""A document with findings, and questions about it, for the tests of answers."""

from bluepencil.documents import reader
from bluepencil.engines import Call, Question
from bluepencil.engines.checks.answer import answer
from bluepencil.engines.checks.facts import facts
from bluepencil.engines.checks.reviewer import check_section
from bluepencil.work.cancel import Cancel
from tests.engines.checks.conftest import GUIDELINE

TEXT = """# First

Several pumps stopped. Dozens of valves leaked. A number of pipes froze.

# Impact

There was no impact on the product. The number of the test is TBD.
"""
DOCUMENT = reader.read(TEXT.encode(), "text.md")


def found():
    known = facts(DOCUMENT, GUIDELINE)
    return [one for section in DOCUMENT.sections for one in check_section(section, known, Cancel())]


def ask(message, findings=(), review=found, about=None):
    told = []
    question = Question(message, DOCUMENT, GUIDELINE, tuple(findings), about)
    said = answer(question, Call("chat", Cancel()), told.append, review)
    assert "".join(told) == said.response
    texts = {section.name: section.text for section in DOCUMENT.sections}
    for one in said.citations:
        assert texts[one.section_name][one.start : one.end] == one.quote
    return said
