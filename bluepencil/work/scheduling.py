"""Makes the tasks of schedules when they are due, in whichever process looks first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import structlog

from bluepencil.errors import BluepencilError, Unavailable
from bluepencil.store import Store
from bluepencil.task.record import Task
from bluepencil.task.schedule import Schedule, next_run
from bluepencil.work.catalogue import Kind
from bluepencil.work.submission import Wanted, new_task

log = structlog.get_logger()


class Scheduler:
    """The schedules of all processes: a task is kept together with the time of the next one, so
    that of several processes one makes it. `hand_over` has a new task run."""

    def __init__(
        self, catalogue: Mapping[str, Kind], store: Store, hand_over: Callable[[Task], object]
    ) -> None:
        self._catalogue, self._store, self._hand_over = catalogue, store, hand_over

    def run_due(self, now: float) -> None:
        """Make a task of each schedule that is due. Raises Unavailable while the store is away."""
        for schedule in self._store.schedules.due(now):
            try:
                self._run(schedule, now)
            except Unavailable:
                raise
            except BluepencilError as error:  # its session is gone, or its kind
                failed = replace(self._after(schedule, now), last_error=error.detail)
                self._store.schedules.run(schedule, failed, self._store.tasks, None)
                log.warning(
                    "no task was made", schedule_id=schedule.schedule_id, detail=error.detail
                )

    def _run(self, schedule: Schedule, now: float) -> None:
        wanted = Wanted(schedule.task_type, schedule.input)
        task = new_task(self._catalogue, self._store.sessions, wanted, schedule.owner)
        after = replace(self._after(schedule, now), last_task_id=task.task_id, last_error=None)
        if self._store.schedules.run(schedule, after, self._store.tasks, task):
            log.info("scheduled", schedule_id=schedule.schedule_id, task_id=task.task_id)
            self._hand_over(task)

    def _after(self, schedule: Schedule, now: float) -> Schedule:
        return replace(schedule, last_run=now, next_run=next_run(schedule, now))
