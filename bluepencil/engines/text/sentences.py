"""A text in sentences and words, in any language that puts spaces or ideographs between words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bluepencil.engines.text.languages import Language

# Each pattern reads every character a bounded number of times.
_BLANK = re.compile(r"\n[ \t]*\n")
_ITEM = re.compile(r"^[ \t]*(?:[-*•–]|\d{1,3}[.)])[ \t]+")
_HEADING = re.compile(r"^[ \t]*#{1,6}[ \t]")
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]{0,3}(?=\s|$)|[。！？]")
_LAST = re.compile(r"[^\s(\[\"'“„«]+$")
_IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_ONE_IDEOGRAPH = re.compile(f"[{_IDEOGRAPH}]")
_WORD = re.compile(rf"[{_IDEOGRAPH}]|[^\s{_IDEOGRAPH}]+")
_TOKEN = re.compile(rf"[{_IDEOGRAPH}]|[^\W_{_IDEOGRAPH}]+(?:[-'’.][^\W_{_IDEOGRAPH}]+)*")
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\w)", re.IGNORECASE)
_LONGEST_HEADING = 12  # words
_STEM = 6  # letters that two forms of a word share


@dataclass(frozen=True)
class Sentence:
    """A sentence, and whether it begins a paragraph; a heading is one that has no end."""

    text: str
    first: bool
    heading: bool = False


def count_words(text: str) -> int:
    """How many words a text has."""
    return sum(1 for _ in _WORD.finditer(text))


def first_words(text: str, most: int) -> str:
    """The first so many words of a text, with a mark where some are missing."""
    for number, found in enumerate(_WORD.finditer(text), 1):
        if number == most:
            rest = text[found.end() :].strip()
            kept = text[: found.end()]
            marked = rest and not _ONE_IDEOGRAPH.match(found[0])  # a mark there would be a word
            return f"{kept.rstrip(',;:–-')}…" if marked else kept
    return text


def tokens(text: str, language: Language) -> list[str]:
    """The words of a text as they are written, without punctuation."""
    words = _TOKEN.findall(text)
    return [_ELIDED.sub("", word) for word in words] if language.code == "fr" else words


def stem(word: str, language: Language) -> str:
    """What the forms of a word have in common."""
    plain = word.casefold()
    return plain[:_STEM] if language.stemmed else plain


def sentences(text: str, language: Language) -> Iterator[Sentence]:
    """The sentences of a text, in order."""
    for paragraph in _BLANK.split(text.replace("\r\n", "\n").replace("\r", "\n")):
        for block in _blocks(paragraph):
            yield from _in_block(block, language)


def _blocks(paragraph: str) -> Iterator[str]:
    """The paragraph's running text, and each heading and item of a list by itself."""
    running: list[str] = []
    for line in paragraph.split("\n"):
        alone = _ITEM.match(line) or _HEADING.match(line)
        if alone and running:
            yield " ".join(running)
            running = []
        if line.strip():
            running.append(line.strip())
        if _HEADING.match(line):
            yield " ".join(running)
            running = []
    if running:
        yield " ".join(running)


def _in_block(block: str, language: Language) -> Iterator[Sentence]:
    heading = bool(_HEADING.match(block))
    block = _ITEM.sub("", _HEADING.sub("", block)).strip(" #")
    start, first = 0, True
    for found in _END.finditer(block):
        if not _ends(block, start, found, language):
            continue
        if said := block[start : found.end()].strip():
            yield Sentence(said, first)
            first = False
        start = found.end()
    if said := block[start:].strip():
        short = first and count_words(said) <= _LONGEST_HEADING
        yield Sentence(said, first, heading or short)


def _ends(block: str, start: int, found: re.Match[str], language: Language) -> bool:
    """Whether a sentence ends with this mark."""
    after = block[found.end() : found.end() + 4].lstrip("\"'“„«([¿¡ \t")
    if not found[0].startswith(".") or found[0].startswith(".."):
        return not (after[:1].islower() and found[0][0] != "。")
    if after[:1].islower():
        return False
    last = _LAST.search(block, max(start, found.start() - 40), found.start())
    word = last[0].casefold() if last else ""
    if language.ordinals and word.isdigit() and len(word) <= 2 and after:
        following = _TOKEN.search(block, found.end())  # “am 3. Mai”, but “Nummer 7. Er kam”
        return following is not None and following[0].casefold() in language.stop_words
    initial = len(word) == 1 and word.isalpha() and bool(after)
    return not (initial or (word in language.abbreviations and bool(after)))
