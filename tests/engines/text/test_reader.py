"""Reading a request into JSON: what it literally says, where its words point, and nothing else."""

import pytest

from bluepencil.engines.text.json_schema import CheckedSchema
from bluepencil.engines.text.reader import Reader

DATE = {"type": "string", "format": "date"}
EMAIL = {"type": "string", "format": "email"}


def read(request, **properties):
    schema = CheckedSchema({"type": "object", "properties": properties})
    said = Reader(request, schema, lambda: None).value(schema.source)
    return said.value if said is not None else {}


@pytest.mark.parametrize(
    ("request_", "properties", "expected"),
    [
        ("quantity 12, weight is 3.5",
         {"weight": {"type": "number"}, "quantity": {"type": "integer"}},
         {"weight": 3.5, "quantity": 12}),
        ("for 3 guests in room 12", {"guests": {"type": "integer"}, "room": {"type": "integer"}},
         {"guests": 3, "room": 12}),
        ("Send seven of them", {"howMany": {"type": "integer"}}, {"howMany": 7}),
        ("The menge is 4", {"quantity": {"type": "integer"}}, {"quantity": 4}),
        ("It is urgent", {"urgent": {"type": "boolean"}}, {"urgent": True}),
        ("It is not urgent", {"urgent": {"type": "boolean"}}, {"urgent": False}),
        ("gift wrap: no", {"gift_wrap": {"type": "boolean"}}, {"gift_wrap": False}),
        ("ohne Montage", {"montage": {"type": "boolean"}}, {"montage": False}),
        ("with high priority", {"priority": {"enum": ["low", "high"]}}, {"priority": "high"}),
        ("in progress since May", {"state": {"enum": ["done", "in_progress"]}},
         {"state": "in_progress"}),
        ("size 42", {"size": {"enum": [41, 42]}}, {"size": 42}),
        ("start 3 May 2026, end 5 May 2026", {"end": DATE, "start": DATE},
         {"end": "2026-05-05", "start": "2026-05-03"}),
        ("from a@b.org, copy to c@d.org", {"from": EMAIL, "copy": EMAIL},
         {"from": "a@b.org", "copy": "c@d.org"}),
        ("Customer: Müller GmbH; city: Köln", {"customer": {"type": "string"},
         "city": {"type": "string"}}, {"customer": "Müller GmbH", "city": "Köln"}),
        ("Meine Kundin heißt Eva Lang", {"name": {"type": "string"}}, {"name": "Eva Lang"}),
        ('title "Budget review" today', {"title": {"type": "string"}}, {"title": "Budget review"}),
        ("order number AB-12/7 is late", {"orderNumber": {"type": "string"}},
         {"orderNumber": "AB-12/7"}),
        ("tags: red, green and blue", {"tags": {"type": "array", "items": {"type": "string"}}},
         {"tags": ["red", "green", "blue"]}),
        ("red or blue", {"colours": {"type": "array", "items": {"enum": ["blue", "red", "green"]}}},
         {"colours": ["red", "blue"]}),
        ("city: Bonn, zip: 53113", {"address": {"type": "object", "properties": {
            "city": {"type": "string"}, "zip": {"type": "string"}}}},
         {"address": {"city": "Bonn", "zip": "53113"}}),
        ("it leaks", {"kind": {"const": "report"}, "description": {"type": "string"}},
         {"kind": "report", "description": "it leaks"}),
        ("under the name of Maria Lopez", {"name": {"type": "string"}}, {"name": "Maria Lopez"}),
        ("a flight from Berlin to Paris", {"origin": {"type": "string"},
         "destination": {"type": "string"}}, {"origin": "Berlin", "destination": "Paris"}),
        ("firstName=Ada; last_name=Lovelace", {"firstName": {"type": "string"},
         "last_name": {"type": "string"}}, {"firstName": "Ada", "last_name": "Lovelace"}),
        ("turn off wifi", {"wifi": {"type": "boolean"}}, {"wifi": False}),
        ("at 19:30", {"start": {"type": "string", "format": "time"}}, {"start": "19:30:00Z"}),
        ("tags red and blue; assign to bob",
         {"tags": {"type": "array", "items": {"type": "string"}}}, {"tags": ["red", "blue"]}),
        ("Rechnung Nr. 4711 über 1.250,75 €", {"invoice_number": {"type": "string"},
         "amount": {"type": "number"}}, {"invoice_number": "4711", "amount": 1250.75}),
        ("deploy version 2.4.1 now", {"version": {"type": "string"}}, {"version": "2.4.1"}),
        ("under 50 euros in size 42",
         {"max_price": {"type": "number"}, "size": {"type": "integer"}},
         {"max_price": 50, "size": 42}),
        ("age 7", {"age": {"anyOf": [{"type": "null"}, {"type": "integer"}]}}, {"age": 7}),
        ("age 7", {"age": {"type": ["integer", "null"]}}, {"age": 7}),
    ],
)  # fmt: skip
def test_fields_get_what_stands_beside_their_words(request_, properties, expected):
    assert read(request_, **properties) == expected


@pytest.mark.parametrize(
    "properties",
    [
        {"age": {"type": "integer"}}, {"email": EMAIL}, {"day": DATE}, {"name": {"type": "string"}},
        {"done": {"type": "boolean"}}, {"colour": {"enum": ["red", "blue"]}},
        {"tags": {"type": "array", "items": {"type": "string"}}}, {"x": {"not": {}}}, {"x": True},
    ],
)  # fmt: skip
def test_what_is_not_said_is_not_made_up(properties):
    assert read("Hello, how are you?", **properties) == {}


def test_two_numbers_without_words_belong_to_nobody():
    number = {"type": "integer"}
    assert read("4 and 5", age=number) == {}


def test_a_value_that_is_no_object_is_read_as_well():
    for schema, request, value in (
        ({"type": "integer"}, "I want 7", 7),
        ({"type": "array", "items": {"type": "integer"}}, "1, 2 and 3", [1, 2, 3]),
        ({"enum": ["yes", "no"]}, "say yes", "yes"),
    ):
        checked = CheckedSchema(schema)
        assert Reader(request, checked, lambda: None).value(schema).value == value


def test_a_schema_that_leads_to_itself_and_hostile_requests_take_no_time():
    schema = {"type": "object", "properties": {"a": {"$ref": "#"}, "b": {"$ref": "#"},
                                               "n": {"type": "integer"}}}  # fmt: skip
    checked = CheckedSchema(schema)
    for request in (
        "n 1 " * 12_000,
        "a b n " * 8_000,
        "n is " * 10_000,
        '"' * 50_000,
        "İ" * 50_000,
    ):
        Reader(request, checked, lambda: None).value(schema)
    many = {"x": {"enum": [f"v{n}" for n in range(15_000)]}}
    read("v1 " * 16_000, **many)


def test_it_stops_when_it_is_told_to():
    class Stopped(Exception):
        pass

    def stop():
        raise Stopped

    schema = {"type": "object", "properties": {"a": {"type": "integer"}}}
    with pytest.raises(Stopped):
        Reader("a 1", CheckedSchema(schema), stop).value(schema)
