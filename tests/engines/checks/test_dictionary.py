"""The dictionary."""

from bluepencil.engines.checks.dictionary import frequency, is_known


def test_words_are_known_with_how_often_they_are_used():
    assert is_known("pump")
    assert not is_known("pummp")
    assert frequency("the") > frequency("pump") > frequency("pummp") == 0
