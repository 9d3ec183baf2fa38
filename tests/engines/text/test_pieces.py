"""Long texts in pieces: all of it, each no longer than it may be."""

from hypothesis import given
from hypothesis import strategies as st

from bluepencil.engines.text.pieces import pieces


def test_a_short_text_is_one_piece_and_an_empty_one_none():
    assert list(pieces("one", 10)) == ["one"]
    assert list(pieces("  ", 10)) == []


def test_it_is_cut_where_something_ends():
    text = "First part.\n\nSecond part. Third part goes on and on"
    assert list(pieces(text, 22)) == ["First part.", "Second part.", "Third part goes on", "and on"]


@given(st.text(alphabet="ab .\n", max_size=300), st.integers(4, 40))
def test_nothing_but_blanks_is_lost(text, most):
    found = list(pieces(text, most))
    assert all(0 < len(one) <= most for one in found)
    assert "".join("".join(found).split()) == "".join(text.split())
