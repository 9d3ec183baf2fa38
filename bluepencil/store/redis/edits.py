"""Edits in Redis: made, undone, redone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bluepencil.errors import Conflict, NotFound
from bluepencil.findings import Item
from bluepencil.store import Activity, Edited, History, Json
from bluepencil.store.edits import applied, change, label
from bluepencil.store.redis.database import Database, key
from bluepencil.store.redis.standing import Edit, Standing, item_of, noted, rewrite, unknown


class RedisEdits:
    """The EditStore over one Redis."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, session_id: str, wanted: Mapping[str, Item | Json | None]) -> Edited:
        """See EditStore."""
        told = Edited("", [], [])

        def work(stands: Standing) -> Json:
            nonlocal told
            found = (
                change(item_id, stands.item(item_id), state) for item_id, state in wanted.items()
            )
            changes = [one for one in found if one is not None]
            edit = Edit(label(changes) if changes else "", changes)
            if changes:
                stands.done.append(edit.packed())
                stands.undone.clear()
                _lay(stands, ((one.item_id, one.after) for one in changes))
            told = Edited(*stands.told(edit.label, wanted))
            return noted(Activity("edited", edit.label)) if changes else {}

        rewrite(self._database, session_id, work)
        return told

    def undo(self, session_id: str) -> Edited:
        """See EditStore."""
        return self._step(session_id, "undo")

    def redo(self, session_id: str) -> Edited:
        """See EditStore."""
        return self._step(session_id, "redo")

    def _step(self, session_id: str, way: str) -> Edited:
        told = Edited("", [], [])

        def work(stands: Standing) -> Json:
            nonlocal told
            undoing = way == "undo"
            here, there = (stands.done, stands.undone) if undoing else (stands.undone, stands.done)
            if not here:
                raise Conflict(f"There is nothing to {way}.", code=f"nothing_to_{way}")
            there.append(here.pop())
            edit = Edit.of(there[-1])
            states = {one.item_id: one.before if undoing else one.after for one in edit.changes}
            _lay(stands, states.items())
            told = Edited(*stands.told(edit.label, states))
            return noted(Activity("undone" if undoing else "redone", edit.label))

        rewrite(self._database, session_id, work)
        return told

    def history(self, session_id: str) -> History:
        """See EditStore."""
        with self._database.using() as redis:
            pipeline = redis.pipeline(transaction=True)
            pipeline.hget(key("session", session_id), "revision")
            pipeline.lindex(key("edits", session_id), -1)
            pipeline.lindex(key("undone", session_id), -1)
            revision, *steps = pipeline.execute()
        if revision is None:
            raise unknown()
        undo, redo = (step and Edit.of(step).label for step in steps)
        return History(undo, redo, int(revision))

    def item(self, session_id: str, item_id: str) -> Item:
        """See EditStore."""
        with self._database.using() as redis:
            line: bytes | None = redis.hget(key("items", session_id), item_id)
        if line is None:
            raise NotFound("There is no finding with this id any more.", code="item_not_found")
        return item_of(line)


def _lay(stands: Standing, states: Iterable[tuple[str, Json | None]]) -> None:
    """Lay these fields on the findings as they stand."""
    for item_id, fields in states:
        new = applied(stands.item(item_id), fields)
        if new is None:
            stands.lines.pop(item_id, None)
        else:
            stands.put(new)
