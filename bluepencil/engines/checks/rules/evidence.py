"""Evidence: quantities and times a reader cannot check, and opinion in place of fact."""

from __future__ import annotations

import re

from bluepencil.engines.checks.passage import Passage
from bluepencil.engines.checks.rule import (
    LIKELY,
    SURE,
    Rule,
    any_of,
    in_sentence,
    phrases,
)

_NUMBER = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)\b", re.I)
_DATE = re.compile(r"\d{1,2}[:.]\d\d|\b(?:19|20)\d\d\b|\b\d{1,2}\.? (?:jan|feb|mar|apr|may|jun|jul|"
                   r"aug|sep|oct|nov|dec)|minutes?|hours?|days?|weeks?|months?", re.I)  # fmt: skip
_WHEN = re.compile(
    r"\d{1,2}[:.]\d\d\b|\b(?:19|20)\d\d\b|\b\d{1,2}\.? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b(?:january|february|march|april|june|july|august|september|october|november|december) \d",
    re.I,
)
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

_SPAN = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|shifts?|nights?)"
_FEW = r"(?:a few|several|a couple of|some|many|a number of|a good many|countless|quite a few)"
SPANS = re.compile(
    rf"\b{_FEW} (?:more |long |short |\w+ing )?{_SPAN}(?: (?:later|ago|before|after|earlier|afterwards|beforehand|on end))?\b"
    r"|(?<![\d\w] )(?<![\d\w]\s)\b(?:Minutes|Hours|Days|Weeks|Months|Years|Ages) (?:later|ago|earlier|before|afterwards)\b"
    r"|\b(?:for|after|within) (?:a|some|quite a|quite some) (?:very |rather |relatively )?(?:long|short|little|brief|certain|considerable|reasonable)? ?(?:while|delay|pause|wait|interval|spell)(?: of time)?\b"
    r"|\b(?:for|since) (?:years|months|weeks|ages|days|hours|long|a long time|some years|some time now)\b"
    r"|\b(?:early|late|earlier|later|some ?time) (?:in|during|on|this|that|last|the same|the following|the next) (?:the )?(?:day|week|month|year|morning|afternoon|evening|night|spring|summer|autumn|winter|shift|project|quarter)\b"
    r"|\b(?:last|this|next|the previous|the following|the other) (?:spring|summer|autumn|winter|week|month|night|morning|year|evening|afternoon|shift)\b"
    r"|\b(?:over|during|in|within) the (?:past|last|following|coming|next|subsequent|previous|preceding) (?:few |couple of |several )?(?:days|weeks|months|years|hours|minutes)\b"
    r"|\b(?:around|about|towards|near|before|after) (?:lunch(?:time)?|midday|noon|midnight|dawn|dusk|closing time|the weekend|the holidays|the end of the (?:day|week|shift))\b"
    r"|\b(?:once in a while|every so often|long (?:before|after|since)|some while|in those days|nowadays|in former times|in the old days|before too long|a good while|on another occasion|on one occasion|on (?:an|some) (?:earlier|later|previous) (?:occasion|date|day)|at (?:an|some|a) (?:earlier|later|previous|unknown|unspecified) (?:time|date|point|stage|moment|hour))\b"
    r"|\b(?:not (?:so |too |very )?long (?:ago|before|after|afterwards|since|thereafter))\b",
    re.I,
)


def _spans_dated(match: re.Match[str], passage: Passage) -> bool:
    """A date or clock time beside it says when after all."""
    return bool(_WHEN.search(passage.sentence_at(match.start())))


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


def _dated(match: re.Match[str], passage: Passage) -> bool:
    word = match[0].casefold()
    sentence = passage.sentence_at(match.start())
    if word in ("eventually", "occasionally", "at the time", "in the past", "in the meantime",
                "last week", "last month", "last year", "periodically", "one day", "sometime"):  # fmt: skip
        after = passage.text[match.end() : match.end() + 12]
        return bool(_DATE.search(sentence)) or bool(re.match(r"\s(?:of|when)\b", after))
    return bool(re.search(r"\(\d|at \d{1,2}[:.]\d\d", sentence[:]))


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
        phrases(SPANS, _spans_dated), "times",
    ),
    Rule(
        "opinion", "evidence", "low", LIKELY,
        "“{words}” gives a feeling where the reader needs a fact.",
        "Leave it out, or say what it rests on.",
        phrases(OPINION, _plain_clear), "evidence",
    ),
)  # fmt: skip
