"""What a text says in figures and in set forms, in several languages."""

import pytest

from bluepencil.engines.text import found


def values(finder, text):
    return [one.value for one in finder(text)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("12 boxes, 3.5 kg, -4 °C", [12, 3.5, -4]),
        ("1,420 vials and 2.500.000 €", [1420, 2_500_000]),
        ("1.250,75 € or 1,250.75 $", [1250.75, 1250.75]),
        ("3,5 Tonnen", [3.5]),
        ("three of twelve, drei, deux", [3, 12, 3, 2]),
        ("on 2026-05-03 at 14:30 from 10.0.0.1, write a1@b2.org", []),
        ("version 1.2.3 of A4", []),
        ("", []),
    ],
)
def test_numbers_are_those_that_count_something(text, numbers):
    assert values(found.numbers, text) == numbers


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-03", "2026-05-03"), ("on 3 May 2026", "2026-05-03"),
        ("the 3rd of May, 2026", "2026-05-03"), ("May 3, 2026", "2026-05-03"),
        ("am 3. Mai 2026", "2026-05-03"), ("03.05.2026", "2026-05-03"),
        ("le 1er mai 2026", "2026-05-01"), ("el 3 de mayo de 2026", "2026-05-03"),
        ("ngày 3 tháng 5 năm 2026", "2026-05-03"), ("24/12/2026", "2026-12-24"),
        ("12/24/2026", "2026-12-24"), ("5/5/2026", "2026-05-05"), ("15 Sept. 2026", "2026-09-15"),
        ("3 März 2026", "2026-03-03"), ("15 juillet 2026", "2026-07-15"),
    ],
)  # fmt: skip
def test_dates_are_read_in_every_language(text, day):
    assert values(found.dates, text) == [day]


@pytest.mark.parametrize(
    "text", ["3/5/2026", "2026-02-30", "31 June 2026", "3 boxes 2026", "May 2026"]
)
def test_what_is_no_date_or_could_be_two_is_none(text):
    assert found.dates(text) == []


def test_times_and_moments():
    assert values(found.times, "from 9:05 to 14:30:15, à 8h30") == [
        "09:05:00",
        "14:30:15",
        "08:30:00",
    ]
    assert values(found.moments, "on 3 May 2026 at 14:30, or 4 May 2026") == [
        "2026-05-03T14:30:00Z"
    ]
    assert found.moments("14:30, on 3 May 2026") == []


def test_addresses_of_all_sorts():
    text = (
        "Write to a.b+c@example.org. See https://example.org/x?y=1, call +49 221 1234-567, "
        "from 10.0.0.1 as 123e4567-e89b-12d3-a456-426614174000"
    )
    assert values(found.emails, text) == ["a.b+c@example.org"]
    assert values(found.addresses, text) == ["https://example.org/x?y=1"]
    assert "+49 221 1234-567" in values(found.phones, text)
    assert values(found.ip_addresses, text) == ["10.0.0.1"]
    assert values(found.uuids, text) == ["123e4567-e89b-12d3-a456-426614174000"]


@pytest.mark.parametrize("finder", [*dict.fromkeys([*found.BY_FORMAT.values(), found.numbers])])
def test_each_value_has_its_place_in_hostile_text_too(finder):
    for text in ("1," * 30_000, "111 " * 20_000 + "x", "a@" * 30_000, "1-" * 30_000, "9" * 60_000,
                 "3 May " * 10_000, "+(1) " * 12_000, "http://" * 9_000,
                 "12:" * 20_000):  # fmt: skip
        for one in finder(text):
            assert 0 <= one.start < one.end <= len(text)
