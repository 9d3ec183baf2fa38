"""Durations that do not fit the times between which they lie, in sentences, lists and tables."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left
from collections.abc import Iterator

from bluepencil.documents import Section
from bluepencil.engines.checks.consistency.dates import (
    CLOCK,
    DURATION,
    Date,
    dates,
    duration,
    exists,
    minutes,
)  # fmt: skip
from bluepencil.engines.checks.consistency.figures import sentences
from bluepencil.engines.checks.consistency.numbers import NUMERALS
from bluepencil.engines.checks.consistency.places import (
    Prose,
    finding,
    shown,
)
from bluepencil.engines.checks.consistency.reading import Reading
from bluepencil.engines.checks.place import Place
from bluepencil.review.findings import Finding

_TO = re.compile(
    r"(?: ?[–—-] ?| (?:to|until|till|and|bis|und|à|et|a|hasta|y|đến) )(?:um |the |den |le |el |à |las )?"
)
_BEGAN = re.compile(
    r"\b(?:start(?:ed|s)?|began|begins?|from|opened|went down|stopped|failed|beginn|début)\b[^.]{0,24}\Z",
    re.I,
)
_ENDED = re.compile(
    r"(?:,|\band\b|\bthen\b)[^.]{0,40}\b(?:ended|ends?|finish(?:ed)?|was restored|restored|resolved|recovered|came back|"
    r"closed|was over|endete|fin)\b[^.]{0,12}\Z",
    re.IGNORECASE,
)
_AND_THEN = re.compile(
    r",? and (?:was |were |had )?(?:[^\W\d_]+ ){1,4}(?:at|by|around|until) ", re.I
)
_ROUGH = (
    r"(?P<rough>(?:about|around|approximately|approx\.?|roughly|nearly|almost|over|just over|just under|some|"
    r"more than|less than|under|etwa|rund|ca\.?|knapp|environ|près de|unos|unas|casi|khoảng|gần|~|≈) ?)?"
)
_CUE = re.compile(
    r"(?:[(,:=–—]|\b(?:for|lasting|lasted|lasts|took|takes|taking|duration(?: of| was| is)?|length of|a total of|total of|"
    r"in all|altogether|i\.e\.|that is|also|or|down|dauerte|dauer|insgesamt|soit|pendant|durant|durée|durante|duró|"
    r"durant|trong|kéo dài|là)) ?"
    + _ROUGH + r"(?:a total of |a )?\Z",
    re.IGNORECASE,
)  # fmt: skip
_SPAN_OF_TIME = re.compile(rf"(?<![\w.,:-]){DURATION}", re.IGNORECASE)
_SPAN_OF_DAYS = re.compile(
    rf"(?<![\w.,:-])(?P<number>\d{{1,4}}|{'|'.join(word for word in NUMERALS if NUMERALS[word] <= 20)})[  ]"
    r"(?P<unit>days?|weeks?|tagen?|wochen|jours?|semaines?|días?|semanas?|ngày|tuần)\b",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(  # not of the whole time between
    r",? (?:of (?!downtime|outage|interruption|work|unavailab)|into|after|before|later|earlier|longer|shorter|"
    r"per|each|ago|a day|apart|nach|vor|später|plus tard|después|sau)\b|[-–]",
    re.IGNORECASE,
)
_START = re.compile(
    r"(?:start(?:ed)?|begin|began|from|beginn|von|début|inicio|bắt đầu)(?: time| at)?:?$", re.I
)
_END = re.compile(
    r"(?:end(?:ed)?|finish(?:ed)?|to|until|ende|bis|fin|kết thúc)(?: time| at)?:?$", re.I
)
_LENGTH = re.compile(
    r"(?:total )?(?:duration|length|elapsed|dauer|durée|duración|thời lượng)(?: \(?(?:min|minutes|h|hours|minuten)\)?)?:?$",
    re.I,
)
_LABELLED = re.compile(r"(?:[•*–-] )?(?P<label>[^\W\d_][\w ]{2,24}): (?P<value>[^\n]{1,60})$")
_CLOCK = re.compile(CLOCK.format(""), re.IGNORECASE)
_DURATION = re.compile(rf"(?P<rough>[~≈]|about |ca\. )?(?P<length>{DURATION})", re.IGNORECASE)
_WEEK = 7


def wrong_durations(reading: Reading) -> Iterator[Finding]:
    """Durations of which the beginning and the end stand beside them and make another."""
    for one in reading.numeric:
        text = one.own
        known = dates(text)
        for first, last in sentences(text):
            yield from _spans(one, text, first, last)
            if known:
                yield from _days(one, text, first, last, known)
    for section in reading.sections:
        yield from _labelled(section)
    for table in reading.tables:
        columns = [
            next((n for n, cell in enumerate(table.head) if name.match(cell.text)), None)
            for name in (_START, _END, _LENGTH)
        ]
        begin, finish, long = columns
        if begin is not None and finish is not None and long is not None:
            for row in table.rows:
                start, end, length = row[begin].place, row[finish].place, row[long].place
                yield from _three(start, end, length, table.head[long].text)


def _spans(one: Prose, text: str, start: int, end: int) -> Iterator[Finding]:
    """“from 01:45 to 06:05, 4 h 10 min”, “it began at …, ended at … and lasted …”."""
    clocks = list(_CLOCK.finditer(text, start, end))
    lengths = [
        match for match in _SPAN_OF_TIME.finditer(text, start, end) if _is_said(text, start, match)
    ]
    if len(clocks) != 2 or len(lengths) != 1 or len(dates(text[start:end])) > 1:
        return
    first, last = clocks
    between = text[first.end() : last.start()]
    joined = _TO.fullmatch(between) or (
        _BEGAN.search(text[start : first.start()])
        and (_ENDED.search(between) or _AND_THEN.fullmatch(between))
    )
    zones = {clock["zone"] for clock in clocks} - {None}
    if not joined or len(zones) > 1:
        return
    half, other = (clock["half"] or clock["alone"] for clock in clocks)
    around = 720 if other and not half else 1440
    real = (minutes(last) - minutes(first)) % around
    rough = _CUE.search(text[start : lengths[0].start()])
    if not _fits(real, lengths[0][0], bool(rough and rough["rough"]), around):
        at = lengths[0].start()
        place = one.place(at, at + len(lengths[0][0].rstrip(".")))
        times = one.place(first.start(), last.end())
        yield _wrong(place, _clock(first), _clock(last), real, [times])


def _is_said(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a duration is said of the times in its sentence."""
    lead = text[max(start, match.start() - 40) : match.start()]
    return (_CUE.search(lead) is not None or not lead.strip()) and not _OF_ANOTHER.match(
        text, match.end()
    )


