"""The moment that an event of a timeline begins with."""

from __future__ import annotations

import re
from typing import NamedTuple

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        start=1,
    )
}
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?"
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?\.? (?:of )?{_MONTH}(?:,? ((?:19|20)\d\d))?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"{_WEEKDAY}{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? ((?:19|20)\d\d))?", re.IGNORECASE
)
_ISO = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)")
_NUMERIC = re.compile(r"(\d{1,2})[./](\d{1,2})[./]((?:19|20)?\d\d)")
_CLOCK = re.compile(
    r"(?<![\d.:])([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.][0-5]\d)?(?: ?([ap])\.?m\b)?", re.I
)
_LEAD = 40  # characters at the front of an event in which its moment stands


class Moment(NamedTuple):
    """When an event was: year and day are None where they are not said."""

    year: int | None
    day: tuple[int, int] | None
    minute: int | None


def moment(text: str) -> Moment | None:
    """The moment a text begins with, or None."""
    lead = re.sub(r"^(?:[-•*–]|\(?\d{1,3}[.)])\s+", "", text)[:_LEAD]
    year, day, rest = None, None, lead
    if match := _ISO.match(lead):
        year, day = int(match[1]), (int(match[2]), int(match[3]))
    elif match := _DAY_FIRST.match(re.sub(r"^(?:on|by|at) ", "", lead, flags=re.I)):
        year = int(match[3]) if match[3] else None
        day = (_MONTHS[match[2][:3].casefold()], int(match[1]))
    elif match := _MONTH_FIRST.match(re.sub(r"^(?:on|by|at) ", "", lead, flags=re.I)):
        year = int(match[3]) if match[3] else None
        day = (_MONTHS[match[1][:3].casefold()], int(match[2]))
    elif match := _NUMERIC.match(lead):
        year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
        day = (int(match[2]), int(match[1]))
    if day is not None and match is not None:
        rest = lead[match.end() :]
    clock = _CLOCK.search(rest[:20] if day else lead[:12])
    minute = None
    if clock:
        hour = (
            int(clock[1]) % 12 + (12 if clock[3].lower() == "p" else 0)
            if clock[3]
            else int(clock[1])
        )
        minute = hour * 60 + int(clock[2])
    if day is None and minute is None:
        return None
    return Moment(year, day, minute)
