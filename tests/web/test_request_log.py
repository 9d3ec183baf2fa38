"""Each request has its line in the log, with nothing in it that is nobody's business."""

import json
import urllib.request

import pytest
from structlog.testing import capture_logs

from tests.serving import serving


def lines(logged):
    return [line for line in logged if line["event"] == "request"]


def test_a_request_has_one_line_with_its_status_and_seconds(client):
    with capture_logs() as logged:
        response = client.get("/sessions?q=secret+words", buffered=True)
    (line,) = lines(logged)
    assert (line["method"], line["path"], line["status"]) == ("GET", "/sessions", 200)
    assert line["request_id"] == response.headers["X-Request-ID"]
    assert 0 <= line["seconds"] < 60
    assert line["log_level"] == "info"
    assert "secret" not in repr(line)


@pytest.mark.parametrize(
    ("path", "status"), [("/nothing", 404), ("/sessions/unknown", 404), ("/sessions?typo=1", 422)]
)
def test_so_has_one_that_is_refused(client, path, status):
    with capture_logs() as logged:
        client.get(path, buffered=True)
    assert [line["status"] for line in lines(logged)] == [status]


def test_an_event_stream_has_its_line_at_its_end(client):
    task_id = client.done("/test_claude_connection")["task_id"]
    with capture_logs() as logged:
        response = client.get(f"/task_events/{task_id}", buffered=False)
        assert lines(logged) == []
        assert b"event: done" in response.get_data()
        response.close()
    (line,) = lines(logged)
    assert line["path"] == f"/task_events/{task_id}"


def test_files_of_the_page_are_logged_only_for_who_wants_everything(client):
    with capture_logs() as logged:
        client.get("/static/icon.svg").close()
    assert [line["log_level"] for line in lines(logged)] == ["debug"]


def test_a_long_path_is_cut_and_a_strange_one_written(client):
    with capture_logs() as logged:
        client.get("/" + "a" * 1000, buffered=True)
        client.get("/%FF%0Aforged=1", buffered=True)
    assert [len(line["path"]) for line in lines(logged)] == [200, len("/\ufffd\nforged=1")]


@pytest.mark.slow
def test_the_server_writes_it_as_json_also_for_files(tmp_path):
    with serving(tmp_path / "data", LOG_LEVEL="debug") as server:
        for path in ("/static/icon.svg", "/health?a=b"):
            urllib.request.urlopen(server.url + path, timeout=10).close()
    logged = [json.loads(line) for line in server.log.read_text().splitlines() if line[0] == "{"]
    told = {(line["path"], line["status"], line["level"]) for line in lines(logged)}
    assert {("/static/icon.svg", 200, "debug"), ("/health", 200, "info")} <= told
    assert all(line["seconds"] >= 0 and line["request_id"] for line in lines(logged))
