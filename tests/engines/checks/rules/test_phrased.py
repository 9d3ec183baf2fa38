"""The rules of the phrase files in many wordings, and what they leave alone."""

import tomllib
from pathlib import Path

import pytest

from bluepencil.documents import reader
from bluepencil.engines.checks.facts import facts
from bluepencil.engines.checks.reviewer import check_section
from bluepencil.work.cancel import Cancel
from tests.engines.checks.conftest import GUIDELINE, findings

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


def test_some_rules_weigh_less_where_nothing_went_wrong():
    text = (
        "# {}\n\nThe seal broke.\n\n# Summary\n\nSome time ago the pump was changed.\n\n"
        "# Timeline\n\nSome time ago it broke."
    )

    def severities(heading):
        document = reader.read(text.format(heading).encode(), "t.md")
        known = facts(document, GUIDELINE)
        return [
            one.severity
            for section in document.sections
            for one in check_section(section, known, Cancel())
            if one.rule == "vague-time"
        ]

    assert severities("Root cause") == ["low", "medium"]
    assert severities("Background") == ["low", "low"]
