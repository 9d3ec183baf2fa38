"""Answers without a model: from the findings, from the first sentences, from passages."""

import random

from tests.engines.checks.answering import ask, found


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


def test_another_question_is_answered_as_always_also_beside_a_finding():
    said = ask("Which pipes froze?", about=found()[0])
    assert "A number of pipes froze." in said.response
