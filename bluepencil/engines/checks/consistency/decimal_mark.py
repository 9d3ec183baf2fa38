"""How a document writes its numbers."""

from __future__ import annotations

import re

from bluepencil.documents import Document
from bluepencil.documents.language import document_language

_SAMPLE = 30_000  # characters that are enough to tell
_POINT = re.compile(
    r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w,])|(?<![\w.,])\d+\.\d\d(?![\w.])"
)
_COMMA = re.compile(
    r"(?<![\w.,])\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\w.])|(?<![\w.,])\d+,\d\d?(?![\w,])"
)


def comma_decimals(document: Document) -> bool:
    """Whether a comma is the decimal mark here, as in 1.234,5."""
    spoken = document_language(document, "")
    if spoken == "en":
        return False
    text = "\n".join(section.text for section in document.sections)[: 10 * _SAMPLE]
    commas, points = len(_COMMA.findall(text)), len(_POINT.findall(text))
    return commas > points or (commas == points and spoken != "")
