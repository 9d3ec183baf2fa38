"""What all tests share: a clean environment, stores, and the app in both engines."""

import os
from pathlib import Path

import pytest

from bluepencil import settings as settings_module
from bluepencil.documents import Block, Document, Section
from bluepencil.documents.guideline import Guideline
from bluepencil.settings import Settings
from bluepencil.store import Session
from bluepencil.store.sqlite import SqliteStore
from tests.fake_claude import FakeClaude

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


@pytest.fixture(params=["sqlite"])
def store(request, tmp_path):
    """Every store there is; what holds for one must hold for all."""
    made = {"sqlite": lambda: SqliteStore(tmp_path / "store.db")}[request.param]()
    yield made
    made.close()


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
def make_app(make_settings):
    """Apps for any settings; their threads end with the test."""
    from app import create_app  # here, so that tests of the lower layers start fast

    made = []

    def make(**values):
        app = create_app(make_settings(**{"engine": "built-in", **values}))
        app.testing = False
        made.append(app)
        return app

    yield make
    for app in made:
        site = app.extensions["bluepencil"]
        site.tasks.stop(0)
        site.close()


@pytest.fixture
def client(make_app):
    """A client of an app with the built-in engine."""
    return make_app().test_client()


@pytest.fixture
def fake():
    """A server that plays the Claude API."""
    with FakeClaude() as server:
        yield server


@pytest.fixture
def claude_client(make_app, fake):
    """A client of an app whose engine is Claude, played by `fake`."""
    app = make_app(engine="claude", anthropic_api_key="sk-test", anthropic_base_url=fake.url)
    return app.test_client()
