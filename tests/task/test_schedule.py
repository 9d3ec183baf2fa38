"""When a schedule is due: by seconds, by cron, or once; what was missed is one run."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bluepencil.errors import Invalid
from bluepencil.task.schedule import Schedule, next_run


def of(**when):
    return Schedule(
        owner="ann", name="", task_type="test", input={}, created_at=moment("2026-11-28 12:00:30"),
        **when,
    )  # fmt: skip


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def due(schedule, now):
    found = next_run(schedule, moment(now))
    return found and datetime.fromtimestamp(found, UTC).strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize(
    ("now", "next_one"),
    [
        ("2026-11-28 12:00:30", "2026-11-28 13:00:30"),
        ("2026-11-28 13:00:30", "2026-11-28 14:00:30"),
        ("2026-11-29 20:15:00", "2026-11-29 21:00:30"),  # many were missed
    ],
)
def test_every_so_many_seconds_from_when_it_was_made(now, next_one):
    assert due(of(every=3600.0), now) == next_one


@pytest.mark.parametrize("every", [1.0, 1.1, 7.3, 0.1 + 1.2])
def test_the_next_run_is_always_later_than_now(every):
    schedule, now = of(every=every), moment("2026-11-28 12:00:30")
    for _ in range(500):
        later = next_run(schedule, now)
        assert now < later <= now + every + 1e-6
        now = later


@pytest.mark.parametrize(
    ("cron", "next_one"),
    [
        ("0 6 * * 1", "2026-11-30 06:00:00"),  # a Monday
        ("* * * * *", "2026-11-28 12:01:00"),
        ("*/15 8-10 * * *", "2026-11-29 08:00:00"),
        ("0 0 1 jan *", "2027-01-01 00:00:00"),
        ("30 12 * * 0", "2026-11-29 12:30:00"),
        ("30 12 * * 7", "2026-11-29 12:30:00"),  # Sunday as well
        ("30 12 * * SAT,sun", "2026-11-28 12:30:00"),
        ("0 0 29 2 *", "2028-02-29 00:00:00"),
        ("0 0 13 * 5", "2026-12-04 00:00:00"),  # the 13th, or a Friday
        ("0 0 13 * *", "2026-12-13 00:00:00"),
        ("59 23 31 12 *", "2026-12-31 23:59:00"),
    ],
)
def test_cron(cron, next_one):
    assert due(of(cron=cron), "2026-11-28 12:00:30") == next_one


def test_a_minute_that_has_begun_is_over():
    assert due(of(cron="0 12 * * *"), "2026-11-28 12:00:00") == "2026-11-29 12:00:00"
    assert due(of(cron="0 12 * * *"), "2026-11-28 11:59:59") == "2026-11-28 12:00:00"


@pytest.mark.parametrize(
    "cron",
    ["", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *",
     "* * * * 8", "*/0 * * * *", "a * * * *", "mon * * * *", "1- * * * *", "-1 * * * *",
     "* * * * mon-", "0 0 31 2 *", "@daily", "* * * * foo", "1,,2 * * * *", "; * * * *"],
)  # fmt: skip
def test_what_is_no_cron_expression_is_refused(cron):
    with pytest.raises(Invalid) as refused:
        next_run(of(cron=cron), moment("2026-11-28 12:00:30"))
    assert refused.value.code == "bad_cron" and refused.value.errors[0]["field"] == "cron"


def test_once_at_a_time():
    once = of(at=moment("2026-11-28 15:00:00"))
    assert due(once, "2026-11-28 12:00:30") == "2026-11-28 15:00:00"
    assert due(once, "2026-11-28 15:00:00") is None
    assert due(replace(once, at=None), "2026-11-28 15:00:00") is None
