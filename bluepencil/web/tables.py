"""Tables as CSV that a spreadsheet opens as what it is: text and numbers, never formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response
from pydantic import BaseModel

from bluepencil.web.api import Api

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
Cell = str | int | float | None


def csv_response(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """The table as a file to download; `name` is the file's, without its suffix."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    # The mark at the start is how spreadsheets know that it is UTF-8.
    response = Response(f"\ufeff{out.getvalue()}", mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def json_or_csv(api: Api, model: type[BaseModel]) -> dict[int | str, Any]:
    """The `responses=` entry of a route that answers this model, or a table if asked."""
    return json_or(api, (model,), "text/csv")


def json_or(api: Api, models: Sequence[type[BaseModel]], *others: str) -> dict[int | str, Any]:
    """The `responses=` entry of a route that answers one of these models, or a file of one of
    the other types."""
    api.models.extend(models)
    references = [{"$ref": f"#/components/schemas/{model.__name__}"} for model in models]
    told = references[0] if len(references) == 1 else {"anyOf": references}
    files = {other: {"schema": {"type": "string"}} for other in others}
    return {200: {"content": {"application/json": {"schema": told}, **files}}}


def _cell(value: Cell) -> str | int | float:
    """A cell that no spreadsheet takes for a formula: those begin with one of a few signs."""
    if value is None:
        return ""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return value
