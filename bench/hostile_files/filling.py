"""How a hostile file is filled."""

from __future__ import annotations

MB = 2**20
FULL = 25 * MB - 2048  # bytes: with the rest of its form, what an upload may have


def fill(piece: str | bytes, size: int = FULL) -> bytes:
    """As many copies of it as fit."""
    piece = piece.encode() if isinstance(piece, str) else piece
    return piece * (size // len(piece))


def numbers(count: int, form: str) -> bytes:
    """That form, with each number below `count` in it."""
    return "".join(map(form.format, range(count))).encode()
