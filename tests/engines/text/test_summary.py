"""Summaries: sentences of the text in their order, within their length, nothing said twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepencil.engines.text.languages import LANGUAGES, language_of
from bluepencil.engines.text.sentences import count_words, sentences
from bluepencil.engines.text.summary import summarize

TEXT = """The north bridge over the Orrin will be closed for repairs from June to October. Engineers
found cracks in two of the bridge's main girders during an inspection in March. The repairs cost
2.4 million pounds, which the county pays. Mrs. Ross, who sells ice cream by the river, has had her
stall since 1998. Buses will use the south bridge while the north bridge is closed. What will
cyclists do? A ferry for cyclists and walkers crosses the Orrin every ten minutes. It is painted
green. The north bridge will be closed for repairs from June to October. Lorries must use the
motorway until the repairs of the bridge are finished."""


def made(text, most, code="en"):
    return summarize(text, most, LANGUAGES[code], lambda share: None)


def test_it_is_made_of_sentences_of_the_text_in_their_order():
    flat = " ".join(TEXT.split())
    known = [one.text for one in sentences(TEXT, LANGUAGES["en"])]
    summary = made(TEXT, 60)
    chosen = [one.text for one in sentences(summary, LANGUAGES["en"])]
    assert 2 <= len(chosen) < len(known) and set(chosen) <= set(known)
    assert [flat.index(one) for one in chosen] == sorted(flat.index(one) for one in chosen)


def test_what_matters_is_in_and_what_does_not_is_out():
    summary = made(TEXT, 45)
    assert "closed for repairs from June to October" in summary
    assert "ice cream" not in summary and "painted green" not in summary
    assert "What will cyclists do?" not in summary


def test_nothing_is_said_twice():
    assert made(TEXT, 200).count("closed for repairs") == 1


@pytest.mark.parametrize("most", [1, 3, 10, 25, 60, 1000])
def test_it_has_at_most_so_many_words_and_is_shorter_than_the_text(most):
    summary = made(TEXT, most)
    assert 0 < count_words(summary) <= most
    assert count_words(summary) < count_words(TEXT)


def test_a_short_text_is_its_own_summary():
    assert made("The pump\nwas replaced. It works.", 50) == "The pump was replaced. It works."
    assert made("The pump was replaced on Friday.", 3) == "The pump was…"


def test_headings_are_no_sentences_but_a_text_of_headings_has_a_summary():
    assert "Background" not in made(f"# Background\n\n{TEXT}", 60)
    assert count_words(made("# One\n\n# Two\n\n# Three", 2)) == 2


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_is_summarized_by_its_own_rules(code):
    topic = {"en": "The pump of line 4", "de": "Die Pumpe der Linie 4",
             "fr": "La pompe de la ligne 4", "es": "La bomba de la línea 4",
             "vi": "Máy bơm của dây chuyền 4"}[code]  # fmt: skip
    text = " ".join(f"{topic} {word} Dr. Ax." for word in ("alpha", "beta", "gamma", "delta") * 8)
    summary = summarize(text, 30, language_of(text, code), lambda share: None)
    assert 0 < count_words(summary) <= 30


def test_progress_is_told_and_may_stop_it():
    told = []
    summarize(TEXT * 200, 100, LANGUAGES["en"], told.append)
    assert told == sorted(told) and told[0] >= 0 and told[-1] <= 1 and len(told) > 3

    class Stopped(Exception):
        pass

    def stop(share):
        raise Stopped

    with pytest.raises(Stopped):
        summarize(TEXT, 100, LANGUAGES["en"], stop)


@given(st.text(max_size=400), st.integers(1, 30))
def test_any_text_has_a_summary_of_the_length(text, most):
    assert count_words(summarize(text, most, language_of(text), lambda share: None)) <= most
