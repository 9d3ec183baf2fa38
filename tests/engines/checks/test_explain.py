"""Answers about one finding: why it was raised, how to put it, where else it occurs."""

from tests.engines.checks.answering import ask, found
from tests.engines.checks.conftest import GUIDELINE


def one_of(findings, **wanted):
    return next(
        one for one in findings if all(getattr(one, name) == is_ for name, is_ in wanted.items())
    )


def test_about_one_finding_it_says_why_with_the_guidelines_own_words():
    about = next(one for one in found() if GUIDELINE.item(one.guideline))
    said = ask("Why?", found(), about=about)
    assert said.response.startswith("Built-in checks, no AI: ")
    assert about.description in said.response
    assert GUIDELINE.item(about.guideline).text in said.response
    assert [one.quote for one in said.citations] == [about.quote]
    assert said.wording is None
    assert said.suggestions[0] == "Why is this a weakness?"


def test_how_to_put_it_is_the_replacement_where_there_is_an_exact_one():
    about = found()[0].model_copy(update={"replacement": "Three"})
    said = ask("How would you put it?", about=about)
    assert (said.wording, "“Three”" in said.response) == ("Three", True)
    gone = ask("How would you put it?", about=about.model_copy(update={"replacement": ""}))
    assert (gone.wording, "leave it out" in gone.response) == ("", True)


def test_how_to_put_it_is_the_advice_where_nobody_can_know_the_facts():
    about = one_of(found(), quote="TBD")
    said = ask("How would you put it?", about=about)
    assert said.wording is None
    assert about.suggestion in said.response


def test_where_else_tells_the_other_places_of_the_same_rule():
    about = one_of(found(), section_name="First")
    others = [one for one in found() if one.rule == about.rule and one.start != about.start]
    said = ask("Where else does this occur?", found(), about=about)
    assert {one.quote for one in said.citations} == {one.quote for one in others} != set()
    alone = ask("Where else does this occur?", [about], about=about)
    assert "nowhere else" in alone.response
