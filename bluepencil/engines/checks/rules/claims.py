"""Claims: what is said to be good, safe or certain with nothing beside it that shows so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.engines.checks.passage import Facts, Passage
from bluepencil.engines.checks.rule import LIKELY, Hit, Rule
from bluepencil.engines.checks.rules.assertions import BOASTS, JUDGEMENTS

_NEAR = 300  # characters in which evidence stands beside a claim
_REFERENCE = re.compile(
    r"\([^()]{0,60}\d[^()]{0,60}\)|\b(?:see|table|figure|annex|appendix|attachment|reports?|records?|logs?|measured|"
    r"survey|certificate|audit (?:report|of|finding)|according to|shown|shows?|showed|page \d|sample|tests?(?! (?:system|environment|team|plan))|review (?:of|by|report)|query|certified|validated|"
    r"statistics|register|in \d+ of)\b|\b(?:by|in|per|from) (?:[a-z]+ ){0,3}(?-i:[A-Z]{2,5})-\d|\b(?:by|from|to|of|below|above|under|within|than|at) (?:about )?\d|\d ?(?:%|percent|°)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|because|since|as (?:the|shown|it|they|"
    r"all|no|each)|so that|therefore)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:reports?|records?|logs?|tests?|shows?|showed|measured|certificate|survey|results?)\b",
    re.I,
)
_OPEN = re.compile(
    r"\b(?:not|never|no longer|cannot|whether|if|unless|until|when|once|should|must|goal|target|aim|expect\w*|so that|"
    r"in order to|to)\b[\w ,’'-]{0,20}$",
    re.IGNORECASE,
)


def _claims(passage: Passage, facts: Facts) -> Iterator[Hit]:
    """Boasts without a reference, and judgements with neither a number nor a record beside."""
    outlook = facts.topics[passage.section.name].outlook
    for number, (start, end) in enumerate(passage.sentences):
        sentence = passage.text[start:end]
        if sentence.endswith("?"):
            continue
        found = [
            match
            for boast in BOASTS
            for match in boast(sentence)
            if not _supported(match, sentence, _REFERENCE)
        ]
        if not outlook and not _shown_after(passage, number):
            found += [
                match
                for judgement in JUDGEMENTS
                for match in judgement(sentence)
                if not _supported(match, sentence, _REFERENCE, _NUMBER)
            ]
        for match in found:
            yield Hit(start + match.start(), start + match.end())


def _supported(match: re.Match[str], sentence: str, *evidence: re.Pattern[str]) -> bool:
    if _OPEN.search(sentence[max(0, match.start() - 40) : match.start()]):
        return True
    before = sentence[max(0, match.start() - _NEAR) : match.start()]
    rest = f"{before} … {sentence[match.end() : match.end() + _NEAR]}"
    return any(pattern.search(rest) for pattern in evidence)


def _shown_after(passage: Passage, number: int) -> bool:
    """Whether the next two sentences say what was found, and give it in numbers."""
    after = " ".join(passage.text[start:end] for start, end in passage.sentences[number + 1 :][:2])
    return bool(re.search(r"\d", after)) and bool(_TOLD.search(after))


RULES = (
    Rule(
        "unsupported-claim", "evidence", "high", LIKELY,
        "“{words}” is a claim without a number, a record or a reference beside it, so the reader "
        "can only take it on trust.",
        "Say what was measured or checked, and where the result can be found.",
        _claims, "evidence",
    ),
)  # fmt: skip
