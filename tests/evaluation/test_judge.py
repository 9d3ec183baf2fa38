"""Judging: lines out, verdicts back."""

import json

import pytest

from evaluation.judge import line, read_back
from evaluation.real.verdicts import Raised
from tests.evaluation.real.test_verdicts import finding

ONE = Raised("a.md", True, finding(), "The pump was  was off.", None)


def test_a_line_shows_the_words_and_what_is_around_them():
    row = json.loads(line(ONE))
    assert (row["key"], row["quote"], row["verdict"]) == (ONE.key, "was  was", "")
    assert row["around"] == "The pump was  was off."


def test_lines_with_a_verdict_come_back():
    judged = json.loads(line(ONE)) | {"verdict": "U"}
    assert read_back(f"{json.dumps(judged)}\n\n{line(ONE)}\n") == {ONE.key: "U"}


def test_another_verdict_is_refused_with_its_line():
    judged = json.loads(line(ONE)) | {"verdict": "maybe"}
    with pytest.raises(ValueError, match="line 2"):
        read_back(f"\n{json.dumps(judged)}\n")
