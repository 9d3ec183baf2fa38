"""What is asked about texts, and which schemas the API is asked to keep to."""

import pytest

from bluepencil.engines.claude.params import Features
from bluepencil.engines.claude.text_prompts import normalizing, structured, summarizing
from bluepencil.engines.text import Text
from bluepencil.engines.text.json_schema import CheckedSchema

INTEGER = {"type": "integer"}


def of(**properties):
    return CheckedSchema({"type": "object", "properties": properties})


def test_plain_schemas_are_kept_to_without_what_the_api_does_not_know():
    schema = of(
        age={"type": "integer", "minimum": 3},
        tags={"type": "array", "items": {"type": "string"}, "maxItems": 3},
        home={"type": "object", "properties": {"city": {"type": "string", "pattern": "^B"}}},
        state={"enum": ["on", "off"]},
    )
    form = structured(schema)
    assert form["additionalProperties"] is False
    assert form["properties"] == {
        "age": INTEGER,
        "tags": {"type": "array", "items": {"type": "string"}},
        "home": {"type": "object", "properties": {"city": {"type": "string"}},
                 "additionalProperties": False},
        "state": {"enum": ["on", "off"]},
    }  # fmt: skip


@pytest.mark.parametrize(
    "schema",
    [
        CheckedSchema({"type": "array", "items": INTEGER}),
        CheckedSchema({"type": "object"}),
        of(x={"type": "object"}), of(x={"type": ["integer", "null"]}), of(x={"enum": [1, "a"]}),
        of(x={"anyOf": [INTEGER]}), of(x={"$ref": "#"}), of(x=True),
        of(**{f"x{n}": INTEGER for n in range(200)}),
    ],
)  # fmt: skip
def test_others_are_only_asked_for_in_words(schema):
    assert structured(schema) is None
    build = normalizing(Text("x"), schema, ())
    assert "output_config" not in build(Features())


def test_an_endpoint_without_forms_is_asked_in_words():
    build = normalizing(Text("x"), of(age=INTEGER), [{"age": 1}])
    assert "output_config" in build(Features())
    params = build(Features(format=False))
    assert "output_config" not in params
    assert '"age": 1' in params["messages"][0]["content"][0]["text"]
    assert '"integer"' in params["system"][0]["text"]


def test_the_language_is_asked_for_and_a_short_endpoint_gets_the_beginning():
    build = summarizing(Text("word " * 100, "vi"), 20)
    assert "“vi”" in build(Features())["system"][0]["text"]
    assert len(build(Features(max_characters=50))["messages"][0]["content"][0]["text"]) < 120
