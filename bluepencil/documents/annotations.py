"""Reads what a PDF shows on top of its pages: the values of form fields, and text annotations."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import suppress
from itertools import accumulate, islice
from typing import Any, NamedTuple

from pypdf import PageObject

from bluepencil.documents.blocks import clean
from bluepencil.documents.printed import PrintedLine
from bluepencil.documents.pypdf_errors import DAMAGE

_MAX_ANNOTATIONS = 2_000  # of a page
_MAX_PARENTS = 20  # of a form field
_HIDDEN = 2 | 32  # the flags “hidden” and “no view”
_SIZE = 11.0  # points, of a text whose real size is not worth finding out


class _Annotation(NamedTuple):
    text: str
    x: float
    y: float


def with_annotations(lines: list[PrintedLine], page: PageObject) -> list[PrintedLine]:
    """The lines of a page with the texts of its annotations, each after the last line above it.

    A broken annotation is left out.
    """
    highest = list(accumulate((line.y for line in reversed(lines)), max))  # of the last lines
    texts: dict[int, list[PrintedLine]] = {}
    for annotation in sorted(_annotations(page), key=lambda one: -one.y):
        text = " ".join(clean(annotation.text).split())
        position = len(lines) - bisect_left(highest, annotation.y)
        line = PrintedLine(text, annotation.x, annotation.y, _SIZE, False)
        texts.setdefault(position, []).append(line)
    merged = texts.get(0, [])
    for position, line in enumerate(lines, 1):
        merged += [line, *texts.get(position, ())]
    return merged


def _annotations(page: PageObject) -> Iterator[_Annotation]:
    with suppress(*DAMAGE):
        for reference in islice(page.get("/Annots", ()), _MAX_ANNOTATIONS):
            with suppress(*DAMAGE):
                found = _annotation(reference.get_object())
                if found.text.strip():
                    yield found


def _annotation(annotation: Any) -> _Annotation:
    left, bottom, right, top = (float(side) for side in annotation["/Rect"])
    subtype = annotation.get("/Subtype")
    hidden = int(annotation.get("/F", 0)) & _HIDDEN
    text: Any = ""
    if subtype == "/FreeText":
        text = annotation.get("/Contents", "")
    elif subtype == "/Widget" and _inherited(annotation, "/FT") in ("/Tx", "/Ch"):
        text = _inherited(annotation, "/V")
    return _Annotation(
        "" if hidden or not isinstance(text, str) else text, min(left, right), min(bottom, top)
    )


def _inherited(field: Any, key: str) -> Any:
    """A value of a form field, which it may have from the fields that it is part of."""
    for _ in range(_MAX_PARENTS):
        if key in field:
            return field[key]
        if "/Parent" not in field:
            break
        field = field["/Parent"]
    return None
