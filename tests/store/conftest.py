"""What the tests of the store share: the same database seen by another process."""

import json
import subprocess
import sys

import pytest

from bluepencil.store import open_store
from bluepencil.task.record import Claim
from tests import tasks
from tests.serving import ROOT


@pytest.fixture
def place(request, store, tmp_path):
    """Where the store is, as `open_store` takes it."""
    postgres = "postgres" in request.node.callspec.params.values()
    return tmp_path / "store.db", request.getfixturevalue("postgres_url") if postgres else ""


@pytest.fixture
def other(place):
    """The same database, as another process has it open."""
    made = open_store(*place, shared=True)
    yield made
    made.close()


@pytest.fixture
def in_another_process(place):
    """Runs Python there, with a `store` of the same database; returns what it prints as JSON."""

    def run(code: str):
        path, url = place
        whole = (
            "import json; from pathlib import Path; from bluepencil.store import open_store; "
            f"store = open_store(Path({str(path)!r}), {url!r}, shared=True)\n{code}\nstore.close()"
        )
        words = [sys.executable, "-c", whole]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout or "null")

    return run


@pytest.fixture
def claim(store, session) -> Claim:
    """A claim on a task of the session."""
    return tasks.claim(store, tasks.add(store, session_id=session.session_id))
