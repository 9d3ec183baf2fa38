"""The texts of annotations among the lines of their page."""

import pytest
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from bluepencil.documents.annotations import with_annotations
from bluepencil.documents.printed import PrintedLine


def annotation(text: str, y: int, subtype: str = "/FreeText", **more) -> DictionaryObject:
    key = "/Contents" if subtype == "/FreeText" else "/V"
    rectangle = ArrayObject(FloatObject(side) for side in (60, y, 400, y + 20))
    found = DictionaryObject(
        {
            NameObject("/Subtype"): NameObject(subtype),
            NameObject(key): TextStringObject(text),
            NameObject("/Rect"): rectangle,
        }
    )
    found.update({NameObject(f"/{name}"): value for name, value in more.items()})
    return found


def texts(*annotations: DictionaryObject) -> list[str]:
    """The texts of a page with two lines and these annotations."""
    lines = [PrintedLine("Top", 60, 700, 11, False), PrintedLine("Foot", 60, 100, 11, False)]
    page = DictionaryObject({NameObject("/Annots"): ArrayObject(annotations)})
    return [line.text for line in with_annotations(lines, page)]


def test_each_comes_after_the_last_line_above_it():
    found = texts(annotation("low", 50), annotation("high", 760), annotation("mid", 400))
    assert found == ["high", "Top", "mid", "Foot", "low"]


def test_white_space_is_collapsed_and_empty_texts_are_left_out():
    assert texts(annotation(" a\r\nb ", 400), annotation("  ", 400)) == ["Top", "a b", "Foot"]


@pytest.mark.parametrize("flag", [2, 32])
def test_hidden_ones_are_left_out(flag):
    assert texts(annotation("a", 400, F=NumberObject(flag))) == ["Top", "Foot"]


@pytest.mark.parametrize(("type_of_field", "read"), [("/Tx", True), ("/Ch", True), ("/Btn", False)])
def test_the_values_of_text_fields_and_choices_are_read(type_of_field, read):
    field = annotation("a", 400, "/Widget", FT=NameObject(type_of_field))
    assert ("a" in texts(field)) is read


def test_a_field_may_have_its_value_from_its_parent():
    parent = annotation("from the parent", 0, "/Widget", FT=NameObject("/Tx"))
    field = annotation("", 400, "/Widget", Parent=parent)
    del field["/V"]
    assert texts(field) == ["Top", "from the parent", "Foot"]


def test_fields_that_are_their_own_parents_have_no_value():
    field = annotation("a", 400, "/Widget")
    field[NameObject("/Parent")] = field
    assert texts(field) == ["Top", "Foot"]
