"""What a text says in figures and in set forms: numbers, dates, times, addresses, with places."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

# Each pattern reads every character a bounded number of times.
_NUMBER = re.compile(
    r"(?<![\w.,])[-+]?(?:\d{1,3}(?:[,.  ']\d{3}){1,5}|\d{1,15})(?:[.,]\d{1,9})?(?![\w]|[.,]\d)"
)
_GROUPED = re.compile(r"[-+]?\d{1,3}(?P<mark>[,.  '])\d{3}(?:(?P=mark)\d{3})*(?P<rest>[.,]\d+)?")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_ADDRESS = re.compile(r"https?://[^\s<>\"')\]]{1,2000}")
_PHONE = re.compile(r"(?<!\w)\+?\(?\d{1,4}\)?(?:[ ./-]?\(?\d{2,4}\)?){2,5}(?!\w)")
_UUID = re.compile(r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b")
_IPV4 = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
_TIME = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:h]([0-5]\d)(?::([0-5]\d))?(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_MARKED = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_VIETNAMESE = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})", re.IGNORECASE)
_MONTHS = (
    "january januar janvier enero", "february februar février febrero", "march märz mars marzo",
    "april avril abril", "may mai mayo", "june juni juin junio", "july juli juillet julio",
    "august août agosto", "september septembre septiembre", "october oktober octobre octubre",
    "november novembre noviembre", "december dezember décembre diciembre",
)  # fmt: skip
_MONTH = {name: n for n, names in enumerate(_MONTHS, 1) for name in names.split()}
_MONTH |= {name[:3]: n for name, n in _MONTH.items() if name[:3] not in ("mar", "jui", "dic")}
_MONTH |= {"sept": 9, "mar": 3, "dic": 12}
_WORD = r"[^\W\d_]{3,12}"
_DAY_FIRST = re.compile(  # 3 May 2026, 3rd of May 2026, 3. Mai 2026, 3 de mayo de 2026
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|\.)? (?:de |of )?({_WORD})[.,]{{0,2}}"
    r"(?: del?)? (\d{4})(?!\d)"
)
_MONTH_FIRST = re.compile(rf"({_WORD})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})(?!\d)")
_NUMBER_WORDS = (
    "zero zéro cero", "one eins uno", "two zwei deux dos",
    "three drei trois tres", "four vier quatre cuatro bốn", "five fünf cinq cinco",
    "six sechs seis sáu", "seven sieben sept siete bảy", "eight acht huit ocho tám",
    "nine neun neuf nueve chín", "ten zehn dix diez mười", "eleven elf onze",
    "twelve zwölf douze doce",
)  # fmt: skip
_SAID = {word: n for n, words in enumerate(_NUMBER_WORDS) for word in words.split()}
_SPELLED = re.compile(rf"\b(?:{'|'.join(sorted(_SAID, key=len, reverse=True))})\b", re.IGNORECASE)


_SOON = 12  # characters between a date and the time that belongs to it


class Found(NamedTuple):
    """A value, and where the request says it."""

    value: Any
    start: int
    end: int


def numbers(text: str) -> list[Found]:
    """Every number in figures, then those in words; none that is part of a date or an address."""
    taken = bytearray(len(text))
    for find in _NO_NUMBERS:
        for one in find(text):
            taken[one.start : one.end] = bytes([1]) * (one.end - one.start)
    figures = [
        Found(number, match.start(), match.end())
        for match in _NUMBER.finditer(text)
        if (number := _number(match[0])) is not None and not any(taken[match.start() : match.end()])
    ]
    spelled = [
        Found(_SAID[match[0].casefold()], *match.span()) for match in _SPELLED.finditer(text)
    ]
    return figures + spelled


def _number(written: str) -> int | float | None:
    grouped = _GROUPED.fullmatch(written)
    if grouped:
        rest = grouped["rest"] or ""
        if rest.startswith(grouped["mark"]):
            return None
        whole = written.removesuffix(rest).replace(grouped["mark"], "")
        return float(f"{whole}.{rest[1:]}") if rest else int(whole)
    plain = written.replace(",", ".")
    if plain.count(".") > 1:
        return None
    return float(plain) if "." in plain else int(plain)


def dates(text: str) -> list[Found]:
    """Every date that is one, as ISO 8601. Of 3/5/2026 nobody knows which is the month."""
    found = [*_dates(text)]
    return sorted(found, key=lambda one: one.start)


def _dates(text: str) -> Iterator[Found]:
    for match in _ISO.finditer(text):
        yield from _date(match, match[1], match[2], match[3])
    for match in _VIETNAMESE.finditer(text):
        yield from _date(match, match[3], match[2], match[1])
    for match in _MARKED.finditer(text):
        first, second = int(match[1]), int(match[3])
        if match[2] == "." or first > 12:
            yield from _date(match, match[4], match[3], match[1])
        elif second > 12 or first == second:
            yield from _date(match, match[4], match[1], match[3])
    for match in _DAY_FIRST.finditer(text):
        yield from _date(match, match[3], _month(match[2]), match[1])
    for match in _MONTH_FIRST.finditer(text):
        yield from _date(match, match[3], _month(match[1]), match[2])


def _month(name: str) -> int:
    word = name.casefold()
    return _MONTH.get(word, 0)


def _date(match: re.Match[str], year: Any, month: Any, day: Any) -> Iterator[Found]:
    try:
        yield Found(date(int(year), int(month), int(day)).isoformat(), *match.span())
    except ValueError:
        return


def times(text: str) -> list[Found]:
    """Every time of day, as ISO 8601 has it."""
    return [
        Found(f"{int(match[1]):02}:{match[2]}:{match[3] or '00'}", *match.span())
        for match in _TIME.finditer(text)
    ]


def times_of_day(text: str) -> list[Found]:
    """The same with a zone, which JSON Schema's format needs; one that is not named means UTC."""
    return [Found(f"{one.value}Z", one.start, one.end) for one in times(text)]


