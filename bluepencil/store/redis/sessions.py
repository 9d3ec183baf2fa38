"""Sessions, findings and chat in Redis."""

from __future__ import annotations

import json
import threading
import time
from collections import OrderedDict
from typing import Any

from bluepencil.documents import Document
from bluepencil.documents.guideline import Guideline
from bluepencil.findings import Finding, Item, Scope, Usage
from bluepencil.store import (
    Activity,
    ChatMessage,
    Claim,
    Json,
    Session,
    SessionRow,
    guideline_of,
    new_id,
    rfc3339,
)
from bluepencil.store.again import again, moved
from bluepencil.store.carry import resolved
from bluepencil.store.redis.database import Database, key
from bluepencil.store.redis.standing import Edit, Standing, item_of, noted, rewrite, unknown
from bluepencil.store.redis.tasks import held
from bluepencil.store.words import words_in, words_of

_CACHED = 16  # parsed documents that stay in memory


class RedisSessions:
    """The SessionStore over one Redis."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._documents: OrderedDict[tuple[str, int], Document] = OrderedDict()
        self._lock = threading.Lock()
        self._in_turn = threading.Lock()  # of this process's readings: none overtakes another

    def add(self, session: Session, file: bytes) -> None:
        """See SessionStore."""
        fields = {
            "owner": session.owner,
            "name": session.name,
            "file_name": session.document.name,
            "sections": str(len(session.document.sections)),
            "guideline_name": session.guideline.name,
            "guideline": session.guideline.model_dump_json(),
            "document": session.document.model_dump_json(),
            "usage": Usage().model_dump_json(),
            "revision": "0",
            "findings": "0",
            "decided": "0",
            "version": str(session.version),
            "version_at": repr(session.created_at),
            "created_at": repr(session.created_at),
        }
        given: Json = {"session_id": session.session_id, "fields": fields}
        given |= {"words": sorted(words_in(session.document))}
        given |= noted(Activity("uploaded", session.document.name))
        self._database.ask("sessions", "add", given, file)

    def get(self, session_id: str, owner: str | None = None) -> Session:
        """See SessionStore."""
        names = ("owner", "name", "guideline", "created_at", "version")
        with self._database.using() as redis:
            kept = redis.hmget(key("session", session_id), *names)
        if kept[0] is None or owner not in (None, kept[0].decode()):
            raise unknown()
        whose, name, guideline, created_at, version = kept
        return Session(
            session_id=session_id,
            owner=whose.decode(),
            document=self._document(session_id, int(version)),
            guideline=guideline_of(guideline),
            name=name.decode(),
            created_at=float(created_at),
            version=int(version),
        )

    def _document(self, session_id: str, version: int) -> Document:
        """The document in that version, or a newer one where that has just come."""
        with self._lock:
            found = self._documents.get((session_id, version))
        if found is None:
            with self._database.using() as redis:
                kept, is_of = redis.hmget(key("session", session_id), "document", "version")
            if kept is None:
                raise unknown()
            found, version = Document.model_validate_json(kept), int(is_of)
        with self._lock:
            self._documents[session_id, version] = found
            self._documents.move_to_end((session_id, version))
            while len(self._documents) > _CACHED:
                self._documents.popitem(last=False)
        return found

    def file(self, session_id: str) -> bytes:
        """See SessionStore."""
        with self._database.using() as redis:
            kept: bytes | None = redis.get(key("file", session_id))
        if kept is None:
            raise unknown()
        return kept

    def rows(self, owner: str, words: str = "") -> list[SessionRow]:
        """See SessionStore."""
        wanted = sorted(words_of(words))
        if words.strip() and not wanted:
            return []
        found = []
        for session_id, has, reviewed, kept in self._ask("rows", owner=owner, words=wanted):
            name, guideline = kept[0].decode(), kept[1].decode()
            called = words_of(name) if wanted else set()
            if all(
                there or any(one.startswith(word) for one in called)
                for word, there in zip(wanted, has, strict=True)
            ):
                created_at, touched_at, sections, findings, decided = kept[2:]
                numbers = (int(sections), reviewed, int(findings), int(decided))
                times = (float(created_at), float(touched_at))
                found.append(SessionRow(session_id.decode(), name, guideline, *times, *numbers))
        return found

    def rename(self, session_id: str, name: str) -> None:
        """See SessionStore."""
        self._change(session_id, {"name": name}, Activity("renamed", name))

    def change_guideline(self, session_id: str, guideline: Guideline) -> None:
        """See SessionStore."""
        fields = {"guideline_name": guideline.name, "guideline": guideline.model_dump_json()}
        self._change(session_id, fields, Activity("guidelines_changed", guideline.title))

    def _change(self, session_id: str, fields: Json, done: Activity) -> None:
        given: Json = {"session_id": session_id, "fields": fields}
        _known(self._ask("change", **given, **noted(done)))

    def delete(self, session_id: str, owner: str) -> None:
        """See SessionStore."""
        _known(self._ask("delete", session_id=session_id, owner=owner))
        self._gone([session_id])

    def expire(self, before: float) -> int:
        """See SessionStore."""
        given = {"before": repr(before)}
        old = [session_id.decode() for session_id in self._ask("untouched", **given)]
        gone = [one for one in old if self._ask("delete", session_id=one, **given)[0] == b"ok"]
        if gone:
            self._gone(gone)
        return len(gone)

    def _gone(self, session_ids: list[str]) -> None:
        with self._lock:
            for one in [one for one in self._documents if one[0] in session_ids]:
                del self._documents[one]
        self._database.scrub()

    def keep(self, session_id: str, found: list[Finding], scope: Scope, claim: Claim) -> list[Item]:
        """See SessionStore."""
        kept: list[Item] = []

        def work(stands: Standing) -> Json:
            kept.clear()
            document = self._document(session_id, stands.version)
            for finding in found:
                before = again(finding, stands.like(finding), document)
                if before is not None:
                    now = moved(before, finding, document, stands.version)
                else:
                    made = {"created_at": rfc3339(time.time()), "version": stands.version}
                    now = Item(id=new_id(), scope=scope, **made, **finding.model_dump())
                stands.put(now)
                kept.append(now)
            return {}

        with self._in_turn:
            rewrite(self._database, session_id, work, claim)
        return kept

    def settle(
        self, session_id: str, section: str | None, scope: Scope, seen: set[str], claim: Claim
    ) -> None:
        """See SessionStore."""

        def work(stands: Standing) -> Json:
            edits = [Edit.of(one) for one in (*stands.done, *stands.undone)]
            spared = seen | {one.item_id for edit in edits for one in edit.changes}
            for item in stands.items():
                here = item.scope == scope and section in (None, item.section_name)
                open_still = item.decision == "open" and item.resolved_in is None
                if not (here and open_still) or item.source == "you" or item.id in spared:
                    continue
                if item.version == stands.version:
                    del stands.lines[item.id]
                else:
                    stands.put(resolved(item, stands.version))
            if section is not None:
                stands.reviewed.add(section)
            return {}

        with self._in_turn:
            rewrite(self._database, session_id, work, claim)

    def reviewed(self, session_id: str) -> set[str]:
        """See SessionStore."""
        with self._database.using() as redis:
            return {name.decode() for name in redis.smembers(key("reviewed", session_id))}

    def items(self, session_id: str) -> list[Item]:
        """See SessionStore."""
        return [item for item in self._all(session_id) if item.resolved_in is None]

    def resolved(self, session_id: str) -> list[Item]:
        """See SessionStore."""
        return [item for item in self._all(session_id) if item.resolved_in is not None]

    def _all(self, session_id: str) -> list[Item]:
        return [item_of(line) for line in self._ask("lines", session_id=session_id)]

    def add_chat(self, session_id: str, message: ChatMessage, claim: Claim) -> None:
        """See SessionStore."""
        done = Activity("asked", message.message[:200])
        self._record(session_id, done, claim, exchange=message.model_dump_json())

    def chat(self, session_id: str) -> list[ChatMessage]:
        """See SessionStore."""
        with self._database.using() as redis:
            turns: list[bytes] = redis.lrange(key("chat", session_id), 0, -1)
        return [ChatMessage.model_validate_json(turn) for turn in turns]

    def usage(self, session_id: str) -> Usage:
        """See SessionStore."""
        with self._database.using() as redis:
            kept: bytes | None = redis.hget(key("session", session_id), "usage")
        if kept is None:
            raise unknown()
        return Usage.model_validate_json(kept)

    def record(self, session_id: str, activity: Activity, claim: Claim | None = None) -> None:
        """See SessionStore."""
        self._record(session_id, activity, claim)

    def _record(self, session_id: str, done: Activity, claim: Claim | None, **more: Any) -> None:
        given = {"session_id": session_id, **more, **noted(done)}
        if claim is not None:
            given["claim"] = claim
        patient = claim is not None
        _known(held(self._database.ask("sessions", "record", given, patient=patient)))

    def activity(self, session_id: str) -> list[Activity]:
        """See SessionStore."""
        with self._database.using() as redis:
            kept: list[bytes] = redis.lrange(key("activity", session_id), 0, -1)
        return [Activity(**json.loads(one)) for one in kept]

    def _ask(self, asked: str, **given: Any) -> Any:
        return self._database.ask("sessions", asked, given)


def _known(answer: Any) -> None:
    if answer[0] == b"unknown":
        raise unknown()
