"""A broken file is told to be damaged; an error of our own never is, whatever its class."""

import itertools
import re

import pytest

from bluepencil.documents import (
    Limits,
    docx,
    html,
    lines,
    markdown,
    package,
    pdf,
    reader,
    runs,
    text,
)
from bluepencil.documents.reviewed import docx as reviewed_docx
from bluepencil.documents.reviewed import files, new_docx, scan
from bluepencil.errors import BadDocument
from tests.documents.factory import p, zipped
from tests.documents.factory import pdf as make_pdf
from tests.documents.reviewed.making import members, on, whole_docx

PDF = make_pdf([[("The pump stopped.", 72, 700, 11, False)]], compress=False)
DOCX = whole_docx(p("Result", "Heading1") + p("The pump stopped."), comments="")
SOURCES = {
    "docx": DOCX,
    "pdf": PDF,
    "html": b"<html><body><h1>Result</h1><p>The pump stopped.</p></body></html>",
    "md": b"# Result\n\nThe pump stopped.\n",
    "txt": b"The pump stopped.\n",
}
# What a slip in a program raises; the libraries raise most of these at a broken file too.
SLIPS = [
    ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, RuntimeError,
    RecursionError, NotImplementedError, OverflowError, AssertionError, ZeroDivisionError, EOFError,
    UnboundLocalError,
]  # fmt: skip


def slip(error):
    """A function of ours with a slip in it."""

    def fail(*_, **__):
        raise error("a slip")

    return fail


@pytest.mark.parametrize("error", SLIPS)
@pytest.mark.parametrize(
    ("name", "place", "function"),
    [
        ("docx", docx._DocumentReader, "_paragraph"),
        ("docx", package.Package, "_related"),
        ("docx", runs.RunReader, "read"),
        ("pdf", pdf._PageReader, "_add"),
        ("pdf", lines, "blocks"),
        ("html", html._TreeReader, "_start"),
        ("md", markdown, "TextBuilder"),
        ("txt", text, "_blocks_of"),
    ],
)
def test_a_slip_of_a_reader_is_no_damage(monkeypatch, error, name, place, function):
    monkeypatch.setattr(place, function, slip(error))
    with pytest.raises(error, match="a slip"):
        reader.read(SOURCES[name], f"x.{name}")


@pytest.mark.parametrize("error", SLIPS)
@pytest.mark.parametrize(
    ("name", "place", "function"),
    [
        ("docx", reviewed_docx._Writer, "_anchor"),
        ("docx", scan._Scanner, "_text"),
        ("docx", scan._Scanner, "_end"),
        ("docx", reviewed_docx, "with_comments"),
        ("md", new_docx, "marked"),
    ],
)
def test_a_slip_of_a_writer_is_no_damage(monkeypatch, error, name, place, function):
    document = reader.read(SOURCES[name], f"x.{name}")
    remark = on(document, "pump")
    monkeypatch.setattr(place, function, slip(error))
    with pytest.raises(error, match="a slip"):
        files.write("docx", document, SOURCES[name], [remark], name="x", limits=Limits())


def test_a_new_word_file_that_comes_out_broken_is_no_damage_of_the_file_it_was_made_of(monkeypatch):
    document = reader.read(SOURCES["md"], "x.md")
    monkeypatch.setattr(
        new_docx, "parts", lambda _: members(DOCX) | {"word/document.xml": b"<w:broken"}
    )
    with pytest.raises(RuntimeError, match="cannot be read"):
        new_docx.write(document, [on(document, "pump")])


def broken(part: str, content: bytes) -> bytes:
    """The Word file with another content of that part."""
    return zipped(members(DOCX) | {part: content})


def flipped(data: bytes, before: bytes) -> bytes:
    """The archive with a wrong byte in what is stored under that name, of which it has the sum."""
    place = data.index(before) + len(before) + 5
    return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]


@pytest.mark.parametrize(
    "data",
    [
        DOCX[:100],
        DOCX[: len(DOCX) // 2],
        DOCX[:-10],
        flipped(DOCX, b"word/document.xml"),
        broken("word/document.xml", b""),
        broken("word/document.xml", b"<w:document"),
        broken("word/document.xml", b"<?xml version='1.0' encoding='punycode'?><a/>"),
        broken("word/document.xml", b"\xff\xfe<\x00"),
        broken("word/styles.xml", b"<styles>"),
        broken("word/_rels/document.xml.rels", b"none"),
        broken("_rels/.rels", b"<Relationships"),
        PDF[:100],
        b"%PDF-1.7\n" + PDF[len(PDF) // 2 :],
        re.sub(rb"/Pages 2 0 R", b"/Pages 9 0 R", PDF),
        re.sub(rb"/Pages 2 0 R", b"/Pages 99   ", PDF),
        re.sub(rb"/Kids\[[^]]*\]", b"/Kids 1     ", PDF),
        re.sub(rb"<</Length", b"<</Filter/Brotli/Length", PDF),
    ],
    ids=itertools.count(),  # the files hold the time at which they were made
)
def test_what_is_broken_is_told_to_be_damaged(data):
    with pytest.raises(BadDocument) as refused:
        reader.read(data, "x")
    assert refused.value.code == "damaged_document"


@pytest.mark.parametrize(
    "data",
    [
        re.sub(rb"/BaseFont/Helvetica>>", b"/BaseFont 7        >>", PDF),
        re.sub(rb"/F1 11 Tf", b"/F1 [] Tf", PDF),
        re.sub(rb"72 700 Td", b"(x) []  Td", PDF),
        re.sub(rb"/Count 1", b"/Count[]", PDF),
    ],
)
def test_what_is_odd_in_a_pdf_is_read_all_the_same(data):
    assert "The pump stopped." in reader.read(data, "x").sections[0].text


def test_what_is_broken_but_is_read_only_to_give_the_file_back_is_damage_too():
    picture = {"word/media/image1.png": b"picture " * 50}
    with_picture = zipped(members(DOCX) | picture)
    data = flipped(with_picture, b"word/media/image1.png")
    document = reader.read(data, "x.docx")
    with pytest.raises(BadDocument) as refused:
        reviewed_docx.write(data, "x.docx", [on(document, "pump")])
    assert refused.value.code == "damaged_document"
