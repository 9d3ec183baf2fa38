"""Recognises printed tables of contents, and what only looks like one: price lists, registers."""

from __future__ import annotations

from itertools import pairwise

_ROMAN = frozenset("ivxlIVXL")
_MAX_PAGE = 8  # characters of a page number
_LEADER = 4  # dots of a leader at least
_ENTRIES = 3  # of a table of contents without a heading, at least
_HEADINGS = frozenset((
    "contents", "table of contents", "list of figures", "list of tables", "inhalt",
    "inhaltsverzeichnis", "abbildungsverzeichnis", "tabellenverzeichnis", "table des matières",
    "sommaire", "índice", "indice", "contenido", "inhoud", "inhoudsopgave", "sumário", "sommario",
))  # fmt: skip


def is_entry(text: str) -> bool:
    """Whether a line ends in a dotted leader and a number, as in a table of contents."""
    head, dot, page = text.rpartition(".")
    leader = head[len(head.rstrip(". \t")) :] + dot
    return leader.count(".") >= _LEADER and _number(page) is not None


def is_table_of_contents(entries: list[str], heading: str, pages: int) -> bool:
    """Whether lines that look like entries are a table of contents of a document of `pages` pages.

    Page numbers do not decrease. Without a heading above that says so, there must be several
    entries, and no page number may be beyond the last page.
    """
    numbers = [_number(text.rpartition(".")[2]) or 0 for text in entries]
    if any(above > below for above, below in pairwise(number for number in numbers if number > 0)):
        return False
    if heading.strip(" :").casefold() in _HEADINGS:
        return True
    return len(entries) >= _ENTRIES and max(numbers) <= pages


def _number(text: str) -> int | None:
    """A page number; 0 for one in Roman numerals; None for anything else."""
    page = text.strip()
    if not 0 < len(page) <= _MAX_PAGE:
        return None
    if page.isdecimal():
        return int(page)
    return 0 if _ROMAN.issuperset(page) else None
