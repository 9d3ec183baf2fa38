"""Completeness: what was left to be filled in."""

from __future__ import annotations

import re

from bluepencil.engines.checks.rule import SURE, Rule, phrases

_PLACEHOLDER = re.compile(
    r"(?<![\w-])(?:TBD|TBC|TBA|TODO|FIXME|T\.B\.D\.|N\.N\.|tbd|tbc|to-do)(?![\w-])"
    r"|\bto be (?:determined|decided|confirmed|defined|completed|added|filled in|announced|"
    r"supplied|specified|clarified|agreed|provided)\b(?! by)"
    r"|\?{2,}|_{3,}|\.{5,}|…{2,}"
    r"|\[\s?(?:insert|add|enter|fill|name|date|number|link|here|your|xx+|to be|tbd|missing|place|"
    r"reference|ref|owner|signature|amount|title|department|company|who|when|todo|…|\.\.\.|\?|_)"
    r"[^\]\n]{0,60}\]"
    r"|<\s?(?:insert|add|enter|name|date|number|link|your|xx+|tbd)[^>\n]{0,60}>"
    r"|\b(?:lorem ipsum|dolor sit amet)\b"
    r"|(?<![A-Za-z])[Xx]{2,}(?![A-Za-z])"
    r"|(?<=[-/])[XY]{2,6}\b"
    r"|\b(?:insert|fill in|add) (?:\w+ ){1,3}here\b"
    r"|\b(?:still missing|still to come|coming soon|to follow|will be added later|left blank|"
    r"pending input|placeholder)\b",
)

RULES = (
    Rule(
        "placeholder", "completeness", "high", SURE,
        "“{words}” was left to be filled in.",
        "Fill it in, or say who will supply it and by when.",
        phrases(_PLACEHOLDER), "placeholders",
    ),
)  # fmt: skip
