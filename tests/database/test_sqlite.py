"""The SQLite file: private, honest when it cannot be used, and nothing deleted stays in it."""

import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing

import pytest

from bluepencil.database import sqlite
from bluepencil.errors import Unavailable
from bluepencil.review.session import Session
from bluepencil.store import open_store
from tests.conftest import document
from tests.tasks import add, claim, succeed
from tests.working import until

LATER = 2.0**40  # after all that happens here


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "store.db"


@pytest.fixture
def store(path, monkeypatch):
    """A store that does not wait long."""
    monkeypatch.setattr(sqlite, "PATIENCE", 0.2)
    monkeypatch.setattr(sqlite, "CHECKPOINT_EVERY", 0.05)
    monkeypatch.setattr(sqlite, "_LOG_PATIENCE", 0.01)
    made = open_store(path)
    yield made
    made.close()


def text_of(path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))


def kept(store, text: str) -> Session:
    """A session with that text."""
    made = Session(
        owner="local",
        document=document(("Summary", text)),
        guideline={"name": "general", "title": "General", "text": ""},
    )
    store.sessions.add(made, text.encode())
    return made


def test_its_files_are_readable_by_their_owner_only(store, path):
    store.guidelines.put("ann", "ours", "# Ours")
    files = sorted(path.parent.iterdir())
    assert {file.suffix for file in files} >= {".db", ".db-wal"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_what_was_kept_is_there_after_a_restart(path):
    first = open_store(path)
    made = kept(first, "Several vials broke.")
    identity = first.identity
    first.close()
    again = open_store(path)
    assert again.sessions.get(made.session_id, "local") == made
    assert again.identity == identity
    again.close()


def test_what_took_effect_outlives_a_crash(path, tmp_path):
    """The files as they are at that moment, without an orderly end."""
    store = open_store(path)
    made = kept(store, "Several vials broke.")
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for name in ("store.db", "store.db-wal"):
        (crashed / name).write_bytes((path.parent / name).read_bytes())
    store.close()
    again = open_store(crashed / "store.db")
    assert again.sessions.get(made.session_id) == made
    again.close()


def test_a_closed_store_says_that_it_cannot_be_used(path):
    store = open_store(path)
    store.check()
    store.close()
    for use in (store.check, lambda: store.guidelines.all("ann"), lambda: add(store)):
        with pytest.raises(Unavailable, match="cannot be used now: .*closed"):
            use()


def test_a_file_that_is_no_database_is_refused_in_words(path):
    path.parent.mkdir()
    path.write_bytes(b"Dear diary" * 1000)
    with pytest.raises(Unavailable, match="cannot be used now: .*not a database"):
        open_store(path)
    assert path.read_bytes() == b"Dear diary" * 1000


def test_a_folder_that_cannot_be_written_is_told_in_words(path, monkeypatch):
    real = sqlite3.connect
    monkeypatch.setattr(
        sqlite.sqlite3, "connect", lambda _, **how: real(path.parent / "no" / "such.db", **how)
    )
    with pytest.raises(Unavailable, match="cannot be used now: unable to open"):
        open_store(path)


def test_a_file_that_another_process_is_making_is_waited_for(path):
    """SQLite itself does not wait where it would switch a file that is being written to its log."""
    path.parent.mkdir()
    with sqlite3.connect(path, isolation_level=None) as maker:
        maker.execute("begin immediate")
        with ThreadPoolExecutor(1) as pool:
            opening = pool.submit(open_store, path)
            assert wait([opening], 0.1).not_done
            maker.execute("commit")
            store = opening.result(60)
    maker.close()
    store.close()


def test_a_check_really_writes_and_changes_nothing(path):
    """SQLite leaves out what a statement would write where it is the same already."""
    store = open_store(path)
    identity = store.identity
    with closing(sqlite3.connect(path)) as beside:
        version = beside.execute("pragma data_version").fetchone()
        store.check()
        assert beside.execute("pragma data_version").fetchone() != version
    assert store.identity == identity
    store.close()


def test_a_store_that_cannot_be_written_is_found_out_though_it_can_be_read(store):
    store.check()
    store._database._writer.execute("pragma query_only = on")
    with pytest.raises(Unavailable):
        store.check()


def test_a_full_disk_is_told_in_words_and_what_was_kept_is_still_there(store):
    made = kept(store, "Several vials broke.")
    pages = store._database._writer.execute("pragma page_count").fetchone()[0]
    store._database._writer.execute(f"pragma max_page_count = {pages + 8}")
    with pytest.raises(Unavailable, match="full"):
        kept(store, "Too much. " * 100_000)
    assert store.sessions.rows("local")[0].session_id == made.session_id
    store._database._writer.execute("pragma max_page_count = 1000000")
    kept(store, "Enough again.")
    assert len(store.sessions.rows("local")) == 2


def test_while_another_process_holds_the_file_writers_are_told_and_readers_served(store, path):
    task = add(store)
    with sqlite3.connect(path, isolation_level=None) as holder:
        holder.execute("begin immediate")
        with pytest.raises(Unavailable, match="locked") as refused:
            add(store)
        assert refused.value.retry_after
        assert store.tasks.get(task.task_id) == task
        holder.execute("rollback")
    holder.close()
    add(store)


def test_who_would_wait_too_long_for_another_thread_is_told(store):
    with store.writing(), ThreadPoolExecutor(1) as pool:
        refused = pool.submit(add, store).exception()
    assert isinstance(refused, Unavailable) and "busy" in refused.detail
    add(store)


def test_a_row_that_breaks_a_rule_of_the_layout_is_a_fault_not_an_outage(store):
    with pytest.raises(sqlite3.IntegrityError), store.writing() as db:
        db.insert("store", {"identity": None})
    add(store)


def test_what_was_paid_for_goes_before_all_others_that_wait(store):
    order = []

    def write(name, first=False):
        with store.writing(first=first):
            order.append(name)

    others = [threading.Thread(target=write, args=("other",)) for _ in range(5)]
    paid = threading.Thread(target=write, args=("paid", True))
    lock = store._database._write_lock
    with lock:
        for one in (*others, paid):
            one.start()
        until(lambda: lock._waiting_first and lock._queue.locked())
    for one in (*others, paid):
        one.join(10)
    assert order.index("paid") <= 1, "one of the others may already have been next"


def test_deleted_text_is_gone_from_the_disk_when_the_answer_comes(store, path):
    made = kept(store, "tell-tale words")
    assert b"tell-tale words" in text_of(path)
    store.sessions.delete(made.session_id, "local")
    assert b"tell-tale" not in text_of(path)


def ended(store) -> None:
    task = add(store, input={"message": "tell-tale words"})
    succeed(store, claim(store, task), {"response": "tell-tale words"})


@pytest.mark.parametrize(
    ("keep", "forget"),
    [
        (lambda store: kept(store, "tell-tale words"), lambda it: it.sessions.expire(LATER)),
        (ended, lambda store: store.tasks.expire(LATER, LATER)),
        (
            lambda store: store.guidelines.put("ann", "ours", "tell-tale words"),
            lambda store: store.guidelines.remove("ann", "ours"),
        ),
        (
            lambda store: store.operations.bury("chat", "no JSON", b"tell-tale words"),
            lambda store: store.operations.discard(1),
        ),
    ],
    ids=["expired reviews", "expired tasks", "a guideline", "a dead letter"],
)
def test_whatever_is_forgotten_is_gone_from_the_disk_as_well(store, path, keep, forget):
    keep(store)
    assert b"tell-tale words" in text_of(path)
    forget(store)
    assert b"tell-tale" not in text_of(path)


def test_deleted_text_is_gone_once_who_was_reading_is_done(store, path):
    """A reader holds on to the write-ahead log, in which the text still is."""
    made = kept(store, "tell-tale words")
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("begin")
    assert reader.execute("select count(*) from sessions").fetchone() == (1,)
    store.sessions.delete(made.session_id, "local")
    assert store.sessions.rows("local") == []
    assert b"tell-tale words" in text_of(path), "there was nothing to wait for"
    kept(store, "Others go on.")
    reader.execute("rollback")
    until(lambda: b"tell-tale" not in text_of(path))
    reader.close()


def test_deleted_text_is_gone_also_where_the_log_was_locked_for_a_moment(store, path):
    made = kept(store, "tell-tale words")
    real = store._database._log

    class Locked:
        def execute(self, sql):
            store._database._log = real
            raise sqlite3.OperationalError("database is locked")

    store._database._log = Locked()
    store.sessions.delete(made.session_id, "local")
    until(lambda: b"tell-tale" not in text_of(path))


def test_what_was_written_comes_out_of_the_log_into_the_file_meanwhile(store, path):
    """By a thread of its own: SQLite does it for nobody here."""
    store.guidelines.put("ann", "ours", "words that last")
    until(lambda: b"words that last" in path.read_bytes())


def test_the_thread_that_empties_the_log_outlives_its_errors(store, path):
    real = store._database._log
    store._database._log = None  # whatever it does now, it breaks
    thread = store._database._threads[0]
    until(lambda: thread._log_at)
    store._database._log = real
    until(lambda: not thread._log_at)
    made = kept(store, "tell-tale words")
    store.sessions.delete(made.session_id, "local")
    assert b"tell-tale" not in text_of(path)


def test_an_ended_store_leaves_no_thread_behind(path):
    before = set(threading.enumerate())
    store = open_store(path, shared=True)
    assert {thread.name for thread in set(threading.enumerate()) - before} == {
        "store-checkpoint", "store-watch",
    }  # fmt: skip
    store.close()
    assert set(threading.enumerate()) <= before


def test_nobody_looks_at_the_file_while_nobody_waits(path, monkeypatch):
    monkeypatch.setattr(sqlite, "WATCH_EVERY", 0.001)
    store, looks = open_store(path, shared=True), []
    reading = store._database.reading
    monkeypatch.setattr(store._database, "reading", lambda: looks.append(1) or reading())
    watch = store._database._threads[1]
    before = watch._completed
    until(lambda: watch._completed > before)
    assert looks == []
    store.close()
