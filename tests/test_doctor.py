"""The doctor: each part looked at for real, each fault named, and nothing changed by it."""

import os
import sqlite3
import sys
import time
from collections import namedtuple

import psycopg
import pytest

from bluepencil import doctor
from bluepencil.doctor import machine, queue, store
from bluepencil.doctor.engine import engine
from bluepencil.doctor.verdict import drifted, ok, one_line, size
from bluepencil.store import open_store
from bluepencil.store.migrations import latest
from tests.fake_claude import refuse
from tests.postgres_server import PASSWORD, postgres_serving
from tests.redis_server import RedisServer, redis_serving

NOWHERE = "127.0.0.1:1"


def statuses(settings):
    return {part: verdict.status for part, verdict in doctor.examine(settings)}


def test_on_a_laptop_all_is_well_and_stays_as_it_was(make_settings, tmp_path):
    assert set(statuses(make_settings(engine="built-in")).values()) == {"ok"}
    assert not list(tmp_path.iterdir())


def test_everything_away_is_told_part_by_part(make_settings):
    settings = make_settings(
        use_celery=True,
        redis_url=f"redis://{NOWHERE}/0",
        store_url=f"postgresql://ada@{NOWHERE}/x",
        engine="claude",
        anthropic_base_url=f"http://{NOWHERE}",
    )
    seen = statuses(settings)
    assert {part for part, status in seen.items() if status == "problem"} == {
        "Redis", "Store", "Engine",
    }  # fmt: skip
    assert seen["Workers"] == "warning"


def test_a_part_that_hangs_holds_nothing_up(make_settings, monkeypatch):
    monkeypatch.setattr(doctor, "LONGEST", 0.05)
    parts = {"Hangs": lambda _: time.sleep(60), "Works": lambda _: ok("It works.")}
    monkeypatch.setattr(doctor, "PARTS", parts)
    hangs, works = doctor.examine(make_settings())
    assert hangs[1].status == "problem" and "Nothing was learned" in hangs[1].detail
    assert works == ("Works", ok("It works."))


def test_a_clock_before_the_installation_is_wrong(make_settings, monkeypatch, tmp_path):
    assert machine.clock(make_settings()).status == "ok"
    installed = tmp_path / "installed"
    installed.touch()
    os.utime(installed, (time.time() + 90000,) * 2)
    monkeypatch.setattr(machine, "__file__", str(installed))
    assert machine.clock(make_settings()).status == "problem"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(1.5, None), (-1.5, None), (5.2, "5 seconds ahead"), (-90, "90 seconds b")],
)
def test_two_clocks_may_differ_a_little(seconds, said):
    verdict = drifted(seconds)
    assert (verdict is None) if said is None else (said in verdict.detail)


def test_sizes_are_read_easily():
    assert [size(n) for n in (0, 999, 1500, 7_300_000, 12e9, 3e12)] == [
        "0 bytes", "999 bytes", "2 kB", "7 MB", "12.0 GB", "3000.0 GB",
    ]  # fmt: skip


def test_what_a_library_says_becomes_one_line():
    assert one_line(OSError("Refused\n\tIs it running?\n")) == "Refused. Is it running?"
    assert one_line(OSError("It is refused.")) == "It is refused."


@pytest.mark.parametrize(("free", "status"), [(1e8, "problem"), (5e8, "warning"), (5e9, "ok")])
def test_a_full_disk_is_told_before_it_is_full(make_settings, monkeypatch, free, status):
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: usage(free))
    assert machine.disk(make_settings()).status == status


def test_a_folder_that_is_none_is_a_problem(make_settings, tmp_path):
    (tmp_path / "data").write_text("a file")
    verdict = machine.data(make_settings())
    assert verdict.status == "problem" and "cannot be written" in verdict.detail


def test_files_that_others_can_read_are_named(make_settings, tmp_path):
    settings = make_settings()
    settings.data_dir.mkdir()
    open_store(settings.database).close()
    assert machine.data(settings).status == "ok"
    settings.database.chmod(0o644)
    verdict = machine.data(settings)
    assert verdict.status == "warning" and f"chmod 600 {settings.database}" == verdict.advice


def test_postgresql_without_a_shared_key_is_warned_about(make_settings):
    url = f"postgresql://ada@{NOWHERE}/x"
    assert machine.settings_given(make_settings()).status == "ok"
    assert machine.settings_given(make_settings(store_url=url)).status == "warning"
    shared = make_settings(store_url=url, secret_key="x" * 32)
    assert machine.settings_given(shared).status == "ok"


@pytest.fixture
def kept(make_settings):
    settings = make_settings()
    settings.data_dir.mkdir()
    open_store(settings.database).close()
    return settings


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


