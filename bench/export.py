"""The file back: 200 comments, half of them with tracked changes, on a Word file of 100 pages."""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
from flask.testing import FlaskClient

from app import create_app
from bench.goal import Goal
from bluepencil import settings
from tests.documents.factory import long_docx

WORDS = 45_000  # 100 pages as Word counts them, at 450 words a page
COMMENTS = 200
ROUNDS = 5


def measure() -> Iterator[Goal]:
    """Seconds of a whole request, beside those python-docx takes to open and save the same file."""
    data = long_docx(WORDS)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings.load(_env_file=None, data_dir=Path(folder), engine="built-in"))
        site = app.extensions["bluepencil"]
        try:
            client = app.test_client()
            session = _reviewed(client, data)
            export = f"{session}/export?format=docx&changes=tracked"
            yield from _compared(data, lambda: client.get(export).data)
        finally:
            site.tasks.stop(0)
            site.close()


def _compared(data: bytes, exported: Callable[[], bytes]) -> Iterator[Goal]:
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(_timed(lambda: docx.Document(io.BytesIO(data)).save(io.BytesIO())))
        ours.append(_timed(exported))
    written = docx.Document(io.BytesIO(exported()))
    comments, changes = len(list(written.comments)), len(written.element.xpath("//w:ins"))
    if comments != COMMENTS:
        raise AssertionError(f"{comments} comments were written")
    yield Goal(
        f"{comments} comments, {changes} changes exported on 100 pages",
        sorted(ours)[ROUNDS // 2],
        2.0,
        "s",
    )
    yield Goal(
        "the same, over python-docx opening and saving the file",
        sorted(ours)[ROUNDS // 2] / sorted(theirs)[ROUNDS // 2],
        None,
        "times",
    )


def _reviewed(client: FlaskClient, data: bytes) -> str:
    """A session of the file with accepted findings of some words all through it; its address."""
    form = {"document": (io.BytesIO(data), "long.docx")}
    session = f"/sessions/{client.post('/upload', data=form).get_json()['session_id']}"
    ids = []
    sections = [one for one in client.get(session).get_json()["sections"] if one["words"] > 200]
    for number in range(COMMENTS):
        section = sections[number * len(sections) // COMMENTS]
        words = section["text"].split(" ")
        place = 5 + 20 * (number % 8)
        finding = {
            "section_name": section["name"],
            "quote": " ".join(words[place : place + 4]),
            "description": "Nothing in the report shows this.",
            "replacement": "what the log of the control room shows" if number % 2 else None,
        }
        answer = client.post(f"{session}/feedback", json=finding)
        ids.append(answer.get_json()["id"])
    client.patch(f"{session}/feedback", json={"ids": ids, "decision": "accepted"})
    return session


def _timed(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began
