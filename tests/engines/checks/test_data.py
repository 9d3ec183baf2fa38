"""Data files: found by their paths in the package."""

from bluepencil.engines.checks.data import names, read, words


def test_the_phrase_files_are_found_and_read():
    files = names("phrases")
    assert "phrases/sets.toml" in files
    assert all(isinstance(read(name), dict) for name in files)


def test_lists_of_words():
    assert "bzw" in words("sentences.toml")["abbreviations"]
