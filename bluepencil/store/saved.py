"""A review as rows: read whole, and written where it differs from what was there."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile

from bluepencil.documents import Document
from bluepencil.documents.guideline import Guideline
from bluepencil.documents.words import words_in, words_of
from bluepencil.errors import ClaimLost, NotFound
from bluepencil.review.aggregate import Edit, Review
from bluepencil.review.findings import Item, Usage
from bluepencil.review.session import Activity, Change, ChatMessage, Session
from bluepencil.store import verdicts
from bluepencil.store.database import Row, Transaction
from bluepencil.store.rows import dumps
from bluepencil.task.record import Claim

_TOUCH = "update sessions set touched_at = :now where session_id = :id"
_HISTORY = """
select stack, edit_json from edit_history where session_id = :id order by stack, position
"""
_FORGET = """
delete from edit_history where session_id = :id and stack = :stack and position >= :from
"""


def head(db: Transaction, session_id: str, owner: str | None, lock: str = "") -> Row:
    """The session's own row. Raises NotFound."""
    row = db.one(f"select * from sessions where session_id = :id{lock}", id=session_id)
    if row is None or owner not in (None, row["owner"]):
        raise _not_found()
    return row


def touch(db: Transaction, session_id: str) -> None:
    """Note that something is done with the session now; it stays until the transaction ends.

    Raises NotFound.
    """
    if not db.run(_TOUCH, now=time.time(), id=session_id):
        raise _not_found()


def _not_found() -> NotFound:
    return NotFound("There is no review with this id.", code="session_not_found")


def hold(db: Transaction, claim: Claim) -> None:
    """Raise ClaimLost unless the claim is valid; it stays so until the transaction ends."""
    sql = f"select 1 from tasks where task_id = :task_id and fence = :fence{db.lock}"
    if db.one(sql, **claim._asdict()) is None:
        raise ClaimLost("The task has ended or is run by another process.")


def read(db: Transaction, row: Row) -> Review:
    """The review of the session that has this row. Raises NotFound where it is just deleted."""
    session_id = row["session_id"]
    under_review = document(db, session_id, row["version"])
    if under_review is None:
        raise _not_found()
    own = {name: row[name] for name in ("session_id", "owner", "name", "created_at", "version")}
    session = Session(document=under_review, guideline=_guideline(row["guideline_json"]), **own)
    items = db.all("select item_json from items where session_id = :id order by seq", id=session_id)
    found = [Item.model_validate_json(one["item_json"]) for one in items]
    names = db.all("select section from reviewed where session_id = :id", id=session_id)
    stacks: dict[str, list[Edit]] = {"done": [], "undone": []}
    for one in db.all(_HISTORY, id=session_id):
        edit = json.loads(one["edit_json"])
        changes, judged = (
            tuple(Change(*change) for change in edit.get(part, ()))
            for part in ("changes", "verdicts")
        )
        stacks[one["stack"]].append(Edit(edit["label"], changes, judged))
    return Review(
        session=session,
        items={item.id: item for item in found},
        done=tuple(stacks["done"]),
        undone=tuple(stacks["undone"]),
        read=frozenset(one["section"] for one in names),
        revision=row["revision"],
        judged=verdicts.read(db, session_id, "judged"),
        overruled=verdicts.read(db, session_id, "overruled"),
    )


def write(db: Transaction, before: Review, after: Review, file: bytes) -> bool:
    """Write what differs, `file` with a new version; returns whether anything does."""
    session_id, parts = before.session.session_id, ("session", "items", "done", "undone", "read")
    changed = {name for name in parts if getattr(after, name) is not getattr(before, name)}
    if "session" in changed:
        _write_session(db, before.session, after.session, file)
    if "items" in changed:
        _write_items(db, session_id, before, after)
    for name in changed & {"done", "undone"}:
        _write_stack(db, session_id, name, getattr(before, name), getattr(after, name))
    if "read" in changed:
        _write_read(db, session_id, before, after)
    return verdicts.write(db, before, after) or bool(changed)


