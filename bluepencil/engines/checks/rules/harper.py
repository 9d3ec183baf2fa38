"""Harper: what the harper library adds on grammar, where it is installed (`make harper`).

The library brings 900 rules on everything from commas to place names. Only the kinds that are
slips and rarely wrong count here; spelling, style and typography are left to our own rules, whose
findings also go first where both see the same words. Its messages are not shown: the wording is
ours. Its Linter takes half a second and about 140 MB to build, so only when first used, and it
refuses two calls at once, so they wait for each other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from bluepencil.engines.checks.passage import Facts, Passage
from bluepencil.engines.checks.rule import MAYBE, Find, Hit, Rule

if TYPE_CHECKING:
    from harper import Lint, Linter

_AGREEMENT = frozenset({"Agreement"})
_FORM = frozenset({"Grammar"})
_WORD = frozenset({"Eggcorn", "Malapropism", "Nonstandard", "Usage"})
_KINDS = _AGREEMENT | _FORM | _WORD
# Rules of other kinds that are right about slips, and rules of these kinds that are too often wrong.
_ALSO = {
    "ModalOf": "Usage",
    "ThenThan": "Usage",
    "NounVerbConfusion": "Usage",
    "SinceDuration": "Usage",
}
_NOT = frozenset((
    "AllowTo", "InDetail", "MassNouns", "MissingDeterminer", "OneOfTheSingular",
    "QuantifierNumeralConflict", "ShutdownVerb",
))  # fmt: skip
_OFF = {"SpellCheck": False, "LongSentences": False, "Spaces": False}  # slow, and not used
_MOST = 15  # words for one finding; a text with more of them is code, or not English
_LONGEST, _PLAIN = 4000, 0.7  # characters of a line, and the share of letters and spaces
_one_at_a_time = Lock()


class _Raised(NamedTuple):
    start: int
    end: int
    kind: str
    replacement: str | None


def _raised_by(kinds: frozenset[str]) -> Find:
    def find(passage: Passage, facts: Facts) -> Iterator[Hit]:
        raised = _lint(passage.section.text)
        stop = passage.start + len(passage.text)
        terms = {term.casefold() for term in facts.guideline.terms}
        for one in raised[bisect_left(raised, (passage.start,)) : bisect_left(raised, (stop,))]:
            words = passage.section.text[one.start : one.end]
            if one.kind in kinds and one.end <= stop and words.casefold() not in terms:
                yield Hit(one.start - passage.start, one.end - passage.start, one.replacement)

    return find


@lru_cache(8)
def _lint(text: str) -> tuple[_Raised, ...]:
    """The slips in a section's text, in order; none where the library is not installed.

    A section is read at once, for most of the time goes into beginning to read; what is no prose
    is blanked, so that everything else keeps its place.
    """
    linter = _linter()
    if linter is None:
        return ()
    prose = "\n".join(line if _is_prose(line) else " " * len(line) for line in text.split("\n"))
    with _one_at_a_time:
        named = linter.organized_lints(prose) if prose.strip() else {}
    found = []
    for name, lints in named.items():
        for lint in lints:
            kind = _ALSO.get(name, lint.lint_kind)
            if kind in _KINDS and name not in _NOT:
                found += _slip(prose, lint, kind)
    return tuple(sorted(found, key=lambda one: one[:3])) if _plausible(text, found) else ()


def _is_prose(line: str) -> bool:
    """Whether the library can be trusted with it: its time grows with the square of some texts."""
    if not 0 < len(line) <= _LONGEST:
        return not line
    plain = sum(letter.isalpha() or letter.isspace() for letter in line)
    return plain >= _PLAIN * len(line)


def _plausible(text: str, found: list[_Raised]) -> bool:
    return len(found) <= 1 + len(text.split()) // _MOST


def _slip(text: str, lint: Lint, kind: str) -> list[_Raised]:
    """The lint without white space around its words; nothing where they name someone or something,
    or stand in two cells or lines."""
    words = text[lint.span.start : lint.span.end]
    start = lint.span.start + len(words) - len(words.lstrip())
    end = start + len(words.strip())
    inner = text[start:end]
    named = any(word[:1].isupper() for word in inner.split()[1:]) or inner[1:].lower() != inner[1:]
    inside = inner[:1].isupper() and not _begins(text, start)
    if not inner or named or inside or "\n" in inner or "\t" in inner:
        return []
    return [_Raised(start, end, kind, _exact(lint, words, inner))]


def _begins(text: str, start: int) -> bool:
    before = text[:start].rstrip(" ")
    return not before or before[-1] in ".!?:\n\t"


def _exact(lint: Lint, words: str, inner: str) -> str | None:
    """The replacement, if there is just one and it is for these very words."""
    kinds = [one.kind.name for one in lint.suggestions]
    if kinds != ["REPLACE"] or words != inner:
        return None
    return lint.suggestions[0].replacement_text


@lru_cache(1)
def _linter() -> Linter | None:
    """The library's linter, or None where it is not installed."""
    try:
        from harper import Dialect, Linter
    except ImportError:
        return None
    linter = Linter(Dialect.BRITISH)
    linter.set_lint_config({**linter.get_lint_config(), **_OFF})
    return linter


def forget() -> None:
    """Let go of the linter and of what it found; the next text looks for the library anew."""
    _linter.cache_clear()
    _lint.cache_clear()


RULES = (
    Rule(
        "grammar", "language", "low", MAYBE,
        "“{words}” does not agree with the words around it.",
        "Bring number and person into line.",
        _raised_by(_AGREEMENT), "plain-language",
    ),
    Rule(
        "grammar", "language", "low", MAYBE,
        "“{words}” looks like a slip of grammar.",
        "Read the sentence once more and correct the form.",
        _raised_by(_FORM), "plain-language",
    ),
    Rule(
        "grammar", "language", "low", MAYBE,
        "“{words}” is probably not the word that was meant.",
        "Look it up, or use a plainer word.",
        _raised_by(_WORD), "plain-language",
    ),
)  # fmt: skip
