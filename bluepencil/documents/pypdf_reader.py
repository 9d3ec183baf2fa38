"""pypdf as it is used here: its limits, and files that it would refuse but need not."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, cast

from pypdf import PageObject, PdfReader, apply_configuration
from pypdf.generic import ArrayObject, NameObject, PdfObject, StreamObject

from bluepencil.documents import Limits
from bluepencil.documents.pypdf_errors import DAMAGE, reading
from bluepencil.errors import BadDocument, TooLarge

_LIMITS: dict[str, Any] = {  # of pypdf, per stream; a page's text is far below
    "maximum_declared_stream_length": 30_000_000,
    "array_based_stream_maximum_output_length": 10_000_000,
    "lzw_maximum_output_length": 10_000_000,
    "run_length_maximum_output_length": 10_000_000,
    "zlib_maximum_output_length": 10_000_000,
    "stream_decoding_work_maximum_length": 40_000_000,
    "stream_parsing_work_maximum_count": 500_000,
    "xform_maximum_invocations_per_extraction": 300,
    "outline_maximum_entries": 1_000,
}
_FILTERS = {
    "/A85": "/ASCII85Decode",
    "/AHx": "/ASCIIHexDecode",
    "/CCF": "/CCITTFaxDecode",
    "/DCT": "/DCTDecode",
    "/Fl": "/FlateDecode",
    "/LZW": "/LZWDecode",
    "/RL": "/RunLengthDecode",
}


@contextmanager
def configured() -> Iterator[None]:
    """While files are read: pypdf keeps to our limits, and logs nothing of them."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with apply_configuration(**_LIMITS):
        yield


class _Reader(PdfReader):
    """Also takes the short names of filters, which inline images have and some files everywhere."""

    def get_object(self, indirect_reference: Any) -> PdfObject | None:
        """See PdfReader."""
        found = super().get_object(indirect_reference)
        if isinstance(found, StreamObject):
            named = found.get("/Filter")
            if isinstance(named, ArrayObject):
                named[:] = [_spelled_out(name) for name in named]
            elif named in _FILTERS:
                found[NameObject("/Filter")] = _spelled_out(named)
        return found


def _spelled_out(name: Any) -> Any:
    return NameObject(_FILTERS[name]) if name in _FILTERS else name


def opened(data: bytes, limits: Limits) -> Iterator[Callable[[], PageObject]]:
    """Each page, to be had by a call, if the file can be opened and there are not too many.

    Errors: BadDocument `encrypted_document` or `damaged_document`; TooLarge `too_many_pages`. A
    call may raise BadDocument too.
    """
    with reading():
        reader = _Reader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
    if locked:
        raise BadDocument(
            "The file is protected with a password. Remove the password and upload it again.",
            code="encrypted_document",
        )
    with reading():
        declared = cast(Any, reader.root_object["/Pages"]).get("/Count", 0)
        number = len(reader.pages)
    if max(number, declared if isinstance(declared, int) else 0) > limits.pages:
        raise TooLarge(
            f"The document has more than {limits.pages:,} pages. Split it and review the parts.",
            code="too_many_pages",
        )
    for index in range(number):
        yield partial(_page, reader, index)


def _page(reader: PdfReader, index: int) -> PageObject:
    with reading():
        return reader.pages[index]


def has_pictures(page: PageObject) -> bool:
    """Whether there is a picture on the page, as on those that a scanner makes."""
    with suppress(*DAMAGE):
        resources = cast(Any, page["/Resources"].get_object())
        objects = resources["/XObject"].get_object()
        return any(one.get_object().get("/Subtype") == "/Image" for one in objects.values())
    return False
