"""Alive, ready, and described."""

import re

import pytest

from bluepencil.background import Background
from bluepencil.work import catalogue
from tests.working import until


def test_health_touches_nothing_else(client):
    client.application.extensions["bluepencil"].store.close()
    response = client.get("/health")
    assert (response.status_code, response.get_json()["status"]) == (200, "ok")


def test_ready_has_a_verdict_for_each_part(client):
    body = client.get("/ready").get_json()
    assert (body["ready"], body["mode"]) == (True, "sync")
    for part in ("store", "redis", "engine", "background"):
        assert body[part]["ok"] is True
        assert body[part]["detail"]


def test_a_store_that_is_gone_is_not_ready(client):
    client.application.extensions["bluepencil"].store.close()
    response = client.get("/ready")
    assert response.status_code == 503
    assert response.get_json()["store"]["ok"] is False


def test_every_route_is_described(client):
    api = client.get("/openapi.json").get_json()
    assert api["openapi"] >= "3.1"
    described = {
        (method.upper(), path.replace("{", "<").replace("}", ">"))
        for path, methods in api["paths"].items()
        for method in methods
    }
    pages = {"pages", "static"}
    served = {
        (method, re.sub(r"<\w+:", "<", rule.rule).replace("<kind>", kind))
        for rule in client.application.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        for kind in (catalogue.load() if "<kind>" in rule.rule else ("",))
        if rule.endpoint.split(".")[0] not in pages
    }
    assert described == served


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_background_thread_that_has_ended_is_not_ready(client):
    def end():
        raise SystemExit

    thread = Background("keeper", end, 1)
    assert client.get("/ready").get_json()["background"]["ok"] is True
    thread.start()
    until(lambda: thread.trouble)
    try:
        response = client.get("/ready")
    finally:
        thread.stop()
    assert response.status_code == 503
    body = response.get_json()
    assert body["ready"] is False
    assert body["background"] == {"ok": False, "detail": "The thread “keeper” has ended."}
    assert client.get("/ready").status_code == 200
