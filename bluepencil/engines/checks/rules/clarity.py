"""Clarity: sentences too long, and letters that stand for something nobody says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bluepencil.engines.checks.data import words
from bluepencil.engines.checks.facts import Facts
from bluepencil.engines.checks.passage import Passage, Sentence
from bluepencil.engines.checks.rule import LIKELY, MAYBE, SURE, Hit, Rule

_LONG, _TOO_LONG = 40, 60  # words; up to the second a sentence may still read well
_NAMES = 0.2  # of the words of a sentence, in capitals or with digits
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


def _longer_than(least: int, passages: Sequence[Passage]) -> list[Hit]:
    return [
        Hit(passage, sentence.start, sentence.end)
        for passage in passages
        for sentence in passage.sentences
        if least < sentence.words <= _NO_SENTENCE and not _is_list(sentence)
    ]


def _is_list(sentence: Sentence) -> bool:
    """Whether it lists things with commas, or is run together from the cells of a table."""
    names = sum(not token.raw.islower() and token.is_word for token in sentence.tokens)
    if names > _NAMES * sentence.words or _runs_on(sentence):
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
