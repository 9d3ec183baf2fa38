"""What readings came to, in Redis."""

from __future__ import annotations

import json

from bluepencil.store import Json
from bluepencil.store.redis.database import Database
from bluepencil.store.redis.database import key as name


class RedisReadings:
    """The Readings over one Redis."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def remember(self, session_id: str, key: str, reading: Json) -> None:
        """See Readings."""
        told = json.dumps(reading, ensure_ascii=False)
        given = {"session_id": session_id, "key": key, "reading": told}
        self._database.ask("sessions", "remember", given, patient=True)

    def recall(self, session_id: str, key: str) -> Json | None:
        """See Readings."""
        with self._database.using() as redis:
            told = redis.hget(name("readings", session_id), key)
        return None if told is None else dict(json.loads(told))
