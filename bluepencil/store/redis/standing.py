"""What stands in a session: read whole, changed in Python, written in one step or not at all."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bluepencil.errors import Conflict, NotFound
from bluepencil.findings import Finding, Item
from bluepencil.store import Activity, Change, Claim, Json
from bluepencil.store.redis.database import Database
from bluepencil.store.redis.tasks import held


@dataclass
class Edit:
    """What a reader changed, in words, and for each finding before and after."""

    label: str
    changes: list[Change]

    @classmethod
    def of(cls, kept: str | bytes) -> Edit:
        """The edit as Redis holds it."""
        whole = json.loads(kept)
        return cls(whole["label"], [Change(*one) for one in whole["changes"]])

    def packed(self) -> str:
        """The edit as Redis shall hold it."""
        return json.dumps({"label": self.label, "changes": self.changes}, ensure_ascii=False)


@dataclass
class Standing:
    """The findings and edits of a session at one revision.

    A finding is kept as a line: what makes it the same when it comes up again, and its JSON.
    `done` and `undone` are edits; the last of each is the next to be undone or redone.
    """

    revision: int
    version: int
    lines: dict[str, str] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    reviewed: set[str] = field(default_factory=set)
    _marked: dict[str, list[str]] | None = None  # ids by fingerprint, also former ones

    def item(self, item_id: str) -> Item | None:
        """One finding; None where it is not there."""
        line = self.lines.get(item_id)
        return None if line is None else item_of(line)

    def items(self) -> list[Item]:
        """All findings, also resolved ones, in the order they were first found."""
        return [item_of(line) for line in self.lines.values()]

    def like(self, found: Finding) -> list[Item]:
        """Those that have its fingerprint."""
        if self._marked is None:
            self._marked = {}
            for item_id, line in self.lines.items():
                self._marked.setdefault(_mark(line), []).append(item_id)
        mark = found.fingerprint
        lines = (
            self.lines.get(item_id, "") for item_id in dict.fromkeys(self._marked.get(mark, ()))
        )
        return [item_of(line) for line in lines if _mark(line) == mark]

    def put(self, item: Item, *, fresh: bool = False) -> None:
        """Keep it as it is now. Its fingerprint stays that of the words it was found with, unless
        it is to be taken `fresh`."""
        line = self.lines.get(item.id)
        if item.source == "you":  # one may say two things about the same words
            mark = item.id
        else:
            mark = item.fingerprint if line is None or fresh else _mark(line)
        if self._marked is not None and (line is None or _mark(line) != mark):
            self._marked.setdefault(mark, []).append(item.id)
        self.lines[item.id] = f"{mark} {item.model_dump_json()}"

    def told(self, label: str, ids: Collection[str]) -> tuple[str, list[Item], list[str]]:
        """An edit's label, its findings as they now stand, and the ids of those that are gone."""
        there = [item for item in map(self.item, ids) if item is not None]
        return label, there, [item_id for item_id in ids if item_id not in self.lines]


def _mark(line: str) -> str:
    return line.partition(" ")[0]


def item_of(line: str | bytes) -> Item:
    """The finding in a line."""
    text = line if isinstance(line, str) else line.decode()
    return Item.model_validate_json(text.partition(" ")[2])


def noted(done: Activity) -> Json:
    """An activity and its time, as the scripts want it."""
    now = time.time()
    kept = {"what": done.what, "detail": done.detail, "numbers": done.numbers, "at": now}
    return {"activity": json.dumps(kept, ensure_ascii=False), "at": repr(now)}


def rewrite(
    database: Database,
    session_id: str,
    work: Callable[[Standing], Json],
    claim: Claim | None = None,
    file: bytes = b"",
) -> None:
    """Change what stands: `work` changes it in place, and says what else is to be written.

    Where somebody else changed it meanwhile, `work` is done again on what then stands. For the
    holder of a claim this outlasts a restart of Redis: what was written, its answer lost, is there
    when `work` is done again. Raises NotFound, ClaimLost, Conflict `still_working`.
    """
    patient = claim is not None
    while True:
        before = read(database, session_id, patient)
        after = Standing(
            before.revision,
            before.version,
            dict(before.lines),
            list(before.done),
            list(before.undone),
            set(before.reviewed),
        )
        given = {"session_id": session_id, "revision": before.revision} | work(after)
        given |= _difference(before, after) | ({"claim": claim} if claim else {})
        said = held(database.ask("sessions", "write", given, file, patient=patient))[0]
        if said == b"unknown":
            raise unknown()
        if said == b"working":
            raise Conflict(
                "A task of this review is still running; stop it or wait for its end.",
                code="still_working",
            )
        if said == b"ok":
            return


def read(database: Database, session_id: str, patient: bool = False) -> Standing:
    """All that stands in a session. Raises NotFound."""
    told = database.ask("sessions", "read", {"session_id": session_id}, patient=patient)
    if told[0] == b"unknown":
        raise unknown()
    _, revision, version, order, lines, done, undone, reviewed = told
    return Standing(
        int(revision),
        int(version),
        {item_id.decode(): line.decode() for item_id, line in zip(order, lines, strict=True)},
        _texts(done),
        _texts(undone),
        set(_texts(reviewed)),
    )


def unknown() -> NotFound:
    """The error for a session that is not there."""
    return NotFound("There is no review with this id.", code="session_not_found")


def _difference(before: Standing, after: Standing) -> Json:
    return {
        "put": [
            [item_id, line]
            for item_id, line in after.lines.items()
            if before.lines.get(item_id) != line
        ],
        "gone": [item_id for item_id in before.lines if item_id not in after.lines],
        "edits": _grown(before.done, after.done),
        "undone": _grown(before.undone, after.undone),
        "read": sorted(after.reviewed - before.reviewed),
        "unread": sorted(before.reviewed - after.reviewed),
    }


def _grown(before: Sequence[str], after: Sequence[str]) -> Json:
    """How many of a list stay, and what comes after them."""
    stay = len(os.path.commonprefix([list(before), list(after)]))
    return {"stay": stay, "more": after[stay:]}


def _texts(kept: Iterable[Any]) -> list[str]:
    return [one.decode() for one in kept]
