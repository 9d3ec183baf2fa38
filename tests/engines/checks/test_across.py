"""Across the sections: one cause is one finding, and what it rests on is named."""

from bluepencil.documents import reader
from bluepencil.documents.guideline import parse
from bluepencil.engines.checks.across import look_across
from bluepencil.work.cancel import Cancel

GUIDELINE = parse(
    "# G\n\n## Expected sections\n\n- Risks\n- Alternatives\n- Background (optional)\n- Notes\n\n"
    "## Checklist\n\n- structure: Headings step down one level at a time.\n",
    "g",
)
TEXT = "The pump of the second line stood for three hours. " * 10


def found(text):
    document = reader.read(text.encode(), "t.md")
    return list(look_across(document, GUIDELINE, Cancel()))


def test_missing_sections_are_one_finding():
    text = f"# A\n\n{TEXT}1\n\n# Notes\n\n{TEXT}2\n\n# C\n\n{TEXT}3\n"
    (one,) = (one for one in found(text) if one.rule == "missing-section")
    assert "“Risks”, “Alternatives” and “Background”" in one.description
    assert (one.severity, one.guideline) == ("low", "g#risks")


def test_headings_out_of_step_are_one_finding():
    (jump,) = found("# A\n\nx\n\n### B\n\nx\n\n# C\n\nx\n\n### D\n\nx\n")
    assert (jump.rule, jump.section_name, jump.guideline) == ("heading-jump", "B", "g#structure")
    assert jump.description == "The heading jumps from level 1 to level 3. 2 headings do so."


def test_a_paragraph_that_stands_twice_is_quoted_where_it_stands_again():
    same = "The pump of the second line stood for three hours because its seal was worn."
    (repeat,) = found(f"# A\n\n{same}\n\n# B\n\n{same}\n")
    assert (repeat.rule, repeat.section_name, repeat.quote) == ("repeated-paragraph", "B", same)


def test_a_plain_note_has_none():
    assert found("The pump is off.") == []
