"""Reads .pdf."""

from __future__ import annotations

from collections.abc import Iterator

from bluepencil.documents import Limits
from bluepencil.documents.pieces import Piece
from bluepencil.documents.text import unsupported


def pieces(data: bytes, limits: Limits) -> Iterator[Piece]:
    """The pieces of a .pdf."""
    raise unsupported("Reading .pdf is not built yet")
