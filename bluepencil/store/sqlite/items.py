"""The rows of findings, and of what was done in a session; each function inside a transaction."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Sequence

from bluepencil.errors import NotFound
from bluepencil.review.findings import Finding, Item, Scope
from bluepencil.review.matching import found_again, match
from bluepencil.review.session import Activity, Session
from bluepencil.values import new_id, rfc3339


def item(db: sqlite3.Connection, session_id: str, item_id: str) -> Item | None:
    """A finding of the session, or None."""
    row = db.execute(
        "select item_json from items where id = ? and session_id = ?", (item_id, session_id)
    ).fetchone()
    return row and Item.model_validate_json(row["item_json"])


def standing(db: sqlite3.Connection, session_id: str, *, stands: bool = True) -> list[Item]:
    """The session's findings that stand, or those that are resolved, in the order found."""
    rows = db.execute(
        "select item_json from items where session_id = ? and (resolved_in is null) = ? "
        "order by seq",
        (session_id, stands),
    ).fetchall()
    return [Item.model_validate_json(row["item_json"]) for row in rows]


def insert(db: sqlite3.Connection, session_id: str, new: Item) -> None:
    """Keep a finding that is not there yet."""
    db.execute(
        "insert into items (id, session_id, fingerprint, start, section, scope, source, decision, "
        "resolved_in, item_json) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            new.id,
            session_id,
            _mark(new),
            _start(new),
            new.section_name,
            new.scope,
            new.source,
            new.decision,
            new.resolved_in,
            new.model_dump_json(),
        ),
    )


def update(db: sqlite3.Connection, new: Item) -> None:
    """Write a finding anew; its fingerprint stays that of the words it was found with."""
    db.execute(
        "update items set start = ?, section = ?, decision = ?, resolved_in = ?, item_json = ? "
        "where id = ?",
        (
            _start(new),
            new.section_name,
            new.decision,
            new.resolved_in,
            new.model_dump_json(),
            new.id,
        ),
    )


def carried(db: sqlite3.Connection, session_id: str, items: Sequence[Item]) -> None:
    """Write findings anew that have gone to another version of their document."""
    db.execute("update items set resolved_in = 0 where session_id = ?", (session_id,))
    for one in items:  # none is in the place of one that is still to be moved
        update(db, one)
        if one.source != "you":
            db.execute("update items set fingerprint = ? where id = ?", (_mark(one), one.id))


def keep(
    db: sqlite3.Connection, session: Session, found: Finding, scope: Scope
) -> tuple[Item, bool]:
    """The finding as kept, and whether that changed anything; see SessionStore.keep."""
    session_id, version = session.session_id, session.version
    rows = db.execute(
        "select item_json from items where session_id = ? and fingerprint = ? order by seq",
        (session_id, _mark(found)),
    ).fetchall()
    kept = [Item.model_validate_json(row["item_json"]) for row in rows]
    before = match(found, kept, session.document, scope)
    if before is None:
        new = Item(
            id=new_id(),
            scope=scope,
            created_at=rfc3339(time.time()),
            version=version,
            **found.model_dump(),
        )
        insert(db, session_id, new)
        return new, True
    now = found_again(before, found, session.document, version)
    if now is not before:
        update(db, now)
    return now, now is not before


def revise(db: sqlite3.Connection, session_id: str, by: int = 1) -> None:
    """Count that the session's findings changed. Raises NotFound."""
    changed = db.execute(
        "update sessions set revision = revision + ? where session_id = ?", (by, session_id)
    )
    if not changed.rowcount:
        raise NotFound("There is no review with this id.", code="session_not_found")


def note(db: sqlite3.Connection, session_id: str, done: Activity) -> None:
    """Keep what was done. Raises NotFound."""
    now = time.time()
    touched = db.execute(
        "update sessions set touched_at = ? where session_id = ?", (now, session_id)
    )
    if not touched.rowcount:
        raise NotFound("There is no review with this id.", code="session_not_found")
    db.execute(
        "insert into activity (session_id, at, what, detail, numbers_json) values (?, ?, ?, ?, ?)",
        (session_id, now, done.what, done.detail, json.dumps(done.numbers)),
    )


def _mark(finding: Finding) -> str:
    """What tells findings apart here, where two remarks on the same words need two rules."""
    return f"{finding.fingerprint} {finding.rule}"


def _start(item: Finding) -> int:
    return -1 if item.start is None else item.start
