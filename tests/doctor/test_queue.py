"""The queue: a Redis that is fit for it, and workers that see this store."""

import pytest

from bluepencil.doctor import queue
from bluepencil.doctor.verdict import ok
from bluepencil.store import open_store
from tests.redis_server import RedisServer, redis_serving


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


def test_without_a_queue_none_is_needed(make_settings):
    for look in (queue.redis_server, queue.workers):
        assert look(make_settings()).status == "ok"
