"""The API's own description, made when somebody first asks for it.

flask_openapi describes a route while it is declared, which makes the JSON Schema of every model: a
quarter of the time to start, and 5 MB, for a document that most servers are never asked for.
"""

from __future__ import annotations

from threading import Lock
from types import FunctionType
from typing import Any, cast

from flask import Flask
from flask_openapi import APIBlueprint, OpenAPI, Tag
from flask_openapi.models import Schema
from flask_openapi.utils import get_model_schema, parse_parameters
from pydantic import BaseModel

from bluepencil import VERSION
from bluepencil.web.models import Problem

_one_at_a_time = Lock()


class Blueprint(APIBlueprint):
    """An APIBlueprint that only notes how its routes are described, until `describe()`.

    `tag` is the heading under which they stand in the document.
    """

    def __init__(self, name: str, import_name: str, tag: str = "") -> None:
        super().__init__(name, import_name, abp_tags=[Tag(name=tag)] if tag else [])
        self._routes: list[tuple[str, FunctionType, dict[str, Any]]] = []
        self._models: list[type[BaseModel]] = []

    def add_model(self, model: type[BaseModel]) -> None:
        """Describe this model of a response too, which no route's `responses` holds as such."""
        self._models.append(model)

    def _collect_openapi_info(self, rule: str, func: FunctionType, **options: Any) -> Any:
        """Called by the decorators; returns the models of the route's parameters."""
        self._routes.append((rule, func, options))
        return parse_parameters(func, doc_ui=False)

    def describe(self) -> None:
        """Fill in `paths`, `tags` and `components_schemas`; a second call does nothing."""
        while self._routes:
            rule, func, options = self._routes.pop(0)
            super()._collect_openapi_info(rule, func, **options)
        while self._models:
            model = self._models.pop(0)
            schema = get_model_schema(model, mode="serialization")
            parts = schema.pop("$defs", {}) | {model.__name__: schema}
            self.components_schemas.update({name: Schema(**part) for name, part in parts.items()})


def document(app: Flask) -> dict[str, Any]:
    """The OpenAPI document of the app's blueprints."""
    with _one_at_a_time:
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
    for blueprint in app.blueprints.values():
        if isinstance(blueprint, Blueprint):
            blueprint.describe()
            described.register_api(blueprint)
    return cast(dict[str, Any], described.api_doc)
