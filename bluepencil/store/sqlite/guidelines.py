"""The guidelines people keep, in SQLite."""

from __future__ import annotations

import time

from bluepencil.errors import NotFound
from bluepencil.store import (
    OwnGuideline,
)
from bluepencil.store.sqlite.database import Database


class SqliteGuidelines:
    """The GuidelineStore over one SQLite file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, owner: str) -> list[OwnGuideline]:
        """See GuidelineStore."""
        with self._database.reading() as db:
            rows = db.execute(
                "select name, text, updated_at from guidelines where owner = ? order by name",
                (owner,),
            ).fetchall()
        return [OwnGuideline(*row) for row in rows]

    def put(self, owner: str, name: str, text: str) -> OwnGuideline:
        """See GuidelineStore."""
        kept = OwnGuideline(name, text, time.time())
        with self._database.writing() as db:
            db.execute("insert or replace into guidelines values (?, ?, ?, ?)", (owner, *kept))
        return kept

    def add(self, owner: str, name: str, text: str) -> bool:
        """See GuidelineStore."""
        row = (owner, name, text, time.time())
        with self._database.writing() as db:
            return bool(
                db.execute("insert or ignore into guidelines values (?, ?, ?, ?)", row).rowcount
            )

    def remove(self, owner: str, name: str) -> None:
        """See GuidelineStore."""
        with self._database.writing() as db:
            gone = db.execute(
                "delete from guidelines where owner = ? and name = ?", (owner, name)
            ).rowcount
        if not gone:
            raise NotFound("There is no guideline of that name.", code="guideline_not_found")
