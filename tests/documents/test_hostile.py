"""Files made to do harm are refused by counts, sizes and steps, before they cost much."""

import pytest

from bluepencil.documents import (
    Limits,
    archive,
    blocks,
    html,
    markdown_parser,
    pdf,
    pypdf_reader,
    reader,
    sections,
)
from bluepencil.errors import BluepencilError
from tests.documents.factory import p, r, raw_docx
from tests.documents.factory import pdf as make_pdf


def code_of(data: bytes, name: str, limits: Limits = Limits()) -> str:  # noqa: B008
    """The code of the error that a file is refused with; "" if it is read."""
    try:
        reader.read(data, name, limits)
    except BluepencilError as error:
        assert error.detail.endswith(".")
        return error.code
    return ""


def test_many_comments_before_a_page_that_does_not_come_are_plain_text():
    assert code_of(b"<!-- -->" * 50_000 + b"!", "x.txt") == ""


@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.html"])
def test_a_paragraph_without_end_is_refused(monkeypatch, name):
    monkeypatch.setattr(blocks, "MAX_BLOCK", 5_000)
    page = b"<html><body>" if name == "x.html" else b""
    assert code_of(page + b"word " * 990, name) == ""
    assert code_of(page + b"word " * 1_010, name) == "document_too_large"


def test_a_paragraph_without_end_in_a_word_file_is_refused(monkeypatch):
    monkeypatch.setattr(blocks, "MAX_BLOCK", 5_000)
    assert code_of(raw_docx(f"<w:p>{r('word ' * 900)}</w:p>"), "x.docx") == ""
    assert code_of(raw_docx(f"<w:p>{r('word ' * 900) * 2}</w:p>"), "x.docx") == "document_too_large"


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda count: b"- a\n" * count, "x.txt"),
        (lambda count: b"- a\n" * count, "x.md"),
        (lambda count: b"<html><body>" + b"<p>a" * count, "x.html"),
        (lambda count: raw_docx(p("a") * count), "x.docx"),
        (lambda count: make_pdf([[("- a", 72, 9 * at, 9, False) for at in range(count)]]), "x.pdf"),
    ],
)
def test_too_many_blocks_are_refused_in_every_format(monkeypatch, make, name):
    monkeypatch.setattr(sections, "MAX_BLOCKS", 50)
    assert code_of(make(40), name) == ""
    assert code_of(make(60), name) == "document_too_large"


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda length: b"<html><body>" + b"<p>" + b"a" * length, "x.html"),
        (lambda length: raw_docx(p("a" * length)), "x.docx"),
    ],
)
def test_a_text_without_words_is_too_long_as_well(make, name):
    few = Limits(words=100)
    assert code_of(make(1_400), name, few) == ""
    assert code_of(make(1_600), name, few) == "document_too_large"


