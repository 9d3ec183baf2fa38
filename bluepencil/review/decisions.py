"""What an edit changes, in a store of any sort: pure functions over findings and their fields."""

from __future__ import annotations

from collections.abc import Sequence

from bluepencil.review.findings import Item
from bluepencil.review.session import Change
from bluepencil.values import Json

_DONE = {"accepted": "Accepted", "rejected": "Rejected", "open": "Reopened"}


def change(item_id: str, now: Item | None, wanted: Item | Json | None) -> Change | None:
    """What it takes to make a finding as `wanted`; None where nothing would differ.

    `now` is the finding as it stands (None: it is not there), `wanted` a new finding, fields to
    set, or None to take it away. A reason belongs to its decision: a new decision without one
    forgets the old one's.
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
    if now.source != "you" and wanted.get("description", now.description) != now.description:
        wanted = {"found_as": now.found_as or now.description, **wanted}
    fields = [name for name, value in wanted.items() if before[name] != value]
    if not fields:
        return None
    return Change(
        item_id, {name: before[name] for name in fields}, {name: wanted[name] for name in fields}
    )


def applied(now: Item | None, fields: Json | None) -> Item | None:
    """The finding with these fields laid on it: one side of a Change. None: it is not there."""
    if fields is None:
        return None
    if now is None:
        return Item.model_validate(fields) if "id" in fields else None
    return Item.model_validate({**now.model_dump(), **fields})


def label(changes: Sequence[Change]) -> str:
    """An edit in words: “Accepted 3 findings”."""
    first, number = changes[0], len(changes)
    if first.before is None or first.after is None:
        done, thing = ("Added", "comment") if first.before is None else ("Removed", "comment")
    else:
        done, thing = _DONE.get(first.after.get("decision", ""), "Edited"), "finding"
        if number == 1 and first.after.keys() == {"reason"}:
            return "Gave a reason" if first.after["reason"] else "Took a reason away"
    return f"{done} {f'a {thing}' if number == 1 else f'{number} {thing}s'}"
