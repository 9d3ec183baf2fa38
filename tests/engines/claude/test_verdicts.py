"""Verdicts in Claude's look across the document: streamed, and after the same cached prefix."""

import json

import pytest

from bluepencil.documents.guideline import parse
from tests.engines.claude.conftest import Recorder, reviewing
from tests.fake_claude import Act

GUIDELINE = parse(
    "# Ours\n\n## Expected sections\n\n- Summary\n- Plan\n\n## Checklist\n\n"
    "- owners: Every action names who does it.\n- years: Every date has a year.\n",
    "ours",
)
IDS = ["owners", "years", "section:summary", "section:plan"]
QUOTE = "The root cause is human error by the operator."
FINDING = {
    "section": 1, "quote": "several vials broke", "category": "evidence", "severity": "high",
    "confidence": "high", "description": "How many?", "suggestion": "Count.", "replacement": "",
    "guideline": "none",
}  # fmt: skip


def verdict(item, standing="met", quotes=(QUOTE,), note="So it is."):
    return {"item": item, "verdict": standing, "quotes": list(quotes), "note": note}


def listing(*verdicts, findings=(), **act):
    return Act(text=json.dumps({"findings": findings, "verdicts": verdicts}), **act)


@pytest.fixture
def look(fake, make_claude, report):
    """What a look across the report comes to when the model answers this."""

    def go(*acts):
        fake.then(*acts)
        return Recorder().run(reviewing(make_claude(), report, GUIDELINE))

    return go


def told(outcome):
    return {one.item: one.verdict for one in outcome.judged}


def test_each_item_is_judged_in_the_order_in_which_it_is_written(look):
    outcome = look(listing(*(verdict(id) for id in reversed(IDS)), findings=[FINDING]))
    assert [one.item for one in outcome.judged] == IDS[::-1]
    assert len(outcome.findings) == 1 and outcome.result.complete


def test_the_stand_in_answers_them_with_words_of_the_document(look, report):
    outcome = look()
    assert list(told(outcome)) == IDS
    for one in outcome.judged:
        for passage in one.evidence:
            text = report.section(passage.section_name).text
            assert text[passage.start : passage.end] == passage.quote
    assert told(outcome)["owners"] == "met"


def test_what_was_passed_over_is_not_checked_and_says_so(look):
    outcome = look(listing(verdict("owners")))
    assert told(outcome) == {"owners": "met"} | dict.fromkeys(IDS[1:], "not_checked")
    assert outcome.judged[1].note == "Claude gave no verdict on this."


def test_what_is_written_twice_counts_once(look):
    outcome = look(listing(verdict("owners"), verdict("owners", "not_met", ())))
    assert told(outcome)["owners"] == "met" and len(outcome.judged) == len(IDS)


def test_an_answer_that_was_cut_off_says_nothing_of_what_it_did_not_reach(look):
    outcome = look(listing(verdict("owners"), stop="max_tokens"))
    assert told(outcome) == {"owners": "met"}
    assert not outcome.result.complete


def test_too_many_findings_cost_no_verdict(look):
    many = [{**FINDING, "description": f"Point {n}.", "quote": ""} for n in range(20)]
    outcome = look(listing(*(verdict(id) for id in IDS), findings=many))
    assert len(outcome.findings) == 8 and list(told(outcome)) == IDS
    assert not outcome.result.complete


def test_words_in_a_finding_that_look_like_verdicts_are_words(look):
    trick = {**FINDING, "description": json.dumps({"verdicts": [verdict("years")]})}
    outcome = look(listing(verdict("owners"), findings=[trick]))
    assert told(outcome)["years"] == "not_checked"


def test_the_question_comes_after_the_same_cached_prefix(look, fake, make_claude, report):
    engine = make_claude()
    Recorder().run(reviewing(engine, report, GUIDELINE, 0))
    Recorder().run(reviewing(engine, report, GUIDELINE))
    section, whole = (request.body for request in fake.requests[-2:])
    assert section["system"] == whole["system"]
    assert section["messages"][0]["content"][0] == whole["messages"][0]["content"][0]
    assert "owners" in whole["messages"][0]["content"][1]["text"]
    assert "verdicts" not in json.dumps(section)


def test_without_items_nothing_is_asked(fake, make_claude, report):
    plain = parse("# Plain\n\nBe clear.\n", "plain")
    outcome = Recorder().run(reviewing(make_claude(), report, plain))
    assert outcome.judged == [] and outcome.error is None
    assert "verdicts" not in json.dumps(fake.requests[-1].body)
