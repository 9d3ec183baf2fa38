"""The rules within a section: what each must find, word for word, and what it must leave alone."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluepencil.documents import reader
from bluepencil.documents.guideline import Guideline
from bluepencil.engines import Call
from bluepencil.engines.checks import BuiltIn
from bluepencil.engines.checks.passage import facts
from bluepencil.engines.checks.reviewer import check_section
from bluepencil.engines.checks.rules import RULES
from bluepencil.errors import TaskCancelled
from bluepencil.work.cancel import Cancel
from tests.engines.checks.conftest import GUIDELINE, findings

FOUND = [
    ("placeholder", "Report", "The number is TBD.", "TBD"),
    ("placeholder", "Report", "Signed by [insert name here] today.", "[insert name here]"),
    ("placeholder", "Report", "Reference: ________", "________"),
    ("vague-quantity", "Report", "Several pumps stopped.", "Several"),
    ("vague-quantity", "Report", "The team found a handful of leaks.", "a handful of"),
    ("vague-time", "Report", "The valve was serviced recently.", "recently"),
    ("vague-time", "Report", "A while later the alarm went off.", "A while later"),
    ("opinion", "Report", "Unfortunately the log was empty.", "Unfortunately"),
    ("opinion", "Report", "We believe this is enough.", "We believe"),
    ("unsupported-claim", "Report", "The change significantly improved the line.",
     "significantly improved"),
    ("hedge", "Report", "It seems that the door stood open.", "It seems"),
    ("hedge", "Report", "The filter is perhaps blocked.", "perhaps"),
    ("missing-actor", "Report", "It was decided to release the lot.",
     "It was decided to release the lot"),
    ("undefined-acronym", "Report", "The ZQRT stopped.", "ZQRT"),
    ("undated-action", "Actions", "Ada Lund will replace the pump as soon as possible.",
     "as soon as possible"),
    ("action-incomplete", "Actions", "- Replace the filter of the pump",
     "Replace the filter of the pump"),
    ("root-cause-person", "Root cause", "The root cause is human error.",
     "The root cause is human error."),
    ("training-only", "Actions",
     "All operators will be retrained by 3 May 2026; Ada Lund is responsible.",
     "All operators will be retrained by 3 May 2026; Ada Lund is responsible."),
    ("doubled-word", "Report", "The pump was was off.", "was was"),
    ("spelling", "Report", "The leak occured at noon.", "occured"),
    ("grammar", "Report", "The test should of been run.", "should of been"),
    ("grammar", "Report", "There were less samples than planned.", "less"),
    ("cliche-or-wordy", "Report", "The pump was off due to the fact that it leaked.",
     "due to the fact that"),
    ("long-sentence", "Report", "The pump " + "of the line " * 15 + "ran.", None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "heading", "text", "quote"), FOUND)
def test_it_is_found(rule, heading, text, quote):
    found = [one for one in findings(text, heading) if one.rule == rule]
    assert found, f"{rule} was not found"
    if quote is not None:
        assert found[0].quote == quote


FINE = [
    "The pump ran for 12 minutes on 3 March 2026 and Ada Lund switched it off at 14:05.",
    "In May 2026 the lot was released by Ada Lund, head of quality.",
    "Quality assurance (QA) approved the lot. QA signed on 4 May 2026.",
    "The QLX is known here.",
    "It is better to repair than to replace; he would rather repair it.",
    "What kind of valve is it?",
    "The pump has an hour meter and a unique number.",
    "She had had the key since 2021, and he knew that that key was hers.",
]


@pytest.mark.parametrize("text", FINE)
def test_good_prose_is_left_alone(text):
    assert findings(text) == []


def test_nothing_is_looked_for_in_code():
    assert findings("```\nTBD several the the occured\n```") == []


def test_cells_are_looked_at_one_by_one():
    text = "| Action | Owner | Due |\n| --- | --- | --- |\n| Replace the pump | | 3 May 2026 |"
    (found,) = [one for one in findings(text, "Actions") if one.rule == "action-incomplete"]
    assert found.quote == "Replace the pump"


def test_a_complete_action_is_fine():
    text = "- Replace the filter of the pump. Owner: Ada Lund. Due: 3 May 2026."
    assert [one for one in findings(text, "Actions") if one.rule == "action-incomplete"] == []


def test_of_two_on_the_same_words_the_weightier_stays():
    found = findings("It was decided to release several lots as soon as possible.", "Actions")
    spans = sorted((one.start, one.end) for one in found)
    assert all(first[1] <= second[0] for first, second in zip(spans, spans[1:], strict=False))


def test_a_finding_names_the_checklist_item_if_there_is_one():
    (found,) = findings("Several pumps stopped.")
    assert found.guideline == "house#numbers"
    other = Guideline(name="other", title="", text="")
    assert findings("Several pumps stopped.", guideline=other)[0].guideline is None


def test_an_exact_replacement_is_given_where_there_is_one():
    replaced = {
        one.rule: one.replacement for one in findings("The the leak Occured in order to go.")
    }
    assert replaced["doubled-word"] == "The"
    assert replaced["spelling"] == "Occurred"
    assert replaced["cliche-or-wordy"] == "to"


def test_every_rule_says_what_and_what_to_do_with_one_of_three_confidences():
    for rule in RULES:
        assert rule.says.endswith(".")
        assert rule.suggests.endswith((".", "?"))
        assert rule.band in (0.9, 0.7, 0.5)


def test_every_rule_has_an_example_here():
    assert {rule.id for rule in RULES} == {row[0] for row in FOUND}


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_can_be_read_and_every_quote_stands_in_it(text):
    from bluepencil.errors import BluepencilError

    try:
        document = reader.read(f"# H\n\nx {text}".encode("utf-8", "replace"), "t.md")
    except BluepencilError:
        return
    known = facts(document, GUIDELINE)
    for section in document.sections:
        for finding in check_section(section, known, Cancel()):
            assert section.text[finding.start : finding.end] == finding.quote


def seconds_of_work(text: str) -> float:
    """How much processor time this thread takes to check such a text."""
    document = reader.read(f"# H\n\n{text}".encode(), "t.md")
    call, engine = Call("analysis", Cancel()), BuiltIn()
    began = time.thread_time()
    engine.review_section(document, document.sections[0], GUIDELINE, call, lambda finding: None)
    engine.review_whole(document, GUIDELINE, call, lambda finding: None)
    return time.thread_time() - began


@pytest.mark.parametrize(
    "hostile",
    ["a ", "_", "the the ", "[insert ", "A", "No impact on ", "1,000 vials ", "(", "it was "],
)
def test_hostile_text_takes_as_many_times_longer_as_it_is_long(hostile):
    """One that is 16 times as long: a rule that looks back for every character takes 256 times."""
    little, much = (hostile * (size // len(hostile)) for size in (2_500, 40_000))
    at_best = min(seconds_of_work(little) for _ in range(2))
    assert min(seconds_of_work(much) for _ in range(2)) < 48 * at_best + 0.1


def test_a_stop_is_heard():
    document = reader.read(b"# H\n\nSeveral pumps.\n", "t.md")
    call = Call("analysis", Cancel())
    call.cancel.set()
    with pytest.raises(TaskCancelled):
        BuiltIn().review_section(document, document.sections[0], GUIDELINE, call, print)
    with pytest.raises(TaskCancelled):
        BuiltIn().review_whole(document, GUIDELINE, call, print)
