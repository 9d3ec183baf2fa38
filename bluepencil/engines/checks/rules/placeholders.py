"""Placeholders: what was left to be filled in. They look alike in every language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bluepencil.engines.checks.facts import Facts
from bluepencil.engines.checks.passage import Passage
from bluepencil.engines.checks.rule import SURE, Hit, Rule

_MARK = re.compile(
    r"(?<![\w/.#@-])(?:TBD|TBC|TBA|T\.B\.D\.|TODO|FIXME|N\.N\.|tbd|tbc|XX[XYZ]*)(?![\w/-]|\.\w)"
    r"|(?<=[-/])X{2,6}\b|\b[A-Z]{2,6}-0{4,}\b|\b0{3,} 0{3,}\b|(?<![\w.,-])(?:xx+|XX?|NN?)(?= (?:bar|mm|kg|ml|mg|°C|%|percent|hours|minutes|days|euros|litres?|met(?:re|er)s|units|pieces)\b)|\b0{2,3}[-/]X{2,4}\b"
    r"|\?{3,}(?!\+)|_{3,}|(?<=[:\t] )\?\?(?=\s|$)|(?<!\.)\.{5,}(?!\.|\s*\d)|…{2,}|(?<![#\w])(?<!^)#{3,}(?![#\w ])"
    r"|(?:\b(?:EUR|USD|GBP|CHF)|[€$£]) ?(?:x{2,}|X{2,}|\?+|_+|…|\.{3,})(?!\w)"
    r"|(?<![\w.])(?:dd|DD|tt|TT)[./-](?:mm|MM)[./-](?:yyyy|YYYY|yy|jjjj|JJJJ)\b"
    r"|_{2,}(?:[./-]_{2,})+|(?<![@\w])@{3,}|(?<![%\w])%{3,}|(?<=: )\.{3}"
    r"|(?<=: )\?(?=\s*$)|^(?:• )?(?:To[ -]do|To-Do): "
    r"|\b([A-Za-z]{2,8})(?: \1){2,}\b|\b[Ll]orem ipsum\b",
    re.MULTILINE,
)
# A bracket that tells the writer what to do, or names what belongs there; not a part of an address.
_BRACKET = re.compile(
    r"(?<![\w/=])(?:\[|<|\{\{)\s?(?:insert|add|enter|fill|put|describe|explain|specify|name of|date of|number of"
    r"|your|link to|to be|tbd|missing|placeholder|author|owner|signature|title of|company|customer"
    r" name|project name|product name|first name|last name|name|date|amount|who|when|todo|x{2,}|\?|_|"
    r"(?:…|\.\.\.)(?=\s?[]>}]))[^][<>{}=\n]{0,80}(?:\]|>|\}\})(?![(\w:\[/])",
    re.IGNORECASE,
)
# A bracket with nothing in it but the name of what belongs there.
_NAMED = re.compile(
    r"(?<![\w/=])(?:\[|<)\s?(?:[a-z]+ ){0,2}(?:photo|picture|figure|image|chart|graph|table|diagram|screenshot|logo|map"
    r"|initials|signature|reference|source|address|phone|e-?mail|version|name|date|number|amount|value)s?"
    r"(?: (?:of|from|showing) [^][<>\n]{2,50})?\s?(?:\]|>)(?![(\w:\[/])",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?<=\b(?:by|on|at|of|is|to) )\[(?:[a-z]+(?: [a-z]+){1,2}|name|date|number|amount|place|person|company|city|time"
    r"|author|owner|reason|value|supplier|manufacturer|customer|site|unit|text|department|role|title|address|country|year)\](?![(\w:\[])"
)
# What names a mark instead of leaving it: “a FIXME in the code”, “the TODO’s condition”.
_NAMES_MARK = re.compile(
    r"(?:\b(?:an?|the|this|that|these|those|each|every|any|no|our|its|\w+['’]s|\.\w+)) \Z",
    re.IGNORECASE,
)
_NAMED_AFTER = re.compile(r"['’]s\b|\(\w+\)| in \S+\.\w+\b")
_VARIABLE = re.compile(r"<\w[\w -]{0,30}>")
_DEFINES = re.compile(r"[.=:/]\w|\s[-–—:=]\s")
_ROUND = re.compile(
    r"\((?:name|date|signature|initials|number|source|who|when|where|how many|to be continued"
    r"|tbd|tbc|check this|to be added|to be completed|to be confirmed|to follow|pending"
    r"|(?:insert|fill in|add) [^()\n]{2,50}|(?:[a-z]+ )?(?:figure|table|photo|text|data|source|graph|chart|number|date|name)s? (?:is |are )?(?:missing|pending|to follow|to come|tbd))\??\)",
    re.IGNORECASE,
)
_ON_PURPOSE = re.compile(
    r" (?:outside|in line with|depending|based on|as part of|by|once|after|with)\b"
)
_ABOUT_MARKS = re.compile(
    r"[ -](?:lists?|comments?|apps?|items?|markers?|entries|entry|notes?|files?|tags?|labels?|placeholders?)\b",
    re.I,
)
_TAGS = re.compile(r"<(?:name|title|date|address|link|a|number)>\s?[^<]{0,80}</", re.IGNORECASE)


_MANY = 4  # of the same marks in a section are one finding


def _placeholders(passages: Sequence[Passage], facts: Facts) -> Iterator[Hit]:
    terms = {term.casefold() for term in facts.guideline.terms} | _variables(passages)
    hits = [hit for passage in passages for hit in _hits(passage, terms)]
    times = Counter(_words(hit) for hit in hits)
    told: set[str] = set()
    for hit in hits:
        words = _words(hit)
        if times[words] < _MANY:
            yield hit
        elif words not in told:
            told.add(words)
            yield hit._replace(
                says=f"“{words}” was left to be filled in {times[words]} times here."
            )


def _words(hit: Hit) -> str:
    return hit.passage.text[hit.start : hit.end]


def _hits(passage: Passage, terms: set[str]) -> Iterator[Hit]:
    gaps: list[tuple[int, int]] = []
    for start, end in sorted(_gaps(passage, terms)):
        if gaps and not passage.text[gaps[-1][1] : start].strip():  # “??? TBD” is one gap
            gaps[-1] = gaps[-1][0], max(end, gaps[-1][1])
        else:
            gaps.append((start, end))
    for start, end in gaps:
        words = passage.text[start:end]
        to_do = words in ("TODO", "FIXME")  # may be an action that is noted down
        settled = words.isalpha() and _ON_PURPOSE.match(passage.text, end) is not None
        bracketed = words.startswith(("[", "<", "{", "("))  # some are the names of variables
        doubtful = to_do or settled or bracketed
        yield Hit(passage, start, end, severity="medium" if doubtful else None)


def _is_mentioned(text: str, match: re.Match[str]) -> bool:
    """Whether a mark of programmers is spoken of, not left."""
    if match[0] not in ("TODO", "FIXME"):
        return False
    before = text[max(0, match.start() - 12) : match.start()]
    return bool(_NAMES_MARK.search(before) or _NAMED_AFTER.match(text, match.end()))


def _variables(passages: Sequence[Passage]) -> set[str]:
    """What stands in angle brackets for any value: part of a name or an option, or explained."""
    found = set()
    for passage in passages:
        for match in _VARIABLE.finditer(passage.text):
            before = passage.text[max(0, match.start() - 1) : match.start()]
            if before in ("=", "/", "-") or _DEFINES.match(passage.text, match.end()):
                found.add(match[0].casefold())
    return found


def _gaps(passage: Passage, terms: set[str]) -> Iterator[tuple[int, int]]:
    for pattern in (_MARK, _BRACKET, _NAMED, _AFTER, _ROUND):
        for match in pattern.finditer(passage.text):
            fine = (
                match[0].casefold() in terms
                or passage.quoted(*match.span())
                or _ABOUT_MARKS.match(passage.text, match.end())
                or _TAGS.match(passage.text, match.start())
                or _is_mentioned(passage.text, match)
            )
            if not fine:
                yield match.span()


RULES = (
    Rule(
        "placeholder", "completeness", "high", SURE,
        "“{words}” was left to be filled in.",
        "Fill it in, or say who will supply it and by when.",
        _placeholders, "placeholders", english=False,
    ),
)  # fmt: skip