def _fits(real: float, length: str, rough: bool, around: int = 1440) -> bool:
    said, step = duration(length)
    off = abs(real - said % around)
    return min(off, around - off) < max(1.01, step / 2, 0.2 * real if rough else 0)


def _clock(match: re.Match[str], side: str = "") -> str:
    half = match[f"{side}half"] or match[f"{side}alone"]
    minute = match[f"{side}minute"] or match[f"{side}point"] or "00"
    return f"{match[f'{side}hour']}:{minute}" + (f" {half.lower()}.m." if half else "")


def _wrong(at: Place, begin: str, finish: str, real: float, also: list[Place]) -> Finding:
    hours, rest = divmod(round(real), 60)
    right = f"{hours} h {rest} min" if hours and rest else f"{hours} h" if hours else f"{rest} min"
    return finding(
        at, "wrong-duration", "high",
        f"From {begin} to {finish} is {right}, not {shown(at.words)}.",
        "Check the times and the duration.", also,
    )  # fmt: skip


def _days(one: Prose, text: str, start: int, end: int, known: list[Date]) -> Iterator[Finding]:
    """“from 3 March 2026 to 10 March 2026 (9 days)”; the first and last day may count or not."""
    first_at = bisect_left(known, start, key=lambda date: date.start)
    found = [date for date in known[first_at : first_at + 3] if date.start < end]
    lengths = [
        match for match in _SPAN_OF_DAYS.finditer(text, start, end) if _is_said(text, start, match)
    ]
    if len(found) != 2 or len(lengths) != 1:
        return
    first, last = found
    begin, finish, match = _begin(first, last), last.known, lengths[0]
    between = text[first.end : min(last.start, last.weekday_at[0] or last.start)]
    if begin is None or finish is None or finish < begin or not _TO.fullmatch(between):
        return
    rough = _CUE.search(text[start : match.start()])
    if rough and rough["rough"]:
        return
    unit, digits = match["unit"].lower(), match["number"].lower()
    weeks = unit[0] in "ws" or unit == "tuần"
    number = int(digits) if digits.isdigit() else NUMERALS[digits]
    real = (finish - begin).days
    if abs(number * (_WEEK if weeks else 1) - real - 0.5) > (_WEEK / 2 if weeks else 0.6):
        yield finding(
            one.place(*match.span()), "wrong-duration", "high",
            f"From {shown(text[first.start : first.end])} to {shown(text[last.start : last.end])} "
            f"is {real} days, not {shown(match[0])}.",
            "Check the dates and the duration.", [one.place(first.start, last.end)],
        )  # fmt: skip


