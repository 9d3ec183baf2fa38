"""Dates, weekdays and times that cannot be."""

import pytest

from bluepencil.engines.checks.consistency.calendar_days import wrong_days
from tests.engines.checks.consistency.conftest import found, quotes, table


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("The audit closes on 31 April 2026.", "31 April 2026"),
        ("The permit ran out on the 31st of June.", "31st of June"),
        ("The check on November 31st found rust.", "November 31st"),
        ("Valid until February 30, 2026.", "February 30, 2026"),
        ("Die Frist endet am 31.09.2026.", "31.09.2026"),
        ("Shipped 2025-02-29.", "2025-02-29"),
        ("The log ends at 2026-06-31T10:00Z.", "2026-06-31"),
        ("Shipped on 9/31/2026 by road, paid by 30/02/2026.", "9/31/2026"),
        ("La réunion du 31 novembre 2025 est annulée.", "31 novembre 2025"),
        ("La entrega fue el 31 de septiembre de 2025.", "31 de septiembre de 2025"),
        ("Cuộc họp ngày 30 tháng 2 năm 2026.", "ngày 30 tháng 2 năm 2026"),
        ("The alarm rang at 25:40.", "25:40"),
        ("It stopped at 10:75 UTC.", "10:75"),
    ],
)
def test_what_the_calendar_and_the_clock_do_not_have(text, wrong):
    assert quotes(wrong_days, text)[0] == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("We met on Friday, 10 March 2026.", "Friday, 10 March 2026"),
        ("The call is on Monday 2026-03-12.", "Monday 2026-03-12"),
        ("On Tuesday the 6th of May 2026 it rained.", "Tuesday the 6th of May 2026"),
        ("On March 12, 2026 (Wednesday) it failed.", "March 12, 2026 (Wednesday"),
        ("Die Sitzung am Dienstag, dem 12. März 2026, fiel aus.", "Dienstag, dem 12. März 2026"),
        ("Rendez-vous le lundi 12 mars 2026.", "lundi 12 mars 2026"),
        ("La reunión del lunes 12 de marzo de 2026.", "lunes 12 de marzo de 2026"),
        ("Họp Thứ Hai, ngày 12 tháng 3 năm 2026.", "Thứ Hai, ngày 12 tháng 3 năm 2026"),
        (table("Day | Date", "Monday | 2026-05-04", "Wednesday | 2026-05-05"), "2026-05-05"),
    ],
)
def test_a_weekday_that_does_not_fit(text, wrong):
    assert quotes(wrong_days, text) == [wrong]


@pytest.mark.parametrize(
    "text",
    [
        "We met on Thursday, 12 March 2026, on 29 February 2024 and on 2024-02-29.",
        "It was 03/04/2026 or 4/3/2026, a Friday.",
        "The ratio is 45:75 and verse 3:16 says so; it ran 25:40 minutes.",
        "He wrote “on 31 June 2026” by mistake.",
        "Version 2026-02-30-1 and build 31.02.2026.7.",
        "The pump stopped yesterday, 11 March 2026.",
        "Every Monday and Friday of March 2026.",
        "It checks whether a horse has been fed after yesterday.",
    ],
)
def test_what_can_be(text):
    assert quotes(wrong_days, text) == []


def test_a_date_without_a_year_is_in_the_only_year_of_the_document():
    text = "The audit of 2 March 2026 began on Tuesday, 3 March and ended on Friday, 5 March."
    (one,) = found(wrong_days, text)
    assert one.description == "5 March 2026 is a Thursday, not a Friday."
    assert one.severity == "medium"


def test_of_dates_without_any_year_the_one_that_fits_none_that_fit_the_others():
    text = "On Monday, 2 March it broke; on Tuesday, 3 March it held; on Friday, 5 March we met."
    assert quotes(wrong_days, text) == ["Friday, 5 March"]


def test_a_date_in_a_heading_is_a_remark_on_its_section():
    (one,) = found(wrong_days, "# R\n\n## Audit of 31 June 2026\n\nText.\n\n## B\n\nText.\n")
    assert (one.section_name, one.quote) == ("Audit of 31 June 2026", None)
    assert one.description == "There is no 31 June 2026: June has 30 days."


def test_yesterday_needs_a_date_in_its_section_or_at_the_front():
    text = "# R\n\n## A\n\nText{}.\n\n## B\n\nThe pump stopped yesterday and last night.\n"
    (one,) = found(wrong_days, text.format(""))
    assert (one.quote, [place.quote for place in one.also]) == ("yesterday", ["last night"])
    assert quotes(wrong_days, text.format(" of 3 May 2026")) == []
    assert quotes(wrong_days, text.format(""), "report 2026-05-03.md") == []
