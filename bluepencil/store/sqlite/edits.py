"""Edits in SQLite: made, undone, redone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping

from bluepencil.errors import Conflict, NotFound
from bluepencil.review.decisions import applied, change, label
from bluepencil.review.findings import Item
from bluepencil.review.session import Activity, Change, Edited, History
from bluepencil.store.sqlite import items
from bluepencil.store.sqlite.database import Database
from bluepencil.values import Json

# Undoing goes back from the newest edit that stands, redoing on from the oldest that does not.
_NEXT = {
    "undo": "select seq, label from edits where session_id = ? and undone = 0 order by seq desc",
    "redo": "select seq, label from edits where session_id = ? and undone = 1 order by seq",
}


class SqliteEdits:
    """The EditStore over one SQLite file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, session_id: str, wanted: Mapping[str, Item | Json | None]) -> Edited:
        """See EditStore."""
        with self._database.writing() as db:
            self.history(session_id)  # raises NotFound
            found = (
                change(item_id, items.item(db, session_id, item_id), state)
                for item_id, state in wanted.items()
            )
            changes = [one for one in found if one is not None]
            told = label(changes) if changes else ""
            if changes:
                _add(db, session_id, told, changes)
                _write(db, session_id, ((one.item_id, one.after) for one in changes))
                items.note(db, session_id, Activity("edited", told))
            return _edited(db, session_id, told, wanted)

    def undo(self, session_id: str) -> Edited:
        """See EditStore."""
        with self._database.writing() as db:
            seq, told = self._next(db, session_id, "undo")
            states = _states(db, seq, "before_json")
            db.execute("update edits set undone = 1 where seq = ?", (seq,))
            _write(db, session_id, states.items())
            items.note(db, session_id, Activity("undone", told))
            return _edited(db, session_id, told, states)

    def redo(self, session_id: str) -> Edited:
        """See EditStore."""
        with self._database.writing() as db:
            seq, told = self._next(db, session_id, "redo")
            states = _states(db, seq, "after_json")
            db.execute("update edits set undone = 0 where seq = ?", (seq,))
            _write(db, session_id, states.items())
            items.note(db, session_id, Activity("redone", told))
            return _edited(db, session_id, told, states)

    def history(self, session_id: str) -> History:
        """See EditStore."""
        with self._database.reading() as db:
            row = db.execute(
                "select revision from sessions where session_id = ?", (session_id,)
            ).fetchone()
            if row is None:
                raise NotFound("There is no review with this id.", code="session_not_found")
            steps = {way: db.execute(sql, (session_id,)).fetchone() for way, sql in _NEXT.items()}
        labels = {way: step and step["label"] for way, step in steps.items()}
        return History(**labels, revision=row["revision"])

    def item(self, session_id: str, item_id: str) -> Item:
        """See EditStore."""
        with self._database.reading() as db:
            found = items.item(db, session_id, item_id)
        if found is None:
            raise NotFound("There is no finding with this id any more.", code="item_not_found")
        return found

    def _next(self, db: sqlite3.Connection, session_id: str, way: str) -> tuple[int, str]:
        """The edit to undo or redo. Raises NotFound, and Conflict where there is none."""
        self.history(session_id)
        row = db.execute(_NEXT[way], (session_id,)).fetchone()
        if row is None:
            raise Conflict(f"There is nothing to {way}.", code=f"nothing_to_{way}")
        return int(row["seq"]), str(row["label"])


def _add(db: sqlite3.Connection, session_id: str, told: str, changes: list[Change]) -> None:
    """Keep an edit; what was undone before it is forgotten."""
    db.execute("delete from edits where session_id = ? and undone = 1", (session_id,))
    seq = db.execute(
        "insert into edits (session_id, label) values (?, ?)", (session_id, told)
    ).lastrowid
    db.executemany(
        "insert into changes (edit, item_id, before_json, after_json) values (?, ?, ?, ?)",
        [(seq, one.item_id, _packed(one.before), _packed(one.after)) for one in changes],
    )


def _packed(fields: Json | None) -> str | None:
    return None if fields is None else json.dumps(fields)


def _states(db: sqlite3.Connection, seq: int, side: str) -> dict[str, Json | None]:
    """One side of an edit: for each finding its fields, None where it is not there."""
    rows = db.execute(f"select item_id, {side} from changes where edit = ?", (seq,)).fetchall()
    return {row["item_id"]: row[side] and json.loads(row[side]) for row in rows}


def _write(
    db: sqlite3.Connection, session_id: str, states: Iterable[tuple[str, Json | None]]
) -> None:
    """Lay these fields on the findings as they stand."""
    for item_id, fields in states:
        now = items.item(db, session_id, item_id)
        new = applied(now, fields)
        if new is None:
            db.execute("delete from items where id = ?", (item_id,))
        elif now is None:
            items.insert(db, session_id, new)
        else:
            items.update(db, new)
    items.revise(db, session_id)


def _edited(db: sqlite3.Connection, session_id: str, told: str, ids: Collection[str]) -> Edited:
    there = {item_id: items.item(db, session_id, item_id) for item_id in ids}
    return Edited(
        told,
        [item for item in there.values() if item is not None],
        [item_id for item_id, item in there.items() if item is None],
    )
