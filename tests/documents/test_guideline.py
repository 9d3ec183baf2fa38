"""Guidelines: reading them from Markdown, naming sections, and which fits a document."""

from pathlib import Path

import pytest

from bluepencil.documents import reader
from bluepencil.documents.guideline import Expected, load, parse, same_section, suggest

SHIPPED = load(Path(__file__).resolve().parents[2] / "guidelines")


def headed(title, *headings):
    text = f"# {title}\n\n" + "\n\n".join(f"## {one}\n\nSome text." for one in headings)
    return reader.read(text.encode(), "t.md")


def test_an_expected_section_may_be_optional():
    guideline = parse(
        "# G\n\n## Expected sections\n\n- Background (context, optional)\n- Risks\n", "g"
    )
    assert [(one.name, one.also, one.optional) for one in guideline.expected] == [
        ("Background", ("context",), True), ("Risks", (), False),
    ]  # fmt: skip


@pytest.mark.parametrize("heading", ["Goals", "2. Our goals", "Goals and scope", "Objectives"])
def test_a_heading_is_the_section_it_names(heading):
    assert same_section(heading, Expected(id="goals", name="Goals", also=("objectives",)))


def test_non_goals_are_no_goals_and_the_other_way_round():
    goals, others = Expected(id="g", name="Goals"), Expected(id="n", name="Non-goals")
    assert not same_section("Non-Goals", goals)
    assert not same_section("Goals", others)
    assert same_section("Non-Goals", others)


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("investigation-report", headed("Outage", "Summary", "Timeline", "Root cause", "Actions")),
        ("investigation-report", headed("Investigation of the leak", "Summary", "Timeline")),
        ("design-document", headed("Lockers", "Abstract", "Proposal", "Drawbacks", "Alternatives")),
        ("general", headed("Self-assessment", "Overview", "Background", "Goals", "Non-goals")),
        ("general", headed("Annual report", "Summary", "Background", "Analysis", "Conclusion")),
        ("general", headed("Note", "Timeline")),
    ],
)  # fmt: skip
def test_the_guideline_chosen_by_itself_fits(name, document):
    assert suggest(document, SHIPPED) == name
