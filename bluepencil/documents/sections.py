"""Puts pieces together into sections: titles, unique names, and documents without headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast

from bluepencil.documents import Block, BlockKind, Document, Limits, MediaType, Origin, Section
from bluepencil.documents.headings import promote
from bluepencil.documents.pieces import Piece
from bluepencil.errors import BadDocument, TooLarge

MAX_HEADING = 200  # characters; a longer "heading" is a paragraph in a heading's style
PART_WORDS = 500  # words of a part, where a document has no headings
ONE_PART_WORDS = 600  # a document up to this long stays in one piece


@dataclass(slots=True)
class _Draft:
    name: str
    level: int = 1
    number: str = ""
    pieces: list[Piece] = field(default_factory=list)
    notes: list[Piece] = field(default_factory=list)
    contents: bool = False
    heading: bool = True
    origins: list[Origin] = field(default_factory=list)


def assemble(pieces: Iterable[Piece], name: str, media_type: MediaType, limits: Limits) -> Document:
    """The document made of these pieces.

    Errors: TooLarge `too_many_words`, as soon as the limit is passed; BadDocument
    `empty_document` when no piece has any text.
    """
    found = list(_counted(pieces, limits.words))
    promote(found, weak=media_type in ("md", "txt", "pdf"))
    title = _take_title(found)
    drafts = _group(found, title)
    if not drafts:
        raise BadDocument("There is no text in this document.", code="empty_document")
    if not any(draft.heading for draft in drafts):
        drafts = _split(drafts[0], title)
    names = _Names(draft.name for draft in drafts if draft.heading)
    sections = tuple(_section(draft, names.unique(draft)) for draft in drafts)
    return Document(name=name, media_type=media_type, title=title, sections=sections)


def _counted(pieces: Iterable[Piece], limit: int) -> Iterator[Piece]:
    words = 0
    for piece in pieces:
        words += sum(len(part.text.split()) for part in (piece, *piece.notes))
        if words > limit:
            raise TooLarge(
                f"The document has more than {limit:,} words. Split it and review the parts.",
                code="too_many_words",
            )
        if piece.kind in ("heading", "title") and len(piece.text) > MAX_HEADING:
            piece.kind = "paragraph"
        if piece.text.strip() or piece.kind == "contents":
            yield piece


def _take_title(pieces: list[Piece]) -> str:
    """The title: what is marked so, or one leading top heading with a deeper one right under it.

    A title that stays in `pieces` as a "title" piece may have text under it.
    """
    marked = next((piece for piece in pieces if piece.kind == "title"), None)
    if marked:
        return _one_line(marked.text)
    headings = [piece for piece in pieces if piece.kind == "heading"]
    if len(headings) < 2 or pieces[0] is not headings[0] or pieces[1].kind != "heading":
        return ""
    if any(piece.level <= headings[0].level for piece in headings[1:]):
        return ""
    pieces[0].kind = "title"
    return _one_line(pieces[0].text)


def _group(pieces: list[Piece], title: str) -> list[_Draft]:
    """One draft per heading, and one for what stands before the first, if there is any."""
    drafts: list[_Draft] = []
    draft = _Draft(title, heading=False)
    seen_title = False
    for piece in pieces:
        if piece.kind == "title" and not seen_title:
            seen_title = True  # its text is the document's title; what follows goes on below
            draft.origins = piece.origins
            draft.notes.extend(piece.notes)
        elif piece.kind == "heading":
            drafts.append(draft)
            name = _one_line(piece.text)
            level = max(1, min(6, piece.level))
            draft = _Draft(name, level, piece.number, notes=piece.notes, origins=piece.origins)
        elif piece.kind == "contents":
            draft.contents = True
        else:
            draft.pieces.append(piece)
            draft.notes.extend(piece.notes)
    drafts.append(draft)
    return [draft for draft in drafts if _worth_keeping(draft)]


def _worth_keeping(draft: _Draft) -> bool:
    if draft.pieces or draft.notes:
        return True
    return draft.heading and not draft.contents


def _split(draft: _Draft, title: str) -> list[_Draft]:
    """A document without headings in parts of about PART_WORDS words, cut between paragraphs."""
    words = [len(piece.text.split()) for piece in draft.pieces]
    if sum(words) <= ONE_PART_WORDS:
        draft.name, draft.heading = title or "Document", True
        return [draft]
    parts: list[_Draft] = [_Draft("Part 1")]
    held = 0
    left = sum(words)
    for piece, count in zip(draft.pieces, words, strict=True):
        full = held + count / 2 > PART_WORDS and left > PART_WORDS / 2
        if held and full and not _same_table(parts[-1].pieces[-1], piece):
            parts.append(_Draft(f"Part {len(parts) + 1}"))
            held = 0
        parts[-1].pieces.append(piece)
        parts[-1].notes.extend(piece.notes)
        held += count
        left -= count
    return parts


def _same_table(above: Piece, piece: Piece) -> bool:
    return piece.table is not None and above.table == piece.table


class _Names:
    """Hands out names that are unique in the document; headings come before invented names."""

    def __init__(self, headings: Iterable[str]) -> None:
        self._headings = set(headings)
        self._taken: set[str] = set()
        self._counts: dict[str, int] = {}

    def unique(self, draft: _Draft) -> str:
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


def _section(draft: _Draft, name: str) -> Section:
    blocks: list[Block] = []
    origins: list[Origin] = []
    parts: list[str] = []
    at = 0
    for piece in (*draft.pieces, *draft.notes):
        kind = "paragraph" if piece.kind in ("title", "heading") else piece.kind
        blocks.append(
            Block(
                kind=cast(BlockKind, kind),
                start=at,
                end=at + len(piece.text),
                depth=piece.depth,
                table=piece.table,
                cells=tuple((at + start, at + end) for start, end in piece.cells),
            )
        )
        origins.extend(
            Origin(at + start, at + end, part, node, offset)
            for start, end, part, node, offset in piece.origins
        )
        parts.append(piece.text)
        at += len(piece.text) + 1
    # Made of parts that were checked one by one above: validating the origins again is slow.
    return Section.model_construct(
        name=name,
        level=draft.level,
        number=draft.number,
        text="\n".join(parts),
        blocks=tuple(blocks),
        origins=tuple(origins),
        heading=tuple(draft.origins),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
