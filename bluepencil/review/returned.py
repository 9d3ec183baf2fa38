"""What others did in Word with the comments of a review, as decisions and reasons of its own."""

from __future__ import annotations

from collections.abc import Sequence

from bluepencil.documents.reviewed import FileComment, Remark
from bluepencil.review.aggregate import Outcome, Review
from bluepencil.review.decisions import change, make
from bluepencil.review.findings import Item
from bluepencil.review.remarks import in_order, remarks
from bluepencil.values import Json, plural

_LONGEST = 2000  # characters of a reason


def take_in(review: Review, comments: Sequence[FileComment]) -> Outcome[int]:
    """Take in what came back with the comments of a file, as one edit that can be undone.

    A finding whose comment is resolved is accepted; what was answered is its reason. Returns how
    many findings changed.
    """
    left = list(comments)
    changes = []
    for remark, item in _in_order(review):
        comment = next((one for one in left if one.is_of(remark)), None)
        if comment is None:
            continue
        left.remove(comment)
        made = change(item.id, item, _wanted(item, comment))
        if made is not None:
            changes.append(made)
    if not changes:
        return Outcome(review, 0)
    label = f"Took in {plural(len(changes), 'comment')} from the file"
    outcome = make(review, label, tuple(changes))
    return Outcome(outcome.review, len(changes), outcome.activity)


def _in_order(review: Review) -> list[tuple[Remark, Item]]:
    """The findings in the order of the document, in which their comments are, each as written."""
    document = review.session.document
    items = in_order(document, review.standing)
    return list(zip(remarks(document, items, []), items, strict=True))


def _wanted(item: Item, comment: FileComment) -> Json:
    wanted: Json = {}
    if comment.resolved:
        wanted["decision"] = "accepted"
    if comment.replies:
        said = "\n".join(f"{one.author}: {one.text}" for one in comment.replies)
        wanted["reason"] = said[:_LONGEST]
    elif comment.resolved and item.decision != "accepted":
        wanted["reason"] = "Resolved in the file."
    return wanted
