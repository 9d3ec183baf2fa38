"""A review as rows: read whole, and written where it differs from what was there."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from functools import lru_cache

from bluepencil.database import Row, Transaction
from bluepencil.documents import Document
from bluepencil.documents.guideline import Guideline
from bluepencil.documents.words import words_in, words_of
from bluepencil.errors import NotFound
from bluepencil.review.aggregate import Edit, Review
from bluepencil.review.difference import StackDifference, difference
from bluepencil.review.findings import Item, Usage
from bluepencil.review.session import Activity, Change, ChatMessage, Session
from bluepencil.store import verdicts
from bluepencil.store.rows import dumps
from bluepencil.task.record import Claim

_TOUCH = "update sessions set touched_at = :now where session_id = :id"
_HISTORY = """
select stack, edit_json from edit_history where session_id = :id order by stack, position
"""
_FORGET = """
delete from edit_history where session_id = :session_id and stack = :stack and position >= :kept
"""
_UNREAD = "delete from reviewed where session_id = :session_id and section = :section"


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
    row = db.one(f"select fence from tasks where task_id = :id{db.lock}", id=claim.task_id)
    claim.check(row["fence"] if row else None)


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


def write(db: Transaction, before: Review, after: Review, file: bytes) -> None:
    """Write what differs, `file` with a new version."""
    session, differs = after.session, difference(before, after)
    key = {"session_id": session.session_id}
    columns = _columns(session) if differs.session else {}
    db.update("sessions", {**columns, "revision": after.revision}, **key)
    if differs.version:
        _add_document(db, session, file)
    if differs.words:
        _index(db, session)
    db.many("delete from items where id = :id", [{"id": item_id} for item_id in differs.gone])
    db.insert("items", *({**key, **_item(item)} for item in differs.changed), replacing="id")
    _write_stack(db, {**key, "stack": "done"}, differs.done)
    _write_stack(db, {**key, "stack": "undone"}, differs.undone)
    db.insert("reviewed", *({**key, "section": name} for name in differs.read))
    db.many(_UNREAD, [{**key, "section": name} for name in differs.unread])
    verdicts.write(db, before, after)


def add(db: Transaction, session: Session, file: bytes) -> None:
    """Keep a new session with the uploaded file as it came."""
    times = {"created_at": session.created_at, "touched_at": session.created_at}
    usage = {"usage_json": Usage().model_dump_json(), "owner": session.owner}
    db.insert("sessions", {**_columns(session), **times, **usage})
    _add_document(db, session, file)
    _index(db, session)
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


def _item(item: Item) -> Row:
    """The row of a finding; what lists count has a column of its own."""
    counted = {"decision": item.decision, "resolved_in": item.resolved_in}
    return {"id": item.id, **counted, "item_json": item.model_dump_json()}


def _write_stack(db: Transaction, key: Row, differs: StackDifference) -> None:
    """Write one side of the history of edits."""
    if differs.dropped:
        db.run(_FORGET, **key, kept=differs.kept)
    rows = [
        {**key, "position": position, "edit_json": dumps(edit._asdict())}
        for position, edit in enumerate(differs.added, differs.kept)
    ]
    db.insert("edit_history", *rows)


def _add_document(db: Transaction, session: Session, file: bytes) -> None:
    text, key = session.document, {"session_id": session.session_id, "version": session.version}
    about = {"name": text.name, "sections": len(text.sections), "created_at": time.time()}
    parts = {"document_json": text.model_dump_json(), "file": file}
    db.insert("documents", {**key, **about, **parts})


def reindex(db: Transaction, session_id: str, name: str, text: Document, *, full: bool) -> bool:
    """Write down the words by which a search finds the session, in place of earlier ones; unless
    `full`, only where they differ. Returns whether anything was written."""
    words = sorted(words_of(name) | words_in(text))
    if not full:
        sql = "select word from words where session_id = :id order by word"
        if [row["word"] for row in db.all(sql, id=session_id)] == words:
            return False
    db.run("delete from words where session_id = :id", id=session_id)
    db.insert("words", *({"word": word, "session_id": session_id} for word in words))
    return True


def _index(db: Transaction, session: Session) -> None:
    reindex(db, session.session_id, session.name, session.document, full=True)


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
