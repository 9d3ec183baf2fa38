"""Durations and the times between which they lie."""

import pytest

from bluepencil.engines.checks.consistency.durations import wrong_durations
from tests.engines.checks.consistency.conftest import found, quotes, table


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("The line stood still from 08:15 to 10:45 (2 hours).", "2 hours"),
        ("The outage lasted 45 minutes, from 14:05 to 15:20.", "45 minutes"),
        ("The site was down between 9:40 pm and 11:10 pm (1 h 10 min).", "1 h 10 min"),
        ("Between 02:10 and 03:25, for 95 minutes, nobody could log in.", "95 minutes"),
        ("The outage began at 10:05 and ended at 11:20, a duration of 45 minutes.", "45 minutes"),
        ("It started at 09:50 and was fixed at 11:05, so it lasted 65 minutes.", "65 minutes"),
        ("The outage (10:05–11:20) lasted 45 minutes.", "45 minutes"),
        ("The API was down for 45 minutes (10:05–11:20 UTC).", "45 minutes"),
        ("Start 10:05, end 11:20, duration 45 min.", "45 min"),
        ("From 23:30 to 00:15 (90 minutes) it was dark.", "90 minutes"),
        ("Von 06:30 bis 09:00 Uhr (4 Stunden) war Ruhe.", "4 Stunden"),
        ("Le site est resté fermé de 8h15 à 10h45 (4 heures).", "4 heures"),
        ("The works ran from 4 May 2026 to 18 May 2026 (21 days).", "21 days"),
        ("The trial ran for three weeks, from 4 May to 11 May 2026.", "three weeks"),
        ("- Start: 07:10 UTC\n- End: 08:40 UTC\n- Duration: 80 minutes", "80 minutes"),
        (table("Run | Start | End | Duration", "1 | 10:00 | 10:45 | 45 min",
               "2 | 11:00 | 11:50 | 40 min"), "40 min"),
        (table("Field | Value", "Start | 2026-05-03 22:00", "End | 2026-05-04 01:30",
               "Duration | 2 h 30 min"), "2 h 30 min"),
    ],
)  # fmt: skip
def test_a_duration_that_does_not_fit(text, wrong):
    assert quotes(wrong_durations, text) == [wrong]


@pytest.mark.parametrize(
    "text",
    [
        "From 08:15 to 10:45 (2.5 hours), from 08:15 to 10:40 (2 h 25 min).",
        "From 23:30 to 00:15 (45 minutes) it was dark.",
        "For about 13 minutes, between 12:17 and 12:30 UTC.",
        "From 10:00 to 12:00, with 30 minutes for lunch.",
        "From 10:00 to 12:00, 30 minutes later than planned.",
        "From 10:00 UTC to 12:00 CET (1 hour).",
        "From 9:00 to 17:00 for 5 days.",
        "We met at 10:00 and at 14:00, for 30 minutes each.",
        "The check runs every 5 minutes from 10:00 to 12:00.",
        "From 4 May 2026 to 18 May 2026 (14 days) and from 4 May 2026 to 18 May 2026 (15 days).",
        "From 10 a.m. to 2 p.m. (4 hours) and from 10 to 2 pm.",
        "- Start: 07:10 UTC\n- End: 08:40 UTC\n- Duration: 90 minutes",
        "- Detected: 07:10\n- Duration: 80 minutes",
    ],
)
def test_a_duration_that_fits_or_is_of_something_else(text):
    assert quotes(wrong_durations, text) == []


def test_it_says_how_long_it_was_and_points_at_the_times():
    (one,) = found(wrong_durations, "It lasted from 01:45 to 06:05, 4 h 10 min.")
    assert one.description == "From 01:45 to 06:05 is 4 h 20 min, not 4 h 10 min."
    assert [place.quote for place in one.also] == ["01:45 to 06:05"]
