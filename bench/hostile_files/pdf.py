"""Hostile .pdf files."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from bench.hostile_files.filling import MB, fill, numbers
from tests.documents.factory import pdf_file


def pdf_with(content: bytes, *more: bytes, resources: bytes = b"", page: bytes = b"") -> bytes:
    """A .pdf of one page with that content; further objects are numbered from 6."""
    packed = zlib.compress(content)
    return pdf_file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
            b"/Resources<</Font<</F1 3 0 R>>%s>>%s>>" % (resources, page or b"/Contents 5 0 R"),
            b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed),
            *more,
        ]
    )


PDF: dict[str, Callable[[], bytes]] = {
    "noise.pdf": lambda: b"%PDF-1.7\n" + fill("a"),
    "objects that are none.pdf": lambda: b"%PDF-1.7\n" + fill("1 0 obj\n"),
    "objects.pdf": lambda: b"%PDF-1.7\n" + numbers(700_000, "{0} 0 obj\n<<>>\nendobj\n"),
    "digits.pdf": lambda: b"%PDF-1.7\n" + fill("1"),
    "spaces.pdf": lambda: b"%PDF-1.7\n" + fill(" "),
    "line ends.pdf": lambda: b"%PDF-1.7\n" + fill("\n"),
    "starts.pdf": lambda: b"%PDF-1.7\n" + fill("startxref\n0\n"),
    "an end without a start.pdf": lambda: b"%PDF-1.7\n" + fill("%%EOF\n"),
    "tables of places.pdf": lambda: (
        b"%PDF-1.7\nxref\n0 1000000\n"
        + b"0000000000 00000 n \n" * 1_000_000
        + b"trailer<</Size 1/Root 1 0 R>>\nstartxref\n9\n%%EOF"
    ),
    "tables in circles.pdf": lambda: (
        b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \n"
        b"trailer<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF"
    ),
    "arrays.pdf": lambda: pdf_file([b"<</Type/Catalog/Pages " + fill("[", 5 * MB) + b">>"]),
    "dictionaries.pdf": lambda: pdf_file([b"<</Type/Catalog/Pages " + fill("<</A", 5 * MB)]),
    "strings.pdf": lambda: pdf_file([b"<</Type/Catalog/Pages " + fill("(", 20 * MB)]),
    "a string.pdf": lambda: pdf_file([b"<</Type/Catalog/Pages (" + fill("a", 20 * MB) + b")>>"]),
    "a hexadecimal string.pdf": lambda: pdf_file(
        [b"<</Type/Catalog/Pages <" + fill("a", 20 * MB) + b">>>"]
    ),
    "a name.pdf": lambda: pdf_file([b"<</Type/Catalog/Pages /" + fill("#41", 20 * MB) + b">>"]),
    "a remark.pdf": lambda: pdf_file([b"<</Type/Catalog %" + fill("a", 20 * MB) + b"\n>>"]),
    "an array.pdf": lambda: pdf_file([b"<</Type/Catalog/Pages [" + fill("1 ", 20 * MB) + b"]>>"]),
    "pages.pdf": lambda: pdf_file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[" + b"3 0 R " * 1_000_000 + b"]>>",
            b"<</Type/Page/Parent 2 0 R>>",
        ]
    ),
    "page trees.pdf": lambda: pdf_file(
        [b"<</Type/Catalog/Pages 2 0 R>>"]
        + [
            b"<</Type/Pages/Count 1/Kids[" + (b"%d 0 R " % (at + 3)) * 10 + b"]>>"
            for at in range(40)
        ]
        + [b"<</Type/Page>>"]
    ),
    "deep page trees.pdf": lambda: pdf_file(
        [b"<</Type/Catalog/Pages 2 0 R>>"]
        + [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (at + 3) for at in range(100_000)]
    ),
    "page trees in circles.pdf": lambda: pdf_file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 2/Kids[2 0 R 2 0 R]>>",
        ]
    ),
    "operators.pdf": lambda: pdf_with(fill("q ", 9 * MB)),
    "moves.pdf": lambda: pdf_with(b"BT /F1 9 Tf " + fill("1 0 Td ", 9 * MB)),
    "texts.pdf": lambda: pdf_with(b"BT /F1 9 Tf " + fill("(a b) Tj ", 4 * MB)),
    "a text.pdf": lambda: pdf_with(b"BT /F1 9 Tf (" + fill("a ", 9 * MB) + b") Tj ET"),
    "an array of texts.pdf": lambda: pdf_with(b"BT /F1 9 Tf [" + fill("(a)-9 ", 9 * MB) + b"] TJ"),
    "numbers.pdf": lambda: pdf_with(fill("1 ", 9 * MB)),
    "a number.pdf": lambda: pdf_with(fill("1", 9 * MB)),
    "nested arrays.pdf": lambda: pdf_with(fill("[", 9 * MB)),
    "pictures.pdf": lambda: pdf_with(fill("BI ID a EI ", 9 * MB)),
    "a picture without end.pdf": lambda: pdf_with(b"BI ID " + fill("E ", 9 * MB)),
    "unpacked.pdf": lambda: pdf_with(fill(" ", 200 * MB)),
    "places.pdf": lambda: pdf_with(
        b"BT /F1 9 Tf " + b"".join(b"1 0 0 1 %d 9 Tm (a) Tj " % at for at in range(90_000)),
    ),
    "forms.pdf": lambda: pdf_with(
        b"/X Do " * 100,
        b"<</Type/XObject/Subtype/Form/Resources<</XObject<</X 6 0 R>>>>/Length 12>>stream\n"
        b"/X Do /X Do \nendstream",
        resources=b"/XObject<</X 6 0 R>>",
    ),
    "contents.pdf": lambda: pdf_with(b"", page=b"/Contents[" + b"5 0 R " * 1_000_000 + b"]"),
    "filters.pdf": lambda: pdf_with(
        b"",
        b"<</Filter[" + b"/FlateDecode" * 90_000 + b"]/Length 2>>stream\nab\nendstream",
        page=b"/Contents 6 0 R",
    ),
    "hexadecimal.pdf": lambda: pdf_with(
        b"",
        b"<</Filter/ASCIIHexDecode/Length %d>>stream\n%s\nendstream"
        % (20 * MB, fill("4", 20 * MB)),
        page=b"/Contents 6 0 R",
    ),
    "base 85.pdf": lambda: pdf_with(
        b"",
        b"<</Filter/ASCII85Decode/Length %d>>stream\n%s\nendstream" % (20 * MB, fill("a", 20 * MB)),
        page=b"/Contents 6 0 R",
    ),
    "lzw.pdf": lambda: pdf_with(
        b"",
        b"<</Filter/LZWDecode/Length %d>>stream\n%s\nendstream" % (20 * MB, fill("a", 20 * MB)),
        page=b"/Contents 6 0 R",
    ),
    "runs.pdf": lambda: pdf_with(
        b"",
        b"<</Filter/RunLengthDecode/Length %d>>stream\n%s\nendstream"
        % (20 * MB, fill(b"\x81a", 20 * MB)),
        page=b"/Contents 6 0 R",
    ),
    "a predictor.pdf": lambda: pdf_with(
        b"",
        b"<</Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 1>>/Length %d>>stream\n"
        b"%s\nendstream" % (len(zlib.compress(bytes(9 * MB))), zlib.compress(bytes(9 * MB))),
        page=b"/Contents 6 0 R",
    ),
    "a character map.pdf": lambda: pdf_with(
        b"BT /F2 9 Tf (a) Tj ET",
        b"<</Type/Font/Subtype/Type0/BaseFont/A/ToUnicode 7 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream"
        % (20 * MB, b"1 beginbfrange\n" + fill("<0000> <ffff> <0000>\n", 20 * MB)),
        resources=b"/Font<</F2 6 0 R>>",
    ),
    "widths.pdf": lambda: pdf_with(
        b"BT /F2 9 Tf (a) Tj ET",
        b"<</Type/Font/Subtype/TrueType/BaseFont/A/FirstChar 0/Widths["
        + fill("9 ", 20 * MB)
        + b"]>>",
        resources=b"/Font<</F2 6 0 R>>",
    ),
    "remarks.pdf": lambda: pdf_with(
        b"BT /F1 9 Tf (a) Tj ET",
        b"<</Type/Annot/Subtype/FreeText/Contents(" + fill("a ", 1 * MB) + b")/Rect[0 0 9 9]>>",
        page=b"/Contents 5 0 R/Annots[" + b"6 0 R " * 500_000 + b"]",
    ),
    "an encryption.pdf": lambda: pdf_file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Filter/Standard/V 5/R 6/Length 256/O("
            + b"a" * 48
            + b")/U("
            + b"a" * 48
            + b")/OE("
            + b"a" * 32
            + b")/UE("
            + b"a" * 32
            + b")/Perms("
            + b"a" * 16
            + b")/P -1>>",
        ],
        trailer=b"/Encrypt 2 0 R/ID[(a)(a)]",
    ),
}
