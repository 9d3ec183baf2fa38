"""The words of documents, by which a search finds them: which have some, and writing them anew."""

from __future__ import annotations

from collections.abc import Sequence

from bluepencil.database import Part
from bluepencil.errors import NotFound
from bluepencil.review.session import DocumentRow
from bluepencil.store import saved
from bluepencil.values import Json

_HAVING = """
select s.session_id as session_id, name, version from sessions s join (
  select session_id, count(*) as number from ({}) one_word group by session_id
) hits on hits.session_id = s.session_id
where owner = :owner order by hits.number desc, touched_at desc, seq desc limit :limit
"""
_LEFT_BEHIND = """
select distinct session_id from words
where session_id not in (select session_id from sessions)
"""
_ONE_WORD = """
select distinct session_id, {0} as word from words where word >= :from{0} and word < :to{0}
"""


class SearchIndex(Part):
    """The index in a database. A document's words are written with it, and go with it."""

    def having(self, owner: str, beginnings: Sequence[str], limit: int) -> list[DocumentRow]:
        """The owner's documents with words that begin so, as their newest versions: those with most
        of these words first, then those used last."""
        if not beginnings:
            return []
        union = " union all ".join(_ONE_WORD.format(at) for at in range(len(beginnings)))
        bounds: Json = {"owner": owner, "limit": limit}
        for at, word in enumerate(beginnings):
            bounds |= between(at, word)
        return [DocumentRow(**row) for row in self._all(_HAVING.format(union), **bounds)]

    def ids_of(self, owner: str) -> list[str]:
        """The ids of all sessions of an owner, oldest first."""
        sql = "select session_id from sessions where owner = :owner order by seq"
        return [row["session_id"] for row in self._all(sql, owner=owner)]

    def reindex(self, session_id: str, *, full: bool) -> bool:
        """Bring the words by which a search finds the session up to date, or with `full` write
        them anew; returns whether they were written. Raises NotFound."""
        with self._writing() as db:
            row = saved.head(db, session_id, None, db.lock)
            text = saved.document(db, session_id, row["version"])
            if text is None:
                raise NotFound(
                    "There is no such version of the document.", code="version_not_found"
                )
            return saved.reindex(db, session_id, row["name"], text, full=full)

    def unindex(self) -> int:
        """Forget the words of documents that are gone; returns of how many."""
        with self._writing() as db:
            rows = db.all(_LEFT_BEHIND)
            db.many("delete from words where session_id = :session_id", [dict(row) for row in rows])
        return len(rows)


def between(number: int, word: str) -> dict[str, str]:
    """The bounds of all words that begin with this one, for a statement that has several."""
    return {f"from{number}": word, f"to{number}": f"{word}\U0010ffff"}
