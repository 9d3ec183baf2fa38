"""A thousand tasks while everything dies: each ends once, none is lost, none is paid twice."""

import contextlib
import itertools
import json
import sqlite3
import threading
import time
import urllib.error
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest

from tests.fake_claude import Act, FakeClaude
from tests.postgres_server import postgres_serving
from tests.working import deployed, until

pytestmark = pytest.mark.slow
TASKS = 1000
SECTIONS = 10
TEXT = "".join(
    f"# Part {number}\n\nThe pump of line {number} stopped for a while without a reason.\n\n"
    for number in range(SECTIONS)
)


class Breaking:
    """Breaks one part after the other while the tasks run."""

    def __init__(self, deployment, postgres):
        self.deployment, self.postgres = deployment, postgres
        self.turns = itertools.cycle(deployment.workers)
        self.web = threading.Lock()  # held while the web process is away

    def kill_a_worker(self):
        worker = next(self.turns)
        worker.kill()
        worker.start()

    def kill_redis(self):
        self.deployment.redis.kill()
        time.sleep(1)
        self.deployment.redis.start()

    def freeze_redis(self):
        self.deployment.redis.freeze()
        time.sleep(2)
        self.deployment.redis.thaw()

    def kill_the_store(self):
        """PostgreSQL dies, and every request is answered 503 with a sentence until it is back."""
        if self.postgres is None:
            return
        self.postgres.kill()
        with pytest.raises(urllib.error.HTTPError) as refused:
            self.deployment.server.ask("/sessions")
        problem = json.load(refused.value)
        assert (problem["status"], problem["code"]) == (503, "unavailable")
        assert "PostgreSQL does not answer" in problem["detail"]
        time.sleep(3)
        self.postgres.start()

    def wipe_redis(self):
        self.deployment.redis.client.flushall()

    def restart_web(self):
        with self.web:
            self.deployment.server.kill()
            self.deployment.server.start()

    def run(self, done):
        """All of it, spread over the run."""
        plan = [
            self.kill_a_worker, self.kill_redis, self.kill_the_store, self.kill_a_worker,
            self.freeze_redis, self.kill_a_worker, self.restart_web, self.wipe_redis,
            self.kill_the_store, self.kill_a_worker, self.kill_redis, self.kill_a_worker,
        ]  # fmt: skip
        for number, step in enumerate(plan, 1):
            until(lambda n=number: done() >= TASKS * n // (len(plan) + 2), 120)
            step()


def submit(server, web, session_id, number):
    """Submit one task, again if the web process was away; its id."""
    body = {"session_id": session_id, "section_name": f"Part {number % SECTIONS}"}
    while True:
        try:
            return server.ask("/analyze_section", body, Prefer="respond-async")["task_id"]
        except OSError:
            with web:
                time.sleep(0.05)


@contextmanager
def kept_in(store: str, folder) -> Iterator[tuple[dict[str, str], object, Callable]]:
    """The settings of a store, its server if it has one, and how to look into it."""
    if store == "sqlite":
        path = folder / "data" / "bluepencil.db"

        def look(sql):
            with contextlib.closing(sqlite3.connect(path, timeout=30)) as database:
                return database.execute(sql).fetchall()

        yield {}, None, look
        return
    with postgres_serving(durable=True) as server, server.database() as url:

        def look(sql):
            while True:
                try:
                    with psycopg.connect(url) as database:
                        return database.execute(sql).fetchall()
                except psycopg.OperationalError:  # it is dead just now
                    time.sleep(0.1)

        yield {"STORE_URL": url}, server, look


@pytest.mark.parametrize("store", ["sqlite", "postgres"])
@pytest.mark.timeout(600)
def test_a_thousand_tasks_while_everything_dies(store, tmp_path):
    with (
        FakeClaude(Act(delay=0.15, text='{"findings": []}')) as claude,
        kept_in(store, tmp_path) as (settings, postgres, look),
        deployed(
            tmp_path, workers=2, ENGINE="claude", ANTHROPIC_API_KEY="x",
            ANTHROPIC_BASE_URL=claude.url, WORKER_CONCURRENCY="8", LOG_LEVEL="warning", **settings,
        ) as deployment,
    ):  # fmt: skip
        server = deployment.server
        session_id = server.upload(TEXT)
        breaking = Breaking(deployment, postgres)

        def done():
            return look("select count(*) from tasks where finished_at is not null")[0][0]

        with ThreadPoolExecutor(5) as pool:
            broken = pool.submit(breaking.run, done)
            ids = list(
                pool.map(
                    lambda number: submit(server, breaking.web, session_id, number), range(TASKS)
                )
            )
            broken.result(400)
        until(lambda: done() >= TASKS, 200)

        kept = dict(look("select task_id, state from tasks"))
        assert len(set(ids)) == TASKS and set(ids) <= set(kept), "none is lost"
        assert Counter(kept.values()) == {"SUCCESS": len(kept)}, "each ends, and well"
        done_events = look("select count(*) from events where type = 'done' group by task_id")
        assert {count for (count,) in done_events} == {1}, "each ends once"
        complete = [seen for seen in claude.messages if seen.finished is not None]
        cut_off = [seen for seen in claude.messages if seen.finished is None]
        again = look("select sum(attempts - 1) from tasks")[0][0]
        assert len(complete) <= len(kept) + again, "none is paid twice but what was cut off"
        assert len(cut_off) <= again
