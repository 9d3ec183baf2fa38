"""The guidelines people keep, by owner and name; those that ship with the project are files."""

from __future__ import annotations

import time

from bluepencil.errors import NotFound
from bluepencil.review.session import OwnGuideline
from bluepencil.store.database import Database, Transaction
from bluepencil.store.rows import record


class GuidelineStore:
    """The guidelines in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, owner: str, db: Transaction | None = None) -> list[OwnGuideline]:
        """All that an owner keeps, by name."""
        if db is None:
            with self._database.reading() as db:
                return self.all(owner, db)
        sql = "select name, text, updated_at from guidelines where owner = :owner order by name"
        return [OwnGuideline(**record(row)) for row in db.all(sql, owner=owner)]

    def put(self, owner: str, name: str, text: str, db: Transaction | None = None) -> None:
        """Keep it under that name, in place of what was there."""
        if db is None:
            with self._database.writing() as db:
                return self.put(owner, name, text, db)
        row = {"owner": owner, "name": name, "text": text, "updated_at": time.time()}
        db.insert("guidelines", row, replacing="owner, name")
        return None

    def remove(self, owner: str, name: str) -> None:
        """Forget it. Raises NotFound."""
        sql = "delete from guidelines where owner = :owner and name = :name"
        with self._database.writing() as db:
            if not db.run(sql, owner=owner, name=name):
                raise NotFound("There is no guideline of that name.", code="guideline_not_found")
