"""What is out of order: events of a timeline, and ends that come before their beginnings."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bluepencil.documents import Section
from bluepencil.documents.guideline import slug_words
from bluepencil.engines.checks.consistency.dates import CLOCK, Date, dates, minutes
from bluepencil.engines.checks.consistency.places import finding, shown
from bluepencil.engines.checks.consistency.reading import Reading
from bluepencil.engines.checks.consistency.tables import Table
from bluepencil.engines.checks.place import Place
from bluepencil.review.findings import Finding

_CLOCK = re.compile(CLOCK.format(""), re.IGNORECASE)
_BULLET = re.compile(r"[-•*–]\s+")
_NUMBER = re.compile(r"\(?\d{1,3}[.)]\s+")
_WORD = re.compile(r"[^\W\d_TZ]{2}")
_JOINING = re.compile(r"\b(?:at|um|à|lúc|a las|UTC)\b")
_FRONT = re.compile(
    r"[\s\[(*~≈]*(?:(?:on|at|am|um|le|à|el|lúc|vào|by|ca\.?|approx\.?|about|around) ){0,2}[\[(]?",
    re.I,
)
_LEAD = 48  # characters at the front of an event in which its moment stands
_NAMED = {
    "timeline",
    "chronology",
    "sequence",
    "event",
    "history",
    "zeitleiste",
    "ablauf",
    "chronologie",
    "cronología",
    "cronologia",
}
_DAY = 24 * 60
_NIGHT = 12 * 60  # a fall in the time of day by more than this is the next day
_BEGIN = re.compile(
    r"(?:(?:actual|planned) )?(?:start(?:ed|s)?|begin|began|from|opened|since|beginn|von|début|inicio|bắt đầu)"
    r"(?: (?:date|on|datum|time))?$|(?:start|begin)(?:_|-)?date$|date de début$|fecha de inicio$|ngày bắt đầu$",
    re.IGNORECASE,
)
_FINISH = re.compile(
    r"(?:(?:actual|planned) )?(?:end(?:ed|s)?|finish(?:ed)?|to|until|closed|completed|ende|bis|fin|final|kết thúc)"
    r"(?: (?:date|on|datum|time))?$|end(?:_|-)?date$|date de fin$|fecha (?:de )?fin(?:al)?$|ngày kết thúc$",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    r" ?(?:to|until|till|through|bis(?: zum)?|au|al|hasta(?: el)?|đến|–|—|-) ?(?:the |den )?\Z",
    re.I,
)


class _Moment(NamedTuple):
    """When an event was; what is not said is None. `written` are the words that say it."""

    day: datetime.date | None
    month_day: tuple[int, int] | None
    minute: float | None
    zone: str | None
    written: str


class _Event(NamedTuple):
    moment: _Moment
    section: Section
    place: Place | None  # None for a heading


def out_of_order(reading: Reading) -> Iterator[Finding]:
    """Events of a timeline that come before the ones above them, and periods that end too early."""
    yield from _timelines(reading)
    yield from _periods(reading)
    for table in reading.tables:
        yield from _rows(table)


def _moment(text: str) -> _Moment | None:
    """The moment a text begins with, behind a bullet or number if there is one."""
    bullet = _BULLET.match(text)
    text = text[bullet.end() :] if bullet else text
    number = _NUMBER.match(text)
    return _moment_at_front(text[:_LEAD]) or (
        _moment_at_front(text[number.end() :][:_LEAD]) if number else None
    )


def _moment_at_front(lead: str) -> _Moment | None:
    front = _FRONT.match(lead)
    start = front.end() if front else 0
    date = next(iter(dates(lead)), None)
    if date is not None:
        begins = date.start if date.weekday is None else min(date.start, date.weekday_at[0])
        date = date if begins <= start else None
    after = date.end if date else start
    clock = _CLOCK.search(lead, after)
    if clock and _WORD.search(_JOINING.sub("", lead[after : clock.start()])):
        clock = None
    if date is None and clock is None:
        return None
    minute, zone = (minutes(clock), clock["zone"]) if clock else (None, None)
    written = lead[: clock.end() if clock else after].strip(" [(")
    if date is None:
        return _Moment(None, None, minute, zone, written)
    return _Moment(date.known, date.readings[0], minute, zone, written) if date.possible else None


def _timelines(reading: Reading) -> Iterator[Finding]:
    for section in reading.sections:
        named = bool(set(slug_words(section.name)) & _NAMED)
        for group in _groups(section):
            events = []
            for start, end in group:
                when = _moment(section.text[start:end])
                if when is not None:
                    events.append(_Event(when, section, Place(section, start, end)))
            if len(events) >= 3 and (named or len(events) * 3 >= len(group) * 2):
                yield from _misplaced(events)
    headings: dict[int, list[_Event]] = {}
    for section in reading.sections:
        for level in [level for level in headings if level > section.level]:
            yield from _misplaced(headings.pop(level))
        when = _moment(section.name)
        if when is not None:
            headings.setdefault(section.level, []).append(_Event(when, section, None))
    for events in headings.values():
        yield from _misplaced(events)


def _groups(section: Section) -> Iterator[list[tuple[int, int]]]:
    """The lists and paragraphs of a section together, and each of its tables."""
    plain = [
        (block.start, block.end) for block in section.blocks if block.kind in ("item", "paragraph")
    ]
    yield plain
    rows: dict[int | None, list[tuple[int, int]]] = {}
    for block in section.blocks:
        if block.kind == "row":
            rows.setdefault(block.table, []).append((block.start, block.end))
    yield from rows.values()


def _misplaced(events: Sequence[_Event]) -> Iterator[Finding]:
    """The fewest events that must move for the others to be in order; none where too many must."""
    times = _on_one_scale(events)
    if times is None or len(times) < 3:
        return
    last = len(times) - 1  # from the end, so that of two that are swapped the second is named
    rising = [last - index for index in _longest_rising([-time for time in reversed(times)])][::-1]
    falling = _longest_rising([-time for time in times])
    if len(falling) > len(rising) or len(rising) == len(times):
        return
    wrong = [index for index in range(len(times)) if index not in rising]
    if len(wrong) > max(1, len(times) // 5):
        return
    for index in wrong:
        before = [one for one in rising if one < index]
        after = [one for one in rising if one > index]
        early = bool(before) and times[index] < times[before[-1]]
        beside = events[before[-1] if early else after[0]]
        one = events[index]
        yield finding(
            one.place or one.section, "timeline-order", "medium",
            f"{shown(one.moment.written)} is {'earlier' if early else 'later'} than "
            f"{shown(beside.moment.written)}, which stands {'before' if early else 'after'} it.",
            "Put it where it belongs, or correct the date or time.",
            [beside.place] if beside.place else [],
        )  # fmt: skip


def _on_one_scale(events: Sequence[_Event]) -> list[float] | None:
    """Minutes on one scale for all events; None where days or time zones cannot be compared.

    A day goes on until the next is named; without days, a fall by half a day is a new one.
    """
    if len({event.moment.zone for event in events if event.moment.zone}) > 1:
        return None
    dated = [event.moment for event in events if event.moment.month_day]
    with_year = [moment for moment in dated if moment.day]
    times: list[float] = []
    day, year, last = 0, 2000, 0.0
    for event in events:
        moment = event.moment
        if moment.day and with_year:
            day, year = moment.day.toordinal(), moment.day.year
        elif moment.month_day:
            month, number = moment.month_day
            day = datetime.date(year, month, 1).toordinal() + number - 1
        elif not dated and last - (moment.minute or 0) > _NIGHT:
            day += 1
        elif dated and not times:
            return None
        last = moment.minute if moment.minute is not None else last
        if moment.minute is None and moment.month_day is None:
            return None
        same_day = times and times[-1] // _DAY == day
        times.append(
            day * _DAY
            + (moment.minute if moment.minute is not None else times[-1] % _DAY if same_day else 0)
        )
    return times


def _longest_rising(times: Sequence[float]) -> list[int]:
    """The indices of a longest subsequence that never falls."""
    tails: list[float] = []
    ends: list[int] = []
    previous = [-1] * len(times)
    for index, time in enumerate(times):
        at = bisect_right(tails, time)
        previous[index] = ends[at - 1] if at else -1
        tails[at : at + 1], ends[at : at + 1] = [time], [index]
    chain: list[int] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(index)
        index = previous[index]
    return chain[::-1]


def _periods(reading: Reading) -> Iterator[Finding]:
    """“from 12 May 2024 to 3 May 2024”."""
    for one in reading.numeric:
        text = one.own
        found = dates(text)
        for first, second in zip(found, found[1:], strict=False):
            between = text[first.end : min(second.start, second.weekday_at[0] or second.start)]
            lead = text[max(0, first.start - 30) : first.start]
            spelled = re.search(r"\b(?:from|between|von|vom|du|del|từ)\b[^.;]{0,24}\Z", lead, re.I)
            joined = _FROM_TO.fullmatch(between) or (
                spelled and re.fullmatch(r" (?:and|und|et|y|và) (?:the )?", between)
            )
            if (
                joined
                and (spelled or len(between.strip()) > 1 or between.strip() == "–")
                and _ends_early(first, second)
            ):
                start, end = one.text[first.start : first.end], one.text[second.start : second.end]
                yield finding(
                    one.place(first.start, second.end), "end-before-start", "high",
                    f"The period ends on {shown(end)}, before it begins on {shown(start)}.",
                    "Correct one of the two dates.",
                )  # fmt: skip


def _ends_early(first: Date, second: Date) -> bool:
    if first.known and second.known:
        return second.known < first.known
    same = len(first.readings) == len(second.readings) == 1
    months = first.readings[0][0] == second.readings[0][0]
    return (
        same and months and first.year in (None, second.year) and second.possible
        and first.possible and second.readings[0] < first.readings[0] and first.year is None
    )  # fmt: skip


def _rows(table: Table) -> Iterator[Finding]:
    """Rows with an end before their start, in columns that are named so."""
    heads = [cell.text for cell in table.head]
    begin = next((n for n, head in enumerate(heads) if _BEGIN.match(head)), None)
    end = next((n for n, head in enumerate(heads) if _FINISH.match(head)), None)
    if begin is None or end is None:
        return
    for row in table.rows:
        first, last = dates(row[begin].text), dates(row[end].text)
        if len(first) == len(last) == 1 and _ends_early(first[0], last[0]):
            yield finding(
                row[end].place, "end-before-start", "high",
                f"It ends on {shown(row[end].text)}, before it starts on {shown(row[begin].text)}.",
                "Correct one of the two dates.", [row[begin].place],
            )  # fmt: skip
