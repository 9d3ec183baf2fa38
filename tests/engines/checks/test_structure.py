"""Structure: what counts as a section that is expected, jumps of headings, paragraphs twice."""

from bluepencil.documents import reader
from bluepencil.documents.guideline import parse
from bluepencil.engines.checks.structure import jumps, missing, repeats

GUIDELINE = parse(
    "# G\n\n## Expected sections\n\n- Summary (overview)\n- Goals\n- Risks\n"
    "- Background (optional)\n",
    "g",
)
TEXT = "The pump of the second line stood for three hours because its seal was worn. " * 12


def lacking(text):
    document = reader.read(f"{text}\n\n## Annex\n\n{TEXT}\n\n## Notes\n\n{TEXT}\n".encode(), "t.md")
    return [one.name for one in missing(document, GUIDELINE)]


def test_what_is_there_is_not_missing():
    text = f"# T\n\n## Overview\n\n{TEXT}\n\n## Our goals\n\n{TEXT}\n\n## Risks\n\n{TEXT}\n"
    assert lacking(text) == ["Background"]


def test_non_goals_are_no_goals():
    assert "Goals" in lacking(f"# T\n\n## Non-Goals\n\n{TEXT}\n")


def test_a_heading_with_nothing_under_it_is_no_section():
    assert "Risks" in lacking("# T\n\n## Risks\n\nN/A\n")
    assert "Risks" not in lacking(f"# T\n\n## Risks\n\n### Fire\n\n{TEXT}\n")


def test_the_paragraph_under_the_title_can_be_the_summary():
    assert "Summary" not in lacking(f"# T\n\n{TEXT}\n")
    assert "Summary" in lacking("# T\n\nBy Ada Lund.\n")


def test_a_labelled_paragraph_counts():
    assert "Risks" not in lacking(f"# T\n\n**Risks:** {TEXT}\n")


def test_headings_that_skip_a_level():
    document = reader.read(b"# A\n\nx\n\n### B\n\nx\n\n## C\n\nx\n\n### D\n\nx\n", "t.md")
    assert [(section.name, before) for section, before in jumps(document)] == [("B", 1)]


def test_a_paragraph_that_stands_twice():
    same = "The pump of the second line stood for three hours because its seal was worn."
    document = reader.read(f"# A\n\n{same}\n\n# B\n\n{same.upper()}\n".encode(), "t.md")
    ((again, first),) = repeats(document)
    assert (again.section.name, again.words) == ("B", same.upper())
    assert (first.section.name, first.words) == ("A", same)


def test_headings_in_another_language_are_not_held_against_english_names():
    text = "Die Pumpe war aus und das war nicht allen im Team bekannt. " * 10
    german = f"# Bericht\n\n## Ziele\n\n{text}\n\n## Risiken\n\n{text}\n\n## Anhang\n\n{text}\n"
    assert missing(reader.read(german.encode(), "t.md"), GUIDELINE) == []
