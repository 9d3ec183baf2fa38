"""What pages take where much is kept, and while many hold connections; what is left afterwards."""

from __future__ import annotations

import socket
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.goal import Goal
from bench.running import claude, product, proportional
from bluepencil.documents import Block, Document, Section
from bluepencil.documents.guideline import Guideline
from bluepencil.review.aggregate import Outcome
from bluepencil.review.session import ChatMessage, Session
from bluepencil.store import Store, open_store
from tests.findings import found, several
from tests.serving import Server

SESSIONS, FINDINGS, EXCHANGES = 10_000, 2_000, 5_000
CROWD = 500  # streams, and as many uploads that trickle
ROUNDS = 10
LATEST = 300  # ms
_TEXT = "Several vials broke soon after the transfer of the batch."


def measure() -> Iterator[Goal]:
    """The slowest answer of each page, alone and in the crowd; memory before and after that."""
    with claude(120.0) as upstream, tempfile.TemporaryDirectory() as folder:
        busy = _filled(Path(folder) / "data" / "bluepencil.db")
        with product(Path(folder), upstream, LOG_LEVEL="error") as server:
            assert server.process is not None
            pages = {"home": "/", "a review": f"/review/{busy}", "the queue": "/queue"}
            for name, path in pages.items():
                yield Goal(
                    f"{name}, where much is kept, at worst", _slowest(server, path), LATEST, "ms"
                )
            with crowd(server, busy):  # the first one loads the SDK, and starts threads
                pass
            time.sleep(5)
            before = proportional(server.process.pid)
            with crowd(server, busy) as answers:
                for name, path in pages.items():
                    slowest = _slowest(server, path)
                    yield Goal(f"{name}, {2 * CROWD} connections held", slowest, LATEST, "ms")
                told = f" (and {answers[503]} told to poll)"
                yield Goal("streams of one client", answers[200], 18, "", told)
            time.sleep(5)
            after = proportional(server.process.pid)
            yield Goal("memory when they are gone, of what it was", after / before, 1.1, "times")


def _filled(path: Path) -> str:
    """Make a store of many sessions there; returns the id of one that has much in it."""
    store = open_store(path)
    with store.writing() as db:
        for number in range(SESSIONS):
            store.sessions.add(made := _session(number), _TEXT.encode(), db)
    _talked_about(store, made)
    store.close()
    return made.session_id


def _session(number: int) -> Session:
    block = Block(kind="paragraph", start=0, end=len(_TEXT))
    section = Section(name="Summary", text=_TEXT, blocks=(block,))
    return Session(
        owner="local",
        document=Document(name=f"report {number}.md", media_type="md", sections=(section,)),
        guideline=Guideline(name="general", title="General", text="Be clear."),
    )


def _talked_about(store: Store, session: Session) -> None:
    """Give it many findings and a long chat."""
    found(store, session, *several(FINDINGS))
    said = ChatMessage(message="Why?", response="It is not said. " * 20, engine="claude")
    talk = (said,) * EXCHANGES
    store.sessions.apply(session.session_id, lambda review: Outcome(review, None, chat=talk))


def _slowest(server: Server, path: str) -> float:
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        with urllib.request.urlopen(server.url + path, timeout=60) as response:
            response.read()
        taken.append(1000 * (time.perf_counter() - began))
    return max(taken[1:])  # the first one loads


@contextmanager
def crowd(server: Server, session_id: str) -> Iterator[Counter[int]]:
    """Many follow a task, and as many send a byte of an upload each second; yields how often the
    streams were answered with which status."""
    body = {"session_id": session_id, "message": "Why?"}
    task_id = server.ask("/chat", body, Prefer="respond-async")["task_id"]
    over = threading.Event()
    with ExitStack() as held:

        def connected(request: str) -> socket.socket:
            one = held.enter_context(socket.create_connection(("127.0.0.1", server.port), 30))
            one.sendall(f"{request}\r\nHost: 127.0.0.1:{server.port}\r\n".encode())
            return one

        uploads = [connected("POST /upload HTTP/1.1") for _ in range(CROWD)]
        for one in uploads:
            one.sendall(
                b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 90000\r\n\r\n"
            )
        streams = [connected(f"GET /task_events/{task_id} HTTP/1.1") for _ in range(CROWD)]
        answers: Counter[int] = Counter()
        for one in streams:
            one.sendall(b"\r\n")
            answers[int(one.recv(4096).split()[1])] += 1

        def trickle() -> None:
            while not over.wait(1):
                for one in uploads:
                    one.sendall(b"-")

        thread = threading.Thread(target=trickle)
        thread.start()
        try:
            yield answers
        finally:
            over.set()
            thread.join()
    server.ask(f"/cancel_task/{task_id}", {}, "POST")


if __name__ == "__main__":
    for goal in measure():
        print(goal.row())
