"""Turn a request in words into JSON that is valid against a JSON Schema."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from bluepencil.engines.text import Text
from bluepencil.engines.text.json_schema import CheckedSchema
from bluepencil.store.sessions import SessionStore
from bluepencil.work.catalogue import kind
from bluepencil.work.context import Context


class Input(BaseModel):
    """The request, the schema that its JSON is to fit, and examples for a model to learn from."""

    model_config = ConfigDict(extra="forbid", serialize_by_alias=True)
    request: str = Field(min_length=1, max_length=50_000, pattern=r"\S")
    json_schema: dict[str, Any] = Field(alias="schema", description="A JSON Schema")
    examples: list[dict[str, Any]] = Field(default_factory=list, max_length=20)
    language: str | None = Field(
        None, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$", description="A code such as “de”"
    )


class Output(BaseModel):
    """The JSON. `confidence` is how much of the schema has a value, times how much of that the
    request says literally, 0 to 1."""

    normalized: Any
    confidence: float
    notes: list[str] = []


def admit(input: Input, sessions: SessionStore, owner: str) -> None:
    """Refuse a schema that cannot be used."""
    del sessions, owner
    CheckedSchema(input.json_schema)


@kind(
    queue="normalize",
    timeout=300,
    admit=admit,
    aliases={
        "celery_app.tasks.normalize.normalize_json": ("request", "schema", "examples", "language"),
    },
)
def run(input: Input, ctx: Context) -> Output:
    ctx.report(10, "Reading the request")
    request, schema = Text(input.request, input.language or ""), CheckedSchema(input.json_schema)
    with ctx.call("chat") as call:
        made = ctx.engine.text.normalize(request, schema, input.examples, call)
    ctx.model = made.model
    return Output(normalized=made.value, confidence=made.confidence, notes=list(made.notes))
