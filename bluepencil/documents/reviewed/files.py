"""Writes a reviewed document as a file of the requested type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bluepencil.documents import Document, Limits, reader, text
from bluepencil.documents.archive import opened
from bluepencil.documents.reviewed import (
    Remark,
    Table,
    docx,
    footnotes,
    html,
    markdown,
    new_docx,
    package,
)
from bluepencil.documents.reviewed.verdicts import as_markdown, as_remark
from bluepencil.documents.types import Variant

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
    table: Table | None = None,
    left_out: int = 0,
) -> bytes:
    """The document that was read from `file`, with the remarks; some types show its `name`.

    A Word or Markdown file that stays of its type is the original with markup inserted; any other
    is a new file. `tracked`: in Word files replacements are tracked changes, too. The
    verdicts in `table` are at the end, in Word files in the first comment. `left_out`: so many
    minor remarks are left out; a page and a Markdown file say so.
    Errors: those of `reader.read`.
    """
    if form == "html":
        return html.write(document, name, remarks, table, left_out).encode()
    if form == "docx":
        whole = [as_remark(table), *remarks] if table else remarks
        if document.media_type == "docx":
            return docx.write(file, document.name, whole, tracked=tracked, limits=limits)
        return new_docx.write(document, whole, tracked=tracked)
    end = _end(table, left_out if remarks or table else 0)
    if document.media_type == "md" and not remarks:
        return file + end.encode()
    if document.media_type == "md":
        placed = reader.read(file, document.name, limits)
        return (footnotes.annotated(text.decode(file), placed, remarks) + end).encode()
    return (markdown.write(document, remarks) + end).encode()


def variant(form: str, document: Document, file: bytes, limits: Limits) -> Variant | None:
    """What is written of `file` is of this variant of the form; mostly None.

    Errors: those of `archive.opened`.
    """
    if form != "docx" or document.media_type != "docx":
        return None
    with opened(file, limits) as archive:
        return package.variant(archive)


def _end(table: Table | None, left_out: int) -> str:
    """What stands behind the text of a Markdown file."""
    parts = [f"{left_out} minor comments left out."] if left_out else []
    parts += [as_markdown(table)] if table else []
    return "".join(f"\n{part}\n" for part in parts)
