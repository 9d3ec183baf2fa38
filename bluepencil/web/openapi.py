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
    by_tag: dict[str, list[Api]] = {}
    for api in app.blueprints.values():
        if isinstance(api, Api):
            by_tag.setdefault(api.tag, []).append(api)
    for tag, apis in by_tag.items():
        described.register_api(_described(tag, apis))
    return cast(dict[str, Any], described.api_doc)


def _described(tag: str, apis: list[Api]) -> APIBlueprint:
    """The routes under one heading, together: of two descriptions of a path only one would stay."""
    described = APIBlueprint(tag or "api", __name__, abp_tags=[Tag(name=tag)] if tag else [])
    for route in (route for api in apis for route in api.routes):
        declare = getattr(described, route.method.lower())
        declare(route.rule, summary=route.summary, responses=route.responses)(route.view)
    for model in (model for api in apis for model in api.models):
        schema = get_model_schema(model, mode="serialization")
        parts = schema.pop("$defs", {}) | {model.__name__: schema}
        described.components_schemas.update({name: Schema(**part) for name, part in parts.items()})
    return described
