"""What a rule may know of the whole document, gathered once for all its sections."""

from __future__ import annotations

import re
import weakref
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from bluepencil.documents import Document
from bluepencil.documents.guideline import Guideline
from bluepencil.documents.language import document_language
from bluepencil.engines.checks.acronyms import Spans, unexplained
from bluepencil.engines.checks.topics import Topics, topics

INVESTIGATION = "investigation-report"  # the guideline for what went wrong


@dataclass(frozen=True)
class Facts:
    """What a rule may know beyond the passage.

    `acronyms` are the spans, by section name, of those first used there and never spelled out;
    `words` counts the document's words, in small letters; `first` is the section, by name, in which
    each of them stands first.
    """

    guideline: Guideline
    language: str
    topics: dict[str, Topics] = field(repr=False)
    acronyms: Spans = field(repr=False)
    words: Counter[str] = field(repr=False)
    first: dict[str, str] = field(repr=False)

    @cached_property
    def incident(self) -> bool:
        """Whether the document tells of something that went wrong."""
        about = frozenset().union(*self.topics.values())
        told = "cause" in about or {"timeline", "impact"} <= about
        return told or self.guideline.name == INVESTIGATION


_gathered: dict[tuple[int, int], Facts] = {}  # by identity, for as long as the document lives


def facts(document: Document, guideline: Guideline) -> Facts:
    """What the rules ask of the whole document."""
    key = (id(document), id(guideline))
    known = _gathered.get(key)
    if known is None:  # the facts hold on to the guideline, so that its id stays its own
        words: Counter[str] = Counter()
        first: dict[str, str] = {}
        for section in document.sections:
            words.update(re.findall(r"\w+", section.name.lower()))
            for word in re.findall(r"\w+", section.text.lower()):
                words[word] += 1
                first.setdefault(word, section.name)
        known = _gathered[key] = Facts(
            guideline,
            document_language(document),
            topics(document),
            unexplained(document, guideline.terms),
            words,
            first,
        )
        weakref.finalize(document, _gathered.pop, key, None)
    return known
