"""Streams that are not as the API says: a clear word, never a fault of ours."""

import json

import pytest

from bluepencil.errors import EngineBroken
from tests.fake_claude import Act

MESSAGE = {"id": "x", "model": "m", "usage": {"input_tokens": 3, "output_tokens": 1}}
START = {"type": "message_start", "message": MESSAGE}
LIST = {
    "type": "content_block_delta",
    "index": 0,
    "delta": {"type": "text_delta", "text": '{"findings": []}'},
}
DELTA = {
    "type": "message_delta",
    "delta": {"stop_reason": "end_turn"},
    "usage": {"output_tokens": 5},
}
STOP = {"type": "message_stop"}


def stream(*events) -> Act:
    """A stream of these events; bytes are sent as they are."""
    lines = []
    for event in events:
        data = event if isinstance(event, bytes) else json.dumps(event).encode()
        kind = event["type"] if isinstance(event, dict) else "content_block_delta"
        lines.append(b"event: " + kind.encode() + b"\ndata: " + data + b"\n\n")
    return Act(raw=b"".join(lines))


def delta(**fields):
    return {**LIST, "delta": fields}


@pytest.mark.parametrize(
    "act",
    [
        stream(START, LIST, DELTA, STOP),
        stream(START, {"type": "of_tomorrow"}, LIST, DELTA, STOP),
        stream(START, delta(type="of_tomorrow"), LIST, DELTA, STOP),
        stream({**START, "message": {"id": "x", "model": "m"}}, LIST, DELTA, STOP),
        stream(START, LIST, {**DELTA, "usage": None}, STOP),
    ],
)
def test_what_is_new_or_left_out_is_no_trouble(fake, make_claude, review, act):
    fake.then(act)
    outcome = review(make_claude())
    assert outcome.error is None
    assert outcome.result.model == "m"


@pytest.mark.parametrize(
    "act",
    [
        Act(raw=b""),
        Act(raw=b"<html>Please sign in to the network</html>"),
        Act(raw=b'{"id": "x", "type": "message", "content": []}'),
        stream(START, b'{"type": oops'),
        stream(START, b"\xff\xfe"),
        stream(START, b"[1]"),
        stream({"type": "message_start"}, LIST, DELTA, STOP),
        stream(START, {"type": "content_block_delta", "index": 0}, LIST, DELTA, STOP),
        stream(START, delta(type="text_delta", text=None), LIST, DELTA, STOP),
        stream(START, delta(type="citations_delta"), LIST, DELTA, STOP),
        stream(START, LIST, {"type": "message_delta"}, STOP),
    ],
)
def test_nonsense_is_reported_and_not_asked_for_again(fake, make_claude, review, act):
    fake.act = act
    outcome = review(make_claude())
    assert isinstance(outcome.error, EngineBroken)
    assert "did not answer as the Messages API does" in outcome.error.detail
    assert "ANTHROPIC_BASE_URL" in outcome.error.detail
    assert len(fake.messages) == 1


def test_an_answer_without_its_end_is_asked_for_again(fake, make_claude, review):
    fake.then(stream(START, LIST, DELTA))
    outcome = review(make_claude())
    assert outcome.error is None
    assert len(fake.messages) == 2


def test_what_was_used_before_the_nonsense_is_reported(fake, make_claude, review):
    fake.then(stream(START, b"[1]"))
    (usage,) = review(make_claude()).usage
    assert usage.input_tokens == 3
