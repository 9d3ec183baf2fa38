"""Mixed work at a low rate for an hour: afterwards nothing may have grown.

Not part of the other measurements: `python -m bench.soak --minutes 60`.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.goal import Goal
from bench.running import held, product, proportional
from tests.serving import ROOT, Server

A_SECOND = 3  # steps, each a request or a few
AT_ONCE = 8  # reviews that are open
WARM_UP = 1 / 6  # of the time
KEPT = 60  # seconds a task is kept after its end
FILES = ("investigation-report.docx", "design-document.md", "shift-report.txt")


@dataclass(frozen=True)
class Figures:
    """What the server holds at one moment."""

    memory: float  # MB
    files: int
    threads: int
    stored: float  # MB on the disk

    @classmethod
    def of(cls, server: Server, folder: Path) -> Figures:
        """Those of now."""
        assert server.process is not None
        group = server.process.pid
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        return cls(proportional(group), *held(group), size / 2**20)


def life(server: Server, number: int, chance: random.Random) -> Iterator[None]:
    """All that happens to one review, step by step, until it is deleted."""
    name = FILES[number % len(FILES)]
    data = (ROOT / "samples" / name).read_bytes()
    session = server.upload(data, name=name)
    here = f"/sessions/{session}"
    yield
    _follow(server, "/review_document", {"session_id": session})
    yield
    items = server.ask(f"{here}/feedback")["items"]
    for item in chance.sample(items, min(6, len(items))):
        yield
        decision = {"decision": chance.choice(["accepted", "rejected"])}
        server.ask(f"{here}/feedback/{item['id']}", decision, "PATCH")
    for what in ("undo", "redo", "undo"):
        yield
        server.ask(f"{here}/{what}", {})
    yield
    _follow(server, "/chat", {"session_id": session, "message": "What is the weakest part?"})
    for form in ("docx", "md", "html", "json"):
        yield
        _read(server, f"{here}/export?format={form}&include=all")
    yield
    server.upload(data, f"{here}/versions", name)
    yield
    task = server.ask("/review_document", {"session_id": session}, Prefer="respond-async")
    yield
    urllib.request.urlopen(f"{server.url}/task_events/{task['task_id']}", timeout=60).close()
    for page in (f"/review/{session}", "/", "/queue", "/queue_stats", f"{here}?"):
        yield
        _read(server, page)
    yield
    server.ask(here, method="DELETE")


def _follow(server: Server, path: str, body: dict[str, str]) -> None:
    """Submit work and read its events to the end."""
    task = server.ask(path, body, Prefer="respond-async")
    _read(server, f"/task_events/{task['task_id']}")


def _read(server: Server, path: str) -> None:
    with urllib.request.urlopen(server.url + path, timeout=60) as response:
        response.read()


def load(server: Server, seconds: float, told: Callable[[], None]) -> int:
    """Lead some reviews through their lives at once, and the last ones to their ends; returns how
    many steps were taken. `told` is called every minute."""
    chance, numbers = random.Random(7), itertools.count()
    lives = [life(server, next(numbers), chance) for _ in range(AT_ONCE)]
    began = minute = time.monotonic()
    for steps in itertools.count(1):
        at = chance.randrange(len(lives))
        if next(lives[at], StopIteration) is StopIteration:
            if time.monotonic() - began < seconds:
                lives[at] = life(server, next(numbers), chance)
            else:
                del lives[at]
        if not lives:
            return steps
        if time.monotonic() - minute > 60:
            minute += 60
            told()
        time.sleep(max(0.0, began + steps / A_SECOND - time.monotonic()))
    raise AssertionError


def measure(minutes: float) -> Iterator[Goal]:
    """What there is after the load, against what there was after the warm-up."""
    with (
        tempfile.TemporaryDirectory() as name,
        product(folder := Path(name), RESULT_TTL=str(KEPT), LOG_LEVEL="error") as server,
    ):

        def now() -> Figures:
            return Figures.of(server, folder / "data")

        def told() -> None:
            print(time.strftime("%H:%M:%S"), now(), flush=True)

        def loaded(share: float) -> tuple[int, Figures]:
            steps = load(server, share * minutes * 60, told)
            time.sleep(KEPT + 30)  # until what has ended is forgotten
            return steps, now()

        _, before = loaded(WARM_UP)
        steps, after = loaded(1 - WARM_UP)
        print(f"{steps} steps; before: {before}, after: {after}", flush=True)
        yield Goal("memory, of what it was", after.memory / before.memory, 1.1, "times")
        yield Goal("open files more", after.files - before.files, 2, "")
        yield Goal("threads more", after.threads - before.threads, 2, "")
        yield Goal("on the disk, of what it was", after.stored / before.stored, 1.2, "times")


def main() -> int:
    """Measure for as long as the command line says, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    goals = []
    for goal in measure(parser.parse_args().minutes):
        goals.append(goal)
        print(goal.row(), flush=True)
    return 0 if all(goal.met for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
