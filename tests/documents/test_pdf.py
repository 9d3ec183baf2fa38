"""Reading PDFs: lines, columns, superscripts, visible areas, annotations and refusals."""

import base64
import re
import zlib

import pytest

from bluepencil.documents import Limits, pdf
from bluepencil.documents.blocks import ParsedBlock
from bluepencil.errors import BadDocument, TooLarge
from tests.documents.factory import damaged_page, pdf_pages
from tests.documents.factory import pdf as make_pdf

TEXT = "The pump in hall two ran for three hours after the first alarm had been seen."


def blocks(*lines: tuple[str, int, int, int, bool], change=lambda data: data) -> list[ParsedBlock]:
    """The blocks of a page with these lines of (text, x, y, size, bold)."""
    return list(pdf.blocks(change(make_pdf([lines], compress=False)), Limits()))


def texts(*lines: tuple[str, int, int, int, bool], **more) -> list[str]:
    return [block.text for block in blocks(*lines, **more)]


def page_with(entry: bytes, *objects: bytes):
    """Changes a file so that its page has an entry, and adds objects from number 100."""

    def change(data: bytes) -> bytes:
        # The table of offsets is wrong afterwards; readers then look for the objects themselves.
        data = data.replace(b"/MediaBox[0 0 595 842]", b"/MediaBox[0 0 595 842]" + entry)
        added = b"".join(
            b"%d 0 obj\n%s\nendobj\n" % (number, content)
            for number, content in enumerate(objects, 100)
        )
        start = data.index(b"xref\n")
        return re.sub(rb"startxref\n\d+", b"startxref\n0", data[:start] + added + data[start:])

    return change


def test_lines_are_joined_and_headings_found_by_their_size():
    found = blocks(("Cause", 60, 780, 18, True), (TEXT, 60, 740, 11, False))
    assert [(one.kind, one.text) for one in found] == [("heading", "Cause"), ("paragraph", TEXT)]


def test_text_far_to_the_right_is_another_column():
    found = blocks(
        (TEXT, 60, 740, 11, False), ("Owner", 60, 700, 11, False), ("Due", 300, 700, 11, False)
    )
    assert (found[1].kind, found[1].text) == ("row", "Owner\tDue")


def test_superscripts_belong_to_the_line_and_are_no_column():
    found = texts(
        (TEXT, 60, 740, 11, False),
        ("It has an area of 4 m", 60, 700, 11, False),
        ("2", 170, 705, 7, False),
        ("and was seen on the 4", 180, 700, 11, False),
        ("th", 290, 705, 7, False),
    )
    assert "Ithasanareaof4m²andwasseenonthe4th" in "".join(found).replace(" ", "")
    assert "\t" not in "".join(found)


def test_what_is_outside_of_the_visible_area_is_not_read():
    lines = ((TEXT, 60, 740, 11, False), ("Old text.", 60, 100, 11, False))
    assert "Old text." in " ".join(texts(*lines))
    assert "Old text." not in " ".join(texts(*lines, change=page_with(b"/CropBox[0 300 595 842]")))


@pytest.mark.parametrize("box", [b"/CropBox[0 0 0 0]", b"/CropBox 7", b"/CropBox[/a 0 0 9]"])
def test_a_visible_area_that_makes_no_sense_hides_nothing(box):
    assert texts((TEXT, 60, 740, 11, False), change=page_with(box)) == [TEXT]


def test_forms_and_text_annotations_are_read_where_they_are():
    change = page_with(
        b"/Annots[100 0 R 101 0 R 102 0 R]",
        b"<</Subtype/Widget/FT/Tx/V(It was never greased.)/Rect[60 600 400 620]>>",
        b"<</Subtype/FreeText/Contents(Hidden.)/F 2/Rect[60 560 400 580]>>",
        b"<</Subtype/Link/Contents(A link.)/Rect[60 560 400 580]>>",
    )
    lines = (("Cause:", 60, 630, 11, False), (TEXT, 60, 500, 11, False))
    found = "\n".join(texts(*lines, change=change))
    assert found.index("Cause:") < found.index("It was never greased.") < found.index(TEXT)
    assert "Hidden" not in found
    assert "A link" not in found


@pytest.mark.parametrize("entry", [b"/Annots 7", b"/Annots[7 0 R]", b"/Annots[100 0 R]"])
def test_broken_annotations_are_left_out(entry):
    change = page_with(entry, b"<</Subtype/FreeText/Contents(a)/Rect[1 2]>>")
    assert texts((TEXT, 60, 740, 11, False), change=change) == [TEXT]


def test_a_page_without_text_is_a_scan():
    with pytest.raises(BadDocument) as refused:
        blocks()
    assert refused.value.code == "no_text"


def test_text_in_fonts_that_do_not_say_what_they_show_cannot_be_read():
    encoding = b"/Encoding<</Differences[65/g36/g37/g38/g39/g40/g41/g42/g43]>>"
    data = make_pdf([[("ABCD EFGH ABC", 60, 740, 11, False)]], compress=False)
    data = data.replace(b"/BaseFont/Helvetica>>", b"/BaseFont/X" + encoding + b">>")
    with pytest.raises(BadDocument) as refused:
        list(pdf.blocks(page_with(b"")(data), Limits()))
    assert refused.value.code == "no_text"


