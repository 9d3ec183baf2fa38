"""Celery's configuration: safe, late to acknowledge, and one Redis for it and for us."""

import subprocess
from contextlib import contextmanager

import pytest
import redis
from celery.app.defaults import SETTING_KEYS

from bluepencil.queue.connection import Connection
from bluepencil.queue.heartbeats import Heartbeats
from bluepencil.queue.messages import message
from celery_config import configuration, lanes
from tests.forked import forked_worker
from tests.serving import free_port
from tests.working import until


def test_what_people_wait_for_has_workers_of_its_own():
    assert lanes(["analysis", "chat", "test"]) == {"first": ("chat", "test"), "rest": ("analysis",)}
    assert lanes({"summarize", "analysis", "chat"})["first"] == ("chat", "summarize")
    assert lanes({"zebra", "analysis"}) == {"first": (), "rest": ("analysis", "zebra")}


def test_nothing_but_json_is_taken(make_settings):
    told = configuration(make_settings())
    assert told["accept_content"] == ["json"] and told["task_serializer"] == "json"


def test_a_message_is_acknowledged_when_its_task_has_ended(make_settings):
    told = configuration(make_settings())
    assert told["task_acks_late"] and told["task_reject_on_worker_lost"]
    assert told["worker_disable_prefetch"]


def test_celery_knows_every_name(make_settings):
    assert set(configuration(make_settings())) <= SETTING_KEYS


@pytest.mark.parametrize(
    ("ours", "kombus", "options"),
    [
        ("redis://:word@cache:1/2", "redis://:word@cache:1/2", {}),
        ("redis://cache?db=3", "redis://cache/3", {}),
        ("redis://cache/3?socket_timeout=5", "redis://cache/3", {}),
        ("rediss://cache/1?ssl_cert_reqs=none", "rediss://cache/1?ssl_cert_reqs=none", {}),
        ("unix:///run/r.sock", "redis+socket:///run/r.sock?virtual_host=0", {}),
        (
            "unix:///run/r.sock?db=2&password=a/b",
            "redis+socket://:a%2Fb@/run/r.sock?virtual_host=2",
            {},
        ),
        (
            "sentinel://:word@one:1;sentinel://:word@two:2/4?master=main",
            "sentinel://:word@one:1/4;sentinel://:word@two:2/4",
            {"master_name": "main"},
        ),
    ],
)
def test_an_address_as_kombu_has_it(make_settings, ours, kombus, options):
    told = configuration(make_settings(redis_url=ours))
    assert told["broker_url"] == kombus
    assert options.items() <= told["broker_transport_options"].items()
    assert bool(told["broker_use_ssl"]) == ours.startswith("rediss")


@contextmanager
def started(*command):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.kill()
        process.wait(10)


@pytest.fixture
def addresses(tmp_path):
    """One Redis, by every kind of address."""
    plain, tls, watch = free_port(), free_port(), free_port()
    key, cert, path = tmp_path / "key.pem", tmp_path / "cert.pem", tmp_path / "redis.sock"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
        + ["-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost"]
        + ["-addext", "subjectAltName=IP:127.0.0.1"],
        check=True,
        capture_output=True,
    )
    server = {
        "port": plain, "bind": "127.0.0.1", "save": "", "unixsocket": path, "dir": tmp_path,
        "tls-port": tls, "tls-cert-file": cert, "tls-key-file": key, "tls-ca-cert-file": cert,
        "tls-auth-clients": "no",
    }  # fmt: skip
    words = [str(word) for name, value in server.items() for word in (f"--{name}", value)]
    watching = tmp_path / "sentinel.conf"
    watching.write_text(
        f"port {watch}\nbind 127.0.0.1\nsentinel monitor main 127.0.0.1 {plain} 1\n"
    )
    with (
        started("redis-server", *words),
        started("redis-server", watching, "--sentinel"),
        redis.Redis(port=plain) as one,
        redis.Redis(port=watch) as other,
    ):
        until(lambda: answers(one) and answers(other))
        yield {
            "redis": f"redis://127.0.0.1:{plain}/3",
            "rediss": f"rediss://127.0.0.1:{tls}/3?ssl_ca_certs={cert}",
            "unix": f"unix://{path}?db=3",
            "sentinel": f"sentinel://127.0.0.1:{watch}/3?master=main",
        }


def answers(client):
    try:
        return client.ping()
    except redis.RedisError:
        return False


@pytest.mark.parametrize("kind", ["redis", "rediss", "unix", "sentinel"])
def test_a_worker_works_at_every_kind_of_address(addresses, make_settings, kind):
    settings = make_settings(use_celery=True, redis_url=addresses[kind], engine="built-in")
    connection = Connection(settings.redis)
    heartbeats = Heartbeats(connection)
    with forked_worker(settings, ["test"]):
        until(heartbeats.alive)
        with connection.using() as client:
            client.lpush("test", message("one", "test", "test"))
            until(lambda: not client.llen("test") + client.hlen("unacked"))
    connection.close()
