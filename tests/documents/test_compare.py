"""Two versions side by side: nothing is lost on either side, and what differs is marked."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bluepencil.documents import compare
from bluepencil.documents.compare import Pair, Row, Span, pairs, rows
from tests.conftest import document


def test_sections_belong_together_by_name_then_by_their_words():
    old = document(("A", "one"), ("B", "two"), ("C", "three"), ("D", "four"))
    new = document(("A", "one"), ("C", "three more"), ("Bee", "two"), ("E", "five"))
    assert [(pair.name, pair.state) for pair in pairs(old, new)] == [
        ("A", "unchanged"),
        ("C", "changed"),
        ("D", "removed"),
        ("Bee", "unchanged"),
        ("E", "added"),
    ]


def test_a_section_that_was_removed_first_stands_first():
    old, new = document(("Gone", "x"), ("Stays", "y")), document(("Stays", "y"))
    assert [(pair.name, pair.state) for pair in pairs(old, new)] == [
        ("Gone", "removed"),
        ("Stays", "unchanged"),
    ]


def changed(old: str, new: str) -> list[Row]:
    (pair,) = pairs(document(("S", old)), document(("S", new)))
    return rows(pair)


def test_the_words_that_differ_are_told():
    assert changed("All is well.\nForty vials broke.", "All is well.\nFifty vials broke.") == [
        Row((Span("All is well.", False),), (Span("All is well.", False),)),
        Row(
            (Span("Forty", True), Span(" vials broke.", False)),
            (Span("Fifty", True), Span(" vials broke.", False)),
        ),
    ]


def test_paragraphs_with_little_in_common_are_one_gone_and_one_new():
    assert changed("Forty vials broke.", "Nobody checked whether it had been signed") == [
        Row((Span("Forty vials broke.", True),), ()),
        Row((), (Span("Nobody checked whether it had been signed", True),)),
    ]


def test_what_would_take_too_long_is_told_as_a_whole():
    old = "\n".join(f"line {number}" for number in range(3000))
    new = "\n".join(f"other {number}" for number in range(3000))
    told = changed(f"head\n{old}\ntail", f"head\n{new}\ntail")
    assert (told[0].old[0].differs, told[-1].new[0].differs) == (False, False)
    assert len(told) >= 3002


def test_spaces_alone_make_nothing_alike():
    one = "The cat sat on the mat today and slept"
    other = "Quarterly revenue rose by ten percent in Asia yesterday"
    assert changed(one, other) == [Row((Span(one, True),), ()), Row((), (Span(other, True),))]


def test_a_thousand_words_that_all_differ_are_told_as_a_whole():
    one, other = (" ".join(f"{mark}{n}" for n in range(1000)) for mark in "ab")
    assert changed(one, other) == [Row((Span(one, True),), ()), Row((), (Span(other, True),))]


LINES = st.lists(st.text("ab ,🖊\t", max_size=12), max_size=8).map("\n".join)


@settings(max_examples=200, deadline=None)
@given(LINES, LINES)
def test_each_side_reads_as_its_text(old, new):
    told = rows(Pair(*(document(("S", text)).sections[0] for text in (old, new))))
    for side, text in (("old", old), ("new", new)):
        shown = ["".join(piece.text for piece in getattr(row, side)) for row in told]
        assert [line for line in shown if line] == [li for li in text.split("\n") if li.strip()]
    same = [
        ["".join(piece.text for piece in side if not piece.differs) for side in row] for row in told
    ]
    assert all(one == other for one, other in same)


NAMED = st.lists(st.sampled_from("ABCDE"), unique=True).flatmap(
    lambda names: st.tuples(*(st.tuples(st.just(name), st.sampled_from("xyz")) for name in names))
)


@settings(max_examples=200, deadline=None)
@given(NAMED, NAMED)
def test_every_section_of_both_is_there_once(old, new):
    one, other = document(*old), document(*new)
    found = pairs(one, other)
    assert [pair.new for pair in found if pair.new] == list(other.sections)
    assert sorted(pair.old.name for pair in found if pair.old) == sorted(name for name, _ in old)


def test_a_section_has_a_limited_number_of_comparisons(monkeypatch):
    old, new = (
        document(("S", "\n".join(f"{one} {number} {other}" for number in range(4)))).sections[0]
        for one, other in (("pumps", "stopped"), ("valves", "halted"))
    )

    def compared() -> int:
        """The paragraphs of which only some words differ."""
        return sum(
            bool(row.old) and not all(span.differs for span in row.old)
            for row in rows(Pair(old, new))
        )

    assert compared() == 4
    monkeypatch.setattr(compare, "_MAX_ALL_COMPARISONS", 4 * 4 + 2 * 5 * 5)
    assert compared() == 2


def test_a_removed_section_follows_the_one_that_preceded_it():
    old = document(*((name, name * 9) for name in "ABCDE"))
    new = document(("D", "D" * 9), ("B", "B" * 9), ("X", "x"))
    found = [(pair.name, pair.state) for pair in pairs(old, new)]
    assert found == [
        ("A", "removed"), ("D", "unchanged"), ("E", "removed"), ("B", "unchanged"),
        ("C", "removed"), ("X", "added"),
    ]  # fmt: skip
