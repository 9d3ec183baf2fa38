"""Adds remarks to a Markdown text as footnotes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from markdown_it.token import Token

from bluepencil.documents import Document
from bluepencil.documents.markdown_parser import parse
from bluepencil.documents.reviewed import Remark, one_line
from bluepencil.documents.reviewed.changes import origins_between
from bluepencil.documents.reviewed.remark_text import paragraphs

_SPECIAL = re.compile(r"[\\`*\[\]<>|~$#]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_LINE_START = re.compile(r"^([^\S\n]*+)([+=:-]|\d{1,9}(?=[.)]))", re.MULTILINE)
_MAX_TRIES = 12  # each parses the whole text
_END = -1  # instead of an offset: in a paragraph of its own at the end of the file


def annotated(source: str, document: Document, remarks: Sequence[Remark]) -> str:
    """The Markdown in `source`, read as `document` (with origins), with a footnote for each remark.

    The reference follows the quote; where Markdown does not allow one (in code, links, images) it
    is at the end of the paragraph, at the heading, or at the end of the file. Nothing else in the
    source changes.
    """
    if not remarks:
        return source
    prefix = free(source)
    places = [list(_places(source, document, remark)) for remark in remarks]
    chosen = _settled(source, prefix, places)
    together = "".join(
        reference(prefix, number) for number, at in enumerate(chosen, 1) if at == _END
    )
    parts = [_put(source, prefix, chosen).rstrip("\n")]
    parts += [f"On the whole document: {together}"] if together else []
    return "\n\n".join([*parts, *notes(prefix, remarks)]) + "\n"


def escaped(text: str) -> str:
    """The text with everything escaped that Markdown could take for markup."""
    return _LINE_START.sub(_escaped_start, _SPECIAL.sub(r"\\\g<0>", text))


def free(source: str) -> str:
    """A prefix for footnote labels that no label in the source begins with."""
    for prefix in ("r", "rr", "rrr"):
        if f"[^{prefix}" not in source:
            return prefix
    return f"r{sha256(source.encode()).hexdigest()[:12]}-"  # no text contains its own digest


def reference(prefix: str, number: int) -> str:
    """The reference to a footnote."""
    return f"[^{prefix}{number}]"


def notes(prefix: str, remarks: Sequence[Remark]) -> Iterator[str]:
    """The footnotes themselves, in order."""
    for number, remark in enumerate(remarks, 1):
        label, *lines = (
            escaped(one_line(line))
            for line in paragraphs(remark, with_quote=True, with_replacement=True)
        )
        text = "\\\n    ".join([f"**{label}** ({escaped(one_line(remark.author))})", *lines])
        yield f"{reference(prefix, number)}: {text}"


def _escaped_start(found: re.Match[str]) -> str:
    """The start of a line with a backslash: before the character, or after digits, which cannot be
    escaped themselves.
    """
    space, sign = found.groups()
    return f"{space}{sign}\\" if sign[0].isdigit() else f"{space}\\{sign}"


def _places(source: str, document: Document, remark: Remark) -> Iterator[int]:
    """The offsets in the source where a remark may be referred to, the best first."""
    section = document.section(remark.section_name)
    if section is not None:
        candidates = [section.heading]
        if remark.start is not None and remark.end is not None:
            block = bisect_left(section.blocks, remark.end, key=lambda one: one.end)
            behind = section.blocks[block].end if block < len(section.blocks) else remark.end
            for end in (behind, remark.end):
                candidates.insert(0, tuple(origins_between(section.origins, remark.start, end)))
        for origins in candidates:
            for origin in origins[-1:]:
                at = origin.offset + origin.end - origin.start
                if source[at - 1] != "\\":
                    yield at
    yield _END


def _settled(source: str, prefix: str, places: list[list[int]]) -> list[int]:
    """For each remark the first of its offsets where Markdown reads a reference as one."""
    wanted, _ = _read(source, prefix)
    chosen = [place[0] for place in places]
    for _ in range(_MAX_TRIES):
        shape, seen = _read(_put(source, prefix, chosen), prefix)
        movable = [number for number, at in enumerate(chosen) if at != _END]
        unread = [number for number in movable if number + 1 not in seen]
        if not unread and shape == wanted:
            return chosen
        for number in unread or movable:
            del places[number][0]
            chosen[number] = places[number][0]
    return [_END] * len(places)


def _put(source: str, prefix: str, chosen: list[int]) -> str:
    """The source with a reference at each offset."""
    marks = sorted((at, number) for number, at in enumerate(chosen, 1) if at != _END)
    out, last = [], 0
    for at, number in marks:
        out += [source[last:at], reference(prefix, number)]
        last = at
    return "".join([*out, source[last:]])


def _read(text: str, prefix: str) -> tuple[list[tuple[str, str, str]], set[int]]:
    """The tokens of a text without its references, and the numbers of those that are text."""
    mark = re.compile(rf"\[\^{prefix}(\d+)\]")
    shape: list[tuple[str, str, str]] = []
    seen: set[int] = set()
    links = 0
    for token in _flat(parse(text)):
        links += token.nesting if token.type.startswith("link_") else 0
        if token.type == "text" and not links:
            seen.update(int(number) for number in mark.findall(token.content))
        words = mark.sub("", token.content)
        if words or token.type != "text":
            shape.append((token.type, token.tag, words))
    return shape, seen


def _flat(tokens: Iterable[Token]) -> Iterator[Token]:
    """The block tokens, with inline tokens replaced by their children."""
    for token in tokens:
        if token.children is not None and token.type == "inline":
            yield from token.children
        else:
            yield token
