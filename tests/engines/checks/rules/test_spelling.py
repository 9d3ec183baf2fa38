"""Spelling: doubled words and slips of the pen; no correction where it is a guess."""

import pytest

from tests.engines.checks.conftest import findings


def found(text):
    return [(one.rule, one.quote, one.replacement) for one in findings(text)]


def test_a_word_that_stands_twice():
    assert found("The pump was was off.") == [("doubled-word", "was was", "was")]
    assert found("The the pump was off.") == [("doubled-word", "The the", "The")]


@pytest.mark.parametrize(
    "text",
    [
        "She had had the key since 2021, and he knew that that key was hers.",
        "The note by Will will be read.",
        "The pumps in A A and B are red.",
        "He wrote “the the” in the log.",
    ],
)
def test_a_word_that_may_stand_twice(text):
    assert found(text) == []


def test_doubled_words_in_two_cells_are_none():
    text = "| Pump | State |\n| --- | --- |\n| red | red |\n"
    assert found(text) == []


def test_what_is_certainly_misspelt_is_corrected():
    assert found("The leak occured at noon.") == [("spelling", "occured", "occurred")]


@pytest.mark.parametrize("word", ["discused", "secuirty", "beloging", "idetified", "goverment"])
def test_a_slip_of_the_pen(word):
    ((rule, quote, _),) = found(f"This was {word} twice at the meeting.")
    assert (rule, quote) == ("spelling", word)


def test_a_guess_is_no_correction():
    assert found("They discused it.") == [("spelling", "discused", None)]


@pytest.mark.parametrize(
    "word",
    [
        "inode", "subnet", "logins", "lossy", "doxing", "attaches", "aluminium", "colour",
        "centrelines", "uncomplicate", "hostname", "timestamps", "mutex", "serializable",
        "organisations", "unmarshalling", "backpressure", "Chidi", "kubelets",
    ],
)  # fmt: skip
def test_words_of_a_trade_names_and_british_spelling_are_left_alone(word):
    assert found(f"The report speaks of {word} in the hall.") == []


def test_a_word_used_twice_is_meant():
    assert found("The sprogket turned. The sprogket stopped.") == []
