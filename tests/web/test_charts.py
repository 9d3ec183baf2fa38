"""Bars and curves as the statistics page draws them: what they show is what was counted."""

import pytest

from bluepencil.review.findings import Item
from bluepencil.web.charts import HEIGHT, MOST, WIDTH, Bar, bars, charts, curve, longest
from tests.conftest import document

REPORT = document(("One", "Several vials."), ("Two", "It was decided."), ("Three", "Done."))


def item(number: int, **values) -> Item:
    base = {
        "id": f"item-{number}",
        "section_name": "One",
        "category": "evidence",
        "severity": "medium",
        "description": "Which?",
        "source": "checks",
        "rule": "rule",
        "created_at": "2026-11-23T10:00:00.000Z",
    }
    return Item(**{**base, **values})


ITEMS = [
    item(1, decision="accepted", severity="high"),
    item(2, decision="rejected", section_name="Two", category="root-cause"),
    item(3, section_name="Two"),
    item(4, section_name="Two", decision="accepted"),
]


def test_the_length_of_a_bar_is_relative_to_the_longest():
    one, two = charts(ITEMS, REPORT)["by_section"]
    assert (one.label, one.total, two.label, two.total) == ("One", 1, "Two", 3)
    assert sum(segment.width for segment in two.segments) == pytest.approx(WIDTH, abs=0.05)
    assert one.segments[0].width == pytest.approx(WIDTH / 3, abs=0.05)


def test_segments_follow_one_another_and_add_up():
    for bar in charts(ITEMS, REPORT)["by_section"]:
        x = 0.0
        for segment in bar.segments:
            assert segment.x == pytest.approx(x, abs=0.05)
            x += segment.width
        assert sum(segment.number for segment in bar.segments) == bar.total
    assert [two.number(state) for state in ("accepted", "open", "rejected")
            for two in charts(ITEMS, REPORT)["by_section"][1:]] == [1, 1, 1]  # fmt: skip


def test_bars_have_labels_in_their_own_order():
    told = charts(ITEMS, REPORT)
    assert [bar.label for bar in told["by_severity"]] == ["Serious", "Moderate"]
    assert [bar.label for bar in told["by_category"]] == ["Evidence", "Root cause"]


def test_where_there_is_nothing_there_is_no_bar():
    assert bars([], lambda one: one.severity, {"high": "Serious"}) == []


def test_a_curve_goes_from_side_to_side_and_its_greatest_touches_the_top():
    points = curve([10, 40, 0])
    assert points == [(0, HEIGHT * 0.75), (WIDTH / 2, 0), (WIDTH, HEIGHT)]
    assert curve([0, 0]) == [(0, HEIGHT), (WIDTH, HEIGHT)]


def test_of_thousands_of_bars_the_longest_are_drawn_in_their_order():
    many = [Bar(f"Section {number}", number % 70, []) for number in range(1000)]
    drawn = longest(many)
    assert len(drawn) == MOST
    assert min(bar.total for bar in drawn) >= 66
    assert [many.index(bar) for bar in drawn] == sorted(many.index(bar) for bar in drawn)
    assert longest(many[:3]) == many[:3]
