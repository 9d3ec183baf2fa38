"""The rate limiter: never over a limit, never slower than it must be, people first."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluepencil.limits import (
    Rate,
    account_limits,
    admit,
    parse_rate,
    requests_meter,
    tokens_meter,
)
from tests.limits.conftest import Clock, run, wait


def most_in_a_window(starts: list[float], seconds: float) -> int:
    return max(sum(start <= one < start + seconds - 1e-6 for one in starts) for start in starts)


@pytest.mark.parametrize(
    ("text", "rate"),
    [("5/m", Rate(5, 60)), ("100/h", Rate(100, 3600)), ("2/s", Rate(2, 1)), ("none", None)],
)
def test_a_rate_is_read(text, rate):
    assert parse_rate(text) == rate


@pytest.mark.parametrize("text", ["", "5", "0/m", "-1/m", "5/d", "5 /m", "five/m", "05/m"])
def test_what_is_no_rate_is_named(text):
    with pytest.raises(ValueError, match="is not a rate"):
        parse_rate(text)


@settings(max_examples=150, deadline=None)
@given(
    amount=st.integers(1, 120),
    seconds=st.sampled_from([1.0, 60.0, 3600.0]),
    pauses=st.lists(st.floats(0, 1.5), min_size=1, max_size=40),
    several=st.integers(1, 5),
)
def test_never_more_than_the_rate_in_any_window(limiter, amount, seconds, pauses, several):
    clock = Clock()
    shared = limiter(Rate(amount, seconds), clock)
    starts = []
    for pause in pauses:  # as a share of the window
        clock.now += pause * seconds
        starts += run(
            shared, clock, [shared.reserve("analysis", "m", 0, 0) for _ in range(several)]
        )
    assert most_in_a_window(starts, seconds) <= amount


@settings(max_examples=60, deadline=None)
@given(
    amount=st.integers(2, 80),
    steps=st.lists(
        st.tuples(st.sampled_from(["come", "leave", "look", "wait", "pause"]), st.integers(0, 50)),
        max_size=120,
    ),
)
def test_however_calls_come_and_go_the_rate_holds(limiter, amount, steps):
    clock = Clock()
    shared = limiter(Rate(amount, 60), clock)
    waiting, starts = [], []
    for step, number in steps:
        if step == "come":
            lane = "chat" if number % 3 == 0 else "analysis"
            # a lane has a rate of its own, so only one of them is counted here
            one = shared.reserve(lane, "m", 10, 10)
            if lane == "analysis":
                waiting.append(one)
        elif step == "wait":
            clock.now += number
        elif step == "pause":
            shared.pause("m", number)
        elif waiting:
            one = waiting[number % len(waiting)]
            if step == "leave":
                shared.refund(one)
                waiting.remove(one)
            elif wait(shared, one) == 0:
                starts.append(clock.now)
                waiting.remove(one)
    if starts:
        assert most_in_a_window(starts, 60) <= amount


@pytest.mark.parametrize("amount", [1, 5, 50])
def test_a_full_line_moves_at_nearly_the_whole_rate(limiter, amount):
    clock = Clock()
    shared = limiter(Rate(amount, 60), clock)
    began = clock.now
    starts = run(shared, clock, [shared.reserve("analysis", "m", 0, 0) for _ in range(amount + 1)])
    assert starts[0] == began
    assert 60 <= starts[-1] - began + 1e-6 <= 60 / 0.98 + 1e-3


def test_without_a_rate_nobody_waits(limiter):
    clock = Clock()
    free = limiter(None, clock)
    reservations = [free.reserve("analysis", "m", 1e9, 1e9) for _ in range(50)]
    assert [wait(free, one) for one in reservations] == [0.0] * 50
    assert free.headroom() is None


def test_lanes_do_not_take_from_each_other_until_the_account_is_known(limiter):
    clock = Clock()
    shared = limiter(Rate(1, 60), clock)
    assert wait(shared, shared.reserve("analysis", "m", 0, 0)) == 0
    assert wait(shared, shared.reserve("chat", "m", 0, 0)) == 0
    assert wait(shared, shared.reserve("analysis", "m", 0, 0)) > 50


def headers(requests="60", left="60", **others: str) -> dict[str, str]:
    headers = {
        "anthropic-ratelimit-requests-limit": requests,
        "anthropic-ratelimit-requests-remaining": left,
    }
    return headers | {f"anthropic-ratelimit-{k.replace('_', '-')}": v for k, v in others.items()}


def test_the_accounts_own_limit_takes_the_place_of_the_lanes(limiter):
    clock = Clock()
    shared = limiter(Rate(1, 60), clock)
    shared.learn("m", headers("6000", "6000"))
    starts = run(shared, clock, [shared.reserve("analysis", "m", 0, 0) for _ in range(100)])
    assert starts[-1] - starts[0] < 60
    assert shared.headroom()["requests_per_minute"] == 6000


def test_what_others_have_used_of_the_account_is_waited_for(limiter):
    clock = Clock()
    shared = limiter(Rate(100, 60), clock)
    shared.learn("m", headers("60", "0"))
    assert wait(shared, shared.reserve("analysis", "m", 0, 0)) > 0.9


def test_a_pinned_limiter_learns_nothing(limiter):
    clock = Clock()
    pinned = limiter(Rate(1, 60), clock, pinned=True)
    pinned.learn("m", headers("6000", "6000"))
    assert wait(pinned, pinned.reserve("analysis", "m", 0, 0)) == 0
    assert wait(pinned, pinned.reserve("analysis", "m", 0, 0)) > 50


@pytest.mark.parametrize("limit", ["", "0", "-5", "1e3", "many"])
def test_headers_that_make_no_sense_change_nothing(limiter, limit):
    clock = Clock()
    shared = limiter(Rate(1, 60), clock)
    shared.learn("m", headers(limit, "x"))
    shared.learn("m", {})
    assert shared.headroom()["requests_per_minute"] == 1


def test_within_an_account_a_question_goes_before_waiting_sections(limiter):
    clock = Clock()
    shared = limiter(Rate(1, 60), clock)
    shared.learn("m", headers("60", "1"))
    sections = [shared.reserve("analysis", "m", 0, 0) for _ in range(5)]
    assert wait(shared, sections[0]) == 0
    question = shared.reserve("chat", "m", 0, 0)
    assert wait(shared, question) < wait(shared, sections[1])


def test_tokens_are_a_limit_too_and_are_corrected_when_known(limiter):
    clock = Clock()
    shared = limiter(Rate(100, 60), clock)
    shared.learn("m", headers("6000", "6000", input_tokens_limit="1000"))
    first = shared.reserve("analysis", "m", 1000, 0)
    assert wait(shared, first) == 0
    second = shared.reserve("analysis", "m", 500, 0)
    assert wait(shared, second) == pytest.approx(30, abs=0.1)
    shared.settle(first, 200, 0)  # the rest came from the cache
    assert wait(shared, second) == 0


def test_a_call_larger_than_the_whole_limit_is_made_once_all_of_it_is_free(limiter):
    clock = Clock()
    shared = limiter(Rate(100, 60), clock)
    shared.learn("m", headers("6000", "6000", input_tokens_limit="1000"))
    assert wait(shared, shared.reserve("analysis", "m", 50_000, 0)) == 0
    assert wait(shared, shared.reserve("analysis", "m", 50_000, 0)) == pytest.approx(60)


def test_who_leaves_the_line_gives_the_place_to_the_next(limiter):
    clock = Clock()
    shared = limiter(Rate(1, 60), clock)
    run(shared, clock, [shared.reserve("analysis", "m", 0, 0)])
    leaves, stays = (shared.reserve("analysis", "m", 0, 0) for _ in range(2))
    before = wait(shared, stays)
    shared.refund(leaves)
    assert wait(shared, stays) == pytest.approx(before / 2, rel=0.01)
    shared.refund(leaves)  # a second time does nothing
    assert wait(shared, stays) == pytest.approx(before / 2, rel=0.01)


def test_a_refused_call_gives_its_tokens_back_but_counts_as_a_request(limiter):
    clock = Clock()
    shared = limiter(Rate(100, 60), clock)
    shared.learn("m", headers("60", "1", output_tokens_limit="1000"))
    refused = shared.reserve("analysis", "m", 0, 1000)
    assert wait(shared, refused) == 0
    shared.refund(refused)
    assert 0 < wait(shared, shared.reserve("analysis", "m", 0, 1000)) < 1.1


def test_a_pause_holds_for_its_model_alone(limiter):
    clock = Clock()
    shared = limiter(None, clock)
    waits, goes = (shared.reserve("analysis", model, 0, 0) for model in ("busy", "idle"))
    shared.pause("busy", 20)
    shared.pause("busy", 5)  # does not shorten it
    assert wait(shared, waits) == pytest.approx(20)
    assert wait(shared, goes) == 0
    clock.now += 20
    assert wait(shared, waits) == 0


def test_headroom_says_what_is_used_and_when_the_next_may_start(limiter):
    clock = Clock()
    shared = limiter(Rate(5, 60), clock)
    assert shared.headroom() == {
        "requests_per_minute": 5,
        "used_last_minute": 0,
        "next_slot_in": 0,
    }
    run(shared, clock, [shared.reserve("analysis", "m", 0, 0)])
    room = shared.headroom()
    assert (room["used_last_minute"], room["next_slot_in"]) == (1, pytest.approx(12.245, abs=0.01))
    clock.now += 61
    assert shared.headroom()["used_last_minute"] == 0


def test_all_meters_are_booked_or_none():
    requests, tokens = requests_meter(Rate(60, 60)), tokens_meter(600)
    at, times = admit(100.0, [(requests, 90.0, 1), (tokens, 190.0, 600)])
    assert at == pytest.approx(190.0)
    assert times == [pytest.approx(190.0 + requests.per), pytest.approx(250.0)]


def test_one_poll_answers_for_many_in_the_order_asked(limiter):
    clock = Clock()
    shared = limiter(Rate(1, 60), clock)
    calls = [shared.reserve("analysis", "m", 0, 0) for _ in range(5)]
    waits = shared.remaining(calls[::-1])
    assert waits == sorted(waits, reverse=True)
    assert waits[-1] == 0 and calls[0].started
    assert shared.remaining(calls[::-1]) == pytest.approx(waits)  # nothing changed meanwhile


def test_one_poll_starts_all_that_may_start(limiter):
    clock = Clock()
    shared = limiter(Rate(100, 60), clock)  # two may come at once
    calls = [shared.reserve("analysis", "m", 0, 0) for _ in range(4)]
    assert [seconds == 0 for seconds in shared.remaining(calls)] == [True, True, False, False]


def test_a_question_finds_the_headroom_it_has_before_waiting_sections(limiter):
    clock = Clock()
    shared = limiter(Rate(1, 60), clock)
    shared.learn("m", headers("60", "1"))
    sections = [shared.reserve("analysis", "m", 0, 0) for _ in range(6)]
    question = shared.reserve("chat", "m", 0, 0)
    assert wait(shared, question) == 0 and wait(shared, sections[0]) > 1
    assert shared.headroom("chat")["next_slot_in"] < 1.1
    assert shared.headroom("analysis")["next_slot_in"] > 6


def test_the_accounts_limits_are_read_from_headers():
    sent = headers("60", "59", input_tokens_limit="1000", output_tokens_limit="x")
    assert account_limits(sent) == {"requests": (60, 59), "input": (1000, None)}


def test_threads_that_ask_at_once_do_not_get_the_same_slot(limiter):
    shared = limiter(Rate(1, 3600), None)
    gate = threading.Barrier(16)
    started = []

    def ask() -> None:
        gate.wait(10)
        if wait(shared, shared.reserve("analysis", "m", 0, 0)) == 0:
            started.append(1)

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert started == [1]
