"""Which language a document is in, and how that language writes numbers."""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal

from bluepencil.documents import Document

Language = Literal["en", "de", "fr", "es", "vi", ""]

_FREQUENT: dict[Language, frozenset[str]] = {
    "en": frozenset(re.findall(r"\w+", "the and of is are was for with that this on be as by")),
    "de": frozenset(
        re.findall(r"\w+", "der die das und ist nicht mit den von wurde eine ein auf im")
    ),
    "fr": frozenset(re.findall(r"\w+", "le les et des est une du dans pour sur pas par au aux")),
    "es": frozenset(re.findall(r"\w+", "el los y que las del una por con para se al como su")),
    "vi": frozenset(re.findall(r"\w+", "và của là các được không cho có trong một này với")),
}
_SAMPLE = 30_000  # characters that are enough to tell
_POINT = re.compile(
    r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w,])|(?<![\w.,])\d+\.\d\d(?![\w.])"
)
_COMMA = re.compile(
    r"(?<![\w.,])\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\w.])|(?<![\w.,])\d+,\d\d?(?![\w,])"
)


def language(document: Document) -> Language:
    """The language most of the document is in, by its most frequent words; "" if that is open."""
    seen: Counter[str] = Counter()
    left = _SAMPLE
    for section in document.sections:
        seen.update(re.findall(r"[^\W\d_]+", section.text[:left].casefold()))
        left -= len(section.text)
        if left <= 0:
            break
    scores = {name: sum(seen[word] for word in words) for name, words in _FREQUENT.items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] * 20 >= sum(seen.values()) and scores[best] > 2 else ""


def comma_decimals(document: Document) -> bool:
    """Whether a comma is the decimal mark here, as in 1.234,5."""
    spoken = language(document)
    if spoken == "en":
        return False
    text = "\n".join(section.text for section in document.sections)[: 10 * _SAMPLE]
    commas, points = len(_COMMA.findall(text)), len(_POINT.findall(text))
    return commas > points or (commas == points and spoken != "")