def _begin(first: Date, last: Date) -> datetime.date | None:
    """The first day, in the year of the last if it has none of its own."""
    if first.known or first.year or not last.year or len(first.readings) > 1:
        return first.known
    month, day = first.readings[0]
    return datetime.date(last.year, month, day) if exists(last.year, month, day) else None


def _labelled(section: Section) -> Iterator[Finding]:
    """Lines “Start: 01:45”, “End: 06:05” and “Duration: 4 h 10 min” that follow each other."""
    lines: list[tuple[str, Place]] = []
    for block in section.blocks:
        if block.kind == "row" and len(block.cells) == 2:
            first, second = (Place(section, *span) for span in block.cells)
            lines.append((first.words.strip(), second))
        elif match := _LABELLED.match(section.text, block.start, block.end):
            lines.append((match["label"], Place(section, *match.span("value"))))
        else:
            lines.append(("", Place(section, block.start, block.start)))
    for index, (label, length) in enumerate(lines):
        if not _LENGTH.match(label):
            continue
        near = lines[max(0, index - 4) : index + 5]
        start = next((place for name, place in near if _START.match(name)), None)
        end = next((place for name, place in near if _END.match(name)), None)
        if start and end:
            yield from _three(start, end, length, label)


def _three(start: Place, end: Place, length: Place, head: str) -> Iterator[Finding]:
    """A start, an end and a duration that stand in cells or lines of their own."""
    first, last = _CLOCK.search(start.words), _CLOCK.search(end.words)
    bare = re.fullmatch(r"\d{1,4}", length.words.strip()) and re.search(
        r"min|hour|\bh\b", head, re.I
    )
    said = f"{length.words.strip()} {bare[0]}" if bare else length.words.strip()
    match = _DURATION.fullmatch(said)
    if not (first and last and match):
        return
    days = [date.known for place in (start, end) for date in dates(place.words)]
    real = minutes(last) - minutes(first)
    if len(days) == 2 and days[0] and days[1]:
        real += (days[1] - days[0]).days * 1440
    elif not days:
        real %= 1440
    else:
        return
    if (
        first["zone"] == last["zone"]
        and real >= 0
        and not _fits(real, match["length"], bool(match["rough"]), 10**6)
    ):
        yield _wrong(length, _clock(first), _clock(last), real, [start, end])
