"""Hostile Word files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable

from bench.hostile_files.filling import fill, numbers
from tests.documents.factory import p, r, raw_docx, zipped


def stored(body: str, **parts: str) -> bytes:
    """As `raw_docx`, but not packed: what is repeated packs so well that it gives itself away."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw_docx(body, **parts))) as packed,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive,
    ):
        for name in packed.namelist():
            archive.writestr(name, packed.read(name))
    return stream.getvalue()


def _package(parts: Iterable[int]) -> bytes:
    """A package of many parts, all of them footers."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    spaces = "http://schemas.openxmlformats.org/package/2006/relationships"
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    numbers = list(parts)
    links = "".join(
        f'<Relationship Id="r{at}" Type="{office}/aFChunk" Target="f{at}.html"/>' for at in numbers
    )
    chunks = "".join(f'<w:altChunk r:id="r{at}"/>' for at in numbers)
    body = f"<w:p><w:r><w:t>a</w:t></w:r></w:p>{chunks}"
    main = f'<Relationship Id="r1" Type="{office}/officeDocument" Target="word/document.xml"/>'
    return zipped(
        {
            "_rels/.rels": f'<Relationships xmlns="{spaces}">{main}</Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{word}" xmlns:r="{office}">'
            f"<w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{spaces}">{links}'
            "</Relationships>",
            **{f"word/f{at}.html": "<html><body><p>a b c" for at in numbers},
        }
    )


WORD: dict[str, Callable[[], bytes]] = {
    "a paragraph.docx": lambda: raw_docx(p("word " * 40_000_000)),
    "attributes.docx": lambda: stored("<w:p " + numbers(900_000, "a{0}='b' ").decode() + "/>"),
    "an attribute.docx": lambda: stored(f'<w:p a="{"a" * 9_000_000}"/>' * 2 + p("a")),
    "texts.docx": lambda: stored((p("a" * 900_000)) * 25),
    "paragraphs.docx": lambda: stored(p("a b") * 99_000),
    "runs.docx": lambda: stored(f"<w:p>{r('a b ') * 99_000}</w:p>" * 3),
    "elements.docx": lambda: stored("<w:p/>" * 1_600_000),
    "empty runs.docx": lambda: stored(f"<w:p>{'<w:r/>' * 390_000}</w:p>" * 10),
    "nested.docx": lambda: stored("<w:sdt><w:sdtContent>" * 100_000 + p("a")),
    "a table.docx": lambda: stored(
        "<w:tbl><w:tr>" + f"<w:tc>{p('a')}</w:tc>" * 60_000 + "</w:tr></w:tbl>"
    ),
    "tables.docx": lambda: stored(
        f"<w:tbl><w:tr><w:tc>{p('a')}</w:tc><w:tc>{p('b')}</w:tc></w:tr></w:tbl>" * 40_000
    ),
    "tables in tables.docx": lambda: stored(
        "<w:tbl><w:tr><w:tc>" * 60 + p("a") + "</w:tc></w:tr></w:tbl>" * 60 + p("b")
    ),
    "an entity.docx": lambda: zipped(
        {
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/'
            'officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
            "</Relationships>",
            "word/document.xml": '<!DOCTYPE a [<!ENTITY b "' + "c" * 9_000_000 + '">]><w:document '
            'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
            + "<w:p><w:r><w:t>&b;</w:t></w:r></w:p>" * 1000
            + "</w:body></w:document>",
        }
    ),
    "styles.docx": lambda: stored(
        p("a", "s0") * 1000,
        styles="".join(
            f'<w:style w:type="paragraph" w:styleId="s{at}"><w:name w:val="s{at}"/>'
            f'<w:basedOn w:val="s{at + 1}"/></w:style>'
            for at in range(300_000)
        ),
    ),
    "notes.docx": lambda: stored(
        "".join(
            f'<w:p><w:r><w:t>a</w:t><w:footnoteReference w:id="{at}"/></w:r></w:p>'
            for at in range(90_000)
        ),
        footnotes="".join(f'<w:footnote w:id="{at}">{p("b")}</w:footnote>' for at in range(90_000)),
    ),
    "one note for all.docx": lambda: stored(
        '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>' * 90_000,
        footnotes=f'<w:footnote w:id="1">{p("b " * 9_000)}</w:footnote>',
    ),
    "fields.docx": lambda: stored(
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r></w:p>" * 99_000 + p("a")
    ),
    "numbering.docx": lambda: stored(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='8'/><w:numId w:val='1'/></w:numPr></w:pPr>"
        "<w:r><w:t>a</w:t></w:r></w:p>" * 60_000,
        numbering="".join(
            f'<w:abstractNum w:abstractNumId="{at}"><w:lvl w:ilvl="8"><w:start w:val="999999999"/>'
            '<w:numFmt w:val="upperRoman"/><w:lvlText w:val="%9%9%9%9%9"/></w:lvl></w:abstractNum>'
            for at in range(9_000)
        )
        + '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
    ),
    "parts.docx": lambda: _package(range(4_990)),
    "members.docx": lambda: zipped({f"word/a{at}.xml": "" for at in range(60_000)}),
    "noise.docx": lambda: b"PK\x03\x04" + fill("PK\x05\x06"),
    "directories.docx": lambda: b"PK\x03\x04" + fill("PK\x01\x02"),
}
