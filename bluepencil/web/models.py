"""What requests and responses look like; validation and the OpenAPI document come from here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema
from werkzeug.datastructures import FileStorage

from bluepencil.documents import Block
from bluepencil.review.criteria import Verdict
from bluepencil.review.findings import Citation, Item, Usage
from bluepencil.task.record import State

Engine = Literal["claude", "built-in"]


class Model(BaseModel):
    """What comes in or goes out. Built when first used: most serve the API's description alone."""

    model_config = ConfigDict(defer_build=True)


class Problem(Model):
    """RFC 9457, with a stable `code` and the request's id."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    success: Literal[False] = False
    request_id: str
    task_id: str | None = None
    errors: list[dict[str, str]] | None = None


class TaskPath(Model):
    """Which task."""

    task_id: str = Field(description="The id a submission answered.")


class SessionPath(Model):
    """Which session."""

    session_id: str = Field(description="The id an upload answered.")


class SamplePath(Model):
    """Which sample."""

    name: str = Field(description="A file in `samples/`, without its suffix.")


class Query(Model):
    """The part of an address after `?`."""

    model_config = ConfigDict(extra="forbid")


class Wait(Query):
    """A long poll: hold the request until the version is above `since`, or `wait` seconds."""

    wait: float | None = Field(None, ge=0, le=55)
    since: int | None = Field(None, ge=0, le=2**31)


class Since(Query):
    """Where a stream is taken up again; `brief`: its last event is to leave out the findings, as
    for somebody who has seen them come."""

    since: int | None = Field(None, ge=0, le=2**31)
    brief: bool = False


class Nothing(Model):
    """No fields."""

    model_config = ConfigDict(extra="forbid")


def _is_file(value: object) -> object:
    if not isinstance(value, FileStorage):
        raise ValueError("send it as a file, in a multipart form")
    return value


_BINARY = WithJsonSchema({"type": "string", "format": "binary"})
File = Annotated[FileStorage, PlainValidator(_is_file), _BINARY]


class Upload(Model):
    """A document, and what to hold it against: a file, or the name of a shipped guideline."""

    model_config = ConfigDict(extra="forbid")
    document: File
    guidelines: File | None = None
    guidelines_name: str | None = Field(None, max_length=100)


class Success(Model):
    """It worked."""

    success: Literal[True] = True


class Accepted(Success):
    """The task is under way; follow it by its id."""

    task_id: str
    status: Literal["processing"] = "processing"
    message: str
    is_async: Literal[True] = Field(True, alias="async")
    queued: bool = Field(description="Whether a worker runs it; otherwise the web process does")


class TaskError(Model):
    """Why a task failed."""

    code: str
    detail: str
    retryable: bool


class TaskStatus(Model):
    """Where a task stands."""

    task_id: str
    kind: str
    session_id: str | None
    section_name: str | None
    message: str | None
    finding_id: str | None = Field(None, description="What a question is about")
    state: State
    status: str
    progress: int
    ready: bool
    successful: bool | None
    queue_position: int | None
    estimated_wait: float | None = Field(description="Seconds until it begins, roughly")
    waiting_for: str | None
    resume_at: str | None
    attempts: int
    created_at: str
    started_at: str | None
    finished_at: str | None
    version: int
    partial: dict[str, Any] | None
    result: dict[str, Any] | None = None
    error: TaskError | None = None


class Cancelled(Success):
    """The task is stopped."""

    task_id: str
    cancelled: Literal[True] = True
    state: Literal["REVOKED"] = "REVOKED"


class Finished(Success):
    """What every finished task says."""

    task_id: str
    is_async: Literal[False] = Field(False, alias="async")
    duration: float
    engine: Engine
    model: str
    usage: Usage


class Reviewed(Finished):
    """A finished review."""

    feedback_items: list[Item]
    feedback_count: int
    notes: list[str]


class DocumentReviewed(Reviewed):
    """A finished review of a whole document."""

    verdicts: list[Verdict]


class Answered(Finished):
    """A finished answer."""

    response: str
    citations: list[Citation]
    suggestions: list[str]
    notes: list[str]


class Connected(Finished):
    """A finished connection test."""

    connected: bool
    latency: float | None
    detail: str


class SectionRow(Model):
    """A section in a list."""

    name: str
    level: int
    number: str
    words: int
    reviewed: bool


class Uploaded(Success):
    """A new session."""

    session_id: str
    document_name: str
    title: str
    total_sections: int
    sections: list[SectionRow]
    guidelines: str
    unread: list[str] = Field([], description="Sentences on what of the file could not be read.")


class SectionText(SectionRow):
    """A section with its text and what the parts of the text are."""

    text: str
    blocks: list[Block]


class Headroom(Model):
    """What the rate limit leaves; nulls where there is none."""

    requests_per_minute: float | None = None
    used_last_minute: int = 0
    next_slot_in: float | None = None


class LastHour(Model):
    """How it went in the last hour, in both modes: tasks that ended and how many of them failed,
    the seconds half and 95 % of the others took, and what was spent."""

    ended: int
    failed: int
    median: float
    p95: float
    cost_usd: float


class QueueStats(Model):
    """The queue; all zeros where work runs in the web process, but for what is true there too:
    the tasks that wait for the rate limit, and the last hour."""

    available: bool
    mode: Literal["sync", "async"]
    reason: str | None = None
    workers: int
    active_tasks: int
    reserved_tasks: int
    queued_tasks: int
    total_pending: int
    waiting_for_limit: int
    queues: dict[str, Any]
    rate_limit: Headroom
    pace: LastHour
    worker_details: dict[str, Any]
