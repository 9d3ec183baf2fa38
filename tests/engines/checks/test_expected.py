"""Expected sections: there by what they hold, not by their heading alone."""

import pytest

from bluepencil.documents.guideline import parse, same_section
from bluepencil.engines.checks.expected import presences
from tests.engines.checks.reading import document

GUIDELINE = parse(
    "# Report\n\n## Expected sections\n\n- Summary (abstract)\n- Timeline (what happened)\n"
    "- Root cause (cause)\n- Corrective actions (actions)\n- Goals\n- Rollout (plan)\n",
    "report",
)
BY_NAME = {one.name: one for one in GUIDELINE.expected}
TIMELINE = "08:00 The pump stops.\n08:20 It is found.\n09:00 It runs again."
ACTIONS = (
    "• Maria Lopez replaces the seal by 3 May 2026.\n• The quality manager adds it by 4 May 2026."
)


def found(name, *sections):
    """How the expected section of that name is there."""
    return next(
        one for one in presences(document(*sections), GUIDELINE) if one.expected.name == name
    )


@pytest.mark.parametrize(
    ("name", "heading", "text"),
    [
        ("Timeline", "What happened", TIMELINE),
        ("Root cause", "The root causes", "The seal was worn because nobody checked it."),
        ("Root cause", "Root cause", "The script does not check how many replicas there are."),
        ("Corrective actions", "Corrective and preventive actions", ACTIONS),
        ("Goals", "Goals", "A customer is told within two minutes."),
    ],
)
def test_a_section_with_the_name_that_holds_what_it_should_is_there(name, heading, text):
    there = found(name, (heading, text))
    assert (there.verdict, there.section.name) == ("met", heading)
    assert there.evidence and all(part.words in text for part in there.evidence)


@pytest.mark.parametrize(
    "text", ["", "TBD", "• N/A", "To be completed.", "[Insert text here]", "…"]
)
def test_a_heading_over_nothing_is_not_the_section(text):
    there = found("Goals", ("Goals", text))
    assert (there.verdict, there.section.name) == ("not_met", "Goals")


@pytest.mark.parametrize(
    ("name", "heading", "text"),
    [
        ("Timeline", "Timeline", "The pump stopped and was found later."),
        ("Corrective actions", "Actions", "The department is very sorry about all this."),
        ("Root cause", "Root cause", "The pump is on line 4."),
        ("Summary", "Summary", "See the annex."),
        ("Goals", "Goals", "Be fast."),
    ],
)
def test_a_heading_over_something_else_is_partly_the_section(name, heading, text):
    there = found(name, (heading, text))
    assert there.verdict == "partly" and there.evidence and there.note


@pytest.mark.parametrize(
    ("name", "heading", "text"),
    [("Timeline", "The night", TIMELINE), ("Corrective actions", "Afterwards", ACTIONS)],
)
def test_what_is_called_something_else_is_found_by_what_it_holds(name, heading, text):
    there = found(name, ("Start", "Words."), (heading, text))
    assert (there.verdict, there.note) == ("met", f"Found as “{heading}”.")


def test_a_paragraph_that_begins_with_the_name_counts():
    there = found("Goals", ("Overview", "Some words.\nGoals: tell customers within two minutes."))
    assert there.verdict == "met" and "Overview" in there.note


def test_the_text_below_counts():
    doc = document(("Timeline", ""), ("Monday", TIMELINE), levels=(1, 2))
    (there,) = [one for one in presences(doc, GUIDELINE) if one.expected.name == "Timeline"]
    assert there.verdict == "met"


def test_the_paragraph_under_the_title_can_be_the_summary():
    text = (
        "The pump of line 4 stopped for an hour in March because its seal was worn. It is mended."
    )
    doc = document(("Report", text)).model_copy(update={"title": "Report"})
    (there,) = [one for one in presences(doc, GUIDELINE) if one.expected.name == "Summary"]
    assert there.verdict == "met"


def test_what_is_nowhere_is_missing():
    there = found("Timeline", ("Start", "Words and more words."))
    assert (there.verdict, there.section, there.evidence) == ("not_met", None, ())


@pytest.mark.parametrize(
    ("heading", "name", "is_it"),
    [
        ("Goals", "Goals", True),
        ("Non-goals", "Goals", False),
        ("Test plan", "Rollout", False),
        ("Rollout plan", "Rollout", True),
    ],
)
def test_a_heading_that_makes_something_else_of_a_name_does_not_fit(heading, name, is_it):
    assert same_section(heading, BY_NAME[name]) == is_it
