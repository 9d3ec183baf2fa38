"""Guidelines: what is read from the Markdown a team writes, and which one fits a document."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepencil.documents import guideline, reader
from bluepencil.documents.guideline import Expected, Item, load, parse, same_section, suggest
from tests.conftest import document

SHIPPED = load(Path(__file__).resolve().parents[2] / "guidelines")
SOURCE = """# Investigation report

## Expected sections
- Summary
- Cause (Root cause, Why it happened)
- Actions:

## Checklist
- owner-and-date: Every action names an owner
  and a date.
* Figures agree with each other.
1. Figures agree with each other.

## Terms that are fine
- batch record, CAPA
- seal
"""


def test_the_parts_of_a_guideline_are_read():
    found = parse(SOURCE, "investigation")
    assert (found.name, found.title) == ("investigation", "Investigation report")
    assert found.expected == (
        Expected(id="summary", name="Summary"),
        Expected(id="cause", name="Cause", also=("Root cause", "Why it happened")),
        Expected(id="actions", name="Actions"),
    )
    assert found.items == (
        Item(id="owner-and-date", text="Every action names an owner and a date."),
        Item(id="figures-agree-with-each-other", text="Figures agree with each other."),
        Item(id="figures-agree-with-each-other-2", text="Figures agree with each other."),
    )
    assert found.terms == ("batch record", "CAPA", "seal")


def test_without_a_checklist_every_other_list_item_is_one():
    found = parse("# House rules\n\n## Style\n- Be brief.\n\n## Facts\n- Name sources.\n", "x")
    assert [item.text for item in found.items] == ["Be brief.", "Name sources."]


@pytest.mark.parametrize(
    ("line", "name", "also"),
    [
        ("Cause (Why)", "Cause", ("Why",)),
        ("Cause (Why, )  ", "Cause", ("Why",)),
        ("Cause (a) and effect", "Cause (a) and effect", ()),
        ("Cause (a (b))", "Cause (a (b))", ()),
        ("(Why)", "(Why)", ("Why",)),
        ("Cause (", "Cause (", ()),
    ],
)
def test_other_names_are_in_brackets_at_the_end(line, name, also):
    (found,) = parse(f"## Sections\n- {line}\n", "x").expected
    assert (found.name, found.also) == (name, also)


@given(st.text())
def test_whatever_a_team_writes_is_a_guideline_with_unique_ids(source):
    found = parse(source, "x")
    assert len({item.id for item in found.items}) == len(found.items)
    assert found.text == source


def test_an_item_is_found_by_its_reference():
    found = parse(SOURCE, "investigation")
    assert found.item("investigation#owner-and-date") == found.items[0]
    for reference in ("other#owner-and-date", "investigation#none", "", None):
        assert found.item(reference) is None


@pytest.mark.parametrize(
    ("heading", "expected"),
    [("3. Root causes", True), ("The root cause of it", True), ("Cause", True), ("Causal", False)],
)
def test_a_heading_is_recognised_under_any_of_its_names(heading, expected):
    wanted = Expected(id="cause", name="Root cause", also=("Cause",))
    assert guideline.same_section(heading, wanted) is expected


def test_the_guideline_that_fits_most_of_the_headings_is_suggested():
    guidelines = {
        "general": parse("# General\n", "general"),
        "investigation": parse(SOURCE, "investigation"),
        "design": parse("# Design\n## Sections\n- Goals\n- Options\n- Decision\n", "design"),
    }
    names = ("Summary", "Root cause", "Actions")
    assert guideline.suggest(document(*((n, "x") for n in names)), guidelines) == "investigation"
    assert guideline.suggest(document(("Anything", "x")), guidelines) == "general"


def test_a_document_of_any_type_can_be_read_as_a_guideline():
    made = document(("Checklist", "• Name sources."))
    block = made.sections[0].blocks[0].model_copy(update={"kind": "item"})
    section = made.sections[0].model_copy(update={"blocks": (block,)})
    made = made.model_copy(update={"sections": (section,)})
    assert [item.text for item in parse(guideline.text_of(made), "x").items] == ["Name sources."]


def test_the_guidelines_of_a_folder_are_loaded_by_name(tmp_path):
    (tmp_path / "house.md").write_text("# House rules\n- Be brief.\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no guideline", encoding="utf-8")
    assert {name: one.title for name, one in guideline.load(tmp_path).items()} == {
        "house": "House rules"
    }


def headed(title, *headings):
    text = f"# {title}\n\n" + "\n\n".join(f"## {one}\n\nSome text." for one in headings)
    return reader.read(text.encode(), "t.md")


def test_an_expected_section_may_be_optional():
    found = parse("# G\n\n## Expected sections\n\n- Background (context, optional)\n- Risks\n", "g")
    assert [(one.name, one.also, one.optional) for one in found.expected] == [
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
