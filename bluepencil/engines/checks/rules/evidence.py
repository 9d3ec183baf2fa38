"""Evidence: quantities and times a reader cannot check, and opinion in place of fact."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.engines.checks.passage import Facts, Passage
from bluepencil.engines.checks.rule import (
    LIKELY,
    SURE,
    Hit,
    Rule,
    any_of,
    in_sentence,
    phrases,
)

_NUMBER = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)\b", re.I)
_DATE = re.compile(r"\d{1,2}[:.]\d\d|\b(?:19|20)\d\d\b|\b\d{1,2}\.? (?:jan|feb|mar|apr|may|jun|jul|"
                   r"aug|sep|oct|nov|dec)|minutes?|hours?|days?|weeks?|months?", re.I)  # fmt: skip
QUANTITY = any_of(
    "several", "a number of", "numerous", "various", "a few", "quite a few", "some few",
    "a handful of", "a couple of", "a lot of", "lots of", "plenty of", "countless", "many of",
    "a large number of", "a small number of", "a large proportion of", "a large part of",
    "a good many", "a great many", "a great deal of", "a majority of", "the majority of",
    "a minority of", "a multitude of", "a range of", "a series of", "a significant number of",
    "a considerable number of", "a high number of", "a low number of", "a certain number of",
    "an unknown number of", "dozens of", "hundreds of", "thousands of", "scores of",
    "a bunch of", "a fair number of", "a fair amount of", "a small amount of", "a large amount of",
    "a certain amount of", "an increased number of", "multiple", "a fraction of",
    "a small quantity of", "a large quantity of", "large quantities of", "small quantities of",
    "most of the", "almost all", "nearly all", "a good part of", "part of the batch", "many",
    "hardly any", "relatively few", "very few", "only a few", "not many", "a good deal of",
    "a string of", "a host of", "a share of", "quite some", "quite a number of",
)  # fmt: skip
SOME = any_of(
    *(f"some (?:of the )?(?:\\w{{3,14}} )?{noun}" for noun in (
        "vials", "samples", "boxes", "cartons", "units", "batches", "lots", "deliveries", "users",
        "customers", "errors", "complaints", "reports", "tests", "cases", "incidents", "orders",
        "pallets", "shipments", "parcels", "packages", "records", "entries", "files", "requests",
        "servers", "machines", "patients", "employees", "operators", "people", "staff", "readings",
        "measurements", "results", "alarms", "alerts", "parts", "bottles", "containers", "trucks",
        "invoices", "tickets", "messages", "sites", "rooms", "items", "devices", "sensors",
        "drivers", "queries", "bags", "drums", "tubes", "plates", "cells", "transactions",
        "payments", "accounts", "calls", "clients", "documents", "pages", "products", "tablets",
    )),
)  # fmt: skip

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

OPINION = any_of(
    "we feel", "i feel", "we believe", "i believe", "we think", "i think", "we hope", "i hope",
    "in our opinion", "in my opinion", "in our view", "in my view", "to our mind", "to my mind",
    "it is our opinion", "it is our view", "it is our belief", "from our point of view",
    "personally", "obviously", "clearly", "of course", "needless to say", "unfortunately",
    "fortunately", "luckily", "sadly", "regrettably", "thankfully", "happily", "surprisingly",
    "frankly", "honestly", "to be honest", "to be frank", "to be fair", "admittedly",
    "it is regrettable", "it is unfortunate", "it is a shame", "it is a pity", "regrettable",
    "disappointing", "pleasantly surprised", "we are proud", "we were pleased", "we are pleased",
    "we are happy", "we are confident", "we are convinced", "i am convinced", "i am confident",
    "we are glad", "everyone agrees", "everybody agrees", "everyone knows", "everybody knows",
    "as everyone knows", "as we all know", "no one can deny", "nobody would dispute",
    "no reasonable person", "it is no secret", "undoubtedly", "without a doubt", "without doubt",
    "beyond doubt", "naturally", "undeniably", "unquestionably", "it is obvious", "it is clear that",
    "as is well known", "it stands to reason", "ridiculous", "outrageous", "shocking", "shameful",
    "appalling", "lovely", "brilliant", "fantastic", "terrible", "awful", "amazing", "sloppy",
    "careless attitude", "common sense", "we would like to think", "it is a disgrace", "annoying",
    "annoyingly", "hopefully", "we are sure", "i am sure", "we are certain", "we have no doubt", "i have no doubt", "deserves praise",
    "deserve praise", "deserves credit", "deserve credit", "in fairness", "if you ask me", "if you ask us", "as far as we are concerned",
    "for our part", "it strikes us", "it struck us", "it strikes me", "we regret", "we find it", "i find it", "it would be a mistake", "any sensible person",
    "it is only fair", "it is only natural", "it is high time", "deplorable", "unforgivable", "embarrassing", "embarrassingly", "impressive", "admirable", "we love", "i love",
    "we like", "i like", "beautiful", "ludicrous", "silly", "stupid", "foolish", "incredible", "incredibly", "alarming", "worrying", "worryingly", "wonderful", "great job",
    "great work", "excellent work", "excellent cooperation", "good luck", "bad luck", "thanks to the excellent", "unacceptable", "to my taste", "to our taste", "it is sad",
    "it is good to see", "it is nice", "it is pleasing", "pleasing", "pleasingly", "we welcome", "we applaud", "we cannot help", "one cannot help", "in my experience", "in our experience",
    "from my experience", "from our experience", "as i see it", "as we see it", "the way i see it", "the way we see it", "i would argue", "we would argue", "it is fair to say", "i must say", "we must say",
    "i dare say", "unbelievable", "unbelievably", "disgraceful", "scandalous", "absurd", "nonsense", "a waste of", "a shame", "a pity", "a joy", "a nightmare", "a disaster", "to everyone's surprise", "to our surprise",
    "to my surprise", "to our relief", "to our delight", "to our regret", "much to our", "much to the", "it comes as no surprise", "no wonder", "understandably", "rightly so", "quite rightly", "disappointingly", "disappointed", "we were disappointed",
    "delighted", "thrilled", "excited", "proud", "happy to report", "pleased to report", "sadly", "strange", "curiously", "oddly", "bizarre", "crazy", "ought to know better", "should have known better", "lazy", "careless", "heroic", "exemplary", "interestingly", "remarkably", "in all honesty", "our impression is",
    "my impression is", "our gut feeling", "gut feeling", "we suppose", "i suppose", "one feels",
    "we were surprised", "sad to say", "strangely enough", "ironically", "inexcusable",
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
_SEASON = r"(?:spring|summer|autumn|winter|holidays|holiday season|Christmas|Easter|new year|summer break)"
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
    r"(?:took|takes|lasted|waited|needed) (?:\w+ ){0,2}?(?:a (?:very |rather |relatively )?long time|(?:too|very|quite|rather|unusually|far too|fairly) long|longer than (?:usual|expected|planned|normal)|ages|forever|a while|some time)|"
    r"(?:with|after) (?:a |some |a certain |considerable |a considerable |a short |a long |a slight )delay|belatedly|in quick succession|in the early (?:days|stages|phase)|"
    r"(?:repeatedly|frequently|sporadically|intermittently|infrequently|now and then)|years back|way back|back in the day|of late|ever since|formerly|the year before last|"
    r"in the run-up to|in the weeks? (?:before|after|following)|in the (?:days|weeks|months|hours|minutes|years) (?:before|after|following|leading up to|since))\b",
    re.IGNORECASE | re.MULTILINE,
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


def _counted(match: re.Match[str], passage: Passage) -> bool:
    """“Several: a, b and c” and “many thanks” are fine; so is a number right beside."""
    after = passage.text[match.end() : match.end() + 40]
    before = passage.text[max(0, match.start() - 12) : match.start()]
    word = match[0].casefold()
    if word == "many" and re.search(r"\b(?:how|as|so|too)\s$", before, re.I):
        return True
    if word in ("multiple", "many") and before.rstrip().endswith("of"):
        return True
    return bool(re.match(r"[\w ]{0,20}\(\d", after)) or bool(
        re.match(r"\s(?:minutes|hours|days|weeks|months|years|times) (?:later|ago)", after)
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
    before = passage.text[max(0, match.start() - 8) : match.start()]
    if match[0].casefold() == "one day" and re.search(
        r"\b(?:within|in|of|or|by|for|than|to) $", before
    ):
        return True
    return _timed(match, passage)


def _plain_clear(match: re.Match[str], passage: Passage) -> bool:
    """“clearly labelled” says how; “Clearly, …” is opinion. “naturally occurring” is a term."""
    word = match[0].casefold()
    after = passage.text[match.end() : match.end() + 14]
    if word in ("clearly", "personally", "naturally", "honestly"):
        return not re.match(r",|\s(?:the|this|it|we|an?)\b", after)
    return word in ("we think", "i think") and after.startswith(" about")


RULES = (
    Rule(
        "vague-quantity", "evidence", "medium", SURE,
        "“{words}” leaves open how many; the reader cannot tell how large the matter is.",
        "Give the count, or a range if the exact number is not known.",
        phrases(QUANTITY, _counted), "numbers",
    ),
    Rule(
        "vague-quantity", "evidence", "medium", LIKELY,
        "“{words}” leaves open how many; the reader cannot tell how large the matter is.",
        "Give the count, or a range if the exact number is not known.",
        phrases(SOME, lambda m, p: in_sentence(_NUMBER, m, p)), "numbers",
    ),
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
        "“{words}” stands where the other entries have a date or a time.",
        "Give the date and time, or say that it is not known.",
        _unplaced, "times",
    ),
    Rule(
        "opinion", "evidence", "low", LIKELY,
        "“{words}” gives a feeling where the reader needs a fact.",
        "Leave it out, or say what it rests on.",
        phrases(OPINION, _plain_clear), "evidence",
    ),
)  # fmt: skip
