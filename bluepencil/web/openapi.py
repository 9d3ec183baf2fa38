"""The API's own description, made by flask_openapi from the routes and their models.

The library is imported with this module, when somebody asks for the description: it describes a
route while that is declared, which would make up a third of the time to start.
"""

from __future__ import annotations

import copy
from typing import Any, cast

from flask import Flask
from flask_openapi import APIBlueprint, OpenAPI, Tag
from flask_openapi.models import PathItem, Schema
from flask_openapi.utils import get_model_schema

from bluepencil import VERSION
from bluepencil.web.api import Api
from bluepencil.web.kind_schemas import add_kinds, expand_kinds
from bluepencil.web.models import Problem


def document(app: Flask) -> dict[str, Any]:
    """The OpenAPI document of the app; made once."""
    if "openapi" not in app.extensions:
        whole = copy.deepcopy(reference(app))
        if "bluepencil" in app.extensions:
            expand_kinds(whole, app.extensions["bluepencil"].tasks.catalogue)
        app.extensions["openapi"] = whole
    return cast(dict[str, Any], app.extensions["openapi"])


def reference(app: Flask) -> dict[str, Any]:
    """The same for people to read: what holds for every kind of task is said once; made once."""
    if "reference" not in app.extensions:
        app.extensions["reference"] = _document(app)
    return cast(dict[str, Any], app.extensions["reference"])


def _document(app: Flask) -> dict[str, Any]:
    described = OpenAPI(
        __name__,
        info={"title": "Bluepencil", "version": VERSION},
        doc_ui=False,
        validation_error_model=Problem,
    )
    described.url_map.converters.update(app.url_map.converters)
    paths = dict[str, PathItem]()
    for api in app.blueprints.values():
        if isinstance(api, Api):
            described.register_api(_described(api))
            for path, item in described.paths.items():  # it forgets those of an earlier API
                known = paths.setdefault(path, item)
                described.paths[path] = paths[path] = known.model_copy(
                    update={name: getattr(item, name) for name in item.model_fields_set}
                )
    whole = cast(dict[str, Any], described.api_doc)
    if "bluepencil" in app.extensions:
        add_kinds(whole, app.extensions["bluepencil"].tasks.catalogue)
    return whole


def _described(api: Api) -> APIBlueprint:
    described = APIBlueprint(
        api.name, api.import_name, abp_tags=[Tag(name=api.tag)] if api.tag else []
    )
    for route in api.routes:
        declare = getattr(described, route.method.lower())
        declare(route.rule, summary=route.summary, responses=route.responses)(route.view)
    for model in api.models:
        schema = get_model_schema(model, mode="serialization")
        parts = schema.pop("$defs", {}) | {model.__name__: schema}
        described.components_schemas.update({name: Schema(**part) for name, part in parts.items()})
    return described
