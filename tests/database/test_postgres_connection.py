"""A connection to PostgreSQL: text it refuses, a server that freezes, a commit not answered."""

import psycopg
import pytest

from bluepencil.database import postgres_connection
from bluepencil.database.postgres_connection import Connection
from tests.postgres_server import postgres_serving


@pytest.fixture
def connection(postgres_url):
    with Connection.connect(postgres_url, autocommit=True) as made:
        made.execute("create table notes (number bigint, note text, short varchar, raw bytea)")
        yield made


def notes(url) -> list[str]:
    with psycopg.connect(url) as other:
        return [note for (note,) in other.execute("select note from notes order by number")]


def test_a_nul_is_replaced_in_text_only(connection):
    """In one row and in many, and wherever else a value may stand."""
    sql = "insert into notes values (%(number)s, %(note)s, %(short)s, %(raw)s)"
    text = {"note": "one\0two\0", "short": "\0", "raw": b"one\0two"}
    plain = {"number": 2, "note": "one \\0 ß 🖊", "short": None, "raw": b""}
    connection.execute(sql, {"number": 1, **text})
    connection.cursor().executemany(sql, [plain, {"number": 3, **text}])
    replaced = {"note": "one\ufffdtwo\ufffd", "short": "\ufffd", "raw": b"one\0two"}
    assert connection.execute("select * from notes order by number").fetchall() == [
        {"number": 1, **replaced}, plain, {"number": 3, **replaced},
    ]  # fmt: skip
    sql = "select number from notes where note = %(note)s and short in (%(short)s)"
    assert len(connection.execute(sql, text).fetchall()) == 2


def test_texts_of_every_kind_are_replaced_alike(connection):
    class Word(str):
        """A text that is a little more."""

    sql = "select %(word)s as unknown, %(word)s::text as text, %(word)s::varchar as short"
    (row,) = connection.execute(sql, {"word": Word("a\0")})
    assert set(row.values()) == {"a\ufffd"}
    (row,) = connection.execute("select %(number)s::bigint + 1 as next", {"number": "41"})
    assert row == {"next": 42}, "a text still fits any type"


def test_a_server_that_is_frozen_is_given_up(monkeypatch):
    monkeypatch.setattr(postgres_connection, "ANSWER", 0.3)
    with postgres_serving() as server, Connection.connect(server.url) as connection:
        server.freeze()
        try:
            with pytest.raises(psycopg.OperationalError):
                connection.execute("select 1")
        finally:
            server.thaw()
            connection.close()


def test_a_transaction_takes_effect_as_a_whole(connection, postgres_url):
    with connection.atomic(postgres_url):
        for number in (1, 2):
            connection.execute("insert into notes values (%s, %s)", (number, str(number)))
        assert notes(postgres_url) == []
    assert notes(postgres_url) == ["1", "2"]


def test_on_an_exception_nothing_of_it_does(postgres_url, connection):
    with (
        pytest.raises(ZeroDivisionError),
        Connection.connect(postgres_url, autocommit=True) as one,
        one.atomic(postgres_url),
    ):
        one.execute("insert into notes values (1, 'one')")
        raise ZeroDivisionError
    assert notes(postgres_url) == []


@pytest.fixture
def unheard(connection, monkeypatch):
    """Has the connection die at the commit, after the server has done it or before."""

    def at(*, done: bool) -> None:
        commit = connection.commit

        def dying():
            if done:
                commit()
            connection.close()
            raise psycopg.OperationalError("server closed the connection unexpectedly")

        monkeypatch.setattr(connection, "commit", dying)

    return at


def test_what_was_committed_is_known_although_the_answer_was_lost(
    connection, postgres_url, unheard
):
    unheard(done=True)
    with connection.atomic(postgres_url):
        connection.execute("insert into notes values (1, 'one')")
    assert notes(postgres_url) == ["one"]


def test_what_was_not_committed_is_told(connection, postgres_url, unheard):
    unheard(done=False)
    with pytest.raises(psycopg.OperationalError, match="closed"), connection.atomic(postgres_url):
        connection.execute("insert into notes values (1, 'one')")
    assert notes(postgres_url) == []


def test_where_nobody_answers_whether_it_was_it_counts_as_undone(connection, unheard, monkeypatch):
    monkeypatch.setattr(postgres_connection, "ANSWER", 0.3)
    unheard(done=True)
    nowhere = "postgresql://u:p@127.0.0.1:1/db"
    with pytest.raises(psycopg.OperationalError, match="closed"), connection.atomic(nowhere):
        connection.execute("insert into notes values (1, 'one')")
