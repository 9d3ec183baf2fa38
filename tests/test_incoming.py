"""Where a request ends is found however its bytes come, and no sender can make it wait for ever."""

import random

import pytest

from bluepencil import incoming
from bluepencil.incoming import BODY_SECONDS, HEAD_SECONDS, LONGEST_HEAD, SLOWEST, Incoming

MOST = 1000
GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
CHUNKS = b"5;x=y\r\nhello\r\nA\r\n0123456789\r\n0\r\nSum: 1\r\n\r\n"
NO_TRAILER = b"1\r\na\r\n0\r\n\r\n"
TO = b"POST / HTTP/1.1\r\nHost: a\r\n"
POST = TO + b"content-LENGTH : 5\r\n\r\nhello"
CHUNKED = TO + b"Transfer-Encoding: chunked\r\n\r\n"


_made: list[Incoming] = []


@pytest.fixture(autouse=True)
def closed():
    yield
    while _made:
        _made.pop().close()


def fed(*pieces: bytes, most: int = MOST) -> Incoming:
    made = Incoming(most, 100.0)
    _made.append(made)
    for piece in pieces:
        made.feed(piece)
    return made


def bytewise(data: bytes) -> list[bytes]:
    return [data[at : at + 1] for at in range(len(data))]


@pytest.mark.parametrize("cut", [bytewise, lambda data: [data]])
@pytest.mark.parametrize("request_", [GET, POST, CHUNKED + CHUNKS, CHUNKED + NO_TRAILER])
def test_it_is_complete_with_its_last_byte_and_not_before(request_, cut):
    made = fed(*cut(request_[:-1]))
    assert made and not made.complete
    made.feed(request_[-1:])
    assert made.complete and not made.last and made.refused is None
    assert b"".join(made.source()) == request_
    assert made.rest == b""


@pytest.mark.parametrize("first", [GET, POST, CHUNKED + CHUNKS])
def test_what_comes_after_it_is_the_next_one(first):
    made = fed(first + GET + b"GE")
    assert b"".join(made.source()) == first
    assert made.rest == GET + b"GE"


def test_a_long_body_is_whole(monkeypatch):
    monkeypatch.setattr(incoming, "_IN_MEMORY", 100)
    body = random.Random(1).randbytes(200_000)
    head = TO + b"Content-Length: 200000\r\n\r\n"
    made = fed(head + body[:10], body[10:150_000], body[150_000:], most=200_000)
    assert b"".join(made.source()) == head + body


def test_a_sender_that_waits_to_be_told_is_told_once_and_the_parser_is_not():
    made = fed(TO + b"Expect: 100-Continue\r\nContent-Length: 5\r\n\r\n")
    assert made.continues and not made.complete
    made.feed(b"hello")
    assert not made.continues
    assert b"".join(made.source()) == TO + b"Content-Length: 5\r\n\r\nhello"


@pytest.mark.parametrize("length", [b"5", b"0"])
def test_nobody_is_told_to_send_what_has_come_or_is_nothing(length):
    made = fed(TO + b"Expect: 100-continue\r\nContent-Length: " + length + b"\r\n\r\nhello")
    assert made.complete and not made.continues


def test_a_body_that_is_too_large_is_thrown_away_and_the_connection_goes_on():
    head = TO + b"Content-Length: 5000\r\n\r\n"
    made = fed(head, b"x" * 4999)
    assert not made.complete
    made.feed(b"x" + GET)
    assert made.complete and not made.last
    assert b"".join(made.source()) == head
    assert made.rest == GET


def test_one_far_too_large_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(incoming, "_DRAIN", 10_000)
    made = fed(TO + b"Content-Length: 500000000\r\n\r\n", b"x" * 10_001)
    assert made.complete and made.last


def test_one_that_would_be_too_large_need_not_be_sent():
    made = fed(TO + b"Expect: 100-continue\r\nContent-Length: 5000\r\n\r\n")
    assert made.complete and made.last and not made.continues


def test_chunks_without_end_are_refused():
    made = fed(CHUNKED, *[b"fff\r\n" + b"x" * 0xFFF + b"\r\n"] * 20)
    assert (made.complete, made.refused, made.last) == (True, 413, True)


def test_a_head_without_end_is_refused():
    made = fed(GET[:-2] + b"A: b\r\n" * LONGEST_HEAD)
    assert (made.complete, made.refused, made.last) == (True, 431, True)


@pytest.mark.parametrize(
    "odd",
    [
        TO + b"Content-Length: many\r\n\r\n",
        TO + b"Content-Length: -5\r\n\r\n",
        TO + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
        TO + b"Content-Length: " + b"9" * 400 + b"\r\n\r\n",
        TO + b"Transfer-Encoding: odd\r\n\r\n",
        TO + b"Transfer-Encoding: odd\r\nContent-Length: 5\r\n\r\n",
        CHUNKED + b"what\r\n",
        CHUNKED + b"-5\r\n",
        CHUNKED + b"\r\n",
        CHUNKED + b"5" * 5000,
        CHUNKED + b"0\r\n" + b"A" * 5000,
    ],
)
def test_what_the_parser_refuses_is_complete_at_once_and_nothing_follows(odd):
    made = fed(*bytewise(odd))
    assert made.complete and made.last
    assert b"".join(made.source()).startswith(odd[:20])


def test_the_time_it_has_grows_with_what_has_come():
    made = fed(b"GET / HT")
    assert made.deadline == 100 + HEAD_SECONDS
    made = fed(TO + b"Content-Length: 900\r\n\r\n")
    assert made.deadline == 100 + HEAD_SECONDS + BODY_SECONDS
    made.feed(b"x" * 800)
    assert made.deadline == 100 + HEAD_SECONDS + BODY_SECONDS + 800 / SLOWEST


@pytest.mark.parametrize("seed", range(200))
def test_no_bytes_break_it(seed):
    """Requests with a few bytes wrong, cut anywhere; what was said to belong to it does."""
    chance = random.Random(seed)
    data = bytearray(chance.choice([GET, POST, CHUNKED + CHUNKS]) + POST)
    for _ in range(chance.randrange(4)):
        data[chance.randrange(len(data))] = chance.choice(b"\r\n:0af ;\x00\xff")
    made, at = fed(), 0
    while at < len(data) and not made.complete:
        step = chance.randrange(1, 20)
        made.feed(bytes(data[at : at + step]))
        at += step
    taken = b"".join(made.source()) + made.rest
    assert data.startswith(taken)
