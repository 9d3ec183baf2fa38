"""Reading HTML: what a browser shows, as blocks."""

import pytest

from bluepencil.documents import html
from bluepencil.documents.blocks import ParsedBlock
from bluepencil.errors import TooLarge


def blocks(body: str) -> list[ParsedBlock]:
    return list(html.blocks(f"<html><body>{body}</body></html>"))


def texts(body: str) -> list[str]:
    return [block.text for block in blocks(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>a  b\n c</p>", ["a b c"]),
        ("<p>a <b> b</b></p>", ["a b"]),
        ("<p>a<br>b <br/> c</p>", ["a\nb\nc"]),
        ("<div>a<p>b</p>c</div>", ["a", "b", "c"]),
        ("a<!-- x -->b", ["ab"]),
        ("<p>&amp;&nbsp;&lt;</p>", ["&\u00a0<"]),
        ("<p> </p><p>&nbsp;</p>", []),
        ("<p><br>a<br></p>", ["a"]),
    ],
)
def test_white_space_is_collapsed_as_in_a_browser(body, expected):
    assert texts(body) == expected


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>x</script>",
        "<style>x</style>",
        "<template>x</template>",
        "<nav>x</nav>",
        "<p hidden>x</p>",
        "<p style='color:red; display : none'>x</p>",
        "<div style='visibility:hidden'>x<p>x</p></div>",
        "<datalist><option>x</option></datalist>",
    ],
)
def test_what_is_not_shown_is_left_out_and_what_follows_is_not(hidden):
    assert texts(f"<p>a</p>{hidden} b") == ["a", "b"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<select><option>a<option selected>b</select>", "b"),
        ("<select><option>a<option>b</select>", "a"),
        ("<input value=a><input type=hidden value=b><button>c</button>", "a"),
        ("<textarea>a b</textarea>", "a b"),
        ("<math><mi>p</mi><mo>=</mo><annotation>x</annotation></math>", "p="),
        ("<span aria-hidden='true'>±</span>5", "±5"),
    ],
)
def test_forms_and_formulas_show_their_values(body, text):
    assert texts(f"<p>{body}</p>") == [text]


def test_nothing_is_lost_in_deep_nesting():
    assert texts("<font>" * 2_000 + "deep")[-1] == "deep"


def test_headings_have_their_level_on_one_line():
    found = blocks("<h2>The <i>root</i><br>cause</h2><p>a</p>")
    assert [(one.kind, one.text, one.level) for one in found][0] == ("heading", "The root cause", 2)


def test_lists_have_markers_and_depths():
    found = blocks("<ol start=3><li>a<ul><li>b</li></ul></li><li>c</li></ol><p>d</p>")
    assert [(one.kind, one.text, one.depth) for one in found] == [
        ("item", "3. a", 0),
        ("item", "• b", 1),
        ("item", "4. c", 0),
        ("paragraph", "d", 0),
    ]


def test_rows_have_cells_and_tables_have_numbers():
    table = "<table><tr><th>A</th><th>B</th></tr><tr><td>1<p>2</p></td><td></td></tr></table>"
    found = blocks(table + table)
    assert [(one.text, one.table) for one in found] == [
        ("A\tB", 1),
        ("1\n2\t", 1),
        ("A\tB", 2),
        ("1\n2\t", 2),
    ]
    assert found[1].cells == ((0, 3), (4, 4))


def test_the_rows_of_a_table_in_a_cell_are_lines_of_the_cell():
    inner = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"
    assert texts(f"<table><tr><td>x{inner}</td><td>y</td></tr></table>") == ["x\na\tb\nc\ty"]


def test_code_keeps_its_white_space():
    (found,) = blocks("<pre>\n  a\n    b\n</pre>")
    assert (found.kind, found.text) == ("code", "  a\n    b")


@pytest.mark.parametrize(
    ("body", "strong"),
    [("<b>a</b> <strong>b</strong>", True), ("<b>a</b> b", False), ("a", False)],
)
def test_a_paragraph_is_strong_if_all_of_it_is_bold(body, strong):
    assert [one.strong for one in blocks(f"<p>{body}</p>")] == [strong]


def test_text_is_collapsed_alike_in_slices(monkeypatch):
    body = "<p>a  b \n c <b> d</b>  e</p>"
    whole = texts(body)
    monkeypatch.setattr(html, "_SLICE", 1)
    assert texts(body) == whole == ["a b c d e"]


def test_tags_are_counted(monkeypatch):
    monkeypatch.setattr(html, "MAX_TAGS", 10)
    with pytest.raises(TooLarge):
        blocks("<b>a</b>" * 6)


@pytest.mark.parametrize("tag", ["div", "blockquote", "font", "ul", "table"])
@pytest.mark.parametrize("depth", [5, 200, 1000, 5000])
def test_what_is_nested_deeply_is_read_or_refused_but_never_left_out(tag, depth):
    body = f"<p>Top.</p>{f'<{tag}>' * depth}It broke.{f'</{tag}>' * depth}"
    try:
        text = " ".join(texts(body))
    except TooLarge as refused:
        assert refused.code == "document_too_large" and depth > 1000
    else:
        assert "It broke." in text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("It has 10<sup>6</sup> W.", "It has 10⁶ W."),
        ("5 m s<sup>−1</sup>", "5 m s⁻¹"),
        ("The 4<sup>th</sup> pump.", "The 4th pump."),
        ("As seen.<sup>[3]</sup>", "As seen.[3]"),
        ("H<sub>2</sub>O", "H2O"),
    ],
)
def test_a_power_is_no_digit_of_its_base(source, text):
    assert texts(f"<p>{source}</p>") == [text]


@pytest.mark.parametrize(
    ("source", "markers"),
    [
        ("<ol><li>x<li>y</ol>", ["1.", "2."]),
        ("<ol type=a><li>x<li>y</ol>", ["a.", "b."]),
        ("<ol type=I start=3><li>x<li type=i>y</ol>", ["III.", "iv."]),
        ("<ol reversed><li>x<li>y<li>z</ol>", ["3.", "2.", "1."]),
        ("<ol reversed start=9><li>x<li>y</ol>", ["9.", "8."]),
        ("<ol><li>x<li value=7>y<li>z</ol>", ["1.", "7.", "8."]),
        ("<ol start=-1><li>x<li>y</ol>", ["-1.", "0."]),
        ("<ol start=many type=Q><li value=x>x</ol>", ["1."]),
        ("<ol><li>x<ul><li>y</ul><li>z</ol>", ["1.", "•", "2."]),
    ],
)
def test_lists_are_numbered_as_they_are_shown(source, markers):
    assert [text.split()[0] for text in texts(source)] == markers
