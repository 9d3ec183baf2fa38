"""Passages found by the words of a question."""

import pytest

from bluepencil.documents.search import beginnings, best, hits, terms

PASSAGES = [
    ("People", "The supervisor was called by the operator at 14:10."),
    ("Power", "The UPS was tested on 3 March 2026."),
    ("Power", "Nobody called."),
    ("Cause", "Nobody called."),
]


def test_the_best_match_comes_first():
    assert best(PASSAGES, "Who called the supervisor?")[0] == 0
    assert best(PASSAGES, "When was the UPS tested?") == [1]


def test_words_match_in_other_forms():
    assert best(PASSAGES, "Which tests were there?") == [1]


def test_on_equal_terms_the_section_being_read_comes_first():
    assert best(PASSAGES[2:], "Who called?", near="Cause") == [1, 0]
    assert best(PASSAGES[2:], "Who called?", near="Power") == [0, 1]


def test_no_more_than_wanted():
    assert len(best(PASSAGES, "called", most=2)) == 2


@pytest.mark.parametrize(
    "hostile", ["who's", "a AND", "NEAR(", '"', "power*", "words:", "(called", "-", "^", "tea OR"]
)
def test_no_question_is_an_error_of_the_index(hostile):
    assert set(best(PASSAGES, hostile)) <= {0, 1, 2, 3}


def test_words_that_say_nothing_find_nothing():
    assert terms("What is it about, and why?") == []
    assert best(PASSAGES, "What is it about, and why?") == []


@pytest.mark.parametrize(
    ("query", "looked_for"),
    [
        ("The pumps", ["pump"]),
        ("Café  CAFÉ", ["cafe"]),
        ("who is it", ["is", "it", "who"]),
        ("gas", ["gas"]),
        ("温度", ["度", "温"]),
        ("- ?", []),
        (" ".join(f"w{number:02}" for number in range(30)), [f"w{n:02}" for n in range(20)]),
    ],
)
def test_what_the_words_looked_for_begin_with(query, looked_for):
    assert beginnings(query) == looked_for


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("supervisor called", [0, 3, 2]),
        ("superv", [0]),  # as somebody types
        ("cause", [3]),  # the heading counts
        ("seal", []),
        ("?", []),
    ],
)
def test_the_passages_with_most_of_the_words_come_first(query, numbers):
    found = hits(PASSAGES, query, 10)
    assert sorted(hit.number for hit in found) == sorted(numbers)
    assert [hit.number for hit in found][:1] == numbers[:1]
    assert all(0 < hit.score < 1 for hit in found)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_no_more_hits_than_wanted():
    assert len(hits(PASSAGES, "called", 2)) == 2


@pytest.mark.parametrize(
    "text", ["Die Größe der Tür.", "冷却水の温度が高い。", "the CAFÉ\x01\x02 x"]
)
@pytest.mark.parametrize("query", ["größe", "温度", "cafe"])
def test_a_short_passage_is_quoted_whole(text, query):
    for hit in hits([("", text)], query, 5):
        assert (hit.start, hit.end) == (0, len(text))


def test_each_script_is_found():
    texts = ["Die Größe der Tür.", "冷却水の温度が高い。", "the CAFÉ closed"]
    passages = [("", text) for text in texts]
    assert [hits(passages, query, 5)[0].number for query in ("große", "温度", "cafe")] == [0, 1, 2]


@pytest.mark.parametrize("before", ["word " * 200, "温度計 " * 200, ""])
def test_of_a_long_passage_the_words_around_the_match_are_quoted(before):
    text = f"{before}the needle lies here{' after' * 200}"
    (hit,) = hits([("", text)], "needle", 5)
    quote = text[hit.start : hit.end]
    assert "needle" in quote and len(quote) <= 300
    assert quote.strip() == quote and f" {quote} " in f" {text} ", "no word is cut"
