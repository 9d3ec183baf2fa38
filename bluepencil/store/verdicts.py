"""The verdicts of a review as rows, one for each item of the guideline and who said it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from bluepencil.database import Transaction
from bluepencil.review.aggregate import Review
from bluepencil.review.criteria import Judgement

Part = Literal["judged", "overruled"]
_OF = """
select judgement_json from verdicts where session_id = :id and said_by = :said_by order by item
"""
_REMOVE = "delete from verdicts where session_id = :id and said_by = :said_by and item = :item"
# The fields of a review that hold verdicts, and who has given them.
PARTS: Mapping[Part, str] = {"judged": "engine", "overruled": "reader"}


def read(db: Transaction, session_id: str, part: Part) -> dict[str, Judgement]:
    """One of those fields: the verdicts by the ids of the items."""
    rows = db.all(_OF, id=session_id, said_by=PARTS[part])
    found = [Judgement.model_validate_json(row["judgement_json"]) for row in rows]
    return {judgement.item: judgement for judgement in found}


def write(db: Transaction, before: Review, after: Review) -> None:
    """Write what differs."""
    for part, said_by in PARTS.items():
        old, new = getattr(before, part), getattr(after, part)
        if new is not old:
            _write(db, before.session.session_id, said_by, old, new)


def _write(
    db: Transaction,
    session_id: str,
    said_by: str,
    before: Mapping[str, Judgement],
    after: Mapping[str, Judgement],
) -> None:
    key = {"session_id": session_id, "said_by": said_by}
    new = [
        {**key, "item": item, "judgement_json": judgement.model_dump_json()}
        for item, judgement in after.items()
        if before.get(item) != judgement
    ]
    gone = [{"id": session_id, "said_by": said_by, "item": one} for one in before.keys() - after]
    db.many(_REMOVE, gone)
    db.insert("verdicts", *new, replacing="session_id, said_by, item")
