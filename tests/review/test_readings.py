"""What readings add and remove: a remark keeps its identity, a decision is never lost."""

import pytest

from bluepencil.review import findings
from bluepencil.review.aggregate import Review
from bluepencil.review.changes import next_version
from bluepencil.review.decisions import edit, redo, undo
from bluepencil.review.findings import Citation, Item
from bluepencil.review.readings import End, Found, keep, keep_all, settle, settle_all
from tests.conftest import document
from tests.review.making import NEW, NOW, claude, finding, kept, own, read, review


def decided(before: Review, item: Item, decision: str = "rejected", **more) -> Review:
    return edit(before, {item.id: {"decision": decision, **more}}).review


def test_what_is_found_is_kept_with_an_id_a_time_and_its_version():
    now, (item,) = kept(review(), finding(), scope="document")
    assert list(now.items) == [item.id]
    assert (item.scope, item.version, item.created_at) == (
        "document", 1, "2026-11-18T11:06:40.000Z",
    )  # fmt: skip
    assert item.model_dump(include=set(finding().model_dump())) == finding().model_dump()


def test_what_comes_up_again_keeps_its_id_and_changes_nothing():
    now, items = kept(review(), finding(), finding("broke"))
    again = keep(now, [finding(), finding("broke")], "section", (), NOW + 60)
    assert again.answer == items
    assert again.review is now


def test_the_same_words_in_two_places_are_two_findings():
    twice = document(("Summary", "Several vials broke. Several vials were old."))
    both = [finding(of=twice), finding(of=twice, start=21, end=34)]
    now, items = read(review(twice), *both)
    assert len({item.id for item in items}) == 2
    assert read(now, *both)[1] == items
    assert read(now, *reversed(both))[1] == items[::-1]


# What was rejected


@pytest.mark.parametrize("decision", ["accepted", "rejected"])
def test_a_decided_remark_comes_back_under_no_other_category(decision):
    now, (item,) = read(review(), claude("evidence", severity="low"))
    now = decided(now, item, decision)
    now, (again,) = read(now, claude("clarity", severity="high", description="Vague."))
    assert again == now.item(item.id)
    assert (again.decision, again.category, again.severity, again.rule, again.description) == (
        decision, "evidence", "low", "evidence", "How many?",
    )  # fmt: skip
    assert now.standing == [again]


def test_a_rejected_remark_comes_back_from_no_other_engine():
    now, (item,) = read(review(), claude())
    now, (again,) = read(decided(now, item), finding(rule="vague-quantity"))
    assert (again.id, again.decision, again.source) == (item.id, "rejected", "claude")


def test_a_rejected_remark_without_a_quote_does_not_come_back_either():
    now, (item,) = read(review(), claude(quote=None, description="No owner is named."))
    again = claude("actions", quote=None, description="No owner is named")
    now, (same,) = read(decided(now, item, description="My words"), again)
    assert (same.id, same.decision, same.description) == (item.id, "rejected", "My words")


def test_a_rejected_remark_comes_back_from_no_other_sort_of_reading():
    now, (item,) = read(review(), claude())
    now, (again,) = read(decided(now, item), claude("clarity"), section=None, scope="document")
    assert (again.id, again.scope, again.decision) == (item.id, "section", "rejected")


# Two remarks on the same words


def test_two_remarks_on_the_same_words_in_one_reading_are_two_findings():
    now, (one, other) = read(review(), claude("evidence"), claude("clarity"))
    assert one.id != other.id
    assert read(now, claude("clarity"), claude("evidence"))[1] == [other, one]


def test_they_are_two_also_when_they_are_found_one_after_the_other():
    now, (one,) = kept(review(), claude("evidence"))
    other = keep(now, [claude("clarity")], "section", {one.id}, NOW)
    assert other.answer[0].id != one.id
    assert len(other.review.standing) == 2


def test_what_one_reading_says_twice_is_one_finding():
    now, (one, doubled) = kept(review(), claude(), claude(severity="high"))
    assert doubled == one == now.item(one.id)
    again = keep(now, [claude(severity="high")], "section", {one.id}, NOW)
    assert again.review is now, "the first word of a reading stands"


