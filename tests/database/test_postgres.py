"""PostgreSQL: away at the start, killed, refusing; what changes is heard of by all processes."""

import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from bluepencil.database import postgres, postgres_connection
from bluepencil.database.postgres import PostgresDatabase, _translated
from bluepencil.errors import Unavailable
from bluepencil.review.findings import Usage
from bluepencil.store import open_store
from tests.postgres_server import PASSWORD, PostgresServer, postgres_serving
from tests.tasks import add, cancel, claim, report
from tests.working import until

AWAY = "The store cannot be used now: PostgreSQL does not answer."


@pytest.fixture
def store(tmp_path, postgres_url):
    made = open_store(tmp_path / "unused", postgres_url)
    yield made
    made.close()


@pytest.fixture(scope="module")
def own_server():
    """One that may be killed."""
    with postgres_serving() as server:
        yield server


@pytest.fixture
def killable(own_server, tmp_path, monkeypatch):
    """A store in it."""
    monkeypatch.setattr(postgres, "LISTEN", 0.05)
    with own_server.database() as url:
        made = open_store(tmp_path / "unused", url)
        yield made
        made.close()


def holds_again(store) -> bool:
    try:
        store.check()
    except Unavailable:
        return False
    return True


@pytest.mark.parametrize(
    ("sql", "translated"),
    [
        ("select :one, :two_2", "select %(one)s, %(two_2)s"),
        ("select cast(:a as text)", "select cast(%(a)s as text)"),
        ("select a::text, :a::text", "select a::text, %(a)s::text"),
        ("select 100 % 7", "select 100 %% 7"),
        ("in (:v0, :v1)", "in (%(v0)s, %(v1)s)"),
    ],
)
def test_statements_are_translated(sql, translated):
    assert _translated(sql) == translated


def test_a_row_that_breaks_a_rule_of_the_layout_is_a_fault_not_an_outage(store):
    with pytest.raises(psycopg.IntegrityError), store.writing() as db:
        db.insert("store", {"identity": None})
    add(store)


def test_a_statement_that_is_refused_is_told_in_one_line_and_others_go_on(store):
    with pytest.raises(Unavailable) as refused, store.writing() as db:
        db.run("select * from nothing")
    assert "“" not in refused.value.detail and "\n" not in refused.value.detail
    assert 'relation "nothing" does not exist' in refused.value.detail
    add(store)


def test_a_database_that_may_only_be_read_is_told_in_words(store, postgres_url):
    store.check()
    name = postgres_url.rpartition("/")[2]
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"alter database {name} set default_transaction_read_only = on")
    other = open_store(None, postgres_url)
    with pytest.raises(Unavailable, match="read-only transaction"):
        add(other)
    other.close()


def test_a_standby_is_no_store(store, monkeypatch):
    store.check()
    one = postgres.PostgresTransaction.one
    sql = "select true as standby"
    monkeypatch.setattr(postgres.PostgresTransaction, "one", lambda self, _, **v: one(self, sql))
    with pytest.raises(Unavailable, match="read-only standby"):
        store.check()


def test_nothing_that_is_said_has_the_password_in_it(one_postgres, tmp_path, caplog):
    for url in (
        one_postgres.url_of("no_such_database"),
        one_postgres.url.replace(PASSWORD, "guess"),
    ):
        store = open_store(tmp_path / "unused", url)
        with pytest.raises(Unavailable) as refused:
            store.check()
        told = f"{refused.value.detail} {refused.value.__cause__} {caplog.text}"
        assert refused.value.detail.startswith("The store cannot be used now")
        assert PASSWORD not in told and "guess" not in told
        store.close()


def test_one_finds_out_that_it_is_away_and_the_others_are_told_at_once(tmp_path, monkeypatch):
    """Whoever would try to connect meanwhile would wait as long."""
    monkeypatch.setattr(postgres, "REFUSED_FOR", 3600.0)
    store = open_store(tmp_path / "unused", "postgresql://u:p@127.0.0.1:1/db")
    tries = []
    connect = psycopg.connect
    monkeypatch.setattr(psycopg, "connect", lambda *a, **k: tries.append(1) or connect(*a, **k))
    for _ in range(20):
        with pytest.raises(Unavailable) as refused:
            store.check()
        assert (refused.value.detail, refused.value.retry_after) == (AWAY, 5)
    assert len(tries) == 1
    store.close()