def test_a_missing_driver_is_told_with_the_command_for_it(make_settings, monkeypatch):
    monkeypatch.delitem(sys.modules, "bluepencil.doctor.postgres", raising=False)
    monkeypatch.delattr(doctor, "postgres", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    settings = make_settings(store_url=f"postgresql://ada@{NOWHERE}/x")
    verdict = store.store(settings)
    assert (verdict.status, verdict.advice) == ("problem", "make postgres")
    assert store.identity(settings) is None


def test_a_frozen_postgresql_is_not_waited_for(make_settings):
    with postgres_serving() as server:
        server.freeze()
        verdict = store.store(make_settings(store_url=server.url))
    assert verdict.status == "problem" and "timeout" in verdict.detail


def redis_settings(make_settings, server: RedisServer, **values):
    return make_settings(use_celery=True, redis_url=server.url, **values)


def test_a_redis_that_works_is_ok(make_settings, one_redis):
    verdict = queue.redis_server(redis_settings(make_settings, one_redis))
    assert verdict.status == "ok" and "answers in" in verdict.detail


@pytest.fixture
def own_redis(tmp_path):
    with redis_serving(tmp_path / "redis") as server:
        yield server


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"maxmemory-policy": "allkeys-lru"}, "warning", "allkeys-lru"),
        ({"maxmemory": "1kb"}, "warning", "nearly full"),
        ({"requirepass": "s3cret"}, "problem", "another password"),
        ({"replicaof": "127.0.0.1 1"}, "problem", "replica"),
    ],
)
def test_a_redis_unfit_for_the_queue_is_told(make_settings, own_redis, changes, status, said):
    for name, value in changes.items():
        if name == "replicaof":
            own_redis.client.replicaof(*value.split())
        else:
            own_redis.client.config_set(name, value)
    verdict = queue.redis_server(redis_settings(make_settings, own_redis))
    assert verdict.status == status and said in verdict.detail and verdict.advice


def test_a_wrong_password_of_redis_is_told_without_it(make_settings, own_redis):
    own_redis.client.config_set("requirepass", "s3cret")
    own_redis.url = own_redis.url.replace("//", "//:s4cret@")
    verdict = queue.redis_server(redis_settings(make_settings, own_redis))
    assert verdict.status == "problem" and "another password" in verdict.detail
    assert "cret" not in verdict.detail


def test_an_old_redis_is_told():
    info = {"redis_version": "6.0.16", "used_memory": 1}
    assert queue._unfit("Redis 6.0.16.", info).status == "problem"
    assert queue._unfit("Redis 6.2.0.", info | {"redis_version": "6.2.0"}) is None
    assert queue._unfit("Redis 10.0.0.", info | {"redis_version": "10.0.0"}) is None


def test_a_frozen_redis_is_not_waited_for(make_settings, own_redis):
    own_redis.freeze()
    settings = redis_settings(make_settings, own_redis)
    assert queue.redis_server(settings).status == "problem"
    assert queue.workers(settings).status == "warning"


def test_without_a_worker_the_command_for_one_is_told(make_settings, one_redis, kept):
    one_redis.client.flushall()
    verdict = queue.workers(redis_settings(make_settings, one_redis))
    assert (verdict.status, verdict.advice) == ("warning", "python main.py worker")


def test_a_worker_counts_only_for_its_own_store(queued, make_settings, tmp_path, one_redis):
    queued()
    verdict = queue.workers(redis_settings(make_settings, one_redis))
    assert verdict == ok("1 alive; every queue is served.")
    open_store(tmp_path / "other.db").close()
    elsewhere = f"sqlite:///{tmp_path}/other.db"
    verdict = queue.workers(redis_settings(make_settings, one_redis, store_url=elsewhere))
    assert verdict.status == "warning" and "0 alive, 1 more of another store" in verdict.detail


def test_the_engine_is_asked_one_question_and_what_it_costs_is_told(make_settings, fake, tmp_path):
    claude = {"anthropic_api_key": "sk-test", "anthropic_base_url": fake.url}
    verdict = engine(make_settings(**claude))
    assert verdict.status == "ok" and "some 20 tokens" in verdict.detail
    assert len(fake.messages) == 1
    fake.then(refuse(401))
    assert engine(make_settings(**claude)).status == "problem"
    assert not list(tmp_path.iterdir()), "nothing is left of the store it was asked over"


def test_an_engine_without_a_key_is_a_problem(make_settings):
    verdict = engine(make_settings(engine="claude"))
    assert verdict.status == "problem" and "ANTHROPIC_API_KEY" in verdict.detail
