"""Who may ask, and what a browser may do with the answer."""

import os
import re
import stat
import subprocess
import sys

import pytest

from bluepencil.web.security import kept_key
from tests.serving import ROOT

LOGIN = {"password": "correct horse"}


@pytest.fixture
def locked(make_app):
    return make_app(app_password="correct horse").test_client()


@pytest.mark.parametrize("path", ["/health", "/nothing", "/queue_stats"])
def test_every_answer_carries_the_protecting_headers(client, path):
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_page_of_another_site_can_change_nothing(client, headers):
    response = client.post("/samples/investigation-report", headers=headers)
    assert response.status_code == 403
    assert response.get_json()["code"] == "foreign_origin"


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}],
)
def test_ones_own_page_and_programs_can(client, headers):
    assert client.post("/samples/investigation-report", headers=headers).status_code == 201


def test_a_foreign_host_name_is_refused_on_loopback(client):
    response = client.get("/sessions", headers={"Host": "evil.example"})
    assert response.get_json()["code"] == "bad_host"


def test_with_a_password_nothing_is_told_before_it_is_given(locked):
    assert locked.get("/health").status_code == 200
    assert locked.get("/sessions").status_code == 401
    assert locked.post("/samples/investigation-report").status_code == 401
    page = locked.get("/", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["Location"]) == (302, "/sign-in")


def test_the_password_signs_one_in(locked):
    response = locked.post("/login", json=LOGIN)
    assert response.status_code == 200
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert locked.get("/sessions").status_code == 200


def test_a_forged_cookie_does_not(locked, make_app, make_settings):
    other = make_app(app_password="x", data_dir=make_settings().data_dir / "other").test_client()
    other.post("/login", json={"password": "x"})
    locked.set_cookie("bluepencil", other.get_cookie("bluepencil").value)
    assert locked.get("/sessions").status_code == 401


def guess(client, password="no", address="203.0.113.7"):
    """Send a password from that address; returns the status."""
    return client.post(
        "/login", json={"password": password}, environ_overrides={"REMOTE_ADDR": address}
    ).status_code


def test_guessing_is_slow(locked):
    assert [guess(locked) for _ in range(6)] == [401] * 5 + [429]
    response = locked.post("/login", json=LOGIN, environ_overrides={"REMOTE_ADDR": "203.0.113.7"})
    assert (response.status_code, response.get_json()["code"]) == (429, "too_many_requests")
    assert 0 < int(response.headers["Retry-After"]) <= 60


def test_who_guesses_locks_nobody_else_out(make_app):
    app = make_app(app_password=LOGIN["password"])
    signed_in, new, attacker = app.test_client(), app.test_client(), app.test_client()
    assert guess(signed_in, LOGIN["password"]) == 200
    assert [guess(attacker) for _ in range(6)][-1] == 429
    assert signed_in.get("/sessions").status_code == 200, "from the attacker's address"
    assert guess(new, LOGIN["password"], "203.0.113.8") == 200, "from another"


def test_a_browser_that_was_signed_in_before_is_known_where_others_share_its_address(make_app):
    def app(password):
        return make_app(app_password=password, secret_key="k" * 32)

    browser = app("the old one").test_client()
    assert guess(browser, "the old one") == 200
    now = app(LOGIN["password"])
    attacker, returning = now.test_client(), now.test_client()
    assert [guess(attacker) for _ in range(6)][-1] == 429
    returning.set_cookie("bluepencil", browser.get_cookie("bluepencil").value)
    assert guess(returning, LOGIN["password"]) == 200
    assert [guess(returning, "no") for _ in range(6)] == [401] * 5 + [429], "and no more than that"


def test_a_new_password_signs_everybody_out(make_app):
    old = make_app(app_password="the old one").test_client()
    old.post("/login", json={"password": "the old one"})
    assert old.get("/sessions").status_code == 200
    new = make_app(app_password="the new one").test_client()
    new.set_cookie("bluepencil", old.get_cookie("bluepencil").value)
    assert new.get("/sessions").status_code == 401
    new.post("/login", json={"password": "the new one"})
    assert new.get("/sessions").status_code == 200


def test_the_password_cannot_be_read_from_the_cookie_nor_tried_out_on_it(make_app, tmp_path):
    """What is in it depends on the key, which only the server has."""
    held = []
    for name in ("one", "two"):
        client = make_app(app_password=LOGIN["password"], data_dir=tmp_path / name).test_client()
        client.post("/login", json=LOGIN)
        with client.session_transaction() as session:
            held.append(session["password"])
    assert held[0] != held[1]
    assert not any(LOGIN["password"] in value for value in held)


def test_processes_with_the_same_key_know_each_others_cookies(make_app, tmp_path):
    def machine(name, key):
        return make_app(
            data_dir=tmp_path / name, app_password="correct horse", secret_key=key
        ).test_client()

    one, two, three = (
        machine(*each) for each in (("1", "k" * 32), ("2", "k" * 32), ("3", "x" * 32))
    )
    assert one.post("/login", json=LOGIN).status_code == 200
    cookie = one.get_cookie("bluepencil")
    for client, status in ((two, 200), (three, 401)):
        client.set_cookie("bluepencil", cookie.value)
        assert client.get("/sessions").status_code == status


def test_the_key_that_signs_cookies_is_private_and_stays(make_app, make_settings):
    make_app(app_password="correct horse")
    path = make_settings().data_dir / "secret_key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    key = path.read_bytes()
    assert re.fullmatch(rb"[0-9a-f]{64}", key)
    make_app(app_password="correct horse")
    assert path.read_bytes() == key


@pytest.mark.parametrize("left", [b"", b"0123", b"\xff" * 8])
def test_a_key_that_is_none_is_made_anew(make_app, make_settings, left):
    path = make_settings().data_dir / "secret_key"
    path.parent.mkdir()
    path.write_bytes(left)
    client = make_app(app_password="correct horse").test_client()
    assert client.post("/login", json=LOGIN).status_code == 200
    assert client.get("/sessions").status_code == 200
    assert re.fullmatch(rb"[0-9a-f]{64}", path.read_bytes())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_crash_while_the_key_is_written_leaves_none(tmp_path, monkeypatch):
    def crash(_):
        raise OSError("no power")

    path = tmp_path / "secret_key"
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", crash)
        with pytest.raises(OSError, match="no power"):
            kept_key(path)
    assert not path.exists()
    assert kept_key(path) == path.read_bytes() != b""
    assert [one.name for one in tmp_path.iterdir()] == ["secret_key"]


def test_processes_that_start_together_have_one_key(tmp_path):
    path = tmp_path / "secret_key"
    path.write_bytes(b"short")
    program = (
        "import sys; from pathlib import Path; from bluepencil.web.security import kept_key\n"
        "print('ready', flush=True); sys.stdin.read(); print(kept_key(Path(sys.argv[1])).decode())"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(path)], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for _ in range(4)
    ]  # fmt: skip
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.close()
    keys = [process.stdout.read().strip() for process in processes]
    for process in processes:
        process.stdout.close()
        process.wait(10)
    assert set(keys) == {path.read_text()}


def test_a_password_is_not_needed_to_see_whether_it_is_alive_and_ready(locked):
    assert locked.get("/health").status_code == 200
    assert locked.get("/ready").status_code == 200
