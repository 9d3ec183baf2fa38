"""JSON Schemas from outside, used without fetching, hanging, or running out of memory.

The validator (jsonschema-rs) matches patterns in linear time and has no way to the network. What it
lacks is a limit on how often it looks at a value: a short schema can ask for that a billion
times. That number is worked out beforehand, for each value it is to judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from bluepencil.errors import Invalid
from bluepencil.values import Json

MOST_SCHEMAS = 2_000  # in one another
DEEPEST = 40
MOST_LOOKS = 200_000  # at a value or a part of it
MOST_PROBLEMS = 5  # told at a time
_ONE = ("not", "if", "then", "else")  # keywords with a schema for the value itself
_SEVERAL = ("allOf", "anyOf", "oneOf")  # with several
_NAMED = ("properties", "patternProperties")  # with schemas by the names of members
_OF_VALUE = ("dependentSchemas",)  # with schemas for the value itself by name
_INNER = (  # with one schema for members or elements
    "additionalProperties", "unevaluatedProperties", "propertyNames", "items", "additionalItems",
    "unevaluatedItems", "contains", "contentSchema",
)  # fmt: skip
_KEPT = ("$defs", "definitions")
_REFUSED = ("$dynamicRef", "$recursiveRef", "$dynamicAnchor", "$recursiveAnchor", "$anchor")


class Trouble(NamedTuple):
    """What is wrong with a value, and where in it."""

    path: tuple[str | int, ...]
    message: str


class CheckedSchema:
    """A schema that can be used. Raises Invalid, which says why it cannot."""

    def __init__(self, source: Mapping[str, Any]) -> None:
        self.source: Json = dict(source)
        _check_size(self.source)
        for schema in _schemas(self.source, root=True):
            _check_references(schema, self.source)
        self._validator  # noqa: B018 what cannot be compiled is refused now

    @cached_property
    def _validator(self) -> Any:
        import jsonschema_rs  # nothing else needs it in memory

        def no_network(address: str) -> Any:
            raise ValueError(f"nothing is fetched: {address}")

        try:
            return jsonschema_rs.validator_for(
                self.source,
                retriever=no_network,
                validate_formats=True,
                mask="the value",  # what was sent belongs in no log
                pattern_options=jsonschema_rs.RegexOptions(),
            )
        except (ValueError, jsonschema_rs.ReferencingError) as error:
            why = str(error).split("\n")[0][:300]
            raise _unusable(f"it is no usable JSON Schema: {why}") from error

    def troubles(self, value: Any) -> list[Trouble]:
        """What is wrong with a value, nothing where it is valid. Raises Invalid where finding out
        would take too long."""
        _Looks(self.source).count(self.source, value)
        found = []
        for error in self._validator.iter_errors(value):
            found.append(Trouble(tuple(error.instance_path), error.message[:300]))
            if len(found) == MOST_PROBLEMS:
                break
        return found

    def resolved(self, schema: Any) -> Json:
        """A schema within this one, its references followed; {} for what says nothing."""
        seen = 0
        while isinstance(schema, dict) and "$ref" in schema and seen < DEEPEST:
            target = _target(self.source, schema["$ref"])
            rest = {name: value for name, value in schema.items() if name != "$ref"}
            schema = {**target, **rest} if isinstance(target, dict) else rest
            seen += 1
        return schema if isinstance(schema, dict) else {}


def _unusable(why: str) -> Invalid:
    field = {"field": "schema", "message": why}
    return Invalid(f"The schema cannot be used: {why}.", code="bad_schema", errors=[field])


def _check_size(value: Any) -> None:
    """Refuse what is nested too deep, or too large, without recursion."""
    layer, depth, number = [value], 0, 0
    while layer:
        depth, number = depth + 1, number + len(layer)
        if depth > DEEPEST or number > 10 * MOST_SCHEMAS:
            raise _unusable("it is too large or nested too deep")
        layer = [
            inner
            for outer in layer
            for inner in (
                outer.values()
                if isinstance(outer, dict)
                else outer
                if isinstance(outer, list)
                else ()
            )
        ]


def _schemas(schema: Any, *, root: bool = False) -> Iterator[Json]:
    """A schema and all that are in it."""
    if not isinstance(schema, dict):
        return
    if "$id" in schema and not root:
        raise _unusable("a schema within it has an address of its own (“$id”)")
    yield schema
    for inner in _inner(schema):
        yield from _schemas(inner)


def _inner(schema: Json) -> Iterator[Any]:
    """The schemas directly in a schema, by every keyword that holds one."""
    for name in (*_ONE, *_INNER):
        value = schema.get(name)
        yield from value if isinstance(value, list) else [value]
    for name in (*_SEVERAL, "prefixItems"):
        value = schema.get(name)
        yield from value if isinstance(value, list) else ()
    for name in (*_NAMED, *_OF_VALUE, *_KEPT, "dependencies"):
        value = schema.get(name)
        yield from value.values() if isinstance(value, dict) else ()


def _check_references(schema: Json, root: Json) -> None:
    for name in _REFUSED:
        if name in schema:
            raise _unusable(f"“{name}” is not supported")
    reference = schema.get("$ref")
    if reference is not None:
        if not isinstance(reference, str) or not (reference == "#" or reference.startswith("#/")):
            raise _unusable("“$ref” may only lead to a place within the schema, like “#/$defs/x”")
        _target(root, reference)


def _target(root: Json, reference: str) -> Any:
    """Where a reference leads. Raises Invalid where that is nowhere."""
    place: Any = root
    for part in reference.split("/")[1:]:
        name = part.replace("%25", "%").replace("~1", "/").replace("~0", "~")
        try:
            place = place[int(name)] if isinstance(place, list) else place[name]
        except (KeyError, ValueError, IndexError, TypeError) as error:
            raise _unusable(f"“$ref”: there is nothing at {reference[:100]}") from error
    return place


class _Looks:
    """Counts how often a validator that remembers nothing would look at a value and its parts."""

    def __init__(self, root: Json) -> None:
        self._root = root
        self._known: dict[tuple[int, int], int] = {}
        self._depth = 0

    def count(self, schema: Any, value: Any) -> int:
        """How often, for this schema and value. Raises Invalid where that is too often."""
        if not isinstance(schema, dict):
            return 1
        key = id(schema), id(value)
        if key not in self._known:
            self._known[key] = 0  # where it comes upon itself, the validator stops
            self._depth += 1
            if self._depth > 400 or len(self._known) > MOST_LOOKS:
                raise _unusable("it leads too deep into itself")
            looks = 1 + sum(self.count(inner, part) for inner, part in self._steps(schema, value))
            self._depth -= 1
            if looks > MOST_LOOKS:
                raise _unusable("it looks at the same value too often")
            self._known[key] = looks
        return self._known[key]

    def _steps(self, schema: Json, value: Any) -> Iterator[tuple[Any, Any]]:
        if "$ref" in schema:
            yield _target(self._root, schema["$ref"]), value
        for name in _ONE:
            if name in schema:
                yield schema[name], value
        for name in _SEVERAL:
            for inner in schema.get(name) or ():
                yield inner, value
        for name in (*_OF_VALUE, "dependencies"):
            if isinstance(schema.get(name), dict):
                for inner in schema[name].values():
                    yield inner, value
        if isinstance(value, dict):
            yield from self._of_object(schema, value)
        elif isinstance(value, list):
            yield from self._of_list(schema, value)

    def _of_object(self, schema: Json, value: Json) -> Iterator[tuple[Any, Any]]:
        for name, part in value.items():
            if name in (schema.get("properties") or {}):
                yield schema["properties"][name], part
            for inner in (schema.get("patternProperties") or {}).values():
                yield inner, part
            for keyword in ("additionalProperties", "unevaluatedProperties"):
                yield schema.get(keyword), part
            yield schema.get("propertyNames"), name

    def _of_list(self, schema: Json, value: list[Any]) -> Iterator[tuple[Any, Any]]:
        items = schema.get("items")
        several = schema.get("prefixItems") or (items if isinstance(items, list) else ())
        for index, part in enumerate(value):
            if index < len(several):
                yield several[index], part
            for keyword in ("additionalItems", "unevaluatedItems", "contains"):
                yield schema.get(keyword), part
            if not isinstance(items, list):
                yield items, part
