"""Tasks and their events in Redis."""

from __future__ import annotations

import json
import time
from collections.abc import Collection
from typing import Any

from bluepencil.errors import ClaimLost, Conflict, Expired, NotFound
from bluepencil.findings import Usage
from bluepencil.store import ENDED, Claim, Event, Json, Rows, State, Task, lay, new_id
from bluepencil.store.redis.database import Database, key
from bluepencil.store.redis.rows import packed, record, task_of

REMEMBERED = 30 * 24 * 3600  # seconds it is remembered that an expired task was there
LOOK_EVERY = 1.0  # seconds between two looks of one who waits, whether woken or not
_EXPIRED_AT_ONCE = 200
_LAST = 2**62  # no version comes near


class RedisTasks:
    """The TaskStore over one Redis."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, task: Task) -> None:
        """See TaskStore. Raises Conflict when there is one with this id."""
        if self._ask("add", task_id=task.task_id, fields=record(task))[0] != b"ok":
            raise Conflict("There is a task with this id already.")

    def get(self, task_id: str, owner: str | None = None) -> Task:
        """See TaskStore."""
        with self._database.using() as redis:
            kept: dict[bytes, bytes] = redis.hgetall(key("task", task_id))
        if not kept or owner not in (None, kept[b"owner"].decode()):
            raise _wrong(b"unknown")
        if b"expired" in kept:
            raise _wrong(b"expired")
        return task_of([part for pair in kept.items() for part in pair])

    def partial(self, task_id: str) -> Json | None:
        """See TaskStore."""
        whole: Json = {}
        for event in self.events(task_id, 0):
            if event.type == "partial":
                whole = lay(whole, event.data["new"])
        return whole or None

    def line(self, queue: str) -> list[tuple[str, str]]:
        """See TaskStore."""
        with self._database.using() as redis:
            members: list[bytes] = redis.zrange(key("line", queue), 0, -1)
        parts = [member.decode().split("\x1f", 2) for member in members]
        return [(task_id, whose) for _, whose, task_id in parts]

    def claim(self, task_id: str, holder: str, lease: float) -> Task | None:
        """See TaskStore."""
        kept = self._ask("claim", task_id=task_id, holder=holder, lease=lease)
        return kept and task_of(kept)

    def claim_next(self, queue: str, holder: str, lease: float) -> Task | None:
        """See TaskStore."""
        kept = self._ask("claim_next", queue=queue, holder=holder, lease=lease)
        return kept and task_of(kept)

    def lost(self, claims: list[Claim]) -> set[str]:
        """See TaskStore."""
        return {gone.decode() for gone in self._ask("lost", claims=claims)} if claims else set()

    def renew(self, holder: str, claims: list[Claim], lease: float) -> set[str]:
        """See TaskStore."""
        gone = self._ask("renew", claims=claims, holder=holder, lease=lease)
        return {task_id.decode() for task_id in gone}

    def release(self, claim: Claim) -> None:
        """See TaskStore."""
        change: Json = {"state": "PENDING", "status": "Waiting to start", "holder": None}
        change |= {"waiting_for": None, "resume_at": None}
        self._hold("release", claim, change=packed(change))

    def report(self, claim: Claim, change: Json, new: Json | None = None) -> int:
        """See TaskStore."""
        given: Json = {"change": packed(change), "mark": new_id()[:12]}
        if new is not None:
            given["new"] = json.dumps(new, ensure_ascii=False)
        return int(self._hold("report", claim, **given)[1])

    def finish(self, claim: Claim, state: State, change: Json) -> None:
        """See TaskStore."""
        self._hold("finish", claim, change=packed({"state": state, **change}))

    def cancel(self, task_id: str, owner: str | None) -> Task:
        """See TaskStore."""
        return self._shown("cancel", task_id=task_id, owner=owner)

    def retry(self, task_id: str, owner: str | None) -> Task:
        """See TaskStore."""
        change: Json = {"state": "PENDING", "status": "Waiting to start", "attempts": 0}
        change |= {"error": None, "started_at": None, "finished_at": None, "progress": 0}
        return self._shown("retry", task_id=task_id, owner=owner, change=packed(change))

    def spend(self, task_id: str, usage: Usage) -> None:
        """See TaskStore."""
        self._ask("spend", True, task_id=task_id, usage=usage.model_dump(), mark=new_id()[:12])

    def rows(
        self,
        owner: str | None,
        *,
        states: Collection[str],
        before: int,
        limit: int,
        kind: str | None = None,
    ) -> Rows:
        """See TaskStore."""
        rows, more = self._ask(
            "rows", owner=owner, states=list(states), before=str(before), limit=limit, kind=kind
        )
        return Rows([task_of(kept) for _, kept in rows], int(rows[-1][0]) if more else None)

    def events(self, task_id: str, since: int) -> list[Event]:
        """See TaskStore. One for each version from 1: the place in the list tells it."""
        since = min(max(since, 0), _LAST)
        with self._database.using() as redis:
            kept = [json.loads(one) for one in redis.lrange(key("events", task_id), since, -1)]
        return [
            Event(version, one["type"], one["data"]) for version, one in enumerate(kept, since + 1)
        ]

    def wait(self, task_id: str, since: int, seconds: float) -> int:
        """See TaskStore. Raises Unavailable as soon as it is known that Redis is away."""
        deadline = time.monotonic() + seconds
        with self._database.bells.hung(task_id, since) as bell:
            while True:
                bell.clear()
                version, state = self._stands(task_id)
                left = deadline - time.monotonic()
                if version > since or state in ENDED or left <= 0:
                    return version
                bell.wait(min(left, LOOK_EVERY))

    def _stands(self, task_id: str) -> tuple[int, str]:
        with self._database.using() as redis:
            version, state = redis.hmget(key("task", task_id), "version", "state")
        if version is None or state is None:
            self.get(task_id)  # says why
            raise _wrong(b"unknown")
        return int(version), state.decode()

    def waiting(self) -> dict[str, int]:
        """See TaskStore."""
        return {queue.decode(): number for queue, number in self._ask("waiting")}

    def orphans(self) -> list[tuple[str, str, str]]:
        """See TaskStore."""
        found = []
        for queue, flat in self._ask("orphans"):
            for n in range(0, len(flat), 2):
                kind, _, task_id = flat[n].decode().split("\x1f", 2)
                found.append((int(flat[n + 1]), task_id, kind, queue.decode()))
        return [(task_id, kind, queue) for _, task_id, kind, queue in sorted(found)]

    def open_tasks(self, session_id: str) -> list[Task]:
        """See TaskStore."""
        return [task_of(kept) for kept in self._ask("open_tasks", session_id=session_id)]

    def expire(self, before: float, failed_before: float | None = None) -> int:
        """See TaskStore. That a task was there is remembered for 30 days."""
        failed_before = before if failed_before is None else failed_before
        given: Json = {
            "ended": repr(before),
            "failed": repr(failed_before),
            "remembered": REMEMBERED,
        }
        number, some = 0, _EXPIRED_AT_ONCE
        while some >= _EXPIRED_AT_ONCE:
            some = self._ask("expire", **given)
            number += some
        self._database.scrub()
        return number

    def _ask(self, asked: str, patient: bool = False, **given: Any) -> Any:
        return self._database.ask("tasks", asked, given, patient=patient)

    def _hold(self, asked: str, claim: Claim, **given: Any) -> Any:
        """What only the holder of a claim may do."""
        return held(self._ask(asked, True, claim=claim, **given))

    def _shown(self, asked: str, **given: Any) -> Task:
        """What is done to a task that its owner can see; returns the task after it."""
        said, *told = self._ask(asked, **given)
        if said != b"ok":
            raise _wrong(said, *told)
        return task_of(told[0])


def held(answer: Any) -> Any:
    """An answer to the holder of a claim. Raises ClaimLost where it was none."""
    if answer[0] == b"lost":
        raise ClaimLost("The task has ended or is run by another process.")
    return answer


def _wrong(said: bytes, state: bytes = b"") -> Exception:
    if said == b"expired":
        return Expired("The task ended a while ago and its result is no longer kept.")
    if said == b"state":
        return Conflict(f"Only what failed can be tried again; this is {state.decode()}.")
    return NotFound("There is no task with this id.", code="task_not_found")
