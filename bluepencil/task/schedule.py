"""Schedules: when a task that is made again and again is made next. All times are UTC."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from bluepencil.errors import Invalid
from bluepencil.values import Json, new_id

_YEARS = 9  # a 29 February may be eight years away
_FIELDS = ("minute", "hour", "day of the month", "month", "day of the week")
# How many values a field may have, and the first of them; both 0 and 7 are Sunday.
_RANGES = ((60, 0), (24, 0), (31, 1), (12, 1), (8, 0))
_PART = r"(\*|{0}(-{0})?)(/\d+)?"
_PLAIN, _NAMED = (
    re.compile(f"{part}(,{part})*")
    for part in (_PART.format(r"\d+"), _PART.format(r"(\d+|[a-z]{3,9})"))
)


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """A task that is made `every` so many seconds, by a `cron` expression, or once `at` a time.

    `next_run` is None where it is never made again. `last_error` says why the last run made none.
    """

    owner: str
    name: str
    task_type: str
    input: Json
    every: float | None = None
    cron: str | None = None
    at: float | None = None
    paused: bool = False
    next_run: float | None = None
    last_run: float | None = None
    last_task_id: str | None = None
    last_error: str | None = None
    schedule_id: str = field(default_factory=new_id)
    created_at: float = field(default_factory=time.time)


def next_run(schedule: Schedule, now: float) -> float | None:
    """When it is due next, after `now`; None where never. Runs that were missed are not made up
    for one by one. Raises Invalid for a bad cron expression."""
    if schedule.every is not None:
        missed = max(0.0, now - schedule.created_at) // schedule.every
        due = schedule.created_at + (missed + 1) * schedule.every
        return due if due > now else due + schedule.every
    if schedule.cron is not None:
        return _next_match(_cron(schedule.cron), now)
    return schedule.at if schedule.at is not None and schedule.at > now else None


class _Cron(NamedTuple):
    minutes: Sequence[int]
    hours: Sequence[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either_day: bool  # a day of the month or of the week: where both are named, either will do

    def on(self, day: datetime) -> bool:
        """Whether it has runs on that day."""
        in_month, in_week = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        fits = (in_month or in_week) if self.either_day else (in_month and in_week)
        return fits and day.month in self.months


@lru_cache(64)
def _cron(text: str) -> _Cron:
    parts = text.lower().split()
    if len(parts) != len(_FIELDS):
        raise _bad_cron(f"it has {len(parts)} fields, not five: {', '.join(_FIELDS)}")
    found = [_values(number, part) for number, part in enumerate(parts)]
    minutes, hours, days, months, weekdays = found
    named = not parts[2].startswith("*") and not parts[4].startswith("*")
    weekdays = frozenset(day % 7 for day in weekdays)
    return _Cron(sorted(minutes), sorted(hours), days, months, weekdays, named)


def _values(number: int, part: str) -> frozenset[int]:
    from celery.schedules import crontab_parser  # 5 MB, for whoever has a cron expression

    form = _NAMED if number >= len(_FIELDS) - 2 else _PLAIN
    try:
        if not form.fullmatch(part):
            raise ValueError
        return frozenset(crontab_parser(*_RANGES[number]).parse(part))
    except (ValueError, KeyError, crontab_parser.ParseException) as error:
        raise _bad_cron(f"{part!r} is no {_FIELDS[number]}") from error


def _next_match(cron: _Cron, now: float) -> float:
    after = datetime.fromtimestamp(now, UTC).replace(second=0, microsecond=0)
    after += timedelta(minutes=1)
    day = after.replace(hour=0, minute=0)
    for _ in range(_YEARS * 366):
        if cron.on(day):
            for hour in cron.hours:
                for minute in cron.minutes:
                    due = day.replace(hour=hour, minute=minute)
                    if due >= after:
                        return due.timestamp()
        day += timedelta(days=1)
    raise _bad_cron("there is no such day")


def _bad_cron(why: str) -> Invalid:
    return Invalid(
        f"The cron expression cannot be used: {why}.",
        code="bad_cron",
        errors=[{"field": "cron", "message": why}],
    )
