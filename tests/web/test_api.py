"""A view is given the parts of a request it names, validated, and what it declares is noted."""

import io
from typing import Annotated

import pytest
from flask import Flask
from pydantic import BaseModel, ConfigDict, Field

from bluepencil.errors import Invalid
from bluepencil.web.api import Api
from bluepencil.web.models import File


class Name(BaseModel):
    """In the path."""

    name: Annotated[str, Field(max_length=5)]


class Search(BaseModel):
    """In the query."""

    model_config = ConfigDict(extra="forbid")
    most: int = 10


class Change(BaseModel):
    """In the body."""

    text: str


class Upload(BaseModel):
    """In the form."""

    document: File
    title: str | None = None


@pytest.fixture
def api():
    made = Api("words", __name__, tag="Words")

    @made.get("/<name>", summary="Find", responses={200: None})
    def find(path: Name, query: Search):
        return f"{path.name} {query.most}"

    @made.put("/<name>", summary="Change", responses={200: None})
    def change(path: Name, body: Change):
        return f"{path.name} {body.text}"

    @made.post("/", summary="Upload", responses={200: None})
    def upload(form: Upload):
        return f"{form.title} {form.document.read().decode()}"

    @made.post("/again", summary="Upload", responses={200: None})
    @made.get("/now", summary="Now", responses={200: None})
    def now():
        return "now"

    return made


@pytest.fixture
def client(api):
    app = Flask(__name__)
    app.register_blueprint(api)

    @app.errorhandler(Invalid)
    def refused(error):
        return error.errors, 422

    return app.test_client()


def document():
    return io.BytesIO(b"text"), "a.md"


def test_path_query_and_body_come_as_models(client):
    assert client.get("/pen?most=3").text == "pen 3"
    assert client.get("/pen").text == "pen 10"
    assert client.put("/pen", json={"text": "ink"}).text == "pen ink"


def test_a_form_comes_with_its_files(client):
    sent = {"document": document(), "title": "1"}  # text, though it looks like a number
    assert client.post("/", data=sent).text == "1 text"
    assert client.post("/", data={"document": document()}).text == "None text"


@pytest.mark.parametrize(
    ("method", "address", "sent", "field"),
    [
        ("GET", "/pencil", {}, "name"),
        ("GET", "/pen?most=many", {}, "most"),
        ("GET", "/pen?least=1", {}, "least"),
        ("PUT", "/pen", {"json": {"text": 1}}, "text"),
        ("PUT", "/pen", {"json": {}}, "text"),
        ("PUT", "/pen", {"json": '{"text": "ink"}'}, ""),
        ("PUT", "/pen", {"data": "{", "content_type": "application/json"}, ""),
        ("PUT", "/pen", {}, ""),
        ("POST", "/", {"data": {"document": "no file"}}, "document"),
        ("POST", "/", {}, "document"),
    ],
)
def test_what_does_not_fit_is_refused_by_field(client, method, address, sent, field):
    answer = client.open(address, method=method, **sent)
    assert (answer.status_code, answer.json[0]["field"]) == (422, field)


def test_a_view_may_have_several_routes(client):
    assert client.get("/now").text == client.post("/again").text == "now"


def test_routes_are_noted_as_they_are_declared(api):
    noted = [(route.method, route.rule, route.summary) for route in api.routes]
    assert noted == [
        ("GET", "/<name>", "Find"),
        ("PUT", "/<name>", "Change"),
        ("POST", "/", "Upload"),
        ("GET", "/now", "Now"),
        ("POST", "/again", "Upload"),
    ]
