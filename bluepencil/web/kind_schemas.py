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


def describe_kinds(document: Json, catalogue: Mapping[str, Kind]) -> None:
    """Say in an OpenAPI document what each kind takes and gives, wherever any kind may be named."""
    schemas = document["components"]["schemas"]
    inputs = {name: _added(schemas, kind.input, "validation") for name, kind in catalogue.items()}
    outputs = {
        name: _added(schemas, kind.output, "serialization") for name, kind in catalogue.items()
    }
    for name in schemas.keys() & {*_NESTED, _FLAT}:
        whole = schemas[name]
        refs = {kind: f"{_COMPONENTS}{name}_{kind}" for kind in catalogue}
        for kind, taken in inputs.items():
            schemas[f"{name}_{kind}"] = _submission(
                whole, kind, taken, schemas[_name_of(taken)], flat=name == _FLAT
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
        for kind in catalogue:
            paths[path.replace("{kind}", kind)] = {
                method: _operation(operation, kind, inputs[kind], outputs[kind])
                for method, operation in methods.items()
            }


def _added(schemas: Json, model: type[BaseModel], mode: Any) -> Json:
    """A reference to the model's schema, which is then among the components."""
    schema = model.model_json_schema(ref_template=_COMPONENTS + "{model}", mode=mode)
    for name, part in schema.pop("$defs", {}).items():
        schemas.setdefault(name, part)
    schemas[schema["title"]] = schema
    return {"$ref": _COMPONENTS + schema["title"]}


def _name_of(reference: Json) -> str:
    return str(reference["$ref"]).removeprefix(_COMPONENTS)


def _submission(whole: Json, kind: str, taken: Json, input: Json, *, flat: bool) -> Json:
    """A submission of that kind."""
    properties = {**whole["properties"], "task_type": {"type": "string", "const": kind}}
    needed = input.get("required", [])
    if flat:
        properties |= input.get("properties", {})
    else:
        properties["input"] = taken
        needed = ["input"] if needed else []
    return {
        "title": f"{whole['title']}: {kind}",
        "type": "object",
        "properties": properties,
        "required": ["task_type", *needed],
        "additionalProperties": False,
    }


def _operation(operation: Json, kind: str, input: Json, output: Json) -> Json:
    """An operation on tasks of any kind, as it is for this one."""
    made: Json = copy.deepcopy(operation)
    made["operationId"] += f"_{kind}"
    made["parameters"] = [one for one in made["parameters"] if one["name"] != "kind"]
    if "requestBody" in made:
        made["requestBody"]["content"] = {"application/json": {"schema": input}}
    made["responses"].get("200", {})["content"] = {"application/json": {"schema": output}}
    return made
