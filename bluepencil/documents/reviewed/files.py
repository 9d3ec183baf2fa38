"""Writes a reviewed document as a file of the requested type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bluepencil.documents import Document, Limits, reader, text
from bluepencil.documents.reviewed import Remark, docx, footnotes, html, markdown, new_docx

Form = Literal["docx", "md", "html"]


def write(
    form: Form,
    document: Document,
    file: bytes,
    remarks: Sequence[Remark],
    *,
    name: str,
    limits: Limits,
    tracked: bool = False,
) -> bytes:
    """The document that was read from `file`, with the remarks; some types show its `name`.

    A Word or Markdown file that stays of its type is the original with markup inserted; any other
    is a new file. `tracked`: in Word files replacements are tracked changes, too. Errors: those of
    `reader.read`.
    """
    if form == "html":
        return html.write(document, name, remarks).encode()
    if form == "docx":
        if document.media_type == "docx":
            return docx.write(file, document.name, remarks, tracked=tracked, limits=limits)
        return new_docx.write(document, remarks, tracked=tracked)
    if document.media_type == "md" and not remarks:
        return file
    if document.media_type == "md":
        placed = reader.read(file, document.name, limits)
        return footnotes.annotated(text.decode(file), placed, remarks).encode()
    return markdown.write(document, remarks).encode()
