"""Answers without a model: from the findings, from the first sentences, from passages."""

import random

from bluepencil.documents import reader
from bluepencil.engines import Call, Question
from bluepencil.engines.checks.answer import answer
from bluepencil.engines.checks.facts import facts
from bluepencil.engines.checks.reviewer import check_section
from bluepencil.work.cancel import Cancel
from tests.engines.checks.conftest import GUIDELINE

TEXT = """# First

Several pumps stopped. Dozens of valves leaked. A number of pipes froze.

# Impact

There was no impact on the product. The number of the test is TBD.
"""
DOCUMENT = reader.read(TEXT.encode(), "text.md")


def found():
    known = facts(DOCUMENT, GUIDELINE)
    return [one for section in DOCUMENT.sections for one in check_section(section, known, Cancel())]


def ask(message, findings=(), review=found, about=None):
    told = []
    question = Question(message, DOCUMENT, GUIDELINE, tuple(findings), about)
    said = answer(question, Call("chat", Cancel()), told.append, review)
    assert "".join(told) == said.response
    texts = {section.name: section.text for section in DOCUMENT.sections}
    for one in said.citations:
        assert texts[one.section_name][one.start : one.end] == one.quote
    return said


def test_what_is_weak_is_told_by_kind_with_the_most_serious_as_examples():
    findings = found()
    said = ask("What is weak?", findings)
    assert f"the review found {len(findings)} findings" in said.response
    evidence = next(part for part in said.response.split("\n\n") if "without evidence" in part)
    assert evidence.splitlines()[0].endswith(": 4, for example")
    assert "no impact" in evidence.splitlines()[1]
    assert "“Several" in evidence.splitlines()[2]


def test_the_same_findings_give_the_same_answer_in_whatever_order_they_came():
    findings = found()
    first = ask("What is weak?", findings)
    random.Random(7).shuffle(findings)
    assert ask("What is weak?", findings) == first


def test_with_no_review_the_checks_are_run_for_the_answer():
    assert "no review was run yet" in ask("What is weak?").response
    assert "nothing to remark" in ask("What is weak?", review=list).response


def test_a_section_that_is_named_is_the_only_one_told_about():
    said = ask("What is weak in Impact?", found())
    assert "TBD" in said.response
    assert "Several" not in said.response


def test_a_summary_is_the_first_sentence_of_each_section():
    said = ask("Summarize the document.")
    assert [one.section_name for one in said.citations] == ["First", "Impact"]


def test_other_questions_are_answered_by_the_passages_that_have_their_words():
    assert "A number of pipes froze." in ask("Which pipes froze?").response
    assert ask("Who likes tea?").citations == ()


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


def test_another_question_is_answered_as_always_also_beside_a_finding():
    said = ask("Which pipes froze?", about=found()[0])
    assert "A number of pipes froze." in said.response
