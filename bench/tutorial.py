"""What a tutorial of Flask and Celery ends with: the yardstick for submissions and status."""

from __future__ import annotations

import os

from celery import Celery
from celery.result import AsyncResult
from flask import Flask, Response, jsonify, request

url = os.environ["REDIS_URL"]
celery = Celery("tutorial", broker=url, backend=url)
app = Flask(__name__)


@celery.task(name="tutorial.echo")  # type: ignore[untyped-decorator]
def echo(message: str) -> str:
    """The work."""
    return message


@app.post("/submit")
def submit() -> tuple[Response, int]:
    """Put a task on the queue."""
    return jsonify(task_id=echo.delay(request.get_json()["message"]).id), 202


@app.get("/status/<task_id>")
def status(task_id: str) -> Response:
    """Ask Celery how it stands."""
    result = AsyncResult(task_id, app=celery)
    return jsonify(state=result.state, ready=result.ready())
