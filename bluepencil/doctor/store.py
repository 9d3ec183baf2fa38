"""The store: reached, of a layout this release knows, and open to writing."""

from __future__ import annotations

from bluepencil.backup import opened, version_of
from bluepencil.database.migrations import latest
from bluepencil.doctor.verdict import Verdict, newer, ok, problem, size
from bluepencil.errors import BluepencilError
from bluepencil.settings import Settings


def store(settings: Settings) -> Verdict:
    """The store of these settings."""
    if not settings.postgres:
        return _sqlite(settings)
    try:
        from bluepencil.doctor import postgres  # here: its driver is there only where it is needed
    except ImportError:
        return problem("STORE_URL is a PostgreSQL, but psycopg is not installed.", "make postgres")
    return postgres.database(settings.postgres)


def identity(settings: Settings) -> str | None:
    """The name by which workers know the store; None while it cannot be read."""
    if settings.postgres:
        try:
            from bluepencil.doctor import postgres
        except ImportError:
            return None
        return postgres.identity(settings.postgres)
    try:
        with opened(settings.database) as database:
            row = database.execute("select identity from store").fetchone()
    except BluepencilError:
        return None
    return str(row[0]) if row else None


def _sqlite(settings: Settings) -> Verdict:
    path = settings.database
    if not path.exists():
        return ok(f"SQLite; {path} will be made at the first start.")
    try:
        with opened(path) as database:
            version = version_of(database, path)
            database.execute("begin immediate")  # refused where it cannot be written
            database.execute("rollback")
    except BluepencilError as error:
        return problem(error.detail, "Restore a backup, or let the server's user write to it.")
    if version > latest():
        return newer(path)
    return ok(f"SQLite, {path}, {size(path.stat().st_size)}; it can be written.")
