"""What all tests share: a clean environment, stores, and the app in both engines."""

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from flask.testing import FlaskClient

from bluepencil import settings as settings_module
from bluepencil.documents import Block, Document, Section
from bluepencil.documents.guideline import Guideline
from bluepencil.review.session import Session
from bluepencil.settings import Settings
from bluepencil.store import open_store
from tests.fake_claude import FakeClaude
from tests.forked import forked_worker
from tests.postgres_server import postgres_serving
from tests.redis_server import redis_serving
from tests.serving import ROOT
from tests.working import until

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    """No setting of the machine the tests run on may change what they see."""
    for row in settings_module.table():
        monkeypatch.delenv(row.name, raising=False)
        monkeypatch.delenv(f"{row.name}_FILE", raising=False)
    for name in list(os.environ):
        if name.startswith("ANTHROPIC_"):
            monkeypatch.delenv(name)


@pytest.fixture
def make_settings(tmp_path):
    """Settings with the data in a folder of their own; `.env` is not read."""

    def make(**values) -> Settings:
        return settings_module.load(_env_file=None, **{"data_dir": tmp_path / "data", **values})

    return make


@pytest.fixture(params=["sqlite", "postgres"])
def store(request, tmp_path):
    """Every store there is; what holds for one must hold for all."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else ""
    made = open_store(tmp_path / "store.db", url)
    yield made
    made.close()


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
def everything_kept(request, store, tmp_path):
    """All bytes that the store holds now: on the disk, or in the rows of all tables."""

    def everything() -> bytes:
        if "postgres" in request.node.callspec.params.values():
            return dumped(request.getfixturevalue("postgres_url"))
        return b"".join(file.read_bytes() for file in sorted(tmp_path.iterdir()))

    return everything


def dumped(url: str) -> bytes:
    """All rows of all tables."""
    with psycopg.connect(url) as connection:
        names = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'public'"
        ).fetchall()
        rows = [connection.execute(f'select * from "{name}"').fetchall() for (name,) in names]
    return repr(rows).encode()


def document(*sections: tuple[str, str], name: str = "report.md") -> Document:
    """A document of these (name, text) sections, one paragraph each."""
    return Document(
        name=name,
        media_type="md",
        sections=tuple(
            Section(
                name=heading,
                text=text,
                blocks=(Block(kind="paragraph", start=0, end=len(text)),) if text else (),
            )
            for heading, text in sections
        ),
    )


@pytest.fixture
def session(store) -> Session:
    """A kept session with two sections."""
    made = Session(
        owner="local",
        document=document(("Summary", "Several vials broke."), ("Cause", "Human error.")),
        guideline=Guideline(name="general", title="General", text="Be clear."),
    )
    store.sessions.add(made, b"the file as it came")
    return made


@pytest.fixture
def start(store):
    """Makes what a process has of these kinds, all over one store; they stop at the end.

    `settled`: it has seen the store long enough to know that a lapsed lease is one. `engine`: the
    built-in one unless another is given.
    """
    from bluepencil.engines.checks import BuiltIn  # here for the same reason as the app, below
    from bluepencil.work.tasks import Tasks

    made = []

    def make(*kinds, settled=True, engine=None, **options):
        catalogue = {kind.name: kind for kind in kinds}
        tasks = Tasks(catalogue, store, engine or BuiltIn(), **options)
        if settled:
            tasks.runner._steady_since = float("-inf")
        made.append(tasks)
        return tasks

    yield make
    for tasks in made:
        tasks.stop(0)


@pytest.fixture
def make_app(make_settings):
    """Apps for any settings; their threads end with the test."""
    from app import create_app  # here, so that tests of the lower layers start fast

    made = []

    def make(**values):
        app = create_app(make_settings(**{"engine": "built-in", **values}))
        app.testing = False
        app.test_client_class = Client
        made.append(app)
        return app

    yield make
    for app in made:
        site = app.extensions["bluepencil"]
        site.tasks.stop(0)
        site.close()


def pytest_collection_modifyitems(items):
    """What drives a browser comes last: from then on Playwright's event loop is running in the
    process, and nothing else can run one."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_generate_tests(metafunc):
    """Modules that name their `HOMES` run in each: what holds on a laptop holds with a queue and a
    worker ("queue"), and over PostgreSQL ("postgres")."""
    homes = getattr(metafunc.module, "HOMES", ())
    if homes and "home" in metafunc.fixturenames:
        metafunc.parametrize("home", homes)


