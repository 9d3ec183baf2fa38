"""Reads dates, weekdays, times of day and durations in several languages, with their places."""

from __future__ import annotations

import calendar
import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_MONTHS = (
    "january jan januar jänner janvier janv enero ene",
    "february feb februar février févr febrero",
    "march mar märz mär mars marzo",
    "april apr avril avr abril abr",
    "may mai mayo",
    "june jun juni juin junio",
    "july jul juli juillet juil julio",
    "august aug août agosto",
    "september sep sept septembre septiembre setiembre",
    "october oct oktober okt octobre octubre",
    "november nov novembre noviembre",
    "december dec dezember dez décembre déc diciembre dic",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_WEEKDAYS = (
    "monday mon montag lundi lunes",
    "tuesday tues tue dienstag mardi martes",
    "wednesday wed mittwoch mercredi miércoles",
    "thursday thurs thur thu donnerstag jeudi jueves",
    "friday fri freitag vendredi viernes",
    "saturday sat samstag sonnabend samedi sábado",
    "sunday sun sonntag dimanche domingo",
)
WEEKDAYS = {name: number for number, names in enumerate(_WEEKDAYS) for name in names.split()} | {
    "thứ hai": 0, "thứ ba": 1, "thứ tư": 2, "thứ năm": 3, "thứ sáu": 4, "thứ bảy": 5, "chủ nhật": 6,
}  # fmt: skip
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _any(names: dict[str, int]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_MONTH = rf"(?:{_any(MONTHS)})"
_WEEKDAY = rf"(?:{_any(WEEKDAYS)})"
_YEAR = r"(?:19|20)\d\d"
_FORMS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<![\w.,/:–-])(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.)?[  ](?:of |de )?(?P<name>{_MONTH})\b"
        rf"(?:\.?,?[  ](?:de |del )?(?P<y>{_YEAR})(?![\w]))?",
        rf"(?<![\w.-])(?P<name>{_MONTH})\.?[  ](?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:%])(?![.,]\d)"
        rf"(?:,? (?P<y>{_YEAR})(?!\w))?",
        rf"(?<![\w/.:+-])(?P<y>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])(?!\.\d)",
        rf"(?<![\w/.:-])(?P<y>{_YEAR})/(?P<m>\d\d)/(?P<d>\d\d)(?![\w/])",
        rf"(?<![\w/.:,-])(?P<a>\d{{1,2}})(?P<mark>[./-])(?P<b>\d{{1,2}})(?P=mark)(?P<y>{_YEAR})(?![\w/-])(?!\.\d)",
        rf"\bngày (?P<d>\d{{1,2}}) tháng (?P<m>\d{{1,2}})(?: năm (?P<y>{_YEAR}))?(?!\d)",
        rf"(?<!\d)(?P<y>{_YEAR})年(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})日",
    )
]
_DIGIT = re.compile(r"\d")
_BEFORE = re.compile(
    rf"(?<![\w-])(?P<day>{_WEEKDAY})(?:\.|,)?[  ]?\(?(?:the |den |dem |le |el )?\Z", re.IGNORECASE
)
_AFTER = re.compile(rf",? ?\(?(?P<day>{_WEEKDAY})(?![\w’'-])", re.IGNORECASE)
# Words that are months only where they are capitals: “may”, and short forms without a point.
_LOWER_IS_A_WORD = frozenset(
    {"may", "mar", "sep", "dec", "jan", "ago", "dic", "nov", "oct", "jun", "jul", "feb"}
)
_GOES_ON = re.compile(
    r" (?!at\b|and\b|to\b|the\b|in\b|on\b|until\b|by\b|when\b|we\b|after\b)[^\W\d_]"
)


@dataclass(frozen=True)
class Date:
    """A date as written at `text[start:end]`; `year` is None where it is left out.

    `readings` are the pairs of month and day that the figures may stand for: 3/4 is two.
    """

    year: int | None
    readings: tuple[tuple[int, int], ...]
    start: int
    end: int
    weekday: int | None = None
    weekday_at: tuple[int, int] = (0, 0)

    @property
    def known(self) -> datetime.date | None:
        """The day, where the writing leaves no doubt and there is such a day."""
        days = self.days()
        return days[0] if len(days) == 1 and len(self.readings) == 1 else None

    def days(self) -> list[datetime.date]:
        """The days that this may be; none where the year is open or there is no such day."""
        if self.year is None:
            return []
        return [
            datetime.date(self.year, month, day)
            for month, day in self.readings
            if exists(self.year, month, day)
        ]

    @property
    def possible(self) -> bool:
        """Whether the calendar has such a day, in some year if the year is left out."""
        return any(exists(self.year or 2024, month, day) for month, day in self.readings)


def exists(year: int, month: int, day: int) -> bool:
    """Whether the calendar has that day."""
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def dates(text: str) -> list[Date]:
    """The dates in a text, in order."""
    if not _DIGIT.search(text):
        return []
    found: list[Date] = []
    for form in _FORMS:
        for match in form.finditer(text):
            date = _date(match, text)
            if date is not None:
                found.append(date)
    found.sort(key=lambda date: (date.start, -date.end))
    apart: list[Date] = []
    for date in found:
        if not apart or date.start >= apart[-1].end:
            apart.append(date)
    return list(_with_weekdays(apart, text))


