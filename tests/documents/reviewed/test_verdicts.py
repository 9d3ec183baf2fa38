"""The verdicts as a part of a file: every word stays a word, whatever it is."""

from datetime import UTC, datetime

from bluepencil.documents.reader import read
from bluepencil.documents.reviewed import Row, Table
from bluepencil.documents.reviewed.verdicts import as_html, as_markdown, as_remark

HOSTILE = "<b>a</b> | [x](javascript:y) `c`\n# d"
TABLE = Table(
    "Report",
    (
        Row("Checklist", "Partly", "Every action has an owner.", "3 of 5.", ("Replace it.",)),
        Row("Checklist", "Met", HOSTILE, HOSTILE, (HOSTILE,)),
        Row("Expected sections", "Not met", "Timeline", ""),
    ),
    "Bluepencil",
    datetime(2026, 5, 3, tzinfo=UTC),
)


def test_a_page_has_a_table_for_each_group():
    page = as_html(TABLE)
    assert page.count("<table>") == 2 and page.count("<tr>") == 5
    assert "1 partly, 1 met, 1 not met." in page
    assert "<b>" not in page and "&lt;b&gt;a" in page


def test_markdown_reads_as_the_same_tables():
    sections = read(as_markdown(TABLE).encode(), "a.md").sections
    assert [one.name for one in sections] == ["Guideline: Report", "Checklist", "Expected sections"]
    rows = [one for one in sections[1].blocks if one.kind == "row"]
    assert [len(row.cells) for row in rows] == [4, 4, 4]
    start, end = rows[2].cells[1]
    assert sections[1].text[start:end] == HOSTILE.replace("\n", " ")


def test_a_comment_has_a_line_for_each_item():
    remark = as_remark(TABLE)
    assert remark.label == "Guideline: Report"
    assert remark.description.split("\n")[1] == "Partly: Every action has an owner. (3 of 5.)"
    assert len(remark.description.split("\n")) == 4
