"""Finds the passages that match a question: a full-text index in memory, ranked by BM25."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing

_STOP_WORDS = """
a about all am an and any are as at be been but by can could did do does document find for from had
has have he her his how i if in into is it its many me much my no not of on or our please report say
says section she should show so tell text that the their them there these they this those to was we
were what when where which who whom why will with would you your
"""
_STOP = frozenset(_STOP_WORDS.split())


def terms(text: str) -> list[str]:
    """The words of a question that are no stop words; letters and digits only: safe in a query."""
    return [word for word in re.findall(r"\w+", text.casefold())[:40] if word not in _STOP]


def best(
    passages: Sequence[tuple[str, str]], question: str, *, near: str = "", most: int = 5
) -> list[int]:
    """The numbers of the passages (heading, text) that match best, best first, at most `most`.

    On equal terms those under the heading `near` come first. None where no word matches.
    """
    wanted = terms(question)
    if not wanted:
        return []
    with closing(sqlite3.connect(":memory:")) as index:
        index.execute(
            "create virtual table passage using fts5 (heading, words, tokenize='porter unicode61')"
        )
        index.executemany(
            "insert into passage (rowid, heading, words) values (?, ?, ?)",
            ((number, *passage) for number, passage in enumerate(passages)),
        )
        rows = index.execute(
            "select rowid from passage where passage match ? "
            "order by round(bm25(passage, 2.0, 1.0), 1), heading <> ?, rowid limit ?",
            (" OR ".join(f'"{term}"' for term in wanted), near, most),
        ).fetchall()
    return [number for (number,) in rows]
