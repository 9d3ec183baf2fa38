"""What a reader decides and edits: made, undone and redone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from bluepencil.errors import Conflict
from bluepencil.review.aggregate import Edit, Outcome, Review
from bluepencil.review.findings import Item
from bluepencil.review.session import Activity, Change, Edited
from bluepencil.values import Json, plural

UNDONE = 1000  # edits that can be undone at least, unless each changed very many findings
_FORGOTTEN = 200  # edits that are forgotten at a time
_CHANGES = 100_000  # of findings, in all edits that can be undone
_DONE = {"accepted": "Accepted", "rejected": "Rejected", "open": "Reopened"}
_WORDS = ("description", "suggestion", "replacement")


def edit(review: Review, wanted: Mapping[str, Item | Json | None]) -> Outcome[Edited]:
    """One edit: for each id a new finding, the fields to set, or None to remove it.

    Ids that do not exist are left out. Where nothing differs there is no edit. A new edit forgets
    what was undone before it.
    """
    compared = (change(one, review.items.get(one), state) for one, state in wanted.items())
    changes = tuple(one for one in compared if one is not None)
    if not changes:
        return Outcome(review, _edited("", review, wanted))
    made = Edit(label(changes), changes)
    items = _apply(review.items, ((one.item_id, one.after) for one in changes))
    after = replace(review, items=items, done=_recent((*review.done, made)), undone=())
    return Outcome(after, _edited(made.label, after, wanted), (Activity("edited", made.label),))


def _recent(done: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """The edits that can still be undone. The oldest are forgotten many at a time, since what
    follows them has to be written anew."""
    if len(done) > UNDONE + _FORGOTTEN or sum(len(one.changes) for one in done) > _CHANGES:
        done = done[-UNDONE:]
        while len(done) > 1 and sum(len(one.changes) for one in done) > _CHANGES // 2:
            done = done[(len(done) + 1) // 2 :]
    return done


def undo(review: Review) -> Outcome[Edited]:
    """Take back the newest edit. Raises Conflict `nothing_to_undo`."""
    if not review.done:
        raise Conflict("There is nothing to undo.", code="nothing_to_undo")
    *done, last = review.done
    states = {one.item_id: one.before for one in last.changes}
    after = replace(
        review,
        items=_apply(review.items, states.items()),
        done=tuple(done),
        undone=(*review.undone, last),
    )
    return Outcome(after, _edited(last.label, after, states), (Activity("undone", last.label),))


def redo(review: Review) -> Outcome[Edited]:
    """Make the edit again that was undone last. Raises Conflict `nothing_to_redo`."""
    if not review.undone:
        raise Conflict("There is nothing to redo.", code="nothing_to_redo")
    *undone, last = review.undone
    states = {one.item_id: one.after for one in last.changes}
    after = replace(
        review,
        items=_apply(review.items, states.items()),
        done=(*review.done, last),
        undone=tuple(undone),
    )
    return Outcome(after, _edited(last.label, after, states), (Activity("redone", last.label),))


def change(item_id: str, now: Item | None, wanted: Item | Json | None) -> Change | None:
    """What it takes to make a finding as `wanted`; None where nothing would differ.

    `now` is the current finding (None: it does not exist), `wanted` a new finding, fields to set,
    or None to remove it. A reason belongs to its decision: a new decision without a reason drops
    the old one. The first edit of an engine's words keeps what it was found as.
    """
    if isinstance(wanted, Item):
        return Change(item_id, None, wanted.model_dump(mode="json")) if now is None else None
    if now is None:
        return None
    before = now.model_dump(mode="json")
    if wanted is None:
        return Change(item_id, before, None)
    if wanted.get("decision", now.decision) != now.decision:
        wanted = {"reason": None, **wanted}
    if now.source != "you" and any(wanted.get(one, before[one]) != before[one] for one in _WORDS):
        wanted = {"found_as": now.found_as or now.description, **wanted}
    fields = [name for name, value in wanted.items() if before[name] != value]
    if not fields:
        return None
    return Change(
        item_id, {name: before[name] for name in fields}, {name: wanted[name] for name in fields}
    )


def applied(now: Item | None, fields: Json | None) -> Item | None:
    """The finding with one side of a Change applied to it; None: it does not exist then."""
    if fields is None:
        return None
    if now is None:
        return Item.model_validate(fields) if "id" in fields else None
    return Item.model_validate({**now.model_dump(), **fields})


def label(changes: Sequence[Change]) -> str:
    """An edit in words: “Accepted 3 findings”."""
    first, number = changes[0], len(changes)
    if first.before is None or first.after is None:
        done, noun = ("Added", "comment") if first.before is None else ("Removed", "comment")
    else:
        done, noun = _DONE.get(first.after.get("decision", ""), "Edited"), "finding"
        if number == 1 and first.after.keys() == {"reason"}:
            return "Gave a reason" if first.after["reason"] else "Took a reason away"
    return f"{done} {f'a {noun}' if number == 1 else plural(number, noun)}"


def _apply(
    items: Mapping[str, Item], states: Iterable[tuple[str, Json | None]]
) -> Mapping[str, Item]:
    """The findings with these fields applied; one that comes back after its removal comes last."""
    after = dict(items)
    for item_id, fields in states:
        new = applied(after.get(item_id), fields)
        if new is None:
            after.pop(item_id, None)
        else:
            after[item_id] = new
    return after


def _edited(label: str, review: Review, ids: Collection[str]) -> Edited:
    return Edited(
        label,
        [review.items[item_id] for item_id in ids if item_id in review.items],
        [item_id for item_id in ids if item_id not in review.items],
    )
