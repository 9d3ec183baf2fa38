"""Evidence on what is stated: figures, support for claims, who acted, causes, agreement."""

from __future__ import annotations

import re

from bluepencil.documents import Document
from bluepencil.documents.guideline import slug_words
from bluepencil.engines.checks.content import (
    about,
    all_sentences,
    figure,
    person,
    sentences,
)
from bluepencil.engines.checks.evidence import Evidence, Look
from bluepencil.engines.checks.place import Place
from bluepencil.values import plural

_CLAIM = re.compile(
    r"\b(?:effect\w*|impact\w*|affect\w*|cost\w*|loss\w*|lost|risk\w*|safe\w*|improv\w*|reduc\w*|increas\w*|"
    r"fast\w*|quality|patient\w*|customer\w*|complain\w*|result\w*|show\w*|found|confirm\w*|caus\w*|within)\b",
    re.IGNORECASE,
)
_SUPPORT = re.compile(
    r"\b(?:records?|reports?|logs?|measured|tests?|tested|sampl\w{1,6}|table|figure|annex|appendix|"
    r"certificate|according to|protocol|survey|benchmark\w{0,4}|audit)\b[^.\n]{0,60}\d|"
    r"\b[A-Z]{2,6}-\d{2,}|\([^()\n]{0,40}\d[^()\n]{0,40}\)|\d ?(?:%|percent)"
)
_DID = re.compile(
    r"\b(?:decided|approved|released|stopped|informed|confirmed|ordered|signed|found|reported|replaced|checked|"
    r"noticed|called|started|opened|closed|restarted|quarantined|inspected|rejected|reviewed|investigated|"
    r"decides|approves|reviews|leads|led|owns|tested|informs|releases)\b"
)
_ROLE = re.compile(
    r"\b(?:manager|engineer|supervisor|team|operator|director|department|officer|technician|planner|"
    r"nurse|pharmacist|inspector|analyst|board|committee|developer|mechanic|supplier|company)\b"
)
_AGENT_WITHIN = 40  # characters before what was done
_PASSIVE = re.compile(r"\b(?:was|were|been|be|is|are|being)(?: \w{1,15})? \Z")
_DEEPER = re.compile(
    r"\b(?:procedure|instruction|system|design|label|layout|alarm|interlock|check ?list|process|software|tool|"
    r"form|screen|equipment|interface|plan|schedule|manual|specification|script|test|display|template|"
    r"configuration|pipeline|limit|sensor|valve|seal|supplier)s?\b[^.\n]{0,60}?\b(?:not|no|never|nothing|lacks?|lacked|"
    r"allow\w{0,3}|accept\w{0,3}|permit\w{0,4}|missing|unclear|outdated|wrong|identical|worn|failed|same)\b|"
    r"\b(?:no|without|lack of|missing|neither)\b[^.\n]{0,30}\b(?:procedure|instruction|alarm|check|limit|warning|barrier|"
    r"interlock|test|review|inspection|label|sensor)s?\b",
    re.IGNORECASE,
)
_CAUSES = frozenset({"cause", "reason", "why"})
_NAMES_CAUSE = re.compile(r"\b(?:root cause|caused by|cause (?:was|is)|due to)\b", re.IGNORECASE)
_HINTS_AT_CAUSE = re.compile(  # something went wrong, or is explained
    r"\b(?:because|cause[sd]?|reasons?|why|led to|result(?:ed)? (?:of|from|in)|owing to|fail\w{0,4}|forgot\w{0,3}|"
    r"broke\w{0,1}|errors?|mistakes?|faults?|problems?|incidents?|went wrong|outages?|stopped|down|deviations?)\b",
    re.IGNORECASE,
)
_FACT = re.compile(r"(?<![\w.,])(\d{1,3}(?:,?\d{3}){0,3}(?:\.\d{1,3})?) ?(%|[a-z]{4,20}\b)")
_LONG_NUMBER = 3  # digits from which the same number is hardly a coincidence
_LONG_CONCLUSION = 60  # sentences; that is more than a conclusion
_SHARED = 3  # stems that two sentences share when they speak of the same
_TIME_UNITS = ("second", "minute", "hour", "day", "week", "month", "year", "percent")


def _numbers(document: Document) -> Evidence:
    shows = tuple(part for part in all_sentences(document) if figure(part))
    note = f"{plural(len(shows), 'sentence')} with a figure."
    return Evidence(shows, least=2, note=note if shows else "")