def test_of_two_the_one_of_the_same_rule_is_found_again():
    now, (one, other) = read(review(), claude("evidence"), claude("clarity"))
    now = decided(now, other)
    now, (again,) = read(now, claude("clarity"))
    assert (again.id, again.decision) == (other.id, "rejected")
    assert one.id not in now.items


def test_of_a_section_and_across_sections_two_things_may_be_said_of_the_same_words():
    now, (one,) = read(review(), finding(rule="vague-quantity"))
    across = finding(rule="contradiction", category="consistency")
    now, (other,) = read(now, across, section=None, scope="document")
    assert one.id != other.id
    assert now.item(one.id) == one
    assert read(now, across, section=None, scope="document")[0].standing == [one, other]


def test_what_was_resolved_does_not_come_to_stand_beside_its_double():
    twice = document(("Summary", "Several vials broke. Several vials were old."))
    place = {"of": twice, "start": 21, "end": 34}
    now, (gone, _) = read(review(twice), finding(of=twice), finding(**place))
    now = decided(now, gone)
    once = document(("Summary", "Then several broke. Several vials were old."))
    now = next_version(now, once, NOW).review
    assert [item.id for item in now.resolved] == [gone.id]
    here = [finding(of=once), finding(of=once, rule="other")]
    now, items = read(now, *here)
    assert [(item.rule, item.decision) for item in items] == [
        ("vague-quantity", "open"), ("other", "open"),
    ]  # fmt: skip
    assert [item.id for item in now.resolved] == [gone.id]


# What is open


def test_an_open_remark_takes_over_a_new_judgement_with_its_words():
    now, (item,) = read(review(), claude("evidence", severity="low", suggestion="Count."))
    new = claude("clarity", severity="high", description="Vague.", suggestion="Say.", confidence=1)
    now, (again,) = read(now, new)
    assert again.id == item.id
    assert again.model_dump(include=set(new.model_dump())) == new.model_dump()
    assert again.created_at == item.created_at
    assert now.standing == [again]


@pytest.mark.parametrize("field", ["description", "suggestion", "replacement"])
def test_but_keeps_the_words_that_the_reader_gave_it(field):
    now, (item,) = read(review(), claude("evidence", severity="low"))
    now = edit(now, {item.id: {field: "My words"}}).review
    words = {"description": "Vague.", "suggestion": "Say.", "replacement": "Twelve vials"}
    now, (again,) = read(now, claude("clarity", severity="high", **words))
    assert (again.id, again.category, again.severity, again.rule) == (
        item.id, "clarity", "high", "clarity",
    )  # fmt: skip
    assert {name: getattr(again, name) for name in words} == {
        name: getattr(now.item(item.id), name) for name in words
    }
    assert getattr(again, field) == "My words"
    assert again.found_as == item.description


def test_other_words_of_the_same_judgement_change_nothing():
    now, (item,) = read(review(), claude())
    assert read(now, claude(description="Which ones?"))[1] == [item]


def test_a_remark_is_found_again_where_a_little_more_is_quoted():
    now, (item,) = read(review(), finding("broke on the line"))
    for more in ("broke on the line.", " broke on the line"):
        now, (again,) = read(now, finding(more))
        assert again == item


def test_a_remark_whose_words_moved_is_found_where_they_are_now():
    now, (item,) = kept(review(), finding())
    moved = document(("Summary", f"At noon on a Monday. {now.session.document.sections[0].text}"))
    stale = review(moved, items=now.items)
    _, (again,) = kept(stale, finding(of=moved))
    assert (again.id, again.start, again.end) == (item.id, 21, 34)


# The end of a reading


def test_a_remark_that_comes_up_again_is_about_the_other_places_found_now():
    other = Citation(section_name="Cause", quote="Human", start=0, end=5)
    now, (item,) = read(review(), finding())
    _, (again,) = read(now, finding(also=(other,)))
    assert (again.id, again.also) == (item.id, (other,))


