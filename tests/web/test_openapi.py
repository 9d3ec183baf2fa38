"""The API's description: made when asked for, and a fuzzer driven by it finds nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from pydantic import BaseModel

from bluepencil.web.api import Api
from bluepencil.web.openapi import document
from tests.serving import serving

# That a valid request is accepted cannot be asked of these: no schema says what a .docx is, which
# JSON Schema can be used, or which sessions a batch may name.
NO_SCHEMA_SAYS = (
    r"^(/upload|/guidelines|.*/versions|.*normalize.*|"
    r"/api/v1/(tasks(/submit/?|/batch)?|webhooks|schedules))$"
)
NOT_ASKED = "positive_data_acceptance"
OF_KINDS = r"^/api/(v1/tasks|ai)/"


class Word(BaseModel):
    """One word."""

    word: str


class Pencil(BaseModel):
    """One pencil."""

    colour: str


@pytest.fixture
def api():
    """Routes of one sort."""
    made = Api("words", __name__, tag="Words")
    made.models.append(Pencil)

    @made.get("/word", summary="A word", responses={200: Word})
    def word():
        return {"word": "pencil"}

    return made


def app_of(api):
    made = Flask(__name__)
    made.register_blueprint(api)
    return made


def test_the_description_has_routes_tags_and_models(api):
    told = document(app_of(api))
    assert told["paths"]["/word"]["get"]["summary"] == "A word"
    assert told["paths"]["/word"]["get"]["tags"] == ["Words"]
    assert {"Word", "Pencil", "Problem"} <= set(told["components"]["schemas"])


def test_it_is_made_once(api):
    app = app_of(api)
    assert document(app) is document(app)


def test_another_app_with_the_same_routes_is_described_alike(api):
    assert document(app_of(api)) == document(app_of(api))


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    "options",
    [
        ("--include-path-regex", NO_SCHEMA_SAYS, "--exclude-checks", NOT_ASKED),
        ("--include-path-regex", OF_KINDS, "--exclude-path-regex", NO_SCHEMA_SAYS),
        ("--exclude-path-regex", f"{NO_SCHEMA_SAYS}|{OF_KINDS}"),
    ],
)
def test_nothing_undescribed_comes_back(tmp_path, options):
    fuzzer = Path(sys.executable).with_name("schemathesis")
    with serving(tmp_path / "data") as server:
        done = subprocess.run(
            [fuzzer, "run", f"{server.url}/openapi.json", *options, "--max-examples", "30",
             "--seed", "1", "--no-color"],
            capture_output=True, text=True, cwd=tmp_path, timeout=360, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-6000:]
