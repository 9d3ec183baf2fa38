"""The guidelines people keep, in Redis."""

from __future__ import annotations

import json
import time

from bluepencil.errors import NotFound
from bluepencil.store import OwnGuideline
from bluepencil.store.redis.database import Database, key


class RedisGuidelines:
    """The GuidelineStore over one Redis."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, owner: str) -> list[OwnGuideline]:
        """See GuidelineStore."""
        with self._database.using() as redis:
            kept = redis.hvals(key("guidelines", owner))
        return sorted(OwnGuideline(*json.loads(one)) for one in kept)

    def put(self, owner: str, name: str, text: str) -> OwnGuideline:
        """See GuidelineStore."""
        kept = OwnGuideline(name, text, time.time())
        with self._database.using() as redis:
            redis.hset(key("guidelines", owner), name, _packed(kept))
        return kept

    def add(self, owner: str, name: str, text: str) -> bool:
        """See GuidelineStore."""
        packed = _packed(OwnGuideline(name, text, time.time()))
        with self._database.using() as redis:
            return bool(redis.hsetnx(key("guidelines", owner), name, packed))

    def remove(self, owner: str, name: str) -> None:
        """See GuidelineStore."""
        with self._database.using() as redis:
            gone = redis.hdel(key("guidelines", owner), name)
        if not gone:
            raise NotFound("There is no guideline of that name.", code="guideline_not_found")


def _packed(kept: OwnGuideline) -> str:
    return json.dumps(kept, ensure_ascii=False)
