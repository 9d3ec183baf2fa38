"""Actions: who does what by when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.engines.checks.passage import Facts, Passage
from bluepencil.engines.checks.rule import LIKELY, SURE, Hit, Rule, any_of, phrases
from bluepencil.engines.checks.rules.times import MORE_SPANS, SPANS, TIME
from bluepencil.engines.checks.timeline import moment

_UNDATED = any_of(
    "as soon as possible", "as soon as practicable", "as soon as practical", "asap",
    "as soon as time permits", "as soon as time allows", "as soon as resources permit",
    "as soon as it is convenient", "as soon as we can", "as soon as they can", "as soon as feasible",
    "as soon as \\w{2,12} (?:is|are|become|becomes) available", "when possible", "where possible",
    "when time permits", "when time allows", "time permitting", "if time permits", "if time allows",
    "when capacity allows", "when capacity permits", "when resources allow",
    "when resources permit", "when things have calmed down", "when things calm down",
    "when things are quieter", "when there is time", "when there is an opportunity",
    "when convenient", "when appropriate", "as appropriate", "as needed", "as necessary",
    "as required", "if necessary", "if needed", "where appropriate", "at its earliest convenience",
    "at their earliest convenience", "at your earliest convenience", "at our earliest convenience",
    "at the earliest opportunity", "at the next opportunity", "at the first opportunity",
    "at the next convenient opportunity", "at a later stage", "at a later date", "at a later time",
    "at some point", "at some stage", "at some future date", "at a suitable time",
    "at an appropriate time", "at the appropriate time", "at a convenient time", "in due course",
    "in due time", "in good time", "in the near future", "in the foreseeable future",
    "in the coming weeks", "in the coming months", "in the coming days", "in the next few weeks",
    "in the next few months", "in the medium term", "in the short term", "in the long term",
    "in the long run", "in the not too distant future", "over the coming weeks",
    "over the coming months", "over time", "sooner or later", "sometime soon", "some day",
    "someday", "one day", "eventually", "shortly", "soon", "presently", "promptly", "before long",
    "later this year", "later on", "later in the year", "down the line", "down the road",
    "going forward", "moving forward", "without delay", "without undue delay", "immediately",
    "until further notice", "on an ongoing basis", "ongoing", "continuously", "from time to time",
    "periodically", "regularly", "next year", "next time", "timely", "in a timely manner",
    "in a timely fashion", "within a reasonable time", "within a reasonable period",
    "once \\w{3,12} (?:permits?|allows?|is available|has settled|settles)", "once things settle",
    "when the workload allows", "when the workload permits", "when budget allows",
    "when the budget allows", "subject to availability", "depending on availability",
    "not yet scheduled", "to be scheduled", "no date yet", "open-ended", "after the holidays",
    "after the summer", "whenever possible", "whenever convenient", "by and by",
)  # fmt: skip
_UNDATED_MORE = re.compile(
    r"\b(?:as soon as|when|whenever|once) (?:\w+ ){1,6}?(?:allows?|permits?|is available|are available|becomes available|has time|have time|finds? time|has calmed|have calmed|settles?|is free|are free|gets? round to it|can be spared)\b"
    r"|\bat (?:a|an|the|its|their|our|his|her|your|some) (?:later|earliest|next|first|suitable|appropriate|convenient|future|opportune|possible|mutually agreed|unspecified|early)(?: possible| available| convenient)? (?:date|time|stage|opportunity|convenience|occasion|moment|point)\b"
    r"|\b(?:in|within|over|during) (?:the|a) (?:near|foreseeable|coming|next few|not too distant|reasonable|short|medium|following) (?:future|weeks|months|days|time|term|period|while)\b"
    r"|\bsome ?time (?:soon|later|this|next|in|during|before|after|over)\b"
    r"|\b(?:with|at|as a|has|have|given) (?:high |top |low |medium )?priority\b|\burgently\b|\bwithout (?:any |undue |further |unnecessary )?delay\b"
    r"|\b(?:before|after|by) (?:too )?long\b|\b(?:before|after|over) the (?:summer|winter|holidays|holiday season|busy season|next audit|peak season|season)\b"
    r"|\b(?:on|upon) (?:availability|demand|occasion|request)\b|\b(?:if|as|when) (?:and when )?(?:the )?(?:need arises|circumstances (?:allow|permit)|budget(?:s)? (?:allows?|permits?)|resources (?:allow|permit)|opportunity arises)\b",
    re.IGNORECASE,
)
_UNDATED_LOOSE = re.compile(
    r"\b(?:once|as soon as|when|whenever|after) (?:the |this |that |it |they |he |she |all |everything |its their |his |her |a |an |our |we )(?:[\w'’-]+ ?){0,5}?"
    r"\b(?:ready|done|finished|complete|completed|through|over|back|live|stable|quiet|quieter|calm|settled|released|approved|delivered|arrived?s?|"
    r"agreed|known|clear|found|free|filled|hired|returned|signed|closed|decided|available|permits?|allows?|needed|required|possible)\b"
    r"|\b(?:once|when|whenever|as soon as|after|until) (?:[\w'’-]+ ){1,6}?(?:has|have) (?:all |been |been all )?(?:[a-z]+(?:ed|en|n|t|ne)|become|come|begun|run|gone)\b(?: [a-z]+er\b| more \w+)?(?: up| out| over| off)?"
    r"|\bif (?:funds?|money|budgets?|time|staff|resources|capacity|circumstances|conditions) (?:is|are|allows?|permits?)(?: \w+)?\b|\bas (?:it|we|they|he|she|work|things) (?:goes?|move|moves|progress\w*|go) (?:along|on|forward|\w+)\b|\bin due (?:order|form|season)\b"
    r"|\b(?:before|after|by|until|during|over|towards) (?:the )?(?:next |coming )?(?:winter|summer|autumn|spring|christmas|easter|holidays|new year)\b(?! (?:of )?\d)|\b(?:sometime|some time) (?:this|next|in|during|before|after) \w+\b"
    r"|\bat (?:the|a) (?:next|coming|following) \w+\b|\bon (?:a |the )?next \w+\b"
    r"|\b(?:during|at|with|on|in|by|before|after|until) (?:the |its |our |their |one of the )?(?:next|following|coming|upcoming|forthcoming) (?:\w+ )?(?:shutdown|stop|standstill|outage|visit|maintenance|audit|"
    r"release|delivery|order|meeting|occasion|round|review|revision|version|update|upgrade|inspection|service|stoppage|turnaround|sprint|cycle|budget|"
    r"year|quarter|months?|weeks?|days?|season|window|opportunity|chance)\b"
    r"|\b(?:as|if|when|where) (?:[\w'’-]+ ){1,4}?(?:allows?|permits?)\b"
    r"|\b(?:step by step|bit by bit|little by little|piece by piece|one by one|gradually|progressively|by degrees|over the years|in stages|in time|in the end|in a while|in a bit|after a while|at length)\b"
    r"|\b(?:later|afterwards|thereafter|thereupon|after that|after this|subsequently|then|in the future|in future|in the autumn|in autumn|in the fall|in spring|in the spring|in summer|in the summer|in winter|in the winter|before the winter|in the new year|"
    r"before christmas|after christmas|around christmas)(?=[.,;]|$| \(|, )"
    r"|\b(?:the next time|next time|some other time|another time|one of these days|any day now|any time now|anytime soon|well before|well ahead of|in good time|long before|on short notice|at short notice)\b"
    r"|\b(?:for|in|over) the (?:short|medium|mid|long|longer|near)[ -]?term\b|\b(?:mid|medium|long|short|near)-term\b|\bat (?:his|her|your|my|our|its|their|a mutual) (?:own )?(?:earliest )?(?:convenience|leisure|discretion)\b"
    r"|\b(?:next|this|the coming|the following) (?:month|quarter|year|week|season|spring|summer|autumn|winter) or (?:so|the one after)\b|\b(?:in|within) (?:a|the next) (?:few|couple of|number of|handful of) (?:days|weeks|months|years)\b"
    r"|\b(?:in|within|over) (?:some|several|a matter of|the next|the following|the coming) (?:days|weeks|months|years|time|quarters|sprints)\b|\b(?:with|in) (?:all )?(?:due |the greatest possible |all possible |utmost )(?:speed|haste|course|time|urgency)\b"
    r"|\b(?:the sooner the better|sooner rather than later|quickly|speedily|swiftly|without further delay|as (?:quickly|fast|early) as (?:possible|we can|they can|practicable)|at the latest possible|early on|in the course of (?:the|this|next) (?:year|quarter|month|week|summer|spring|autumn|winter))\b"
    r"|\b(?:without|with no) (?:any |undue |further |more )?delay\b|\b(?:at once|forthwith|straight away|right away|immediately|promptly)\b|\bif (?:and when )?(?:there is|they have|he has|she has|we have|it has) (?:\w+ )?(?:time|money|budget|capacity|opportunity|need|demand)\b|\bwhen (?:he|she|they|we|somebody|someone|nobody|anybody|one) (?:\w+ ){1,3}(?:time|it|back|more|so)\b",
    re.IGNORECASE,
)
_STRICT = frozenset(
    ["immediately", "ongoing", "continuously", "periodically", "regularly", "eventually", "shortly", "presently", "promptly", "timely"]
) | {"as needed", "as required", "as necessary", "if necessary", "if needed", "where appropriate",
     "over time", "from time to time", "without delay", "in the short term", "in the long term",
     "at some point", "later on", "where possible", "going forward", "moving forward", "next time",
     "on an ongoing basis", "until further notice", "in the long run", "one day"}  # fmt: skip
_TO_DO = re.compile(
    r"\b(?:will|shall|should|must|needs? to|has to|have to|is to|are to|going to|plans? to|"
    r"intends? to|to be (?:done|reviewed|completed|implemented|finished|installed|updated)|"
    r"please|owner|due|date|deadline)\b|^(?:[-•*]\s?|\d{1,2}[.)]\s?)?[A-Z][a-z]+ (?:the|a|an|all|each|"
    r"every|it|this|that|its|our)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th)?\.? (?:of )?(?:jan|feb|mar|"
    r"apr|may|jun|jul|aug|sep|oct|nov|dec)|\b(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\w{0,6} "
    r"\d{1,2}\b|\bQ[1-4]\b|\b(?:end of|by|in|mid-?) ?(?:january|february|march|april|may|june|july|"
    r"august|september|october|november|december)\b|\bweek \d{1,2}\b|\b(?:done|completed?) (?:on|in)\b|"
    r"\bwithin \w+ (?:working )?(?:days?|weeks?|hours?|months?)\b|\b(?:mon|tues|wednes|thurs|fri)day\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[A-Z][a-zà-ÿ'’]+(?: (?:van|von|de|der|den|di|da|la|le|el|al|bin))*(?: [A-Z]\.?)?"
                   r" (?:Mc|Mac|O['’]|[dD]['’])?[A-Z][a-zà-ÿ'’-]+\b")  # fmt: skip
_OWNER = re.compile(
    r"\b(?:owner|responsible|assigned to|lead|by|action on)\b ?(?:is|:)? ?(?:the )?[A-Za-z]|"
    r"\b(?:manager|engineer|supervisor|team|head of|director|department|officer|coordinator|"
    r"lead|specialist|technician|planner|group|office|committee|administrator|analyst)\b",
    re.IGNORECASE,
)
_EMPTY = re.compile(
    r"^\s*(?:[-–—?/.]*|n/?a|none|open|tb[dca]|to be \w+|unassigned|nobody|\?+)\s*$", re.I
)
_SETTLED = re.compile(
    r"\d|\b(?:done|completed?|closed|finished|today|yes|no|january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.I,
)
_OWNER_HEAD = re.compile(r"owner|responsib|who\b|assign|lead|person", re.I)
_DATE_HEAD = re.compile(r"\bdue|date|deadline|by when|when\b|until|target", re.I)
_ACTION_HEAD = re.compile(r"action|measure|what|task|step|recommend|correct|item|activity", re.I)
_PERSON = (
    r"(?:[A-Z][a-zà-ÿ'’-]+ (?:[a-z]{2,3} )?[A-Z][a-zà-ÿ'’-]+(?: of [\w ]{3,20}| \([\w ,]{3,30}\))?)"
)
_DEED = re.compile(
    rf"\b(?:will|shall|is to|are to|has to|have to|going to|plans? to|intends? to|wants? to|planned|scheduled)\b|^(?:[-•*–]\s?)?{_PERSON} (?:to [a-z]+|[a-z]+s)\b"
)
_DEED_ELSEWHERE = re.compile(
    rf"(?:^|[.;:,] ){_PERSON},? (?:will|shall|is to|plans to|intends to|is going to)\b|\b(?:will|shall|are to|is to) be (?:\w+ly )?(?:repaired|replaced|"
    r"reviewed|updated|revised|installed|checked|tested|ordered|improved|changed|moved|removed|introduced|added|informed|closed|rewritten|"
    r"extended|hired|trained|fixed|migrated|archived|followed up|discussed|decided|cleaned(?: up)?|inspected|calibrated|repeated|investigated|addressed)\b"
)
_NAMED_DEED = re.compile(
    rf"{_PERSON} (?:will|shall|is to|to|[a-z]{{3,}}s)\b (?!(?:that|why|how)\b)"
)
IMPERATIVE = re.compile(
    r"^(?:[-•*–]\s?|\(?[\da-z]{1,3}[.)]\s?)?(?:[A-Z][a-z]{2,14}\b)(?: (?:up|out|back|in|off|down|on))? "
    r"(?:the|a|an|all|each|every|it|this|that|these|both|one|two|three|four|our|its|their|any|to|for|"
    r"with|how|whether|which|new|with|at|on|in|from|how|\d)\b"
)
_MARKER = re.compile(r"^(?:[-•*–]|\(?[\da-z]{1,3}[.)])\s+")
_SUBJECT = re.compile(
    rf"{_PERSON} (?:is to|to|[a-z]{{3,}}s)\b|(?:{_PERSON}|[A-Z][a-zà-ÿ'’-]+) (?:will|shall)\b"
)
_CAPTION = re.compile(r"^(?:Table|Figure|Diagram|Chart|Photo) \d")
_WHO = re.compile(r"^(?:[-•*–]\s?)?(?:The|We|I|It|This|That|These|Our|All|Both|No|There|In|On|At|For|"
                  r"After|Before|When|If|As|Since|Because|Each|Every|They|He|She|Three|Two|Four)\b")  # fmt: skip


def _undated(match: re.Match[str], passage: Passage) -> bool:
    sentence = passage.sentence_at(match.start())
    word = " ".join(match[0].casefold().split())
    after = passage.text[match.end() : match.end() + 10]
    if word in ("soon", "shortly", "immediately") and re.match(r" (?:after|before|as)\b", after):
        return True
    whole_cell = passage.cells and len(passage.text) < 60
    if _DATE.search(sentence.replace(passage.text[slice(*match.span())], "")) and not whole_cell:
        return True
    if not whole_cell and not _TO_DO.search(sentence):
        return True
    return (
        word in _STRICT
        and not whole_cell
        and not re.search(r"\bwill\b|\bshall\b|owner", sentence, re.I)
    )


def _undated_deed(passage: Passage, facts: Facts) -> Iterator[Hit]:
    """Somebody is to do something, at a time that is none; or with no word on when at all."""
    listed = facts.topics[passage.section.name].actions
    if passage.cells:
        yield from _undated_cell(passage)
        return
    if _DATE.search(passage.text) and len(passage.sentences) == 1:
        return
    for start, end in passage.sentences:
        sentence = passage.text[start:end]
        if _DATE.search(sentence) or sentence.endswith("?") or moment(sentence) is not None:
            continue
        item = listed and passage.block.kind == "item"
        if not (item or (_DEED if listed else _DEED_ELSEWHERE).search(sentence)):
            continue
        loose = _UNDATED_LOOSE.search(sentence)
        if loose is None and listed:
            loose = TIME.search(sentence) or SPANS.search(sentence) or MORE_SPANS.search(sentence)
        if loose is not None:
            yield Hit(start + loose.start(), start + loose.end())
        elif (
            listed
            and passage.block.kind != "item"
            and _NAMED_DEED.match(sentence)
            and not _DATE.search(passage.text)
        ):
            yield Hit(start, end)


def _undated_cell(passage: Passage) -> Iterator[Hit]:
    """A cell of dates that holds words and no date."""
    if not passage.heads or passage.column >= len(passage.heads) or "\n" in passage.text:
        return
    words = passage.text.strip()
    if (
        _DATE_HEAD.search(passage.heads[passage.column])
        and words
        and not (_EMPTY.match(words) or _DATE.search(words) or _SETTLED.search(words))
    ):
        yield Hit(0, len(passage.text.rstrip()))


def _incomplete(passage: Passage, facts: Facts) -> Iterator[Hit]:
    """An action without owner or date: in a table an empty cell, in a list a line with neither."""
    if not facts.topics[passage.section.name].actions:
        return
    if passage.cells:
        yield from _incomplete_row(passage)
    elif passage.block.kind == "item" or IMPERATIVE.match(passage.text):
        text = passage.text.rstrip()
        bare = _MARKER.sub("", text)
        if moment(text) is not None or _CAPTION.match(bare) or _WHO.match(bare) or len(text) > 400:
            return
        named = _SUBJECT.match(bare) or _NAME.search(bare[1:]) or _OWNER.search(bare)
        if not (named and _DATE.search(text)):
            yield Hit(len(text) - len(bare), len(text))


def _incomplete_row(passage: Passage) -> Iterator[Hit]:
    if not passage.heads or not _ACTION_HEAD.search(
        passage.heads[min(passage.column, len(passage.heads) - 1)]
    ):
        return
    for head, cell in zip(passage.heads, passage.cells, strict=False):
        wanted = _OWNER_HEAD.search(head) or _DATE_HEAD.search(head)
        if wanted and _EMPTY.match(cell) and passage.text.strip():
            yield Hit(0, len(passage.text.rstrip()))
            return


RULES = (
    Rule(
        "undated-action", "actions", "medium", SURE,
        "“{words}” is no date; nobody can tell when this is late.",
        "Give the day by which it is done.",
        phrases(_UNDATED, _undated), "owner-and-date",
    ),
    Rule(
        "undated-action", "actions", "medium", LIKELY,
        "“{words}” is no date; nobody can tell when this is late.",
        "Give the day by which it is done.",
        phrases(_UNDATED_MORE, _undated), "owner-and-date",
    ),
    Rule(
        "undated-action", "actions", "medium", SURE,
        "“{words}” is no date; nobody can tell when this is late.",
        "Give the day by which it is done.",
        _undated_deed, "owner-and-date",
    ),
    Rule(
        "action-incomplete", "actions", "medium", LIKELY,
        "This action lacks an owner or a date.",
        "Name one owner and the day by which it is done.",
        _incomplete, "owner-and-date",
    ),
)  # fmt: skip
