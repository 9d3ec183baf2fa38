"""The connection test: a verdict in plain words, never a failed task."""

from tests.fake_claude import refuse

HOMES = ("laptop", "queue", "postgres")


def test_the_built_in_engine_always_works(client):
    body = client.done("/test_claude_connection", method="GET")
    assert (body["connected"], body["engine"]) == (True, "built-in")


def test_claude_answers(claude_client):
    body = claude_client.get("/test_claude_connection").get_json()
    assert (body["connected"], body["engine"]) == (True, "claude")
    assert body["latency"] > 0


def test_a_refused_key_is_told_in_words(claude_client, fake):
    fake.then(refuse(401, "invalid x-api-key"))
    body = claude_client.get("/test_claude_connection").get_json()
    assert (body["success"], body["connected"]) == (True, False)
    assert "key" in body["detail"].lower()
    assert "sk-test" not in str(body)
