"""The web program, put together here and nowhere else."""

from __future__ import annotations

from dataclasses import fields

from flask import Flask

from bluepencil.build import ROOT, Parts, build
from bluepencil.settings import Settings, load
from bluepencil.web import (
    Site,
    Slots,
    ai,
    batches,
    dead_letters,
    deliveries,
    errors,
    events,
    export,
    findings,
    guidelines,
    history,
    keys,
    kinds,
    messages,
    operations,
    review,
    schedules,
    search,
    security,
    sessions,
    statistics,
    task_api,
    task_list,
    tasks,
    verdicts,
    versions,
    webhooks,
)
from bluepencil.web.pages import pages
from bluepencil.web.queue_positions import QueuePositions
from bluepencil.web.request_log import RequestLog
from bluepencil.web.seen import Seen
from bluepencil.web.task_paths import TaskId
from celery_integration import attach


def create_app(settings: Settings | None = None) -> Flask:
    """The app for these settings; without any, those of the environment. Raises BadSettings."""
    parts = build(settings or load())
    if parts.redis is not None:
        attach(parts)
    app = Flask(
        __name__,
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.url_map.converters["task"] = TaskId
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.compact = True  # type: ignore[attr-defined]
    # In pages too the order means something: labels have the most severe first.
    app.jinja_env.policies["json.dumps_kwargs"] = {"sort_keys": False}
    app.extensions["bluepencil"] = _site(parts)
    app.config["MAX_CONTENT_LENGTH"] = parts.largest_body
    app.config["MAX_FORM_PARTS"] = errors.FORM_PARTS
    errors.register(app)
    security.register(app, parts.settings)
    for module in (
        review,
        tasks,
        task_list,
        kinds,
        task_api,
        batches,
        schedules,
        ai,
        dead_letters,
        sessions,
        messages,
        search,
        events,
        webhooks,
        deliveries,
        versions,
        findings,  # with `feedback`
        verdicts,
        history,
        export,
        guidelines,
        statistics,
        keys,
        operations,
        security,
    ):
        app.register_blueprint(module.api)
    app.register_blueprint(pages)
    app.wsgi_app = RequestLog(app.wsgi_app)  # type: ignore[method-assign, assignment]
    return app


def _site(parts: Parts) -> Site:
    shared = {field.name: getattr(parts, field.name) for field in fields(parts)}
    threads = parts.settings.web_threads
    return Site(
        **shared,
        samples=ROOT / "samples",
        slots=Slots(threads * 3 // 4),
        readers=Slots(max(1, threads // 4 - 2)),
        positions=QueuePositions(parts.store),
        seen=Seen(),
    )
