"""The web program starts light: what a first request does not need is not there before it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Run in a process of its own, since tests have imported everything: which modules are loaded, and
# which patterns our own modules have compiled, each as the path of the module that asked for it.
_STARTED = """
import json, re, sys

compiled, compile_pattern = [], re._compiler.compile

def noting(pattern, flags=0):
    frame = sys._getframe(1)
    while frame.f_globals["__name__"].startswith(("re", "importlib")):
        frame = frame.f_back
    compiled.append(frame.f_globals["__name__"])
    return compile_pattern(pattern, flags)

re._compiler.compile = noting
import app
app.create_app().test_client().get("/")
files = {name: str(getattr(module, "__file__", "")) for name, module in sys.modules.items()}
print(json.dumps([compiled, files]))
"""
# Libraries of the first page; rich and its own are there because structlog imports it where it can.
_NEEDED = {
    "flask", "werkzeug", "jinja2", "markupsafe", "itsdangerous", "blinker",
    "click", "pydantic", "pydantic_core", "pydantic_settings", "annotated_types",
    "typing_inspection", "typing_extensions", "dotenv", "structlog", "rich", "pygments", "greenlet",
}  # fmt: skip
_MOST_PATTERNS = 60


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """What a process has compiled and loaded that has shown the first page once."""
    folder = tmp_path_factory.mktemp("started")
    done = subprocess.run(
        [sys.executable, "-c", _STARTED],
        cwd=folder,
        env={"DATA_DIR": str(folder), "ENGINE": "built-in", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    compiled, files = json.loads(done.stdout)
    return compiled, files


def test_only_the_libraries_of_the_first_page_are_loaded(started):
    _, files = started
    loaded = {name.partition(".")[0] for name, file in files.items() if "site-packages" in file}
    assert {"flask", "pydantic"} <= loaded
    assert loaded - _NEEDED - {"_distutils_hack"} == set()


def test_the_rules_are_not_loaded(started):
    _, files = started
    ours = {name for name in files if name.startswith("bluepencil.engines.checks")}
    assert ours == {"bluepencil.engines.checks"}


def test_hardly_a_pattern_is_compiled(started):
    compiled, _ = started
    ours = [name for name in compiled if name.startswith(("bluepencil", "app"))]
    assert "bluepencil.documents.guideline" in ours  # so they are counted
    assert len(ours) <= _MOST_PATTERNS
