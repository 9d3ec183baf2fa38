"""Verdicts: what the engine says, what the reader says instead, and what becomes of both."""

from dataclasses import replace

import pytest

from bluepencil.documents.guideline import parse
from bluepencil.errors import Invalid, NotFound
from bluepencil.review import changes
from bluepencil.review.criteria import Judgement
from bluepencil.review.decisions import redo, undo
from bluepencil.review.findings import MISSING, Citation
from bluepencil.review.verdicts import Wanted, beginning, judge, overrule, reset, verdicts
from tests.conftest import document
from tests.review.making import NEW, NOW, OLD, finding, kept, review

OWNERS, YEAR, CAUSE, PLAN = "owners", "years", "section:cause", "section:plan"
TEXT = (
    "# General\n\n## Expected sections\n\n- Cause\n- Plan\n\n## Checklist\n\n"
    "- owners: Every action names who does it.\n- years: Every date has a year.\n"
)
GUIDELINE = parse(TEXT, "general")
TEXTS = {
    OWNERS: "Every action names who does it.",
    YEAR: "Every date has a year.",
    CAUSE: "Cause",
    PLAN: "Plan",
}


def said(item, verdict, quote=None, section="Cause", **values):
    """What the checks say of an item, with a passage of the old document that shows it."""
    evidence = ()
    if quote is not None:
        start = OLD.section(section).text.index(quote)
        place = {"start": start, "end": start + len(quote)}
        evidence = (Citation(section_name=section, quote=quote, **place),)
    base = {"item": item, "text": TEXTS.get(item, "?"), "verdict": verdict, "evidence": evidence}
    return Judgement(**{**base, "source": "checks", **values})


@pytest.fixture
def unread():
    """A review nothing was done in."""
    now = review()
    return replace(now, session=now.session.model_copy(update={"guideline": GUIDELINE}))


@pytest.fixture
def judged(unread):
    """The same after a review that had something to say of three items."""
    found = [
        said(OWNERS, "not_met", note="0 of 2 actions name an owner"),
        said(CAUSE, "met", "Human error."),
        said(PLAN, "not_met"),
    ]
    return judge(unread, found, complete=True)


def shown(now):
    return {one.item: (one.verdict, one.source) for one in verdicts(now)}


def test_before_a_review_nothing_was_checked_by_anybody(unread):
    assert shown(unread) == dict.fromkeys((OWNERS, YEAR, CAUSE, PLAN), ("not_checked", None))
    assert {one.note for one in verdicts(unread)} == {"Not reviewed yet."}


def test_a_review_says_how_the_document_stands_to_each_item(judged):
    assert shown(judged) == {
        OWNERS: ("not_met", "checks"),
        YEAR: ("not_checked", None),
        CAUSE: ("met", "checks"),
        PLAN: ("not_met", "checks"),
    }
    (cause,) = [one for one in verdicts(judged) if one.item == CAUSE]
    assert (cause.text, cause.kind) == ("Cause", "section")
    assert [one.quote for one in cause.evidence] == ["Human error."]


def test_only_items_of_the_guideline_are_kept(unread):
    assert judge(unread, [said("unknown", "met")], complete=True).judged == {}


def test_a_complete_reading_replaces_what_was_said_a_broken_one_adds(judged):
    again = [said(OWNERS, "partly")]
    assert shown(judge(judged, again, complete=False))[CAUSE] == ("met", "checks")
    assert shown(judge(judged, again, complete=True))[CAUSE] == ("not_checked", None)
    assert judge(judged, list(judged.judged.values()), complete=True) is judged


def test_a_verdict_lists_the_findings_that_rest_on_its_item(judged):
    there, (one, missing, _) = kept(
        judged,
        finding("Several vials", guideline="general#owners"),
        finding(None, guideline="general#plan", rule=MISSING, description="Plan is missing."),
        finding("The shift lead", guideline="other#owners"),
    )
    by_item = {verdict.item: verdict.findings for verdict in verdicts(there)}
    assert by_item == {OWNERS: [one.id], YEAR: [], CAUSE: [], PLAN: [missing.id]}


def test_the_reader_overrules_a_verdict_and_it_says_so(judged):
    outcome = overrule(judged, OWNERS, Wanted("met", "Both are ours."))
    (owners,) = [one for one in verdicts(outcome.review) if one.item == OWNERS]
    assert (owners.verdict, owners.note, owners.source) == ("met", "Both are ours.", "you")
    assert (owners.overruled.verdict, owners.overruled.source) == ("not_met", "checks")
    assert outcome.answer.verdicts == (OWNERS,)
    assert [one.detail for one in outcome.activity] == ["Changed a verdict"]


