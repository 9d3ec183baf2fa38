"""Parts and wholes in sentences."""

import pytest

from bluepencil.engines.checks.consistency.parts import wrong_parts
from tests.engines.checks.consistency.conftest import found, quotes


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("The audit raised 18 findings: 2 critical, 6 major and 9 minor.", "18"),
        ("The team has 11 members (6 nurses, 3 doctors and 3 clerks).", "11"),
        ("The crew of 14 was made up of 6 cooks, 5 waiters and 4 cleaners.", "14"),
        ("There were 30 complaints in March: 12 about noise, 9 about smell and 8 about dust.",
         "30"),
        ("9 men and 6 women took part, 16 people in total.", "16"),
        ("The order has 500 parts, of which 320 are steel and 190 are brass.", "500"),
        ("Four trucks and three vans make eight vehicles.", "eight"),
        ("The budget of 90,000 euros is split into 50,000 euros for staff, 25,000 euros for "
         "material and 20,000 euros for travel.", "90,000"),
        ("In all there were 45 alarms (20 by day, 15 in the evening and 12 at night).", "45"),
        ("We have five sites: two in Spain, one in Italy and one in Malta.", "five"),
        ("5 issues: high 2, medium 1, low 1.", "5"),
        ("Eight vans, three cars and two bikes, for a total of 14.", "14"),
    ],
)  # fmt: skip
def test_a_whole_that_its_parts_do_not_make(text, wrong):
    assert quotes(wrong_parts, text) == [wrong]


@pytest.mark.parametrize(
    "text",
    [
        "The audit raised 17 findings: 2 critical, 6 major and 9 minor.",
        "There are 12 replicas (2 in Paris, 2 in Rome).",
        "The 120 tests (3 skipped, 2 failed) ran.",
        "We met 20 people, including 3 engineers and 4 nurses.",
        "Of the 500 parts, of which 320 are steel and 100 are brass, none broke.",
        "It takes 2 hours and 30 minutes: 1 hour of work, 45 minutes of waiting.",
        "In 3 of the years there are 2 in the first window, 1 in the second, 3 in the fourth and "
        "4 in the fifth window for a total of 10.",
        "Chapter 4: 2 figures and 3 tables.",
        "About 30 people came: 12 from Lyon, 9 from Nice and 8 from Metz.",
        "See pages 12, 14 and 19 of volume 3.",
        "Three of the pumps and two of the valves were new.",
    ],
)
def test_parts_that_fit_or_are_not_all(text):
    assert quotes(wrong_parts, text) == []


def test_it_says_what_the_parts_make():
    (one,) = found(wrong_parts, "It has 24 rooms: 3 large, 9 small and 11 tiny.")
    assert one.description == "The parts (3, 9, 11) add up to 23, not 24."
    assert one.also[0].quote == "3 large, 9 small and 11"
