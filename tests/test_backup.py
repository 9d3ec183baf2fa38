"""Backup and restore: whole or not at all, one moment's state, and never over a store in use."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading

import psycopg
import pytest

from bluepencil import backup as backups
from bluepencil.database.migrations import latest
from bluepencil.errors import Conflict, Invalid
from bluepencil.store import open_store
from tests.postgres_server import PASSWORD


@pytest.fixture
def settings(make_settings):
    return make_settings()


@pytest.fixture
def kept(settings):
    """A store with something in it, closed."""
    settings.data_dir.mkdir()
    open_store(settings.database).close()
    mark(settings.database, "before")
    return settings.database


def mark(path, text):
    """Leave something in the database that can be told from something else."""
    with sqlite3.connect(path) as db:
        db.execute("insert or replace into guidelines values ('local', 'mark', ?, 0)", (text,))
    db.close()


def marked(path):
    db = sqlite3.connect(path)
    try:
        return db.execute("select text from guidelines where name = 'mark'").fetchone()[0]
    finally:
        db.close()


@pytest.fixture
def copy(settings, kept, tmp_path):
    """A backup of it; what is kept has changed since."""
    target = tmp_path / "copy.db"
    backups.backup(settings, target)
    mark(kept, "after")
    return target


def needs_a_log(path):
    """Whether the file says that it has a write-ahead log beside it."""
    return path.read_bytes()[18:20] == b"\2\2"


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_is_one_file_for_its_owner_only(settings, copy, tmp_path):
    assert marked(copy) == "before"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert names(tmp_path) == ["copy.db", "data"]
    assert not needs_a_log(copy)


def test_a_backup_holds_what_was_not_yet_moved_into_the_file(settings, kept, tmp_path):
    store = sqlite3.connect(kept, isolation_level=None)
    store.execute("pragma wal_autocheckpoint = 0")
    store.execute("update guidelines set text = 'in the log'")
    backups.backup(settings, tmp_path / "copy.db")
    store.close()
    assert marked(tmp_path / "copy.db") == "in the log"


def test_a_backup_is_of_one_moment_though_somebody_writes(settings, kept, tmp_path):
    """Two rows that every transaction makes alike are alike in every backup."""
    with sqlite3.connect(kept) as db:
        db.execute("create table filler as select randomblob(4000000) as x")
        db.execute("create table pair (side, n)")
        db.execute("insert into pair values ('first', 0), ('last', 0)")
    db.close()
    stop, rounds = threading.Event(), [0]

    def write():
        db = sqlite3.connect(kept, timeout=30, isolation_level=None)
        while not stop.is_set():
            db.execute("begin immediate")
            db.execute("update pair set n = n + 1 where side = 'first'")
            db.execute("update filler set x = randomblob(4000000)")
            db.execute("update pair set n = n + 1 where side = 'last'")
            db.execute("commit")
            rounds[0] += 1
        db.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        seen = set()
        while len(seen) < 3 or rounds[0] < 10:
            backups.backup(settings, tmp_path / "copy.db", force=True)
            db = sqlite3.connect(tmp_path / "copy.db")
            ((first,), (last,)) = db.execute("select n from pair order by side").fetchall()
            db.close()
            assert first == last
            seen.add(first)
    finally:
        stop.set()
        writer.join()


def test_a_file_that_is_there_is_overwritten_only_by_force(settings, copy):
    with pytest.raises(Invalid, match="--force"):
        backups.backup(settings, copy)
    assert marked(copy) == "before"
    backups.backup(settings, copy, force=True)
    assert marked(copy) == "after"


@pytest.mark.parametrize("tail", ["", "-wal", "-shm"])
def test_the_store_is_never_overwritten_by_its_backup(settings, kept, tail, tmp_path):
    (tmp_path / "way").symlink_to(kept.parent)
    itself = tmp_path / "way" / f"{kept.name}{tail}"
    with pytest.raises(Invalid, match="the store itself"):
        backups.backup(settings, itself, force=True)
    with pytest.raises(Invalid, match="the store itself"):
        backups.restore(settings, itself)
    assert marked(kept) == "before"


def test_what_cannot_be_backed_up_is_told_and_leaves_nothing(settings, tmp_path):
    target = tmp_path / "copy.db"
    with pytest.raises(Invalid, match="no database"):
        backups.backup(settings, target)
    settings.data_dir.mkdir()
    settings.database.write_bytes(b"not a database at all, but long enough to be one" * 100)
    with pytest.raises(Invalid, match="cannot be read as a database"):
        backups.backup(settings, target)
    for nowhere in (tmp_path / "missing" / "copy.db", tmp_path):
        with pytest.raises(Invalid, match="no place for a file"):
            backups.backup(settings, nowhere)
    assert names(tmp_path) == ["data"]


def test_a_copy_that_cannot_be_finished_leaves_what_was_there(settings, copy, monkeypatch):
    """As when the disk is full: the file has reached the size it may have."""
    code = (
        "import resource, sys; from pathlib import Path; from bluepencil import backup, settings\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))\n"
        "made = settings.load(_env_file=None, data_dir=Path(sys.argv[1]))\n"
        "backup.backup(made, Path(sys.argv[2]), force=True)"
    )
    command = [sys.executable, "-c", code, str(settings.data_dir), str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert "Unavailable" in done.stderr.splitlines()[-1]
    assert marked(copy) == "before"
    assert names(copy.parent) == ["copy.db", "data"]


def test_a_damaged_store_gives_no_backup(settings, kept, tmp_path):
    damage(kept)
    with pytest.raises(Invalid, match=r"bluepencil\.db is damaged"):
        backups.backup(settings, tmp_path / "copy.db")
    assert names(tmp_path) == ["data"]


def damage(path):
    """Spoil a page that no ordinary look at the database comes by."""
    with sqlite3.connect(path) as db:
        db.execute("create table spoiled (n)")
        db.executemany("insert into spoiled values (?)", ((n,) for n in range(5000)))
    db.close()
    with path.open("r+b") as file:
        file.seek(-4096, 2)
        file.write(b"\xff" * 4096)


def text_only(path):
    path.write_text("text, nothing else " * 999)


def test_a_restore_brings_it_back_and_keeps_what_it_replaced(settings, copy, kept):
    old = backups.restore(settings, copy)
    assert marked(kept) == "before"
    assert marked(old) == "after"
    assert old.parent == kept.parent
    assert stat.S_IMODE(old.stat().st_mode) == stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert names(kept.parent) == sorted([kept.name, old.name])
    open_store(kept).close()


def test_a_plain_copy_of_the_files_is_a_backup_too(settings, kept, tmp_path):
    plain = tmp_path / "plain.db"
    plain.write_bytes(kept.read_bytes())
    assert needs_a_log(plain)
    mark(kept, "after")
    old = backups.restore(settings, plain)
    assert names(kept.parent) == sorted([kept.name, old.name])
    assert marked(kept) == "before"


def test_nobody_can_use_the_store_while_it_is_replaced(settings, copy, kept, monkeypatch):
    keep, refused = backups._keep, []

    def look(store, path):
        code = "import sqlite3, sys; sqlite3.connect(sys.argv[1], 0).execute('select * from store')"
        command = [sys.executable, "-c", code, str(kept)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        refused.append(done.stderr.splitlines()[-1])
        return keep(store, path)

    monkeypatch.setattr(backups, "_keep", look)
    backups.restore(settings, copy)
    assert refused == ["sqlite3.OperationalError: database is locked"]


def test_a_restore_where_nothing_was_makes_the_store(settings, copy, kept):
    kept.unlink()
    kept.parent.rmdir()
    assert backups.restore(settings, copy) is None
    assert marked(kept) == "before"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert names(kept.parent) == [kept.name]


def test_what_a_killed_server_left_in_its_log_is_kept_beside_but_not_mixed_in(settings, copy, kept):
    code = (
        "import os, sqlite3, sys; db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "db.execute('pragma wal_autocheckpoint = 0')\n"
        "db.execute(\"update guidelines set text = 'in the log'\")\n"
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(kept)], timeout=60, check=False)
    assert kept.with_name(f"{kept.name}-wal").stat().st_size
    old = backups.restore(settings, copy)
    assert (marked(kept), marked(old)) == ("before", "in the log")


def test_a_store_in_use_is_not_replaced(settings, copy, kept):
    store = open_store(kept)
    with pytest.raises(Conflict, match="in use: stop the server"):
        backups.restore(settings, copy)
    store.check()
    store.close()
    assert marked(kept) == "after"
    assert names(kept.parent) == [kept.name]


def newer(path):
    with sqlite3.connect(path) as db:
        db.execute(f"pragma user_version = {latest() + 1}")
    db.close()


def foreign(path):
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("create table recipes (text)")
        db.execute(f"pragma user_version = {latest()}")
    db.close()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (newer, "newer release"),
        (foreign, "not a database of Bluepencil"),
        (damage, "is damaged"),
        (text_only, "cannot be read as a database"),
        (lambda path: path.write_bytes(b""), "not a database of Bluepencil"),
        (lambda path: path.unlink(), "no database"),
    ],
)
def test_what_is_no_backup_is_refused_and_nothing_changes(settings, copy, kept, spoil, said):
    spoil(copy)
    with pytest.raises(Invalid, match=said):
        backups.restore(settings, copy)
    assert marked(kept) == "after"
    assert names(kept.parent) == [kept.name]


@pytest.mark.parametrize("spoil", [damage, text_only])
def test_a_store_that_cannot_be_kept_is_not_overwritten(settings, copy, kept, spoil):
    spoil(kept)
    before = kept.read_bytes()
    with pytest.raises(Conflict, match=r"bluepencil\.db .* Move it away, then restore again"):
        backups.restore(settings, copy)
    assert kept.read_bytes()[4096:] == before[4096:]
    assert names(kept.parent) == [kept.name]
    kept.rename(kept.with_name("away"))
    backups.restore(settings, copy)
    assert marked(kept) == "before"


def advised(call, *arguments):
    """The command that is told where PostgreSQL's own tools are needed, run with the password."""
    with pytest.raises(Conflict) as told:
        call(*arguments)
    assert PASSWORD not in told.value.detail
    command = told.value.detail.split("\n\n")[1]
    environment = {"PATH": os.environ["PATH"], "PGPASSWORD": PASSWORD}
    subprocess.run(command, shell=True, env=environment, timeout=60, check=True)


def test_the_commands_for_postgresql_work_and_their_password_is_not_told(
    make_settings, postgres_url, tmp_path
):
    settings = make_settings(store_url=f"{postgres_url}?connect_timeout=9&application_name=a")
    with psycopg.connect(postgres_url, autocommit=True) as db:
        db.execute("create table t (x text)")
        db.execute("insert into t values ('before')")
        advised(backups.backup, settings, tmp_path / "my copy.dump")
        db.execute("update t set x = 'after'")
        advised(backups.restore, settings, tmp_path / "my copy.dump")
        assert db.execute("select x from t").fetchall() == [("before",)]
