"""Ids of tasks in addresses, told apart from the words that stand in the same place."""

from __future__ import annotations

from werkzeug.routing import BaseConverter

RESERVED = ("submit", "batch", "test", "sync")


class TaskId(BaseConverter):
    """Any word but the reserved ones: so their addresses offer no methods that they do not have."""

    regex = rf"(?!(?:{'|'.join(RESERVED)})\Z)[^/]+"
    part_isolating = True
