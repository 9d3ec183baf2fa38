"""A disk that is full, or read-only: every answer is a sentence, nothing acknowledged is lost, and
it goes on by itself when it can be written again."""

import contextlib
import random
import resource
import subprocess
import urllib.error
from pathlib import Path

import pytest

from tests.faults.test_rounds import GONE, Reader
from tests.serving import Server, serving
from tests.working import until

pytestmark = pytest.mark.slow


def on_a_small_disk(folder: Path) -> bool:
    """Whether the folder is now on a disk of a few megabytes; only root can have one."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)]
    with contextlib.suppress(OSError):
        return subprocess.run(mount, capture_output=True, check=False).returncode == 0
    return False


def refused(ask, times=1) -> str:
    """The sentence of the 503 with which that is refused, at the latest when it is asked again so
    many times."""
    with pytest.raises(urllib.error.HTTPError) as raised:
        for _ in range(times):
            ask()
    with raised.value as answer:
        assert answer.code == 503
        return answer.read().decode()


def limited(server: Server, size: int) -> None:
    """From now on no file may grow beyond that many bytes, as where somebody's quota is used up;
    whoever runs the server may say so, and take it back."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(status.read_text().rpartition(")")[2].split()[2]) == server.process.pid:
                pid = int(status.parent.name)
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux limits others' files")
def test_where_nothing_may_be_written_it_is_told_in_words_and_it_goes_on_when_it_may(tmp_path):
    with serving(tmp_path / "data") as server:
        reader = Reader(server, random.Random(1))
        for _ in range(2):
            limited(server, 1024)
            assert "store cannot be used" in refused(reader.decide, times=10)
            assert "store cannot be used" in refused(reader.upload)
            assert refused(lambda: server.ask("/ready"))
            assert server.ask("/health")["status"] == "ok"
            reader.check()
            limited(server, resource.RLIM_INFINITY)
            reader.decide()
            reader.upload()
            reader.check()
            assert server.ask("/ready")["ready"]


def unchangeable(folder: Path, sign: str) -> bool:
    """Forbid ("+") every change of the folder and its files, or allow them again ("-"); only root
    may, and not on every disk."""
    paths = [str(path) for path in (folder, *folder.rglob("*"))]
    with contextlib.suppress(OSError):
        command = ["chattr", f"{sign}i", *paths]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    return False


def answer(server: Server, path: str, body: object = None) -> tuple[int, str]:
    """The status and the text of the answer; 0 where there is none."""
    try:
        return 200, str(server.ask(path, body))
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode()
    except GONE:
        return 0, ""


def test_a_folder_that_turns_read_only_is_told_in_words_and_it_goes_on_when_it_is_not(tmp_path):
    """A process that has the store's index mapped is ended by that; the next one says why it cannot
    work until it can."""
    folder = tmp_path / "data"
    with serving(folder) as server:
        reader = Reader(server, random.Random(1))
        comment = {"section_name": "One", "description": "Which ones?"}
        try:
            if not unchangeable(folder, "+"):
                pytest.skip("no file can be made unchangeable here")
            until(lambda: answer(server, "/ready")[0] == 503)
            for _ in range(10):
                status, told = answer(server, reader.findings, comment)
                assert status in (0, 503)
                assert not status or "store cannot be used" in told
            until(lambda: answer(server, "/health")[0] == 200)
        finally:
            unchangeable(folder, "-")
        until(lambda: answer(server, "/ready")[0] == 200)
        reader.check()
        reader.decide()
        reader.upload()
        reader.check()


def test_a_full_disk_is_told_in_words_and_it_goes_on_when_there_is_room_again(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    if not on_a_small_disk(folder):
        pytest.skip("no disk can be mounted here")
    try:
        with serving(folder / "data") as server:
            reader = Reader(server, random.Random(1))
            filler = folder / "filler"
            with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
                while True:
                    file.write(b"x" * 4096)
            long = f"# Long\n\n{'Several vials broke. ' * 20_000}"
            assert "disk is full" in refused(reader.decide, times=10_000)
            assert "disk is full" in refused(lambda: server.upload(long))
            assert refused(lambda: server.ask("/ready"))
            reader.check()
            filler.unlink()
            reader.decide()
            reader.upload()
            reader.check()
            assert server.ask("/ready")["ready"]
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)
