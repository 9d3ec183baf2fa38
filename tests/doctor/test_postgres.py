"""A PostgreSQL: what its server and its user may do, and never its password."""

from pathlib import Path

import psycopg
import pytest

from bluepencil.doctor import postgres, store
from bluepencil.store import open_store
from tests.postgres_server import PASSWORD, postgres_serving


def test_a_postgresql_that_works_is_ok_and_its_password_is_not_shown(make_settings, postgres_url):
    verdict = store.store(make_settings(store_url=postgres_url))
    assert verdict.status == "ok" and verdict.detail.startswith("PostgreSQL ")
    assert PASSWORD not in verdict.detail


@pytest.mark.parametrize(
    ("statement", "status", "said"),
    [
        (
            "alter database {} set default_transaction_read_only = on",
            "problem",
            "accepts no writes",
        ),
        ("revoke all on schema public from public", "problem", "may not create tables"),
        ("drop schema public", "problem", "may not create tables"),
    ],
)
def test_a_postgresql_that_is_set_up_wrongly_is_told(
    make_settings, one_postgres, postgres_url, statement, status, said
):
    name = postgres_url.rpartition("/")[2]
    with psycopg.connect(postgres_url, autocommit=True) as db:
        db.execute(f"create role {name} login password '{PASSWORD}'")
        db.execute(statement.format(name))
    url = postgres_url.replace("//bluepencil:", f"//{name}:")
    verdict = store.store(make_settings(store_url=url))
    with psycopg.connect(one_postgres.url, autocommit=True) as db:
        db.execute(f"drop role {name}")
    assert verdict.status == status and said in verdict.detail


def test_a_postgresql_of_other_letters_is_told(make_settings, one_postgres):
    with psycopg.connect(one_postgres.url, autocommit=True) as db:
        db.execute("create database latin encoding 'LATIN1' template template0")
        verdict = store.store(make_settings(store_url=one_postgres.url_of("latin")))
        db.execute("drop database latin")
    assert verdict.status == "problem" and "LATIN1" in verdict.detail


def test_a_wrong_password_is_told_without_it(make_settings, postgres_url):
    verdict = store.store(make_settings(store_url=postgres_url.replace(PASSWORD, "s3cret")))
    assert verdict.status == "problem" and "password authentication failed" in verdict.detail
    assert "s3cret" not in verdict.detail and "\n" not in verdict.detail


def test_a_frozen_postgresql_is_not_waited_for(make_settings):
    with postgres_serving() as server:
        server.freeze()
        verdict = store.store(make_settings(store_url=server.url))
    assert verdict.status == "problem" and "timeout" in verdict.detail


def test_who_it_is_is_told_once_it_is_a_store_of_ours(make_settings, postgres_url):
    assert postgres.identity(postgres_url) is None
    made = open_store(Path("unused"), postgres_url)
    mine = made.identity  # its tables are made when it is first used
    made.close()
    assert postgres.identity(postgres_url) == mine
    assert postgres.identity("postgresql://ada@127.0.0.1:1/x") is None
