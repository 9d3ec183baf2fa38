"""The store in PostgreSQL: its server, what our user may do there, and its clock."""

from __future__ import annotations

import time

import psycopg

from bluepencil.addresses import without_password
from bluepencil.database.migrations import latest
from bluepencil.doctor.verdict import (
    Verdict,
    drifted,
    newer,
    ok,
    one_line,
    problem,
    size,
    warning,
)

CONNECTING = 5  # seconds
TESTED = 15  # the oldest version the tests run with
_LOOK = """
    select current_setting('server_version_num')::int / 10000,
           extract(epoch from clock_timestamp())::float8,
           current_setting('transaction_read_only') = 'on',
           current_setting('server_encoding'),
           has_schema_privilege(current_schema(), 'CREATE'),
           pg_database_size(current_database()),
           to_regclass('layout') is not null
"""


def database(url: str) -> Verdict:
    """The database at this address."""
    where, version = without_password(url), 0
    began = time.monotonic()
    try:
        with psycopg.connect(url, connect_timeout=CONNECTING) as connection:
            [(*facts, there)] = connection.execute(_LOOK).fetchall()
            now, took = time.time(), time.monotonic() - began
            if there:
                [(version,)] = connection.execute("select version from layout").fetchall()
    except psycopg.Error as error:
        return problem(f"{where}: {one_line(error)}", "Start it, or correct STORE_URL.")
    release, clock, read_only, encoding, creates, kept = facts
    if read_only:
        return problem(f"{where} accepts no writes: it is a standby.", "Use the primary.")
    if encoding != "UTF8":
        return problem(f"{where} is encoded as {encoding}.", "Create the database with UTF8.")
    if version > latest():
        return newer(where)
    if version < latest() and not creates:
        return problem(f"{where}: this user may not create tables.", "Grant CREATE on the schema.")
    if wrong := drifted(clock - now):
        return wrong
    said = f"PostgreSQL {release}, {where}, {size(kept)}; {1000 * took:.0f} ms to connect and ask."
    if release < TESTED:
        return warning(said, f"Use {TESTED} or newer; older ones are not tested.")
    return ok(f"{said} Watch the room on its disk there.")


def identity(url: str) -> str | None:
    """The name by which workers know this store; None while it cannot be read."""
    try:
        with psycopg.connect(url, connect_timeout=CONNECTING) as connection:
            row = connection.execute("select identity from store").fetchone()
    except psycopg.Error:
        return None
    return str(row[0]) if row else None
