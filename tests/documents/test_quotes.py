"""The ladder that finds a quote in its section: exact, normalised, nearly, or not at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluepencil.documents.quotes import locate

TEXT = (
    "The operator’s log shows — at 04:10 a.m. — that “pump 3” was off.\n"
    "Forty vials were counted. Forty vials were released by the shift lead on 3 March 2026."
)


def words(quote, **context):
    place = locate(quote, TEXT, **context)
    return None if place is None else TEXT[place.start : place.end]


@pytest.mark.parametrize(
    "quote",
    ["that “pump 3” was off", 'that "pump 3" was off', "The operator's log shows - at 04:10",
     "was  off.\n Forty   vials", "Forty vials were re\u00adleased"],
)  # fmt: skip
def test_other_quotes_dashes_and_white_space_are_no_hindrance(quote):
    found = words(quote)
    assert found is not None
    assert found[:3].casefold() == quote[:3].casefold()


def test_a_few_altered_words_are_no_hindrance():
    quote = "Forty vials were released by a shift lead on 3 March 2026"
    assert words(quote) == "Forty vials were released by the shift lead on 3 March 2026"


@pytest.mark.parametrize(
    "quote", ["The supplier admitted that the seal was broken on arrival.", "", "   ", "zzz"]
)
def test_an_invented_quote_is_not_found(quote):
    assert locate(quote, TEXT) is None


def test_of_two_equal_places_the_words_around_decide():
    first = locate("Forty vials were", TEXT)
    second = locate("Forty vials were", TEXT, suffix=" released by the shift lead")
    assert first.start < second.start


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_slice_is_found_as_it_stands(data):
    text = data.draw(st.text(min_size=1, max_size=200))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end]
    place = locate(quote, text)
    if quote.strip():
        assert place is not None
        assert text[place.start : place.end].strip() == quote.strip()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.text(max_size=300))
def test_whatever_is_asked_the_place_lies_in_the_text(quote, text):
    place = locate(quote, text)
    if place is not None:
        assert 0 <= place.start < place.end <= len(text)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["alpha", "beta", "gamma", "vials", "lot"]), min_size=4, max_size=30),
    st.sampled_from([" ", "\n", "\u00a0", "  "]),
)
def test_other_white_space_is_found_again(some, space):
    text = " ".join(some)
    place = locate(space.join(some), text)
    assert place is not None
    assert text[place.start : place.end] == text
