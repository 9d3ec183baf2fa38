"""Uploaded files: their bytes, and a name that can be shown."""

from __future__ import annotations

import re

from werkzeug.datastructures import FileStorage


def content(file: FileStorage) -> bytes:
    """All of it."""
    return file.stream.read()


def name_of(file: FileStorage) -> str:
    """The last part of the name that was sent; it is shown, never used as a path."""
    name = re.split(r"[\\/]", file.filename or "")[-1]
    return "".join(c for c in name if c.isprintable()).strip()[:200] or "document"
