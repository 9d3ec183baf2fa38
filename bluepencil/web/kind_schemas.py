"""Every kind's input and result in the API's description, and in what a submission may be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask_openapi.models import Schema
from pydantic import BaseModel

from bluepencil.values import Json
from bluepencil.work.catalogue import Kind

_COMPONENTS = "#/components/schemas/"


def describe_kinds(components: dict[str, Any], catalogue: Mapping[str, Kind]) -> None:
    """Add the models of all kinds, and say of each submission which `input` its kind takes."""
    inputs = {
        kind.name: _added(components, kind.input, "validation") for kind in catalogue.values()
    }
    for kind in catalogue.values():
        _added(components, kind.output, "serialization")
    for name in {"Submission", "BatchItem"} & components.keys():
        whole = _plain(components[name])
        for task_type, taken in inputs.items():
            _replace(components, f"{name}_{task_type}", _with(whole, task_type, input=taken))
        _one_of(components, name, whole, inputs)
    if "FlatSubmission" in components:
        whole = _plain(components["FlatSubmission"]) | {"additionalProperties": False}
        for task_type, taken in inputs.items():
            fields = _plain(components[taken["$ref"].removeprefix(_COMPONENTS)])
            flat = _with(whole, task_type, **fields.get("properties", {}))
            flat["required"] = ["task_type", *fields.get("required", [])]
            _replace(components, f"FlatSubmission_{task_type}", flat)
        _one_of(components, "FlatSubmission", whole, inputs)
    if "AnyInput" in components:
        _replace(components, "AnyInput", {"anyOf": list(inputs.values())})


def _added(components: dict[str, Any], model: type[BaseModel], mode: Any) -> Json:
    """A reference to the model's schema among the components."""
    schema = model.model_json_schema(ref_template=_COMPONENTS + "{model}", mode=mode)
    for name, part in schema.pop("$defs", {}).items():
        if name not in components:
            _replace(components, name, part)
    name = str(schema["title"])
    if name not in components:
        _replace(components, name, schema)
    return {"$ref": _COMPONENTS + name}


def _with(whole: Json, task_type: str, **properties: Json) -> Json:
    """A submission of that type, with these properties."""
    named = {"task_type": {"type": "string", "const": task_type}}
    changed = {**whole, "properties": {**whole["properties"], **named, **properties}}
    changed["title"] = f"{whole['title']}: {task_type}"
    return changed


def _one_of(components: dict[str, Any], name: str, whole: Json, types: Mapping[str, Any]) -> None:
    """Make a submission be one of those of the types there are."""
    refs = {task_type: f"{_COMPONENTS}{name}_{task_type}" for task_type in types}
    one_of = [{"$ref": ref} for ref in refs.values()]
    about: Json = {key: whole[key] for key in ("title", "description") if key in whole}
    discriminator = {"propertyName": "task_type", "mapping": refs}
    _replace(components, name, {**about, "oneOf": one_of, "discriminator": discriminator})


def _plain(schema: Any) -> Json:
    """A component as JSON, whichever of the two ways it is kept."""
    if isinstance(schema, BaseModel):
        return dict(schema.model_dump(mode="json", by_alias=True, exclude_unset=True))
    return dict(json.loads(json.dumps(schema)))


def _replace(components: dict[str, Any], name: str, schema: Json) -> None:
    components[name] = Schema(**schema)
