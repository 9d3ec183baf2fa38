"""Finds the passages that match a question: a full-text index in memory, ranked by BM25."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import NamedTuple

from bluepencil.documents.words import CHARACTER, words_of

_STOP_WORDS = """
a about all am an and any are as at be been but by can could did do does document find for from had
has have he her his how i if in into is it its many me much my no not of on or our please report say
says section she should show so tell text that the their them there these they this those to was we
were what when where which who whom why will with would you your
"""
_STOP = frozenset(_STOP_WORDS.split())
_MOST_WORDS = 20  # of a search that count
_SHORTEST_PLURAL = 4  # letters of a word whose final “s” may be no part of it
_RANKED = 1000  # passages that are compared by how many of the words they have
_BEFORE, _QUOTED = 80, 300  # characters of a quote: before the first word found, and in all
# Marks put into a text for the index and taken out again; none of them is part of a word.
_OPEN, _CLOSE, _BREAK = "\x01", "\x02", "\x03"
_FOUND = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*+){_CLOSE}")
_MARKS = str.maketrans(dict.fromkeys(_OPEN + _CLOSE + _BREAK, " "))


class Hit(NamedTuple):
    """A passage that matches: its number, the part of it to quote, and how well it matches."""

    number: int
    start: int
    end: int
    score: float


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
    with _index(passages, "porter unicode61") as index:
        rows = index.execute(
            "select rowid from passage where passage match ? "
            "order by round(bm25(passage, 2.0, 1.0), 1), heading <> ?, rowid limit ?",
            (" OR ".join(f'"{term}"' for term in wanted), near, most),
        ).fetchall()
    return [number for (number,) in rows]


def beginnings(query: str) -> list[str]:
    """What the words looked for begin with, as the words of documents are kept: without accents
    and stop words (unless there are no others), and without a plural's “s”."""
    words = sorted(words_of(query))
    words = [word for word in words if word not in _STOP] or words
    return [
        word.removesuffix("s") if len(word) >= _SHORTEST_PLURAL else word
        for word in words[:_MOST_WORDS]
    ]


def hits(passages: Sequence[tuple[str, str]], query: str, most: int) -> list[Hit]:
    """The passages (heading, text) that have words looked for, or words beginning so, best first,
    at most `most`: those with more of the words, then those where the words are rarer elsewhere.
    """
    wanted = beginnings(query)
    if not wanted:
        return []
    # The index keeps letters such as “ß” as they are.
    as_written = re.findall(r"[^\W_]+", query.lower())[:_MOST_WORDS]
    asked = [*wanted, *(word for word in as_written if word not in _STOP)]
    texts = [(_marked(heading), _marked(text)) for heading, text in passages]
    with _index(texts, "unicode61 remove_diacritics 2") as index:
        rows = index.execute(
            "select rowid, highlight(passage, 0, :open, :close), "
            "highlight(passage, 1, :open, :close), -bm25(passage, 2.0, 1.0) as score "
            "from passage where passage match :match order by score desc, rowid limit :most",
            {
                "open": _OPEN,
                "close": _CLOSE,
                "match": " OR ".join(f'"{word}"*' for word in asked),
                "most": _RANKED,
            },
        ).fetchall()
    found = [
        Hit(number, *_quoted(text), _score(heading + text, wanted, score))
        for number, heading, text, score in rows
    ]
    return sorted(found, key=lambda hit: -hit.score)[:most]


@contextmanager
def _index(passages: Sequence[tuple[str, str]], tokens: str) -> Iterator[sqlite3.Connection]:
    """The passages as a table `passage` with a full-text index, numbered from 0; `tokens` says what
    a word is there."""
    with closing(sqlite3.connect(":memory:")) as index:
        index.execute(
            f"create virtual table passage using fts5 (heading, words, tokenize='{tokens}')"
        )
        index.executemany(
            "insert into passage (rowid, heading, words) values (?, ?, ?)",
            ((number, *passage) for number, passage in enumerate(passages)),
        )
        yield index


def _marked(text: str) -> str:
    """The text with breaks around each character that is a word of its own."""
    return CHARACTER.sub(rf"{_BREAK}\g<0>{_BREAK}", text.translate(_MARKS))


def _score(marked: str, wanted: Sequence[str], rank: float) -> float:
    """How well a passage matches, from 0 to 1: the share of the words that are marked in it; `rank`
    decides between equal shares."""
    words = {word for part in _FOUND.findall(marked) for word in words_of(part)}
    number = sum(any(word.startswith(one) for word in words) for one in wanted)
    return round((number + rank / (1 + rank)) / (len(wanted) + 1), 4)


def _quoted(text: str) -> tuple[int, int]:
    """What to quote of a passage in which the index has marked the words found, as offsets into
    the passage: all of it, or some words around the first of them."""
    plain = text.replace(_BREAK, "")
    first = max(0, plain.find(_OPEN))
    plain = plain.replace(_OPEN, "").replace(_CLOSE, "")
    if len(plain) <= _QUOTED:
        return 0, len(plain)
    start, end = max(0, first - _BEFORE), min(len(plain), max(0, first - _BEFORE) + _QUOTED)
    if start and (gap := plain.find(" ", start, first)) >= 0:
        start = gap + 1
    if end < len(plain) and (gap := plain.rfind(" ", first + 1, end)) > 0:
        end = gap
    return start, end
