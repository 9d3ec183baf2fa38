"""Numbering that leaps or repeats: of headings, of lists and of captions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bluepencil.documents import Section
from bluepencil.engines.checks.consistency.places import finding, shown
from bluepencil.engines.checks.consistency.reading import Reading
from bluepencil.engines.checks.place import Place
from bluepencil.engines.checks.rule import LIKELY
from bluepencil.review.findings import Finding

_HEADING = re.compile(
    r"(?P<path>(?:\d{1,2}\.){0,5})(?P<last>\d{1,2})[.):]?\s+(?=[^\W\d_\s]|[“\"(])"
)
_WORDED = re.compile(
    r"(?P<word>(?i:step|phase|section|chapter|part|schritt|kapitel|étape|chapitre|paso|capítulo|bước|chương)) (?P<last>\d{1,2})\b"
)
_LETTERED = re.compile(
    r"(?P<word>(?i:appendix|annex|part|anhang|annexe|anexo|phụ lục)) (?P<last>[A-Z])(?=\b)"
)
_WORDED_LINE = re.compile(
    r"(?:^|(?<=[\s.]))(?P<word>(?i:step|phase|schritt|étape|paso|bước)) (?P<last>\d{1,2})[:.)] ",
    re.MULTILINE,
)
_ITEM = re.compile(
    r"(?P<open>\(?)(?P<path>(?:\d{1,2}\.){0,4})(?P<last>\d{1,3}|[a-z])(?P<close>[.)])\s"
)
_CAPTION = re.compile(
    r"\W{0,4}(?P<word>(?i:table|tabelle|tableau|tabla|bảng|figure|abbildung|figura|hình)) (?P<last>\d{1,3})\s*[.:–—-]\s*\S"
)
_NUMBER_HEAD = re.compile(r"(?:#|no\.?|nr\.?|n[°º]|id|item|stt|ref\.?)$", re.IGNORECASE)
_FRONT = 24  # characters of a block in which its number is
_FEWEST = 3


class _Numbered(NamedTuple):
    """Something numbered: the number, how it is written, and where."""

    number: int
    written: str
    at: Place | Section


def broken_numbering(reading: Reading) -> Iterator[Finding]:
    """Numbers that are left out or used twice where all the others follow each other."""
    yield from _headings(reading)
    if reading.document.media_type != "pdf":  # where lines of code and of contents pass for lists
        for section in reading.sections:
            yield from _lists(section)
    yield from _captions(reading)
    yield from _identifiers(reading)


def _broken(series: Sequence[_Numbered], what: str) -> Iterator[Finding]:
    """Where a series that rises by one does not; nothing if it seldom does."""
    steps = [
        later.number - earlier.number for earlier, later in zip(series, series[1:], strict=False)
    ]
    slips = [step for step in steps if step != 1]
    if len(series) < _FEWEST or len(slips) != 1 or slips[0] < 0 or slips[0] > 3:
        return
    if len(steps) - len(slips) < 1 or (len(steps) == 2 and series[0].number != 1):
        return
    for earlier, later, step in zip(series, series[1:], steps, strict=False):
        if step == 1:
            continue
        others = [earlier.at] if isinstance(earlier.at, Place) else []
        if step == 0:
            says = f"The {what} {later.written} is there twice."
        else:
            gap = "a number is" if step == 2 else f"{step - 1} numbers are"
            says = f"After {earlier.written} comes {later.written}: {gap} left out."
        yield finding(
            later.at, "broken-numbering", "medium", says,
            "Number them one after the other, and correct what refers to them.", others,
            category="structure", confidence=LIKELY,
        )  # fmt: skip


def _headings(reading: Reading) -> Iterator[Finding]:
    """Numbers typed into headings; those that Word counts cannot be wrong, and in a PDF a line
    of the table of contents may pass for a heading."""
    if reading.document.media_type == "pdf":
        return
    series: dict[tuple[str, int], list[_Numbered]] = {}
    for section in reading.sections:
        for key in [key for key in series if key[1] > section.level]:
            yield from _broken(series.pop(key), "heading")
        match = _HEADING.match(section.name) or _WORDED.match(section.name)
        lettered = _LETTERED.match(section.name)
        if match is None and lettered is not None and not section.number:
            letters = series.setdefault((lettered["word"].casefold(), section.level), [])
            written = lettered[0].rstrip(".:) ")
            letters.append(_Numbered(ord(lettered["last"]) - ord("A") + 1, written, section))
        if match is None or section.number:
            continue
        path = match.groupdict().get("path") or match.groupdict().get("word", "").casefold()
        written = match[0].strip().rstrip(".):")
        numbered = series.setdefault((path, section.level), [])
        if int(match["last"]) == 1 and numbered:
            yield from _broken(numbered, "heading")
            numbered.clear()
        numbered.append(_Numbered(int(match["last"]), written, section))
    for numbered in series.values():
        yield from _broken(numbered, "heading")


def _lists(section: Section) -> Iterator[Finding]:
    """Numbers typed in front of items and paragraphs, level by level."""
    open_lists: dict[tuple[str, ...], list[_Numbered]] = {}
    worded: dict[str, list[_Numbered]] = {}
    for block in section.blocks:
        front = min(block.end, block.start + _FRONT)
        for named in _WORDED_LINE.finditer(section.text, block.start, block.end):
            if block.kind == "paragraph":
                at = Place(section, named.start("word"), named.end("last"))
                series = worded.setdefault(named["word"].casefold(), [])
                series.append(_Numbered(int(named["last"]), at.words, at))
        match = _ITEM.match(section.text, block.start, front)
        if block.kind not in ("item", "paragraph") or match is None:
            continue
        last = match["last"]
        form = (
            match["open"],
            match["path"],
            match["close"],
            "9" if last.isdigit() else "a",
            str(block.depth),
        )
        number = int(last) if last.isdigit() else ord(last) - ord("a") + 1
        series = open_lists.setdefault(form, [])
        if number == 1 and series:
            yield from _broken(series, "number")
            series.clear()
        if number == 1 or series:
            at = Place(section, block.start, match.end("close"))
            series.append(_Numbered(number, match[0].strip(" ."), at))
    for series in (*worded.values(), *open_lists.values()):
        yield from _broken(series, "number")


def _captions(reading: Reading) -> Iterator[Finding]:
    """Captions of figures and tables, in the order of the document."""
    series: dict[str, list[_Numbered]] = {}
    for section in reading.sections:
        for block in section.blocks:
            match = _CAPTION.match(section.text, block.start, min(block.end, block.start + 40))
            if match and block.kind != "code":
                written = match[0][: match.end("last") - match.start()].strip()
                at = Place(section, match.start("word"), match.end("last"))
                series.setdefault(match["word"].casefold(), []).append(
                    _Numbered(int(match["last"]), written, at)
                )
    for numbered in series.values():
        if len({one.number for one in numbered}) >= len(numbered) - 1:
            yield from _broken(numbered, "caption")


def _identifiers(reading: Reading) -> Iterator[Finding]:
    """Numbers of rows that are there twice, in a column that numbers them."""
    for table in reading.tables:
        for column, head in enumerate(table.head):
            if not _NUMBER_HEAD.match(head.text):
                continue
            first: dict[str, Place] = {}
            cells = [cell for cell in table.column(column) if cell.text]
            twice = [
                cell
                for cell in cells
                if cell.text in first or first.update({cell.text: cell.place})
            ]
            if len(cells) < 4 or len(twice) > 1:
                continue
            for cell in twice:
                yield finding(
                    cell.place, "duplicate-number", "medium",
                    f"Two rows of the table have the number {shown(cell.text)}.",
                    "Give each row a number of its own.", [first[cell.text]], confidence=LIKELY,
                )  # fmt: skip
