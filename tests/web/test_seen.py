"""What has changed of a review since somebody was sent it; what is forgotten is not guessed."""

from dataclasses import replace

from bluepencil.review.decisions import edit
from bluepencil.web.seen import Seen
from tests.review.making import finding, kept, own, review


def reviewed():
    now, items = kept(review(), finding(), finding("broke"), finding("Human error", "Cause"))
    return replace(now, revision=1), items


def test_only_what_is_not_as_it_was_has_changed():
    seen, (before, (one, other, _)) = Seen(), reviewed()
    seen.remember(before)
    after = edit(before, {one.id: {"decision": "accepted"}, "mine": own("mine"), other.id: None})
    now = replace(after.review, revision=2)
    changed, removed = seen.changed(now, 1)
    assert [item.id for item in changed] == [one.id, "mine"]
    assert removed == [other.id]
    seen.remember(now)
    assert seen.changed(now, 2) == ([], [])


def test_a_finding_that_was_read_anew_and_is_the_same_has_not_changed():
    seen, (before, _) = Seen(), reviewed()
    seen.remember(before)
    copies = {item_id: item.model_copy() for item_id, item in before.items.items()}
    assert seen.changed(replace(before, items=copies, revision=2), 1) == ([], [])


def test_of_many_the_one_sent_longest_ago_is_forgotten():
    seen, (before, _) = Seen(most=2), reviewed()
    for revision in (1, 2, 1, 3):
        seen.remember(replace(before, revision=revision))
    assert seen.changed(before, 2) is None
    assert seen.changed(before, 1) == seen.changed(before, 3) == ([], [])
