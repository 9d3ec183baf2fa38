"""What people said in a session, kept until a program that knows its id has it answered."""

from __future__ import annotations

import time

from bluepencil.database import Part
from bluepencil.errors import NotFound
from bluepencil.values import new_id

_MESSAGE = "select message from messages where message_id = :id and session_id = :session_id"


class MessageStore(Part):
    """The messages in a database. They are deleted with their session."""

    def add(self, session_id: str, message: str) -> str:
        """Keep a message of a session that is there; returns its id."""
        message_id = new_id()
        row = {"message_id": message_id, "session_id": session_id, "message": message}
        with self._writing() as db:
            db.insert("messages", {**row, "created_at": time.time()})
        return message_id

    def get(self, message_id: str, session_id: str) -> str:
        """The message. Raises NotFound, also for one of another session."""
        row = self._one(_MESSAGE, id=message_id, session_id=session_id)
        if row is None:
            raise NotFound("There is no message with this id here.", code="message_not_found")
        return str(row["message"])
