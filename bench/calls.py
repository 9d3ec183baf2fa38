"""One call at a time: what Bluepencil adds to the bare SDK, and how soon a waiting client knows."""

from __future__ import annotations

import http.client
import json
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.goal import Goal
from bench.running import claude, product
from tests.serving import Server

ROUNDS = 30
UPSTREAM = 0.2  # seconds that the server which plays Claude takes for an answer
TEXT = "# One\n\nSeveral vials broke soon after the transfer of the batch.\n"


def measure() -> Iterator[Goal]:
    """Overhead over the SDK's own stream; then how soon one knows by long poll and by events."""
    import anthropic

    with (
        claude(UPSTREAM) as upstream,
        tempfile.TemporaryDirectory() as folder,
        product(Path(folder), upstream) as server,
        anthropic.Anthropic(api_key="x", base_url=upstream, max_retries=0) as sdk,
    ):
        body = {"session_id": server.upload(TEXT), "section_name": "One"}
        question = {"session_id": server.upload(TEXT), "message": "Why did the vials break?"}
        connection = http.client.HTTPConnection("127.0.0.1", server.port)  # kept open, as the SDK's
        bare, section, chat = _medians(
            lambda: ask_sdk(sdk),
            lambda: _post(connection, "/analyze_section", body),
            lambda: _post(connection, "/chat", question),
        )
        connection.close()
        note = f" ({section / bare:.3f} times)"
        yield Goal("added to a bare SDK call, median", 1000 * (section - bare), 5, "ms", note)
        for name, ours in (("a section", section), ("a chat", chat)):
            own, theirs = ours - UPSTREAM, bare - UPSTREAM
            note = f" ({1000 * own:.1f} ms to {1000 * theirs:.1f} ms)"
            yield Goal(f"overhead of {name}, over the bare SDK's", own / theirs, 2, "times", note)
        for name, wait in (("long poll", _by_poll), ("events", _by_events)):
            late = [wait(server, body) for _ in range(15)]
            yield Goal(f"result known by {name}, median", 1000 * statistics.median(late), 20, "ms")


def _medians(*calls: Callable[[], object]) -> list[float]:
    """The median seconds of each call; they take turns, so that the machine is the same for all."""
    for _ in range(3):  # the first ones open connections and load modules
        for call in calls:
            call()
    taken = [[timed(call) for call in calls] for _ in range(ROUNDS)]
    return [statistics.median(times) for times in zip(*taken, strict=True)]


def timed(work: Any) -> float:
    """Seconds it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def ask_sdk(sdk: Any) -> None:
    """The same question as a plain SDK stream."""
    with sdk.messages.stream(
        model="claude-sonnet-5-5",
        max_tokens=4000,
        system='Answer as {"findings": […]}.',
        messages=[{"role": "user", "content": f'<section number="1">\n{TEXT}\n</section>'}],
    ) as stream:
        stream.get_final_message()


def _post(connection: http.client.HTTPConnection, path: str, body: dict[str, Any]) -> None:
    connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
    answer = json.load(connection.getresponse())
    assert answer["success"], answer


def _begin(server: Server, body: dict[str, Any]) -> str:
    answer = server.ask("/analyze_section", body, Prefer="respond-async")
    return str(answer["task_id"])


def _finished_at(server: Server, task_id: str) -> float:
    """When the record says the task ended, on the wall clock."""
    from datetime import datetime

    told = server.ask(f"/task_status/{task_id}")["finished_at"]
    return datetime.fromisoformat(told).timestamp()


def _by_poll(server: Server, body: dict[str, Any]) -> float:
    task_id, version = _begin(server, body), 0
    while True:
        status = server.ask(f"/task_status/{task_id}?wait=25&since={version}")
        known = time.time()
        if status["ready"]:
            return max(0.0, known - _finished_at(server, task_id))
        version = status["version"]


def _by_events(server: Server, body: dict[str, Any]) -> float:
    task_id = _begin(server, body)
    at = 0.0
    with urllib.request.urlopen(f"{server.url}/task_events/{task_id}", timeout=60) as stream:
        for line in stream:
            if line.startswith(b"event: done"):
                at = time.time()
                break
    return max(0.0, at - _finished_at(server, task_id))
