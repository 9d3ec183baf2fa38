"""Opens the zip archive of a .docx, and refuses archives that are made to do harm."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from bluepencil.documents import Limits
from bluepencil.errors import BadDocument, TooLarge

MAX_MEMBERS = 5_000
MAX_RATIO = 250  # unpacked to packed, for members of more than RATIO_FROM bytes
RATIO_FROM = 5 * 1024 * 1024
MAX_ELEMENTS = 1_500_000  # XML elements in one part: about 10 s to read
MAX_BLOCK_ELEMENTS = 400_000  # XML elements held in memory at once
_LARGE = 1_000  # XML elements

_DAMAGE = (  # what zipfile, zlib and lxml raise at a file that is broken
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    etree.LxmlError,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class Archive:
    """An archive whose members can be read. Broken members raise BadDocument.

    Only calls of libraries are guarded for that, not the code that uses what is read: an error in
    that code does not mean that the file is damaged.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.members = archive.infolist()
        self.names = frozenset(archive.namelist())

    def read(self, member: str | zipfile.ZipInfo) -> bytes:
        """All of a member."""
        with _damage():
            return self._archive.read(member)

    def elements(self, part: str, event: str) -> Iterator[etree._Element]:
        """The elements of an XML part as each begins ("start") or ends ("end").

        Entities are not resolved.
        """
        with _damage(), self._archive.open(part) as stream:
            for _, element in etree.iterparse(
                stream,
                events=(event,),
                resolve_entities=False,
                no_network=True,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            ):
                yield element

    def children(self, part: str, parents: frozenset[str]) -> Iterator[etree._Element]:
        """The elements directly under `parents` (tags) in an XML part, one at a time; each is
        removed when the next is requested, so that the part is never in memory as a whole.

        A part that declares a document type is refused.
        """
        total = held = 0
        for element in self.elements(part, "end"):
            held += 1
            parent = element.getparent()
            if held > MAX_BLOCK_ELEMENTS:
                raise _too_much()
            if parent is None or parent.tag not in parents:
                continue
            if not total and element.getroottree().docinfo.internalDTD is not None:
                raise _suspicious()
            total += held
            if total > MAX_ELEMENTS:
                raise _too_much()
            yield element
            if held > _LARGE:
                _clear_children(element)
            element.clear()
            held = 0
            while element.getprevious() is not None:
                del parent[0]


def _clear_children(element: etree._Element) -> None:
    """Remove everything in the children of an element, from the leaves up.

    To remove a large subtree with a namespace at once takes lxml the square of its size.
    """
    for child in element:
        if len(child):
            _clear_children(child)
            child.clear()


@contextmanager
def opened(data: bytes, limits: Limits) -> Iterator[Archive]:
    """The archive in `data`, checked before any of it is unpacked.

    Errors, including those while it is read: BadDocument `damaged_document`, `encrypted_document`,
    `suspicious_archive`; TooLarge `document_too_large`.
    """
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:
        raise _suspicious()
    with _damage():
        file = zipfile.ZipFile(io.BytesIO(data))
    with file:
        archive = Archive(file)
        _check(archive.members, limits)
        yield archive


@contextmanager
def _damage() -> Iterator[None]:
    """Turns the errors of libraries that read a broken file into BadDocument."""
    try:
        yield
    except _DAMAGE as error:
        raise damaged() from error


def damaged() -> BadDocument:
    """The error for a broken file."""
    return BadDocument(
        "The file is damaged or incomplete. Open it in the program it was made with, save it "
        "again and upload the new file.",
        code="damaged_document",
    )


def _check(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > MAX_MEMBERS:
        raise _suspicious()
    if any(member.flag_bits & 0x1 for member in members):
        raise BadDocument(
            "The file is protected with a password. Remove the password and upload it again.",
            code="encrypted_document",
        )
    # Only what Word itself writes; other methods can ask for gigabytes before the first byte.
    if any(
        member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members
    ):
        raise damaged()
    for member in members:
        large = member.file_size > RATIO_FROM and member.filename.endswith((".xml", ".rels"))
        if large and member.file_size > MAX_RATIO * max(1, member.compress_size):
            raise _suspicious()
    if sum(member.file_size for member in members) > limits.unpacked_bytes:
        raise _suspicious()


def _suspicious() -> BadDocument:
    return BadDocument(
        "The file unpacks to far more than a document holds, or is built in a way that could do "
        "harm. Save the document again as .docx and upload the new file.",
        code="suspicious_archive",
    )


def _too_much() -> TooLarge:
    return TooLarge(
        "The document is too large to read. Split it and review the parts.",
        code="document_too_large",
    )
