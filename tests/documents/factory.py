"""Makes documents to read: real .docx and .pdf files, also ones Word itself would not write."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Iterable

import docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORDS = [
    "the",
    "pump",
    "stopped",
    "because",
    "seal",
    "of",
    "its",
    "main",
    "shaft",
    "had",
    "worn",
    "through",
    "operator",
    "closed",
    "valve",
    "and",
    "informed",
    "supervisor",
    "who",
    "ordered",
    "an",
    "inspection",
    "pressure",
    "rose",
    "to",
    "twelve",
    "bar",
    "within",
    "four",
    "minutes",
    "alarm",
    "sounded",
    "in",
    "control",
    "room",
    "nobody",
    "was",
    "hurt",
    "production",
    "resumed",
    "after",
    "repair",
    "report",
]


def saved(document) -> bytes:
    """The bytes of a python-docx document."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def long_docx(words: int) -> bytes:
    """A report of about that many words, as Word would save one: headings, tables, lists, runs."""
    dice = random.Random(words)
    document = docx.Document()
    document.add_heading("A long report", 0)
    left, chapter = words, 0
    while left > 0:
        chapter += 1
        document.add_heading(f"Chapter {chapter}", 1)
        for part in range(1, 4):
            document.add_heading(f"Part {part} of chapter {chapter}", 2)
            for number in range(8):
                paragraph = document.add_paragraph(style="List Bullet" if number == 6 else None)
                for run in range(5):  # Word breaks paragraphs into runs at every edit
                    count = dice.randint(8, 16)
                    text = " ".join(dice.choices(_WORDS, k=count))
                    paragraph.add_run(text + (". " if run == 4 else " ")).italic = run == 2
                    left -= count
        table = document.add_table(3, 3)
        for cell in table._cells:
            cell.text = " ".join(dice.choices(_WORDS, k=4))
            left -= 4
    return saved(document)


def raw_docx(body: str, **parts: str) -> bytes:
    """A .docx of raw WordprocessingML: the body's content, and `styles`, `numbering`,
    `footnotes` or `endnotes` as the content of their root elements.
    """
    files = {"word/document.xml": f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>"}
    relations = ""
    for kind, content in parts.items():
        files[f"word/{kind}.xml"] = f"<w:{kind} {_SPACES}>{content}</w:{kind}>"
        relations += f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
    files["word/_rels/document.xml.rels"] = _relations(relations)
    main = f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    files["_rels/.rels"] = _relations(main)
    return zipped(files)


def zipped(files: dict[str, str | bytes]) -> bytes:
    """A zip archive of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def p(text: str, style: str = "", properties: str = "") -> str:
    """A paragraph of one run."""
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{style}{properties}</w:pPr>{r(text)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def pdf(
    pages: Iterable[Iterable[tuple[str, int, int, int, bool]]], *, compress: bool = True
) -> bytes:
    """A .pdf whose pages hold lines of (text, x, y, size, bold), in Helvetica."""
    objects = [b"", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>")
    kids = []
    for lines in pages:
        content = "".join(
            f"BT /F{2 if bold else 1} {size} Tf {x} {y} Td ({_escaped(text)}) Tj ET\n"
            for text, x, y, size, bold in lines
        ).encode("latin-1")
        stream = zlib.compress(content) if compress else content
        coded = b"/Filter/FlateDecode" if compress else b""
        objects.append(b"<<%s/Length %d>>stream\n%s\nendstream" % (coded, len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>" % len(objects)
        )
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    refs = " ".join(f"{kid} 0 R" for kid in kids).encode()
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), refs)
    return pdf_file(objects)


def pdf_pages(*numbers_of_lines: int) -> bytes:
    """A .pdf with so many lines on each of its pages, each naming its page; not compressed."""
    sentence = "The pump in hall two ran for three hours after the first alarm had been seen."
    pages = [
        [(f"{sentence} Page {page}.", 60, 740 - 20 * line, 11, False) for line in range(count)]
        for page, count in enumerate(numbers_of_lines, 1)
    ]
    return pdf(pages, compress=False)


def damaged_page(data: bytes, *pages: int) -> bytes:
    """That file, with the content of these pages said to be packed in a way that there is not."""
    for page in pages:
        start = data.rindex(b"<</Length", 0, data.index(b"Page %d." % page))
        data = data[:start] + b"<</Filter/NoSuch/Length" + data[start + len(b"<</Length") :]
    # The table of offsets is wrong now; readers then look for the objects themselves.
    return re.sub(rb"startxref\n\d+", b"startxref\n0", data)


def pdf_file(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A .pdf of these objects, the first of which is its root."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R%s>>" % (len(objects) + 1, trailer)
    out += b"\nstartxref\n%d\n%%%%EOF" % start
    return bytes(out)


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _relations(content: str) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{content}</Relationships>'
