"""The store in one Redis: for web processes and workers on several machines."""

from __future__ import annotations

from bluepencil.errors import Unavailable
from bluepencil.store import new_id
from bluepencil.store.redis.database import Database, key
from bluepencil.store.redis.edits import RedisEdits
from bluepencil.store.redis.guidelines import RedisGuidelines
from bluepencil.store.redis.operations import RedisOperations
from bluepencil.store.redis.readings import RedisReadings
from bluepencil.store.redis.sessions import RedisSessions
from bluepencil.store.redis.tasks import RedisTasks
from bluepencil.store.redis.versions import RedisVersions

SCHEMA_VERSION = 1
_HEALTH = 60_000  # milliseconds after which the trace of a check is gone


class RedisStore:
    """The Store in the database that `url` names; see link.connect() for the forms it may have.

    Raises Unavailable when Redis does not answer, or holds the layout of another release.
    """

    def __init__(self, url: str) -> None:
        self._database = Database(url)
        self._identity = ""
        self.tasks = RedisTasks(self._database)
        self.sessions = RedisSessions(self._database)
        self.edits = RedisEdits(self._database)
        self.versions = RedisVersions(self._database, self.sessions)
        self.guidelines = RedisGuidelines(self._database)
        self.readings = RedisReadings(self._database)
        self.operations = RedisOperations(self._database)
        try:
            self._prepare()
        except Unavailable:
            self._database.close()
            raise

    def _prepare(self) -> None:
        with self._database.using() as redis:
            redis.set(key("version"), SCHEMA_VERSION, nx=True)
            version = int(redis.get(key("version")) or SCHEMA_VERSION)
        if version != SCHEMA_VERSION:
            raise Unavailable(
                f"The Redis of STORE_URL has the layout of another release (version {version}, "
                f"this one reads {SCHEMA_VERSION}); start the release that made it, or name "
                "another database."
            )

    @property
    def identity(self) -> str:
        """See Store. Known once, it is given to a Redis that has lost it."""
        try:
            with self._database.using() as redis:
                redis.set(key("identity"), self._identity or new_id(), nx=True)
                self._identity = (redis.get(key("identity")) or b"").decode()
        except Unavailable:
            if not self._identity:
                raise
        return self._identity

    def check(self) -> None:
        """See Store."""
        with self._database.using() as redis:
            redis.set(key("checked"), 1, px=_HEALTH)
            memory = redis.info("memory")
        policy = str(memory.get("maxmemory_policy", ""))
        if memory.get("maxmemory") and policy.startswith("allkeys"):
            raise Unavailable(
                "The store cannot be used now: its Redis may throw away what is kept "
                f"(maxmemory-policy {policy}); set it to noeviction."
            )

    def close(self) -> None:
        """See Store."""
        self._database.close()
