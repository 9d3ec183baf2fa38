"""Actions: who does what by when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bluepencil.engines.checks.facts import Facts
from bluepencil.engines.checks.passage import Passage, Sentence, bare
from bluepencil.engines.checks.phrases.index import Match
from bluepencil.engines.checks.rule import LIKELY, Hit, Rule
from bluepencil.engines.checks.topics import Topics
from bluepencil.review.findings import Severity

_EMPTY = re.compile(r"[-–—?/._\s]*|n/?a|none|open|tb[dca]|unassigned|nobody", re.IGNORECASE)
_OWNER_HEAD = re.compile(r"owner|responsib|\bwho\b|assign|\blead\b|person", re.IGNORECASE)
_DATE_HEAD = re.compile(
    r"\bdue\b|\bdate|deadline|by when|\bwhen\b|\buntil\b|\btarget", re.IGNORECASE
)
_ACTION_HEAD = re.compile(r"action|measure|what|task|step|recommend|correct|item|activity", re.I)
_SETTLED = re.compile(r"\d|\b(?:done|completed?|closed|finished|today|yes|no)\b", re.IGNORECASE)
_DONE = re.compile(
    r"\[[xX]\]|[✅☑✔✓]|~~|\(\s?(?:done|complete[d]?|finished|implemented|resolved|fixed)\b"
    r"|\b(?:done|completed|resolved)\s*+[.)]?\s*+$",
    re.IGNORECASE,
)
_REPORTING = frozenset({"summary", "investigation", "impact", "cause"})
# “check if it is ready” and “find out when it is ready” say what to do, not when.
_ASKED = re.compile(
    r"\b(?:check|see|know|verify|test|decide|out|ask|asks|determine|tell|confirm|how|whether|for when|of when)"
    r" (?:if|when|whether)\b",
    re.IGNORECASE,
)
_SO = re.compile(  # “so that it does not happen in future” says what for, not when
    r"\b(?:so (?:that|we|they|it|the)|to (?:avoid|prevent|identify|catch|detect|stop|ensure|help|make))\b",
    re.I,
)
_TRACKED = re.compile(  # in a list of tasks that has the rest
    r"#\d{1,7}\b|/(?:issues|pull|merge_requests|browse)/|\b[A-Z]{2,10}-\d{1,6}\b"
    r"|\(?\b(?:issue|PR|pull request|ticket)\b\W*\Z",
    re.IGNORECASE,
)
_MANY = 3  # actions that lack the same thing are one finding
_SHOWN = 60  # characters of each that it repeats
_SENTENCES = 4  # of an action; what is longer tells something


def _undated(passages: Sequence[Passage], facts: Facts) -> Iterator[Hit]:
    """Words that stand where a date should be."""
    if not passages:
        return
    about = facts.topics[passages[0].section.name]
    for passage in passages:
        if passage.cells:
            if "actions" in about:
                yield from _undated_cell(passage)
        elif not (passage.block.kind == "item" and passage.has("dated")):
            for sentence in passage.sentences:
                yield from _put_off(passage, sentence, about)


def _put_off(passage: Passage, sentence: Sentence, about: Topics) -> Iterator[Hit]:
    """The words for a time of a sentence that says what will be done, and no date."""
    question = sentence.tokens[-1:] and sentence.tokens[-1].raw == "?"
    if question or sentence.has("dated"):
        return
    listed = "actions" in about
    severity: Severity | None = None
    if listed:
        bound = sentence.has("promise", "commits", "asks") or _is_action(passage)
        severity = "low" if "tasks" in about and not sentence.has("commits", "owner") else None
    else:
        bound = bool(about & _REPORTING) and sentence.has("commits")
    for match in sentence.found.get("undated", ()):
        said = passage.text[sentence.start : match.start + 3]
        if _ASKED.search(said[-24:]) or (_is_future(passage, match) and _SO.search(said)):
            continue
        if bound or (listed and _closes(match, sentence)):
            yield Hit(passage, match.start, match.end, severity=severity)
            return


def _is_future(passage: Passage, match: Match) -> bool:
    return "future" in passage.text[match.start : match.end].lower()


def _closes(match: Match, sentence: Sentence) -> bool:
    """Whether the words end a sentence that names who does it: “…, Ada Lund, soon.”"""
    return sentence.has("owner") and match.end >= sentence.end - 1


def _undated_cell(passage: Passage) -> Iterator[Hit]:
    """A cell of dates that holds words and no date; words for a date in any cell of an action."""
    text = passage.text.strip()
    if not text or not passage.heads or passage.column >= len(passage.heads):
        return
    if _DATE_HEAD.search(passage.heads[passage.column]):
        dated = passage.has("dated") or _SETTLED.search(text) or _EMPTY.fullmatch(text)
        if not dated and "\n" not in text:
            yield Hit(passage, 0, len(passage.text.rstrip()))


def _incomplete(passages: Sequence[Passage], facts: Facts) -> Iterator[Hit]:
    """Actions without owner or date: empty cells of a table, lines of a list with neither."""
    if not passages or "actions" not in facts.topics[passages[0].section.name]:
        return
    hits = [hit for one in passages for hit in _incomplete_row(one)]
    hits += [hit for one, lead in _led(passages) if _is_action(one) for hit in _lacking(one, lead)]
    if "tasks" in facts.topics[passages[0].section.name] and not _assigned(passages):
        hits = [hit._replace(severity="low") for hit in hits]
    lacks = dict.fromkeys((hit.says, hit.severity) for hit in hits)
    for one in lacks:
        yield from _grouped([hit for hit in hits if (hit.says, hit.severity) == one])


def _led(passages: Sequence[Passage]) -> Iterator[tuple[Passage, Passage | None]]:
    """Each passage with the line that leads to it, if one does: “By 5 May Ada Lund will:”."""
    leads: list[tuple[int, Passage]] = []  # by the depth of what they lead to
    for one in passages:
        depth = one.block.depth if one.block.kind == "item" else -1
        leads = [(above, lead) for above, lead in leads if above < depth]
        yield one, leads[-1][1] if leads else None
        if one.text.rstrip().endswith(":") or (depth >= 0 and one.has("dated")):
            leads.append((depth, one))


def _assigned(passages: Sequence[Passage]) -> bool:
    """Whether a table has a column for who does it, or one line in three says so."""
    if any(map(_OWNER_HEAD.search, {head for one in passages for head in one.heads})):
        return True
    acts = [one for one in passages if _is_action(one)]
    return sum(one.has("commits") for one in acts) * 3 >= len(acts)


def _grouped(hits: list[Hit]) -> list[Hit]:
    """The hits; or the first for all, where many actions of the section lack the same."""
    if len(hits) < _MANY:
        return hits
    lacks = (hits[0].says or "").removeprefix("This action names ")
    others = "; ".join(_words(hit) for hit in hits[1:])
    return [hits[0]._replace(says=f"{len(hits)} actions here name {lacks} The others: {others}.")]


def _words(hit: Hit) -> str:
    words = " ".join(hit.passage.text[hit.start : hit.end].split())
    return f"“{words if len(words) <= _SHOWN else words[: _SHOWN - 1] + '…'}”"


def _is_action(passage: Passage) -> bool:
    """Whether a list item or paragraph asks for something that is still to be done."""
    if passage.cells or not 0 < len(passage.sentences) <= _SENTENCES:
        return False
    if _DONE.search(passage.text) or passage.sentences[0].has("done"):
        return False
    first = passage.sentences[0]
    if passage.text.rstrip().endswith(":"):  # what it asks for follows
        return False
    if passage.block.kind == "item":
        return first.has("asks", "commits")
    return first.has("asks")


def _lacking(passage: Passage, lead: Passage | None) -> Iterator[Hit]:
    owned = passage.has("owner") or (lead is not None and lead.has("owner"))
    dated = passage.has("dated", "undated")  # words for a date are a finding of their own
    dated = dated or (lead is not None and lead.has("dated"))
    if owned and dated:
        return
    start, end = bare(passage)
    lacks = "no date" if owned else "no owner" if dated else "neither an owner nor a date"
    severity: Severity | None = "low" if _TRACKED.search(passage.text) else None
    yield Hit(passage, start, end, says=f"This action names {lacks}.", severity=severity)


def _incomplete_row(passage: Passage) -> Iterator[Hit]:
    """The action of a row in which the cell for the owner or the date is empty."""
    if not passage.heads or passage.column >= len(passage.heads) or not passage.text.strip():
        return
    columns = [at for at, head in enumerate(passage.heads) if _ACTION_HEAD.search(head)]
    if passage.column != next(iter(columns), None):
        return
    missing = []
    for head, cell in zip(passage.heads, passage.cells, strict=False):
        if _EMPTY.fullmatch(cell.strip()):
            if _OWNER_HEAD.search(head):
                missing.append("no owner")
            elif _DATE_HEAD.search(head):
                missing.append("no date")
    if missing:
        lacks = "neither an owner nor a date" if len(missing) > 1 else missing[0]
        says = f"This action names {lacks}."
        yield Hit(passage, 0, len(passage.text.rstrip()), says=says)


RULES = (
    Rule(
        "undated-action", "actions", "medium", LIKELY,
        "“{words}” is no date; nobody can tell when this is late.",
        "Give the day by which it is done.",
        _undated, "owner-and-date",
    ),
    Rule(
        "action-incomplete", "actions", "medium", LIKELY,
        "This action lacks an owner or a date.",
        "Name one owner and the day by which it is done.",
        _incomplete, "owner-and-date",
    ),
)  # fmt: skip
