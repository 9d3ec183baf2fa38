"""One verdict as the model writes it: slips are corrected, quotes checked with the document."""

import pytest

from bluepencil.engines.claude.raw_verdict import judgement, question, schema
from bluepencil.review.criteria import COMPLIANCE, Criterion
from tests.conftest import document
from tests.engines.claude.conftest import CAUSE, SUMMARY

OWNERS = Criterion("owners", "Every action names who does it.", "checklist")
PLAN = Criterion("section:plan", "Plan", "section")
ASKED = {one.id: one for one in (OWNERS, PLAN)}
REPORT = document(("Summary", SUMMARY), ("Cause", CAUSE))
QUOTE = "The root cause is human error by the operator."
GOOD = {"item": "owners", "verdict": "met", "quotes": [QUOTE], "note": "1 of 1."}


def read(**values):
    return judgement({**GOOD, **values}, REPORT, ASKED)


def test_a_verdict_has_the_words_of_the_document():
    said = read(quotes=["the root  cause is human error by the Operator."])
    (passage,) = said.evidence
    assert (passage.section_name, passage.quote) == ("Cause", QUOTE)
    assert CAUSE[passage.start : passage.end] == QUOTE
    assert (said.verdict, said.note, said.source, said.text) == (
        "met",
        "1 of 1.",
        "claude",
        OWNERS.text,
    )


@pytest.mark.parametrize("verdict", ["met", "partly"])
@pytest.mark.parametrize(
    "quotes",
    [
        [],
        ["Words that nobody ever wrote in this report."],
        ["The root cause is human error by the manager."],
        ["the"],
        None,
    ],
)
def test_without_a_passage_of_the_document_it_is_not_checked(verdict, quotes):
    said = read(verdict=verdict, quotes=quotes)
    assert (said.verdict, said.evidence) == ("not_checked", ())
    assert "quoted" in said.note


def test_an_invented_quote_beside_a_real_one_is_left_out():
    assert [one.quote for one in read(quotes=["Nobody wrote this line.", QUOTE]).evidence] == [
        QUOTE
    ]


@pytest.mark.parametrize("verdict", ["not_met", "not_applicable", "not_checked"])
def test_what_takes_no_passage_stays_without_one(verdict):
    assert read(verdict=verdict, quotes=[]).verdict == verdict


@pytest.mark.parametrize(
    ("written", "verdict"),
    [
        ("Met", "met"),
        ("partially met", "partly"),
        ("NOT-MET", "not_met"),
        ("n/a", "not_applicable"),
    ],
)
def test_slips_are_corrected(written, verdict):
    assert read(verdict=written).verdict == verdict


@pytest.mark.parametrize(
    "written",
    [
        {},
        {"item": "unknown", "verdict": "met"},
        {"item": "owners", "verdict": "splendid"},
        {"item": 3},
    ],
)
def test_what_speaks_of_nothing_asked_is_dropped(written):
    assert judgement(written, REPORT, ASKED) is None


def test_the_question_and_the_schema_name_what_is_asked():
    asked = question(ASKED.values())
    assert "- owners: Every action names who does it." in asked
    assert "- section:plan: the expected section “Plan”" in asked
    item = schema(ASKED.values())["items"]["properties"]
    assert item["item"]["enum"] == list(ASKED)
    assert item["verdict"]["enum"] == list(COMPLIANCE)
    assert question([]) == ""
