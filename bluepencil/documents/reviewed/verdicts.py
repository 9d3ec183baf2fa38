"""The verdicts on a guideline's items, as a part of the exported file."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from bluepencil.documents.reviewed import Remark, Row, Table, one_line
from bluepencil.documents.reviewed.footnotes import escaped

_HEADS = ("Verdict", "What the guideline asks for", "Note", "Passages")


def as_html(table: Table) -> str:
    """A section of a page, with a table for each group."""
    parts = [f"<h2>{escape(f'Guideline: {one_line(table.title)}')}</h2>"]
    parts.append(f"<p>{escape(table.summary)}</p>")
    heads = "".join(f"<th>{head}</th>" for head in _HEADS)
    for group, rows in groupby(table.rows, key=lambda row: row.group):
        lines = "\n".join(_html_row(row) for row in rows)
        parts.append(f"<h3>{escape(group)}</h3>\n<table><tr>{heads}</tr>\n{lines}</table>")
    return '<section class="verdicts"><div>' + "\n".join(parts) + "</div></section>"


def _html_row(row: Row) -> str:
    passages = "".join(f"<blockquote>{escape(one_line(one))}</blockquote>" for one in row.passages)
    cells = (escape(one_line(text)) for text in (row.verdict, row.text, row.note))
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}<td>{passages}</td></tr>"


def as_markdown(table: Table) -> str:
    """A heading and a table for each group; whatever the document says stays words."""
    parts = [f"# Guideline: {escaped(one_line(table.title))}", escaped(table.summary)]
    for group, rows in groupby(table.rows, key=lambda row: row.group):
        lines = [f"| {' | '.join(_HEADS)} |", f"|{' --- |' * len(_HEADS)}"]
        lines += [_markdown_row(row) for row in rows]
        parts += [f"## {group}", "\n".join(lines)]
    return "\n\n".join(parts)


def _markdown_row(row: Row) -> str:
    passages = " ".join(f"“{one_line(one)}”" for one in row.passages)
    cells = (row.verdict, row.text, row.note, passages)
    return f"| {' | '.join(escaped(one_line(cell)) for cell in cells)} |"


def as_remark(table: Table) -> Remark:
    """A comment on the document as a whole, a line for each item."""
    lines: Sequence[str] = [
        f"{row.verdict}: {one_line(row.text)}{f' ({one_line(row.note)})' if row.note else ''}"
        for row in table.rows
    ]
    return Remark(
        section_name="",
        start=None,
        end=None,
        quote=None,
        severity="low",
        category="",
        description="\n".join([table.summary, *lines]),
        suggestion="",
        replacement=None,
        guideline="",
        author=table.author,
        at=table.at,
        title=f"Guideline: {one_line(table.title)}",
    )
