"""Settings: a bad value stops the start and names itself; secrets may come from files."""

import psycopg.conninfo
import pytest

from bluepencil import settings
from bluepencil.settings import BadSettings


def test_every_setting_has_a_default_and_says_what_it_means(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    settings.load()
    for row in settings.table():
        assert row.meaning.endswith("."), row


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("ENGINE", "magic"),
        ("ANALYSIS_RATE_LIMIT", "fast"),
        ("CHAT_RATE_LIMIT", "0/m"),
        ("SYNC_BUDGET", "-1"),
        ("STORE_URL", "mysql://x"),
        ("CLAUDE_PRICES", "{broken"),
    ],
)
def test_a_bad_value_names_its_setting(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as refused:
        settings.load(_env_file=None)
    assert name.lower() in str(refused.value).lower()


def test_all_bad_values_are_named_at_once(monkeypatch):
    monkeypatch.setenv("PORT", "x")
    monkeypatch.setenv("ENGINE", "y")
    with pytest.raises(BadSettings) as refused:
        settings.load(_env_file=None)
    assert "PORT" in str(refused.value)
    assert "ENGINE" in str(refused.value)


def test_a_secret_may_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("sk-from-file\n")
    monkeypatch.setenv("ANTHROPIC_API_KEY_FILE", str(tmp_path / "key"))
    assert settings.load(_env_file=None).anthropic_api_key.get_secret_value() == "sk-from-file"


def test_a_secret_file_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setenv("ANTHROPIC_API_KEY_FILE", "/nowhere/key")
    with pytest.raises(BadSettings, match="ANTHROPIC_API_KEY_FILE"):
        settings.load(_env_file=None)


def test_secrets_are_not_shown(make_settings):
    made = make_settings(anthropic_api_key="sk-secret", app_password="hunter2")
    assert "sk-secret" not in repr(made)
    assert "hunter2" not in repr(made)
    assert settings.secrets_of(made) == {
        "ANTHROPIC_API_KEY": "sk-secret",
        "APP_PASSWORD": "hunter2",
    }


def test_a_line_in_the_env_file_counts_and_the_environment_wins(monkeypatch, tmp_path):
    env = tmp_path / ".env"
    env.write_text("PORT=9001\nWEB_THREADS=9\n")
    monkeypatch.setenv("PORT", "9002")
    made = settings.load(_env_file=env)
    assert (made.port, made.web_threads) == (9002, 9)


def test_listening_where_others_can_reach_needs_a_password(make_settings):
    with pytest.raises(BadSettings, match="APP_PASSWORD"):
        make_settings(host="0.0.0.0")
    make_settings(host="0.0.0.0", app_password="long enough")


def test_the_store_is_sqlite_in_the_data_folder_unless_told_otherwise(make_settings, tmp_path):
    made = make_settings()
    assert (made.postgres, made.database) == ("", tmp_path / "data" / "bluepencil.db")
    assert str(make_settings(store_url="sqlite:////var/b.db").database) == "/var/b.db"
    assert str(make_settings(store_url="sqlite:///b.db").database) == "b.db"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ada:pa%2Fss@db.example:5432/reports",
        "postgres://ada@db.example/reports?sslmode=require",
        "postgresql://ada:s3?cr#t@[::1]:5432/reports",
        "postgresql://a.example:5432,b.example:5433/reports?target_session_attrs=read-write",
        "postgresql:///reports?host=/var/run/postgresql",
        "postgresql://%2Fvar%2Frun/reports",
    ],
)
def test_a_postgresql_is_a_store(make_settings, url):
    made = make_settings(store_url=url)
    assert made.postgres == url
    psycopg.conninfo.conninfo_to_dict(url)
    assert url not in repr(made)


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("redis://:s3cret@localhost/0", "Redis is no place to keep documents"),
        ("mysql://ada:s3cret@localhost/x", "postgresql://"),
        ("postgresql+psycopg://ada:s3cret@localhost/x", "postgresql://"),
        ("postgresql://", "postgresql://user"),
        ("postgresql://ada:s3cret/1@localhost/x", "%2F"),
        ("postgresql://ada:s3cret@1@localhost/x", "%40"),
        ("postgresql://ada:s3cret@localhost:54x/x", "5432"),
        ("postgresql://ada:100%s3cret@localhost/x", "%25"),
        ("sqlite:///", "<path>"),
        ("sqlite://s3cret", "<path>"),
    ],
)
def test_what_is_no_store_is_refused_in_a_sentence_without_its_secret(make_settings, url, advice):
    with pytest.raises(BadSettings) as refused:
        make_settings(store_url=url)
    assert str(refused.value).startswith("STORE_URL")
    assert advice in str(refused.value)
    assert "s3cret" not in str(refused.value)
