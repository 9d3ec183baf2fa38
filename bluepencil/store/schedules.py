"""Schedules, and the runs that are made of them: each in the transaction that sets the next."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict

from bluepencil.database import Part, Row
from bluepencil.errors import Conflict, NotFound
from bluepencil.store.rows import dumps
from bluepencil.store.tasks import TaskStore
from bluepencil.task.record import Task
from bluepencil.task.schedule import Schedule

MOST = 1000  # schedules of one owner
AT_ONCE = 100  # that are looked at in one round
_ONE = "select * from schedules where schedule_id = :id"
_ALL = "select * from schedules where owner = :owner order by created_at, schedule_id"
# One whose last task has not ended waits for that.
_DUE = f"""
select * from schedules s where paused = 0 and next_run <= :now and not exists (
  select 1 from tasks t where t.task_id = s.last_task_id and t.finished_at is null
) order by next_run limit {AT_ONCE}
"""


class ScheduleStore(Part):
    """The schedules in a database. Unknown ones, and other owners', raise NotFound."""

    def add(self, schedule: Schedule) -> None:
        """Keep a new schedule. Raises Conflict where its owner has too many."""
        with self._writing() as db:
            db.serialize(f"schedules {schedule.owner}")
            if len(db.all(_ALL, owner=schedule.owner)) >= MOST:
                raise Conflict(
                    f"There are {MOST:,} schedules; delete one first.", code="too_many_schedules"
                )
            db.insert("schedules", _row(schedule))

    def all(self, owner: str) -> list[Schedule]:
        """An owner's schedules, oldest first."""
        return [_schedule(row) for row in self._all(_ALL, owner=owner)]

    def get(self, schedule_id: str, owner: str) -> Schedule:
        """One of an owner's schedules."""
        return _schedule(_own(self._one(_ONE, id=schedule_id), owner))

    def change(
        self, schedule_id: str, owner: str, rule: Callable[[Schedule], Schedule]
    ) -> Schedule:
        """Change it as the rule says; returns it as it then is."""
        with self._writing() as db:
            row = db.one(_ONE + db.lock, id=schedule_id)
            after = rule(_schedule(_own(row, owner)))
            db.update("schedules", _row(after), schedule_id=schedule_id)
        return after

    def remove(self, schedule_id: str, owner: str) -> None:
        """Forget it; tasks that were made of it stay."""
        sql = "delete from schedules where schedule_id = :id and owner = :owner"
        with self._writing() as db:
            if not db.run(sql, id=schedule_id, owner=owner):
                raise _not_found()
            db.then(self._database.scrub)

    def due(self, now: float) -> list[Schedule]:
        """Those of which a task is to be made now, the one that is due longest first."""
        return [_schedule(row) for row in self._all(_DUE, now=now)]

    def run(self, before: Schedule, after: Schedule, tasks: TaskStore, task: Task | None) -> bool:
        """Keep the task that was made of a due schedule, and what the schedule then is; False
        where another process was quicker, or it was changed. Raises as TaskStore.add does."""
        with self._writing() as db:
            row = db.one(_ONE + db.lock, id=before.schedule_id)
            if row is None or _schedule(row) != before:
                return False
            if task is not None:
                tasks.add(task, db)
            db.update("schedules", _row(after), schedule_id=before.schedule_id)
        return True


def _own(row: Row | None, owner: str) -> Row:
    if row is None or row["owner"] != owner:
        raise _not_found()
    return row


def _not_found() -> NotFound:
    return NotFound("There is no schedule with this id.", code="schedule_not_found")


def _row(schedule: Schedule) -> Row:
    row = asdict(schedule)
    input_json = dumps(row.pop("input"))
    return {**row, "paused": int(row["paused"]), "input_json": input_json}


def _schedule(row: Row) -> Schedule:
    values = {**row, "paused": bool(row["paused"]), "input": json.loads(row["input_json"])}
    del values["input_json"]
    return Schedule(**values)
