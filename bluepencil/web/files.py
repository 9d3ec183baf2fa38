"""Uploaded files: their bytes, a name that can be shown, and the document in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.datastructures import FileStorage

from bluepencil.documents import Document, isolated
from bluepencil.errors import TooLarge, Unavailable
from bluepencil.web import site


def content(file: FileStorage) -> bytes:
    """All of it."""
    return file.stream.read()


def name_of(file: FileStorage) -> str:
    """The last part of the name that was sent; it is shown, never used as a path."""
    name = re.split(r"[\\/]", file.filename or "")[-1]
    return "".join(c for c in name if c.isprintable()).strip()[:200] or "document"


def read(data: bytes, name: str) -> Document:
    """The document in these bytes. Raises what `reader.read` does, and Unavailable where too many
    large ones are being read: each holds a thread, and some must stay free."""
    limits = site().limits
    if isolated.is_small(data):
        return isolated.read(data, name, limits)
    with _thread():
        return isolated.read(data, name, limits)


@contextmanager
def _thread() -> Iterator[None]:
    here = site()
    slots = next((one for one in (here.readers, here.slots) if one.acquire()), None)
    if slots is None:
        raise Unavailable("Too many large files are being read; try again.", retry_after=5)
    try:
        yield
    finally:
        slots.release()


def document_of(data: bytes, name: str) -> Document:
    """The same; raises TooLarge also for one of too many sections: each is a row of lists, and may
    be a call of the model."""
    document, most = read(data, name), site().settings.max_sections
    number = len(document.sections)
    if number > most:
        raise TooLarge(
            f"The document has {number:,} sections; {most:,} is the most. Split it and review the "
            "parts.",
            code="too_many_sections",
        )
    return document