def add(db: Transaction, session: Session, file: bytes) -> None:
    """Keep a new session with the uploaded file as it came."""
    times = {"created_at": session.created_at, "touched_at": session.created_at}
    usage = {"usage_json": Usage().model_dump_json(), "owner": session.owner}
    db.insert("sessions", {**_columns(session), **times, **usage})
    _add_document(db, session, file)
    note(db, session.session_id, [Activity("uploaded", session.document.name)])


def _columns(session: Session) -> Row:
    """What of a session a rule may change."""
    return {
        "session_id": session.session_id,
        "name": session.name,
        "sections": len(session.document.sections),
        "guideline_name": session.guideline.name,
        "guideline_json": session.guideline.model_dump_json(),
        "version": session.version,
    }


def _write_session(db: Transaction, before: Session, after: Session, file: bytes) -> None:
    db.update("sessions", _columns(after), session_id=after.session_id)
    if after.version != before.version:
        _add_document(db, after, file)
    elif after.name != before.name:
        _index(db, after)


def _write_items(db: Transaction, session_id: str, before: Review, after: Review) -> None:
    gone = [{"id": item_id} for item_id in before.items if item_id not in after.items]
    changed = [
        {
            "id": item.id,
            "session_id": session_id,
            "decision": item.decision,
            "resolved_in": item.resolved_in,
            "item_json": item.model_dump_json(),
        }
        for item in after.items.values()
        if before.items.get(item.id) is not item
    ]
    db.many("delete from items where id = :id", gone)
    db.insert("items", *changed, replacing="id")


def _write_stack(
    db: Transaction, session_id: str, stack: str, before: Sequence[Edit], after: Sequence[Edit]
) -> None:
    """Write one side of the history of edits: what both begin with stays."""
    pairs = zip(before, after, strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    if same < len(before):
        db.execute(_FORGET, {"id": session_id, "stack": stack, "from": same})
    key = {"session_id": session_id, "stack": stack}
    rows = [
        {**key, "position": position, "edit_json": dumps(edit._asdict())}
        for position, edit in enumerate(after[same:], same)
    ]
    db.insert("edit_history", *rows)


def _write_read(db: Transaction, session_id: str, before: Review, after: Review) -> None:
    new, gone = sorted(after.read - before.read), sorted(before.read - after.read)
    db.insert("reviewed", *({"session_id": session_id, "section": name} for name in new))
    sql = "delete from reviewed where session_id = :id and section = :section"
    db.many(sql, [{"id": session_id, "section": name} for name in gone])


def _add_document(db: Transaction, session: Session, file: bytes) -> None:
    text, key = session.document, {"session_id": session.session_id, "version": session.version}
    about = {"name": text.name, "sections": len(text.sections), "created_at": time.time()}
    parts = {"document_json": text.model_dump_json(), "file": file}
    db.insert("documents", {**key, **about, **parts})
    _index(db, session)


def _index(db: Transaction, session: Session) -> None:
    """Write down the words by which a search finds the session, in place of earlier ones."""
    db.run("delete from words where session_id = :id", id=session.session_id)
    words = sorted(words_of(session.name) | words_in(session.document))
    db.insert("words", *({"word": word, "session_id": session.session_id} for word in words))


def document(db: Transaction, session_id: str, version: int) -> Document | None:
    """The document in that version; None where there is none."""
    sql = "select document_json from documents where session_id = :id and version = :version"
    row = db.one(sql, id=session_id, version=version)
    return None if row is None else Document.model_validate(json.loads(row["document_json"]))


@lru_cache(64)
def _guideline(kept: str) -> Guideline:
    return Guideline.model_validate_json(kept)


def note(
    db: Transaction, session_id: str, done: Sequence[Activity], chat: Sequence[ChatMessage] = ()
) -> None:
    """Keep what was done, and when it was, and what was asked and answered."""
    if done:
        touch(db, session_id)
    for one in done:
        row = {"session_id": session_id, "at": one.at or time.time(), "what": one.what}
        db.insert("activity", {**row, "detail": one.detail, "numbers_json": dumps(one.numbers)})
    for message in chat:
        db.insert("chat", {"session_id": session_id, "message_json": message.model_dump_json()})
