"""Sessions, findings and chat in Redis."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import Any

from bluepencil.documents import Document
from bluepencil.documents.guideline import Guideline
from bluepencil.errors import NotFound
from bluepencil.findings import Finding, Item, Scope, Usage
from bluepencil.store import ChatMessage, Claim, Json, Session, SessionRow, new_id, rfc3339
from bluepencil.store.redis.database import Database, key
from bluepencil.store.redis.tasks import held

_CACHED = 16  # sessions whose parsed document stays in memory


class RedisSessions:
    """The SessionStore over one Redis."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._cache: OrderedDict[str, Session] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, session: Session, file: bytes) -> None:
        """See SessionStore."""
        kept = {
            "owner": session.owner,
            "document_name": session.document.name,
            "sections": len(session.document.sections),
            "guideline_name": session.guideline.name,
            "guideline": session.guideline.model_dump_json(),
            "document": session.document.model_dump_json(),
            "usage": Usage().model_dump_json(),
            "created_at": repr(session.created_at),
        }
        with self._database.using() as redis:
            number = redis.incr(key("number"))
            pipeline = redis.pipeline(transaction=True)
            pipeline.hset(key("session", session.session_id), mapping=kept)
            pipeline.set(key("file", session.session_id), file)
            pipeline.zadd(key("owner", session.owner), {session.session_id: number})
            pipeline.execute()

    def get(self, session_id: str, owner: str | None = None) -> Session:
        """See SessionStore."""
        if owner not in (None, self._field(session_id, "owner").decode()):
            raise _unknown()
        with self._lock:
            found = self._cache.get(session_id)
        if found is None:
            found = self._read(session_id)
        with self._lock:
            self._cache[session_id] = found
            self._cache.move_to_end(session_id)
            while len(self._cache) > _CACHED:
                self._cache.popitem(last=False)
        return found

    def _read(self, session_id: str) -> Session:
        with self._database.using() as redis:
            document, guideline, owner, created_at = redis.hmget(
                key("session", session_id), "document", "guideline", "owner", "created_at"
            )
        if document is None or guideline is None or owner is None or created_at is None:
            raise _unknown()
        return Session(
            session_id=session_id,
            owner=owner.decode(),
            document=Document.model_validate_json(document),
            guideline=Guideline.model_validate_json(guideline),
            created_at=float(created_at),
        )

    def file(self, session_id: str) -> bytes:
        """See SessionStore."""
        with self._database.using() as redis:
            kept: bytes | None = redis.get(key("file", session_id))
        if kept is None:
            raise _unknown()
        return kept

    def rows(self, owner: str) -> list[SessionRow]:
        """See SessionStore."""
        return [
            SessionRow(
                session_id=session_id.decode(),
                document_name=name.decode(),
                guideline=guideline.decode(),
                created_at=float(created_at),
                sections=int(sections),
                reviewed=reviewed,
                findings=findings,
            )
            for (
                session_id,
                name,
                guideline,
                created_at,
                sections,
                reviewed,
                findings,
            ) in self._ask("rows", owner=owner)
        ]

    def delete(self, session_id: str, owner: str) -> None:
        """See SessionStore."""
        if self._ask("delete", session_id=session_id, owner=owner)[0] != b"ok":
            raise _unknown()
        with self._lock:
            self._cache.pop(session_id, None)
        self._database.scrub()

    def keep(self, session_id: str, found: list[Finding], scope: Scope, claim: Claim) -> list[Item]:
        """See SessionStore."""
        at = rfc3339(time.time())
        new = [Item(id=new_id(), scope=scope, created_at=at, **one.model_dump()) for one in found]
        given = [
            {"id": item.id, "print": _print(item), "item": item.model_dump_json()} for item in new
        ]
        kept = self._hold("keep", claim, session_id=session_id, found=given)[1]
        return [Item.model_validate_json(item) for item in kept]

    def settle(
        self, session_id: str, section: str | None, scope: Scope, seen: set[str], claim: Claim
    ) -> None:
        """See SessionStore."""
        given: Json = {"section": section, "scope": scope, "seen": list(seen)}
        self._hold("settle", claim, session_id=session_id, **given)

    def reviewed(self, session_id: str) -> set[str]:
        """See SessionStore."""
        with self._database.using() as redis:
            return {name.decode() for name in redis.smembers(key("reviewed", session_id))}

    def items(self, session_id: str) -> list[Item]:
        """See SessionStore."""
        return [
            Item.model_validate_json(item) for item in self._ask("items", session_id=session_id)
        ]

    def add_chat(self, session_id: str, message: ChatMessage, claim: Claim) -> None:
        """See SessionStore."""
        self._hold("add_chat", claim, session_id=session_id, message=message.model_dump_json())

    def chat(self, session_id: str) -> list[ChatMessage]:
        """See SessionStore."""
        with self._database.using() as redis:
            turns: list[bytes] = redis.lrange(key("chat", session_id), 0, -1)
        return [ChatMessage.model_validate_json(turn) for turn in turns]

    def usage(self, session_id: str) -> Usage:
        """See SessionStore."""
        return Usage.model_validate_json(self._field(session_id, "usage"))

    def _field(self, session_id: str, name: str) -> bytes:
        with self._database.using() as redis:
            kept: bytes | None = redis.hget(key("session", session_id), name)
        if kept is None:
            raise _unknown()
        return kept

    def _ask(self, asked: str, **given: Any) -> Any:
        return self._database.ask("sessions", asked, given)

    def _hold(self, asked: str, claim: Claim, **given: Any) -> Any:
        given = {"claim": claim, **given}
        return held(self._database.ask("sessions", asked, given, patient=True))


def _print(item: Item) -> str:
    """What makes it the same finding when it comes up again."""
    return f"{item.fingerprint}:{-1 if item.start is None else item.start}"


def _unknown() -> NotFound:
    return NotFound("There is no review with this id.", code="session_not_found")
