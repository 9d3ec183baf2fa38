"""The store in Redis: many processes at once, and honest when it cannot be used."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bluepencil.errors import Unavailable
from bluepencil.store.redis import RedisStore
from tests.redis_server import redis_serving
from tests.store.test_sessions import claim, finding  # noqa: F401 (a fixture)

pytestmark = pytest.mark.parametrize("store", ["redis"], indirect=True)


def test_readings_and_a_reader_in_several_processes_lose_nothing(
    store,
    session,
    claim,  # noqa: F811
    one_redis,
):
    sid = session.session_id
    (first,) = store.sessions.keep(sid, [finding(rule="first")], "section", claim)
    others = [RedisStore(one_redis.url) for _ in range(3)]

    def read(number: int) -> None:
        at = others[number % 3].sessions
        kept = at.keep(sid, [finding(rule=f"rule-{number}")], "section", claim)
        at.settle(sid, f"Section {number}", "section", {item.id for item in kept}, claim)

    def decide(number: int) -> None:
        store.edits.make(sid, {first.id: {"reason": f"reason {number}"}})

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(read, range(60)))
        list(threads.map(decide, range(20)))
    together = ThreadPoolExecutor(16)
    with together:
        for number in range(20):
            together.submit(read, 60 + number)
            together.submit(decide, 20 + number)
    assert {item.rule for item in store.sessions.items(sid)} >= {f"rule-{n}" for n in range(80)}
    assert len(store.sessions.reviewed(sid)) == 80
    (row,) = store.sessions.rows("local")
    assert (row.findings, row.decided) == (81, 0)
    undone = 0
    while store.edits.history(sid).undo:
        store.edits.undo(sid)
        undone += 1
    assert undone == 40 and store.edits.item(sid, first.id) == first
    for other in others:
        other.close()


def test_counts_follow_decisions_and_what_is_resolved(store, session, claim):  # noqa: F811
    sid = session.session_id
    one, two = store.sessions.keep(sid, [finding(rule="a"), finding(rule="b")], "section", claim)

    def counts():
        (row,) = store.sessions.rows("local")
        return row.findings, row.decided

    store.edits.make(sid, {one.id: {"decision": "accepted"}, two.id: {"decision": "rejected"}})
    assert counts() == (2, 2)
    store.edits.undo(sid)
    assert counts() == (2, 0)
    store.edits.make(sid, {one.id: None})
    assert counts() == (1, 0)
    store.edits.undo(sid)
    assert counts() == (2, 0)


def test_one_of_another_release_is_refused_by_its_version(store, one_redis):
    store.sessions.rows("local")
    one_redis.client.set("bluepencil:store:version", 99)
    with pytest.raises(Unavailable, match="version 99"):
        RedisStore(one_redis.url)


def test_one_that_may_throw_away_what_is_kept_is_no_store(store, one_redis):
    one_redis.client.config_set("maxmemory", "100mb")
    try:
        store.check()
        one_redis.client.config_set("maxmemory-policy", "allkeys-lru")
        with pytest.raises(Unavailable, match="noeviction"):
            store.check()
    finally:
        one_redis.client.config_set("maxmemory", 0)
        one_redis.client.config_set("maxmemory-policy", "noeviction")


def test_one_that_is_away_is_told_at_once_and_used_again_when_it_is_back(store, tmp_path):
    with redis_serving(tmp_path / "own") as server:
        own = RedisStore(server.url)
        own.check()
        server.kill()
        with pytest.raises(Unavailable, match="Redis does not answer") as refused:
            own.sessions.rows("local")
        assert refused.value.retry_after
        server.start()
        for _ in range(100):
            try:
                assert own.sessions.rows("local") == []
                break
            except Unavailable:
                time.sleep(0.02)
        else:
            pytest.fail("it is back and is not used")
        own.close()
