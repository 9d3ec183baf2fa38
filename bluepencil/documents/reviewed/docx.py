"""Writes remarks into a .docx: a comment for each at its words, replacements as tracked changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from itertools import chain, count
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from bluepencil.documents import Document, Limits, Origin, Section, reader
from bluepencil.documents.archive import Archive, damaged, opened
from bluepencil.documents.blocks import clean
from bluepencil.documents.docx import Package
from bluepencil.documents.reviewed import Remark
from bluepencil.documents.reviewed.changes import between, change, least
from bluepencil.documents.reviewed.cuts import Cut, around, cut, whole
from bluepencil.documents.reviewed.marks import Marks
from bluepencil.documents.reviewed.package import others, with_comments
from bluepencil.documents.reviewed.scan import NOTES, Node, Text, scan, utf8
from bluepencil.documents.reviewed.words import said


class _Spot(NamedTuple):
    """What a remark is tied to: its section as it stands in the file, the stretches of the file
    that hold its quote, and those that hold the section's heading, or else its first block.
    """

    section: Section | None
    start: int
    quote: list[Origin]
    heading: list[Origin]


class _Anchor(NamedTuple):
    """A comment's place; `exact` says that it lies on the quote and nothing else."""

    start: Cut
    end: Cut
    exact: bool


def write(
    data: bytes,
    name: str,
    remarks: Sequence[Remark],
    *,
    tracked: bool = False,
    limits: Limits = Limits(),  # noqa: B008
) -> bytes:
    """The .docx in `data`, called `name`, with a comment for each remark.

    With `tracked` each replacement is also a tracked change, where that is safe. Outside of these
    every part and every byte of text stays. Errors: those of `reader.read`.
    """
    if not remarks:
        return data
    document = reader.read(data, name, limits)
    with opened(data, limits) as archive:
        return marked(archive, document, remarks, tracked=tracked)


def marked(
    archive: Archive, document: Document, remarks: Sequence[Remark], *, tracked: bool
) -> bytes:
    """As `write`, for an open file and the document with its origins in it."""
    return _Writer(archive, document, remarks).written(tracked=tracked)


class _Writer:
    """Writes into one archive."""

    def __init__(self, archive: Archive, document: Document, remarks: Sequence[Remark]) -> None:
        self.archive = archive
        self.package = Package(archive)
        self.spots = _spots(document, remarks, self.package.main)
        wanted = [one for _, spot in self.spots for one in spot.quote + spot.heading]
        self.notes = self._notes(wanted)
        self.main = scan(
            utf8(archive.read(self.package.main)),
            {origin.node for origin in wanted if origin.part == self.package.main},
            set(self.notes.values()),
        )

    def written(self, *, tracked: bool) -> bytes:
        used = self.main.ids.union(*(scan(part).ids for part in others(self.archive, self.package)))
        numbers = (number for number in count(1) if number not in used)
        marks = Marks(self.main.data, numbers)
        space = self.main.root.space
        comments = []
        for anchor, remark, spot in self._in_order():
            number = next(numbers)
            marks.comment(number, anchor.start, anchor.end)
            changed = tracked and self._change(remark, spot, marks)
            lines = said(remark, quoted=not anchor.exact, worded=not changed)
            comments.append(_comment(number, remark, lines, space))
        content = "".join(comments).encode()
        return with_comments(self.archive, self.package, marks.written(), space, content)

    def _in_order(self) -> list[tuple[_Anchor, Remark, _Spot]]:
        """The remarks with their places, in the order of the document."""
        found = [(self._anchor(spot), remark, spot) for remark, spot in self.spots]
        return sorted(found, key=lambda one: (one[0].start.at, one[0].end.at))

    def _notes(self, wanted: list[Origin]) -> dict[tuple[str, int], tuple[str, str]]:
        """The sort and id of the note that each wanted text outside the main part stands in."""
        found: dict[tuple[str, int], tuple[str, str]] = {}
        for part in {origin.part for origin in wanted} - {self.package.main}:
            nodes = {origin.node for origin in wanted if origin.part == part}
            for number, text in scan(utf8(self.archive.read(part)), nodes).texts.items():
                note = next((node for node in text.node.up() if node.name in NOTES), None)
                if note is not None and note.number is not None:
                    found[part, number] = (note.name, note.number)
        return found

    def _anchor(self, spot: _Spot) -> _Anchor:
        """At the words; else at the reference to their note, the heading, or the beginning."""
        quote = [one for one in spot.quote if self._has(one)]
        if quote:
            return self._stretch(quote, exact=len(quote) == len(spot.quote))
        for origin in spot.quote:
            note = self.notes.get((origin.part, origin.node))
            found = self.main.references.get(note) if note else None
            if found:
                reference, paragraph = found
                holder = whole(reference, paragraph) or reference.up()[0]
                return _Anchor(*around(holder, paragraph), exact=False)
        heading = [one for one in spot.heading if self._has(one)]
        return self._stretch(heading, exact=False) if heading else self._beginning()

    def _has(self, origin: Origin) -> bool:
        return origin.part == self.package.main and origin.node in self.main.texts

    def _stretch(self, origins: list[Origin], *, exact: bool) -> _Anchor:
        """From the first to the last of these stretches of the main part.

        Of words that begin in a table and go on behind it only those in the table are taken: some
        programs lose a comment that leaves its table.
        """
        starts, ends = [], []
        table = _left(*(self.main.texts[origin.node] for origin in (origins[0], origins[-1])))
        for origin in origins:
            if table is not None and table not in self.main.texts[origin.node].node.up():
                exact = False
                continue
            text = self.main.texts[origin.node]
            starts.append(cut(text, origin.offset, closing=False))
            ends.append(cut(text, origin.offset + origin.end - origin.start, closing=True))
            exact = exact and whole(text.node, text.paragraph) is None and text.divisible
        first = min(starts, key=lambda one: one.at)
        return _Anchor(first, max(ends, key=lambda one: one.at), exact)

    def _beginning(self) -> _Anchor:
        """Before everything in the first paragraph: for a file whose words are all signs."""
        paragraph = self.main.first
        if paragraph is None:
            raise damaged()
        outer = paragraph.nodes[0]
        properties = [node for node in paragraph.children(outer) if node.name == "pPr"]
        place = Cut(properties[0].end if properties else outer.inside, outer, paragraph)
        return _Anchor(place, place, exact=False)

    def _change(self, remark: Remark, spot: _Spot, marks: Marks) -> bool:
        """Mark the remark's replacement as a tracked change; whether that could be done."""
        if remark.replacement is None or remark.quote is None or not spot.quote:
            return False
        if spot.section is None:
            return False
        wording = least(remark.quote, remark.replacement, spot.start)
        quote = (spot.start, spot.start + len(remark.quote))
        author, date = clean(remark.author), _date(remark)
        found = change(
            spot.section, wording, quote, self.package.main, self.main.texts, author, date
        )
        return found is not None and marks.change(found)


