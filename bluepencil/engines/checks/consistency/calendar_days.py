"""Dates that the calendar does not have, weekdays that do not fit, days that hang on no date."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import NamedTuple

from bluepencil.documents import Section
from bluepencil.engines.checks.consistency.dates import DAY_NAMES, WEEKDAYS, Date, dates, exists
from bluepencil.engines.checks.consistency.places import finding, sentence, shown
from bluepencil.engines.checks.consistency.reading import Reading
from bluepencil.engines.checks.place import Place
from bluepencil.engines.checks.rule import LIKELY, SURE
from bluepencil.review.findings import Finding

_TIME = re.compile(
    r"\b(?:at|um|until|till|from|by|lúc|gegen) (?P<time>(?P<h>\d{2}):(?P<m>\d{2}))(?![\d:])(?! ?(?:min|m\b|hours))"
    r"|(?<![\d:.])(?P<time2>(?P<h2>\d{2}):(?P<m2>\d{2}))(?= ?(?:UTC|GMT|Uhr|CES?T)\b)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"(?<![\w-])(?:yesterday|last night|gestern|vorgestern|hier (?:matin|soir|après-midi)|avant-hier|"
    r"ayer|anteayer|hôm qua|hôm kia)(?![\w’'-])",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"\b(?:if|whether|when|whenever|each|every|e\.g\.|for example|such as)\b", re.I
)
_YEARS = range(1990, 2041)


class _Dated(NamedTuple):
    date: Date
    section: Section
    place: Place | None  # None in a heading
    words: str
    weekday: str

    @property
    def at(self) -> Place | Section:
        """What a finding is tied to."""
        return self.place or self.section


def wrong_days(reading: Reading) -> Iterator[Finding]:
    """Dates and times that cannot be, weekdays that do not fit their date, and days such as
    “yesterday” where no date says which."""
    found = list(_all(reading))
    for one in found:
        if not one.date.possible or (one.date.year and not one.date.days()):
            yield finding(
                one.at, "impossible-date", "high",
                f"There is no {one.words}: {_why(one.date)}.",
                "Put the date that is meant.",
            )  # fmt: skip
    yield from _weekdays(found)
    yield from _in_columns(reading)
    yield from _times(reading)
    yield from _relative(reading, {one.section.name for one in found})


def _all(reading: Reading) -> Iterator[_Dated]:
    """Every date, with the words it is written in."""
    for section in reading.sections:
        for date in dates(section.name):
            yield _Dated(date, section, None, section.name[date.start : date.end], "")
    for one in reading.numeric:
        text = one.own
        for date in dates(text):
            start = min(date.start, date.weekday_at[0]) if date.weekday is not None else date.start
            end = max(date.end, date.weekday_at[1])
            yield _Dated(
                date, one.section, one.place(start, end), text[date.start : date.end],
                text[slice(*date.weekday_at)],
            )  # fmt: skip


def _in_columns(reading: Reading) -> Iterator[Finding]:
    """A weekday in one cell of a row and its date in the next."""
    for table in reading.tables:
        for row in table.rows:
            for cell, after in zip(row, row[1:], strict=False):
                day, found = WEEKDAYS.get(cell.text.casefold().rstrip(".")), dates(after.text)
                if day is None or len(found) != 1 or (known := found[0].known) is None:
                    continue
                if known.weekday() != day:
                    yield finding(
                        after.place, "wrong-weekday", "high",
                        f"{shown(after.text)} is a {DAY_NAMES[known.weekday()]}, not a {DAY_NAMES[day]}.",
                        "Correct the weekday or the date.", [cell.place],
                    )  # fmt: skip


def _why(date: Date) -> str:
    month, day = date.readings[0]
    if not 1 <= month <= 12:
        return "a year has twelve months"
    if month == 2 and day == 29:
        return f"{date.year} is no leap year"
    longest = next(last for last in (31, 30, 29) if exists(2024, month, last))
    name = datetime.date(2024, month, 1).strftime("%B")
    return (
        f"{name} has {longest if month != 2 else '28 or 29'} days" if day > 0 else "days begin at 1"
    )


def _weekdays(found: list[_Dated]) -> Iterator[Finding]:
    said = [one for one in found if one.date.weekday is not None and one.date.possible]
    years = {one.date.year for one in found if one.date.year}
    for one in said:
        days = one.date.days()
        sure = bool(days)
        if not days and one.date.year is None and len(years) == 1:
            month, day = one.date.readings[0]
            year = next(iter(years))
            days = [datetime.date(year, month, day)] if exists(year, month, day) else []
        if days and all(day.weekday() != one.date.weekday for day in days):
            yield _misfit(one, days[0], sure)
    if not years:
        yield from _odd_ones([one for one in said if one.date.year is None])


def _misfit(one: _Dated, day: datetime.date, sure: bool) -> Finding:
    year = "" if sure else f" {day.year}"
    return finding(
        one.at, "wrong-weekday", "high" if sure else "medium",
        f"{one.words}{year} is a {DAY_NAMES[day.weekday()]}, not a "
        f"{DAY_NAMES[one.date.weekday or 0]}.",
        "Correct the weekday or the date.", confidence=SURE if sure else LIKELY,
    )  # fmt: skip


def _odd_ones(said: list[_Dated]) -> Iterator[Finding]:
    """Of dates without a year, the one whose weekday fits none of the years that fit the others."""

    def fits(one: _Dated, year: int) -> bool:
        month, day = one.date.readings[0]
        return exists(year, month, day) and (
            datetime.date(year, month, day).weekday() == one.date.weekday
        )

    if len(said) < 3:
        return
    kept = {year: [fits(one, year) for one in said] for year in _YEARS}
    best = max(sum(row) for row in kept.values())
    rows = [row for row in kept.values() if sum(row) == best]
    if best < max(2, len(said) - 1) or best == len(said):
        return
    for index, one in enumerate(said):
        if not any(row[index] for row in rows):
            others = [other.place for other in said if other is not one and other.place is not None]
            yield finding(
                one.at, "wrong-weekday", "medium",
                f"If the other weekdays are right, {one.words} is no {DAY_NAMES[one.date.weekday or 0]}.",
                "Correct the weekday or the date.", others[:1], confidence=LIKELY,
            )  # fmt: skip


def _times(reading: Reading) -> Iterator[Finding]:
    for one in reading.numeric:
        text = one.own
        for match in _TIME.finditer(text) if ":" in text else ():
            hour, minute = int(match["h"] or match["h2"]), int(match["m"] or match["m2"])
            if hour > 24 or minute > 59 or (hour == 24 and minute):
                span = match.span("time") if match["time"] else match.span("time2")
                yield finding(
                    one.place(*span), "impossible-time", "high",
                    f"There is no {text[slice(*span)]}: hours go to 24 and minutes to 59.",
                    "Put the time that is meant.",
                )  # fmt: skip


def _relative(reading: Reading, dated: set[str]) -> Iterator[Finding]:
    """“yesterday” in a section that has no date, of a document whose title and opening have none."""
    first = reading.sections[0].name if reading.sections else ""
    if first in dated or dates(reading.document.title) or dates(reading.document.name):
        return
    places = [
        one.place(*match.span())
        for one in reading.prose
        if one.section.name not in dated
        for match in _RELATIVE.finditer(one.own)
        if not _GENERAL.search(one.own, sentence(one.own, *match.span())[0], match.start())
    ]
    if places:
        yield finding(
            places[0], "relative-day", "medium",
            f"“{shown(places[0].words)}” hangs on the day it was written, and no date says which "
            "that was.",
            "Give the date.", places[1:], confidence=LIKELY,
        )  # fmt: skip
