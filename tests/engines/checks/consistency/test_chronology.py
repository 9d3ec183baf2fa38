"""What is out of order."""

import pytest

from bluepencil.engines.checks.consistency.chronology import out_of_order
from tests.engines.checks.consistency.conftest import found, quotes, table


def timeline(*events, mark="- "):
    return "# R\n\n## Timeline\n\n" + "\n\n".join(mark + event for event in events)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (timeline("08:10 Alarm.", "08:25 Call.", "08:20 Doors.", "08:40 Clear."), "• 08:20 Doors."),
        (timeline("At 10:00 it rang.", "At 10:05 we ran.", "At 10:02 it shut.",
                  "At 10:30 it ended.",
                  mark=""), "At 10:02 it shut."),
        (timeline("24 May, 05:50: a", "24 May, 09:14: b", "23 May, 09:31: c", "24 May, 10:00: d"),
         "• 23 May, 09:31: c"),
        (timeline("3. Mai 2026, 10:00 Uhr: a", "3. Mai 2026, 10:30 Uhr: b",
                  "2. Mai 2026, 10:45 Uhr: c", "3. Mai 2026, 11:00 Uhr: d"),
         "2. Mai 2026, 10:45 Uhr: c"),
        (table("Time (UTC) | Event", "10:00 | a", "10:05 | b", "10:02 | c", "10:30 | d"),
         "10:02\tc"),
    ],
)  # fmt: skip
def test_an_event_that_is_earlier_than_the_one_before_it(text, wrong):
    assert quotes(out_of_order, text) == [wrong]


@pytest.mark.parametrize(
    "text",
    [
        timeline("22:10 a", "23:50 b", "00:20 c", "00:40 d"),  # past midnight
        timeline("12:00 d", "11:00 c", "10:30 b", "10:00 a"),  # the newest first
        timeline("10:00 a", "14:00 b", "09:00 c", "17:00 d", "08:00 e"),  # in another order
        timeline("10:00 UTC a", "12:30 CET b", "11:40 UTC c", "12:00 UTC d"),
        timeline("3 May 2026 a", "10:00 b", "12:00 c", "4 May 2026 d", "09:00 e"),
        table("Name | Date", "Zoe | 3 May 2026", "Adam | 1 May 2026", "Carl | 2 May 2026"),
        timeline("10:00 a", "about 10:05 b"),
    ],
)
def test_events_in_order_or_in_none(text):
    assert quotes(out_of_order, text) == []


def test_headings_are_a_timeline_too():
    hours = ["10:00", "10:40", "10:20", "11:00"]
    text = "# R\n\n## Timeline\n\n" + "\n\n".join(f"### 2026-05-03 {one}\n\nx" for one in hours)
    (one,) = found(out_of_order, text)
    assert one.section_name == "2026-05-03 10:20"
    assert one.description == (
        "2026-05-03 10:20 is earlier than 2026-05-03 10:40, which stands before it."
    )


def test_one_misplaced_event_is_one_finding():
    hours = ["10:00", "16:00", "10:10", "10:20", "10:30", "10:40", "10:50"]
    assert quotes(out_of_order, timeline(*(f"{one} x" for one in hours))) == ["• 16:00 x"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("The works last from 12 June 2026 to 3 June 2026.", "12 June 2026 to 3 June 2026"),
        ("The pilot runs from 12 June to 3 June 2026.", "12 June to 3 June 2026"),
        ("Between 2026-05-09 and 2026-05-01 it was broken.", "2026-05-09 and 2026-05-01"),
        ("The lease (1 May 2026 – 1 March 2026) is short.", "1 May 2026 – 1 March 2026"),
        (table("Phase | Start | End", "a | 01.02.2026 | 10.02.2026", "b | 11.02.2026 | 09.02.2026"),
         "09.02.2026"),
        (table("Task | From | Until", "a | 3 May 2026 | 9 May 2026", "b | 9 May 2026 | 8 May 2026"),
         "8 May 2026"),
    ],
)  # fmt: skip
def test_a_period_that_ends_before_it_begins(text, wrong):
    assert quotes(out_of_order, text) == [wrong]


@pytest.mark.parametrize(
    "text",
    [
        "From 12 May 2026 to 3 June 2026, and from 20 December to 5 January.",
        "On 12 June 2026 and 3 June 2026 it rained.",
        "It was moved from 12 June 2026 back, and on 3 June 2026 it ended.",
        table("Phase | Start | End", "a | 01.02.2026 | 10.02.2026", "b | 11.02.2026 | open"),
    ],
)
def test_a_period_that_ends_later(text):
    assert quotes(out_of_order, text) == []
