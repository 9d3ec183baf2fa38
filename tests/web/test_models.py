"""What comes in is taken as it is meant or refused by name; what goes out is described."""

import io

import pytest
from pydantic import ValidationError
from werkzeug.datastructures import FileStorage

from bluepencil.web.models import Accepted, Nothing, Query, TaskStatus, Upload, Wait

FILE = FileStorage(io.BytesIO(b"# A\n"), filename="a.md")


def wrong(model, **values) -> list[str]:
    with pytest.raises(ValidationError) as raised:
        model.model_validate(values)
    return [str(error["loc"][0]) for error in raised.value.errors()]


@pytest.mark.parametrize("model", [Query, Wait, Upload, Nothing])
def test_a_field_that_nobody_knows_is_named(model):
    given = {"document": FILE} if model is Upload else {}
    assert wrong(model, **given, typo="1") == ["typo"]


def test_a_document_has_to_be_a_file():
    assert Upload.model_validate({"document": FILE}).document is FILE
    assert wrong(Upload, document="text") == ["document"]
    assert wrong(Upload) == ["document"]
    assert wrong(Upload, document=FILE, guidelines_name="x" * 101) == ["guidelines_name"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"wait": "56"}, "wait"), ({"wait": "-1"}, "wait"), ({"wait": "nan"}, "wait"),
        ({"wait": "soon"}, "wait"), ({"since": "-1"}, "since"), ({"since": "1.5"}, "since"),
        ({"since": str(2**40)}, "since"),
    ],
)  # fmt: skip
def test_a_wait_makes_sense(query, field):
    assert wrong(Wait, **query) == [field]


def test_a_wait_comes_as_text():
    wait = Wait.model_validate({"wait": "0.5", "since": "7"})
    assert (wait.wait, wait.since) == (0.5, 7)


def test_async_is_called_so_on_the_wire():
    told = Accepted(task_id="one", message="Submitted", queued=True)
    assert told.model_dump(by_alias=True)["async"] is True
    assert "async" in Accepted.model_json_schema()["properties"]


def test_a_file_is_described_as_bytes_in_a_form():
    schema = Upload.model_json_schema()["properties"]["document"]
    assert (schema["type"], schema["format"]) == ("string", "binary")


def test_a_status_names_the_states_there_are():
    states = TaskStatus.model_json_schema()["properties"]["state"]["enum"]
    assert set(states) == {
        "PENDING", "STARTED", "PROGRESS", "RETRY", "SUCCESS", "FAILURE", "REVOKED",
    }  # fmt: skip
