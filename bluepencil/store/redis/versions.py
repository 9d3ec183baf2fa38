"""The versions of documents in Redis."""

from __future__ import annotations

import time

from bluepencil.documents import Document
from bluepencil.errors import NotFound
from bluepencil.store import Activity, Json, VersionRow
from bluepencil.store.carry import carry, still_read
from bluepencil.store.redis.database import Database, key
from bluepencil.store.redis.sessions import RedisSessions
from bluepencil.store.redis.standing import Standing, noted, rewrite
from bluepencil.store.words import words_in


class RedisVersions:
    """The VersionStore over one Redis."""

    def __init__(self, database: Database, sessions: RedisSessions) -> None:
        self._database, self._sessions = database, sessions

    def add(self, session_id: str, document: Document, file: bytes) -> None:
        """See VersionStore."""

        def work(stands: Standing) -> Json:
            old, version = self.document(session_id, stands.version), stands.version + 1
            stands.done.clear()
            stands.undone.clear()
            items = stands.items()
            items.sort(key=lambda item: item.resolved_in is not None)  # those that stand go first
            for item in carry(items, old, document, version):
                before = stands.item(item.id)
                elsewhere = before is not None and before.section_name != item.section_name
                stands.put(item, fresh=elsewhere)
            stands.reviewed = set(still_read(stands.reviewed, old, document))
            fields = {
                "document": document.model_dump_json(),
                "file_name": document.name,
                "sections": str(len(document.sections)),
                "version": str(version),
                "version_at": repr(time.time()),
            }
            done = Activity("version_added", document.name)
            return {"fields": fields, "words": sorted(words_in(document))} | noted(done)

        rewrite(self._database, session_id, work, file=file)

    def rows(self, session_id: str) -> list[VersionRow]:
        """See VersionStore."""
        newest = self._sessions.get(session_id).version
        rows = []
        with self._database.using() as redis:
            for version in range(1, newest + 1):
                names = ("name", "created_at", "sections")
                kept = redis.hmget(key("version", session_id, str(version)), *names)
                if kept[0] is None:  # the newest stands with its session
                    names = ("file_name", "version_at", "sections")
                    kept = redis.hmget(key("session", session_id), *names)
                name, created_at, sections = kept
                rows.append(VersionRow(version, name.decode(), float(created_at), int(sections)))
        return rows

    def document(self, session_id: str, version: int) -> Document:
        """See VersionStore."""
        now = self._sessions.get(session_id)
        if version == now.version:
            return now.document
        with self._database.using() as redis:
            kept = redis.hget(key("version", session_id, str(version)), "document")
        if kept is None:
            raise NotFound("There is no such version of the document.", code="version_not_found")
        return Document.model_validate_json(kept)
