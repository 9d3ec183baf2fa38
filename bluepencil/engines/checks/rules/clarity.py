"""Clarity: sentences too long, and letters that stand for something nobody says."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from bluepencil.engines.checks.data import words
from bluepencil.engines.checks.facts import Facts
from bluepencil.engines.checks.passage import Passage, Sentence
from bluepencil.engines.checks.rule import MAYBE, SURE, Hit, Rule

_LONG = 40  # words
_NAMES = 0.2  # of the words of a sentence, in capitals or with digits
_NO_SENTENCE = 150  # words from which it is a list or a log without full stops
_LISTED = 6  # commas and semicolons that make a sentence a list, which is easy to read


def _long(passages: Sequence[Passage], _: Facts) -> Iterator[Hit]:
    for passage in passages:
        for sentence in passage.sentences:
            if _LONG < sentence.words <= _NO_SENTENCE and not _is_list(sentence, passage.language):
                yield Hit(passage, sentence.start, sentence.end)


def _is_list(sentence: Sentence, language: str) -> bool:
    """Whether it lists things with commas, or is run together from the cells of a table."""
    names = sum(not token.raw.islower() and token.is_word for token in sentence.tokens)
    if language == "en" and (names > _NAMES * sentence.words or _runs_on(sentence)):
        return True
    marks = sum(token.raw in ",;" for token in sentence.tokens)
    return marks >= _LISTED and marks * 6 >= sentence.words


def _runs_on(sentence: Sentence) -> bool:
    """Whether another sentence begins in it without a mark before: “… not a rotation This is …”."""
    return any(
        one.is_word and other.raw[0].isupper() and other.word in words("sentences.toml")["starters"]
        for one, other in zip(sentence.tokens, sentence.tokens[1:], strict=False)
    )


def _acronyms(passages: Sequence[Passage], facts: Facts) -> Iterator[Hit]:
    """The first use of each acronym that the document spells out nowhere."""
    if not passages:
        return
    begins = [passage.start for passage in passages]
    for start, end in facts.acronyms.get(passages[0].section.name, ()):
        passage = passages[max(0, bisect_right(begins, start) - 1)]
        inside = start - passage.start, end - passage.start
        within = inside[0] >= 0 and inside[1] <= len(passage.text)
        if within and not passage.quoted(*inside):
            yield Hit(passage, *inside)


RULES = (
    Rule(
        "long-sentence", "clarity", "low", SURE,
        "This sentence is too long to take in at one reading.",
        "Split it: one thought to a sentence.",
        _long, "plain-language", english=False,
    ),
    Rule(
        "undefined-acronym", "clarity", "low", MAYBE,
        "“{words}” is spelled out nowhere in the document.",
        "Spell it out where it is first used, unless every reader knows it.",
        _acronyms, "acronyms",
    ),
)  # fmt: skip
