"""Clarity: sentences too long, and letters that stand for something nobody says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bluepencil.engines.checks.facts import Facts
from bluepencil.engines.checks.passage import Passage, Sentence
from bluepencil.engines.checks.rule import LIKELY, MAYBE, SURE, Hit, Rule

_LONG, _TOO_LONG = 40, 45  # words; up to the second a sentence may still read well
_MOST = 2  # of a section; more of them say the same about its writer
_NO_SENTENCE = 150  # words from which it is a list or a log without full stops
_LISTED = 6  # commas and semicolons that make a sentence a list, which is easy to read


def _too_long(passages: Sequence[Passage], _: Facts) -> list[Hit]:
    """The longest sentences of a section, in order."""
    found = _longer_than(_TOO_LONG, passages)
    longest = sorted(found, key=lambda hit: hit.start - hit.end)[:_MOST]
    return [hit for hit in found if hit in longest]


def _long(passages: Sequence[Passage], facts: Facts) -> list[Hit]:
    """The other long ones."""
    longest = _too_long(passages, facts)
    return [hit for hit in _longer_than(_LONG, passages) if hit not in longest]


def _longer_than(words: int, passages: Sequence[Passage]) -> list[Hit]:
    return [
        Hit(passage, sentence.start, sentence.end)
        for passage in passages
        for sentence in passage.sentences
        if words < sentence.words <= _NO_SENTENCE and not _is_list(sentence)
    ]


def _is_list(sentence: Sentence) -> bool:
    marks = sum(token.raw in ",;" for token in sentence.tokens)
    return marks >= _LISTED and marks * 6 >= sentence.words


def _acronyms(passages: Sequence[Passage], facts: Facts) -> Iterator[Hit]:
    """The first use of each acronym that the document spells out nowhere."""
    for passage in passages:
        for start, end in facts.acronyms.get(passage.section.name, ()):
            if passage.start <= start and end <= passage.start + len(passage.text):
                inside = start - passage.start, end - passage.start
                if not passage.quoted(*inside):
                    yield Hit(passage, *inside)


RULES = (
    Rule(
        "long-sentence", "clarity", "medium", SURE,
        "This sentence is too long to take in at one reading.",
        "Split it: one thought to a sentence.",
        _too_long, "plain-language", english=False,
    ),
    Rule(
        "long-sentence", "clarity", "low", LIKELY,
        "This sentence is long.",
        "Split it, if it does not read well.",
        _long, "plain-language", english=False,
    ),
    Rule(
        "undefined-acronym", "clarity", "low", MAYBE,
        "“{words}” is spelled out nowhere in the document.",
        "Spell it out where it is first used, unless every reader knows it.",
        _acronyms, "acronyms",
    ),
)  # fmt: skip