def moments(text: str) -> list[Found]:
    """Every date with a time soon after it; a request that names no zone means UTC."""
    found, hours = [], times(text)
    starts = [time.start for time in hours]
    for day in dates(text):
        place = bisect_left(starts, day.end)
        if place < len(hours) and starts[place] - day.end <= _SOON:
            time = hours[place]
            found.append(Found(f"{day.value}T{time.value}Z", day.start, time.end))
    return found


def _plain(pattern: re.Pattern[str], text: str, trailing: str = "") -> list[Found]:
    found = []
    for match in pattern.finditer(text):
        value = match[0].rstrip(trailing)
        found.append(Found(value, match.start(), match.start() + len(value)))
    return found


def emails(text: str) -> list[Found]:
    """Every e-mail address."""
    return _plain(_EMAIL, text, ".-")


def addresses(text: str) -> list[Found]:
    """Every web address."""
    return _plain(_ADDRESS, text, ".,;:!?")


def phones(text: str) -> list[Found]:
    """Every telephone number."""
    return [one for one in _plain(_PHONE, text) if sum(c.isdigit() for c in one.value) >= 7]


def uuids(text: str) -> list[Found]:
    """Every UUID."""
    return _plain(_UUID, text)


def ip_addresses(text: str) -> list[Found]:
    """Every IPv4 address."""
    return _plain(_IPV4, text)


_NO_NUMBERS = (dates, times, emails, addresses, uuids, ip_addresses)
BY_FORMAT: dict[str, Callable[[str], list[Found]]] = {
    "date": dates, "time": times_of_day, "date-time": moments, "email": emails, "idn-email": emails,
    "uri": addresses, "iri": addresses, "url": addresses, "uri-reference": addresses,
    "uuid": uuids, "ipv4": ip_addresses, "phone": phones,
}  # fmt: skip
