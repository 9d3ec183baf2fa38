"""The files one deploys with: they name what exists, and what goes into the image is enough."""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from bluepencil.settings import Settings
from bluepencil.supervisor import AFTER_GRACE
from main import main
from tests.serving import ROOT, free_port
from tests.working import until

DOCKERFILE = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text())


def steps(word: str) -> list[str]:
    """What stands behind a word of the Dockerfile, in order."""
    return re.findall(rf"^{word} +(.*)$", DOCKERFILE, re.M)


def parsed(name: str):
    return yaml.safe_load((ROOT / name).read_text())


COPIED = [path for step in steps("COPY") for path in step.split()[:-1]]
IMAGE = dict(pair.split("=") for step in steps("ENV") for pair in step.split())
COMPOSE = parsed("docker-compose.yml")
OURS = {name: it for name, it in COMPOSE["services"].items() if "build" in it}
RUNNER = parsed("apprunner.yaml")["run"]
COMMANDS = {
    "image": json.loads(steps("CMD")[0]),
    **{name: service["command"] for name, service in OURS.items()},
    "apprunner": RUNNER["command"].split(),
}
GIVEN = {
    "APP_PASSWORD": "given at the start",
    "ANTHROPIC_API_KEY": "sk-given",
    "SECRET_KEY": "given-for-all-instances-and-long-enough",
    "STORE_URL": "postgresql://user:given@db.example:5432/bluepencil",
    "POSTGRES_PASSWORD": "given",
}
ENVIRONMENTS = {
    "image": IMAGE | {"APP_PASSWORD": GIVEN["APP_PASSWORD"]},
    **{
        name: {
            key: re.sub(r"\$\{(\w+)[^}]*\}", lambda named: GIVEN[named[1]], value)
            for key, value in service["environment"].items()
        }
        for name, service in OURS.items()
    },
    "apprunner": {
        **{pair["name"]: pair["value"] for pair in RUNNER["env"]},
        **{pair["name"]: GIVEN[pair["name"]] for pair in RUNNER["secrets"]},
        RUNNER["network"]["env"]: str(RUNNER["network"]["port"]),
    },
}


@pytest.mark.parametrize("where", COMMANDS)
def test_the_command_exists(where):
    python, file, *words = COMMANDS[where]
    assert (python.rstrip("3"), file) == ("python", "main.py")
    assert set(words) <= set(main.commands)


@pytest.mark.parametrize("where", ENVIRONMENTS)
def test_every_variable_is_a_setting_and_all_together_are_accepted(where, monkeypatch):
    for name, value in ENVIRONMENTS[where].items():
        assert name.lower() in Settings.model_fields
        monkeypatch.setenv(name, value)
    settings = Settings(_env_file=None)
    assert settings.host == "0.0.0.0"
    assert settings.data_dir.is_absolute()
    assert bool(settings.postgres) == (where != "image")


