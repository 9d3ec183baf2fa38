"""Placeholders: what was left to be filled in. They look alike in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bluepencil.engines.checks.facts import Facts
from bluepencil.engines.checks.passage import Passage
from bluepencil.engines.checks.rule import SURE, Hit, Rule

_MARK = re.compile(
    r"(?<![\w/.#@-])(?:TBD|TBC|TBA|T\.B\.D\.|TODO|FIXME|N\.N\.|tbd|tbc|XX[XYZ]*)(?![\w/-]|\.\w)"
    r"|(?<=[-/])X{2,6}\b|\b[A-Z]{2,6}-0{4,}\b|\b0{3,} 0{3,}\b|(?<![\w.,-])xx+(?= (?:bar|mm|kg|ml|mg|°C|%|percent|hours|minutes|days|euros))|\b0{2,3}[-/]X{2,4}\b"
    r"|\?{3,}(?!\+)|_{3,}|(?<=[:\t] )\?\?(?=\s|$)|(?<!\.)\.{5,}(?!\.|\s*\d)|…{2,}|(?<![#\w])(?<!^)#{3,}(?![#\w ])"
    r"|(?:\b(?:EUR|USD|GBP|CHF)|[€$£]) ?(?:x{2,}|X{2,}|\?+|_+|…|\.{3,})(?!\w)"
    r"|(?<![\w.])(?:dd|DD|tt|TT)[./-](?:mm|MM)[./-](?:yyyy|YYYY|yy|jjjj|JJJJ)\b"
    r"|\b[Ll]orem ipsum\b",
    re.MULTILINE,
)
# A bracket that tells the writer what to do, or names what belongs there; not a part of an address.
_BRACKET = re.compile(
    r"(?<![\w/])(?:\[|<|\{\{)\s?(?:insert|add|enter|fill|put|describe|explain|specify|name of|date of|number of"
    r"|your|link to|to be|tbd|missing|placeholder|author|owner|signature|title of|company|customer"
    r" name|project name|product name|first name|last name|name|date|amount|who|when|todo|x{2,}|\?|_|"
    r"(?:…|\.\.\.)(?=\s?[]>}]))[^][<>{}\n]{0,80}(?:\]|>|\}\})(?![(\w:\[/])",
    re.IGNORECASE,
)
# A bracket with nothing in it but the name of what belongs there.
_NAMED = re.compile(
    r"(?<![\w/])(?:\[|<)\s?(?:[a-z]+ ){0,2}(?:photo|picture|figure|image|chart|graph|table|diagram|screenshot|logo|map"
    r"|initials|signature|reference|source|address|phone|e-?mail|version|name|date|number|amount|value)s?"
    r"(?: (?:of|from|showing) [^][<>\n]{2,50})?\s?(?:\]|>)(?![(\w:\[/])",
    re.IGNORECASE,
)
_AFTER = re.compile(r"(?<=\b(?:by|on|at|of|is|to) )\[[a-z]+(?: [a-z]+){0,2}\](?![(\w:\[])")
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


def _placeholders(passages: Sequence[Passage], facts: Facts) -> Iterator[Hit]:
    terms = {term.casefold() for term in facts.guideline.terms}
    for passage in passages:
        gaps: list[tuple[int, int]] = []
        for start, end in sorted(_gaps(passage, terms)):
            if gaps and not passage.text[gaps[-1][1] : start].strip():  # “??? TBD” is one gap
                gaps[-1] = gaps[-1][0], max(end, gaps[-1][1])
            else:
                gaps.append((start, end))
        for start, end in gaps:
            settled = _ON_PURPOSE.match(passage.text, end) and passage.text[start:end].isalpha()
            yield Hit(passage, start, end, severity="medium" if settled else None)


def _gaps(passage: Passage, terms: set[str]) -> Iterator[tuple[int, int]]:
    for pattern in (_MARK, _BRACKET, _NAMED, _AFTER, _ROUND):
        for match in pattern.finditer(passage.text):
            fine = (
                match[0].casefold() in terms
                or passage.quoted(*match.span())
                or _ABOUT_MARKS.match(passage.text, match.end())
                or _TAGS.match(passage.text, match.start())
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
