"""What a rule may know of the whole document, gathered once for all its sections."""

from __future__ import annotations

import re
import weakref
from collections import Counter
from dataclasses import dataclass, field

from bluepencil.documents import Document
from bluepencil.documents.guideline import Guideline
from bluepencil.documents.language import document_language
from bluepencil.engines.checks.acronyms import Spans, unexplained
from bluepencil.engines.checks.topics import Topics, topics


@dataclass(frozen=True)
class Facts:
    """What a rule may know beyond the passage.

    `acronyms` are the spans, by section name, of those first used there and never spelled out;
    `words` counts the document's words, in small letters.
    """

    guideline: Guideline
    language: str
    topics: dict[str, Topics] = field(repr=False)
    acronyms: Spans = field(repr=False)
    words: Counter[str] = field(repr=False)


_gathered: dict[tuple[int, int], Facts] = {}  # by identity, for as long as the document lives


def facts(document: Document, guideline: Guideline) -> Facts:
    """What the rules ask of the whole document."""
    key = (id(document), id(guideline))
    known = _gathered.get(key)
    if known is None:  # the facts hold on to the guideline, so that its id stays its own
        words = Counter(
            word
            for section in document.sections
            for word in re.findall(r"\w+", f"{section.name} {section.text}".lower())
        )
        known = _gathered[key] = Facts(
            guideline,
            document_language(document),
            topics(document),
            unexplained(document, guideline.terms),
            words,
        )
        weakref.finalize(document, _gathered.pop, key, None)
    return known
