"""Endpoints that lack something are served without it, and asked for it only once."""

import pytest

from bluepencil.engines import Question
from bluepencil.errors import EngineRefused
from tests.conftest import document
from tests.engines.claude.conftest import SUMMARY, Recorder, answering, reviewing
from tests.fake_claude import Act, refuse

GOOD = (
    '{"quote": "several vials broke", "category": "evidence", "severity": "high", '
    '"confidence": "high", "description": "How many?", "suggestion": "Say it.", '
    '"replacement": "", "guideline": "none"}'
)


def asks(body) -> set[str]:
    """Which of the features a request uses."""
    text = str(body)
    config = body.get("output_config", {})
    used = {"output_config": "format" in config, "effort": "effort" in config}
    used |= {"cache_control": "cache_control" in text, "document": "'document'" in text}
    return {name for name, uses in used.items() if uses}


@pytest.mark.parametrize(
    "lacks",
    [
        {"output_config"},
        {"effort"},
        {"cache_control"},
        {"output_config", "effort", "cache_control", "document"},
    ],
)
def test_a_review_is_made_without_what_the_endpoint_lacks(fake, make_claude, review, lacks):
    fake.lacks = lacks
    engine = make_claude()
    first = review(engine)
    assert first.error is None
    assert len(first.findings) == 3
    assert first.waits == []  # no retry: this cannot pass by itself
    asked = len(fake.messages)
    second = review(engine)
    assert len(second.findings) == 3
    assert len(fake.messages) == asked + 1  # remembered
    assert not asks(fake.messages[-1].body) & lacks


def test_a_chat_goes_on_with_numbers_where_documents_are_refused(
    fake, make_claude, report, guideline
):
    fake.lacks = {"document"}
    engine = make_claude(documents=True)
    question = Question("Which vials broke?", report, guideline)
    for _ in range(2):
        outcome = Recorder().run(answering(engine, question))
        assert outcome.result.citations
    assert len(fake.messages) == 3
    assert ["document" in asks(seen.body) for seen in fake.messages] == [True, False, False]


def test_a_format_left_unread_is_no_trouble(fake, make_claude, review):
    fake.ignores = {"output_config"}
    outcome = review(make_claude())
    assert len(outcome.findings) == 3  # from JSON in fences, with words around it


@pytest.mark.parametrize(
    "text",
    [
        f'{{"findings": [{GOOD}]}}',
        f'```json\n{{"findings": [{GOOD}]}}\n```',
        f'Sure, here you are:\n{{"findings": [{GOOD}]}}\nI hope this helps [really].',
        f"```json\n[{GOOD}]\n```",
        f"[{GOOD}]",
        f'{{"findings": [{GOOD},]}}',
        f'{{ "findings" :\n[\n{GOOD},\n{{"quote": }},\n]}}',
    ],
)
def test_json_is_found_wherever_it_is(fake, make_claude, review, text):
    fake.then(Act(text=text, chunk=5))
    (finding,) = review(make_claude()).findings
    assert SUMMARY[finding.start : finding.end] == "several vials broke"


def test_short_answers_are_asked_for_where_long_ones_are_refused(fake, make_claude, review):
    fake.then(refuse(400, "max_tokens: must be at most 4096"))
    assert review(make_claude()).error is None
    first, second = (seen.body["max_tokens"] for seen in fake.messages)
    assert second < 4096 < first


def test_less_of_the_document_is_sent_where_all_of_it_is_too_long(fake, make_claude, guideline):
    whole = document(
        *((f"S{n}", f"Section {n} has many vials that broke. " * 60) for n in range(9))
    )
    fake.then(refuse(400, "prompt is too long: 9000 tokens > 4000 maximum"))
    engine = make_claude()
    outcome = Recorder().run(reviewing(engine, whole, guideline, 4))
    assert outcome.error is None
    assert "neighbours" in outcome.result.notes[0]
    first, second = (len(seen.text) for seen in fake.messages)
    assert second < first


def test_a_document_too_long_at_any_length_is_reported(fake, make_claude, review):
    fake.act = refuse(400, "prompt is too long: 9000 tokens > 10 maximum")
    outcome = review(make_claude())
    assert isinstance(outcome.error, EngineRefused)
    assert "too long" in outcome.error.detail
    assert len(fake.messages) < 12


def test_another_refusal_takes_nothing_away(fake, make_claude, review):
    fake.then(refuse(400, "messages: something odd about this one"))
    engine = make_claude()
    assert isinstance(review(engine).error, EngineRefused)
    assert review(engine).error is None
    assert asks(fake.messages[-1].body) == {"output_config", "effort", "cache_control"}


def test_words_of_the_document_in_an_error_take_nothing_away(fake, make_claude, review):
    """An error may repeat the request; words of the document prove nothing about it."""
    fake.then(refuse(401, "no, your output_config and cache_control are fine"))
    engine = make_claude()
    review(engine)
    review(engine)
    assert asks(fake.messages[-1].body) == {"output_config", "effort", "cache_control"}


def test_usage_that_is_not_reported_has_no_cost(fake, make_claude, review):
    fake.act = Act(usage=False)
    (usage,) = review(make_claude()).usage
    assert usage.output_tokens > 0  # what was seen
    assert usage.cost_usd is None
