"""The store: found, read and open to writing, without being changed."""

import sqlite3
import sys

from bluepencil import doctor
from bluepencil.database.migrations import latest
from bluepencil.doctor import store
from bluepencil.store import open_store

NOWHERE = "127.0.0.1:1"


def test_a_store_in_use_is_looked_at_beside_it(kept):
    in_use = open_store(kept.database)
    verdict = store.store(kept)
    assert verdict.status == "ok" and "can be written" in verdict.detail
    assert store.identity(kept) == in_use.identity
    in_use.close()


def test_a_store_of_a_newer_release_is_a_problem(kept):
    with sqlite3.connect(kept.database) as db:
        db.execute(f"pragma user_version = {latest() + 1}")
    db.close()
    verdict = store.store(kept)
    assert verdict.status == "problem" and "newer release" in verdict.detail


def test_a_store_that_is_none_is_a_problem(kept):
    kept.database.write_text("text, nothing else " * 99)
    verdict = store.store(kept)
    assert verdict.status == "problem" and "cannot be read as a database" in verdict.detail
    assert store.identity(kept) is None


def test_a_store_that_cannot_be_written_is_a_problem(kept):
    holder = sqlite3.connect(kept.database, isolation_level=None)
    holder.execute("begin immediate")
    verdict = store.store(kept)
    assert verdict.status == "problem" and "locked" in verdict.detail
    holder.close()


def test_a_missing_driver_is_told_with_the_command_for_it(make_settings, monkeypatch):
    monkeypatch.delitem(sys.modules, "bluepencil.doctor.postgres", raising=False)
    monkeypatch.delattr(doctor, "postgres", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    settings = make_settings(store_url=f"postgresql://ada@{NOWHERE}/x")
    verdict = store.store(settings)
    assert (verdict.status, verdict.advice) == ("problem", "make postgres")
    assert store.identity(settings) is None


def test_a_store_that_is_not_there_yet_is_made_later(make_settings, tmp_path):
    settings = make_settings()
    assert store.store(settings).status == "ok"
    assert "will be made" in store.store(settings).detail
    assert store.identity(settings) is None
    assert not list(tmp_path.iterdir())
