"""Schedules: tasks that are made again and again, or at a time."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from pydantic import AwareDatetime, ConfigDict, Field

from bluepencil.errors import Invalid
from bluepencil.task.schedule import Schedule, next_run
from bluepencil.values import rfc3339
from bluepencil.web import OWNER, site
from bluepencil.web.api import Api
from bluepencil.web.errors import documented
from bluepencil.web.models import Model
from bluepencil.web.task_api import named
from bluepencil.work.submission import Wanted, new_task

LONGEST = 366 * 24 * 3600  # seconds between two runs
_WHEN = ("every", "cron", "at")
_KEPT_BACK = ("schedule_id", "owner")  # of a schedule; the first is told as `id`

api = Api("schedules", __name__, tag="Schedules")


class NewSchedule(Model):
    """A task to be made `every` so many seconds, by a `cron` expression in UTC, or once `at` a
    time: one of the three. `input` is what the kind takes."""

    model_config = ConfigDict(extra="forbid")
    task_type: str = Field(min_length=1, max_length=100, description="A kind's name")
    input: dict[str, Any] = Field(default_factory=dict)
    every: float | None = Field(None, ge=1, le=LONGEST, description="Seconds")
    cron: str | None = Field(
        None,
        max_length=200,
        description="Minute, hour, day of the month, month, day of the week",
        examples=["0 6 * * 1"],
    )
    at: AwareDatetime | None = None
    name: str = Field("", max_length=200)


class ScheduleChange(Model):
    """Whether no task is to be made for now."""

    model_config = ConfigDict(extra="forbid")
    paused: bool


class SchedulePath(Model):
    """Which schedule."""

    schedule_id: str = Field(description="The `id` it was made with.")


class ScheduleView(Model):
    """A schedule. `next_run` is null where it is paused, or over; `last_error` says why the last
    run made no task."""

    id: str
    name: str
    task_type: str
    input: dict[str, Any]
    every: float | None
    cron: str | None
    at: str | None
    paused: bool
    next_run: str | None
    last_run: str | None
    last_task_id: str | None
    last_error: str | None
    created_at: str


class Schedules(Model):
    """The caller's schedules, oldest first."""

    schedules: list[ScheduleView]


@api.post(
    "/api/v1/schedules",
    summary="Have a task made again and again, or at a time",
    responses={201: ScheduleView, **documented(400, 404, 409, 415, 422)},
)
def make_schedule(body: NewSchedule) -> tuple[dict[str, Any], int, dict[str, str]]:
    """A run that was missed is made once; one that is due while the one before it still works
    waits for that. Each run is a task like any other."""
    here, now = site(), time.time()
    if sum(getattr(body, one) is not None for one in _WHEN) != 1:
        raise Invalid("Say one of every, cron and at.", errors=_of("every", "one of three"))
    at = None if body.at is None else body.at.timestamp()
    if at is not None and at <= now:
        raise Invalid("The time is over; name a later one.", errors=_of("at", "it is over"))
    try:
        wanted = Wanted(body.task_type, body.input)
        input = new_task(here.tasks.catalogue, here.store.sessions, wanted, OWNER).input
    except Invalid as error:
        raise named(error, "input.") from error
    made = Schedule(
        owner=OWNER,
        name=body.name.strip(),
        task_type=body.task_type,
        input=input,
        every=body.every,
        cron=body.cron,
        at=at,
        created_at=now,
    )
    made = replace(made, next_run=next_run(made, now))
    here.store.schedules.add(made)
    here.tasks.start()
    return view(made), 201, {"Location": f"/api/v1/schedules/{made.schedule_id}"}


@api.get("/api/v1/schedules", summary="The caller's schedules", responses={200: Schedules})
def list_schedules() -> dict[str, Any]:
    """Also those that are paused, or over."""
    return {"schedules": [view(one) for one in site().store.schedules.all(OWNER)]}


@api.get(
    "/api/v1/schedules/<schedule_id>",
    summary="One schedule",
    responses={200: ScheduleView, **documented(404)},
)
def get_schedule(path: SchedulePath) -> dict[str, Any]:
    """As the list has it."""
    return view(site().store.schedules.get(path.schedule_id, OWNER))


@api.patch(
    "/api/v1/schedules/<schedule_id>",
    summary="Pause a schedule, or go on with it",
    responses={200: ScheduleView, **documented(400, 404, 415, 422)},
)
def change_schedule(path: SchedulePath, body: ScheduleChange) -> dict[str, Any]:
    """What would have been made while it was paused is not made up for."""

    def rule(before: Schedule) -> Schedule:
        if before.paused == body.paused:
            return before
        due = None if body.paused else next_run(before, time.time())
        return replace(before, paused=body.paused, next_run=due)

    return view(site().store.schedules.change(path.schedule_id, OWNER, rule))


@api.delete(
    "/api/v1/schedules/<schedule_id>",
    summary="Delete a schedule",
    responses={204: None, **documented(400, 404, 415)},
)
def delete_schedule(path: SchedulePath) -> tuple[str, int]:
    """Tasks that were made of it stay."""
    site().store.schedules.remove(path.schedule_id, OWNER)
    return "", 204


def view(schedule: Schedule) -> dict[str, Any]:
    """A schedule as it is told."""
    told = {name: value for name, value in vars(schedule).items() if name not in _KEPT_BACK}
    for name in ("at", "next_run", "last_run", "created_at"):
        told[name] = None if told[name] is None else rfc3339(told[name])
    return ScheduleView(id=schedule.schedule_id, **told).model_dump()


def _of(field: str, message: str) -> list[dict[str, str]]:
    return [{"field": field, "message": message}]
