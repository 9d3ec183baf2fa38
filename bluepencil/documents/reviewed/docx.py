"""Writes remarks into a .docx: each as a comment on its quote, replacements as tracked changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from itertools import chain, count
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from bluepencil.documents import Document, Limits, Origin, Section, reader
from bluepencil.documents.archive import Archive, damaged, opened
from bluepencil.documents.blocks import clean
from bluepencil.documents.package import Package
from bluepencil.documents.reviewed import Remark, comments
from bluepencil.documents.reviewed.changes import minimal_edit, origins_between, tracked_change
from bluepencil.documents.reviewed.markup import Markup
from bluepencil.documents.reviewed.package import others, with_comments
from bluepencil.documents.reviewed.positions import Position, around, indivisible, position_in
from bluepencil.documents.reviewed.remark_text import paragraphs
from bluepencil.documents.reviewed.scan import NOTES, Node, Text, scan, utf8


class _Target(NamedTuple):
    """What a remark is about: its section, the start and the origins of its quote, and the origins
    of the heading of the section or, where it has none, of its first block.
    """

    section: Section | None
    start: int
    quote: list[Origin]
    heading: list[Origin]


class _Anchor(NamedTuple):
    """The range of a comment; `exact` says that it is the quote and nothing else."""

    start: Position
    end: Position
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

    With `tracked` each replacement is also a tracked change, where that is safe. A remark whose
    comment is in the file from an earlier time is left as it is. Nothing else in the file changes.
    Errors: those of `reader.read`.
    """
    if not remarks:
        return data
    document = reader.read(data, name, limits)
    with opened(data, limits) as archive:
        known = comments.of(archive, Package(archive))
        new = comments.without_those(remarks, known)
        return marked(archive, document, new, tracked=tracked) if new else data


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
        self.targets = _targets(document, remarks, self.package.main)
        wanted = [one for _, target in self.targets for one in target.quote + target.heading]
        self.notes = self._notes(wanted)
        self.main = scan(
            utf8(archive.read(self.package.main)),
            {origin.node for origin in wanted if origin.part == self.package.main},
            set(self.notes.values()),
        )

    def written(self, *, tracked: bool) -> bytes:
        used = self.main.ids.union(*(scan(part).ids for part in others(self.archive, self.package)))
        numbers = (number for number in count(1) if number not in used)
        markup = Markup(self.main.data, numbers)
        space = self.main.root.space
        elements = []
        for anchor, remark, target in self._in_order():
            number = next(numbers)
            markup.add_comment(number, anchor.start, anchor.end)
            changed = tracked and self._change(remark, target, markup)
            lines = paragraphs(remark, with_quote=not anchor.exact, with_replacement=not changed)
            elements.append(_comment(number, remark, lines, space))
        content = "".join(elements).encode()
        return with_comments(self.archive, self.package, markup.written(), space, content)

    def _in_order(self) -> list[tuple[_Anchor, Remark, _Target]]:
        """The remarks with their anchors, in the order of the document."""
        found = [(self._anchor(target), remark, target) for remark, target in self.targets]
        return sorted(found, key=lambda one: (one[0].start.at, one[0].end.at))

    def _notes(self, wanted: list[Origin]) -> dict[tuple[str, int], tuple[str, str]]:
        """The kind and id of the note that contains each wanted text outside the main part."""
        found: dict[tuple[str, int], tuple[str, str]] = {}
        for part in {origin.part for origin in wanted} - {self.package.main}:
            nodes = {origin.node for origin in wanted if origin.part == part}
            for number, text in scan(utf8(self.archive.read(part)), nodes).texts.items():
                note = next((node for node in text.node.up() if node.name in NOTES), None)
                if note is not None and note.number is not None:
                    found[part, number] = (note.name, note.number)
        return found

    def _anchor(self, target: _Target) -> _Anchor:
        """The quote; else the reference to its note, the heading, or the start of the document."""
        quote = [one for one in target.quote if self._has(one)]
        if quote:
            return self._range(quote, exact=len(quote) == len(target.quote))
        for origin in target.quote:
            note = self.notes.get((origin.part, origin.node))
            found = self.main.references.get(note) if note else None
            if found:
                reference, paragraph = found
                holder = indivisible(reference, paragraph) or reference.up()[0]
                return _Anchor(*around(holder, paragraph), exact=False)
        heading = [one for one in target.heading if self._has(one)]
        return self._range(heading, exact=False) if heading else self._beginning()

    def _has(self, origin: Origin) -> bool:
        return origin.part == self.package.main and origin.node in self.main.texts

    def _range(self, origins: list[Origin], *, exact: bool) -> _Anchor:
        """From the first to the last of these origins in the main part.

        Of a quote that begins in a table and ends after it only the text in the table is taken:
        some programs lose a comment whose range leaves its table.
        """
        starts, ends = [], []
        table = _table_left(*(self.main.texts[origin.node] for origin in (origins[0], origins[-1])))
        for origin in origins:
            if table is not None and table not in self.main.texts[origin.node].node.up():
                exact = False
                continue
            text = self.main.texts[origin.node]
            starts.append(position_in(text, origin.offset, closing=False))
            ends.append(position_in(text, origin.offset + origin.end - origin.start, closing=True))
            exact = exact and indivisible(text.node, text.paragraph) is None and text.divisible
        first = min(starts, key=lambda one: one.at)
        return _Anchor(first, max(ends, key=lambda one: one.at), exact)

    def _beginning(self) -> _Anchor:
        """The start of the first paragraph, for a file in which no text has an origin."""
        paragraph = self.main.first
        if paragraph is None:
            raise damaged()
        outer = paragraph.nodes[0]
        properties = [node for node in paragraph.children(outer) if node.name == "pPr"]
        position = Position(properties[0].end if properties else outer.inside, outer, paragraph)
        return _Anchor(position, position, exact=False)

    def _change(self, remark: Remark, target: _Target, markup: Markup) -> bool:
        """Add the replacement of a remark as a tracked change; returns whether it was added."""
        if remark.replacement is None or remark.quote is None or not target.quote:
            return False
        if target.section is None:
            return False
        edit = minimal_edit(remark.quote, remark.replacement, target.start)
        quote = (target.start, target.start + len(remark.quote))
        author, date = clean(remark.author), _date(remark)
        found = tracked_change(
            target.section, edit, quote, self.package.main, self.main.texts, author, date
        )
        return found is not None and markup.add_change(found)


