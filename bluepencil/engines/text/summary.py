"""The built-in summary: the sentences that say most of what the text says, in their order."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bluepencil.engines.text.languages import Language, words_of
from bluepencil.engines.text.sentences import (
    Sentence,
    count_words,
    first_words,
    sentences,
    stem,
    tokens,
)

SHARE = 0.4  # of a text's words at most: what is longer is no summary
_SHORT = 25  # words; a text that short is its own summary
_CHECK_EVERY = 200  # sentences between two looks whether to stop
_FIRST_OF_PARAGRAPH = 1.1
_QUESTION, _ITEM = 0.5, 0.6  # a question says nothing; neither does a piece of a sentence
_LENGTH = 0.65  # how much a long sentence pays for being long: 0 nothing, 1 all of it
_ONCE = 0.12  # what a word weighs that comes once; one that comes again weighs far more
_SAID = 0.5  # of its weight a word keeps that a chosen sentence has
_SAME = 0.75  # of a sentence's words in another one: it says the same
_LEAST = 0.15  # of what the best sentence is worth; what is worth less is left out
_FIGURES = 1.2  # a sentence with figures states a fact
_FEWEST = 5  # words of a sentence that can be understood alone
# What points back to a sentence that may be missing.
_POINTING = words_of(
    """this these that those it they he she however but moreover therefore thus also such
    dies diese dieser dieses er sie es jedoch aber daher deshalb außerdem
    ce cette ces il elle ils elles cependant mais donc ainsi
    esto este esta estos estas ello él ella sin-embargo pero además
    điều nó họ tuy nhưng"""
)


class _Rated(NamedTuple):
    sentence: Sentence
    stems: frozenset[str]
    words: int
    bonus: float


def summarize(
    text: str, most_words: int, language: Language, on_progress: Callable[[float], None]
) -> str:
    """At most so many words of the text, sentence by sentence as they are written.

    Each next sentence is the one whose words weigh most for its length; words that a chosen one
    has weigh little from then on, so that nothing is said twice.
    """
    total = count_words(text)
    if total <= min(most_words, _SHORT):
        return " ".join(text.split())
    rated = _rated(text, language, on_progress)
    if not rated:
        return first_words(" ".join(text.split()), most_words)
    limit = min(most_words, max(_SHORT, round(total * SHARE)))
    chosen = _chosen(rated, limit)
    if not chosen:  # every sentence is longer than the summary may be
        best = max(rated, key=lambda one: one.bonus * len(one.stems) / (one.words + 8))
        return first_words(best.sentence.text, most_words)
    return " ".join(rated[index].sentence.text for index in sorted(chosen))


def _rated(text: str, language: Language, on_progress: Callable[[float], None]) -> Sequence[_Rated]:
    found: list[_Rated] = []
    read = 0
    for number, sentence in enumerate(sentences(text, language)):
        read += len(sentence.text)
        if number % _CHECK_EVERY == 0:
            on_progress(min(0.9, read / max(1, len(text))))
        if sentence.heading:
            continue
        words = tokens(sentence.text, language)
        said = [word for word in words if word.casefold() not in language.stop_words]
        stems = frozenset(stem(word, language) for word in said if len(word) > 1)
        length = count_words(sentence.text)
        bonus = _bonus(sentence, words, length, first=not found)
        found.append(_Rated(sentence, stems, length, bonus))
    return found


def _bonus(sentence: Sentence, words: Sequence[str], length: int, *, first: bool) -> float:
    bonus = _FIRST_OF_PARAGRAPH if sentence.first else 1.0
    if sentence.text.rstrip("\"'”’»)").endswith(("?", "？")):
        bonus *= _QUESTION
    if length < _FEWEST or sentence.text[-1:].isalnum():
        bonus *= _ITEM
    if any(word.isdigit() for word in words):
        bonus *= _FIGURES
    if not first and words and words[0].casefold() in _POINTING:
        bonus *= 0.75
    return bonus


def _chosen(rated: Sequence[_Rated], limit: int) -> set[int]:
    """The indexes of the sentences to take. Weights only fall, so what a sentence is worth was
    at least what it is worth now: only the best of the heap need be counted anew."""
    counts = Counter(word for one in rated for word in one.stems)
    weights = {word: _ONCE + math.log(number) for word, number in counts.items()}

    def worth(one: _Rated) -> float:
        said = sum(weights[word] for word in one.stems)
        return float(one.bonus * said / (one.words + 8) ** _LENGTH)

    heap = [(-worth(one), index) for index, one in enumerate(rated) if one.words <= limit]
    heapq.heapify(heap)
    chosen, left, least = list[int](), limit, 0.0
    while heap and left >= _FEWEST:
        value, index = heapq.heappop(heap)
        one = rated[index]
        if one.words > left or any(_says_again(one, rated[other]) for other in chosen):
            continue
        now = worth(one)
        if heap and now < -heap[0][0] - 1e-9:
            heapq.heappush(heap, (-now, index))
            continue
        if -value < least:
            break
        least = least or now * _LEAST
        chosen.append(index)
        left -= one.words
        for word in one.stems:
            weights[word] *= _SAID
    return set(chosen)


def _says_again(one: _Rated, other: _Rated) -> bool:
    return len(one.stems & other.stems) >= _SAME * len(one.stems)
