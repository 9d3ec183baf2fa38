"""One quantity with two values, in two places."""

import pytest

from bluepencil.documents import reader
from bluepencil.engines.checks.quantities import conflicts


def pairs(first, second):
    text = f"# R\n\n## Summary\n\n{first}\n\n## Impact\n\n{second}\n"
    document = reader.read(text.encode(), "r.md")
    return [
        tuple(one.section.text[slice(*one.span)] for one in pair) for pair in conflicts(document)
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("We lost 312 orders.", "About us: 321 orders were lost."),
        ("The batch had 312,000 tablets.", "Of the 321,000 tablets none was sold."),
        ("The audit found 12 deviations.", "The audit found 14 deviations."),
        ("It stood at 7.8 km/h in the log.", "At 8.7 km/h it would have been worse."),
    ],
)
def test_two_values_of_which_one_is_a_slip(first, second):
    assert len(pairs(first, second)) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("We lost 312 orders.", "We lost 312 orders."),
        ("The index covers 23 bytes of it.", "A leaf of the tree encodes to 32 bytes."),
        ("It has about 400 districts.", "It has 402 districts."),
        ("At least 12 people came.", "In the end 21 people came."),
        ("They got 320 euros each.", "The firm paid 320 million euros."),
        ("- Used as a crate: 8 users", "- Used as a crate: 3 users"),
        ("| a | 12 kg |\n|---|---|\n| b | 21 kg |", "| a | 21 kg |\n|---|---|\n| b | 13 kg |"),
        ("The G1 call takes 256 bytes as its input.", "The G2 call takes 512 bytes as its input."),
    ],
)  # fmt: skip
def test_two_quantities_or_a_bound(first, second):
    assert pairs(first, second) == []


def test_parallel_sections_are_about_different_things():
    said = "The size of each page fell as the picture shows:\n\nShowing a {} reduction of bytes."
    assert pairs(said.format("4.60%"), said.format("5.53%")) == []


def test_within_one_section_only_sentences_that_say_the_same():
    same = (
        "The audit of the depot found 12 deviations.\n\nThe audit of the depot found 14 deviations."
    )
    assert len(pairs(same, "x")) == 1
    assert pairs("The first audit found 12 flaws.\n\nThe second audit found 21 flaws.", "x") == []
