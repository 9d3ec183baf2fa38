"""Celery's configuration: safe, late to acknowledge, and questions before reviews."""

from celery.app.defaults import SETTING_KEYS

from celery_config import configuration, lanes


def test_what_people_wait_for_has_workers_of_its_own():
    assert lanes(["analysis", "chat", "test"]) == {"first": ("chat", "test"), "rest": ("analysis",)}
    assert lanes({"zebra", "analysis"}) == {"first": (), "rest": ("analysis", "zebra")}


def test_nothing_but_json_is_taken(make_settings):
    told = configuration(make_settings())
    assert told["accept_content"] == ["json"] and told["task_serializer"] == "json"


def test_a_message_is_acknowledged_when_its_task_has_ended(make_settings):
    told = configuration(make_settings())
    assert told["task_acks_late"] and told["task_reject_on_worker_lost"]
    assert told["worker_disable_prefetch"]


def test_settings_reach_celery(make_settings):
    told = configuration(make_settings(redis_url="redis://cache:1/2", worker_concurrency=7))
    assert (told["broker_url"], told["worker_concurrency"]) == ("redis://cache:1/2", 7)


def test_celery_knows_every_name(make_settings):
    told = configuration(make_settings())
    assert set(told) <= SETTING_KEYS
