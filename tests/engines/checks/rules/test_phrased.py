"""The rules of the phrase files in many wordings, and what they leave alone."""

import tomllib
from pathlib import Path

import pytest

from tests.engines.checks.conftest import findings

WORDINGS = tomllib.loads(Path(__file__).with_name("wordings.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("rule", "under", "text"),
    [(one["rule"], one["under"], text) for one in WORDINGS["found"] for text in one["texts"]],
)
def test_it_is_found(rule, under, text):
    assert rule in {one.rule for one in findings(text, under)}


@pytest.mark.parametrize(
    ("under", "text"), [(one["under"], text) for one in WORDINGS["fine"] for text in one["texts"]]
)
def test_it_is_left_alone(under, text):
    assert findings(text, under) == []


@pytest.mark.parametrize(
    "text",
    [
        "The sign says “It seems that several pumps are totally secure”.",
        'He wrote: "It was decided to stop recently".',
    ],
)
def test_what_others_say_is_not_the_writers(text):
    assert findings(text, "Investigation") == []


def test_names_and_identifiers_are_no_prose():
    assert (
        findings("The flag `less_errors` is set in several.conf/recently.yaml at unless.rs.") == []
    )


def test_a_replacement_begins_as_the_words_do():
    (found,) = findings("Due to the fact that it leaked, the pump was off.")
    assert (found.quote, found.replacement) == ("Due to the fact that", "Because")


def test_one_place_is_one_finding():
    found = findings("It was decided to stop the line, and the fault went unnoticed.", "Decision")
    assert [one.rule for one in found] == ["missing-actor"]