def _claims(document: Document) -> Evidence:
    shows = tuple(
        part
        for part in all_sentences(document)
        if _CLAIM.search(part.words) and _SUPPORT.search(part.words)
    )
    note = f"{plural(len(shows), 'claim')} with a number, a record or a reference."
    return Evidence(shows, least=2, note=note if shows else "")


def _actors(document: Document) -> Evidence:
    shows = tuple(part for part in all_sentences(document) if _has_agent(part.words))
    verb = "says" if len(shows) == 1 else "say"
    note = f"{plural(len(shows), 'sentence')} {verb} who acted."
    return Evidence(shows, least=2, note=note if shows else "")


def _has_agent(text: str) -> bool:
    """Whether a person, or a function, did something in this sentence."""
    did = _DID.search(text)
    if did is None or _PASSIVE.search(text, max(0, did.start() - 30), did.start()):
        return False
    before = text[max(0, did.start() - _AGENT_WITHIN) : did.end()]
    return person(before) is not None or _ROLE.search(before) is not None


def _root_cause(document: Document) -> Evidence:
    sections = about(document, _CAUSES)
    named = [part for section in sections for part in sentences(section)]
    everywhere = list(all_sentences(document))
    named = named or [part for part in everywhere if _NAMES_CAUSE.search(part.words)]
    if not named:
        if any(_HINTS_AT_CAUSE.search(part.words) for part in everywhere):
            return Evidence(note="No statement of the cause was found.")
        return Evidence(nothing="The document names no cause.")
    shows = tuple(
        part for part in named if _DEEPER.search(part.words) and not part.words.endswith("?")
    )
    return Evidence(shows, note="The cause goes beyond a person." if shows else "")


def _consistency(document: Document) -> Evidence:
    """Facts that two sections give with the same value."""
    first: dict[str, Place] = {}
    pairs: dict[str, tuple[Place, Place]] = {}
    for part in all_sentences(document):
        for found in _FACT.finditer(part.words):
            fact = f"{found[1].replace(',', '')} {found[2]}"
            earlier = first.setdefault(fact, part)
            if earlier.section is not part.section and _same_fact(found, earlier, part):
                pairs.setdefault(fact, (earlier, part))
    number = len(pairs)
    agree = "agrees" if number == 1 else "agree"
    return Evidence(
        tuple(part for pair in pairs.values() for part in pair),
        least=4,
        note=f"{plural(number, 'fact')} given in two sections {agree}." if pairs else "",
    )


def _same_fact(found: re.Match[str], one: Place, other: Place) -> bool:
    """Whether the number is so long, or the sentences so alike, that this is no coincidence."""
    digits = sum(sign.isdigit() for sign in found[1])
    if digits >= _LONG_NUMBER and not found[2].startswith(_TIME_UNITS):
        return True
    return len((_stems(one.words) & _stems(other.words)) - {found[1], found[2][:6]}) >= _SHARED


def _conclusion(document: Document) -> Evidence:
    """Sentences of the conclusion that speak of what an earlier section says."""
    sections = [
        section
        for section in document.sections
        if {"conclusion", "verdict", "closing"} & set(slug_words(section.name))
    ]
    said = [part for section in sections for part in sentences(section)]
    if not said:
        return Evidence(nothing="The document has no conclusion.")
    if len(said) > _LONG_CONCLUSION:
        return Evidence()
    names = {section.name for section in sections}
    before = [
        (part, _stems(part.words))
        for part in all_sentences(document)
        if part.section.name not in names
    ]
    pairs = []
    for part in said:
        own = _stems(part.words)
        best = max(before, key=lambda one: len(own & one[1]), default=None)
        if best is not None and own and len(own & best[1]) * 2 >= len(own):
            pairs.append((part, best[0]))
    whole = len(pairs) == len(said)
    found = f"{len(pairs)} of {plural(len(said), 'sentence')} of the conclusion"
    return Evidence(
        tuple(part for pair in pairs for part in pair) if whole else (),
        note=f"{found} {'recurs' if len(said) == 1 else 'recur'} in earlier sections.",
    )


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:6] for word in re.findall(r"[a-z]{4,}|\d+", text.lower()))


LOOKS: dict[str, Look] = {
    "numbers": _numbers,
    "evidence": _claims,
    "actors": _actors,
    "root-cause": _root_cause,
    "consistency": _consistency,
    "conclusion": _conclusion,
}
