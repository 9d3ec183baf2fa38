"""How findings are printed."""

import json

import pytest

from bluepencil.errors import Invalid
from bluepencil.terminal import reaches, render, review, reviewer

TEXT = b"# One\n\nThe report number is TBD.\n\n# Two\n\nThe the pump ran.\n"


@pytest.fixture
def done(make_settings):
    with reviewer(make_settings(engine="built-in")) as parts:
        yield review(parts, TEXT, "note.md", "general", lambda percent: None)


def test_findings_stand_under_their_sections_in_order(done):
    text = render([done], "text")
    assert text.index("One\n---") < text.index("“TBD”") < text.index("Two\n---")
    assert "Write: “The”" in text


def test_counts_add_up(done):
    assert f"{len(done.items)} findings" in render([done], "text")
    told = json.loads(render([done], "json"))["documents"][0]
    assert told["feedback_count"] == len(done.items)


def test_markdown_quotes_the_words(done):
    assert "\n> TBD\n" in render([done], "md")


def test_the_threshold_is_reached_by_as_serious_or_more(done):
    assert reaches([done], "high")
    assert reaches([done], "low")
    assert not reaches([done], "never")


def test_progress_reaches_the_end(make_settings):
    told = []
    with reviewer(make_settings(engine="built-in")) as parts:
        review(parts, TEXT, "note.md", None, told.append)
    assert told == sorted(told)
    assert told[-1] == 100


def test_an_unknown_guideline_is_named(make_settings):
    with reviewer(make_settings(engine="built-in")) as parts, pytest.raises(Invalid, match="nope"):
        review(parts, TEXT, "note.md", "nope", lambda percent: None)
