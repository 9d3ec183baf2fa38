"""The command, as a process of its own: statuses, clean pipes, one sentence for what is wrong."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fake_claude import Act, FakeClaude

ROOT = Path(__file__).resolve().parent.parent
GOOD = "# Note\n\nThe pump ran for 12 minutes on 3 March 2026. Ada Lund switched it off at 14:05.\n"
BAD = "# Note\n\nThere is no impact on quality. The report number is TBD.\n"


def command(*arguments, cwd, stdin=b"", **environment):
    """Run `python main.py …` with a clean environment."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        cwd=cwd, env={**keep, **environment}, input=stdin, capture_output=True, timeout=60,
        check=False,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "good.md").write_text(GOOD)
    (tmp_path / "bad.md").write_text(BAD)
    return tmp_path


def test_nothing_serious_ends_with_0(folder):
    done = command("review", "good.md", cwd=folder)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"good.md: no findings" in done.stdout


def test_something_serious_ends_with_1(folder):
    done = command("review", "bad.md", cwd=folder)
    assert done.returncode == 1
    assert "“TBD”" in done.stdout.decode()
    assert b"Built-in checks, no AI" in done.stdout


@pytest.mark.parametrize(("threshold", "status"), [("never", 0), ("low", 1), ("high", 1)])
def test_the_threshold_decides(folder, threshold, status):
    assert command("review", "bad.md", "--fail-on", threshold, cwd=folder).returncode == status


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["nothing.md"], "nothing.md"),
        (["good.md", "--format", "pdf"], "pdf"),
        (["good.md", "--guidelines", "unheard-of"], "investigation-report"),
        (["good.md", "--fail-on", "always"], "always"),
        ([], "FILE"),
        (["."], "."),
    ],
)
def test_bad_input_ends_with_2_and_a_sentence(folder, arguments, named):
    done = command("review", *arguments, cwd=folder)
    assert done.returncode == 2
    assert named in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""


def test_a_document_that_cannot_be_read_ends_with_2(folder):
    (folder / "empty.md").write_bytes(b"")
    done = command("review", "empty.md", cwd=folder)
    assert done.returncode == 2
    assert b"empty" in done.stderr


def test_a_bad_setting_ends_with_2_and_is_named(folder):
    done = command("review", "good.md", cwd=folder, ENGINE="magic")
    assert done.returncode == 2
    assert b"ENGINE" in done.stderr
    assert command(cwd=folder, PORT="eighty").returncode == 2


def test_json_is_one_document_with_nothing_around_it(folder):
    done = command("review", "good.md", "bad.md", "--format", "json", cwd=folder)
    documents = json.loads(done.stdout)["documents"]
    assert [one["document_name"] for one in documents] == ["good.md", "bad.md"]
    assert documents[1]["feedback_count"] == len(documents[1]["feedback_items"]) > 0
    assert set(documents[1]["feedback_items"][0]) >= {"id", "quote", "severity", "source"}


def test_markdown_goes_to_a_file(folder):
    done = command("review", "bad.md", "--format", "md", "-o", "out.md", cwd=folder)
    assert done.stdout == b""
    assert (folder / "out.md").read_text().startswith("# bad.md\n")


def test_a_word_file_is_written_where_it_was_wanted(folder):
    done = command(
        "review", "bad.md", "--format", "docx", "--tracked", "-o", "out.docx", cwd=folder
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert (folder / "out.docx").read_bytes().startswith(b"PK")
    piped = command("review", "bad.md", "--format", "docx", cwd=folder)
    assert piped.stdout.startswith(b"PK")


def test_minor_findings_are_left_out_and_it_says_so(folder):
    (folder / "small.md").write_text("# One\n\nThe the pump was stopped in order to look.\n")
    for form in ("text", "html"):
        quiet = command("review", "small.md", "--format", form, cwd=folder)
        whole = command("review", "small.md", "--format", form, "--minor", cwd=folder)
        assert b"--minor" in quiet.stdout + quiet.stderr
        assert b"--minor" not in whole.stdout + whole.stderr
        assert len(whole.stdout) > len(quiet.stdout)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("bad.md", "good.md", "--format", "docx"), b"one file at a time"),
        (("bad.md", "--format", "html", "-o", "bad.md"), b"is the document itself"),
        (("bad.md", "--tracked"), b"--format docx"),
    ],
)
def test_what_could_not_be_written_is_said_before_the_work(folder, arguments, said):
    done = command("review", *arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr
    assert (folder / "bad.md").read_text() == BAD


def test_standard_input_is_read(folder):
    done = command("review", "-", cwd=folder, stdin=BAD.encode())
    assert done.stdout.startswith(b"standard input: ")


def test_ones_own_guideline_is_used(folder):
    (folder / "rules.md").write_text("# Rules\n\n## Expected sections\n\n- Verdict\n")
    done = command("review", "good.md", "--guidelines", "rules.md", "--minor", cwd=folder)
    assert "“Verdict”" in done.stdout.decode()


def test_nothing_is_left_behind(folder):
    command("review", "good.md", cwd=folder, TMPDIR=str(folder))
    assert sorted(path.name for path in folder.iterdir()) == ["bad.md", "good.md"]


def test_a_reader_that_leaves_ends_it_quietly(folder):
    shell = f"{sys.executable} {ROOT / 'main.py'} review bad.md good.md --format json | head -c 10"
    done = subprocess.run(
        shell, shell=True, cwd=folder, capture_output=True, timeout=60, check=False,
        env={"PATH": os.environ["PATH"]},
    )  # fmt: skip
    assert done.stderr == b""


def test_claude_is_named(folder):
    with FakeClaude() as fake:
        done = command(
            "review", "bad.md", cwd=folder, ANTHROPIC_API_KEY="x", ANTHROPIC_BASE_URL=fake.url
        )
    assert b"Claude, claude-sonnet-5-5" in done.stdout


@pytest.mark.slow
def test_ctrl_c_stops_the_review_and_closes_the_call(folder):
    with FakeClaude(Act(silent="pings")) as fake:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "main.py"), "review", "bad.md"], cwd=folder,
            env={"PATH": os.environ["PATH"], "ANTHROPIC_API_KEY": "x",
                 "ANTHROPIC_BASE_URL": fake.url},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            # A shell that runs the tests in the background has them ignore it.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )  # fmt: skip
        fake.wait_for(1, 60)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
        assert process.returncode == 130
        assert b"Traceback" not in errors
        assert fake.wait_until(lambda: fake.messages[0].closed is not None)


def test_a_port_in_use_is_told_in_a_sentence(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = command(cwd=folder, PORT=str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert b"PORT" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(folder):
    done = command(cwd=folder, DATA_DIR=str(folder / "good.md"))
    assert done.returncode == 1
    assert b"DATA_DIR" in done.stderr
    assert b"Traceback" not in done.stderr


def test_help_lists_every_setting(folder):
    from bluepencil import settings

    text = command("--help", cwd=folder).stdout.decode()
    for row in settings.table():
        assert row.name in text
