"""The PostgreSQL of the tests: keeps what was committed through a crash, and leaves nothing."""

import subprocess

import psycopg
import pytest

from tests.postgres_server import PASSWORD, postgres_serving


@pytest.fixture(scope="module")
def server():
    with postgres_serving() as running:
        yield running


def value(url, statement):
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(statement).fetchone()[0]


def test_a_database_is_fresh_and_utf8_in_the_c_locale(server):
    with server.database() as first, server.database() as second:
        with psycopg.connect(first) as connection:
            connection.execute("create table t (x text)")
        assert value(second, "select to_regclass('t')") is None
        assert value(second, "show server_encoding") == "UTF8"
        assert value(second, "show lc_collate") == "C"


def test_a_database_goes_though_somebody_is_connected(server):
    with server.database() as url:
        connection = psycopg.connect(url)
    with pytest.raises(psycopg.OperationalError):
        connection.execute("select 1")
    connection.close()


def test_the_password_is_asked_for(server):
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.url.replace(PASSWORD, "wrong"))


def test_what_was_committed_survives_a_crash_and_connections_do_not(server):
    with server.database() as url:
        with psycopg.connect(url) as connection:
            connection.execute("create table t as select 7 as x")
        connection = psycopg.connect(url)
        server.kill()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("select 1")
        connection.close()
        server.start()
        assert value(url, "select x from t") == 7


def test_a_frozen_one_answers_nobody_and_then_goes_on(server):
    with psycopg.connect(server.url) as connection:
        server.freeze()
        with pytest.raises(psycopg.OperationalError, match="timeout"):
            psycopg.connect(server.url, connect_timeout=2)
        server.thaw()
        assert connection.execute("select 7").fetchone() == (7,)


def test_a_stop_and_a_start_keep_what_was_there(server):
    with server.database() as url:
        with psycopg.connect(url) as connection:
            connection.execute("create table t as select 7 as x")
        server.stop()
        server.start()
        assert value(url, "select x from t") == 7


def segments_of(pid):
    listed = subprocess.run(["ipcs", "-m", "-p"], capture_output=True, text=True, check=True)
    return [line for line in listed.stdout.splitlines() if str(pid) in line.split()]


@pytest.mark.parametrize("how", ["kill", "freeze", "stop", "thaw"])
def test_nothing_is_left_however_it_ended(how):
    with postgres_serving(durable=True) as running:
        pid = running.process.pid
        assert segments_of(pid)
        getattr(running, how)()
    assert running.process.poll() is not None
    assert not running.folder.exists()
    assert not segments_of(pid)
