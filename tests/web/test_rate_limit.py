"""Requests per client: counted by who asks, told in headers, refused with the time to wait."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from bluepencil.limits import parse_rate
from bluepencil.web import rate_limit
from bluepencil.web.rate_limit import RateLimit

HERE, THERE = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.2"}


class Clock:
    """A clock that tests move."""

    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def limit(clock):
    return RateLimit(parse_rate("3/m"), clock)


def test_so_many_at_once_then_one_as_each_comes_back(limit, clock):
    assert [limit.take("ann") for _ in range(3)] == [
        (True, (2, 20.0, 0.0)),
        (True, (1, 40.0, 0.0)),
        (True, (0, 60.0, 20.0)),
    ]
    assert limit.take("ann") == (False, (0, 60.0, 20.0))
    clock.now += 19
    assert limit.take("ann") == (False, (0, 41.0, 1.0))
    clock.now += 1
    assert limit.take("ann") == (True, (0, 60.0, 20.0))
    clock.now += 3600
    assert limit.take("ann") == (True, (2, 20.0, 0.0)), "nothing is saved up"


def test_each_client_has_its_own(limit):
    for _ in range(4):
        limit.take("ann")
    assert limit.take("bob")[0]


def test_only_so_many_clients_are_remembered(limit, monkeypatch):
    monkeypatch.setattr(rate_limit, "MOST_CLIENTS", 10)
    for number in range(30):
        limit.take(str(number))
    assert len(limit) == 10


def test_of_requests_sent_at_once_no_more_are_let_through(clock):
    limit = RateLimit(parse_rate("50/m"), clock)
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: limit.take("ann")[0], range(200)))
    assert sum(taken) == 50


@pytest.fixture
def limited(make_app):
    return make_app(http_rate_limit="2/h").test_client()


def test_one_too_many_is_told_when_to_come_again(limited):
    answers = [limited.get("/sessions", environ_base=HERE) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert {answer.headers["RateLimit-Policy"] for answer in answers} == {'"default";q=2;w=3600'}
    told = [re.fullmatch(r'"default";r=(\d+);t=(\d+)', one.headers["RateLimit"]) for one in answers]
    assert [found[1] for found in told] == ["1", "0", "0"]
    refused = answers[-1]
    assert (refused.mimetype, refused.get_json()["code"]) == (
        "application/problem+json", "too_many_requests",
    )  # fmt: skip
    assert 0 < int(refused.headers["Retry-After"]) <= 1800
    assert limited.get("/sessions", environ_base=THERE).status_code == 200


@pytest.mark.parametrize("path", ["/health", "/ready", "/static/icon.svg"])
def test_what_is_asked_all_the_time_is_not_counted(limited, path):
    for _ in range(5):
        with limited.get(path) as answer:
            assert answer.status_code == 200 and "RateLimit" not in answer.headers
    assert limited.get("/sessions").headers["RateLimit"].startswith('"default";r=1;')


def test_a_key_counts_for_itself_and_a_wrong_one_for_its_address(make_app):
    client = make_app(http_rate_limit="3/h").test_client()
    key = client.post("/api/v1/keys", json={"name": "Build"}).get_json()["key"]
    bearing = {"Authorization": f"Bearer {key}"}
    statuses = [client.get("/sessions", headers=bearing).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    wrong = {"Authorization": f"Bearer {key[:-1]}{'A' if key[-1] != 'A' else 'B'}"}
    statuses = [client.get("/sessions", headers=wrong).status_code for _ in range(3)]
    assert statuses == [401, 401, 429]


def test_browsers_behind_one_address_count_for_themselves(make_app):
    app = make_app(http_rate_limit="3/h", app_password="correct horse")
    one, other = app.test_client(), app.test_client()
    assert one.post("/login", json={"password": "correct horse"}).status_code == 200
    assert [one.get("/sessions").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert other.post("/login", json={"password": "correct horse"}).status_code == 200


@pytest.mark.parametrize(
    ("values", "policy"),
    [
        ({}, None),
        ({"http_rate_limit": "none", "host": "0.0.0.0", "app_password": "x"}, None),
        ({"host": "0.0.0.0", "app_password": "x"}, '"default";q=600;w=60'),
        ({"http_rate_limit": "5/s"}, '"default";q=5;w=1'),
    ],
)
def test_the_default_depends_on_who_can_reach_it(make_app, values, policy):
    answer = make_app(**values).test_client().get("/sessions")
    assert answer.headers.get("RateLimit-Policy") == policy
