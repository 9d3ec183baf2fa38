"""Sessions: a review is loaded whole, changed by a rule, and saved where it differs."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TypeVar

from bluepencil.database import Database, Part, Row, Transaction, marks
from bluepencil.documents import Document
from bluepencil.documents.words import words_of
from bluepencil.errors import NotFound
from bluepencil.review.aggregate import Outcome, Review
from bluepencil.review.findings import Usage
from bluepencil.review.session import Activity, ChatMessage, Session, SessionRow, VersionRow
from bluepencil.store import outbox, saved
from bluepencil.store.lru_cache import LruCache
from bluepencil.store.rows import dumps
from bluepencil.store.search_index import between
from bluepencil.task.record import Claim
from bluepencil.values import Json
from bluepencil.webhooks import events

_CACHED = 16  # reviews that stay in memory
_ROWS = """
select session_id, name, guideline_name as guideline, created_at, touched_at, sections,
  (select count(*) from reviewed r where r.session_id = s.session_id) as reviewed,
  (select count(*) from items i where i.session_id = s.session_id and i.resolved_in is null)
    as findings,
  (select count(*) from items i where i.session_id = s.session_id and i.resolved_in is null
    and decision != 'open') as decided,
  (select count(*) from items i where i.session_id = s.session_id and i.resolved_in is null
    and item_json like :low and item_json not like :own) as minor,
  (select count(*) from items i where i.session_id = s.session_id and i.resolved_in is null
    and item_json like :low and item_json not like :own and decision != 'open') as minor_decided
from sessions s
"""
# Inside a string of JSON every quotation mark has a backslash before it, so these are sure.
_MINOR = {"low": '%"severity":"low"%', "own": '%"source":"you"%'}
_UNTOUCHED = """
select session_id from sessions s where touched_at < :before and not exists
  (select 1 from tasks t where t.session_id = s.session_id and finished_at is null)
"""
_VERSIONS = """
select version, name, created_at, sections from documents where session_id = :id order by version
"""
_REMOVE = """
delete from tasks where task_id in
  (select task_id from tasks where session_id = :id order by seq{})
