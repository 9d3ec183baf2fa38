"""How findings are printed."""

import json

import pytest

from bluepencil.documents.reader import read
from bluepencil.errors import Invalid
from bluepencil.terminal import file_back, reaches, render, review, reviewer
from tests.documents.factory import p
from tests.documents.reviewed.making import anchored, comments, main, w, whole_docx

TEXT = (
    b"# One\n\nThe report number is TBD.\n\n# Two\n\nThe the pump was stopped in order to look.\n"
)


@pytest.fixture
def done(make_settings):
    with reviewer(make_settings(engine="built-in")) as parts:
        yield review(parts, TEXT, "note.md", "general", lambda percent: None, minor=True)


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


@pytest.mark.parametrize("form", ["text", "md"])
def test_the_other_places_of_a_finding_are_named(make_settings, form):
    text = b"# One\n\nThe crew packed 1,240 boxes.\n\n# Two\n\nThe crew packed 1,420 boxes.\n"
    with reviewer(make_settings(engine="built-in")) as parts:
        done = review(parts, text, "note.md", "general", lambda percent: None)
    assert "See also “1,240 boxes” in “One”" in render([done], form)


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


@pytest.mark.parametrize("tracked", [False, True])
def test_the_document_itself_has_every_finding_as_a_comment(make_settings, tracked):
    file = whole_docx(p("One", "Heading1") + p("The the pump ran. The report number is TBD."))
    with reviewer(make_settings(engine="built-in")) as parts:
        done = review(parts, file, "note.docx", "general", lambda percent: None, minor=True)
        out = file_back(parts, done, "docx", tracked=tracked)
    assert len(comments(out)) == len(done.items) > 1
    quotes = [item.quote for item in done.items if item.quote]
    assert sorted(anchored(main(out)).values())[-len(quotes) :] == sorted(quotes)
    assert bool(list(main(out).iter(w("del")))) == tracked


def test_any_document_becomes_a_word_file_or_a_page(make_settings):
    with reviewer(make_settings(engine="built-in")) as parts:
        done = review(parts, TEXT, "note.md", "general", lambda percent: None, minor=True)
        word = file_back(parts, done, "docx", tracked=False)
        page = file_back(parts, done, "html", tracked=False)
    assert len(comments(word)) == len(done.items)
    assert [one.name for one in read(word, "a.docx").sections] == ["One", "Two"]
    assert page.count(b"<li id=") == len(done.items)


def test_minor_findings_are_left_out_and_counted_unless_asked_for(done):
    minor = [item for item in done.items if item.severity == "low"]
    others = [item for item in done.items if item.severity != "low"]
    assert minor and others
    quiet = done._replace(minor=False)
    for form in ("text", "md"):
        text = render([quiet], form)
        assert f"{len(minor)} minor finding" in text and "--minor" in text
        assert all(item.description not in text for item in minor)
        assert all(item.description in text for item in others)
        assert "--minor" not in render([done], form)
    assert json.loads(render([quiet], "json"))["documents"][0]["feedback_count"] == len(done.items)
    assert reaches([quiet], "low")


def test_a_file_leaves_them_out_as_well(make_settings):
    with reviewer(make_settings(engine="built-in")) as parts:
        quiet = review(parts, TEXT, "note.md", "general", lambda percent: None)
        word, page = (file_back(parts, quiet, form, tracked=False) for form in ("docx", "html"))
    others = [item for item in quiet.items if item.severity != "low"]
    left_out = len(quiet.items) - len(others)
    assert len(comments(word)) == len(others) > 0
    assert f"{left_out} minor left out".encode() in page


def test_verdicts_are_told_in_every_form(done):
    told = json.loads(render([done], "json"))["documents"][0]["verdicts"]
    assert [one["item"] for one in told][0] == "owner-and-date"
    for form in ("text", "md"):
        text = render([done], form)
        assert "Guideline: General" in text
        assert all(row.text in text for row in done.table.rows)
