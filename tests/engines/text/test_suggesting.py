"""Suggestions: from the state of the review, three to five, none twice."""

from bluepencil.engines.text import Situation
from bluepencil.engines.text.suggesting import suggest
from tests.conftest import document
from tests.findings import finding, several

REPORT = document(("Summary", "Several vials broke."), ("Cause", "Human error."))


def made(findings=(), read=("Summary", "Cause"), message=None):
    return suggest(Situation(REPORT, "General", tuple(findings), frozenset(read), message))


def test_there_are_always_three_to_five_and_none_twice():
    for findings in ((), several(9), [finding(quote=None, start=None, end=None)]):
        for message in (None, "Which vials?"):
            found = made(findings, message=message)
            assert 3 <= len(found) <= 5 and len(set(found)) == len(found)


def test_serious_findings_and_unread_sections_come_first():
    found = made([finding(severity="high"), finding(severity="low", rule="x")], read=("Summary",))
    assert "“Cause”" in found[0]
    assert found[1] == "Decide the 1 serious finding first."
    assert "“Several vials” in “Summary”" in found[2]
    assert "no section has been read" in made(read=())[0]


def test_what_was_said_decides_what_is_suggested():
    assert "“Several vials”" in made([finding()], message="Which vials broke?")[0]