def test_a_page_in_fonts_that_do_not_say_what_they_show_costs_itself_only():
    data = make_pdf(
        [[(TEXT, 60, 740, 11, False)], [("ABCD EFGH ABC", 60, 740, 11, True)]], compress=False
    )
    encoding = b"/Encoding<</Differences[65/g36/g37/g38/g39/g40/g41/g42/g43]>>"
    data = data.replace(b"/BaseFont/Helvetica-Bold>>", b"/BaseFont/X" + encoding + b">>")
    found = list(pdf.blocks(page_with(b"")(data), Limits()))
    assert [block.text for block in found if block.kind != "unread"] == [TEXT]
    assert [block.text for block in found if block.kind == "unread"] == [
        "Page 2 was not read: in fonts that do not say which characters they show."
    ]


def test_too_many_pages_are_refused():
    data = make_pdf([[(TEXT, 60, 740, 11, False)]] * 3)
    assert list(pdf.blocks(data, Limits(pages=3)))
    with pytest.raises(TooLarge) as refused:
        list(pdf.blocks(data, Limits(pages=2)))
    assert refused.value.code == "too_many_pages"


def test_reading_stops_at_the_limit_of_words():
    data = make_pdf([[(TEXT, 60, 740, 11, False)]] * 5)
    found = " ".join(block.text for block in pdf.blocks(data, Limits(words=20)))
    assert 20 < len(found.split()) < 5 * len(TEXT.split())


def test_a_damaged_page_costs_itself_only_and_is_told():
    found = list(pdf.blocks(damaged_page(pdf_pages(1, 1, 1), 2), Limits()))
    text = " ".join(block.text for block in found if block.kind != "unread")
    assert "Page 1." in text and "Page 3." in text and "Page 2." not in text
    assert [block.text for block in found if block.kind == "unread"] == [
        "Page 2 was not read: damaged."
    ]


def test_where_all_pages_are_damaged_so_is_the_file():
    with pytest.raises(BadDocument) as refused:
        list(pdf.blocks(damaged_page(pdf_pages(1, 1), 1, 2), Limits()))
    assert refused.value.code == "damaged_document"


def test_of_many_pages_only_the_first_are_named():
    data = damaged_page(pdf_pages(*[1] * 14), *range(2, 15))
    (told,) = (block.text for block in pdf.blocks(data, Limits()) if block.kind == "unread")
    assert told == ("Pages 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 3 more were not read: damaged.")


def test_a_page_that_is_a_picture_among_others_is_told():
    data = pdf_pages(1, 0)
    picture = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/Length 0>>stream\n\nendstream"
    at = data.rindex(b"/MediaBox[0 0 595 842]")
    own = b"/Resources<</XObject<</I 100 0 R>>>>"
    last = data[at:].replace(b"/Resources", b"/Unused", 1)
    data = data[:at] + own + last
    start = data.index(b"xref\n")
    data = data[:start] + b"100 0 obj\n" + picture + b"\nendobj\n" + data[start:]
    data = re.sub(rb"startxref\n\d+", b"startxref\n0", data)
    (told,) = (block.text for block in pdf.blocks(data, Limits()) if block.kind == "unread")
    assert told == "Page 2 was not read: a picture without text."


def test_an_empty_page_is_nothing_to_tell():
    assert all(block.kind != "unread" for block in pdf.blocks(pdf_pages(1, 0), Limits()))


@pytest.mark.parametrize(
    ("name", "packed"),
    [
        (b"/Fl", zlib.compress),
        (b"[/Fl]", zlib.compress),
        (b"/AHx", lambda data: data.hex().encode() + b">"),
        (b"/A85", lambda data: base64.a85encode(data) + b"~>"),
        (b"[/A85/Fl]", lambda data: base64.a85encode(zlib.compress(data)) + b"~>"),
    ],
)
def test_filters_may_have_their_short_names(name, packed):
    data = pdf_pages(1)
    start, end = data.index(b"stream\n") + 7, data.index(b"\nendstream")
    content = packed(data[start:end])
    head = data[: data.rindex(b"<</Length", 0, start)]
    length = b"<</Filter%s/Length %d>>stream\n" % (name, len(content))
    whole = head + length + content + data[end:]
    whole = re.sub(rb"startxref\n\d+", b"startxref\n0", whole)
    assert [block.text for block in pdf.blocks(whole, Limits())] == [f"{TEXT} Page 1."]


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        ([("2026", 385), (".", 216), (" בשעה מאוחרת", 216)], "2026 בשעה מאוחרת."),
        ([(" ", 178), (" (ראה סעיף", 178), ("", 171), ("2", 171)], " (ראה סעיף 2"),
        ([("؟", 90), ("هل توقفت المضخة", 90)], "هل توقفت المضخة؟"),
        ([(".", 90), ("net", 120)], ".net"),
        ([("- ", 60), ("One", 60)], "- One"),
        ([("One", 60), (".", 90)], "One."),
        ([(".", 216), ("בשעה", 100)], ".בשעה"),
    ],
)
def test_what_ends_words_from_right_to_left_follows_them(drawn, read):
    pieces = [pdf._Piece(text, [x, 0], [1], None, 11.0) for text, x in drawn]
    assert "".join(piece.text for piece in pdf._in_reading_order(pieces)) == read
