"""The catalogue over HTTP, and a new kind, which is one new file."""

import importlib
import sys
import textwrap

import pytest

import bluepencil.kinds
from bluepencil.queue.messages import task_name
from bluepencil.work import catalogue
from docs.generate import kinds_page

NEW = '''
    """Count the letters of a word."""

    from pydantic import BaseModel, Field

    from bluepencil.work.catalogue import kind
    from bluepencil.work.context import Context


    class Input(BaseModel):
        """A word."""

        word: str = Field(min_length=1)


    class Output(BaseModel):
        """How many it has."""

        letters: int


    @kind(queue="counting", timeout=10, aliases={"counter.tasks.count": ("word",)})
    def run(input: Input, ctx: Context) -> Output:
        return Output(letters=len(input.word))
'''


@pytest.fixture
def new_kind(tmp_path, monkeypatch):
    """A kind added as what it is: one file."""
    (tmp_path / "count_letters.py").write_text(textwrap.dedent(NEW), encoding="utf-8")
    monkeypatch.setattr(bluepencil.kinds, "__path__", [*bluepencil.kinds.__path__, str(tmp_path)])
    importlib.invalidate_caches()
    yield
    sys.modules.pop("bluepencil.kinds.count_letters", None)
    vars(bluepencil.kinds).pop("count_letters", None)


def rows(client):
    return {row["kind"]: row for row in client.get("/api/v1/kinds").get_json()["kinds"]}


def test_each_kind_says_what_it_takes_gives_and_where_it_waits(client):
    row = rows(client)["test"]
    assert row["description"].startswith("Give back the message")
    assert (row["queue"], row["task_name"]) == ("test", "celery_tasks.test_task")
    assert row["input_schema"]["properties"]["message"]["default"] == "Hello"
    assert row["input_schema"]["additionalProperties"] is False
    assert row["result_schema"]["required"] == ["message"]


def test_every_kind_of_the_catalogue_is_there(client):
    assert set(rows(client)) == set(catalogue.load())


def test_a_new_kind_is_one_new_file(new_kind, client):
    assert rows(client)["count_letters"]["task_name"] == "celery_tasks.count_letters_task"
    whole = {"task_type": "count_letters", "input": {"word": "vial"}}
    assert client.post("/api/v1/tasks", json=whole).get_json()["result"] == {"letters": 4}
    flat = {"task_type": "count_letters", "word": "vial"}
    assert client.post("/api/v1/tasks/submit/", json=flat).get_json()["result"] == {"letters": 4}
    assert client.post("/api/ai/count_letters/sync", json={"word": "it"}).get_json() == {
        "letters": 2
    }
    refused = client.post("/api/ai/count_letters", json={"word": "it", "words": 2})
    assert refused.get_json()["errors"][0]["field"] == "words"


def test_a_new_kind_is_described_with_nothing_else_touched(new_kind, client):
    document = client.get("/openapi.json").get_json()
    told = document["components"]["schemas"]
    assert told["CountLettersInput"]["properties"]["word"]["minLength"] == 1
    assert told["CountLettersOutput"]["properties"]["letters"]["type"] == "integer"
    flat = told["FlatSubmission_count_letters"]
    assert flat["required"] == ["task_type", "word"]
    assert flat["additionalProperties"] is False
    assert "count_letters" in told["Submission"]["discriminator"]["mapping"]
    own = document["paths"]["/api/ai/count_letters/sync"]["post"]
    (taken,) = own["requestBody"]["content"].values()
    assert taken["schema"] == {"$ref": "#/components/schemas/CountLettersInput"}
    assert own["parameters"] == []
    assert "## count_letters\n\nCount the letters of a word.\n\nQueue `counting`" in kinds_page()


def test_a_new_kind_is_a_celery_task_by_all_its_names(new_kind):
    from celery_tasks import celery_names

    kinds = celery_names(catalogue.load())
    assert kinds["counter.tasks.count"] is kinds[task_name("count_letters")]
    assert kinds["counter.tasks.count"].queue == "counting"
