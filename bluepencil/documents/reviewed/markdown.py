"""Makes a Markdown text of any document, with the remarks as footnotes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from bluepencil.documents import Block, Document, Section
from bluepencil.documents.reviewed import Remark, one_line
from bluepencil.documents.reviewed.footnotes import escaped, free, notes, reference

_ORDERED = re.compile(r"\d{1,9}[.)] ")
_BULLET = re.compile("[-*+•‣▪◦–●■·] ")
_TICKS = re.compile("`+")
_PLACE = re.compile("\0(\\d+)\0")


def write(document: Document, remarks: Sequence[Remark]) -> str:
    """A Markdown text of the title, headings, paragraphs, lists and tables of the document, with
    the remarks as footnotes. The text of the document is escaped: none of it becomes markup.
    """
    prefix = free("\n".join(section.text for section in document.sections))
    title = one_line(document.title)
    parts = [f"# {escaped(title)}"] if title else []
    deeper = bool(title) and min(_levels(document, title), default=2) == 1
    by_section: dict[str, dict[int, Remark]] = {}
    for number, remark in enumerate(remarks, 1):
        by_section.setdefault(remark.section_name, {})[number] = remark
    for section in document.sections:
        here = by_section.get(section.name, {})
        level = 0 if section.name == title else min(6, section.level + deeper)
        parts += _Section(section, here, prefix).parts(level)
    lost = [
        number
        for number, remark in enumerate(remarks, 1)
        if document.section(remark.section_name) is None
    ]
    if lost:
        marks = "".join(reference(prefix, number) for number in lost)
        parts.append(f"On the whole document: {marks}")
    return "\n\n".join([*parts, *notes(prefix, remarks)]) + "\n"


def _levels(document: Document, title: str) -> list[int]:
    """The levels of the sections' headings below the title."""
    return [section.level for section in document.sections if section.name != title]


class _Section:
    """Writes the blocks of a section, with a footnote reference where each quote ends."""

    def __init__(self, section: Section, remarks: dict[int, Remark], prefix: str) -> None:
        self._section = section
        self._whole = ""
        self._ends: dict[int, str] = {}  # references by where in the text they stand
        for number, remark in remarks.items():
            mark = reference(prefix, number)
            if remark.end is None:
                self._whole += mark
            else:
                self._ends[remark.end] = self._ends.get(remark.end, "") + mark
        self._places = sorted(self._ends)
        self._depth = -1  # of the list item above
        self._columns: dict[int | None, int] = {}
        for block in section.blocks:
            columns = self._columns.get(block.table, 0)
            self._columns[block.table] = max(columns, len(block.cells))

    def parts(self, level: int) -> list[str]:
        """The heading, unless `level` is 0, and the blocks; the remaining references come first."""
        blocks = self._blocks()
        first = self._whole + "".join(self._ends.values())
        if not level:
            return [first, *blocks] if first else blocks
        words = f"{self._section.number} {self._section.name}".strip()
        return [f"{'#' * level} {escaped(words)}{first}", *blocks]

    def _blocks(self) -> list[str]:
        """The blocks; the rows of a table and the items of a list are one."""
        groups: list[list[str]] = []
        above: Block | None = None
        for block in self._section.blocks:
            if block.kind != "item":
                self._depth = -1
            words = self._block(block)
            if above is not None and _belongs(block, above):
                groups[-1].append(words)
            elif block.cells:
                groups.append([words, f"|{' --- |' * self._columns[block.table]}"])
            else:
                groups.append([words])
            above = block
        return ["\n".join(lines) for lines in groups]

    def _block(self, block: Block) -> str:
        if block.kind == "code":
            return self._code(block)
        if block.cells:
            return self._row(block)
        if block.kind == "item":
            return self._item(block)
        words = self._words(block.start, block.end) + self._marks(block.start, block.end)
        return re.sub(r"\n+", "\\\\\n", words)

    def _code(self, block: Block) -> str:
        words = self._section.text[block.start : block.end]
        longest = max(map(len, _TICKS.findall(words)), default=0)
        fence = "`" * max(3, longest + 1)
        marks = self._marks(block.start, block.end)
        return f"{fence}\n{words}\n{fence}" + (f"\n\n{marks}" if marks else "")

    def _row(self, block: Block) -> str:
        cells = [self._words(start, end).replace("\n", " ") for start, end in block.cells]
        cells[-1] += self._marks(block.start, block.end)
        cells += [""] * (self._columns[block.table] - len(cells))
        return f"| {' | '.join(cells)} |"

    def _item(self, block: Block) -> str:
        """A list item. A marker that Markdown does not have (“a)”, “2.1”) remains text."""
        text = self._section.text
        ordered = _ORDERED.match(text, block.start, block.end)
        bullet = _BULLET.match(text, block.start, block.end)
        marker = ordered or bullet
        start = marker.end() if marker else block.start
        words = self._words(start, block.end) + self._marks(block.start, block.end)
        self._depth = min(block.depth, self._depth + 1)
        sign = ordered[0] if ordered else "- "
        return "    " * self._depth + sign + words.replace("\n", " ")

    def _marks(self, start: int, end: int) -> str:
        """The references in this range of the text that are not written yet."""
        return "".join(self._ends.pop(at) for at in self._within(start, end))

    def _words(self, start: int, end: int) -> str:
        """The escaped text of a range with its references."""
        text, out, at = self._section.text, [], start
        for place in self._within(start, end):
            out += [text[at:place], f"\0{place}\0"]
            at = place
        words = escaped("".join([*out, text[at:end]]).replace("\t", " "))
        return _PLACE.sub(lambda found: self._ends.pop(int(found[1])), words)

    def _within(self, start: int, end: int) -> Iterable[int]:
        first, last = bisect_right(self._places, start), bisect_right(self._places, end)
        return [at for at in self._places[first:last] if at in self._ends]


def _belongs(block: Block, above: Block) -> bool:
    """Whether a block belongs to the same table or list as the one above."""
    if block.cells:
        return bool(above.cells) and above.table == block.table
    return block.kind == above.kind == "item"
