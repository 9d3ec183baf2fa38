"""A thousand tasks while everything dies: each ends once, none is lost, none is paid twice."""

import itertools
import sqlite3
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.fake_claude import Act, FakeClaude
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

    def __init__(self, deployment, claude):
        self.deployment, self.claude = deployment, claude
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

    def restart_web(self):
        with self.web:
            self.deployment.server.kill()
            self.deployment.server.start()

    def run(self, done):
        """All of it, spread over the run."""
        plan = [
            self.kill_a_worker, self.kill_redis, self.kill_a_worker, self.freeze_redis,
            self.kill_a_worker, self.restart_web, self.kill_a_worker, self.kill_redis,
            self.kill_a_worker,
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


def test_a_thousand_tasks_while_everything_dies(tmp_path):
    with (
        FakeClaude(Act(delay=0.15, text='{"findings": []}')) as claude,
        deployed(
            tmp_path, workers=2, ENGINE="claude", ANTHROPIC_API_KEY="x",
            ANTHROPIC_BASE_URL=claude.url, WORKER_CONCURRENCY="8", LOG_LEVEL="warning",
        ) as deployment,
    ):  # fmt: skip
        server = deployment.server
        session_id = server.upload(TEXT)
        breaking = Breaking(deployment, claude)
        database = sqlite3.connect(tmp_path / "data" / "bluepencil.db", check_same_thread=False)

        def done():
            rows = "select count(*) from tasks where finished_at is not null"
            return database.execute(rows).fetchone()[0]

        with ThreadPoolExecutor(5) as pool:
            broken = pool.submit(breaking.run, done)
            ids = list(
                pool.map(
                    lambda number: submit(server, breaking.web, session_id, number), range(TASKS)
                )
            )
            broken.result(240)
        until(lambda: done() >= TASKS, 120)

        kept = dict(database.execute("select task_id, state from tasks").fetchall())
        assert len(set(ids)) == TASKS and set(ids) <= set(kept), "none is lost"
        assert Counter(kept.values()) == {"SUCCESS": len(kept)}, "each ends, and well"
        done_events = database.execute(
            "select count(*) from events where type = 'done' group by task_id"
        ).fetchall()
        assert {count for (count,) in done_events} == {1}, "each ends once"
        complete = [seen for seen in claude.messages if seen.finished is not None]
        cut_off = [seen for seen in claude.messages if seen.finished is None]
        again = database.execute("select sum(attempts - 1) from tasks").fetchone()[0]
        assert len(complete) <= len(kept) + again, "none is paid twice but what was cut off"
        assert len(cut_off) <= again
        database.close()
