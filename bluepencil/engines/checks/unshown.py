"""Causes named where a document sums up, of which no other section speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.documents import Document, Section
from bluepencil.documents.language import document_language
from bluepencil.engines.checks.passage import Sentence, passages
from bluepencil.engines.checks.phrases.library import library, words_of
from bluepencil.engines.checks.topics import topics

_STEM = 5  # letters that two forms of a word share
_LONGEST = 8  # words of a cause


def unshown(document: Document) -> Iterator[tuple[Section, tuple[int, int]]]:
    """The sections and spans where such a cause is named."""
    about = topics(document)
    summing = [one for one in document.sections if "conclusion" in about[one.name]]
    shown = [
        _stems(re.findall(r"[a-z]{3,}", paragraph.lower()))
        for section in document.sections
        if "summary" not in about[section.name]
        for paragraph in section.text.split("\n")
    ]
    if not any(shown):
        return
    language = document_language(document)
    for section in summing:
        for passage in passages(section, library().index, language):
            for sentence in passage.sentences:
                if _is_unshown(sentence, shown):
                    start = passage.start + sentence.start
                    yield section, (start, passage.start + sentence.end)


def _is_unshown(sentence: Sentence, shown: list[frozenset[str]]) -> bool:
    """Whether the sentence names a cause of whose words no paragraph elsewhere has most."""
    for named in _causes(sentence):
        stems = _stems(named)
        most = max(len(stems & known) for known in shown)
        if len(stems) >= 2 and most * 2 <= len(stems) and not words_of("pointing") & set(named[:1]):
            return True
    return False


def _causes(sentence: Sentence) -> Iterator[list[str]]:
    """The words of each cause the sentence names."""
    for match in sentence.found.get("cause-behind", ()):
        after = [token for token in sentence.tokens if token.start >= match.end]
        cause: list[str] = []
        for token in after[:_LONGEST]:
            if token.word in words_of("cause-ends") and cause:
                break
            cause.append(token.word)
        yield cause
    for match in sentence.found.get("cause-before", ()):
        before = [token for token in sentence.tokens if token.end <= match.start]
        yield [
            token.word for token in before[-_LONGEST:] if token.word not in words_of("cause-ends")
        ]


def _stems(words: list[str]) -> frozenset[str]:
    filling = words_of("filling")
    return frozenset(word[:_STEM] for word in words if len(word) > 2 and word not in filling)