@pytest.mark.parametrize("name", ["x.txt", "x.md"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028"])
def test_too_many_lines_are_refused(monkeypatch, name, end):
    monkeypatch.setattr(reader, "MAX_LINES", 100)
    assert code_of(f"- a{end}".encode() * 40, name) == ""
    assert code_of(f"- a{end}".encode() * 110, name) == "document_too_large"


@pytest.mark.parametrize("repeated", ["[", "![", "[](", "[a](", "[[]"])
def test_nested_brackets_in_markdown_take_a_limited_number_of_steps(monkeypatch, repeated):
    monkeypatch.setattr(markdown_parser, "MAX_STEPS", 20_000)
    assert code_of(repeated.encode() * 12_000, "x.md") == "document_too_large"


def test_ordinary_markdown_takes_few_steps(monkeypatch):
    monkeypatch.setattr(markdown_parser, "MAX_STEPS", 20_000)
    source = "# Result\n\nThe *pump* [stopped](https://example.org) at `9:40`, see [1].\n\n" * 500
    assert code_of(source.encode(), "x.md") == ""


def test_the_markup_of_a_very_long_markdown_paragraph_is_read_as_text(monkeypatch):
    monkeypatch.setattr(markdown_parser, "MAX_PARAGRAPH", 100)
    document = reader.read(b"*a* " * 50 + b"\n\n*b*\n", "x.md")
    assert document.sections[0].text.startswith("*a* *a*")
    assert document.sections[0].text.endswith("\nb")


def test_too_many_tags_are_refused(monkeypatch):
    monkeypatch.setattr(html, "MAX_TAGS", 100)
    assert code_of(b"<html><body>" + b"<b>a</b>" * 40, "x.html") == ""
    assert code_of(b"<html><body>" + b"<b>a</b>" * 60, "x.html") == "document_too_large"


def test_too_many_elements_in_a_part_are_refused(monkeypatch):
    monkeypatch.setattr(archive, "MAX_ELEMENTS", 300)
    assert code_of(raw_docx(p("a") * 20), "x.docx") == ""
    assert code_of(raw_docx(p("a") * 100), "x.docx") == "document_too_large"
    assert code_of(raw_docx(p("a"), styles="<w:style/>" * 400), "x.docx") == "document_too_large"


def test_one_enormous_block_is_refused_before_it_is_in_memory(monkeypatch):
    monkeypatch.setattr(archive, "MAX_BLOCK_ELEMENTS", 300)
    cells = "<w:tc><w:p/></w:tc>"
    assert code_of(raw_docx(f"<w:tbl><w:tr>{cells * 100}</w:tr></w:tbl>{p('a')}"), "x.docx") == ""
    table = f"<w:tbl><w:tr>{cells * 200}</w:tr></w:tbl>{p('a')}"
    assert code_of(raw_docx(table), "x.docx") == "document_too_large"


def test_too_many_members_are_refused(monkeypatch):
    monkeypatch.setattr(archive, "MAX_MEMBERS", 2)
    assert code_of(raw_docx(p("a")), "x.docx") == "suspicious_archive"


@pytest.mark.parametrize("depth", [100, 5_000])
def test_deep_nesting_is_read_or_refused(depth):
    wrapped = "<w:sdt><w:sdtContent>" * depth + p("a") + "</w:sdtContent></w:sdt>" * depth
    assert code_of(raw_docx(wrapped), "x.docx") in ("", "damaged_document")
    assert code_of(b"<html>" + b"<div>" * depth + b"a", "x.html") in ("", "document_too_large")
    assert code_of(b"> " * depth + b"a", "x.md") == ""


def test_styles_based_on_each_other_without_end_are_followed_only_so_far():
    chain = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{at}"><w:name w:val="s{at}"/>'
        f'<w:basedOn w:val="s{at + 1}"/></w:style>'
        for at in range(200)
    )
    top = '<w:style w:type="paragraph" w:styleId="s200"><w:name w:val="heading 1"/></w:style>'
    document = reader.read(raw_docx(p("Far", "s0") + p("Near", "s190"), styles=chain + top), "x")
    assert [section.name for section in document.sections if section.name == "Near"] == ["Near"]
    assert "Far" not in [section.name for section in document.sections]


def test_fields_that_never_end_are_not_gone_through_again_in_every_paragraph():
    begin = "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r></w:p>"
    document = reader.read(raw_docx(begin * 500 + p("Read.")), "x.docx")
    assert document.sections[0].text == "Read."


def test_a_pdf_that_takes_too_many_steps_is_too_large_and_not_damaged(monkeypatch):
    lines = [(f"line {at}", 72, 9 * at, 9, False) for at in range(200)]
    monkeypatch.setitem(pypdf_reader._LIMITS, "stream_parsing_work_maximum_count", 100)
    assert code_of(make_pdf([lines]), "x.pdf") == "document_too_large"


def test_a_pdf_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(pdf, "MAX_SECONDS", -1.0)
    assert code_of(make_pdf([[("The pump stopped.", 72, 700, 11, False)]]), "x") == (
        "document_too_large"
    )


def test_page_trees_that_go_in_circles_are_damaged():
    data = make_pdf([[("a", 72, 700, 11, False)]])
    kids = data.index(b"/Kids[")
    end = data.index(b"]", kids)
    circle = b"/Kids[2 0 R".ljust(end - kids) + data[end:]
    assert code_of(data[:kids] + circle, "x.pdf") in ("damaged_document", "no_text")