def test_the_page_and_the_workers_share_one_store_and_one_queue():
    web, worker, postgres = OURS["web"], OURS["worker"], COMPOSE["services"]["postgres"]
    assert web["environment"] == worker["environment"]
    assert web["environment"]["REDIS_URL"].startswith("redis://redis:")
    store, made = urlsplit(ENVIRONMENTS["web"]["STORE_URL"]), postgres["environment"]
    assert (store.hostname, store.port) == ("postgres", 5432)
    assert store.username == made["POSTGRES_USER"]
    assert store.path == f"/{made['POSTGRES_DB']}"
    assert made["POSTGRES_PASSWORD"] in web["environment"]["STORE_URL"]
    for service in OURS.values():
        assert service["depends_on"]["postgres"] == {"condition": "service_healthy"}
    assert postgres["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]


def test_what_must_last_is_in_a_volume_and_nobody_outside_reaches_it():
    postgres, redis = COMPOSE["services"]["postgres"], COMPOSE["services"]["redis"]
    assert "ports" not in postgres and "ports" not in redis
    mounts = [*postgres["volumes"], *OURS["web"]["volumes"]]
    assert {one.partition(":")[0] for one in mounts} == set(COMPOSE["volumes"])
    assert f"data:{OURS['web']['environment']['DATA_DIR']}" in mounts
    assert redis["command"][1:] == ["--save", "", "--appendonly", "no"], "it may lose all it has"
    assert "volumes" not in redis
    flower = COMPOSE["services"]["flower"]
    assert flower["profiles"] and all(port.startswith("127.0.0.1:") for port in flower["ports"])


def test_compose_does_not_start_without_passwords():
    for service in OURS.values():
        assert service["environment"]["APP_PASSWORD"].startswith("${APP_PASSWORD:?")
    asked = COMPOSE["services"]["postgres"]["environment"]["POSTGRES_PASSWORD"]
    assert asked.startswith("${POSTGRES_PASSWORD:?")


def test_what_runs_may_finish_before_the_container_is_killed():
    grace = Settings.model_fields["stop_grace"].default
    for service in OURS.values():
        assert float(service["stop_grace_period"].rstrip("s")) > grace + AFTER_GRACE


def test_apprunner_answers_before_it_would_be_cut_off():
    settings = {pair["name"]: pair["value"] for pair in RUNNER["env"]}
    assert float(settings["SYNC_BUDGET"]) < 120
    assert settings["USE_CELERY"] == "false"


def test_apprunner_keeps_nothing_on_its_own_disk():
    assert {"STORE_URL", "SECRET_KEY"} <= {pair["name"] for pair in RUNNER["secrets"]}
    assert Settings(_env_file=None, **lowered(ENVIRONMENTS["apprunner"])).postgres
    (install,) = RUNNER["pre-run"]
    assert install.startswith("pip3 install ") and "-r requirements-postgres.txt" in install
    assert "--require-hashes" in install


def lowered(named):
    return {name.lower(): value for name, value in named.items()}


def test_the_image_installs_only_what_is_pinned_and_runs_without_rights():
    (installs,) = [step for step in steps("RUN") if "pip install" in step]
    words = installs.split()
    assert words[-5:] == [
        "--require-hashes", "-r", "requirements.txt", "-r", "requirements-postgres.txt",
    ]  # fmt: skip
    assert steps("USER") == ["bluepencil"]
    assert json.loads(steps("ENTRYPOINT")[0]) == ["tini", "--"]


def test_into_the_image_goes_what_it_copies_and_nothing_else():
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert {rule[1:] for rule in rules if rule[0] == "!"} == {one.rstrip("/") for one in COPIED}


@pytest.fixture
def image(tmp_path):
    """A folder with what the image would hold."""
    folder = tmp_path / "app"
    folder.mkdir()
    for name in COPIED:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


def environment(folder: Path, **more: str) -> dict[str, str]:
    named = IMAGE | {"PORT": str(free_port()), "DATA_DIR": str(folder.parent / "data")}
    return {"PATH": os.environ["PATH"], **named, **more}


def in_image(words: list[str]) -> list[str]:
    return [sys.executable, *words[1:]]


def healthy(folder: Path, env: dict[str, str]) -> bool:
    """What the image's own health check says."""
    check = json.loads(steps("HEALTHCHECK")[0].partition("CMD ")[2])
    done = subprocess.run(in_image(check), cwd=folder, env=env, capture_output=True, timeout=30)
    return done.returncode == 0


def test_what_the_image_holds_is_enough_to_serve(image):
    env = environment(image, APP_PASSWORD="a password")
    assert not healthy(image, env), "nothing serves yet"
    with (image.parent / "log").open("wb") as log:
        command = in_image(COMMANDS["image"])
        process = subprocess.Popen(command, cwd=image, env=env, stdout=log, stderr=log)
    try:
        until(lambda: healthy(image, env), 30)
        front = urllib.request.Request(
            f"http://127.0.0.1:{env['PORT']}/", headers={"Accept": "text/html"}
        )
        with urllib.request.urlopen(front, timeout=10) as page:
            assert b"password" in page.read().lower()
    finally:
        process.terminate()
        status = process.wait(40)
    assert status == 0


def test_what_the_image_holds_is_enough_to_work_and_to_review(image):
    env = environment(image, APP_PASSWORD="a password")
    parts = "import app, celery_config, celery_integration, celery_tasks"
    subprocess.run([sys.executable, "-c", parts], cwd=image, env=env, timeout=60, check=True)
    sample = next((image / "samples").glob("*.docx"))
    command = [sys.executable, "main.py", "review", str(sample), "--fail-on", "never"]
    done = subprocess.run(command, cwd=image, env=env, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()


def test_the_image_asks_for_a_password_in_one_sentence(image):
    command = in_image(COMMANDS["image"])
    done = subprocess.run(
        command, cwd=image, env=environment(image), capture_output=True, timeout=60
    )
    assert done.returncode != 0
    assert b"APP_PASSWORD" in done.stderr and b"Traceback" not in done.stderr
