"""Documents: bytes to sections, quotes to places. Pure: no network, no store."""

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

    Offsets are code points into the section's text. An item's text begins with its marker
    ("• ", "2.1 "); `depth` is its nesting, from 0. A row's `cells` are the offsets of its cells,
    and rows with the same `table` number stand in one table.
    """

    model_config = ConfigDict(frozen=True)
    kind: BlockKind
    start: int
    end: int
    depth: int = 0
    table: int | None = None
    cells: tuple[tuple[int, int], ...] = ()


class Origin(NamedTuple):
    """Where `text[start:end]` of a section came from in the file.

    For .docx: `part` is the zip member, `node` the index of the `w:t` element among all `w:t` of
    that part in document order, `offset` the position inside that element's text. For text types:
    `part` is "", `node` 0 and `offset` the code point in the decoded file. Text that stands in no
    file (a list marker, a cell separator) has no origin.
    """

    start: int
    end: int
    part: str
    node: int
    offset: int


class Section(BaseModel):
    """A heading and what stands under it up to the next heading.

    `name` is unique in its document (a repeated heading gets " (2)"). `level` is 1-6. `number` is
    the heading's automatic number ("3.2"), or "". Blocks are separated in `text` by a newline;
    the cells of a row by a tab. The heading itself is not part of `text`; `heading` says where it
    stands in the file, offsets counted in the heading, and is empty where it stands in none.
    """

    model_config = ConfigDict(frozen=True)
    name: str
    level: int = 1
    number: str = ""
    text: str
    blocks: tuple[Block, ...] = ()
    origins: tuple[Origin, ...] = Field(default=(), exclude=True, repr=False)
    heading: tuple[Origin, ...] = Field(default=(), exclude=True, repr=False)

    @property
    def words(self) -> int:
        """The number of words, counted by white space."""
        return len(self.text.split())


class Document(BaseModel):
    """A document as read: its name, what it really is, its title and its sections in order."""

    model_config = ConfigDict(frozen=True)
    name: str
    media_type: MediaType
    title: str = ""
    sections: tuple[Section, ...]

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


class Limits(NamedTuple):
    """What an upload may be at most; each is a setting."""

    upload_bytes: int = 25 * 1024 * 1024
    unpacked_bytes: int = 200 * 1024 * 1024
    pages: int = 500
    words: int = 300_000