def _targets(
    document: Document, remarks: Sequence[Remark], main: str
) -> list[tuple[Remark, _Target]]:
    """The target of each remark. A quote that is not at its offset is searched for."""
    targets = []
    for remark in remarks:
        section = document.section(remark.section_name)
        heading = _heading(section, document, main)
        start, quote = -1, remark.quote or ""
        if section and quote:
            start = -1 if remark.start is None else remark.start
            if section.text[start : start + len(quote)] != quote:
                start = section.text.find(quote)
        found = (
            origins_between(section.origins, start, start + len(quote))
            if section and start >= 0
            else []
        )
        targets.append((remark, _Target(section, start, found, heading)))
    return targets


def _heading(section: Section | None, document: Document, main: str) -> list[Origin]:
    """The origins in the main part of the heading of a section, else of its first block, else of
    the first heading or block of the document.
    """
    for one in chain([section], document.sections):
        if one is not None:
            first = origins_between(one.origins, 0, one.blocks[0].end) if one.blocks else []
            for origins in (one.heading, first):
                if found := [origin for origin in origins if origin.part == main]:
                    return found
    return []


def _table_left(first: Text, last: Text) -> Node | None:
    """The outermost table that contains the first text and not the last."""
    around = last.node.up()
    tables = [node for node in first.node.up() if node.name == "tbl" and node not in around]
    return tables[-1] if tables else None


def _date(remark: Remark) -> str:
    return remark.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _comment(number: int, remark: Remark, lines: list[str], space: str) -> str:
    """The element of a comment: a paragraph for each line, the first of them bold."""
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
