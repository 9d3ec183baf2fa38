"""One error shape, whichever way a request fails."""

import io
import logging

import pytest

from bluepencil.documents import docx, isolated
from bluepencil.web.errors import LONGEST_BODY
from tests.conftest import SAMPLES

HOMES = ("laptop", "queue", "postgres")
BIG = b"x" * (3 * 1024 * 1024)


def check_problem(response, status, code):
    """The RFC 9457 shape, with nothing of the inside in it."""
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    body = response.get_json()
    assert body["status"] == status
    assert body["code"] == code
    assert body["success"] is False
    assert body["title"]
    assert body["detail"].endswith((".", "?"))
    assert body["request_id"] == response.headers["X-Request-ID"]
    assert body["type"]
    assert "Traceback" not in response.get_data(as_text=True)
    return body


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "code"),
    [
        ("GET", "/nothing/here", {}, 404, "not_found"),
        ("GET", "/task_status/unknown", {}, 404, "task_not_found"),
        ("GET", "/task_events/unknown", {}, 404, "task_not_found"),
        ("POST", "/cancel_task/unknown", {}, 404, "task_not_found"),
        ("GET", "/sessions/unknown", {}, 404, "session_not_found"),
        ("DELETE", "/sessions/unknown", {}, 404, "session_not_found"),
        ("POST", "/samples/unknown", {}, 404, "sample_not_found"),
        ("POST", "/samples/..%2Fsecret", {}, 404, "not_found"),
        ("GET", "/upload", {}, 405, "method_not_allowed"),
        ("POST", "/chat", {"data": "{", "content_type": "application/json"}, 400, "malformed_json"),
        (
            "POST",
            "/chat",
            {"data": "[" * 90000, "content_type": "application/json"},
            400,
            "malformed_json",
        ),
        (
            "POST",
            "/chat",
            {"data": b'{"a": "\\ud800"}', "content_type": "application/json"},
            400,
            "malformed_json",
        ),
        ("POST", "/chat", {"data": "a=b", "content_type": "text/plain"}, 415, "unsupported_type"),
        ("POST", "/chat", {"json": []}, 422, "invalid"),
        ("POST", "/chat", {"json": {}}, 422, "invalid"),
        ("POST", "/chat", {}, 422, "invalid"),
        ("POST", "/chat", {"json": {"session_id": "x", "message": "?"}}, 404, "session_not_found"),
        ("POST", "/chat", {"json": {"session_id": "x", "message": " "}}, 422, "invalid"),
        (
            "POST",
            "/analyze_section",
            {"json": {"session_id": "x", "section_name": "y"}},
            404,
            "session_not_found",
        ),
        ("POST", "/review_document", {"json": {"session_id": "x", "typo": 1}}, 422, "invalid"),
        ("POST", "/upload", {}, 422, "invalid"),
        ("POST", "/upload", {"json": {"document": "x"}}, 422, "invalid"),
        ("GET", "/task_status/x?wait=56", {}, 422, "invalid"),
        ("GET", "/task_status/x?wait=abc", {}, 422, "invalid"),
        ("GET", "/task_status/x?since=-1", {}, 422, "invalid"),
        ("GET", "/task_status/x?sicne=1", {}, 422, "invalid"),
        ("GET", "/task_events/x?since=abc", {}, 422, "invalid"),
    ],
)
def test_every_failure_has_the_shape(client, method, path, options, status, code):
    check_problem(client.open(path, method=method, **options), status, code)


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("empty.md", b"", 422, "empty_document"),
        ("broken.docx", b"PK\x03\x04 and nothing more", 422, "damaged_document"),
        (
            "old.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + b"\0" * 600,
            415,
            "legacy_word",
        ),
        ("photo.pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, 415, "unsupported_type"),
    ],
)
def test_a_document_that_cannot_be_read_says_why(client, name, data, status, code):
    response = client.post("/upload", data={"document": (io.BytesIO(data), name)})
    check_problem(response, status, code)


def test_too_large_a_file_is_refused(make_app):
    client = make_app(max_upload_mb=1).test_client()
    for size, code in ((len(BIG), "too_large"), (3 << 19, "document_too_large")):
        head = b'--x\r\nContent-Disposition: form-data; name="document"; filename="big.txt"\r\n\r\n'
        body = head + BIG[:size] + b"\r\n--x--\r\n"
        response = client.post("/upload", data=body, content_type="multipart/form-data; boundary=x")
        check_problem(response, 413, code)


def test_too_long_a_body_is_refused(client):
    body = b'{"message": "' + b"x" * LONGEST_BODY + b'"}'
    response = client.post("/chat", data=body, content_type="application/json")
    assert f"{LONGEST_BODY // 1024:,} KB" in check_problem(response, 413, "too_large")["detail"]


@pytest.mark.parametrize(
    "form",
    [
        {f"field{number}": "x" for number in range(300)},
        {"guidelines_name": "x" * 1_000_000},
    ],
)
def test_a_form_of_too_much_is_refused(client, form):
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in form.items()
    ]
    body = "".join([*parts, "--x--\r\n"]).encode()
    response = client.post("/upload", data=body, content_type="multipart/form-data; boundary=x")
    check_problem(response, 413, "form_too_large")


def test_a_typo_in_a_field_is_named(client):
    body = client.post("/chat", json={"session_id": "x", "message": "?", "curent": "y"}).get_json()
    assert [error["field"] for error in body["errors"]] == ["curent"]
    assert "curent" in body["detail"]


def test_what_was_sent_is_never_repeated(client):
    response = client.post("/chat", json={"session_id": ["secret words"], "message": "?"})
    assert "secret words" not in response.get_data(as_text=True)


def test_the_callers_request_id_is_kept_if_it_is_sane(client):
    assert client.get("/health", headers={"X-Request-ID": "abc-1.2"}).headers["X-Request-ID"] == (
        "abc-1.2"
    )
    strange = client.get("/health", headers={"X-Request-ID": "<script>"}).headers["X-Request-ID"]
    assert strange != "<script>"
    assert len(strange) == 32


def test_a_wrong_method_says_which_are_right(client):
    assert "POST" in client.get("/upload").headers["Allow"]


def test_a_person_with_a_browser_gets_a_page(client):
    response = client.get("/nothing/here", headers={"Accept": "text/html,*/*;q=0.8"})
    assert response.status_code == 404
    assert response.mimetype == "text/html"


def test_a_fault_of_ours_is_a_problem_document_too(make_app):
    app = make_app()

    @app.get("/broken")
    def broken():
        raise ZeroDivisionError("secret detail")

    response = app.test_client().get("/broken")
    body = check_problem(response, 500, "unexpected")
    assert "secret" not in str(body)


@pytest.mark.parametrize("error", [ValueError, KeyError, OSError])
def test_a_fault_in_reading_is_told_as_ours_and_logged(make_app, monkeypatch, caplog, error):
    def fail(*_):
        raise error("a slip")

    monkeypatch.setattr(docx._DocumentReader, "_paragraph", fail)
    monkeypatch.setattr(isolated, "is_small", lambda _: True)  # it is read here
    file = (io.BytesIO((SAMPLES / "investigation-report.docx").read_bytes()), "report.docx")
    with caplog.at_level(logging.ERROR):
        response = make_app().test_client().post("/upload", data={"document": file})
    check_problem(response, 500, "unexpected")
    assert "damaged" not in response.get_json()["detail"]
    assert "a slip" in caplog.text
