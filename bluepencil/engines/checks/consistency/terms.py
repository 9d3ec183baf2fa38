"""Terms and abbreviations that are defined twice, differently, or never used."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from bluepencil.documents import Section
from bluepencil.engines.checks.consistency.places import finding, shown
from bluepencil.engines.checks.consistency.reading import Reading
from bluepencil.engines.checks.place import Place
from bluepencil.engines.checks.rule import LIKELY
from bluepencil.review.findings import Finding

_SHORT = re.compile(r"\((?P<short>[A-ZÀ-ÝĐ][\w&-]{1,8}?)s?\)")
_SHORT_FIRST = re.compile(r"(?<![\w-])(?P<short>[A-ZÀ-Ý]{2,8})s? \((?P<long>[^()\n]{5,90})\)")
_TOKEN = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_GLOSSARY = re.compile(
    r"(?:[\d.]*\s+)?(?:list of |key )?(?:glossary|definitions?|terms|terminology|abbreviations|acronyms|glossar|begriffe|abkürzungen|glossaire|"
    r"définitions|glosario|definiciones|thuật ngữ|từ viết tắt)\b[^.]{0,40}$",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"(?:[•*–-] |\(?\d{1,3}[.)] )?[“\"*]{0,3}(?P<term>[^\W_][^*:\n–—=\t“”\"]{1,50}?)[”\"]?(?: ?[:=–—] | - )(?P<text>\S)"
)
_LEGAL = re.compile(
    r"[“\"](?P<term>[A-ZÀ-Ý][^”\"\n]{1,50})[”\"],? (?:means|shall mean|has the meaning|refers to|bezeichnet|désigne|significa)\b"
)
_MOST = 200  # terms of a glossary that are looked for
_SMALL = frozenset(
    re.findall(
        r"\w+", "of and the for in on to a an de la le des du et der die das und von y del und"
    )
)


def terms(reading: Reading) -> Iterator[Finding]:
    """Definitions that contradict or repeat each other, and terms that nothing uses."""
    yield from _abbreviations(reading)
    defined = _defined(reading)
    yield from _twice(defined)
    yield from _unused(reading, defined)


def _abbreviations(reading: Reading) -> Iterator[Finding]:
    """An abbreviation that is spelled out in two ways."""
    meanings: dict[str, dict[str, Place]] = defaultdict(dict)
    words: dict[tuple[str, str], str] = {}
    for one in reading.prose:
        for match in _SHORT.finditer(one.text) if "(" in one.text else ():
            long = _spelled_out(
                one.text[max(0, match.start() - 120) : match.start()], match["short"]
            )
            if long:
                start = one.text.rfind(long, 0, match.start())
                key = _key(long)
                meanings[match["short"]].setdefault(key, one.place(start, match.end()))
                words[match["short"], key] = long
        for match in _SHORT_FIRST.finditer(one.text):
            long = match["long"].strip()
            if _initials_fit(_TOKEN.findall(long), match["short"]):
                key = _key(long)
                meanings[match["short"]].setdefault(key, one.place(*match.span()))
                words[match["short"], key] = long
    for short, found in meanings.items():
        if len(found) == 2:
            (first, earlier), (second, later) = found.items()
            yield finding(
                later, "two-definitions", "medium",
                f"“{short}” stands for “{shown(words[short, second])}” here and for "
                f"“{shown(words[short, first])}” in “{earlier.section.name}”.",
                "Use one meaning, or two abbreviations.", [earlier],
            )  # fmt: skip


def _key(long: str) -> str:
    return " ".join(
        word.casefold().rstrip("s")
        for word in _TOKEN.findall(long.replace("&", "and"))
        if word.casefold() not in ("and", "of", "the", "for", "in")
    )


def _spelled_out(before: str, short: str) -> str:
    """The words at the end of a text whose first letters make up the abbreviation, or ""."""
    tokens = list(_TOKEN.finditer(before))
    for count in range(2, 10):
        if count > len(tokens):
            return ""
        first = tokens[-count]
        if _initials_fit([token[0] for token in tokens[-count:]], short):
            return before[first.start() :].strip()
    return ""


def _initials_fit(words: list[str], short: str) -> bool:
    """Whether the first letters of the words, small ones like “of” left out or not, are `short`."""
    letters = [letter.casefold() for letter in short if letter.isalpha()]
    if len(letters) < 2 or not words or short.islower() or sum(map(str.isupper, short)) < 2:
        return False
    every = [word[0].casefold() for word in words]
    weighty = [word[0].casefold() for word in words if word.casefold() not in _SMALL]
    return letters == every or (letters == weighty and words[0].casefold() not in _SMALL)


def _defined(reading: Reading) -> dict[str, list[tuple[str, Place]]]:
    """Terms by their words in small letters, with what they are defined as and where."""
    found: dict[str, list[tuple[str, Place]]] = defaultdict(list)
    headed: set[int | None] = set()  # the tables of which the head was seen
    for section in reading.sections:
        glossary = _GLOSSARY.match(section.name) is not None
        for block in section.blocks:
            text = section.text[block.start : block.end]
            if glossary and block.kind == "row" and len(block.cells) == 2:
                if block.table not in headed:
                    headed.add(block.table)
                    continue
                first, second = block.cells
                found[section.text[slice(*first)].strip().casefold()].append(
                    (section.text[slice(*second)], Place(section, *first))
                )
            elif glossary and block.kind in ("item", "paragraph") and (entry := _ENTRY.match(text)):
                found[entry["term"].casefold()].append(
                    (text[entry.start("text") :], _at(section, block.start, entry))
                )
            for legal in _LEGAL.finditer(text) if block.kind != "code" else ():
                found[legal["term"].casefold()].append(
                    (text[legal.end() : legal.end() + 200], _at(section, block.start, legal))
                )
    return found


def _at(section: Section, start: int, match: re.Match[str]) -> Place:
    return Place(section, start + match.start("term"), start + match.end("term"))


def _twice(defined: dict[str, list[tuple[str, Place]]]) -> Iterator[Finding]:
    for entries in defined.values():
        if len(entries) != 2:
            continue
        (first, earlier), (second, later) = entries
        if earlier == later:
            continue
        same = _key(first) == _key(second)
        yield finding(
            later, "two-definitions", "low" if same else "medium",
            f"“{shown(later.words)}” is defined twice" + (", in the same words." if same else ", in different words."),
            "Keep one definition.", [earlier],
        )  # fmt: skip


def _unused(reading: Reading, defined: dict[str, list[tuple[str, Place]]]) -> Iterator[Finding]:
    """Terms of a glossary that stand nowhere else: one finding for all of them."""
    if len(defined) < 3:
        return
    everything = "\n".join(
        f"{section.name}\n{section.text}" for section in reading.sections
    ).casefold()
    outside = "\n".join(
        f"{section.name}\n{section.text}"
        for section in reading.sections
        if not _GLOSSARY.match(section.name)
    ).casefold()
    if len(outside) < len(everything) / 2:
        return  # the document is a glossary
    unused = [
        entries[0][1] for term, entries in list(defined.items())[:_MOST]
        if 2 < len(term) <= 40 and not _used(term, everything, outside)
    ]  # fmt: skip
    if unused and len(unused) * 2 <= len(defined):
        names = ", ".join(f"“{shown(place.words, 30)}”" for place in unused[:5])
        more = f" and {len(unused) - 5} more" if len(unused) > 5 else ""
        yield finding(
            unused[0], "unused-term", "low",
            f"Defined, and used nowhere in the document: {names}{more}.",
            "Leave out what is not used.", unused[1:], category="structure", confidence=LIKELY,
        )  # fmt: skip


def _used(term: str, everything: str, outside: str) -> bool:
    plain = re.sub(r" ?\([^()]{0,60}\)", "", term).strip()
    inner = re.findall(r"\(([^()]{2,})\)", term)
    return any(
        stem and (stem in outside or everything.count(stem) > 1)
        for stem in [plain.rstrip("s"), *inner]
    )
