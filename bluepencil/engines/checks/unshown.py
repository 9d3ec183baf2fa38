"""Causes named where a document sums up, of which no other section speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.documents import Document, Section
from bluepencil.documents.guideline import slug_words
from bluepencil.engines.checks.passage import SUMMING
from bluepencil.engines.checks.words import FILLING

# “The stop was caused by a worn cam”: the cause stands behind.
_BEHIND = re.compile(
    r"\b(?:caused by|brought (?:about|on) by|due to|result of|resulted from|results from|consequence of|"
    r"(?:(?:root|true|real|actual|main|underlying|primary|probable|sole|only|deeper|ultimate) )?cause (?:(?:of|for|behind) [^.;:,\n]{3,50}? )?"
    r"(?:was|is|lies in|lay in|lies with|were|has been|turned out to be|proved to be)|"
    r"goes back to|went back to|(?:trac|track)\w+ (?:[\w'’ ]{1,30} )?(?:back )?to|attributed to|attributable to|stems from|stemmed from|owing to|arose from|"
    r"originat\w+ (?:in|from|with)|(?:has|had) (?:its|their) (?:origins?|roots?|cause|source) in|rooted in|blamed on|fault of|down to|"
    r"points? to|pointed to|triggered by|explained by|put down to|led back to|culprit (?:was|is)|provoked by|set off by|started by|"
    r"because of|thanks to|what (?:went wrong|failed|broke|happened|caused (?:it|this)) (?:was|is)|behind (?:the|this|it) [\w ]{0,30}?(?:stood|stands|was|is|lay|lies)|comes? from|came from|"
    r"(?:failure|error|outage|deviation|incident|delay|shortage|loss|leak|stop|crash|accident|mistake|fault|problem|spill|fire)s? (?:\w+ ){1,4}?because(?! of)|the reason (?:was|is|for (?:this|it|that) (?:was|is))|the (?:trigger|source|origin|explanation) (?:was|is)|to blame (?:was|is))\s([^.;:\n]{4,120})",
    re.IGNORECASE,
)
# “A worn cam led to the stop”: the cause stands before.
_BEFORE = re.compile(
    r"(?:^|(?<=[.;:] )|(?<=\n)|(?<=\bthat ))(?:[-•*–] )?([^.;:\n]{4,90}?),? (?:(?:therefore|thus|finally|in the end|clearly|also|must have|has|have|had) )?(?:led to|caused(?! by)|triggered(?! by)|brought (?:about|on)(?! by)|explains?|explained(?! by)|"
    r"made (?:things|matters) worse|made (?:the|this|it) (?:[\w ]{1,30} )?possible|allowed (?:the|this|it) [\w ]{1,30}to happen|accounts? for|accounted for|gave rise to|set off(?! by)|provoked(?! by)|resulted in|(?:was|is|were|are) (?:therefore |thus |also |clearly |solely |alone )?(?:what (?:caused|stopped|broke|led|made|brought|triggered)|responsible for|to blame|"
    r"behind (?:the|this|it)|at the (?:root|bottom|heart) of|the (?:(?:root|true|real|actual|main|underlying|primary|sole|only|deeper|second|other|further|ultimate) )?(?:cause|reason|culprit|trigger|source|origin|explanation)))\b",
    re.IGNORECASE,
)
_PHRASE_END = re.compile(r"\b(?:and|which|that|on|at|in|as|when|while|after|before|during)\b|, ")
_NO_CAUSE = re.compile(
    r"^(?:it|this|that|these|those|they|he|she|we|which|what|there|neither|none|no\b|both|all)\b(?: \w+)?$",
    re.IGNORECASE,
)


def unshown(document: Document) -> Iterator[tuple[Section, tuple[int, int]]]:
    """The sections and spans where such a cause is named."""
    summing = {one.name for one in document.sections if set(slug_words(one.name)) & SUMMING}
    shown = [
        _stems(paragraph)
        for section in document.sections
        if section.name not in summing
        for paragraph in section.text.split("\n")
    ]
    if not any(shown):
        return
    for section in document.sections:
        if section.name in summing:
            yield from ((section, span) for span in _named(section.text, shown))


def _named(text: str, shown: list[frozenset[str]]) -> Iterator[tuple[int, int]]:
    told: list[tuple[int, int]] = []
    for pattern, share in ((_BEHIND, 2), (_BEFORE, 3)):
        for match in pattern.finditer(text):
            words = _stems(_PHRASE_END.split(match[1])[0] or match[1])
            most = max(len(words & stems) for stems in shown)
            lead = text[: match.start()]
            start = max(lead.rfind(". ") + 2 if ". " in lead else 0, lead.rfind("\n") + 1)
            span = (start, match.end())
            apart = all(span[1] <= first or last <= span[0] for first, last in told)
            if words and most <= len(words) // share and apart and not _NO_CAUSE.match(match[1]):
                told.append(span)
                yield span


def _stems(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z]{3,}", text.casefold())
    return frozenset(word[:5] for word in words if word not in FILLING)
