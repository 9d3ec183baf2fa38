"""Backup, restore and doctor as commands, beside a server that runs and writes."""

import json
import re
import subprocess
import sys
import threading

import pytest

from tests.serving import ROOT, serving

TEXT = "# Note\n\nThe pump ran for 12 minutes. The report number is TBD.\n"


def command(*words, cwd, **environment):
    """Run `python main.py …` with these settings and no others."""
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *words], cwd=cwd, env=environment,
        capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip


def sessions(server):
    return {one["session_id"] for one in server.ask("/sessions")["sessions"]}


@pytest.mark.slow
def test_a_running_server_is_backed_up_and_restored_once_it_has_stopped(tmp_path):
    """Every document whose upload was answered before the backup began is in it, and opens."""
    data = {"DATA_DIR": str(tmp_path / "data")}
    with serving(tmp_path / "data") as server:
        before = {server.upload(TEXT) for _ in range(3)}
        stop = threading.Event()

        def write():
            while not stop.is_set():
                server.upload(TEXT)

        writers = [threading.Thread(target=write) for _ in range(3)]
        for writer in writers:
            writer.start()
        try:
            done = command("backup", "copy.db", cwd=tmp_path, **data)
        finally:
            stop.set()
            for writer in writers:
                writer.join()
        assert (done.returncode, done.stdout) == (0, "Backed up to copy.db.\n"), done.stderr
        later = server.upload(TEXT)
        refused = command("restore", "copy.db", cwd=tmp_path, **data)
        assert refused.returncode == 1
        assert "stop the server and the workers first" in refused.stderr
        assert later in sessions(server), "it goes on as if nothing had been asked"
        server.stop()
        done = command("restore", "copy.db", cwd=tmp_path, **data)
        assert done.returncode == 0, done.stderr
        kept = re.fullmatch(r"Restored from copy.db. What was there is now (.*)\.\n", done.stdout)[
            1
        ]
        server.start()
        found = sessions(server)
        assert before <= found and later not in found
        for session_id in before:
            server.ask("/review_document", {"session_id": session_id})
        server.stop()
        assert command("restore", kept, cwd=tmp_path, **data).returncode == 0
        server.start()
        assert later in sessions(server)


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("backup", "copy.db"), 2, "no database"),
        (("restore", "copy.db"), 2, "no database copy.db"),
        (("backup", "nowhere/copy.db"), 2, "no place"),
        (("backup",), 2, "FILE"),
    ],
)
def test_what_is_asked_wrongly_ends_with_2_and_a_sentence(tmp_path, words, status, said):
    done = command(*words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (status, "")
    assert said in done.stderr and "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_postgresql_ends_with_1_and_the_command_to_use(tmp_path):
    url = "postgresql://ada:s3cret@localhost/reports"
    for words, tool in ((("backup", "x"), "pg_dump"), (("restore", "x"), "pg_restore")):
        done = command(*words, cwd=tmp_path, STORE_URL=url)
        assert (done.returncode, done.stdout) == (1, "")
        assert tool in done.stderr
        assert "s3cret" not in done.stderr


def test_the_doctor_finds_nothing_where_nothing_is_set_up_and_leaves_nothing(tmp_path):
    done = command("doctor", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert {line.split()[0] for line in done.stdout.splitlines()} == {"ok"}
    assert not list(tmp_path.iterdir())


def test_the_doctor_names_a_problem_and_what_to_do(tmp_path):
    asked = {"USE_CELERY": "true", "REDIS_URL": "redis://:s3cret@127.0.0.1:1/0"}
    done = command("doctor", cwd=tmp_path, **asked)
    assert done.returncode == 1
    assert re.search(r"^problem +Redis +redis://127\.0\.0\.1:1/0: .*refused", done.stdout, re.M)
    assert "correct REDIS_URL" in done.stdout
    assert "s3cret" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_the_doctor_speaks_json(tmp_path):
    done = command("doctor", "--json", cwd=tmp_path, ENGINE="claude")
    seen = {one["part"]: one for one in json.loads(done.stdout)}
    assert done.returncode == 1
    assert seen["Engine"]["status"] == "problem"
    assert "ANTHROPIC_API_KEY" in seen["Engine"]["detail"]
    assert seen["Store"]["status"] == "ok"


def test_the_doctor_names_bad_settings_all_at_once(tmp_path):
    done = command("doctor", cwd=tmp_path, PORT="eighty", ENGINE="magic")
    assert done.returncode == 1
    assert re.search(r"^problem +Settings", done.stdout)
    assert "PORT" in done.stdout and "ENGINE" in done.stdout
