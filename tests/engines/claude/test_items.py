"""Findings are read while they are written, however the answer is cut into chunks."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepencil.engines.claude.items import Items

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
objects = st.lists(st.dictionaries(st.text(max_size=8), values, max_size=4), max_size=4)


def read(text: str, cuts=()) -> tuple[list, Items]:
    items, found = Items(), []
    places = sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts)})
    for start, end in zip(places, places[1:], strict=False):
        found += items.feed(text[start:end])
    return found, items


@given(objects, st.lists(st.integers(0, 10_000), max_size=12), st.booleans(), st.booleans())
def test_every_object_comes_once_and_whole(wanted, cuts, ascii_only, indented):
    text = json.dumps({"findings": wanted}, ensure_ascii=ascii_only, indent=2 if indented else None)
    found, items = read(text, cuts)
    assert found == wanted
    assert items.began
    assert items.ended
    assert items.broken == 0


@given(st.text(max_size=300), st.lists(st.integers(0, 10_000), max_size=5))
def test_whatever_is_said_nothing_breaks(text, cuts):
    read('{"findings": [' + text, cuts)
    read(text, cuts)


def test_an_object_is_given_as_soon_as_it_is_closed():
    items = Items()
    assert list(items.feed('{"findings": [{"a": "}"')) == []
    assert list(items.feed("}")) == [{"a": "}"}]
    assert not items.ended
    assert list(items.feed(', {"a": 2')) == []  # cut off: never given


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('{"a": "two\nlines"}', {"a": "two\nlines"}),
        ('{"a": 1,}', {"a": 1}),
        ('{"a": [1, 2,],}', {"a": [1, 2]}),
        ('{"a": "b,}"}', {"a": "b,}"}),
        ('{"a": "\\"]}"}', {"a": '"]}'}),
    ],
)
def test_small_slips_are_forgiven(written, value):
    assert read(f'{{"findings": [{written}]}}')[0] == [value]


def test_what_cannot_be_read_is_counted_and_the_rest_is_given():
    found, items = read('{"findings": [{"a" 1}, {"a": 2}, {broken}]}')
    assert found == [{"a": 2}]
    assert items.broken == 2


@pytest.mark.parametrize("text", ["", "No problems at all.", "See [1] and {this}.", '{"other": 1}'])
def test_an_answer_without_a_list_has_not_begun(text):
    found, items = read(text)
    assert found == []
    assert not items.began


def test_words_after_the_list_are_not_read():
    found, items = read('{"findings": [{"a": 1}]} and {"findings": [{"a": 2}]}')
    assert found == [{"a": 1}]
    assert items.ended


def test_a_second_list_is_read_from_what_follows_the_first():
    text = '{"findings": [{"a": "\\"verdicts\\": [{}]"}], "verdicts": [{"b": 1}, {"b": 2}]}'
    findings, verdicts = Items(), Items("verdicts")
    seen, found = 0, []
    for at in range(0, len(text), 7):
        assert all("a" in one for one in findings.feed(text[at : at + 7]))
        rest = findings.rest
        found += verdicts.feed(rest[seen:])
        seen = len(rest)
    assert found == [{"b": 1}, {"b": 2}] and verdicts.ended


def test_only_findings_may_come_without_their_name():
    assert list(Items("verdicts").feed('[{"b": 1}]')) == []
