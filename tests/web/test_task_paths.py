"""Reserved words are no ids of tasks."""

import pytest

from bluepencil.web.task_paths import RESERVED


@pytest.mark.parametrize("word", RESERVED[:3])
def test_an_address_of_its_own_offers_only_its_own_methods(client, word):
    answer = client.get(f"/api/v1/tasks/{word}")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}


def test_words_that_only_begin_like_them_are_ids(client):
    for word in ("tests", "submit.1", "a"):
        assert client.get(f"/api/v1/tasks/{word}").get_json()["code"] == "task_not_found"
