"""Routes of the API: what they take is validated, and described, by the models they name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, NamedTuple, get_type_hints

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ValidationError

from bluepencil.web.errors import invalid

View = Callable[..., ResponseReturnValue]
Responses = dict[int | str, Any]  # by status: a model, None for no body, or OpenAPI's own words

_PARTS: dict[str, Callable[[], Any]] = {
    "path": lambda: request.view_args,
    "query": lambda: request.args.to_dict(),
    "form": lambda: request.form.to_dict() | request.files.to_dict(),
    "body": lambda: request.get_json(silent=True),
}


class Route(NamedTuple):
    """A route as the API's description needs it."""

    rule: str
    method: str
    view: View
    summary: str
    responses: Responses


class Api(Blueprint):
    """A blueprint whose views are given the parts of a request that they name, validated.

    A view's parameters are any of `path`, `query`, `form` (with files) and `body` (JSON), each
    annotated with a pydantic model. Routes are declared with a `summary` and their `responses`;
    `tag` is the heading under which they are described, and `models` are described too though no
    route names them as its response.
    """

    def __init__(self, name: str, import_name: str, tag: str = "") -> None:
        super().__init__(name, import_name)
        self.tag = tag
        self.routes: list[Route] = []
        self.models: list[type[BaseModel]] = []

    def route(self, rule: str, **options: Any) -> Callable[[Any], Any]:
        """Declare a route; `get`, `post` and the others of Flask's blueprints call this."""
        summary, responses = options.pop("summary"), options.pop("responses")

        def declare(view: View) -> View:
            self.add_url_rule(rule, view_func=_validated(view), **options)
            for method in options["methods"]:
                self.routes.append(Route(rule, method, view, summary, responses))
            return view

        return declare


@cache  # one function for each view, as Flask wants it where a view has several routes
def _validated(view: View) -> View:
    """The view, given the parts of the request it names. Raises Invalid."""
    models = {name: model for name, model in get_type_hints(view).items() if name in _PARTS}

    @wraps(view)
    def validated(**_: Any) -> ResponseReturnValue:
        try:
            parts = {name: model.model_validate(_PARTS[name]()) for name, model in models.items()}
        except ValidationError as error:
            raise invalid(error) from error
        return view(**parts)

    return validated
