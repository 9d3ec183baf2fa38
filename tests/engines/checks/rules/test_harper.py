"""Harper: what it adds where it is installed, and that nothing is missing where it is not."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from bluepencil.documents.guideline import Guideline
from bluepencil.engines.checks.rules import harper
from tests.engines.checks.conftest import findings

ONLY_HARPER = "I has no access to the file."
OURS_TOO = "The pump has ran dry twice."


def slips(text, **more):
    return [one for one in findings(text, **more) if one.rule == "grammar"]


@pytest.fixture
def not_installed(monkeypatch):
    """An installation without the library: importing it fails."""
    harper.forget()
    monkeypatch.setitem(sys.modules, "harper", None)
    yield
    harper.forget()


def test_it_finds_a_slip_our_rules_do_not_know():
    (found,) = slips(ONLY_HARPER)
    assert found.quote == "has"
    assert found.category == "language"
    assert found.source == "checks"
    assert found.confidence == 0.5


def test_without_it_our_own_rules_still_work(not_installed):
    assert slips(ONLY_HARPER) == []
    assert [one.quote for one in slips(OURS_TOO)] == ["has ran"]


def test_what_our_own_rules_tell_is_not_told_twice():
    (found,) = slips(OURS_TOO)
    assert found.quote == "has ran"
    assert found.confidence > 0.5


def test_the_wording_is_ours():
    import harper as library

    messages = {lint.message for lint in library.Linter().lint(ONLY_HARPER)}
    (found,) = slips(ONLY_HARPER)
    assert messages
    assert not messages & {found.description, found.suggestion}


def test_the_words_are_found_where_they_stand_after_signs_of_several_units():
    (found,) = slips(f"Ünïcode 😀 stands here. {ONLY_HARPER}")
    assert found.quote == "has"  # that the quote stands at its span is looked at in findings()


@pytest.mark.parametrize(
    "text",
    [
        "The pump stopped at 10:04 and Ada Lund started it again at 10:09.",
        "The colour of the label is grey, and the centre is white.",
        "Samples 4-9 lie in room 12, in the cabinet by the door.",
        "The valve (type KX-3) closes within 90 ms.",
    ],
)
def test_matters_of_taste_and_typography_are_left_alone(text):
    assert findings(text) == []


def test_a_term_of_the_guideline_is_left_alone():
    terms = Guideline(name="house", title="House", text="", terms=("has",))
    assert slips(ONLY_HARPER, guideline=terms) == []


def test_cells_are_not_read_as_one_sentence():
    text = "| Who | What |\n| --- | --- |\n| The two who | has the key |"
    assert all("\t" not in one.quote for one in slips(text))


def test_a_text_that_is_nothing_but_slips_is_not_english():
    text = "I has. He have. They is. "
    assert harper._lint(f"{text} {'The pump stands in the hall. ' * 20}")
    assert harper._lint(text * 20) == ()


def test_what_is_no_prose_is_not_read():
    assert harper._lint(f"{ONLY_HARPER} {'(' * 100}") == ()
    assert harper._lint(ONLY_HARPER + " The pump stands in the hall." * 200) == ()


def test_many_may_ask_at_once():
    harper.forget()
    texts = [f"I has no access to file {number}." for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(slips, texts))
    assert [[one.quote for one in each] for each in found] == [["has"]] * 40


def test_it_is_not_loaded_before_a_text_is_read():
    code = (
        "import sys, bluepencil.engines.checks, bluepencil.engines.checks.rules.harper as rules;"
        "sys.exit('harper' in sys.modules or rules._linter.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