def _spots(document: Document, remarks: Sequence[Remark], main: str) -> list[tuple[Remark, _Spot]]:
    """Where each remark goes. A quote that is no longer where it was is looked for."""
    spots = []
    for remark in remarks:
        section = document.section(remark.section_name)
        heading = _heading(section, document, main)
        start, quote = -1, remark.quote or ""
        if section and quote:
            start = -1 if remark.start is None else remark.start
            if section.text[start : start + len(quote)] != quote:
                start = section.text.find(quote)
        found = (
            between(section.origins, start, start + len(quote)) if section and start >= 0 else []
        )
        spots.append((remark, _Spot(section, start, found, heading)))
    return spots


def _heading(section: Section | None, document: Document, main: str) -> list[Origin]:
    """The stretches of the main part that hold a section's heading, or its first block, or where
    it has neither the document's.
    """
    for one in chain([section], document.sections):
        if one is not None:
            first = between(one.origins, 0, one.blocks[0].end) if one.blocks else []
            for stretches in (one.heading, first):
                if found := [origin for origin in stretches if origin.part == main]:
                    return found
    return []


def _left(first: Text, last: Text) -> Node | None:
    """The table that the first text stands in and the last does not, the outermost of them."""
    around = last.node.up()
    tables = [node for node in first.node.up() if node.name == "tbl" and node not in around]
    return tables[-1] if tables else None


def _date(remark: Remark) -> str:
    return remark.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _comment(number: int, remark: Remark, lines: list[str], space: str) -> str:
    """The comment's element: a paragraph per line, the first of them bold."""
    author = clean(remark.author)
    initials = "".join(word[0] for word in author.split())[:3].upper()
    mark = "<w:r><w:annotationRef/></w:r>"
    paragraphs = "".join(
        f"<w:p>{mark if at == 0 else ''}<w:r>{'<w:rPr><w:b/></w:rPr>' if at == 0 else ''}"
        f'<w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for at, line in enumerate(lines)
    )
    return (
        f'<w:comment xmlns:w="{space}" w:id="{number}" w:author={quoteattr(author)} '
        f'w:date="{_date(remark)}" w:initials={quoteattr(initials)}>{paragraphs}</w:comment>'
    )
