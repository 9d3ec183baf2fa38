"""The store: reached, of a version this release knows, and open to writing."""

from __future__ import annotations

import time

from bluepencil.backup import opened, version_of
from bluepencil.doctor.verdict import Verdict, drifted, ok, one_line, problem, size, warning
from bluepencil.errors import BluepencilError
from bluepencil.settings import Settings, without_password
from bluepencil.store.migrations import latest

CONNECTING = 5  # seconds to wait for PostgreSQL
TESTED = 15  # the oldest PostgreSQL the tests run with
_LOOK = """
    select current_setting('server_version_num')::int / 10000,
           extract(epoch from clock_timestamp())::float8,
           current_setting('transaction_read_only') = 'on',
           current_setting('server_encoding'),
           has_schema_privilege(current_schema(), 'CREATE'),
           pg_database_size(current_database())
"""


def store(settings: Settings) -> Verdict:
    """The store of these settings."""
    return _postgres(settings.postgres) if settings.postgres else _sqlite(settings)


def identity(settings: Settings) -> str | None:
    """The name by which workers know the store; None while it cannot be read."""
    if settings.postgres:
        return None
    try:
        with opened(settings.database) as database:
            return str(database.execute("select identity from store").fetchone()[0])
    except BluepencilError:
        return None


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
        return problem(
            f"{path} was written by a newer release: version {version} of its layout, "
            f"this one knows {latest()}.",
            "Install that release.",
        )
    return ok(f"SQLite, {path}, {size(path.stat().st_size)}; it can be written.")


def _postgres(url: str) -> Verdict:
    where = without_password(url)
    try:
        import psycopg  # here: it is there only where it is needed
    except ImportError:
        return problem("STORE_URL is a PostgreSQL, but psycopg is not installed.", "make postgres")
    began = time.monotonic()
    try:
        with psycopg.connect(url, connect_timeout=CONNECTING) as connection:
            row = connection.execute(_LOOK).fetchone()
            now = time.time()
    except psycopg.Error as error:
        return problem(f"{where}: {one_line(error)}", "Start it, or correct STORE_URL.")
    took = time.monotonic() - began
    assert row is not None
    version, clock, read_only, encoding, creates, kept = row
    if read_only:
        return problem(f"{where} accepts no writes: it is a standby.", "Use the primary.")
    if encoding != "UTF8":
        return problem(f"{where} is encoded as {encoding}.", "Create the database with UTF8.")
    if wrong := drifted(clock - now):
        return wrong
    if not creates:
        return warning(
            f"{where}: this user may not create tables.",
            "Grant CREATE on the schema: the first start and new releases need it.",
        )
    said = f"PostgreSQL {version}, {where}, {size(kept)}; {1000 * took:.0f} ms to connect and ask."
    if version < TESTED:
        return warning(said, f"Use {TESTED} or newer; older ones are not tested.")
    return ok(said + " Watch the room on its disk there.")
