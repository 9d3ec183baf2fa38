"""Reads an uploaded file: detects its type by its content, and returns its sections.

The module of a format is imported with the first file of that format: each needs a library, lxml,
pypdf or markdown-it, that a server without such files does not have to load.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.documents import Document, Limits, MediaType, text, types
from bluepencil.documents.blocks import ParsedBlock, clean
from bluepencil.documents.sections import assemble
from bluepencil.errors import BadDocument, TooLarge, UnsupportedType

MAX_LINES = 300_000  # ends of lines; a document has far fewer, even with two for each
_LINE_ENDS = "\n\r\f\v\x85\u2028\u2029"
_BEGINNING = 200_000  # characters in which a page without <html> has its first block element
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    (b"{\\rtf", "This is an .rtf file"),
    (b"\x89PNG", "This is a picture"),
    (b"\xff\xd8\xff", "This is a picture"),
    (b"GIF8", "This is a picture"),
    (b"\x1f\x8b", "This is a packed file"),
    (b"7z\xbc\xaf", "This is a packed file"),
    (b"Rar!", "This is a packed file"),
    (b"\x7fELF", "This is a program"),
    (b"MZ", "This is a program"),
)
_HTML = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:<!--.*?-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_PART = re.compile(r"<(?:p|div|h[1-6]|ul|ol|table|article|section)\b[^<>]*>", re.IGNORECASE)
_XML = re.compile(r"\s*+<\?xml\b")


def read(data: bytes, name: str, limits: Limits = Limits()) -> Document:  # noqa: B008
    """The document in `data`, whose type is detected by its content, not by its `name`.

    The name only decides between Markdown, HTML and plain text where the content could be either.
    Errors, each with advice for the user: UnsupportedType `unsupported_type`, `legacy_word`;
    TooLarge `document_too_large`, `too_many_pages`, `too_many_words`; BadDocument
    `empty_document`, `encrypted_document`, `no_text`, `damaged_document`, `suspicious_archive`.
    """
    if len(data) > limits.upload_bytes:
        raise TooLarge(
            f"The file is larger than {limits.upload_bytes / 1024 / 1024:.0f} MB. "
            "Split it, or leave out its pictures.",
            code="document_too_large",
        )
    if not data.strip():
        raise BadDocument("The file is empty. Choose another one.", code="empty_document")
    media_type, blocks = _blocks(data, name, limits)
    return assemble(blocks, clean(name)[:255], media_type, limits)


def _blocks(data: bytes, name: str, limits: Limits) -> tuple[MediaType, Iterator[ParsedBlock]]:
    if data.startswith(_COMPOUND):
        raise _compound(data)
    signed = types.by_signature(data)
    if signed == "docx":
        from bluepencil.documents import docx

        return "docx", docx.blocks(data, limits)
    if signed == "pdf":
        from bluepencil.documents import pdf

        return "pdf", pdf.blocks(data, limits)
    for mark, what in _OTHERS:
        if data.startswith(mark):
            raise types.unsupported(what)
    return _text_blocks(text.decode(data), name, limits)


def _text_blocks(source: str, name: str, limits: Limits) -> tuple[MediaType, Iterator[ParsedBlock]]:
    claimed = types.by_suffix(name)
    if _HTML.match(source) or (claimed == "html" and _HTML_PART.search(source, 0, _BEGINNING)):
        from bluepencil.documents import html

        return "html", html.blocks(source)
    if _XML.match(source):
        raise types.unsupported("This is an XML file")
    lines = sum(map(source.count, _LINE_ENDS))
    if lines > MAX_LINES or len(source) > limits.characters:
        raise TooLarge(
            "The text is too long to read. Split it and review the parts.",
            code="document_too_large",
        )
    from bluepencil.documents import markdown

    if claimed == "md" or markdown.looks_like(source):
        return "md", markdown.blocks(source)
    return "txt", text.blocks(source)


def _compound(data: bytes) -> BadDocument | UnsupportedType:
    """The error for a file in the container of old Office files and of encrypted new ones."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return BadDocument(
            "The file is protected with a password. Remove the password and upload it again.",
            code="encrypted_document",
        )
    if "WordDocument".encode("utf-16-le") in data:
        return UnsupportedType(
            "This is a Word document in the old .doc format. Open it in Word, save it as .docx "
            "and upload that file.",
            code="legacy_word",
        )
    return types.unsupported("This is an old Office file")
