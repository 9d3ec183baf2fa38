"""Groups blocks into sections: the title, unique names, documents without headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast

from bluepencil.documents import (
    Block,
    BlockKind,
    Document,
    Limits,
    Link,
    MediaType,
    Origin,
    Section,
)
from bluepencil.documents.blocks import ParsedBlock, count_words
from bluepencil.documents.headings import promote
from bluepencil.errors import BadDocument, TooLarge

MAX_HEADING = 200  # characters; a longer "heading" is a paragraph in the style of a heading
MAX_BLOCKS = 40_000  # to make and to free more objects at once holds up other threads for too long
PART_WORDS = 500  # words of a part, where a document has no headings
ONE_PART_WORDS = 600  # a document up to this long stays in one block


@dataclass(slots=True)
class _DraftSection:
    name: str
    level: int = 1
    number: str = ""
    blocks: list[ParsedBlock] = field(default_factory=list)
    notes: list[ParsedBlock] = field(default_factory=list)
    contents: bool = False
    heading: bool = True
    origins: list[Origin] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    pictures: int = 0

    def add(self, block: ParsedBlock) -> None:
        """Keep what a block has besides its text."""
        self.notes.extend(block.notes)
        self.anchors.extend(block.anchors)
        self.comments.extend(block.comments)
        self.pictures += block.pictures


def assemble(
    blocks: Iterable[ParsedBlock], name: str, media_type: MediaType, limits: Limits
) -> Document:
    """The document made of these blocks.

    Errors: TooLarge `too_many_words`, as soon as the limit is exceeded; BadDocument
    `empty_document` when no block has any text.
    """
    counted = list(_counted(blocks, limits))
    unread = dict.fromkeys(block.text for block in counted if block.kind == "unread")
    found = [block for block in counted if block.kind != "unread"]
    promote(found, weak=media_type in ("md", "txt", "pdf"))
    title = _take_title(found)
    drafts = _group(found, title)
    if not drafts:
        raise BadDocument("There is no text in this document.", code="empty_document")
    if not any(draft.heading for draft in drafts):
        drafts = _split(drafts[0], title)
    names = _Names(draft.name for draft in drafts if draft.heading)
    sections = tuple(_section(draft, names.unique(draft)) for draft in drafts)
    return Document(
        name=name, media_type=media_type, title=title, sections=sections, unread=tuple(unread)
    )


def _counted(blocks: Iterable[ParsedBlock], limits: Limits) -> Iterator[ParsedBlock]:
    """The blocks with text, as long as there are not too many of them, and not too much in them."""
    words = characters = 0
    for number, block in enumerate(blocks):
        if number > MAX_BLOCKS:
            raise TooLarge(
                f"The document has more than {MAX_BLOCKS:,} paragraphs and table rows. Split it "
                "and review the parts.",
                code="document_too_large",
            )
        parts = (block, *block.notes)
        words += sum(count_words(part.text) for part in parts)
        characters += sum(len(part.text) for part in parts)
        if words > limits.words:
            raise TooLarge(
                f"The document has more than {limits.words:,} words. Split it and review the "
                "parts.",
                code="too_many_words",
            )
        if characters > limits.characters:
            raise TooLarge(
                "The text is too long to read. Split it and review the parts.",
                code="document_too_large",
            )
        if block.kind in ("heading", "title") and len(block.text) > MAX_HEADING:
            block.kind = "paragraph"
        if block.text.strip() or block.kind == "contents":
            yield block


def _take_title(blocks: list[ParsedBlock]) -> str:
    """The title: a marked one, or a single first heading of the top level above another heading.

    Its block stays in the list, with the kind "title".
    """
    marked = next((block for block in blocks if block.kind == "title"), None)
    if marked:
        return _one_line(marked.text)
    headings = [block for block in blocks if block.kind == "heading"]
    if len(headings) < 2 or blocks[0] is not headings[0] or blocks[1].kind != "heading":
        return ""
    if any(block.level <= headings[0].level for block in headings[1:]):
        return ""
    blocks[0].kind = "title"
    return _one_line(blocks[0].text)


def _group(blocks: list[ParsedBlock], title: str) -> list[_DraftSection]:
    """A draft for each heading, and one for the blocks before the first, if there are any."""
    drafts: list[_DraftSection] = []
    draft = _DraftSection(title, heading=False)
    seen_title = False
    for block in blocks:
        if block.kind == "title" and not seen_title:
            seen_title = True  # its text is the title of the document, not of a section
            draft.origins = block.origins
            draft.add(block)
        elif block.kind == "heading":
            drafts.append(draft)
            name = _one_line(block.text)
            level = max(1, min(6, block.level))
            draft = _DraftSection(name, level, block.number, origins=block.origins)
            draft.add(block)
        elif block.kind == "contents":
            draft.contents = True
        else:
            draft.blocks.append(block)
            draft.add(block)
    drafts.append(draft)
    return [draft for draft in drafts if _worth_keeping(draft)]


def _worth_keeping(draft: _DraftSection) -> bool:
    if draft.blocks or draft.notes:
        return True
    return draft.heading and not draft.contents


def _split(draft: _DraftSection, title: str) -> list[_DraftSection]:
    """A document without headings in parts of about PART_WORDS words, cut between paragraphs."""
    words = [len(block.text.split()) for block in draft.blocks]
    if sum(words) <= ONE_PART_WORDS:
        draft.name, draft.heading = title or "Document", True
        return [draft]
    parts: list[_DraftSection] = [_DraftSection("Part 1")]
    held = 0
    left = sum(words)
    for block, count in zip(draft.blocks, words, strict=True):
        full = held + count / 2 > PART_WORDS and left > PART_WORDS / 2
        if held and full and not _same_table(parts[-1].blocks[-1], block):
            parts.append(_DraftSection(f"Part {len(parts) + 1}"))
            held = 0
        parts[-1].blocks.append(block)
        parts[-1].add(block)
        held += count
        left -= count
    return parts


def _same_table(above: ParsedBlock, block: ParsedBlock) -> bool:
    return block.table is not None and above.table == block.table


class _Names:
    """Makes names unique in the document; a name that we invent never takes one of a heading."""

    def __init__(self, headings: Iterable[str]) -> None:
        self._headings = set(headings)
        self._taken: set[str] = set()
        self._counts: dict[str, int] = {}

    def unique(self, draft: _DraftSection) -> str:
        name = draft.name
        if not draft.heading:
            choices = (name, "Introduction", "Opening")
            name = next((one for one in choices if one and one not in self._headings), "Opening")
        count = self._counts.get(name, 1)
        unique = name
        while unique in self._taken:
            count += 1
            unique = f"{name} ({count})"
        self._counts[name] = count
        self._taken.add(unique)
        return unique


def _section(draft: _DraftSection, name: str) -> Section:
    blocks: list[Block] = []
    origins: list[Origin] = []
    links: list[Link] = []
    texts: list[str] = []
    start = 0
    for block in (*draft.blocks, *draft.notes):
        kind = "paragraph" if block.kind in ("title", "heading") else block.kind
        blocks.append(
            Block(
                kind=cast(BlockKind, kind),
                start=start,
                end=start + len(block.text),
                depth=block.depth,
                table=block.table,
                cells=tuple((start + first, start + last) for first, last in block.cells),
            )
        )
        origins.extend(
            Origin(start + first, start + last, part, node, offset)
            for first, last, part, node, offset in block.origins
        )
        links.extend(Link(start + first, start + last, to) for first, last, to in block.links)
        texts.append(block.text)
        start += len(block.text) + 1
    # Built from parts that are valid already: validating the origins again is slow.
    return Section.model_construct(
        name=name,
        level=draft.level,
        number=draft.number,
        text="\n".join(texts),
        blocks=tuple(blocks),
        links=tuple(links),
        anchors=tuple(draft.anchors),
        comments=tuple(draft.comments),
        pictures=draft.pictures,
        origins=tuple(origins),
        heading=tuple(draft.origins),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
