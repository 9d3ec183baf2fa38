"""Kinds in the API's description: what any kind may be is said for each."""

import pytest

from bluepencil.work import catalogue


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    from app import create_app
    from bluepencil import settings

    folder = tmp_path_factory.mktemp("data")
    app = create_app(settings.load(_env_file=None, data_dir=folder, engine="built-in"))
    yield app.test_client().get("/openapi.json").get_json()
    app.extensions["bluepencil"].tasks.stop(0)
    app.extensions["bluepencil"].close()


def references(value):
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "$ref":
                yield inner
            else:
                yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_every_reference_leads_somewhere(document):
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert set(references(document)) <= known


def test_two_apis_may_share_an_address(document):
    assert {"get", "post"} <= set(document["paths"]["/api/v1/tasks"])


def test_a_submission_is_one_of_its_kinds(document):
    schemas = document["components"]["schemas"]
    for name in ("Submission", "FlatSubmission"):
        assert set(schemas[name]["discriminator"]["mapping"]) == set(catalogue.load())
    assert schemas["Submission_chat"]["required"] == ["task_type", "input"]
    assert schemas["Submission_test"]["required"] == ["task_type"]
    assert {"message", "webhook_url"} <= set(schemas["FlatSubmission_test"]["properties"])


def test_no_address_is_of_any_kind(document):
    assert not [path for path in document["paths"] if "{kind}" in path]
    ids = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert len(ids) == len(set(ids))
