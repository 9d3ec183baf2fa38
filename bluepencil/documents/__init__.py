"""Documents: reading files to sections, locating quotes. No network, no store."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field

from bluepencil.errors import Invalid

MediaType = Literal["docx", "pdf", "md", "html", "txt"]
BlockKind = Literal["paragraph", "item", "row", "note", "code"]


class Block(BaseModel):
    """One paragraph, list item, table row, note or code block: `text[start:end]` of its section.

    Offsets are code points into the text of the section. The text of an item begins with its
    marker ("• ", "2.1 "); `depth` is its nesting, from 0. `cells` are the offsets of the cells of
    a row, and rows with the same `table` number belong to one table.
    """

    model_config = ConfigDict(frozen=True)
    kind: BlockKind
    start: int
    end: int
    depth: int = 0
    table: int | None = None
    cells: tuple[tuple[int, int], ...] = ()


class Origin(NamedTuple):
    """Where in the file `text[start:end]` of a section comes from.

    For .docx: `part` is the zip member, `node` the index of the `w:t` element among all `w:t` of
    that part in document order, `offset` the position in the text of that element. For text types:
    `part` is "", `node` 0 and `offset` the code point in the decoded file. Text that is not in the
    file (a list marker, a cell separator) has no origin.
    """

    start: int
    end: int
    part: str
    node: int
    offset: int


class Link(NamedTuple):
    """A link on `text[start:end]` of a section: to an anchor in its document, or None."""

    start: int
    end: int
    anchor: str | None


class Section(BaseModel):
    """A heading and the blocks under it up to the next heading.

    `name` is unique in its document (a repeated heading gets " (2)"). `level` is 1-6. `number` is
    the automatic number of the heading ("3.2"), or "". In `text` a newline separates blocks, a tab
    the cells of a row. The heading itself is not part of it; `heading` has the origins of the
    heading, as offsets into that, and is empty where it has none. `links` are those in
    the text, `anchors` the names under which links find a place in it, besides its heading, and
    `comments` what a reader of the finished page does not see, `pictures` how many there are; of
    Markdown only.
    """

    model_config = ConfigDict(frozen=True)
    name: str
    level: int = 1
    number: str = ""
    text: str
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    anchors: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    pictures: int = 0
    origins: tuple[Origin, ...] = Field(default=(), exclude=True, repr=False)
    heading: tuple[Origin, ...] = Field(default=(), exclude=True, repr=False)

    @property
    def words(self) -> int:
        """The number of words, counted by white space."""
        return len(self.text.split())


class Document(BaseModel):
    """A document as read: its name, its type by content, its title and its sections in order.

    `unread`: sentences on what of the file could not be read, for the reader.
    """

    model_config = ConfigDict(frozen=True)
    name: str
    media_type: MediaType
    title: str = ""
    sections: tuple[Section, ...]
    unread: tuple[str, ...] = ()

    @cached_property
    def by_name(self) -> Mapping[str, Section]:
        """The sections by their names; built when first asked for."""
        return {section.name: section for section in reversed(self.sections)}

    def section(self, name: str) -> Section | None:
        """The section of that name, or None."""
        return self.by_name.get(name)

    def __copy__(self) -> Self:
        """A copy, which may be given other sections, without the index of these."""
        copied = super().__copy__()
        copied.__dict__.pop("by_name", None)
        return copied

    def require(self, name: str) -> Section:
        """The section of that name. Raises Invalid `section_not_found`."""
        found = self.section(name)
        if found is None:
            raise Invalid(f"The document has no section named “{name}”.", code="section_not_found")
        return found


_CHARACTERS_PER_WORD = 15  # on average: a longer text is over the limit of words, or no text


class Limits(NamedTuple):
    """The limits of an upload; each is a setting."""

    upload_bytes: int = 25 * 1024 * 1024
    unpacked_bytes: int = 200 * 1024 * 1024
    pages: int = 500
    words: int = 300_000

    @property
    def characters(self) -> int:
        """The most characters a document may have."""
        return self.words * _CHARACTERS_PER_WORD
