"""Reading PDFs: lines, columns, superscripts, visible areas, annotations and refusals."""

import re

import pytest

from bluepencil.documents import Limits, pdf
from bluepencil.documents.blocks import ParsedBlock
from bluepencil.errors import BadDocument, TooLarge
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
