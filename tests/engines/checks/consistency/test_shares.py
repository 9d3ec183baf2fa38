"""Percentages beside the numbers they come from."""

import pytest

from bluepencil.engines.checks.consistency.shares import wrong_shares
from tests.engines.checks.consistency.conftest import found, quotes

GERMAN = "Der Bericht ist für die Leitung und nicht für den Druck, der mit der Post kommt.\n\n"


@pytest.mark.parametrize(
    "text",
    [
        "12 of the 40 customers (35%) complained.",
        "Of 200 parcels, 50 (30 %) were late.",
        "Of the 200 parcels we sent, 50 were late (30 %).",
        "We saw 3 failures in 20 runs (10 %).",
        "Only nine of the 60 samples (20 per cent) were clean.",
        "The survey had 400 replies, 120 of them (25 %) from abroad.",
        "45 out of 150 requests failed, a failure rate of 20%.",
        "In all, 90 of 250 respondents, that is 40 %, were happy.",
        "The share of 60% (150 of 300) is high.",
        "A total of 18 out of 24 pumps – 70 percent – were replaced.",
        "Some 13/48 (25 %) of them.",
        "30 % of the 200 parcels, i.e. 80, were late.",
        GERMAN + "12 von 40 Kunden (35 %) klagten.",
        "12 clients sur 40 (35 %) se sont plaints.",
        "12 de los 40 clientes (35 %) se quejaron.",
        "12 trên 40 khách hàng (35 %) phàn nàn.",
    ],
)
def test_a_percentage_that_does_not_fit(text):
    assert len(found(wrong_shares, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "12 of the 40 customers (30%) complained.",
        "7 of 9 samples (78 %) passed, and 7 of 9 samples (77 %) passed when cut off.",
        "Almost 12 of 48 samples (about 27 %) failed.",
        "45 of 150 requests failed, a success rate of 70%.",
        "12 of 40 failed, more than the 20 % we had planned.",
        "12 of 40 failed and 20 % were late.",
        "One in three of them (36.9 %) came.",
        "12 of 40 customers left while 5 % came back.",
        "Young people aged 15 to 24 in 2016 (5.3 %) had no work.",
        "He wrote “12 of 40 (99 %)”.",
    ],
)
def test_a_percentage_that_fits_or_is_of_something_else(text):
    assert quotes(wrong_shares, text) == []


def test_it_says_what_it_would_be_and_points_at_the_numbers():
    (one,) = found(wrong_shares, "In the end 12 of the 48 samples (20 %) failed.")
    assert one.description == "12 of 48 is 25 %, not 20 %."
    assert (one.quote, [place.quote for place in one.also]) == ("20 %", ["12", "48"])
