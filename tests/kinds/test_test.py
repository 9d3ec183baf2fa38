"""The echoing kind."""

from bluepencil.kinds.test import Input, run


def test_it_gives_back_the_message(client):
    tasks = client.application.extensions["bluepencil"].tasks
    task = tasks.finished(tasks.submit("test", {"message": "naïve 🖊"}, "local").task_id, 10)
    assert task.result["result"] == {"message": "naïve 🖊"}
    assert run.queue == "test"
    assert Input().message == "Hello"
