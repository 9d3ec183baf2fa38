"""Clarity: long sentences by their length, and acronyms where they are first used."""

from tests.engines.checks.conftest import findings


def sentence(words):
    return "The pump " + "of the line " * ((words - 3) // 3) + "ran."


def rules(text):
    return [(one.rule, one.severity) for one in findings(text)]


def test_a_sentence_of_more_than_forty_words_is_long():
    assert rules(sentence(36)) == []
    assert rules(sentence(42)) == [("long-sentence", "low")]


def test_a_list_and_a_log_are_no_sentences():
    assert rules("Thanks go to " + ", ".join(["Ada Lund of Norvale"] * 14) + ".") == []
    assert rules("one pump and then " * 50 + ".") == []


def test_a_sentence_in_another_language_may_be_too_long_too():
    text = "Die Pumpe war aus und das war nicht allen im Team bekannt, " * 5 + "sagte er."
    assert rules(text) == [("long-sentence", "low")]


def test_a_full_stop_in_a_name_or_number_ends_nothing():
    (found,) = findings(sentence(45)[:-1] + " with crates.io 3.6 and e.g. 5.400 others here.")
    assert found.quote.endswith("others here.")


def test_an_acronym_is_raised_once():
    found = findings("The ZQRT stopped. The ZQRT ran again.")
    assert [(one.rule, one.quote, one.severity) for one in found] == [
        ("undefined-acronym", "ZQRT", "low")
    ]
