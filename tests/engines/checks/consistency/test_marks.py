"""Footnotes, sources and links that lead nowhere."""

import pytest

from bluepencil.engines.checks.consistency.marks import lost_marks
from tests.engines.checks.consistency.conftest import found, quotes

SOURCES = "\n\n## References\n\n[1] A.\n\n[2] B.\n\n[3] C.\n"


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("It was replaced[^4] twice.\n\n[^1]: See the log.", "[^4]"),
        ("It was shown before [9]." + SOURCES, "[9]"),
        ("Read the [runbook][rb] first.", "[runbook][rb]"),
        ("Read the [Rollback Plan][] first.", "[Rollback Plan][]"),
    ],
)
def test_a_mark_without_a_target(text, lost):
    assert quotes(lost_marks, text) == [lost]


@pytest.mark.parametrize(
    "text",
    [
        "It was[^1] replaced[^2].\n\n[^1]: See the log.\n[^2]: And the other.",
        "It was shown before [2] and [3]." + SOURCES,
        "It was shown before [9].",  # there is no list
        "Read the [runbook][rb] first.\n\n[rb]: https://a.example",
        "Write [BugFix][CI] before it.",
        "Asked by [@ada][@karl] of the team.",
        "The class [a-z][0-9] and the cell x[1][2] and [0xf0][0x90].",
    ],
)
def test_a_mark_with_one(text):
    assert quotes(lost_marks, text) == []


def test_all_footnotes_without_a_text_are_one_finding():
    (one,) = found(lost_marks, "One[^1] and two[^2] and one[^1] again.")
    assert one.description == "2 footnotes have no text."
    assert (one.quote, [place.quote for place in one.also]) == ("[^1]", ["[^2]"])