def _date(match: re.Match[str], text: str) -> Date | None:
    parts = match.groupdict()
    year = int(parts["y"]) if parts.get("y") else None
    if parts.get("name"):
        name = parts["name"]
        if name.islower() and name in _LOWER_IS_A_WORD:
            return None
        month_first = match.start("name") == match.start()
        ordinal = text[match.end() - 1].isalpha()
        if month_first and year is None and not ordinal and _GOES_ON.match(text, match.end()):
            return None  # “in June 31 people …”
        readings: tuple[tuple[int, int], ...] = ((MONTHS[name.casefold()], int(parts["d"])),)
    elif parts.get("a"):
        first, second = int(parts["a"]), int(parts["b"])
        readings = ((second, first), (first, second)) if first != second else ((first, second),)
        if max(first, second) > 12 and min(first, second) <= 12:
            readings = ((min(first, second), max(first, second)),)
        elif parts["mark"] == ".":
            readings = ((second, first),)
    else:
        readings = ((int(parts["m"]), int(parts["d"])),)
    return Date(year, readings, match.start(), match.end())


def _with_weekdays(found: list[Date], text: str) -> Iterator[Date]:
    """The dates with the weekdays that stand at them: in front, or else behind."""
    for index, date in enumerate(found):
        lead = max(0, date.start - 24, found[index - 1].end if index else 0)
        before = _BEFORE.search(text[lead : date.start])
        match, offset = before, lead
        if before is None:
            match, offset = _AFTER.match(text, date.end), 0
            rest = match.end() if match else 0
            if match and index + 1 < len(found) and found[index + 1].start - rest <= 2:
                match = None  # it belongs to the date that follows
        if match is None or (len(match["day"]) < 5 and match["day"][0].islower()):
            yield date
            continue
        at = offset + match.start("day"), offset + match.end("day")
        day = WEEKDAYS[unicodedata.normalize("NFC", match["day"].casefold())]
        yield Date(date.year, date.readings, date.start, date.end, day, at)


_ZONE = r"(?-i:UTC|GMT|[CEMP][SD]T|CES?T|BST|Z(?!\w)|[+−-]\d\d:?\d\d(?!\d))"
CLOCK = (
    r"(?<![\w:.,/-])(?P<{0}hour>[01]?\d|2[0-4])(?:[:h](?P<{0}minute>[0-5]\d)(?::(?P<{0}second>[0-5]\d))?"
    r"(?: ?(?P<{0}half>[ap])\.?m\b\.?)?|\.(?P<{0}point>[0-5]\d)(?= Uhr)| ?(?P<{0}alone>[ap])\.?m\b\.?)"
    rf"(?!\d|:\d)(?: ?(?:Uhr|hrs?|h)\b)?(?: ?(?P<{{0}}zone>{_ZONE}))?"
)


def minutes(match: re.Match[str], prefix: str = "") -> float:
    """The minutes since midnight that a match of CLOCK stands for."""
    parts = match.groupdict()
    hour = int(parts[f"{prefix}hour"])
    half = parts[f"{prefix}half"] or parts[f"{prefix}alone"]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.casefold() == "p" else 0)
    minute = int(parts[f"{prefix}minute"] or parts[f"{prefix}point"] or 0)
    return 60 * hour + minute + int(parts[f"{prefix}second"] or 0) / 60


_LENGTHS = {
    "s": 1 / 60, "sec": 1 / 60, "secs": 1 / 60, "second": 1 / 60, "seconds": 1 / 60, "sekunden": 1 / 60,
    "secondes": 1 / 60, "segundos": 1 / 60, "giây": 1 / 60,
    "m": 1, "min": 1, "mins": 1, "minute": 1, "minutes": 1, "minuten": 1, "minuto": 1, "minutos": 1,
    "phút": 1, "h": 60, "hr": 60, "hrs": 60, "hour": 60, "hours": 60, "std": 60, "stunde": 60,
    "stunden": 60, "heure": 60, "heures": 60, "hora": 60, "horas": 60, "giờ": 60, "tiếng": 60,
    "day": 1440, "days": 1440, "tag": 1440, "tage": 1440, "tagen": 1440, "jour": 1440, "jours": 1440,
    "día": 1440, "días": 1440, "ngày": 1440, "week": 10080, "weeks": 10080, "woche": 10080,
    "wochen": 10080, "semaine": 10080, "semaines": 10080, "semana": 10080, "semanas": 10080,
    "tuần": 10080,
}  # fmt: skip
_LENGTH = "|".join(sorted(_LENGTHS, key=len, reverse=True))
_PART = rf"(?:\d{{1,4}}(?:[.,]\d{{1,2}})?[  -]?(?:{_LENGTH})\b\.?)"
DURATION = rf"{_PART}(?:(?:,|,? (?:and|und|et|y|và))?[  ]?{_PART}){{0,3}}"
_ONE_PART = re.compile(rf"(?<!\d)(\d{{1,4}}(?:[.,]\d{{1,2}})?)[  -]?({_LENGTH})\b", re.IGNORECASE)


def duration(text: str) -> tuple[float, float]:
    """The minutes that a match of DURATION stands for, and the size of its last unit or digit."""
    total, step = 0.0, 1.0
    for number, name in _ONE_PART.findall(text):
        unit = _LENGTHS[name.casefold()]
        places = len(re.split("[.,]", number)[1]) if re.search("[.,]", number) else 0
        total += float(number.replace(",", ".")) * unit
        step = unit / 10**places
    return total, step