def test_a_complete_reading_removes_what_it_did_not_find_again():
    now, _ = kept(review(), finding("broke"))
    now, (elsewhere,) = kept(now, finding("Human error", "Cause"))
    now, (across,) = kept(now, finding("line"), scope="document")
    now, (again,) = read(now, finding())
    assert {item.id for item in now.standing} == {elsewhere.id, across.id, again.id}
    assert now.read == {"Summary"}
    now, _ = read(now, section=None, scope="document")
    assert {item.id for item in now.standing} == {elsewhere.id, again.id}
    assert now.read == {"Summary"}


def test_an_answer_that_was_cut_off_settles_nothing():
    now, _ = read(review(), finding(), finding("broke"))
    now = next_version(now, NEW, NOW).review
    now, (new,) = kept(now, finding("alarm", of=NEW))
    for section, scope in (("Summary", "section"), (None, "document")):
        assert settle(now, section, scope, {new.id}, complete=False).review is now
    assert "Summary" not in now.read
    assert len(now.standing) == 3
    assert len(settle(now, "Summary", "section", {new.id}).review.standing) == 1


def test_a_reading_that_changes_nothing_leaves_the_review_as_it_was():
    now, (item,) = read(review(), finding())
    assert settle(now, "Summary", "section", {item.id}).review is now


def test_what_is_decided_or_can_be_undone_while_a_review_runs_stays():
    now, (chosen, edited, undone, _) = kept(
        review(), *(finding(rule=f"rule-{number}") for number in range(4))
    )
    now = decided(now, chosen)
    now = edit(now, {edited.id: {"description": "My words"}}).review
    now = edit(now, {"own-1": own()}).review
    now = undo(decided(now, undone, "accepted")).review
    now = settle(now, "Summary", "section", ()).review
    assert set(now.items) == {chosen.id, edited.id, undone.id, "own-1"}
    assert now.item(chosen.id).decision == "rejected"
    assert now.item(edited.id).description == "My words"
    assert redo(now).answer.items == [undone.model_copy(update={"decision": "accepted"})]


def test_words_a_reader_edited_are_not_removed_after_the_edit_can_no_longer_be_undone():
    now, (item,) = read(review(), finding())
    now = edit(now, {item.id: {"description": "My words"}}).review
    now = next_version(now, NEW, NOW).review
    now, _ = read(now, finding(of=NEW))
    now, _ = read(now)
    assert now.item(item.id).description == "My words"


# Several readings at once


def test_several_readings_at_once_are_as_one_after_the_other():
    before, items = kept(review(), finding(), finding("broke"), finding("Human error", "Cause"))
    found = [
        Found([finding(), claude("clarity", quote="broke")], "section"),
        Found([finding("trai" + "n", "Cause")], "section"),
        Found([finding("line")], "document"),
    ]
    at_once = keep_all(before, found, NOW)
    one_by_one, answers = before, []
    for one in found:
        outcome = keep(one_by_one, *one[:2], (), NOW)
        one_by_one = outcome.review
        answers.append(outcome.answer)
    assert [_words(one) for one in at_once.answer] == [_words(one) for one in answers]
    assert at_once.answer[0][0] is items[0]
    ends = [
        End("Summary", "section", {item.id for item in at_once.answer[0]}),
        End("Cause", "section", ()),
        End(None, "document", ()),
    ]
    after = settle_all(at_once.review, ends).review
    assert after.read == {"Summary", "Cause"}
    assert [item.id for item in after.standing] == [item.id for item in at_once.answer[0]]


def _words(items):
    return [(item.quote, item.rule, item.scope) for item in items]


# What it costs


def test_a_few_findings_among_thousands_parse_none_and_compute_each_identity_once(monkeypatch):
    findings._fingerprint.cache_clear()
    text = " ".join(f"word{number}" for number in range(2000))
    long = document(("Summary", text))
    found = [finding(f"word{number}", of=long) for number in range(2000)]
    now, items = kept(review(long), *found)
    monkeypatch.setattr(Item, "model_validate", None)
    for number in range(3):
        now, (new,) = kept(now, claude(quote=f"word{number} word{number + 1}", of=long))
    assert findings._fingerprint.cache_info().misses == 2003
    assert all(now.items[item.id] is item for item in items)
