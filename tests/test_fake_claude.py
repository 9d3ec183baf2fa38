"""The stand-in refuses what the real API refuses; otherwise tests would prove nothing."""

import anthropic
import pytest

from tests.fake_claude import Act, FakeClaude, refuse

GOOD = {
    "model": "claude-haiku-5-5",
    "max_tokens": 100,
    "messages": [{"role": "user", "content": "Which vials broke?"}],
}
DOCUMENT = {
    "type": "document",
    "source": {
        "type": "content",
        "content": [{"type": "text", "text": "Several vials broke that day."}],
    },
    "citations": {"enabled": True},
}


def user(*blocks):
    return {"messages": [{"role": "user", "content": [*blocks, {"type": "text", "text": "Why?"}]}]}


def form(**schema):
    return {"output_config": {"format": {"type": "json_schema", "schema": schema}}}


@pytest.fixture
def ask(fake):
    with anthropic.Anthropic(api_key="x", base_url=fake.url, max_retries=0) as client:
        yield lambda **more: client.messages.create(**{**GOOD, **more})


def test_it_answers_and_counts(ask):
    message = ask()
    assert message.content[0].text
    assert message.usage.output_tokens > 0


def test_it_streams_citations_of_a_document(ask):
    with ask(**user(DOCUMENT), stream=True) as stream:
        deltas = [event.delta.type for event in stream if event.type == "content_block_delta"]
    assert {"citations_delta", "text_delta"} == set(deltas)


@pytest.mark.parametrize(
    "body",
    [
        {"extra_body": {"temperature": 0}},
        {"tools": [], "tool_choice": {"type": "any"}},
        form(type="object", properties={}),
        form(type="object", additionalProperties=False, properties={"n": {"maximum": 1}}),
        {**user(DOCUMENT), **form(type="object", additionalProperties=False)},
        user({"type": "text", "text": "x", "citations": []}),
        user(*[{"type": "text", "text": "x", "cache_control": {"type": "ephemeral"}}] * 5),
    ],
)
def test_it_refuses_what_the_api_refuses(ask, body):
    with pytest.raises(anthropic.BadRequestError):
        ask(**body)


def test_a_model_nobody_knows_and_a_wrong_key(fake, ask):
    with pytest.raises(anthropic.NotFoundError):
        ask(model="claude-of-yesterday")
    fake.key = "another"
    with pytest.raises(anthropic.AuthenticationError):
        ask()


def test_what_was_marked_is_read_from_the_cache_the_second_time(ask):
    block = {"type": "text", "text": "long " * 100, "cache_control": {"type": "ephemeral"}}
    first, second = (ask(**user(block)).usage for _ in range(2))
    assert first.cache_creation_input_tokens == second.cache_read_input_tokens > 0
    assert first.cache_read_input_tokens == second.cache_creation_input_tokens == 0


def test_its_limit_is_strict(fake, ask):
    fake.limit, fake.window = 2, 60.0
    ask()
    ask()
    with pytest.raises(anthropic.RateLimitError) as refused:
        ask()
    assert float(refused.value.response.headers["retry-after"]) > 50


def test_orders_are_followed_one_by_one(fake, ask):
    fake.then(refuse(529), Act(text="As ordered."))
    with pytest.raises(anthropic.OverloadedError):
        ask()
    assert ask().content[0].text == "As ordered."
    assert ask().content[0].text != "As ordered."


def test_it_notices_when_a_caller_leaves(fake):
    fake.act = Act(silent="pings")
    with anthropic.Anthropic(api_key="x", base_url=fake.url, max_retries=0) as client:
        stream = client.messages.create(**GOOD, stream=True)
        assert fake.wait_for(1).closed is None
        stream.close()
    assert fake.wait_until(lambda: fake.messages[0].closed)


def test_a_taken_port_is_said_so(fake):
    with pytest.raises(OSError, match="no free port"), FakeClaude(port=fake.port):
        pass
