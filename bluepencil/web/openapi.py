"""The API's own description, made by flask_openapi from the routes and their models.

The library is imported with this module, when somebody asks for the description: it describes a
route while that is declared, which would make up a third of the time to start.
"""

from __future__ import annotations

from typing import Any, cast

from flask import Flask
from flask_openapi import APIBlueprint, OpenAPI, Tag
from flask_openapi.models import Schema
from flask_openapi.utils import get_model_schema

from bluepencil import VERSION
from bluepencil.web.api import Api
from bluepencil.web.kind_schemas import describe_kinds
from bluepencil.web.models import Problem


def document(app: Flask) -> dict[str, Any]:
    """The OpenAPI document of the app; made once."""
    if "openapi" not in app.extensions:
        app.extensions["openapi"] = _document(app)
    return cast(dict[str, Any], app.extensions["openapi"])


def _document(app: Flask) -> dict[str, Any]:
    described = OpenAPI(
        __name__,
        info={"title": "Bluepencil", "version": VERSION},
        doc_ui=False,
        validation_error_model=Problem,
    )
    for api in app.blueprints.values():
        if isinstance(api, Api):
            described.register_api(_described(api))
    if "bluepencil" in app.extensions:
        describe_kinds(described.components_schemas, app.extensions["bluepencil"].tasks.catalogue)
    return cast(dict[str, Any], described.api_doc)


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
