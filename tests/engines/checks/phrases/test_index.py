"""The index: the names of the lists, and time that grows with the text alone."""

import time

from bluepencil.engines.checks.phrases.index import Index
from bluepencil.engines.checks.phrases.library import library
from bluepencil.engines.checks.phrases.pattern import parse
from bluepencil.engines.checks.tokens import tokens


def test_each_list_has_its_own_matches():
    phrases = [("a", one) for one in parse("red pump", {})] + [
        ("b", one) for one in parse("pump", {})
    ]
    found = Index(phrases).search(tokens("the red pump and a pump"))
    assert {name: len(matches) for name, matches in found.items()} == {"a": 1, "b": 2}


def seconds(words):
    read = tokens(words)
    began = time.thread_time()
    library().index.search(read)
    return time.thread_time() - began


def test_a_word_twenty_times_as_long_takes_about_twenty_times_as_long():
    little = min(seconds("t" * 50_000) for _ in range(3))
    assert min(seconds("t" * 1_000_000) for _ in range(3)) < 60 * little + 0.05


def test_twenty_times_the_words_take_about_twenty_times_as_long():
    words = "the number of the very many pumps that were not seen to have been off when it is "
    seconds(words)
    little = min(seconds(words * 40) for _ in range(3))
    assert min(seconds(words * 800) for _ in range(3)) < 60 * little + 0.05