def test_what_is_not_sent_stays(judged):
    once = overrule(judged, OWNERS, Wanted("met", "Both are ours.")).review
    twice = overrule(once, OWNERS, Wanted(note="Really.")).review
    assert twice.overruled[OWNERS].verdict == "met"
    thrice = overrule(twice, OWNERS, Wanted("partly")).review
    assert (thrice.overruled[OWNERS].verdict, thrice.overruled[OWNERS].note) == (
        "partly",
        "Really.",
    )
    assert overrule(thrice, OWNERS, Wanted("partly", "Really.")).review is thrice
    assert overrule(judged, OWNERS, Wanted()).review is judged


def test_overruling_is_undone_and_redone(judged):
    done = overrule(judged, OWNERS, Wanted("met")).review
    back = undo(done)
    assert (shown(back.review), back.answer.verdicts) == (shown(judged), (OWNERS,))
    assert shown(redo(back.review).review) == shown(done)


def test_a_reset_goes_back_to_the_engine_and_is_an_edit_too(judged):
    done = overrule(judged, OWNERS, Wanted("met")).review
    again = reset(done, OWNERS)
    assert shown(again.review) == shown(judged)
    assert shown(undo(again.review).review) == shown(done)
    assert reset(judged, OWNERS).review is judged


def test_overruling_survives_a_new_review(judged):
    done = overrule(judged, OWNERS, Wanted("met")).review
    later = judge(done, [said(OWNERS, "partly")], complete=True)
    assert shown(later)[OWNERS] == ("met", "you")
    assert shown(reset(later, OWNERS).review)[OWNERS] == ("partly", "checks")


def test_an_unknown_item_is_not_there(judged):
    for rule in (lambda: overrule(judged, "unknown", Wanted("met")), lambda: reset(judged, "x")):
        with pytest.raises(NotFound) as error:
            rule()
        assert error.value.code == "verdict_not_found"


def test_naming_the_section_shows_it_and_rejects_the_finding_in_one_edit(judged):
    there, (missing,) = kept(
        judged, finding(None, guideline="general#plan", rule=MISSING, description="No plan.")
    )
    done = overrule(there, PLAN, Wanted("met", section_name="Actions")).review
    (plan,) = [one for one in verdicts(done) if one.item == PLAN]
    assert [(one.section_name, one.quote) for one in plan.evidence] == [
        ("Actions", "Training is planned.")
    ]
    closed = done.items[missing.id]
    assert (closed.decision, closed.reason) == ("rejected", "Found as “Actions”.")
    back = undo(done).review
    assert (back.items[missing.id].decision, shown(back)) == ("open", shown(there))


@pytest.mark.parametrize(
    ("item", "wanted"),
    [
        (OWNERS, Wanted("met", section_name="Actions")),
        (PLAN, Wanted("not_met", section_name="Actions")),
        (PLAN, Wanted("met", section_name="Nowhere")),
    ],
)
def test_a_section_is_named_only_where_one_can_be(judged, item, wanted):
    with pytest.raises(Invalid):
        overrule(judged, item, wanted)


def test_a_new_version_keeps_what_the_reader_says_and_not_what_the_engine_said(judged):
    done = overrule(judged, OWNERS, Wanted("met", "Both are ours.")).review
    done = overrule(done, PLAN, Wanted("met", section_name="Actions")).review
    later = changes.next_version(done, NEW, NOW).review
    assert shown(later) == {
        OWNERS: ("met", "you"),
        YEAR: ("not_checked", None),
        CAUSE: ("not_checked", None),
        PLAN: ("met", "you"),
    }
    (plan,) = [one for one in verdicts(later) if one.item == PLAN]
    assert plan.evidence == []  # what stood under “Actions” stands there no more


def test_a_version_in_which_nothing_changed_keeps_all(judged):
    same = OLD.model_copy(update={"name": "again.md"})
    assert shown(changes.next_version(judged, same, NOW).review) == shown(judged)
    longer = document(*((one.name, one.text) for one in OLD.sections), ("More", "Words."))
    assert shown(changes.next_version(judged, longer, NOW).review)[CAUSE] == ("not_checked", None)


def test_of_an_item_that_was_rewritten_nothing_is_said(judged):
    done = overrule(judged, OWNERS, Wanted("met")).review
    rewritten = parse(TEXT.replace("names who does it", "has one owner"), "general")
    now = changes.change_session(done, guideline=rewritten).review
    assert shown(now)[OWNERS] == ("not_checked", None)
    assert shown(now)[CAUSE] == ("met", "checks")
    back = changes.change_session(now, guideline=GUIDELINE).review
    assert shown(back)[OWNERS] == ("met", "you")


def test_the_beginning_of_a_section_is_its_first_words():
    (passage,) = beginning(OLD.section("Cause"))
    assert OLD.section("Cause").text[passage.start : passage.end] == passage.quote
    assert beginning(document(("Empty", "")).section("Empty")) == ()
