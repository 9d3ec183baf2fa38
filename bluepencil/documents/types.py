"""The document types Bluepencil reads and writes; to add one, add it here and to `reader.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bluepencil.documents import MediaType
from bluepencil.errors import UnsupportedType

_OPEN_XML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MS_WORD = "application/vnd.ms-word"


class Variant(NamedTuple):
    """A type's files that have another suffix and Content-Type: `main` is in the list of contents
    of such a file, as the type of its main part.
    """

    suffix: str
    media_type: str
    main: bytes


@dataclass(frozen=True)
class DocumentType:
    """One type of file.

    `label` is its name in a sentence. Of the `suffixes`, the first is the usual one.
    `media_type` is sent as Content-Type. One of the `signatures` is among the first `within` bytes
    of the file; text types have none, and their suffix helps to tell them apart.
    `exported`: a reviewed document can be written as this type. A file of one of the `variants`
    is read alike, and comes back as what it was.
    """

    id: MediaType
    label: str
    suffixes: tuple[str, ...]
    media_type: str
    signatures: tuple[bytes, ...] = ()
    within: int = 0
    exported: bool = False
    variants: tuple[Variant, ...] = ()

    def signed(self, data: bytes) -> bool:
        """Whether the file has a signature of this type."""
        return any(one in data[: self.within] for one in self.signatures)


TYPES = (
    DocumentType(
        "docx",
        "Word",
        (".docx", ".docm", ".dotx", ".dotm"),
        f"{_OPEN_XML}.document",
        signatures=(b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"),
        within=4,
        exported=True,
        variants=(
            Variant(".docm", f"{_MS_WORD}.document.macroEnabled.12", b".document.macroEnabled."),
            Variant(".dotx", f"{_OPEN_XML}.template", b".wordprocessingml.template.main"),
            Variant(".dotm", f"{_MS_WORD}.template.macroEnabled.12", b".macroEnabledTemplate."),
        ),
    ),
    DocumentType("pdf", "PDF", (".pdf",), "application/pdf", signatures=(b"%PDF-",), within=1024),
    DocumentType("md", "Markdown", (".md", ".markdown"), "text/markdown", exported=True),
    DocumentType("html", "HTML", (".html", ".htm"), "text/html", exported=True),
    DocumentType("txt", "plain text", (".txt",), "text/plain"),
)
BY_ID = {one.id: one for one in TYPES}
EXPORTED = {one.id: one for one in TYPES if one.exported}


def by_signature(data: bytes) -> MediaType | None:
    """The type whose signature the file has; None for text, which has none."""
    return next((one.id for one in TYPES if one.signed(data)), None)


def by_suffix(name: str) -> MediaType | None:
    """The type a file name claims, if any."""
    return next((one.id for one in TYPES if name.lower().endswith(one.suffixes)), None)


def without_suffix(name: str) -> str:
    """The file name without the suffix of one of the types; any other suffix stays."""
    return name if by_suffix(name) is None else name.rpartition(".")[0]


def unsupported(what: str) -> UnsupportedType:
    """The error for a file of another type; `what` says what it is, without a full stop."""
    suffixes = listed([one.suffixes[0] for one in TYPES])
    return UnsupportedType(f"{what}. Upload a {suffixes} file.", code="unsupported_type")


def listed(words: list[str], last: str = "or") -> str:
    """The words as a list: “a, b or c”."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


ACCEPT = ",".join(suffix for one in TYPES for suffix in one.suffixes)  # of a file input
LABELS = listed([one.label for one in TYPES])
