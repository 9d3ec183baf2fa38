"""The one door to the file back: a reviewed document as a file of the wanted type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bluepencil.documents import Document, Limits, reader, text
from bluepencil.documents.reviewed import Remark, docx, footnotes, fresh, html, markdown

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
    """The document that was read from `file`, with the remarks, called `name` where that shows.

    A Word or Markdown file that is wanted as what it is comes back as it was, with marks put in;
    anything else is made new. `tracked`: replacements are tracked changes too, in Word files.
    Errors: those of `reader.read`.
    """
    if form == "html":
        return html.write(document, name, remarks).encode()
    if form == "docx":
        if document.media_type == "docx":
            return docx.write(file, document.name, remarks, tracked=tracked, limits=limits)
        return fresh.write(document, remarks, tracked=tracked)
    if document.media_type == "md" and not remarks:
        return file
    if document.media_type == "md":
        placed = reader.read(file, document.name, limits)
        return footnotes.annotated(text.decode(file), placed, remarks).encode()
    return markdown.write(document, remarks).encode()
