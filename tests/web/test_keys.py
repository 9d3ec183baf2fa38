"""API keys over HTTP: shown once, good wherever the cookie is, for what their scopes allow."""

from urllib.error import HTTPError

import pytest

from tests.serving import serving

HOMES = ("laptop", "queue", "postgres")
KEYS = "/api/v1/keys"
TEST = "/api/v1/tasks/test"


def made(client, *scopes):
    body = {"name": "Build", **({"scopes": list(scopes)} if scopes else {})}
    answer = client.post(KEYS, json=body)
    assert answer.status_code == 201
    return answer.get_json()


def bearing(key):
    return {"Authorization": f"Bearer {key['key']}"}


@pytest.fixture
def locked(make_app):
    """Signed in, behind a password."""
    client = make_app(app_password="correct horse").test_client()
    assert client.post("/login", json={"password": "correct horse"}).status_code == 200
    return client


@pytest.fixture
def program(locked):
    """Somebody without a cookie."""
    return locked.application.test_client()


def test_a_key_is_shown_once(client):
    key = made(client, "write", "read")
    assert set(key) == {"id", "name", "key", "scopes", "created_at", "last_used"}
    (row,) = client.get(KEYS).get_json()["keys"]
    assert row == {name: value for name, value in key.items() if name != "key"}
    assert client.get(f"{KEYS}/{key['id']}").get_json() == row
    assert row["scopes"] == ["read", "write"] and row["last_used"] is None


def test_only_a_digest_of_it_is_kept(client):
    key = made(client)["key"]
    store = client.application.extensions["bluepencil"].store
    with store.writing() as db:
        (row,) = db.all("select * from api_keys")
    assert key not in str(dict(row)) and key[3:] not in str(dict(row))


def test_a_key_is_good_where_the_cookie_is(locked, program):
    key = made(locked)
    assert program.get("/sessions").status_code == 401
    assert program.get("/sessions", headers=bearing(key)).status_code == 200
    answer = program.post(TEST, headers=bearing(key))
    assert answer.get_json()["result"] == {"message": "Hello"}
    assert program.get("/sessions").status_code == 401, "it leaves no cookie"
    (row,) = locked.get(KEYS).get_json()["keys"]
    assert row["last_used"].endswith(":00:00.000Z"), "kept to the hour"


@pytest.mark.parametrize(
    ("scope", "allowed", "refused"),
    [
        ("read", [("GET", "/sessions")], [("POST", TEST), ("GET", "/test_claude_connection")]),
        ("write", [("POST", TEST), ("GET", "/test_claude_connection")], [("GET", "/sessions")]),
    ],
)
def test_a_scope_allows_what_it_says(client, scope, allowed, refused):
    key = made(client, scope)
    for method, path in allowed:
        answer = client.open(path, method=method, headers=bearing(key))
        assert answer.status_code in (200, 202), path
    for method, path in refused:
        answer = client.open(path, method=method, headers=bearing(key))
        assert (answer.status_code, answer.get_json()["code"]) == (403, "missing_scope")


def test_a_key_makes_no_keys(client):
    key = made(client)
    answer = client.post(KEYS, json={"name": "More"}, headers=bearing(key))
    assert (answer.status_code, answer.get_json()["code"]) == (403, "key_makes_no_keys")
    assert len(client.get(KEYS, headers=bearing(key)).get_json()["keys"]) == 1


def test_a_revoked_key_is_refused_even_where_nobody_needs_one(client):
    key = made(client)
    assert client.delete(f"{KEYS}/{key['id']}").status_code == 204
    answer = client.get("/sessions", headers=bearing(key))
    assert (answer.status_code, answer.get_json()["code"]) == (401, "invalid_key")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert client.delete(f"{KEYS}/{key['id']}").status_code == 404
    assert client.get(f"{KEYS}/{key['id']}").status_code == 404


@pytest.mark.parametrize("sent", ["Bearer", "Bearer x", "bearer bp_short", "Bearer bp_" + "é" * 43])
def test_a_key_of_the_wrong_form_is_told_so(client, sent):
    answer = client.get("/sessions", headers={"Authorization": sent})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "malformed_key")
    assert sent[7:] not in answer.get_json()["detail"] or not sent[7:]
    assert client.get("/health", headers={"Authorization": sent}).status_code == 200


def test_a_guessed_key_is_nobodys(locked, program):
    made(locked)
    guess = {"Authorization": "Bearer bp_" + "A" * 43}
    assert program.get("/sessions", headers=guess).get_json()["code"] == "invalid_key"
    assert locked.get("/sessions", headers=guess).status_code == 401, "the cookie does not help it"


@pytest.mark.parametrize(
    "body",
    [{}, {"name": " "}, {"name": "x" * 101}, {"name": "x", "scopes": []},
     {"name": "x", "scopes": ["all"]}, {"name": "x", "scope": ["read"]}],
)  # fmt: skip
def test_what_is_no_key_is_refused(client, body):
    assert client.post(KEYS, json=body).status_code == 422


def test_the_page_lists_keys_and_never_the_key(client):
    key = made(client, "read")
    page = client.get("/settings/keys").get_data(as_text=True)
    assert "Build" in page and "May only read" in page and key["key"] not in page


def test_no_log_has_a_key(tmp_path):
    with serving(tmp_path / "data", LOG_LEVEL="debug") as server:
        key = server.ask("/api/v1/keys", {"name": "Build"})
        bearer = {"Authorization": f"Bearer {key['key']}"}
        assert server.ask("/sessions", **bearer) == {"sessions": []}
        server.ask(f"/api/v1/keys/{key['id']}", method="DELETE")
        for sent in (key["key"], f"{key['key']}x"):
            with pytest.raises(HTTPError, match="401"):
                server.ask("/sessions", Authorization=f"Bearer {sent}")
    log = server.log.read_text()
    assert "/sessions" in log and key["key"] not in log
