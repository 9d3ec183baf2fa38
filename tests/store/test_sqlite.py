"""The SQLite file: private, versioned, and honest when it cannot be used."""

import sqlite3
import stat

import pytest

from bluepencil.errors import Unavailable
from bluepencil.store.sqlite import SqliteStore


def test_the_file_is_readable_by_its_owner_only(tmp_path):
    SqliteStore(tmp_path / "store.db").close()
    assert stat.S_IMODE((tmp_path / "store.db").stat().st_mode) == 0o600


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_what_was_kept_is_there_after_a_restart(tmp_path, session, store):
    del store
    again = SqliteStore(tmp_path / "store.db")
    assert again.sessions.get(session.session_id, "local") == session
    again.close()


def test_a_file_of_another_release_is_refused_by_name(tmp_path):
    path = tmp_path / "store.db"
    SqliteStore(path).close()
    with sqlite3.connect(path) as db:
        db.execute("pragma user_version = 99")
    db.close()
    with pytest.raises(Unavailable, match=r"store\.db.*version 99"):
        SqliteStore(path)


def test_a_store_that_cannot_be_used_says_so(tmp_path):
    store = SqliteStore(tmp_path / "store.db")
    store.check()
    store.close()
    with pytest.raises(Unavailable, match="cannot be used"):
        store.check()
