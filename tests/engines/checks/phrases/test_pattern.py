"""Patterns: how a phrase is written, and what it stands for."""

import pytest

from bluepencil.engines.checks.phrases.index import Index
from bluepencil.engines.checks.phrases.pattern import BadPattern, parse, parse_set
from bluepencil.engines.checks.tokens import tokens

SETS = {"colour": parse_set(["red", "gre*"])}


def found(phrase, text):
    """The words that the phrase finds in a text."""
    index = Index([("it", one) for one in parse(phrase, SETS)])
    return [text[one.start : one.end] for one in index.search(tokens(text)).get("it", [])]


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("it seems", "And It SEEMS so", ["It SEEMS"]),
        ("(may|might) have", "it might have gone", ["might have"]),
        ("(due to|because of) rain", "because of rain", ["because of rain"]),
        ("(very (good|bad)|fine) pump", "a very bad pump", ["very bad pump"]),
        ("[very|quite] good", "a quite good one", ["quite good"]),
        ("[very much] liked", "we very much liked it", ["very much liked", "liked"]),
        ("train* staff", "trained staff", ["trained staff"]),
        ("{colour} pump", "a green pump", ["green pump"]),
        ("{number} pumps", "five pumps, 12 pumps", ["five pumps", "12 pumps"]),
        ("by {date}", "by 2026-05-03", ["by 2026-05-03"]),
        ("a _ pump", "a big pump", ["a big pump"]),
        ("if ... fails", "if the old pump fails", ["if the old pump fails"]),
        ("^ later", "later it ran", ["later"]),
        ("off . $", "it was off.", ["off."]),
        ("should <of> been", "it should of been", ["of"]),
        ("don’t know", "we don't know", ["don't know"]),
    ],
)
def test_it_finds(phrase, text, words):
    assert found(phrase, text) == words


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("it seems", "it hardly seems"),
        ("if ... fails", "if it is one of the pumps fails"),
        ("if ... fails", "if so, it fails"),
        ("^ later", "it ran later"),
        ("off . $", "it was off. then on"),
        ("seem", "seemly"),
        ("known", "well-known"),
        ("should <of> been", "it should of it"),
    ],
)
def test_it_leaves_alone(phrase, text):
    assert found(phrase, text) == []


def test_what_should_stand_in_its_place():
    (sequence,) = parse("<less> than => fewer", SETS)
    assert sequence.replacement == "fewer"


@pytest.mark.parametrize(
    "phrase",
    ["", "(a|b", "a) b", "{nothing} here", "{word}", "_ ...", "a <_> b", "(a b|c d|e f)" * 9],
)
def test_what_is_badly_written_is_refused(phrase):
    with pytest.raises(BadPattern):
        parse(phrase, SETS)
