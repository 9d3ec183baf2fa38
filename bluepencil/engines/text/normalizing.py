"""From a reading to valid JSON: defaults, what does not fit left out, and how far to trust it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bluepencil.engines.text.found import dates, moments, numbers, times, times_of_day
from bluepencil.engines.text.json_schema import CheckedSchema, Trouble
from bluepencil.engines.text.reader import Reader
from bluepencil.errors import Invalid
from bluepencil.values import Json

_ROUNDS = 30  # values that are left out before it is given up
_DEEPEST = 8


def read(request: str, schema: CheckedSchema, check: Callable[[], None]) -> Any:
    """What the request literally says, valid against the schema.

    Raises Invalid, which names what the request does not say, where that is not enough.
    """
    said = Reader(request, schema, check).value(schema.source)
    value = said.value if said is not None else {} if _is_object(schema) else None
    for _ in range(_ROUNDS):
        value = completed(value, schema)
        troubles = schema.troubles(value)
        if not troubles:
            return value
        if not any(_left_out(value, one.path) for one in troubles):
            raise not_normalized("the request does not say enough", troubles)
    raise not_normalized("too little of the request fits the schema", schema.troubles(value))


def not_normalized(why: str, troubles: Sequence[Trouble]) -> Invalid:
    """The error that says why there is no valid JSON."""
    found = [
        {"field": ".".join(map(str, one.path)) or "(the whole)", "message": one.message}
        for one in troubles
    ]
    said = "; ".join(f"{one['field']}: {one['message']}" for one in found)
    detail = f"It could not be normalized: {why}{f' ({said})' if said else ''}."
    return Invalid(detail, code="not_normalized", errors=found)


def confidence(value: Any, schema: CheckedSchema, request: str) -> float:
    """How much of the schema has a value, times how much of that the request says literally."""
    filled, asked = _coverage(value, schema.source, schema, 0)
    leaves = list(_leaves(value))
    folded = " ".join(request.casefold().split())
    stated = {
        one.value
        for find in (dates, moments, numbers, times, times_of_day)
        for one in find(request)
    }
    literal = sum(leaf in stated or _is_said(leaf, folded) for leaf in leaves)
    share = literal / len(leaves) if leaves else 0.0
    return round(filled / asked * (0.5 + 0.5 * share), 3) if asked and leaves else 0.0


def completed(value: Any, schema: CheckedSchema) -> Any:
    """The value with the defaults, and the nulls, that the schema has for what is missing."""
    return _completed(value, schema.source, schema, 0)


def _completed(value: Any, within: Any, schema: CheckedSchema, depth: int) -> Any:
    plain = schema.resolved(within)
    if not isinstance(value, dict) or depth > _DEEPEST:
        return value
    required = plain.get("required") or ()
    made: Json = {}
    for name, inner in _properties(plain).items():
        about = schema.resolved(inner)
        if name in value:
            made[name] = _completed(value[name], inner, schema, depth + 1)
        elif "default" in about:
            made[name] = copy.deepcopy(about["default"])
        elif name in required and _may_be_null(about, schema):
            made[name] = None
        elif name in required and about.get("type") == "object":
            made[name] = _completed({}, inner, schema, depth + 1)
        elif name in required and about.get("type") == "array" and not about.get("minItems"):
            made[name] = []
    return {**made, **{name: one for name, one in value.items() if name not in made}}


def _left_out(value: Any, path: tuple[str | int, ...]) -> bool:
    """Take out what stands at that place; False where nothing can be taken out."""
    for step in path[:-1]:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return False
    if path and isinstance(value, dict | list):
        try:
            del value[path[-1]]  # type: ignore[arg-type]
        except (KeyError, IndexError, TypeError):
            return False
        return True
    return False


def _is_object(schema: CheckedSchema) -> bool:
    plain = schema.resolved(schema.source)
    return plain.get("type") == "object" or "properties" in plain


def _properties(plain: Json) -> Json:
    found = plain.get("properties")
    return found if isinstance(found, dict) else {}


def _may_be_null(about: Json, schema: CheckedSchema) -> bool:
    kinds = about.get("type")
    options = [*(about.get("anyOf") or ()), *(about.get("oneOf") or ())]
    return (
        kinds == "null"
        or (isinstance(kinds, list) and "null" in kinds)
        or any(schema.resolved(one).get("type") == "null" for one in options)
    )


def _coverage(value: Any, within: Any, schema: CheckedSchema, depth: int) -> tuple[float, float]:
    """How many fields have a value and how many there are; those required count twice."""
    plain = schema.resolved(within)
    properties = _properties(plain)
    if not properties or depth > _DEEPEST:
        return (0.0 if value in (None, [], {}) else 1.0), 1.0
    filled = asked = 0.0
    members = value if isinstance(value, dict) else {}
    for name, inner in properties.items():
        weight = 2.0 if name in (plain.get("required") or ()) else 1.0
        has, of = _coverage(members.get(name), inner, schema, depth + 1)
        filled, asked = filled + weight * has / of, asked + weight
    return filled, asked


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    elif value is not None:
        yield value


def _is_said(leaf: Any, request: str) -> bool:
    """Whether a request says a value literally; what is no text or number counts as half said."""
    if isinstance(leaf, bool):
        return True
    text = f"{leaf:g}" if isinstance(leaf, float) else str(leaf)
    return " ".join(text.casefold().replace("_", " ").split()) in request
