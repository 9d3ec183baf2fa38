"""A copy of the SQLite store, made while it is in use, and the store put back from such a copy."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote

from bluepencil.addresses import without_password
from bluepencil.database.migrations import latest
from bluepencil.errors import Conflict, Invalid, Unavailable
from bluepencil.settings import Settings


def backup(settings: Settings, target: Path, *, force: bool = False) -> None:
    """Write a copy of the store, as it is at one moment, to `target`: all of it, or nothing.

    Raises Invalid for a target that cannot be, Conflict where the store is PostgreSQL, and
    Unavailable when the copy cannot be made.
    """
    if settings.postgres:
        url = quote(without_password(settings.postgres))
        command = f"pg_dump --format=custom --file={quote(str(target))} {url}"
        raise Conflict(_postgres_says("backed up", command))
    if target.is_dir() or not target.parent.is_dir():
        raise Invalid(f"{target} is no place for a file.")
    if target.resolve() in _files_of(settings.database):
        raise Invalid(f"{target} is the store itself: name another file.")
    if target.exists() and not force:
        raise Invalid(f"{target} is there already: name another file, or say --force.")
    with opened(settings.database) as store:
        version_of(store, settings.database)
        _copy(store, settings.database, target)


def restore(settings: Settings, source: Path) -> Path | None:
    """Put the copy in place of the store; returns where the store it replaced is kept.

    The present file is written to in one transaction, rather than another put in its place: it
    keeps its owner, and no process can open the one while the other comes. Raises Invalid for a
    copy that cannot be used, Conflict while the store is in use or where it is PostgreSQL, and
    Unavailable when it cannot be read or written.
    """
    if settings.postgres:
        url = quote(without_password(settings.postgres))
        command = "pg_restore --clean --if-exists --no-owner --single-transaction"
        raise Conflict(_postgres_says("restored", f"{command} --dbname={url} {quote(str(source))}"))
    if source.resolve() in _files_of(settings.database):
        raise Invalid(f"{source} is the store itself: name a copy of it.")
    with opened(source) as copy:
        version = version_of(copy, source)
        if version > latest():
            raise Invalid(
                f"{source} was written by a newer release (version {version} of its layout, this "
                f"release knows {latest()}): install that release first."
            )
        _check_pages(copy, source)
        replaced = settings.database.is_file() and settings.database.stat().st_size > 0
        try:
            with _alone(settings.database) as store:
                kept = _keep(store, settings.database) if replaced else None
                copy.backup(store)
                # The copy's mode was taken over; the server sets its own.
                store.execute("pragma journal_mode = delete").fetchall()
        except Invalid as error:
            raise Conflict(f"{error.detail} Move it away, then restore again.") from error
    return kept


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a database that is there. Raises Invalid where none is, and Unavailable."""
    if not path.is_file():
        raise Invalid(f"There is no database {path}.")
    with _connected(path) as connection:
        yield connection


def version_of(database: sqlite3.Connection, path: Path) -> int:
    """The version of its layout. Raises Invalid for a database that is not Bluepencil's."""
    try:
        (version,) = database.execute("pragma user_version").fetchone()
        database.execute("select identity from store").fetchone()
    except sqlite3.OperationalError as error:
        if "no such" not in str(error):
            raise
        raise Invalid(f"{path} is not a database of Bluepencil.") from error
    return int(version)


@contextmanager
def _connected(path: Path) -> Iterator[sqlite3.Connection]:
    uri = f"{path.absolute().as_uri()}?mode=rw"
    try:
        connection = sqlite3.connect(uri, uri=True, timeout=5, isolation_level=None)
        try:
            yield connection
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        raise Unavailable(f"{path}: {error}.") from error
    except sqlite3.DatabaseError as error:
        raise Invalid(f"{path} cannot be read as a database: {error}.") from error


@contextmanager
def _alone(path: Path) -> Iterator[sqlite3.Connection]:
    """The store, with nobody else in it. Raises Conflict while anybody is."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        _give_to_owner(path)
    with _connected(path) as store:
        store.execute("pragma busy_timeout = 0")
        store.execute("pragma locking_mode = exclusive")
        try:
            # Every process that has the store open holds a shared lock on it; this needs a lock
            # that nobody shares, keeps it, and moves the log into the file.
            store.execute("pragma journal_mode = delete").fetchall()
            store.execute("begin exclusive")
            store.execute("commit")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            raise Conflict(f"{path} is in use: stop the server and the workers first.") from error
        yield store


def _keep(store: sqlite3.Connection, path: Path) -> Path:
    """Copy the store beside itself, before it is replaced."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    kept = path.with_name(f"{path.stem}.before-restore-{stamp}{path.suffix}")
    _copy(store, path, kept)
    _give_to_owner(kept)
    return kept


def _copy(database: sqlite3.Connection, path: Path, target: Path) -> None:
    """Copy the database at `path` to a new file, readable by its owner only, and check that."""
    number, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    os.close(number)
    written = Path(name)
    try:
        with _connected(written) as copy:
            # In one step: that reads one moment's state and holds up nobody who writes. In several
            # it begins anew whenever somebody has written.
            database.backup(copy)
            copy.execute("pragma journal_mode = delete").fetchall()  # one file, whole by itself
            _check_pages(copy, path)
        written.replace(target)
    finally:
        written.unlink(missing_ok=True)
    _to_disk(target.parent)


def _check_pages(database: sqlite3.Connection, path: Path) -> None:
    """Raise Invalid for a damaged database: it is no backup, and no store either."""
    (finding,) = database.execute("pragma quick_check(1)").fetchone()
    if finding != "ok":
        raise Invalid(f"{path} is damaged: {finding.splitlines()[-1]}.")


def _files_of(database: Path) -> set[Path]:
    return {database.with_name(database.name + tail).resolve() for tail in ("", "-wal", "-shm")}


def _give_to_owner(path: Path) -> None:
    """Give what root made to the owner of its folder, so that the server can use it."""
    if os.geteuid() == 0:
        owner = path.parent.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def _to_disk(folder: Path) -> None:
    """Have the new name of a file survive a crash of the machine."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _postgres_says(done: str, command: str) -> str:
    return (
        f"The store is PostgreSQL, which is {done} with its own tool:\n\n    {command}\n\n"
        "The password is asked for, or comes from PGPASSWORD or ~/.pgpass."
    )