def test_one_that_comes_later_is_used_from_then_on(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres, "LISTEN", 0.05)
    server = PostgresServer()
    try:
        store = open_store(tmp_path / "unused", server.url)
        with pytest.raises(Unavailable, match="does not answer"):
            add(store)
        server.start()
        until(lambda: holds_again(store))
        task = add(store)
        assert store.tasks.get(task.task_id) == task
        store.close()
    finally:
        server.remove()


def test_after_a_kill_what_took_effect_is_there_and_all_goes_on(killable, own_server):
    store = killable
    task = add(store)
    held = claim(store, task)
    own_server.kill()
    try:
        for use in (lambda: add(store), lambda: store.tasks.get(task.task_id), store.check):
            with pytest.raises(Unavailable) as refused:
                use()
            assert refused.value.detail == AWAY
    finally:
        own_server.start()
    until(lambda: holds_again(store))
    assert store.tasks.get(task.task_id).fence == held.fence
    report(store, held, progress=50)


def test_a_transaction_that_was_under_way_at_a_kill_left_nothing(killable, own_server):
    store, undone = killable, []
    with pytest.raises(Unavailable), store.writing() as db:
        db.then(lambda: undone.append("done"), lambda: undone.append("undone"))
        store.guidelines.put("ann", "ours", "# Ours", db)
        own_server.kill()
        own_server.start()
    assert undone == ["undone"]
    until(lambda: holds_again(store))
    assert store.guidelines.all("ann") == []


def test_what_is_changed_while_nobody_listens_is_not_missed(killable, own_server, monkeypatch):
    """The connection that listens is lost; another process changes the task meanwhile."""
    store = killable
    task = add(store)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(store.tasks.wait, task.task_id, 1, 60.0)
        until(lambda: store._database.waiters.awaited)
        until(lambda: store._database._listening is not None)
        monkeypatch.setattr(psycopg, "connect", _refuse)  # it cannot listen again yet
        with store._database._pool.connection() as connection:
            connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where query like 'listen%' and pid != pg_backend_pid()"
            )
        until(lambda: store._database._listening is None)
        with store._database._pool.connection() as connection:  # past this process's own waiters
            connection.execute("update tasks set version = 2")
        assert not waiting.done()
        monkeypatch.undo()
        assert waiting.result(60) == 2


def _refuse(*_, **__):
    raise psycopg.OperationalError("not now")


def test_the_thread_that_listens_outlives_whatever_it_hears(killable):
    store = killable
    task = add(store)
    until(lambda: store._database._listening is not None)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(store.tasks.wait, task.task_id, 1, 60.0)
        until(lambda: store._database.waiters.awaited)
        with store._database._pool.connection() as connection:
            connection.execute("notify bluepencil_tasks, 'somebody else’s idea of a message'")
        other = PostgresDatabase(store._database._conninfo)
        with other.writing() as db:
            db.run("update tasks set version = 2")
            db.changed(task.task_id, 2)
        assert waiting.result(60) == 2
        other.close()


def test_a_change_is_told_when_it_takes_effect_and_not_when_it_does_not(store, postgres_url):
    task = add(store)
    with psycopg.connect(postgres_url, autocommit=True) as ear:
        ear.execute("listen bluepencil_tasks")
        with pytest.raises(ZeroDivisionError), store.writing() as db:
            db.changed(task.task_id, 2)
            raise ZeroDivisionError
        claim(store, task)
        cancel(store, task.task_id)
        heard = [one.payload for one in ear.notifies(timeout=30, stop_after=2)]
    assert heard == [f"{task.task_id} 2", f"{task.task_id} "]


def test_a_process_has_no_more_connections_than_it_may(store, postgres_url):
    add(store)

    def hold(_):
        with store.writing() as db:
            db.run("select pg_sleep(0.02)")
        return True

    sql = "select count(*) as number from pg_stat_activity where application_name = 'bluepencil'"
    seen = []
    with ThreadPoolExecutor(60) as pool, psycopg.connect(postgres_url, autocommit=True) as watcher:
        jobs = [pool.submit(hold, number) for number in range(60)]
        while not all(job.done() for job in jobs):
            seen += watcher.execute(sql).fetchone()
    assert all(job.result() for job in jobs)
    assert 1 < max(seen) <= postgres.CONNECTIONS + 1  # one listens


