"""A new Word file of any document: it reads the same, and comments lie on their words in it."""

import io

import docx as python_docx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from bluepencil.documents import Block, Document, Section
from bluepencil.documents.reader import read
from bluepencil.documents.reviewed.new_docx import write
from tests.conftest import SAMPLES
from tests.documents.reviewed.making import anchored, comments, main, members, on, w

SOURCE = """# Incident

## Facts

The pump *stopped* at noon.<br>It was cold.

- first
    - nested
1. numbered

| part | state |
| --- | --- |
| seal & shaft | worn |

```
pressure = 12
  again
```

## Cause
"""


def document():
    return read(SOURCE.encode(), "report.md")


def test_it_reads_the_same():
    again = read(write(document(), []), "again.docx")
    assert again.title == "Incident"
    assert [(one.name, one.level, one.text) for one in again.sections] == [
        (one.name, one.level, one.text) for one in document().sections
    ]


def test_headings_lists_and_tables_are_such():
    theirs = python_docx.Document(io.BytesIO(write(document(), [])))
    looks = [(one.style.name, one.text) for one in theirs.paragraphs if one.text]
    assert looks == [
        ("Title", "Incident"), ("Heading 2", "Facts"),
        ("Normal", "The pump stopped at noon.\nIt was cold."), ("List Paragraph", "first"),
        ("List Paragraph", "nested"), ("List Paragraph", "1. numbered"),
        ("Code", "pressure = 12\n  again"), ("Heading 2", "Cause"),
    ]  # fmt: skip
    cells = [[cell.text for cell in row.cells] for row in theirs.tables[0].rows]
    assert cells == [["part", "state"], ["seal & shaft", "worn"]]


def test_every_part_has_a_type_and_every_relation_a_part():
    found = document()
    parts = members(write(found, [on(found, "noon")]))
    types = etree.fromstring(parts["[Content_Types].xml"])
    named = {one.get("PartName").lstrip("/") for one in types if one.get("PartName")}
    assert {name for name in parts if name.startswith("word/") and ".rels" not in name} == named
    for folder, part in (("", "_rels/.rels"), ("word/", "word/_rels/document.xml.rels")):
        for relation in etree.fromstring(parts[part]):
            assert folder + relation.get("Target") in parts


def test_comments_lie_on_their_words():
    quotes = ["pump stopped", "noon.\nIt was", "first", "seal & shaft\tworn", "= 12\n  ag"]
    quotes.append("1. numbered")
    found = document()
    out = write(found, [on(found, quote) for quote in quotes])
    squeezed = {"".join(words.split()) for words in anchored(main(out)).values()}
    assert squeezed == {"".join(quote.split()) for quote in quotes}


def test_a_remark_on_a_section_lies_on_its_heading_or_the_title():
    found = document()
    out = write(found, [on(found, None, section_name="Cause")])
    assert list(anchored(main(out)).values()) == ["Cause"]
    words = "The pump stopped because its seal was worn. " * 5
    titled = read(f"---\ntitle: Incident\n---\n{words}\n\n# Cause\n".encode(), "a.md")
    assert titled.sections[0].name == titled.title == "Incident"
    out = write(titled, [on(titled, None)])
    assert list(anchored(main(out)).values()) == ["Incident"]


def test_replacements_are_tracked_changes():
    found = document()
    out = write(found, [on(found, "at noon", "at 12:04")], tracked=True)
    assert ["".join(one.itertext()) for one in main(out).iter(w("del"), w("ins"))] == [
        "noon", "12:04"
    ]  # fmt: skip


def test_a_table_wider_than_word_can_have_is_written_as_lines():
    cells = tuple((2 * number, 2 * number + 1) for number in range(80))
    row = Block(kind="row", start=0, end=159, table=1, cells=cells)
    section = Section(name="One", text="\t".join("x" * 80), blocks=(row,))
    wide = Document(name="a.pdf", media_type="pdf", sections=(section,))
    out = write(wide, [on(wide, "x\tx")])
    assert not list(main(out).iter(w("tbl")))
    assert len(comments(out)) == 1


def test_every_sample_becomes_a_file_that_reads_the_same():
    for path in SAMPLES.glob("*.*"):
        if path.suffix in (".md", ".txt", ".docx"):
            sample = read(path.read_bytes(), path.name)
            again = read(write(sample, []), "again.docx")
            assert [one.text for one in again.sections] == [one.text for one in sample.sections]


words = st.text("ab <&>\"'\t\n]😀é•1.)", min_size=1, max_size=12)
kinds = st.sampled_from(["paragraph", "item", "note", "code", "row"])


@st.composite
def documents(draw):
    """Any blocks of any words; a row has one cell or two."""
    text, blocks = "", []
    for number, (kind, part) in enumerate(draw(st.lists(st.tuples(kinds, words), min_size=1))):
        start, end = len(text), len(text) + len(part)
        middle = draw(st.integers(start, end))
        cells = ((start, middle), (middle, end)) if kind == "row" else ()
        table = draw(st.sampled_from([number, 0])) if cells else None
        depth = draw(st.integers(0, 9))
        blocks.append(Block(kind=kind, start=start, end=end, depth=depth, table=table, cells=cells))
        text += part + "\n"
    section = Section(name=draw(words), text=text, blocks=tuple(blocks))
    return Document(name="a", media_type="pdf", title=draw(words), sections=(section,))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents(), st.data())
def test_whatever_it_says_comments_lie_on_their_words(made, data):
    section = made.sections[0]
    start = data.draw(st.integers(0, len(section.text) - 1))
    end = data.draw(st.integers(start + 1, len(section.text)))
    quote = section.text[start:end]
    remark = on(made, quote, "new", section_name=section.name, start=start, end=end)
    out = write(made, [remark], tracked=data.draw(st.booleans()))
    for name, content in members(out).items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(content)
    (told,) = comments(out).values()
    if quote.strip() and "On “" not in told:
        (lies_on,) = anchored(main(out)).values()
        assert squeezed(lies_on) == squeezed(quote)


def squeezed(text):
    """Without white space, and without bullets, which are no words in a list of Word's."""
    return "".join(text.replace("•", "").split())