returning task_id
"""  # in the order in which they are claimed, and their leases renewed
_ACTIVITY = """
select what, detail, numbers_json, at from activity where session_id = :id order by seq
"""
T = TypeVar("T")


class SessionStore(Part):
    """The sessions in a database. Unknown sessions, and other owners', raise NotFound."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._cache = LruCache[str, Review](_CACHED)

    def add(self, session: Session, file: bytes, db: Transaction | None = None) -> None:
        """Keep a new session with the uploaded file as it came."""
        with self._writing(db) as db:
            saved.add(db, session, file)

    def load(self, session_id: str, owner: str | None = None) -> Review:
        """The review as it now is; it is shared and must not be changed."""
        while True:
            with self._database.reading() as db:
                row = saved.head(db, session_id, owner)
                known = self._known(row)
                if known is not None:
                    return _with_working(db, known)
                review = saved.read(db, row)
                if saved.head(db, session_id, owner)["revision"] == review.revision:
                    self._cache.put(session_id, review)
                    return _with_working(db, review)  # else it was changed while it was read

    def get(self, session_id: str, owner: str | None = None) -> Session:
        """The session; its document is shared and must not be changed."""
        with self._database.reading() as db:
            known = self._known(saved.head(db, session_id, owner))
        return (known or self.load(session_id, owner)).session

    def apply(
        self,
        session_id: str,
        rule: Callable[[Review], Outcome[T]],
        *,
        owner: str | None = None,
        claim: Claim | None = None,
        file: bytes = b"",
        db: Transaction | None = None,
    ) -> T:
        """Change the review as the rule says; returns the rule's answer.

        With a `claim`: raises ClaimLost once that is not valid any more. `file` is the file of a
        new version.
        """
        with self._writing(db) as db:
            row = saved.head(db, session_id, owner, db.lock)
            before = _with_working(db, self._known(row) or saved.read(db, row))
            if claim is not None:
                saved.hold(db, claim)
            outcome = rule(before)
            if outcome.review is not before:
                after = replace(outcome.review, revision=before.revision + 1)
                saved.write(db, before, after, file)
                db.then(lambda: self._cache.put(session_id, after))
            saved.note(db, session_id, outcome.activity, outcome.chat)
            told = events.of_review(before, outcome.review, outcome.activity, time.time())
            outbox.put(db, before.session.owner, told)
            return outcome.answer

    def _known(self, row: Row) -> Review | None:
        """The review of which this is the row, where it is in memory and has not changed since."""
        known = self._cache.get(row["session_id"])
        return known if known is not None and known.revision == row["revision"] else None

    def file(self, session_id: str) -> bytes:
        """The uploaded file of the newest version."""
        sql = "select file from documents where session_id = :id order by version desc limit 1"
        row = self._one(sql, id=session_id)
        return b"" if row is None else bytes(row["file"])

    def versions(self, session_id: str) -> list[VersionRow]:
        """All versions of the document, oldest first; the last is the one under review."""
        return [VersionRow(**row) for row in self._all(_VERSIONS, id=session_id)]

    def document(self, session_id: str, version: int) -> Document:
        """The document in that version. Raises NotFound."""
        with self._database.reading() as db:
            found = saved.document(db, session_id, version)
        if found is None:
            raise NotFound("There is no such version of the document.", code="version_not_found")
        return found

    def rows(
        self,
        owner: str,
        words: str = "",
        *,
        ids: Collection[str] | None = None,
        last_used: bool = False,
        limit: int = 2**31,
        skip: int = 0,
    ) -> list[SessionRow]:
        """Sessions of an owner, the newest first, or those used last: `limit` of them, after the
        first `skip`.

        With `words`: those that have each of them, or words beginning so, in name or text; with
        `ids` only those.
        """
        chosen, values = _chosen(owner, words, ids)
        order = "touched_at desc, seq desc" if last_used else "seq desc"
        page = f"select seq {chosen} order by {order} limit :limit offset :skip"
        sql = f"{_ROWS} where seq in ({page}) order by {order}"
        rows = self._all(sql, limit=limit, skip=skip, **_MINOR, **values)
        return [SessionRow(**row) for row in rows]

    def number(self, owner: str, words: str = "") -> int:
        """How many sessions of an owner there are; with `words` as `rows` has them."""
        chosen, values = _chosen(owner, words)
        row = self._one(f"select count(*) as number {chosen}", **values)
        return row["number"] if row else 0

    def delete(self, session_id: str, owner: str) -> None:
        """Remove it and everything about it from the disk, tasks and their events included."""
        with self._writing() as db:
            saved.head(db, session_id, owner, db.lock)
            self._remove(db, session_id)
            db.then(self._database.scrub)

    def expire(self, before: float) -> int:
        """Delete, as delete() does, what nothing was done with since that time and nothing runs
        for; returns how many."""
        with self._writing() as db:
            rows = db.all(_UNTOUCHED + db.lock, before=before)
            for row in rows:
                self._remove(db, row["session_id"])
            if rows:
                db.then(self._database.scrub)
        return len(rows)

    def _remove(self, db: Transaction, session_id: str) -> None:
        for row in db.all(_REMOVE.format(db.lock), id=session_id):
            db.changed(row["task_id"], None)
        outbox.forget(db, session_id=session_id)
        db.run("delete from turns where fairness_key = :id", id=session_id)
        db.run("delete from sessions where session_id = :id", id=session_id)
        db.then(lambda: self._cache.remove(session_id))

    def chat(self, session_id: str, last: int | None = None, skip: int = 0) -> list[ChatMessage]:
        """All exchanges, oldest first; or the `last` but for the newest `skip`."""
        sql = "select message_json from chat where session_id = :id order by seq desc"
        rows = self._all(
            f"{sql} limit :last offset :skip", id=session_id, last=last or 2**31, skip=skip
        )
        return [ChatMessage.model_validate_json(row["message_json"]) for row in reversed(rows)]

    def usage(self, session_id: str) -> Usage:
        """What all its tasks have used."""
        with self._database.reading() as db:
            return Usage.model_validate_json(saved.head(db, session_id, None)["usage_json"])

    def activity(self, session_id: str) -> list[Activity]:
        """All that was done, oldest first."""
        return [
            Activity(row["what"], row["detail"], json.loads(row["numbers_json"]), row["at"])
            for row in self._all(_ACTIVITY, id=session_id)
        ]

    def remember(self, session_id: str, key: str, reading: Json, db: Transaction) -> None:
        """Keep what a reading came to under a digest of all that it rested on, as long as its
        session. Raises NotFound where that is gone."""
        saved.head(db, session_id, None, db.lock)
        row = {"session_id": session_id, "key": key, "reading_json": dumps(reading)}
        db.insert("readings", row, replacing="session_id, key")

    def recall(self, session_id: str, key: str) -> Json | None:
        """What a reading of the session that rested on the same came to, if there was one."""
        sql = "select reading_json from readings where session_id = :id and key = :key"
        row = self._one(sql, id=session_id, key=key)
        return None if row is None else dict(json.loads(row["reading_json"]))


def _with_working(db: Transaction, review: Review) -> Review:
    """The review with the kinds of the tasks that now work on it."""
    sql = "select distinct kind from tasks where session_id = :id and finished_at is null"
    working = frozenset(row["kind"] for row in db.all(sql, id=review.session.session_id))
    return review if review.working == working else replace(review, working=working)


def _chosen(
    owner: str, words: str, ids: Collection[str] | None = None
) -> tuple[str, dict[str, str]]:
    """The end of a statement that chooses sessions as `rows` says, and its values."""
    wanted = sorted(words_of(words))
    sql, values = "from sessions where owner = :owner ", {"owner": owner}
    if words.strip() and not wanted:
        sql += "and 1 = 0 "
    if ids is not None:
        placeholders, named = marks(ids)
        sql += f"and session_id in ({placeholders}) "
        values |= named
    for number, word in enumerate(wanted):
        sql += "and session_id in (select session_id from words where "
        sql += f"word >= :from{number} and word < :to{number}) "
        values |= between(number, word)
    return sql, values
