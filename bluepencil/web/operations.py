"""For operators and programs: alive, ready, and the API's own description."""

from __future__ import annotations

from typing import Any, Literal

from flask import current_app

from bluepencil import VERSION
from bluepencil.background import troubles
from bluepencil.errors import Unavailable
from bluepencil.web import site
from bluepencil.web.api import Api
from bluepencil.web.models import Model
from celery_integration import is_celery_available


class Health(Model):
    """The process is alive."""

    status: Literal["ok"] = "ok"
    version: str


class Verdict(Model):
    """Whether one part works, in words."""

    ok: bool
    detail: str


class Ready(Model):
    """Whether work can be taken."""

    ready: bool
    mode: Literal["sync", "async"]
    store: Verdict
    redis: Verdict
    engine: Verdict
    background: Verdict


api = Api("operations", __name__, tag="Operations")


@api.get("/health", summary="The process is alive", responses={200: Health})
def health() -> dict[str, Any]:
    """Touches nothing else."""
    return Health(version=VERSION).model_dump()


@api.get("/ready", summary="Work can be taken", responses={200: Ready, 503: Ready})
def ready() -> tuple[dict[str, Any], int]:
    """The mode, and a verdict on the store, Redis, the engine and the background threads.

    Without Redis work runs here, so only the store and the threads decide.
    """
    here = site()
    try:
        here.store.check()
        store = Verdict(ok=True, detail="The store can be written.")
    except Unavailable as error:
        store = Verdict(ok=False, detail=error.detail)
    engine = Verdict(ok=True, detail=f"{here.engine.name}: {here.engine.model('analysis')}")
    mode, redis = _queue()
    wrong = troubles()
    background = Verdict(ok=not wrong, detail=" ".join(wrong) or "All threads do their rounds.")
    able = store.ok and background.ok
    verdict = Ready(
        ready=able, mode=mode, store=store, redis=redis, engine=engine, background=background
    )
    return verdict.model_dump(), 200 if able else 503


def _queue() -> tuple[Literal["sync", "async"], Verdict]:
    """The mode, and why; without a queue work still runs, so that alone is never a failure."""
    here = site()
    if here.redis is None:
        return "sync", Verdict(ok=True, detail="Not used: work runs in the web process.")
    if not here.redis.up:
        return "sync", Verdict(ok=False, detail="It does not answer: work runs in the web process.")
    if not is_celery_available(here.tasks):
        return "sync", Verdict(ok=True, detail="No worker is alive: work runs in the web process.")
    return "async", Verdict(ok=True, detail="It answers, and a worker is alive.")


@api.get(
    "/openapi.json",
    summary="This API, described",
    responses={200: {"content": {"application/json": {"schema": {"type": "object"}}}}},
)
def openapi() -> dict[str, Any]:
    """OpenAPI 3.2."""
    from bluepencil.web.openapi import document  # with its library, for whoever asks

    return document(current_app)
