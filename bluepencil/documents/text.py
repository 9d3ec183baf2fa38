"""Reads plain text: detects its encoding, joins hard-wrapped lines, finds underlined headings."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bluepencil.documents import types
from bluepencil.documents.blocks import MAX_DEPTH, ParsedBlock, TextBuilder

_BYTE_ORDER_MARKS = (  # the longer first: the UTF-32 mark begins with the UTF-16 one
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 64 * 1024
_WESTERN = "windows-1252"
_MAX_ACCENTED = 0.3  # of the letters
_INSIDE_WORDS = "’´·\u00ad–—"  # signs that are found between two small letters
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
ITEM = re.compile(r"(?:[-*•‣▪◦–+]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s+")
_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]+")
_UNDERLINE = re.compile(r"=++|-++|~++")
_BULLETS = "-*•‣▪◦–+"
_MAX_WRAPPED = 130  # characters; where a file has longer lines, each line is a paragraph


class _Line(NamedTuple):
    """A line of the file without white space around it, its offset and its indentation."""

    text: str
    offset: int
    indent: int


def decode(data: bytes) -> str:
    """The text in `data`, without its byte order mark.

    The encoding is that of the byte order mark, else UTF-8, else the most likely one. Errors:
    UnsupportedType `unsupported_type` for bytes that are not text.
    """
    text = _decoded(data)
    if len(_CONTROLS.findall(text[:_SAMPLE])) > len(text[:_SAMPLE]) / 200:
        raise types.unsupported("This is not a text file")
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    western = data.decode(_WESTERN, "replace")
    if _is_western(western[:_SAMPLE]):
        return western
    from charset_normalizer import from_bytes  # few files are in another encoding

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise types.unsupported("This is not a text file")
    return data.decode(best.encoding, "replace")


def _is_western(text: str) -> bool:
    """Whether a text that was read as Windows-1252 is one: most letters are ASCII, and the others
    are where letters and signs of Western European languages are.
    """
    letters = sum(map(str.isalpha, text))
    foreign = sum(not one.isascii() and one.isalpha() for one in text)
    if "\ufffd" in text or foreign > letters * _MAX_ACCENTED:
        return False
    return not any(
        before.islower()
        and after.islower()
        and not (one.isascii() or one.islower())
        and one not in _INSIDE_WORDS
        for before, one, after in zip(text, text[1:], text[2:], strict=False)
    )


def blocks(text: str) -> Iterator[ParsedBlock]:
    """The blocks of a plain text, with origins that are offsets into `text`."""
    groups = list(_groups(text))
    longest = max((len(line.text) for group in groups for line in group), default=0)
    wrap = longest if longest <= _MAX_WRAPPED else 0
    for group in groups:
        yield from _blocks_of(group, wrap)


def _groups(text: str) -> Iterator[list[_Line]]:
    """The lines of the text in groups separated by blank lines."""
    group: list[_Line] = []
    for match in _LINE.finditer(text):
        line = match[0]
        stripped = line.strip()
        if group and (not stripped or _separated(text, group[-1], match.start())):
            yield group
            group = []
        if stripped:
            indent = len(line) - len(line.lstrip())
            group.append(_Line(stripped, match.start() + indent, indent))
    if group:
        yield group


def _separated(text: str, above: _Line, start: int) -> bool:
    """Whether there is an empty line or a page break between a line and the one at `start`."""
    between = text[above.offset + len(above.text) : start]
    return "\f" in between or between.replace("\r\n", "\n").strip(" \t") not in ("\n", "\r")


def _blocks_of(lines: list[_Line], wrap: int) -> Iterator[ParsedBlock]:
    """The blocks in a group of lines that are wrapped at about `wrap` characters, or not (0)."""
    items = [line for line in lines if ITEM.match(line.text)]
    indents = sorted({line.indent for line in items})
    depths = {indent: min(depth, MAX_DEPTH) for depth, indent in enumerate(indents)}
    builder = TextBuilder()
    item: _Line | None = None  # the first line of the list item that is being built
    last: _Line | None = None
    for index, line in enumerate(lines):
        below = lines[index + 1] if index + 1 < len(lines) else None
        if last and _is_underline(line, last) and builder.length == len(last.text):
            heading = builder.block("heading")
            heading.level = 1 if line.text[0] == "=" else 2
            yield heading
            builder, item, last = TextBuilder(), None, None
            continue
        begins_item = bool(ITEM.match(line.text)) and (len(items) > 1 or line.text[0] in _BULLETS)
        underlined = below is not None and _is_underline(below, line)
        if last and (begins_item or underlined or not continues(last.text, line.text, wrap)):
            yield _finished(builder, item, depths)
            builder, item = TextBuilder(), None
        elif last:
            builder.add(" ")
        builder.add_from(line.text, offset=line.offset)
        item = line if begins_item else item
        last = line
    if last:
        yield _finished(builder, item, depths)


def _is_underline(line: _Line, above: _Line) -> bool:
    return (
        len(line.text) >= 3
        and len(above.text) <= 100
        and len(line.text) * 2 >= len(above.text)
        and _UNDERLINE.fullmatch(line.text) is not None
        and any(character.isalpha() for character in above.text)
    )


def continues(above: str, below: str, wrap: int) -> bool:
    """Whether a line continues the sentence of the line above.

    Lines are wrapped at about `wrap` characters, or not at all (0).
    """
    if not wrap or is_uppercase(above):
        return False
    if len(above) + len(below[:wrap].split(maxsplit=1)[0]) >= wrap * 0.75:
        return True  # the next word would not have fitted
    return below[0].islower()


def _finished(builder: TextBuilder, item: _Line | None, depths: Mapping[int, int]) -> ParsedBlock:
    block = builder.block("item" if item else "paragraph")
    if item:
        block.depth = depths[item.indent]
    else:
        block.strong = is_uppercase(block.text)
    return block


def is_uppercase(text: str) -> bool:
    """Whether a line is short and all in capitals, as headings often are."""
    return len(text) <= 80 and text.isupper() and sum(map(str.isalpha, text)) >= 4
