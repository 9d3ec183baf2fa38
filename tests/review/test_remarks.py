"""A review as it is handed back."""

from bluepencil.documents.guideline import parse
from bluepencil.review.criteria import Judgement
from bluepencil.review.remarks import in_order, remarks, table, without_minor
from bluepencil.review.verdicts import judge
from tests.review.making import GENERAL, NOW, OLD, finding, kept, own, review

ASKED = parse("# Ours\n\n## Checklist\n\n- who: Says who.\n\n## Sections\n\n- Plan\n", "ours")


def test_findings_come_in_the_order_of_the_document():
    _, items = kept(review(), finding("Human error", "Cause"), finding("shift lead"), finding(None))
    assert [item.quote for item in in_order(OLD, items)] == [None, "shift lead", "Human error"]


def test_remarks_are_signed_by_who_made_them():
    _, (found,) = kept(review(), finding())
    told = remarks(OLD, [found, own()], [GENERAL])
    assert [one.author for one in told] == ["Bluepencil", "Reviewer"]


def test_minor_findings_are_left_out_but_not_the_readers():
    _, (minor, other) = kept(review(), finding(severity="low"), finding("shift lead"))
    mine = own(severity="low")
    assert without_minor([minor, other, mine]) == ([other, mine], 1)


def test_the_verdicts_become_a_table_once_something_was_judged():
    now = review()
    now = judge(now, [], complete=True)
    assert table(now, NOW) is None
    session = now.session.model_copy(update={"guideline": ASKED})
    said = Judgement(item="who", text="Says who.", verdict="not_met", source="checks", note="No.")
    made = table(judge(review(session=session), [said], complete=True), NOW)
    assert [(row.group, row.verdict, row.text, row.note) for row in made.rows] == [
        ("Checklist", "Not met", "Says who.", "No."),
        ("Expected sections", "Not checked", "Plan", "Not reviewed yet."),
    ]
    assert (made.title, made.summary) == ("Ours", "1 not met, 1 not checked.")
