"""The guidelines people keep, by owner and name; those that ship with the project are files."""

from __future__ import annotations

import time

from bluepencil.database import Part, Transaction
from bluepencil.errors import NotFound
from bluepencil.review.session import OwnGuideline


class GuidelineStore(Part):
    """The guidelines in a database."""

    def all(self, owner: str, db: Transaction | None = None) -> list[OwnGuideline]:
        """All that an owner keeps, by name."""
        sql = "select name, text, updated_at from guidelines where owner = :owner order by name"
        rows = self._all(sql, owner=owner) if db is None else db.all(sql, owner=owner)
        return [OwnGuideline(**row) for row in rows]

    def put(self, owner: str, name: str, text: str, db: Transaction | None = None) -> None:
        """Keep it under that name, in place of what was there."""
        row = {"owner": owner, "name": name, "text": text, "updated_at": time.time()}
        with self._writing(db) as db:
            db.insert("guidelines", row, replacing="owner, name")

    def remove(self, owner: str, name: str) -> None:
        """Forget it. Raises NotFound."""
        sql = "delete from guidelines where owner = :owner and name = :name"
        with self._writing() as db:
            if not db.run(sql, owner=owner, name=name):
                raise NotFound("There is no guideline of that name.", code="guideline_not_found")
            db.then(self._database.scrub)
