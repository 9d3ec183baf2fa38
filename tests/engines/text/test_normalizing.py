"""From a request to valid JSON or a clear refusal, and how far to trust it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema_rs import is_valid

from bluepencil.engines.text.json_schema import CheckedSchema
from bluepencil.engines.text.normalizing import completed, confidence, read
from bluepencil.errors import Invalid

ORDER = {
    "type": "object",
    "properties": {
        "customer": {"type": "string", "minLength": 2},
        "quantity": {"type": "integer", "minimum": 1, "maximum": 100},
        "priority": {"enum": ["low", "normal", "high"], "default": "normal"},
        "price": {"type": ["number", "null"]},
        "tags": {"type": "array", "items": {"type": "string"}},
        "address": {"type": "object", "properties": {"city": {"type": "string"}}},
    },
    "required": ["customer", "price", "tags"],
    "additionalProperties": False,
}


def made(request, schema=ORDER):
    return read(request, CheckedSchema(schema), lambda: None)


def test_defaults_nulls_and_empty_lists_are_filled_in():
    assert made("Customer: Anna Lang, quantity 5") == {
        "customer": "Anna Lang", "quantity": 5, "priority": "normal", "price": None, "tags": [],
    }  # fmt: skip


def test_what_does_not_fit_is_left_out_where_it_may_be():
    assert "quantity" not in made("Customer: Anna Lang, quantity 500")


def test_what_is_needed_and_not_said_is_named():
    with pytest.raises(Invalid, match="customer") as refused:
        made("Quantity 5")
    assert refused.value.code == "not_normalized"


def test_what_was_sent_is_not_repeated_in_the_error():
    schema = {"type": "object", "properties": {"code": {"type": "string", "maxLength": 3}},
              "required": ["code"]}  # fmt: skip
    with pytest.raises(Invalid) as refused:
        made("code SECRET-1234", schema)
    assert "SECRET" not in refused.value.detail


def test_trust_grows_with_what_is_said():
    schema = CheckedSchema(ORDER)
    some = confidence(made("Customer: Anna Lang"), schema, "Customer: Anna Lang")
    request = "Customer: Anna Lang, quantity 5, high, price 3.5, tags: red, city: Bonn"
    more = confidence(made(request), schema, request)
    assert 0 < some < more <= 1
    assert confidence({}, schema, "x") == 0
    invented = confidence({**made(request), "customer": "Nobody"}, schema, request)
    assert invented < more


def test_a_date_in_words_counts_as_said():
    schema = CheckedSchema({"properties": {"day": {"type": "string", "format": "date"}}})
    assert confidence({"day": "2026-05-03"}, schema, "on 3 May 2026") == 1
    assert confidence({"day": "2026-05-04"}, schema, "on 3 May 2026") == 0.5


def test_what_there_is_stays_as_it_is():
    value = {"customer": "X", "price": 3, "other": 1}
    assert completed(value, CheckedSchema(ORDER)) == {
        "customer": "X", "priority": "normal", "price": 3, "tags": [], "other": 1,
    }  # fmt: skip


PLAIN = st.sampled_from(
    [{"type": "integer"}, {"type": "string"}, {"type": "boolean"}, {"type": "number", "minimum": 2},
     {"enum": ["a", 1, None]}, {"type": "string", "format": "date"},
     {"type": "string", "pattern": "^x"},
     {"type": "array", "items": {"type": "integer"}, "minItems": 1}, {"const": "c"}, True, {}]
)  # fmt: skip
SCHEMAS = st.recursive(
    PLAIN,
    lambda inner: st.dictionaries(st.sampled_from(["name", "size", "day", "done"]), inner).flatmap(
        lambda properties: st.lists(st.sampled_from([*properties] or ["name"]), unique=True).map(
            lambda required: {"type": "object", "properties": properties, "required": required}
        )
    ),
    max_leaves=8,
)


REQUESTS = st.sampled_from(
    ["size 3, name: Anna, 2026-05-03, done", "x 1 a", "nothing", "3", "name is not done 2 3"]
)


@given(SCHEMAS.filter(lambda one: isinstance(one, dict)), REQUESTS)
def test_whatever_comes_out_is_valid(schema, request_):
    try:
        value = made(request_, schema)
    except Invalid as refused:
        assert refused.code == "not_normalized"
    else:
        assert is_valid(schema, value)
        assert 0 <= confidence(value, CheckedSchema(schema), request_) <= 1
