"""Schemas from outside: nothing is fetched, nothing hangs, and what cannot be used is refused."""

import pytest

from bluepencil.engines.text.json_schema import CheckedSchema
from bluepencil.errors import Invalid

ORDER = {
    "type": "object",
    "properties": {"name": {"$ref": "#/$defs/name"}, "amount": {"type": "integer", "minimum": 1}},
    "required": ["name"],
    "$defs": {"name": {"type": "string", "minLength": 2}},
}


def deep(levels):
    schema = {"type": "integer"}
    for _ in range(levels):
        schema = {"properties": {"a": schema}}
    return schema


def doubling(levels, keyword="allOf"):
    """A short schema that asks for 2 ** levels looks at one value."""
    names = {f"a{n}": {keyword: [{"$ref": f"#/$defs/a{n + 1}"}] * 2} for n in range(levels)}
    return {"$ref": "#/$defs/a0", "$defs": {**names, f"a{levels}": {"type": "integer"}}}


def test_a_value_is_valid_or_it_is_said_what_is_wrong_where():
    schema = CheckedSchema(ORDER)
    assert schema.troubles({"name": "Vial", "amount": 2}) == []
    (trouble,) = schema.troubles({"name": "Vial", "amount": 0})
    assert trouble.path == ("amount",) and "1" in trouble.message
    (trouble,) = schema.troubles({"amount": 2})
    assert trouble.path == () and "name" in trouble.message


def test_formats_are_checked():
    schema = CheckedSchema({"type": "string", "format": "date"})
    assert schema.troubles("2026-02-28") == []
    assert schema.troubles("2026-02-30")


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "http://127.0.0.1:1/schema.json"},
        {"$ref": "file:///etc/passwd"},
        {"$ref": "//example.com/x"},
        {"$ref": "other.json#/a"},
        {"$ref": "#anchor"},
        {"$ref": 1},
        {"properties": {"a": {"items": {"$ref": "https://json-schema.org/draft/2020-12/schema"}}}},
        {"$schema": "http://127.0.0.1:1/own-schema"},
        {"properties": {"a": {"$id": "http://127.0.0.1:1/", "$ref": "#/x"}}},
        {"$dynamicRef": "#x"},
        {"$ref": "#/$defs/missing"},
        {"$ref": "#/allOf/9", "allOf": []},
        {"type": "massage"},
        {"type": "string", "pattern": "(a"},
        {"type": "string", "pattern": "(?=a)a"},
        {"type": "string", "pattern": "((a{1000}){1000}){1000}"},
        {"required": "name"},
        deep(5000),
        {"enum": list(range(30_000))},
        {"properties": {str(n): {} for n in range(30_000)}},
    ],
)
def test_what_cannot_be_used_safely_is_refused(schema):
    with pytest.raises(Invalid) as refused:
        CheckedSchema(schema)
    assert refused.value.code == "bad_schema"
    assert refused.value.errors[0]["field"] == "schema"


@pytest.mark.parametrize("schema", [{"$ref": "#"}, {"allOf": [{"$ref": "#"}]},
                                    {"properties": {"a": {"$ref": "#"}}},
                                    {"not": {"$ref": "#"}}])  # fmt: skip
def test_a_schema_may_lead_to_itself(schema):
    CheckedSchema(schema).troubles({"a": {"a": {"a": {}}}})


@pytest.mark.parametrize("keyword", ["allOf", "anyOf", "oneOf"])
def test_a_schema_that_looks_too_often_is_refused_before_it_does(keyword):
    assert CheckedSchema(doubling(5)).troubles(1) == []
    with pytest.raises(Invalid, match="too often"):
        CheckedSchema(doubling(60, keyword)).troubles(1)


def test_one_that_doubles_with_each_level_of_the_value_is_refused_as_well():
    schema = {"properties": {"a": {"allOf": [{"$ref": "#"}, {"$ref": "#"}]}}}
    value = {}
    for _ in range(40):
        value = {"a": value}
    with pytest.raises(Invalid, match="too often"):
        CheckedSchema(schema).troubles(value)


def test_a_pattern_is_matched_in_linear_time():
    schema = CheckedSchema({"type": "string", "pattern": "^(a+)+$"})
    assert schema.troubles("a" * 100_000 + "b")


def test_names_of_properties_are_no_keywords():
    names = {"$ref": {"type": "string"}, "$id": {"type": "string"}, "not": {"type": "string"}}
    schema = CheckedSchema({"properties": names})
    assert schema.troubles({"$ref": "x", "$id": "y"}) == []
    assert schema.troubles({"$ref": 1})


def test_references_are_followed():
    schema = CheckedSchema({**ORDER, "title": "Order"})
    assert schema.resolved({"$ref": "#/$defs/name", "title": "Name"}) == {
        "type": "string", "minLength": 2, "title": "Name",
    }  # fmt: skip
    assert schema.resolved(True) == {}
    assert CheckedSchema({"$ref": "#"}).resolved({"$ref": "#"}) is not None
