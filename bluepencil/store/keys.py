"""Keys with which programs act for their owner: kept as digests, forgotten when revoked."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import NamedTuple

from bluepencil.database import Part, Row
from bluepencil.errors import Conflict, NotFound
from bluepencil.values import new_id

MOST = 100  # keys of one owner
COARSE = 3600.0  # seconds to which the last use of a key is kept: a write at most once an hour
_COLUMNS = "id, owner, name, scopes, created_at, last_used_at"


class ApiKey(NamedTuple):
    """A key without what it is proven by."""

    id: str
    owner: str
    name: str
    scopes: tuple[str, ...]
    created_at: float
    last_used_at: float | None


class KeyStore(Part):
    """The keys in a database."""

    def add(self, owner: str, name: str, scopes: Iterable[str], digest: str) -> ApiKey:
        """Keep a new key. Raises Conflict where its owner has too many."""
        made = ApiKey(new_id(), owner, name, tuple(scopes), time.time(), None)
        row = {**made._asdict(), "scopes": " ".join(made.scopes), "digest": digest}
        with self._writing() as db:
            db.serialize(f"keys {owner}")
            count = db.one("select count(*) as number from api_keys where owner = :o", o=owner)
            if count is not None and count["number"] >= MOST:
                raise Conflict(f"There are {MOST} keys; revoke one first.", code="too_many_keys")
            db.insert("api_keys", row)
        return made

    def all(self, owner: str) -> list[ApiKey]:
        """An owner's keys, oldest first."""
        sql = f"select {_COLUMNS} from api_keys where owner = :owner order by created_at, id"
        return [_key(row) for row in self._all(sql, owner=owner)]

    def get(self, key_id: str, owner: str) -> ApiKey:
        """One of an owner's keys. Raises NotFound."""
        sql = f"select {_COLUMNS} from api_keys where id = :id and owner = :owner"
        row = self._one(sql, id=key_id, owner=owner)
        if row is None:
            raise _not_found()
        return _key(row)

    def remove(self, key_id: str, owner: str) -> None:
        """Revoke a key: from now on nobody has it. Raises NotFound."""
        sql = "delete from api_keys where id = :id and owner = :owner"
        with self._writing() as db:
            if not db.run(sql, id=key_id, owner=owner):
                raise _not_found()
            db.then(self._database.scrub)

    def used(self, digest: str) -> ApiKey | None:
        """The key with that digest, whose use is noted; None: there is none."""
        row = self._one(f"select {_COLUMNS} from api_keys where digest = :digest", digest=digest)
        if row is None:
            return None
        hour = time.time() // COARSE * COARSE
        if (row["last_used_at"] or 0.0) < hour:
            with self._writing() as db:
                db.update("api_keys", {"last_used_at": hour}, id=row["id"])
        return _key(row)


def _key(row: Row) -> ApiKey:
    return ApiKey(**{**row, "scopes": tuple(row["scopes"].split())})


def _not_found() -> NotFound:
    return NotFound("There is no key with this id.", code="key_not_found")