@pytest.fixture
def home() -> str:
    """Where the product runs: in one process, with a queue and a worker, or over PostgreSQL."""
    return "laptop"


class Client(FlaskClient):
    """A client that can have work done, whichever way it is run."""

    def done(self, path, body=None, method="POST"):
        """Submit work, follow it where it is queued; returns the answer of a finished task."""
        response = self.open(path, method=method, json=body)
        told = response.get_json()
        settings = self.application.extensions["bluepencil"].settings
        assert (response.status_code, told["async"]) == (
            (202, True) if settings.use_celery else (200, False)
        )
        if not told["async"]:
            return told
        status = self.ended(told["task_id"])
        assert status["state"] == "SUCCESS"
        result = status["result"]
        return {**result.pop("result", {}), **result, "task_id": told["task_id"]}

    def ended(self, task_id):
        """A task's status once it has ended."""
        version = 0
        while True:
            status = self.get(f"/task_status/{task_id}?wait=20&since={version}").get_json()
            if status["ready"]:
                return status
            version = status["version"]


class Patient(Client):
    """A client that waits for what is queued, and gets the answer that would have come at once."""

    def open(self, *args, **kwargs):
        """As the client, but no 202 to work that was asked for without `Prefer`."""
        response = super().open(*args, **kwargs)
        if response.status_code != 202 or "Preference-Applied" in response.headers:
            return response
        task_id = response.get_json()["task_id"]
        self.ended(task_id)
        from bluepencil.web.answers import ended  # here for the same reason as the app, below

        with self.application.test_request_context():
            self.application.preprocess_request()
            site = self.application.extensions["bluepencil"]
            return ended(site.store.tasks.get(task_id))

    def done(self, path, body=None, method="POST"):
        """As the client; the answer is that of a finished task as it is."""
        return self.open(path, method=method, json=body).get_json()


@pytest.fixture(scope="session")
def one_redis(tmp_path_factory):
    """A Redis for all tests of this process that need one for a moment."""
    with redis_serving(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(scope="session")
def one_postgres():
    """A PostgreSQL for all tests of this process that need one."""
    with postgres_serving() as server:
        yield server


@pytest.fixture
def postgres_url(one_postgres, monkeypatch):
    """The address of a fresh empty database in it; who uses it lets go of it in a moment."""
    monkeypatch.setattr("bluepencil.database.postgres.LISTEN", 0.05)
    with one_postgres.database() as url:
        yield url


@pytest.fixture
def client(request, home, make_app):
    """A client of an app with the built-in engine."""
    if home == "queue":
        return request.getfixturevalue("queued_client")
    if home == "postgres":
        return make_app(store_url=request.getfixturevalue("postgres_url")).test_client()
    return make_app().test_client()


@pytest.fixture
def queued(make_app, make_settings, one_redis):
    """Makes an app of those settings with a queue, and a worker, a process of its own."""
    with ExitStack() as stack:

        def make(**values):
            one_redis.client.flushall()
            queue = {"use_celery": True, "redis_url": one_redis.url, "engine": "built-in", **values}
            app = make_app(**queue)
            stack.enter_context(forked_worker(make_settings(**queue)))
            client = app.test_client()
            until(lambda: client.get("/queue_stats").get_json()["workers"])
            return app

        yield make


@pytest.fixture
def queued_client(queued):
    """A client of an app with the built-in engine and a worker."""
    return queued().test_client()


@pytest.fixture
def fake():
    """A server that plays the Claude API."""
    with FakeClaude() as server:
        yield server


@pytest.fixture
def claude_client(request, home, make_app, fake):
    """A client of an app whose engine is Claude, played by `fake`."""
    claude = {
        "engine": "claude",
        "anthropic_api_key": "sk-test",
        "anthropic_base_url": fake.url,
    }
    if home == "queue":
        app = request.getfixturevalue("queued")(**claude)
        app.test_client_class = Patient
    elif home == "postgres":
        app = make_app(store_url=request.getfixturevalue("postgres_url"), **claude)
    else:
        app = make_app(**claude)
    return app.test_client()
