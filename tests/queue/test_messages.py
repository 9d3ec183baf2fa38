"""Messages on the queue: ours are sound, and what others write is screened before Celery."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepencil.errors import Invalid
from bluepencil.queue.messages import LONGEST, REJECTION, checked, message, screened, task_name

NAMES = {task_name("test"), task_name("chat")}


def sent(*, drop=(), body=b"[[], {}, {}]", **changed):
    """A message as another program would write it, with something about it changed."""
    whole = {
        "body": base64.b64encode(body).decode(),
        "content-type": "application/json",
        "content-encoding": "utf-8",
        "headers": {"lang": "js", "task": task_name("test"), "id": "abc"},
        "properties": {
            "delivery_tag": "tag",
            "delivery_info": {"exchange": "", "routing_key": "test"},
            "body_encoding": "base64",
        },
    }
    for name, value in changed.items():
        part, _, field = name.partition("__")
        if field:
            whole[part][field] = value
        else:
            whole[part.replace("_", "-")] = value
    for name in drop:
        part, _, field = name.partition("__")
        (whole[part] if field else whole).pop(field or part)
    return json.dumps(whole).encode()


def read(raw):
    return checked(raw, "test", NAMES)


def arguments(told):
    return json.loads(base64.b64decode(told["body"]))


def test_our_own_is_sound():
    told = read(message("id-1", "chat", "chat").encode())
    assert told["headers"]["task"] == "celery_tasks.process_chat_task"
    assert told["headers"]["origin"] == "bluepencil"
    assert arguments(told) == [[], {}, {}]


def test_arguments_come_through_and_nothing_that_could_start_more():
    evil = {"callbacks": [{"task": "celery_tasks.chat_task"}], "chain": [{"task": "x"}]}
    body = json.dumps([["hello"], {"n": 1}, evil]).encode()
    told = read(sent(body=body, headers__timelimit="soon", headers__retries="many"))
    assert arguments(told) == [["hello"], {"n": 1}, {}]
    assert told["headers"]["timelimit"] == [None, None] and told["headers"]["retries"] == 0
    assert "origin" not in told["headers"]


def test_a_body_in_plain_text_is_taken():
    raw = sent(drop=["properties__body_encoding"]).replace(
        base64.b64encode(b"[[], {}, {}]"), b'[[\\"word\\"], {}, null]'
    )
    assert arguments(read(raw)) == [["word"], {}, {}]


def test_protocol_1_is_taken_with_everything_in_its_body():
    body = {
        "task": task_name("chat"), "id": "of-body", "args": ["Why?"], "kwargs": {"n": 1},
        "retries": 0, "eta": "2026-11-24T10:00:00", "expires": None, "utc": True,
        "callbacks": [{"task": "x"}], "taskset": None, "chord": None, "timelimit": [None, None],
    }  # fmt: skip
    told = read(sent(body=json.dumps(body).encode(), headers={}))
    assert (told["headers"]["id"], told["headers"]["task"]) == ("of-body", task_name("chat"))
    assert told["headers"]["eta"] == "2026-11-24T10:00:00+00:00"
    assert arguments(told) == [["Why?"], {"n": 1}, {}]


def test_what_the_go_client_of_many_articles_pushes_is_taken():
    task = {"task": task_name("test"), "id": "abc", "args": None, "kwargs": {"message": "Hello"}}
    pushed = {
        "body": json.dumps(task | {"retries": 0}),
        "headers": {"id": "abc", "task": task_name("test")},
        "content-type": "application/json",
        "content-encoding": "utf-8",
        "properties": {
            "correlation_id": "abc",
            "reply_to": "def",
            "delivery_mode": 2,
            "delivery_tag": "ghi",
            "priority": 0,
        },
    }
    told = read(json.dumps(pushed).encode())
    assert told["headers"]["id"] == "abc" and arguments(told) == [[], {"message": "Hello"}, {}]
    assert told["properties"]["delivery_info"] == {"exchange": "", "routing_key": "test"}


def test_a_time_to_begin_is_kept():
    told = read(sent(headers__eta="2026-11-24T10:00:00+00:00"))
    assert told["headers"]["eta"] == "2026-11-24T10:00:00+00:00"


@pytest.mark.parametrize("given", ["2026-11-24T10:00:00", "2026-11-24T10:00:00+00:00"])
def test_when_it_expires_is_told_to_us_and_not_to_celery(given):
    once = read(sent(headers__expires=given))
    twice = read(json.dumps(once).encode())  # as when it was put back
    for told in (once, twice):
        assert "expires" not in told["headers"]
        assert told["headers"]["expires_at"] == "2026-11-24T10:00:00+00:00"


def test_a_sound_message_passes_the_screen():
    assert json.loads(screened(sent(), "test", NAMES)) == read(sent())


def test_what_is_no_task_leaves_the_screen_as_a_message_that_rejects_it():
    told = json.loads(screened(sent(headers__task="os.system"), "test", NAMES))
    assert told["headers"]["task"] == REJECTION
    (queue, reason, message, task_id), *_ = arguments(told)
    assert (queue, task_id) == ("test", "abc") and "no task named" in reason
    assert json.loads(base64.b64decode(message))["headers"]["task"] == "os.system"
    twice = screened(json.dumps(told).encode(), "test", NAMES)
    assert json.loads(twice) == told, "put back, it still says the same"


@pytest.mark.parametrize(
    "raw", [b"{nonsense", b"[1]", sent(headers__id="../../x"), sent(headers__id=7), b"[" * 200_000]
)
def test_without_an_id_nobody_can_be_notified(raw):
    (_, _, _, task_id), *_ = arguments(json.loads(screened(raw, "test", NAMES)))
    assert task_id is None


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"{nonsense", "It is not JSON"),
        (b"\x80\x04\x95pickled", "It is not JSON"),
        (b"[1, 2]", "It is missing or no object"),
        (b"[" * 200_000, "nested too deep"),
        (b" " * (LONGEST + 1), "bytes"),
        (sent(headers=[1]), "headers is missing"),
        (sent(drop=["headers"]), "task is missing"),
        (sent(drop=["properties"]), "properties is missing"),
        (sent(drop=["headers__id"]), "id is missing"),
        (sent(headers__id=7), "id is missing"),
        (sent(headers__id="../../x"), "not an id"),
        (sent(headers__task="os.system"), "no task named 'os.system'"),
        (sent(headers__task=["a"]), "task is missing"),
        (sent(headers__eta="soon"), "eta is no time"),
        (sent(headers__expires=5), "expires is no time"),
        (sent(drop=["properties__delivery_tag"]), "delivery_tag"),
        (sent(properties__body_encoding="rot13"), "body_encoding"),
        (sent(content_type="application/x-python-serialize"), "content-type"),
        (sent(content_encoding="binary"), "content-encoding"),
        (sent(drop=["body"]), "body is missing"),
        (sent().replace(base64.b64encode(b"[[], {}, {}]"), b"%%%"), "not base64"),
        (sent(body=b"7"), "body is not"),
        (sent(body=b'{"args": {"a": 1}}'), "no list of arguments"),
        (sent(body=b'{"args": [], "kwargs": [1]}'), "no object of named ones"),
        (sent(body=b"[1]"), "body is not"),
        (sent(body=b"[{}, [], {}]"), "no list of arguments"),
        (sent(body=b"\xff"), "body is not JSON"),
        (sent(body=b"[" * 200_000), "nested too deep"),
    ],
)
def test_what_is_no_task_is_refused_with_its_reason(raw, why):
    with pytest.raises(Invalid) as refused:
        read(raw)
    assert why in refused.value.detail


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.binary() | _JSON.map(lambda value: json.dumps(value).encode()))
def test_nothing_gets_past_it_but_what_it_wrote(raw):
    with pytest.raises(Invalid):
        read(raw)
    screen = screened(raw, "test", NAMES)
    assert json.loads(screen)["headers"]["task"] == REJECTION
    assert checked(screen, "test", {REJECTION})


@given(
    st.dictionaries(st.sampled_from(["lang", "task", "id", "eta", "origin", "retries"]), _JSON),
    _JSON,
)
def test_whatever_stands_in_headers_and_body_is_taken_or_refused(headers, body):
    whole = json.loads(sent(body=json.dumps(body).encode()))
    whole["headers"] |= headers
    try:
        told = read(json.dumps(whole).encode())
    except Invalid as refused:
        assert refused.detail
    else:
        assert told["headers"]["task"] in NAMES and len(arguments(told)) == 3
