"""The reviewer: findings that do not compete, notes, time, cancelling, and the first call."""

import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluepencil.documents import reader
from bluepencil.engines import Call
from bluepencil.engines.checks import BuiltIn
from bluepencil.engines.checks.facts import facts
from bluepencil.engines.checks.reviewer import basis, check_section
from bluepencil.errors import BluepencilError, TaskCancelled
from bluepencil.work.cancel import Cancel
from tests.engines.checks.conftest import GUIDELINE, findings

_FIRST_CALLS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from bluepencil.documents.guideline import Guideline
from bluepencil.documents.reader import read
from bluepencil.engines import Call
from bluepencil.engines.checks import BuiltIn
from bluepencil.work.cancel import Cancel

document = read(b"The number is TBD.", "note.txt")
guideline = Guideline(name="g", title="g", text="")
engine, together = BuiltIn(), Barrier(8)
assert "bluepencil.engines.checks.reviewer" not in sys.modules

def quotes(_):
    together.wait()
    found = []
    call = Call("analysis", Cancel())
    engine.review_section(document, document.sections[0], guideline, call, found.append)
    return [one.quote for one in found]

with ThreadPoolExecutor(8) as pool:
    assert list(pool.map(quotes, range(8))) == [["TBD"]] * 8
"""


def test_many_threads_may_make_the_first_call_at_once():
    subprocess.run([sys.executable, "-c", _FIRST_CALLS], check=True)


@pytest.mark.parametrize(
    "text",
    [
        "The pump ran for 12 minutes on 3 March 2026 and Ada Lund switched it off at 14:05.",
        "In May 2026 the lot was released by Ada Lund, head of quality.",
        "The QLX is known here.",
        "It is better to repair than to replace; he would rather repair it.",
        "What kind of valve is it?",
        "The pump has an hour meter and a unique number.",
        "```\nTBD several the the occured\n```",
    ],
)
def test_good_prose_and_code_are_left_alone(text):
    assert findings(text) == []


def test_of_two_on_the_same_words_the_weightier_stays():
    found = findings("It was decided to release several lots as soon as possible.", "Decision")
    spans = sorted((one.start, one.end) for one in found)
    assert all(first[1] <= second[0] for first, second in zip(spans, spans[1:], strict=False))


def test_a_vague_sentence_may_be_misspelt_too():
    found = {one.rule for one in findings("It seems that it occured.", "Investigation")}
    assert found == {"hedge", "spelling"}


def review(text):
    document = reader.read(text.encode(), "t.md")
    found, call, engine = [], Call("analysis", Cancel()), BuiltIn()
    for section in document.sections:
        engine.review_section(document, section, GUIDELINE, call, found.append)
    return found, engine.review_whole(document, GUIDELINE, call, found.append)


GERMAN = (
    "# Bericht\n\nDie Pumpe war aus und das war nicht allen im Team bekannt. Die Temperatur stieg "
    "auf 40 Grad, und die die nicht da waren, wurden nicht informiert. Der Wert ist TBD.\n"
)


def test_another_language_is_read_without_english_rules_and_the_review_says_so():
    found, reading = review(GERMAN)
    assert [one.quote for one in found] == ["TBD"]
    (note,) = reading.notes
    assert "in German" in note


def test_a_review_in_english_needs_no_note():
    assert review("# H\n\nThe pump was off and it was known.\n")[1].notes == ()


def test_the_basis_changes_with_what_the_rules_use():
    one, same, other = (
        reader.read(f"# H\n\n{text}\n\n# I\n\nx\n".encode(), "t.md")
        for text in ("The pump.", "The pump.", "The pumps.")
    )
    first = basis(one, one.sections[0], GUIDELINE)
    assert first == basis(same, same.sections[0], GUIDELINE)
    assert first != basis(other, other.sections[0], GUIDELINE)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_can_be_read_and_every_quote_stands_in_it(text):
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
    document = reader.read(f"H\n=\n\n{text}".encode(), "t.txt")  # Markdown refuses some of it
    call, engine = Call("analysis", Cancel()), BuiltIn()
    began = time.thread_time()
    engine.review_section(document, document.sections[0], GUIDELINE, call, lambda finding: None)
    engine.review_whole(document, GUIDELINE, call, lambda finding: None)
    return time.thread_time() - began


@pytest.mark.parametrize(
    "hostile",
    [
        "a ", "_", "the the ", "[insert ", "A", "No impact on ", "1,000 vials ", "(", "it was ",
        "several customers failed ", "“", "“a ", ". ", "A. ", "<name", "??", "ABC ", "(ABC ",
        "Ab Cd ",
    ],
)  # fmt: skip
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


def test_the_same_misspelling_is_one_finding_that_says_how_often():
    (found,) = findings("The leak occured. It occured again. Then it OCCURED.")
    assert found.description == "“occured” is misspelt. So 3 times in this section."


def test_a_misspelling_is_found_in_the_first_of_the_sections_that_have_it():
    document = reader.read(b"# A\n\nThe leak occured.\n\n# B\n\nIt occured again.\n", "t.md")
    known = facts(document, GUIDELINE)
    told = [
        (one.section_name, one.quote)
        for section in document.sections
        for one in check_section(section, known, Cancel())
        if one.rule == "spelling"
    ]
    assert told == [("A", "occured")]


def test_what_a_section_before_says_counts_for_the_findings_of_the_next():
    text = "# A\n\nIt {}.\n\n# B\n\nIt occured again. It occured.\n"
    documents = [reader.read(text.format(one).encode(), "t.md") for one in ("ran", "occured")]
    first, second = (basis(one, one.sections[1], GUIDELINE) for one in documents)
    assert first != second


WORDY = (
    "In order to clean it, due to the fact that it rained, the crew met in the event that it leaked"
)


def test_many_wordy_phrases_in_a_row_are_one_finding():
    few = [one for one in findings(f"{WORDY}.") if one.rule == "cliche-or-wordy"]
    assert len(few) == 3
    (one,) = [
        one for one in findings(f"{WORDY}, at this point in time.") if one.rule == "cliche-or-wordy"
    ]
    assert one.quote.startswith("In order to clean") and one.quote.endswith("point in time")
    assert one.description.startswith("4 phrases here take more words than they say: “In order to”")
    assert one.replacement.startswith("To clean it, because it rained, the crew met ")
