"""The errors that pypdf raises when it meets a broken file."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from pypdf.errors import DependencyError, DeprecationError, LimitReachedError, PyPdfError

from bluepencil.documents.archive import damaged
from bluepencil.errors import TooLarge

# Besides its own errors pypdf raises whatever Python raises when it meets a broken file.
DAMAGE = (
    PyPdfError,
    DependencyError,  # a filter that needs another library
    DeprecationError,  # the name of a filter in older files
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


@contextmanager
def reading() -> Iterator[None]:
    """Turns the errors of pypdf into that of a damaged file, or of one that is too large.

    For calls of pypdf and nothing else: an error in our own code must not look like damage.
    """
    try:
        yield
    except LimitReachedError as error:
        raise too_long() from error
    except DAMAGE as error:
        raise damaged() from error


def too_long() -> TooLarge:
    """The error for a file that takes too long to read."""
    return TooLarge(
        "The document takes too long to read. Split it, or print it to a new .pdf.",
        code="document_too_large",
    )
