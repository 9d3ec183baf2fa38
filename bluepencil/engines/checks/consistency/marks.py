"""Marks that lead nowhere: footnotes, numbers of sources, and links without an address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.engines.checks.consistency.places import finding, shown
from bluepencil.engines.checks.consistency.reading import Reading
from bluepencil.engines.checks.consistency.references import SOURCES
from bluepencil.engines.checks.place import Place
from bluepencil.review.findings import Finding

_FOOTNOTE = re.compile(r"\[\^([\w-]{1,20})\](?!:)")
_FOOTNOTE_TEXT = re.compile(r"\[\^([\w-]{1,20})\]:")
_CITED = re.compile(r"(?<![\w\])])\[(\d{1,3})\](?![\w(\[:])")
_CITED_TEXT = re.compile(
    r"^[ \t]{0,8}(?:•\s)?\[(\d{1,3})\]|^[ \t]{0,8}(\d{1,3})[.)] ", re.MULTILINE
)
_LINK = re.compile(
    r"(?<![\w\]])\[(?P<words>[^\[\]\n]{3,100})\] ?\[(?P<name>[^\[\]\n]{0,80})\](?![(\[])"
)
_LINKED = re.compile(r"(?!@)(?=.*[^\W\d_]{3})")  # words, and nobody who is mentioned
_TAG = re.compile(r"[A-Z][A-Za-z]{0,20}")  # “[BugFix][CI]” before a title


def lost_marks(reading: Reading) -> Iterator[Finding]:
    """Footnotes without a text, sources that are not in the list, links without an address."""
    yield from _notes(reading)
    yield from _links(reading)


def _notes(reading: Reading) -> Iterator[Finding]:
    """Footnote marks and numbers of sources without a text."""
    texts = {name for section in reading.sections for name in _FOOTNOTE_TEXT.findall(section.text)}
    listed: set[str] = set()
    for section in reading.sections:
        if SOURCES.search(section.name):
            listed |= {one or other for one, other in _CITED_TEXT.findall(section.text)}
    contiguous = len(listed) > 2 and {str(n) for n in range(1, len(listed) + 1)} == listed
    marks: dict[str, Place] = {}
    for one in reading.prose:
        if "[" not in one.text or SOURCES.search(one.section.name):
            continue
        for match in _FOOTNOTE.finditer(one.text):
            if match[1] not in texts:
                marks.setdefault(match[0], one.place(*match.span()))
        for match in _CITED.finditer(one.text) if contiguous else ():
            if match[1] not in listed:
                yield finding(
                    one.place(*match.span()), "dangling-reference", "high",
                    f"The list of sources ends at [{len(listed)}]; there is no {match[0]}.",
                    "Add the source, or correct the number.",
                )  # fmt: skip
    if marks:
        first, *more = marks.values()
        named = f"{len(marks)} footnotes have" if more else f"The footnote {first.words} has"
        yield finding(
            first, "dangling-reference", "high", f"{named} no text.",
            "Add the text, or take the mark away.", more,
        )  # fmt: skip


def _links(reading: Reading) -> Iterator[Finding]:
    """“[the plan][plan]” in Markdown, left as it is because “plan” is defined nowhere."""
    if reading.document.media_type != "md":
        return
    for one in reading.prose:
        for match in _LINK.finditer(one.text) if "][" in one.text or "] [" in one.text else ():
            tags = _TAG.fullmatch(match["words"]) and _TAG.fullmatch(match["name"])
            if _LINKED.match(match["words"]) and "\\" not in match[0] and not tags:
                target = match["name"] or match["words"]
                yield finding(
                    one.place(*match.span()), "broken-link", "medium",
                    f"This is written as a link, but “{shown(target)}” is defined nowhere.",
                    "Add the address, or write it as plain text.",
                )  # fmt: skip
