"""Events: what each tells, and that a slip of the pen is noticed."""

import json
from dataclasses import replace

import pytest

from bluepencil.errors import EngineBusy
from bluepencil.review.activity import ended, record
from bluepencil.review.changes import next_version
from bluepencil.review.decisions import edit, undo
from bluepencil.review.findings import Usage
from bluepencil.task import lifecycle
from bluepencil.task.record import Task
from bluepencil.webhooks.events import meant, of_review, of_task
from tests.review.making import NEW, NOW, finding, kept, review


def task(**values):
    return Task(kind="test", queue="test", owner="local", input={"message": "secret"}, **values)


def told(before, outcome):
    made = of_review(before, outcome.review, outcome.activity, NOW)
    return [(one.type, one.data) for one in made]


@pytest.mark.parametrize(
    ("end", "type"),
    [
        (lambda one: lifecycle.succeed(one, NOW, {"result": "secret"}), "task.succeeded"),
        (lambda one: lifecycle.fail(one, NOW, EngineBusy("Too much.")), "task.failed"),
        (lambda one: lifecycle.cancel(one, NOW), "task.cancelled"),
    ],
    ids=["succeeded", "failed", "cancelled"],
)
def test_the_end_of_a_task_is_told_without_its_texts(end, type):
    one = end(replace(lifecycle.claim(task(), "me", NOW, NOW)))
    event = of_task(one)
    body = json.loads(event.body)
    assert (body["type"], body["data"]["task_id"]) == (type, one.task_id)
    assert body["timestamp"] == body["data"]["finished_at"]
    assert "secret" not in event.body
    assert body["data"]["error"] == (
        {"code": "engine_busy", "detail": "Too much.", "retryable": True}
        if type == "task.failed"
        else None
    )


def test_a_task_that_ends_again_is_another_event():
    one = lifecycle.fail(lifecycle.claim(task(), "me", NOW, NOW), NOW, EngineBusy("Too much."))
    assert of_task(one).key != of_task(replace(one, version=one.version + 1)).key


def test_decisions_are_told_also_when_they_are_undone():
    before, _ = kept(review(), finding())
    (item_id,) = before.items
    outcome = edit(before, {item_id: {"decision": "rejected"}})
    ((type, data),) = told(before, outcome)
    assert (type, data["count"]) == ("finding.decided", 1)
    assert data["findings"][0]["id"] == item_id
    assert data["findings"][0]["decision"] == "rejected"
    ((_, back),) = told(outcome.review, undo(outcome.review))
    assert back["findings"][0]["decision"] == "open"


def test_edited_words_are_no_decision():
    before, _ = kept(review(), finding())
    (item_id,) = before.items
    assert told(before, edit(before, {item_id: {"description": "Otherwise."}})) == []


def test_a_review_and_a_version_are_told():
    before = review()
    done = ended(before, "The whole document", "2026-01-01T00:00:00.000Z", Usage())
    ((type, data),) = told(before, record(before, done))
    assert (type, data["of"], data["findings"]) == ("review.completed", "The whole document", 0)
    ((type, data),) = told(before, next_version(before, NEW, NOW))
    assert (type, data["version"]) == ("document.version_added", 2)
    assert data["document_name"] == "two.md"


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("task.suceeded", "task.succeeded"),
        ("finding_decided", "finding.decided"),
        ("task.failed", None),
        ("*", None),
        ("order.created", None),
        ("document.updated", None),
    ],
)
def test_a_slip_is_noticed_and_other_names_are_let_be(name, ours):
    assert meant(name) == ours
