"""The numbers of a sentence."""

import pytest

from bluepencil.engines.checks.consistency.figures import figures, sentences


def values(text, **how):
    found = figures(text, 0, len(text), comma=False, **how)
    return [(str(one.value), one.percent, one.rough) for one in found]


def test_numbers_with_scale_percent_and_roughness():
    assert values("About 40 of 1.2 million users (3 %) and 9.2K calls.") == [
        ("40", False, True), ("1200000.0", False, False), ("3", True, False),
        ("9200.0", False, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["at 10:45", "the 12th day", "RFC-7231", "1.2.3", "24/7", "x12", "10–12", "2^18"]
)
def test_what_is_no_number_of_things(text):
    assert values(text) == []


def test_small_numbers_in_words_where_they_are_asked_for():
    assert values("four trucks", words=True) == [("4", False, False)]
    assert values("four trucks") == []


def test_sentences_do_not_end_at_points_within_them():
    text = "It rose by approx. 30 units, i.e. 3.5 in all. Then it fell; and rose."
    assert [text[start:end].strip() for start, end in sentences(text)] == [
        "It rose by approx. 30 units, i.e. 3.5 in all.", "Then it fell;", "and rose.",
    ]  # fmt: skip
