"""Dates, weekdays, times and durations are read in several languages, with their places."""

import datetime
import re

import pytest

from bluepencil.engines.checks.consistency.dates import CLOCK, DURATION, dates, duration, minutes

DAY = datetime.date(2026, 3, 12)


@pytest.mark.parametrize(
    "text",
    [
        "12 March 2026", "12th of March 2026", "March 12, 2026", "Mar. 12, 2026", "2026-03-12",
        "2026-03-12T10:00Z", "12.03.2026", "12. März 2026", "12 mars 2026", "12 de marzo de 2026",
        "ngày 12 tháng 3 năm 2026", "2026年3月12日", "2026/03/12",
    ],
)  # fmt: skip
def test_a_date(text):
    (date,) = dates(f"It was on {text} as planned.")
    assert date.days() == [DAY]


@pytest.mark.parametrize("text", ["13/12/2026", "12/13/2026"])
def test_what_can_only_be_read_one_way_is_read_so(text):
    (date,) = dates(text)
    assert date.known == datetime.date(2026, 12, 13)


def test_what_can_be_read_two_ways_is_not_known():
    (date,) = dates("on 03/04/2026")
    assert date.known is None
    assert len(date.days()) == 2


@pytest.mark.parametrize(
    "text",
    ["12 may be too many", "version 2026.03.12.1", "CVE-2026-03-12", "in May 2026", "1.2.2026.4",
     "/2026/03/12/", "in June 31 people left", "call 2026-03-12-44"],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_none(text):
    assert dates(text) == []


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("Thursday, 12 March 2026", 3), ("Thu 2026-03-12", 3), ("2026-03-12 (Thursday)", 3),
        ("Donnerstag, den 12. März 2026", 3), ("le jeudi 12 mars 2026", 3),
        ("el jueves 12 de marzo de 2026", 3), ("Thứ Năm, ngày 12 tháng 3 năm 2026", 3),
        ("Sunday (12 March 2026)", 6), ("12 March 2026, Monday’s call", None),
        ("it sat 12 March 2026", None),
    ],
)  # fmt: skip
def test_a_weekday_beside_its_date(text, weekday):
    (date,) = dates(text)
    assert date.weekday == weekday


def test_a_weekday_between_two_dates_belongs_to_the_second():
    first, second = dates("12 March 2026, Friday 13 March 2026")
    assert (first.weekday, second.weekday) == (None, 4)


@pytest.mark.parametrize(
    ("text", "value"),
    [("01:45", 105), ("9:40 pm", 1300), ("12:05 am", 5), ("8h15", 495), ("8.15 Uhr", 495),
     ("10:30:30 UTC", 630.5), ("7 p.m.", 1140)],
)  # fmt: skip
def test_a_time_of_day(text, value):
    match = re.search(CLOCK.format(""), text, re.IGNORECASE)
    assert minutes(match) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("4 h 20 min", 260), ("two hours", None), ("90 minutes", 90), ("1.5 hours", 90),
     ("3 Stunden", 180), ("2 heures et 5 minutes", 125), ("1 day", 1440), ("30 s", 0.5)],
)  # fmt: skip
def test_a_duration(text, value):
    match = re.search(DURATION, text, re.IGNORECASE)
    assert (duration(match[0])[0] if match else None) == value
