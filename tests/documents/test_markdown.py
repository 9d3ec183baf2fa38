"""Markdown: markup is taken away, and nothing an author wrote with it."""

import pytest

from bluepencil.documents import reader


def text_of(source):
    return reader.read(f"# H\n\n{source}\n".encode(), "a.md").sections[0].text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Signed by <name and date> on *Monday*.", "Signed by <name and date> on Monday."),
        ("Some <b>bold</b> and `code` words", "Some bold and code words"),
        ("It has 10<sup>6</sup> W on the 4<sup>th</sup>.", "It has 10⁶ W on the 4th."),
        ("one<br>two", "one\ntwo"),
        ("3 < 4 and 5 > 4", "3 < 4 and 5 > 4"),
        ("a [link](http://example.org) and ![picture](x.png)", "a link and picture"),
        ("wrapped\nline", "wrapped line"),
    ],
)
def test_the_words_stay(source, text):
    assert text_of(source) == text


def test_lists_keep_their_markers_and_depth():
    section = reader.read(b"# H\n\n1. one\n2. two\n   - inner\n", "a.md").sections[0]
    assert section.text == "1. one\n2. two\n• inner"
    assert [block.depth for block in section.blocks] == [0, 0, 1]


def test_a_table_becomes_rows_with_cells():
    section = reader.read(b"# H\n\n| a | b |\n|---|---|\n| c | d |\n", "a.md").sections[0]
    rows = [[section.text[s:e] for s, e in block.cells] for block in section.blocks]
    assert rows == [["a", "b"], ["c", "d"]]


def test_code_is_code():
    section = reader.read(b"# H\n\n```\nx = 1\n```\n", "a.md").sections[0]
    assert section.blocks[0].kind == "code"


def test_headings_nest_and_repeat():
    document = reader.read(b"# A\n\nx\n\n## B\n\ny\n\n## B\n\nz\n", "a.md")
    assert [(s.name, s.level) for s in document.sections] == [("A", 1), ("B", 2), ("B (2)", 2)]


def texts(source: str) -> list[tuple[str, str]]:
    return [
        (section.name, section.text) for section in reader.read(source.encode(), "x.md").sections
    ]


def test_html_in_the_text_is_read_as_html():
    source = (
        "<h1>Start</h1>\n\n<div>5&nbsp;&euro; <b>each</b></div>\n\n<!-- x -->\n\n## Stop\n\nIt.\n"
    )
    assert texts(source)[0] == ("Start", "5\u00a0€ each")


def test_the_definition_of_a_footnote_is_text():
    assert texts("# A\n\nOld.[^1]\n\n[^1]: https://example.org\n") == [
        ("A", "Old.[^1]\n[^1]: https://example.org")
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("$a*b*c$ and *d*", "$a*b*c$ and d"),
        ("$$p < 40$$", "$$p < 40$$"),
        ("$5 and *more* for $6", "$5 and more for $6"),
        ("$ *a* $", "$ a $"),
    ],
)
def test_nothing_in_a_formula_is_markup(source, text):
    assert texts(f"# A\n\n{source}\n") == [("A", text)]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_system_wrap_lines_and_origins_are_those_of_the_file(newline):
    source = newline.join(["# A", "", "The pump ran ", "for hours.", "", "- *b* c"])
    (section,) = reader.read(source.encode(), "x.md").sections
    assert section.text == "The pump ran for hours.\n• b c"
    for start, end, _, _, offset in section.origins:
        assert source[offset : offset + end - start] == section.text[start:end]


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("---\ntitle: Pump report\ntags:\n- a\n---\n", "Pump report"),
        ('+++\ntitle = "Pump report"\ntags = [\n  "a",\n]\n[x]\ny = 1\n+++\n', "Pump report"),
        ("+++\r\ndate = 2026-05-03\r\nTitle = 'Pump report'\r\n+++\r\n", "Pump report"),
        ('+++\n# made by hand\nweight.of.it = 3\n"quoted key" = 1\n+++\n', ""),
    ],
)  # fmt: skip
def test_metadata_at_the_top_is_no_text(front, title):
    document = reader.read(f"{front}\n# One\n\nThe pump ran.\n".encode(), "a.md")
    assert [(one.name, one.text) for one in document.sections] == [("One", "The pump ran.")]
    assert document.title == title


@pytest.mark.parametrize(
    "top", ["+++\nThe pump ran.\n+++\n", "---\nThe pump ran.\n---\n", "+++\na = 1\n---\n"]
)
def test_what_only_looks_like_metadata_stays(top):
    document = reader.read(f"{top}\n# One\n\nIt stopped.\n".encode(), "a.md")
    text = "\n".join(f"{one.name} {one.text}" for one in document.sections)
    assert ("pump" in text) or ("a = 1" in text)


@pytest.mark.parametrize("depth", [5, 60, 150, 1000])
@pytest.mark.parametrize("nested", ["quotations", "a list"])
def test_what_is_nested_deeply_is_not_left_out(nested, depth):
    if nested == "quotations":
        source = "> " * depth + "It broke."
    else:
        source = "".join(f"{'  ' * level}- item\n" for level in range(depth))
        source += "  " * depth + "- It broke.\n"
    assert "It broke." in text_of(source)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("1. a\n2. b\n4. c", "1. a\n2. b\n4. c"),  # a page would count 3
        ("1. a\n1. b\n1. c", "1. a\n2. b\n3. c"),  # left to be counted
        ("3) a\n5) b", "3) a\n5) b"),
    ],
)
def test_numbers_that_were_typed_stay(typed, shown):
    (section,) = reader.read(f"# H\n\n{typed}\n".encode(), "a.md").sections
    assert section.text == shown


def test_links_are_where_their_words_are():
    text = (
        "# H\n\nSee  [the *plan*](#a%20b) or [x](y.md).\n\n| a | b |\n|---|---|\n| c | [d](#e) |\n"
    )
    (section,) = reader.read(text.encode(), "a.md").sections
    found = [(section.text[one.start : one.end], one.anchor) for one in section.links]
    assert found == [("the plan", "a b"), ("x", None), ("d", "e")]


def test_anchors_and_comments_belong_to_the_section_they_stand_in():
    text = (
        '# One\n\nA <a name="in"></a>pump. <!-- TODO count -->\n\n<a id="next"></a>\n\n# Two\n\n'
        "Text.\n\n<!-- one --> <!-- two -->\n"
    )
    one, two = reader.read(text.encode(), "a.md").sections
    assert (one.anchors, one.comments) == (("in", "next"), ("TODO count",))
    assert (two.anchors, two.comments) == ((), ("one", "two"))
    assert "TODO" not in one.text
