"""Every kind's input and result in the API's description: in submissions, and by its address."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from bluepencil.values import Json
from bluepencil.work.catalogue import Kind

_COMPONENTS = "#/components/schemas/"
_NESTED = ("Submission", "BatchItem")  # bodies that have a kind's name and its input
_FLAT = "FlatSubmission"  # and the one with the input's fields at the top


def add_kinds(document: Json, catalogue: Mapping[str, Kind]) -> None:
    """Add what each kind takes and gives to the schemas of an OpenAPI document."""
    schemas = document["components"]["schemas"]
    for kind in catalogue.values():
        _add(schemas, kind.input, "validation")
        _add(schemas, kind.output, "serialization")


def expand_kinds(document: Json, catalogue: Mapping[str, Kind]) -> None:
    """Say for each kind, wherever any may be named, what it takes and gives there."""
    schemas = document["components"]["schemas"]
    for name in schemas.keys() & {*_NESTED, _FLAT}:
        whole = schemas[name]
        refs = {kind: f"{_COMPONENTS}{name}_{kind}" for kind in catalogue}
        for kind in catalogue.values():
            schemas[f"{name}_{kind.name}"] = _submission(
                whole, kind, schemas[_title(kind.input)], flat=name == _FLAT
            )
        schemas[name] = {
            "title": whole["title"],
            "description": whole["description"],
            "oneOf": [{"$ref": ref} for ref in refs.values()],
            "discriminator": {"propertyName": "task_type", "mapping": refs},
        }
    paths = document["paths"]
    for path in [path for path in paths if "{kind}" in path]:
        methods = paths.pop(path)
        for kind in catalogue.values():
            paths[path.replace("{kind}", kind.name)] = {
                method: _operation(operation, kind) for method, operation in methods.items()
            }


def _add(schemas: Json, model: type[BaseModel], mode: Any) -> None:
    schema = model.model_json_schema(ref_template=_COMPONENTS + "{model}", mode=mode)
    for name, part in schema.pop("$defs", {}).items():
        schemas.setdefault(name, part)
    schemas[_title(model)] = schema


def _title(model: type[BaseModel]) -> str:
    return str(model.model_config["title"])


def _reference(model: type[BaseModel]) -> Json:
    return {"$ref": _COMPONENTS + _title(model)}


def _submission(whole: Json, kind: Kind, input: Json, *, flat: bool) -> Json:
    """A submission of that kind."""
    properties = {**whole["properties"], "task_type": {"type": "string", "const": kind.name}}
    needed = input.get("required", [])
    if flat:
        properties |= input.get("properties", {})
    else:
        properties["input"] = _reference(kind.input)
        needed = ["input"] if needed else []
    return {
        "title": f"{whole['title']}: {kind.name}",
        "type": "object",
        "properties": properties,
        "required": ["task_type", *needed],
        "additionalProperties": False,
    }


def _operation(operation: Json, kind: Kind) -> Json:
    """An operation on tasks of any kind, as it is for this one."""
    made: Json = copy.deepcopy(operation)
    made["operationId"] += f"_{kind.name}"
    made["parameters"] = [one for one in made["parameters"] if one["name"] != "kind"]
    for place, model in (
        (made.get("requestBody"), kind.input),
        (made["responses"].get("200"), kind.output),
    ):
        if place is not None:
            place["content"] = {"application/json": {"schema": _reference(model)}}
    return made
