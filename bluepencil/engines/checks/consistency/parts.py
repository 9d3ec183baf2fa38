"""Wholes that their parts do not make up, in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bluepencil.engines.checks.consistency.figures import Figure, figures, sentences
from bluepencil.engines.checks.consistency.numbers import written
from bluepencil.engines.checks.consistency.places import Prose, finding, shown
from bluepencil.engines.checks.consistency.reading import Reading
from bluepencil.review.findings import Finding

_WORD = r"[^\W\d_][^\W\d_’'/-]{0,24}(?:[’'/-][^\W\d_]{1,24}){0,3}"
_AND = r"(?:,? (?:and|plus|und|sowie|et|y|và)|[,;])"
_JOINED = re.compile(rf"(?: {_WORD}){{0,6}}{_AND}(?: {_WORD}){{0,3}}:? ?\Z", re.IGNORECASE)
_ALL = re.compile(
    r"(?:[:(–—]|\b(?:made up of|consist\w* of|composed of|comprising|comprises?|split (?:up )?(?:in)?to|namely|"
    r"divided into|broken down (?:in)?to|besteht aus|bestehend aus|aufgeteilt in|davon|composée? de|répartis? en|"
    r"compuest[oa] (?:de|por)|gồm))"
    rf"(?: {_WORD}){{0,2}}:? ?\Z",
    re.IGNORECASE,
)
_SOME = re.compile(r"\b(?:of which|of whom|of them|dont|de los cuales|trong đó) ?\Z", re.IGNORECASE)
_MAKES = re.compile(
    rf"(?: {_WORD}){{1,6}},? ?[(–—:=]? ?(?:which |that )?(?:makes?|making|giving|adds? up to|adding up to|totall?ing|"
    r"sums? to|for a total of|in total|altogether|in all|a total of|are|zusammen|insgesamt|soit(?: au total)?|au total|"
    r"en total|tổng cộng),? ?\Z",
    re.IGNORECASE,
)
_ASIDE = re.compile(rf"(?: {_WORD}){{1,6}}[,(–—] ?\Z", re.IGNORECASE)
_IN_ALL = re.compile(
    rf"(?: {_WORD}){{0,3}} (?:in total|in all|altogether|all told|together|insgesamt|zusammen|au total|en total)\b",
    re.I,
)
_NOT_PARTS = re.compile(
    r"\b(?:including|each|every|per|more|fewer|less|another|additional|"
    r"percent|times|versus|vs|or|to|from|after|before|since|until|than|je|mehr|chaque|plus de|cada|más|other|"
    r"others|also|both|same|first|last|next|pages?|lines?|version|step|section)\b|"
    r"(?<=\d )(?:hours?|minutes?|days?|weeks?|months?|years?|stunden?|minuten?|tagen?|heures?|jours?|horas?|días?)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\b[A-ZÀ-Ý][a-zà-ÿ]{2,14}\.? \Z")
_COMPLETE = Decimal("0.7")  # of a whole; parts that make up less are named as examples
_APART = 3  # times; what differs more is counted in something else
_LONGEST = 90  # characters between a whole and its first part


def wrong_parts(reading: Reading) -> Iterator[Finding]:
    """Numbers that stand beside their parts and are not their sum."""
    comma = reading.comma
    for one in reading.prose:
        text = one.own
        for start, end in sentences(text):
            found = figures(text, start, end, comma, words=True)
            for first, last in _lists(text, found) if len(found) > 2 else ():
                yield from _wholes(one, text, end, found, first, last)


def _lists(text: str, found: list[Figure]) -> Iterator[tuple[int, int]]:
    """The runs of numbers that are parts of one list: the index of the first and of the last."""
    first = 0
    for index in range(1, len(found) + 1):
        joined = index < len(found) and _is_joined(text[found[index - 1].end : found[index].start])
        if not joined:
            if index - first > 1:
                yield first, index - 1
            first = index


def _is_joined(gap: str) -> bool:
    if len(gap) > _LONGEST or not any(map(str.isalpha, gap)) or _MAKES.fullmatch(gap):
        return False
    return _JOINED.fullmatch(gap) is not None and not (_SOME.search(gap) or _ALL.search(gap))


def _follows(text: str, before: Figure, part: Figure) -> bool:
    """Whether a number may be part of the list that begins after it."""
    gap = text[before.end : part.start]
    return len(gap) <= _LONGEST and "," in gap


def _wholes(
    one: Prose, text: str, end: int, found: list[Figure], first: int, last: int
) -> Iterator[Finding]:
    """The number before a list, or behind it, of which the list names the parts."""
    parts = found[first : last + 1]
    stop = min(end, found[last + 1].start if last + 1 < len(found) else end)
    if any(part.percent or part.rough or part.amount.step < 1 for part in parts):
        return
    if _NOT_PARTS.search(text[parts[0].start : stop]):
        return
    before = found[first - 1] if first else None
    after = found[last + 1] if last + 1 < len(found) else None
    least = _least(text, before, parts[0]) if before else None
    whole = before if least is not None else None
    if whole is None and after is not None and not (before and _follows(text, before, parts[0])):
        whole = after if _is_sum(text, end, parts[-1], after) else None
    if (
        whole is None
        and len(parts) > 2
        and _IN_ALL.match(text, parts[-1].end, _near(parts[-1], end))
    ):
        *parts, whole = parts
    if whole is None or whole.rough or whole.percent or not whole.value:
        return
    added = sum((part.value for part in parts), Decimal(0))
    if not added or added == whole.value or added < (least or 0):
        return
    if max(added / whole.value, whole.value / added) <= _APART:
        yield finding(
            one.place(whole.start, whole.end), "wrong-total", "high",
            f"The parts ({shown(', '.join(part.digits for part in parts))}) add up to "
            f"{written(added, 0)}, not {whole.digits}.",
            "Correct the total, or the part that is wrong.",
            [one.place(parts[0].start, parts[-1].end)],
        )  # fmt: skip


def _least(text: str, whole: Figure, part: Figure) -> Decimal | None:
    """How much the parts must make at least for a number before them to be their whole; None if
    it is not."""
    gap = text[whole.end : part.start]
    if len(gap) > _LONGEST or _LABEL.search(text[max(0, whole.start - 20) : whole.start]):
        return None  # “Chapter 4: 2 figures and 3 tables”
    if _SOME.search(gap):
        return whole.value
    return whole.value * _COMPLETE if _ALL.search(gap) and not _NOT_PARTS.search(gap) else None


def _is_sum(text: str, end: int, part: Figure, whole: Figure) -> bool:
    """Whether a number after parts is said to be what they make."""
    gap = text[part.end : whole.start]
    if len(gap) > _LONGEST:
        return False
    in_all = _IN_ALL.match(text, whole.end, _near(whole, end))
    return bool(_MAKES.fullmatch(gap) or (_ASIDE.fullmatch(gap) and in_all))


def _near(figure: Figure, end: int) -> int:
    return min(end, figure.end + _LONGEST)
