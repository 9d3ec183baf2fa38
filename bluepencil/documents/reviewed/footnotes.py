"""Footnotes in Markdown: what they say, and where in a text that somebody wrote they fit."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from markdown_it.token import Token

from bluepencil.documents import Document
from bluepencil.documents.markdown_parser import parse
from bluepencil.documents.reviewed import Remark, one_line
from bluepencil.documents.reviewed.changes import between
from bluepencil.documents.reviewed.words import said

_SPECIAL = re.compile(r"[\\`*\[\]<>|~$#]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_LINE_START = re.compile(r"^([^\S\n]*+)([+=:-]|\d{1,9}(?=[.)]))", re.MULTILINE)
_MAX_TRIES = 12  # each parses the whole text
_END = -1  # instead of an offset: in a paragraph of its own at the end of the file


def annotated(source: str, document: Document, remarks: Sequence[Remark]) -> str:
    """The Markdown in `source`, read as `document` (with origins), with a footnote for each remark.

    A footnote is referred to where the words it is about end; where Markdown has no room for that
    (code, links, pictures), at the end of their paragraph, at the heading, or at the end of the
    file. Nothing of the source changes: the marks are put between its characters.
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
    """The text so that Markdown takes every sign of it for itself."""
    return _LINE_START.sub(_behind, _SPECIAL.sub(r"\\\g<0>", text))


def free(source: str) -> str:
    """What footnotes are called here, so that no other is called so."""
    for prefix in ("r", "rr", "rrr"):
        if f"[^{prefix}" not in source:
            return prefix
    return f"r{sha256(source.encode()).hexdigest()[:12]}-"  # no text contains its own digest


def reference(prefix: str, number: int) -> str:
    """The mark that refers to a footnote."""
    return f"[^{prefix}{number}]"


def notes(prefix: str, remarks: Sequence[Remark]) -> Iterator[str]:
    """The footnotes themselves, in order."""
    for number, remark in enumerate(remarks, 1):
        label, *lines = (escaped(one_line(line)) for line in said(remark, quoted=True, worded=True))
        text = "\\\n    ".join([f"**{label}** ({escaped(one_line(remark.author))})", *lines])
        yield f"{reference(prefix, number)}: {text}"


def _behind(found: re.Match[str]) -> str:
    """A sign at the start of a line made harmless: digits cannot be, the full stop after can."""
    space, sign = found.groups()
    return f"{space}{sign}\\" if sign[0].isdigit() else f"{space}\\{sign}"


def _places(source: str, document: Document, remark: Remark) -> Iterator[int]:
    """Where in the source a remark may be referred to, the best first."""
    section = document.section(remark.section_name)
    if section is not None:
        stretches = [section.heading]
        if remark.start is not None and remark.end is not None:
            block = bisect_left(section.blocks, remark.end, key=lambda one: one.end)
            behind = section.blocks[block].end if block < len(section.blocks) else remark.end
            for end in (behind, remark.end):
                stretches.insert(0, tuple(between(section.origins, remark.start, end)))
        for origins in stretches:
            for origin in origins[-1:]:
                at = origin.offset + origin.end - origin.start
                if source[at - 1] != "\\":
                    yield at
    yield _END


def _settled(source: str, prefix: str, places: list[list[int]]) -> list[int]:
    """For each remark the first of its places where a reference is read as one."""
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
    """The source with a reference at each place."""
    marks = sorted((at, number) for number, at in enumerate(chosen, 1) if at != _END)
    out, last = [], 0
    for at, number in marks:
        out += [source[last:at], reference(prefix, number)]
        last = at
    return "".join([*out, source[last:]])


def _read(text: str, prefix: str) -> tuple[list[tuple[str, str, str]], set[int]]:
    """What Markdown makes of a text without its references, and those it takes for words."""
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
    """Blocks, and in the place of their words the tokens of these."""
    for token in tokens:
        if token.children is not None and token.type == "inline":
            yield from token.children
        else:
            yield token
