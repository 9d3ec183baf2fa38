"""Uploaded files: their bytes, a name that can be shown, and the document in them."""

from __future__ import annotations

import re

from werkzeug.datastructures import FileStorage

from bluepencil.documents import Document, reader
from bluepencil.errors import TooLarge
from bluepencil.web import site


def content(file: FileStorage) -> bytes:
    """All of it."""
    return file.stream.read()


def name_of(file: FileStorage) -> str:
    """The last part of the name that was sent; it is shown, never used as a path."""
    name = re.split(r"[\\/]", file.filename or "")[-1]
    return "".join(c for c in name if c.isprintable()).strip()[:200] or "document"


def document_of(data: bytes, name: str) -> Document:
    """The document in these bytes. Raises what `reader.read` does, and TooLarge for one of too many
    sections: each is a row of lists, and may be a call of the model."""
    here = site()
    document = reader.read(data, name, here.limits)
    number, most = len(document.sections), here.settings.max_sections
    if number > most:
        raise TooLarge(
            f"The document has {number:,} sections; {most:,} is the most. Split it and review the "
            "parts.",
            code="too_many_sections",
        )
    return document
