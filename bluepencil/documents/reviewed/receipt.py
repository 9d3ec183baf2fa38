"""A receipt for a Word file that is given back: what was changed in it, found by comparing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from bluepencil.documents import Limits
from bluepencil.documents.archive import Archive, opened
from bluepencil.documents.package import Package
from bluepencil.documents.reviewed.package import with_text
from bluepencil.documents.styles import child, tags, value

_MARKS = tags("commentRangeStart", "commentRangeEnd", "commentReference", "ins", "del")
_PARAGRAPH, _RUN = tags("p"), tags("r")
_TEXT, _INSERTED = tags("t", "delText"), tags("ins", "moveTo")
_BREAKS = {**dict.fromkeys(tags("tab"), "\t"), **dict.fromkeys(tags("br", "cr"), "\n")}
_COMMENTS = tags("comment")
_CONTAINERS = tags("body", "footnotes", "endnotes", "hdr", "ftr", "comments")

# The text of a paragraph in pieces of one formatting, with all tracked changes rejected.
_Paragraph = list[tuple[str, bytes]]


@dataclass(frozen=True)
class PartReceipt:
    """What became of one part of the file.

    `inserted_marks`: elements of comments and tracked changes that it has more than before.
    `text_equal`: its text and the formatting of that are as before, once all changes are rejected
    and the comments that came to it are left out.
    """

    name: str
    changed: bool
    added: bool = False
    inserted_marks: int = 0
    text_equal: bool = True


@dataclass(frozen=True)
class Receipt:
    """What was changed in a file, part by part, in the order of the file."""

    parts: tuple[PartReceipt, ...]
    rejecting_all_gives_the_original: bool


def receipt(before: bytes, after: bytes, limits: Limits) -> Receipt:
    """Compare a .docx with what was made of it. Errors: those of `opened`."""
    with opened(before, limits) as old, opened(after, limits) as new:
        with_words = with_text(old, Package(old))
        names = [member.filename for member in new.members]
        parts = [_part(old, new, name, name in with_words) for name in dict.fromkeys(names)]
        whole = old.names <= new.names and all(part.text_equal for part in parts)
        return Receipt(tuple(parts), whole)


def _part(old: Archive, new: Archive, name: str, with_words: bool) -> PartReceipt:
    if name not in old.names:
        return PartReceipt(name, changed=True, added=True)
    if old.read(name) == new.read(name):
        return PartReceipt(name, changed=False)
    if not with_words:
        return PartReceipt(name, changed=True)
    before, marks_before = _read(old, name)
    after, marks_after = _read(new, name)
    kept = {number: text for number, text in after.items() if number in before}
    return PartReceipt(
        name,
        changed=True,
        inserted_marks=marks_after - marks_before,
        text_equal=kept == before,
    )


def _read(archive: Archive, name: str) -> tuple[dict[str | None, list[_Paragraph]], int]:
    """The paragraphs of a part, those of each comment by themselves, and how many marks it has."""
    found: dict[str | None, list[_Paragraph]] = {None: []}
    marks = 0
    for block in archive.children(name, _CONTAINERS):
        number = value(block, "id") if block.tag in _COMMENTS else None
        texts = found.setdefault(number, [])
        texts.extend(_joined(_pieces(paragraph)) for paragraph in block.iter(*_PARAGRAPH))
        marks += sum(1 for _ in block.iter(*_MARKS))
    return found, marks


def _pieces(paragraph: etree._Element) -> Iterator[tuple[str, bytes]]:
    for element in paragraph.iter(*_TEXT, *_BREAKS):
        if next(element.iterancestors(*_INSERTED), None) is not None:
            continue
        run = next(element.iterancestors(*_RUN), None)
        properties = child(run, "rPr")
        look = b"" if properties is None else etree.tostring(properties, method="c14n")
        yield _BREAKS.get(element.tag) or element.text or "", look


def _joined(pieces: Iterator[tuple[str, bytes]]) -> _Paragraph:
    """Pieces of one formatting as one, wherever runs were divided."""
    joined: _Paragraph = []
    for text, look in pieces:
        if joined and joined[-1][1] == look:
            joined[-1] = (joined[-1][0] + text, look)
        elif text:
            joined.append((text, look))
    return joined