def test_who_would_wait_too_long_for_a_connection_is_told(tmp_path, postgres_url, monkeypatch):
    monkeypatch.setattr(postgres, "CONNECTIONS", 1)
    monkeypatch.setattr(postgres, "PATIENCE", 0.2)
    store = open_store(tmp_path / "unused", postgres_url)
    with store.writing(), ThreadPoolExecutor(1) as pool:
        refused = pool.submit(store.check).exception()
    assert isinstance(refused, Unavailable)
    until(lambda: holds_again(store))
    store.close()


def test_a_closed_store_leaves_no_connection_and_no_thread(store, postgres_url):
    add(store)
    until(lambda: store._database._listening is not None)
    store.close()
    sql = "select count(*) from pg_stat_activity where application_name = 'bluepencil'"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        until(lambda: connection.execute(sql).fetchone() == (0,))
    assert not [one for one in threading.enumerate() if one.name == "store-listen"]


def test_an_end_wakes_all_however_far_ahead_they_wait(store):
    task = add(store)
    with store._database.waiters.waiting(task.task_id, 2**62) as woken:
        with store.writing() as db:
            db.changed(task.task_id, None)
        assert woken.wait(30)


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (psycopg.OperationalError("connection refused"), True),
        (psycopg.InterfaceError("the connection is closed"), True),
        (psycopg.errors.AdminShutdown("terminating connection"), True),
        (psycopg.errors.CannotConnectNow("the database system is starting up"), True),
        (psycopg.errors.QueryCanceled("statement timeout"), False),
        (psycopg.errors.UndefinedTable("no such relation"), False),
        (psycopg.errors.UniqueViolation("duplicate key"), False),
        (ZeroDivisionError("a fault of ours"), False),
    ],
)
def test_only_a_server_that_does_not_answer_has_others_refused(store, error, away):
    store.check()
    with pytest.raises(Exception, match=AWAY if away else str(error)), store.writing():
        raise error
    if away:
        with pytest.raises(Unavailable, match=AWAY):
            store.check()
        until(lambda: holds_again(store))
    store.check()


@pytest.fixture
def unheard(monkeypatch):
    """The connection dies at the next commit, after the server has done it or before."""

    def at(*, done: bool) -> None:
        commit = psycopg.Connection.commit

        def dying(connection):
            if connection.info.transaction_status != psycopg.pq.TransactionStatus.INTRANS:
                return
            monkeypatch.undo()
            if done:
                commit(connection)
            connection.close()
            raise psycopg.OperationalError("server closed the connection unexpectedly")

        monkeypatch.setattr(psycopg.Connection, "commit", dying)

    return at


def test_what_was_committed_took_effect_also_where_the_answer_was_lost(store, unheard):
    """Who wrote would otherwise write it a second time."""
    task, ends = add(store), []
    unheard(done=True)
    with store.writing() as db:
        db.then(lambda: ends.append("done"), lambda: ends.append("undone"))
        store.tasks.spend(task.task_id, Usage(input_tokens=7), db)
    assert ends == ["done"]
    assert store.tasks.get(task.task_id).usage.input_tokens == 7


def test_what_was_not_committed_when_the_connection_died_did_not_take_effect(store, unheard):
    task, ends = add(store), []
    unheard(done=False)
    with pytest.raises(Unavailable), store.writing() as db:
        db.then(lambda: ends.append("done"), lambda: ends.append("undone"))
        store.tasks.spend(task.task_id, Usage(input_tokens=7), db)
    assert ends == ["undone"]
    until(lambda: holds_again(store))
    assert store.tasks.get(task.task_id).usage.input_tokens == 0


def test_a_server_that_is_frozen_is_given_up(killable, own_server, monkeypatch):
    """It keeps its connections open and answers nothing."""
    store = killable
    task = add(store)
    monkeypatch.setattr(postgres_connection, "ANSWER", 0.3)
    own_server.freeze()
    try:
        with pytest.raises(Unavailable) as refused:
            store.tasks.get(task.task_id)
    finally:
        own_server.thaw()
    assert refused.value.detail == AWAY
    monkeypatch.undo()
    until(lambda: holds_again(store))
    assert store.tasks.get(task.task_id) == task


def test_a_refused_statement_is_told_in_the_words_of_the_server(store):
    """Whatever is refused: the server that says so does answer."""
    with pytest.raises(Unavailable, match="statement timeout"), store.writing() as db:
        db.run("set local statement_timeout = 1")
        db.run("select pg_sleep(30)")
    add(store)
