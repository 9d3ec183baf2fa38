"""What is said of a change from one value to another."""

import pytest

from bluepencil.engines.checks.consistency.changes import wrong_changes
from tests.engines.checks.consistency.conftest import found, quotes

GERMAN = "Der Bericht ist für die Leitung und nicht für den Druck, der mit der Post kommt.\n\n"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Revenue grew by 50 % from 200 to 260 million euros.", "50 %"),
        ("Revenue rose 50%, from $200 million to $260 million.", "50%"),
        ("Costs were cut from 500 to 400 euros, i.e. by 25 %.", "25 %"),
        ("Response time dropped from 400 ms to 300 ms (-40%).", "40%"),
        ("The error rate halved from 12 to 8 per hour.", "halved"),
        ("Traffic doubled from 300 to 900 requests per second.", "doubled"),
        (GERMAN + "Der Umsatz stieg um 30 % von 200 auf 240 Millionen Euro.", "30 %"),
        ("Staff grew from 40 to 50, up 35 %.", "35 %"),
        ("The queue climbed from 50 to 80 messages, i.e. 40 % more.", "40 %"),
        ("The stock fell from 480 units to 410 units, a drop of 60 units.", "60"),
        ("Usage rose from 167.10 to 178.38 MiB, an increase of 12.28 MiB.", "12.28"),
        ("The share rose from 20 % to 35 %, an increase of 10 percentage points.", "10"),
    ],
)
def test_what_does_not_fit_the_two_values(text, wrong):
    assert quotes(wrong_changes, text) == [wrong]


@pytest.mark.parametrize(
    "text",
    [
        "Costs fell from 500 to 400 euros, with 30 % of the savings in spring.",
        "The share rose from 20 % to 30 %, an increase of 10 percentage points.",
        "It went from 120 ms to 90 ms, a third less (33 % faster).",
        "Traffic more than doubled from 300 to 900 requests.",
        "Latency fell from 3.1 s to 2.0 s, a drop of 36 %.",
        "From 2019 to 2021 sales grew by 12 %.",
        "Usage rose from 167.10 to 178.38 MiB, an increase of 11.28 MiB.",
        "Age rose from 2.66 years to 3.10 years, an increase of 5.31 months.",
        "It grew from 100 users to 400 users, a gain of 30 users per month.",
        "From 2.8% in 1976 to 14.9% in 2025, an increase of 5.3-fold.",
        "It fell from 200 to 150 users in 30 % of cases.",
        "They moved from 3 to 5 rooms, up 2 floors.",
    ],
)
def test_what_fits_or_is_of_something_else(text):
    assert quotes(wrong_changes, text) == []


def test_it_says_what_the_change_is_and_points_at_the_values():
    (one,) = found(wrong_changes, "Latency fell from 120 ms to 90 ms, a drop of 30 %.")
    assert one.description == "From 120 to 90 is a change of 25 %, not 30 %."
    assert [place.quote for place in one.also] == ["120 ms to 90"]
