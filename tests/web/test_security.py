"""Who may ask, and what a browser may do with the answer."""

import re
import stat

import pytest

from bluepencil.web import security

LOGIN = {"password": "correct horse"}


@pytest.fixture(autouse=True)
def nobody_has_guessed(monkeypatch):
    """Wrong passwords count for the whole process; here for one test."""
    monkeypatch.setattr(security, "_guesses", type(security._guesses)())


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


def test_guessing_is_slow(locked):
    codes = [locked.post("/login", json={"password": "no"}).status_code for _ in range(6)]
    assert codes[:5] == [401] * 5
    response = locked.post("/login", json=LOGIN)
    assert codes[5] == response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0


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


def test_the_key_that_signs_cookies_is_private(make_app, make_settings):
    make_app(app_password="correct horse")
    path = make_settings().data_dir / "secret_key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert re.fullmatch(r"[0-9a-f]{64}", path.read_text())
