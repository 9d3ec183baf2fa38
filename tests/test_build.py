"""Settings become working parts, with an engine and limits that fit them, and let go of all."""

import pytest

from bluepencil.build import ROOT, build
from bluepencil.engines.checks import BuiltIn
from bluepencil.errors import Unavailable


@pytest.fixture
def made(make_settings):
    """Makes the parts for any settings; they are closed at the end."""
    parts = []

    def make(**values):
        parts.append(build(make_settings(**values)))
        return parts[-1]

    yield make
    for one in parts:
        one.tasks.stop(0)
        one.close()


def test_without_credentials_the_built_in_checks_review(made, tmp_path):
    parts = made()
    assert isinstance(parts.engine, BuiltIn)
    assert parts.redis is None
    assert parts.tasks.store is parts.store
    assert (tmp_path / "data" / "bluepencil.db").exists()


@pytest.mark.parametrize(
    ("values", "engine"),
    [
        ({"anthropic_api_key": "x"}, "claude"),
        ({"anthropic_auth_token": "x"}, "claude"),
        ({"bedrock_region": "eu-central-1"}, "claude"),
        ({"engine": "claude"}, "claude"),
        ({"engine": "built-in", "anthropic_api_key": "x"}, "built-in"),
        ({"anthropic_base_url": "http://127.0.0.1:1"}, "built-in"),
    ],
)
def test_the_engine_is_the_one_that_was_chosen_or_that_there_are_credentials_for(
    made, values, engine
):
    assert made(**values).engine.name == engine


def test_claude_is_asked_with_the_models_of_the_settings(made):
    engine = made(
        anthropic_api_key="x", claude_model="claude-opus-5-5", claude_chat_model="claude-haiku-5-5"
    ).engine
    assert engine.model("analysis") == "claude-opus-5-5"
    assert engine.model("chat") == "claude-haiku-5-5"


@pytest.mark.parametrize(
    ("values", "per_minute"),
    [
        ({}, 5),
        ({"analysis_rate_limit": "60/h"}, 1),
        ({"anthropic_base_url": "http://127.0.0.1:1"}, None),
        ({"anthropic_base_url": "http://10.1.2.3"}, None),
        ({"anthropic_base_url": "http://claude.internal"}, None),
        ({"anthropic_base_url": "https://claude.example.org"}, 5),
        ({"anthropic_base_url": "http://localhost:1", "analysis_rate_limit": "7/m"}, 7),
    ],
)
def test_an_endpoint_nearby_has_only_the_limits_that_somebody_set(made, values, per_minute):
    told = made(anthropic_api_key="x", **values).limiter.headroom() or {}
    assert told.get("requests_per_minute") == per_minute


def test_what_may_be_uploaded_is_what_the_settings_say(made):
    parts = made(max_upload_mb=3, max_unpacked_mb=5, max_pages=7, max_words=11)
    assert parts.limits[:4] == (3 * 2**20, 5 * 2**20, 7, 11)
    assert parts.largest_body == 7 * 2**20, "a document, a guideline, and the form around them"


def test_the_guidelines_that_ship_are_there(made):
    names = {file.stem for file in (ROOT / "guidelines").glob("*.md")}
    assert set(made().guidelines) == names >= {"general", "investigation-report"}


def test_retention_is_in_days(made):
    assert made(retention_days=2).tasks.retention == 2 * 24 * 3600


def test_with_a_queue_the_limits_are_those_of_all_processes(made, one_redis):
    parts = made(use_celery=True, redis_url=one_redis.url, anthropic_api_key="x")
    assert parts.redis is not None and parts.redis.up
    assert type(parts.limiter).__name__ == "SharedLimiter"


def test_a_store_that_cannot_be_opened_is_told(made, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "bluepencil.db").write_text("no database " * 100)
    with pytest.raises(Unavailable):
        made()
