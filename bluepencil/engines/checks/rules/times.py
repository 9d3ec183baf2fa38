"""Times: when it happened and how long it took, in words that name no date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.engines.checks.passage import Facts, Passage
from bluepencil.engines.checks.rule import LIKELY, SURE, Hit, Rule, any_of, phrases

_DATE = re.compile(r"\d{1,2}[:.]\d\d|\b(?:19|20)\d\d\b|\b\d{1,2}\.? (?:jan|feb|mar|apr|may|jun|jul|"
                   r"aug|sep|oct|nov|dec)|minutes?|hours?|days?|weeks?|months?", re.I)  # fmt: skip
TIME = any_of(
    "recently", "lately", "a while ago", "a while later", "a while back", "some time ago",
    "some time later", "sometime later", "after some time", "after a while", "for a while",
    "for some time", "at some point", "at one point", "at some stage", "shortly after",
    "shortly afterwards", "shortly before", "shortly thereafter", "soon after", "soon afterwards",
    "soon thereafter", "not long after", "not long before", "not long ago", "a short time later",
    "a short while later", "a little while afterwards", "a little later", "a bit later", "later on",
    "later that day", "later that week", "earlier that day", "in the recent past", "the other day",
    "a few days later", "a few days ago", "a few hours later", "a few minutes later",
    "a few weeks ago", "a few weeks later", "a few months ago", "several days later",
    "several weeks later", "several hours later", "some days later", "some weeks ago",
    "some hours later", "some minutes later", "a couple of days later", "a couple of hours later",
    "in the meantime", "eventually", "one day", "around that time",
    "around this time", "at around that time", "in the past", "previously on occasion",
    "from time to time", "every now and then", "now and again", "now and then", "occasionally",
    "periodically", "in the early hours", "towards the end of the shift", "at the time",
    "in due time", "before long", "for quite some time", "quite some time", "ages ago",
    "a long time ago", "long ago", "the previous week", "last week", "last month", "last year",
    "at a later point", "at a later time", "until recently", "of late", "sooner or later",
    "in recent times", "in recent weeks", "in recent months", "these days", "back then",
    "a moment later", "moments later", "within a short time", "after a short time", "presently",
    "a good while", "for a long time", "since some time", "sometime", "at various times",
    "some while later", "some while ago", "in the course of the day",
)  # fmt: skip

_UNIT = (
    r"(?:moments?|seconds?|minutes?|hours?|days?|weeks?|weekends?|months?|years?|shifts?|nights?|"
    r"mornings?|evenings?|afternoons?|decades?)"
)
_FEW = r"(?:(?:quite |only |just )?a few|several|a couple of|some|many|a number of|a good many|countless|numerous|various)"
_LATER = (
    r"(?:later|ago|before|after|earlier|afterwards?|beforehand|previously|on end|back|thereafter)"
)
_PART = r"(?:day|week|weekend|month|year|morning|afternoon|evening|night|spring|summer|autumn|winter|shift|quarter|season|holidays?|decade)"
_SEASON = r"(?:spring|summer|autumn|winter|holidays|holiday season|christmas|easter|new year|summer break)"
SPANS = re.compile(
    rf"\b{_FEW} (?:more |long |short |\w+ing |\w+ful )?{_UNIT}(?: (?:{_LATER}))?\b"
    rf"|^(?:{_UNIT}) {_LATER}\b"
    r"|\b(?:for|after|within|in|over|since) (?:a|an|some|quite a|quite some) (?:(?:very|rather|relatively|fairly) )?(?:long|short|little|"
    r"brief|certain|considerable|reasonable|extended|prolonged|longer|shorter|good|appreciable)? ?(?:while|delay|pause|wait|interval|spell|time|period)"
    r"(?: of time)?\b(?! (?:of|limit|window|slot|zone|when|that)\b)"
    rf"|\b(?:for|since) (?:years|months|weeks|ages|days|hours|long|decades|a long time|some {_UNIT}|some time now|quite some time|the longest time)\b"
    rf"|\b(?:early|late|earlier|later|some ?time|towards? the end|at the end|at the beginning|at the start|in the course|in the middle|around the middle) "
    rf"(?:in |during |on |of )?(?:this|that|last|the same|the following|the next|the previous|the) (?!day\b){_PART}\b(?! (?:of )?\d| \d)"
    rf"|\b(?:last|the previous|the other|the preceding) {_PART}\b(?! (?:of|in) |,? \d)"
    rf"|\b(?:over|during|in|within|for) the (?:past|last|following|coming|subsequent|previous|preceding|recent) (?:few |couple of |several )?(?:days|weeks|months|years|hours|minutes|decades)\b"
    r"|\b(?:around|about|towards|near|before|after) (?:lunch(?:time| break)?|midday|noon|midnight|dawn|dusk|closing time|the weekend|the holidays|breakfast|the end of the (?:day|week|shift))\b"
    rf"|\b(?:in|during|since|until|over|around|towards|before|after|by) (?:the )?(?:early |late |mid-?|previous |last |past )?{_SEASON}\b(?! (?:of )?(?:19|20)?\d\d| variant| version| tyres| time)"
    r"|\b(?:once in a while|every so often|long (?:before|after|since)|some while|in those days|nowadays|(?:one|another) (?:morning|afternoon|evening|night|weekend)|in (?:former|earlier|olden) (?:times|days|years)|"
    r"in the old days|before too long|a good while|on another occasion|on one occasion|on occasion|once or twice|more than once|time and (?:time )?again|"
    r"again and again|time after time|on (?:several|various|many|numerous|a number of|a few|some|an|some|different) (?:earlier|later|previous|other )?(?:occasions?|dates?|days)|"
    r"at (?:an|some|a) (?:earlier|later|previous|unknown|unspecified|given|certain) (?:time|date|point|stage|moment|hour)|at (?:about|around) (?:the same|that|this) time|"
    r"(?:not|quite|rather|fairly|very|all too|far too) (?:so |too |very )?(?:long|soon|recently) (?:ago|before|after|afterwards|since|thereafter|earlier)|"
    r"(?:much|far|somewhat|considerably|significantly|a good deal|a lot|slightly) (?:later|earlier)|"
    r"(?:a|some|several|many|a few) (?:moments?|instants?) (?:later|before|after|ago)|"
    r"(?:took|takes|lasted|waited|needed) (?:(?!(?:second|minute|hour|day|week|month)s?\b)[^\W\d]+ ){0,2}?(?:a (?:very |rather |relatively )?long time|(?:too|very|quite|rather|unusually|far too|fairly) long|longer than (?:usual|expected|planned|normal)|ages|forever|a while|some time)|"
    r"(?:with|after) (?:a |some |a certain |considerable |a considerable |a short |a long |a slight )delay|belatedly|in quick succession|in the early (?:days|stages|phase)|"
    r"(?:repeatedly|frequently|sporadically|intermittently|infrequently|now and then)|years back|(?<!the )(?<!a )way back|back in the day|of late|ever since|formerly|the year before last|"
    r"in the run-up to|in the weeks? (?:before|after|following)|in the (?:days|weeks|months|hours|minutes|years) (?:before|after|following|leading up to|since))\b",
    re.IGNORECASE | re.MULTILINE,
)
MORE_SPANS = re.compile(
    r"\b(?:moments?|seconds|minutes|hours|days|weeks|weekends|months|years|decades) (?:later|earlier|ago|before(?=[.,;])|afterwards|beforehand|previously|on end|before that|after that)\b"
    r"|\bin (?:(?:mere|only|just|a few|some) (?:moments|seconds|minutes|hours|days|weeks|months|years)|no time|ages|years)\b|\b(?:within|after|for|over|during) (?:mere |only |just |a few |some )?(?:moments|seconds|minutes|hours|days|weeks|months|years|decades|no time|ages)\b(?! (?:\d|of|and))"
    r"|\b(?:a|an|one) (?:\w+ )?(?:day|week|month|year|hour|minute|second|night) or (?:two|so|more|three)\b(?: (?:ago|later|earlier|before|after))?"
    r"|\b(?:two or three|three or four|a couple|a few|several|some|many) (?:more )?(?:days|weeks|months|years|hours|minutes|nights|shifts) (?:running|in a row|at a time|apart|each|old|early|late|on end|too (?:late|early|long))\b"
    r"|\b(?:towards|toward|around|about|near|near to|approaching|shortly before|shortly after|just before|just after|right before|right after|soon after|sometime after|sometime before|long after|long before|a little (?:before|after)|some time (?:before|after)) (?:the )?"
    r"(?:evening|morning|noon|midday|midnight|night|nightfall|dawn|dusk|sunrise|sunset|afternoon|daybreak|lunch|lunchtime|breakfast|dinner|tea time|closing time|opening time|shift change|change of shift|handover|year[ -]end|"
    r"month[ -]end|turn of the (?:year|month|century)|end of the (?:year|month|week|day|shift|quarter|summer|season|night|morning)|start of the (?:year|month|week|day|shift|quarter|summer|season)|beginning of the (?:year|month|week|day|shift|quarter)|"
    r"middle of the (?:year|month|week|day|shift|night|quarter)|holidays|weekend|christmas|easter|new year)\b"
    r"|\b(?:a|some) (?:short|little|long|good|brief|considerable) (?:while|time|moment|interval|pause|period|spell) (?:later|afterwards|after|before|earlier|ago|back|previously|beforehand|thereafter)\b"
    r"|\b(?:in|during|at|until|till|into|since) the (?:small|early|late|wee|first|last|morning|evening|night) hours\b|\b(?:in|at|during) (?:the )?(?:peak|busy|quiet|off-peak|rush|slack|normal|working|certain|odd|irregular|regular|different|various|all|busier|quieter) (?:times|hours|periods|intervals|moments)\b(?! (?:of|from|between) )"
    r"|\b(?:part|half|much|most|some|a part|all|a good part|the better part|the best part|a large part) of (?:the|that|a) (?:night|day|week|morning|afternoon|evening|month|year|weekend|shift|summer|winter)\b"
    r"|\b(?:the|that|in the|during the) (?:following|next|previous|preceding|same|subsequent|coming|past|last) (?:week|month|year|weekend|season|summer|winter|spring|autumn|quarter|weeks|months|years|days)\b"
    r"|\b(?:with|after|without) (?:some|a certain|considerable|a considerable|a slight|a short|a long|a brief|significant|a significant|much|little|great|a (?:\w+ )?) ?(?:delay|hesitation|lag|latency|interruption|waiting time|wait)\b"
    r"|\b(?:very late|rather late|quite late|late at night|late in the (?:day|evening|afternoon|morning|shift|week|month|year)|early in the (?:day|morning|evening|afternoon|shift|week|month|year)|in the (?:early|late) (?:morning|afternoon|evening)|"
    r"late (?:last|that|this|one) (?:night|evening|afternoon|week|month|year)|earlier (?:this|that|last|in the) (?:day|week|month|year|morning|afternoon|summer|spring|winter|autumn|night|shift)|all (?:day|night|week|morning|afternoon|evening) long|overnight|"
    r"day after day|week after week|month after month|year after year|day in,? day out|for some days|for days|for weeks|for months|for years|for hours|for ages|for long|for a good while|over the years|over the weeks|over the months|through the years|"
    r"in (?:the )?(?:recent|past|previous|former|earlier|last|first|early|coming|these|those) (?:days|weeks|months|years|times|hours|minutes)|at (?:some|one|an? (?:early|late|later|earlier|certain|unknown|unspecified)) (?:point|time|stage|moment|date|hour)(?: in time)?|"
    r"(?:last|long) (?:\w+ed|seen|done|made) (?:long|a long time|years|months|weeks|ages|some time) ago|a long while|quite (?:early|late|soon|quickly)|some (?:time|while|days|weeks|months|years) (?:ago|back|earlier|before|after|later|now|prior)|"
    r"(?:only|just|not) (?:much|a (?:little|bit|short while|moment)) (?:later|earlier|before|after|afterwards|ago)|a (?:little|bit|moment|while|short while|little while|long while) (?:later|earlier|before|after|afterwards|ago|back)|on and off|off and on|"
    r"every (?:so often|once in a while|now and again|now and then|few (?:days|weeks|months|hours|minutes|years))|most (?:days|nights|mornings|weeks|of the time)|some of the time|half the time|half the night|at (?:irregular|regular|long|short|frequent) intervals)\b",
    re.IGNORECASE,
)
_MOMENT_NEXT = re.compile(
    r"[ ,(]{1,3}(?:(?:at|on|of|the|before|after|about|in|from|since|by) ){0,2}(?:\d{1,2}[:.]\d\d|\d{1,2} [A-Z]|[A-Z][a-z]{2,8} \d|(?:19|20)\d\d)"
)


def _timed(match: re.Match[str], passage: Passage) -> bool:
    """A date or a clock time right behind it says when after all."""
    return bool(_MOMENT_NEXT.match(passage.text, match.end()))


def _unplaced(passage: Passage, facts: Facts) -> Iterator[Hit]:
    """An entry of a timeline that begins with words where the others have a date or time."""
    if not facts.topics[passage.section.name].timeline or passage.column:
        return
    text = passage.text
    if passage.cells:
        if passage.heads and len(text.split()) <= 8 and not re.search(r"\d", text) and text.strip():
            yield Hit(0, len(text))
    elif passage.block.kind == "item" and not re.search(r"\d", text[:40]):
        lead = _LEAD.match(text)
        if lead is not None and _AFTERWARDS.match(lead[1]):
            yield Hit(lead.start(1), lead.end(1))


_LEAD = re.compile(
    r"(?:[-•*–] ?|\(?\d{1,3}[.)] )?((?:[\w'’-]+ ?){1,5}?)(?=[,:–—]| the | a | an | [A-Z]|$)"
)
_AFTERWARDS = re.compile(
    r"(?:after|later|then|soon|shortly|some|a |an |early|late|in|around|about|towards|next|during|"
    r"meanwhile|overnight|same|following|before|morning|afternoon|evening|night|noon|midday|unknown|"
    r"eventually|finally|at|on|once|minutes|hours|days|moments)",
    re.IGNORECASE,
)


_ANCHORED = frozenset({
    "eventually", "occasionally", "at the time", "in the past", "in the meantime", "sometime",
    "periodically", "later that day", "earlier that day", "at that time",
})  # fmt: skip


def _dated(match: re.Match[str], passage: Passage) -> bool:
    if match[0].casefold() in _ANCHORED:
        after = passage.text[match.end() : match.end() + 12]
        return bool(_DATE.search(passage.sentence_at(match.start()))) or bool(
            re.match(r"\s(?:of|when)\b", after)
        )
    before = passage.text[max(0, match.start() - 20) : match.start()]
    if match[0].casefold() == "one day" and re.search(
        r"\b(?:within|in|of|or|by|for|than|to|\d+ \w+ on) $", before
    ):
        return True
    return _timed(match, passage)


def _placed(match: re.Match[str], passage: Passage) -> bool:
    """“Two hours later” says how long; a date or a clock time in the sentence says when."""
    before = passage.text[max(0, match.start() - 16) : match.start()]
    sentence = passage.sentence_at(match.start()).replace(passage.text[slice(*match.span())], " ")
    return bool(_HOW_LONG.search(before) or _MOMENT.search(sentence)) or _timed(match, passage)


_HOW_LONG = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|ninety|working|calendar|"
    r"business|half|few|several|some|many|of|these|those|hundred)) ?$",
    re.IGNORECASE,
)
_MOMENT = re.compile(
    r"\d{1,2}[:.]\d\d\b|\b(?:19|20)\d\d\b|\b\d{1,2}\.? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|"
    r"\b(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\w{0,6} \d{1,2}\b",
    re.IGNORECASE,
)


RULES = (
    Rule(
        "vague-time", "evidence", "medium", SURE,
        "“{words}” does not say when; the order and length of events stay open.",
        "Give the date, and the time where it matters.",
        phrases(TIME, _dated), "times",
    ),
    Rule(
        "vague-time", "evidence", "medium", LIKELY,
        "“{words}” does not say when or how long; the order and length of events stay open.",
        "Give the date, the time or the number.",
        phrases(SPANS, _timed), "times",
    ),
    Rule(
        "vague-time", "evidence", "medium", LIKELY,
        "“{words}” does not say when or how long; the order and length of events stay open.",
        "Give the date, the time or the number.",
        phrases(MORE_SPANS, _placed), "times",
    ),
    Rule(
        "vague-time", "evidence", "medium", LIKELY,
        "“{words}” stands where the other entries have a date or a time.",
        "Give the date and time, or say that it is not known.",
        _unplaced, "times",
    ),
)  # fmt: skip
