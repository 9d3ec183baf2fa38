"""Clarity: how sure the writer is, what letters stand for, and sentences too long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.engines.checks.passage import Facts, Passage
from bluepencil.engines.checks.rule import LIKELY, MAYBE, SURE, Hit, Rule, any_of, phrases

_LONG = 40  # words
_HEDGE = any_of(
    "it seems", "it would seem", "it seemed", "seems to be", "seem to be", "seemed to be",
    "seems to have", "seem to have", "it appears", "it would appear", "it appeared",
    "appears to be", "appear to be", "appears to have", "appear to have", "appeared to be",
    "apparently", "seemingly", "possibly", "perhaps", "maybe", "presumably", "supposedly",
    "conceivably", "arguably", "probably", "most likely", "quite likely", "very likely",
    "in all likelihood", "in all probability", "may have been", "might have been",
    "could have been", "may have", "might have", "could well have", "may well have",
    "might well have", "might well be", "may well be", "could well be", "might possibly",
    "could possibly", "may possibly", "could conceivably", "might conceivably", "to some extent",
    "to some degree", "to a certain extent", "to a certain degree", "to an extent", "in a sense",
    "in a way", "in some way", "in some sense", "somehow", "somewhat", "more or less", "kind of",
    "sort of", "rather", "fairly", "as it were", "so to speak", "we suspect", "i suspect",
    "we assume", "i assume", "we presume", "we guess", "i guess", "as far as we know",
    "as far as we can tell", "as far as i know", "as far as is known", "to our knowledge",
    "to the best of our knowledge", "it is possible that", "it is conceivable that",
    "it is thinkable that", "it is likely that", "it is probable that", "it cannot be excluded",
    "it could be that", "it may be that", "it might be that", "there is a chance that",
    "there might be", "there may be", "could be said", "tends to", "tend to", "not entirely",
    "not really", "not exactly", "not necessarily", "chances are", "in principle",
    "theoretically", "for the most part", "we cannot rule out",
    "cannot be ruled out", "it is not unlikely", "not unlikely", "could be argued",
    "would tend to", "is thought to", "are thought to", "is believed to", "was believed to",
    "is said to", "reportedly", "allegedly", "doubtless", "i would say", "we would say",
    "as good as", "pretty much", "practically", "virtually", "relatively", "reasonably",
)  # fmt: skip
_HEDGED = re.compile(
    r"\b(?:may|might|could) (?:well |also |in fact |perhaps |possibly |easily |conceivably )?(?:be|have been) "
    r"(?:partly |mainly |largely |simply )?(?:due|related|caused|the (?:cause|reason|result|case|source|origin)|"
    r"an? (?:\w+ )?(?:cause|reason|factor|result)|because|linked|connected|explained|that|why|responsible|"
    r"attributed|attributable|traced|in the (?:order|range|region|neighbourhood) of|around|about|up to|as (?:high|many|much|low|few) as|roughly|some)\b"
    r"|\b(?:may|might|could) (?:well |also |in fact |perhaps |possibly )?have (?:caused|led|contributed|"
    r"played|triggered|resulted|affected|influenced|happened|occurred|started|begun)\b"
    r"|\b(?:is|was|were|are) (?:also |therefore |very |quite |rather |highly )?(?:likely|unlikely) "
    r"(?:to|that|due|caused|a|an|the|because|from|related)\b"
    r"|\blikely (?:due|caused|because|related|the result|a result)\b"
    r"|\b(?:seems?|seemed)\b|\b(?:appears?|appeared) (?:to|that|as if|as though|likely|unlikely|plausible|"
    r"possible|reasonable|normal|sound|correct|fine|rather|somewhat|quite|un\w+)\b"
    r"|\b(?:looks?|looked|sounds?|feels?|felt) (?:like|as if|as though)\b"
    r"|\b(?:there (?:is|are|was|were) (?:some |good |every )?(?:reason|reasons|grounds|indications?|signs|hints|"
    r"evidence) (?:to (?:believe|think|assume|suspect)|that (?:\w+ ){1,4}(?:may|might|could)))\b"
    r"|\b(?:should|ought to) (?:normally|generally|in theory|in principle|probably|hopefully|presumably|more or less)\b"
    r"|\b(?:in theory|ostensibly|to all appearances|by all accounts|up to a point|give or take|or thereabouts|"
    r"or something (?:like that|similar)|roughly speaking|broadly speaking|generally speaking|in some respects|"
    r"one way or another|for whatever reason|for some reason|some (?:sort|kind) of|all but certain(?:ly)?|"
    r"not (?:altogether|completely|quite|wholly|fully|totally|absolutely|a hundred percent) (?:clear|certain|sure|"
    r"convinced|excluded|right|true|against)|(?:almost|nearly|fairly|reasonably|pretty|quite) (?:certain|certainly|"
    r"sure|surely|clear|clearly)|potentially|in part|partly perhaps|likely as not|as likely as not|"
    r"could (?:just )?as well|might just|may just|it (?:can|could|may|might) be (?:assumed|argued|said|presumed|"
    r"supposed|speculated|inferred|thought)|one (?:could|might|may) (?:say|argue|assume|think|suspect)|"
    r"we (?:would|might|could|tend to) (?:think|assume|guess|suspect|say|argue)|we (?:imagine|reckon|gather|surmise|"
    r"speculate)|i (?:imagine|reckon|gather|surmise)|it is (?:quite |very |entirely |also )?(?:possible|conceivable|"
    r"plausible|imaginable|likely|probable))\b",
    re.IGNORECASE,
)


def _open_here(match: re.Match[str], passage: Passage) -> bool:
    """A question, a condition, and a table of risks may leave things open."""
    sentence = passage.sentence_at(match.start())
    before = passage.text[max(0, match.start() - 30) : match.start()]
    return sentence.rstrip().endswith("?") or bool(re.search(r"\b(?:if|whether|unless)\b", before))


def _hedged_rightly(match: re.Match[str], passage: Passage) -> bool:
    """“rather than”, “kind of valve”, a question, and the outlook sections may be open."""
    word = match[0].casefold()
    after = passage.text[match.end() : match.end() + 12]
    before = passage.text[max(0, match.start() - 10) : match.start()]
    sentence = passage.sentence_at(match.start())
    if sentence.rstrip().endswith("?"):
        return True
    if word == "rather" and (after.startswith(" than") or re.search(r"\b(?:or|would)\s$", before)):
        return True
    if word in ("kind of", "sort of"):
        return bool(re.search(r"\b(?:the|this|that|what|which|any|every|each|one|a|same|other)\s$",
                              before, re.I))  # fmt: skip
    if word in ("may have", "might have", "could have been", "may have been"):
        return bool(re.search(r"\b(?:if|whether|who|that)\b", before))
    if word == "fairly":
        return bool(re.match(r" (?:shared|divided|treated|distributed)", after))
    if word in ("tend to", "tends to"):
        return after.startswith((" the", " a ", " his", " her"))
    if word in ("relatively", "practically", "virtually"):
        return bool(re.match(r" (?:to|speaking|identical)", after))
    if word == "as good as":
        return True
    return word == "reasonably" and after.startswith((" practicable", " foreseeable"))


def _acronyms(passage: Passage, facts: Facts) -> Iterator[Hit]:
    """The first use in the document of letters nobody spells out."""
    for start, end in facts.acronyms.get(passage.section.name, ()):
        if passage.start <= start and end <= passage.start + len(passage.text):
            yield Hit(start - passage.start, end - passage.start)


def _long(passage: Passage, _: Facts) -> Iterator[Hit]:
    for start, end in passage.sentences:
        if len(passage.text[start:end].split()) > _LONG:
            yield Hit(start, end)


RULES = (
    Rule(
        "hedge", "clarity", "low", LIKELY,
        "“{words}” leaves open whether this is known.",
        "Say what is known and how, or say plainly that it is not known yet.",
        phrases(_HEDGE, _hedged_rightly), "plain-language",
    ),
    Rule(
        "hedge", "clarity", "low", MAYBE,
        "“{words}” leaves open whether this is known.",
        "Say what is known and how, or say plainly that it is not known yet.",
        phrases(_HEDGED, _open_here), "plain-language",
    ),
    Rule(
        "undefined-acronym", "clarity", "low", LIKELY,
        "“{words}” is spelled out nowhere in the document.",
        "Spell it out where it is first used, with the letters in brackets.",
        _acronyms, "acronyms",
    ),
    Rule(
        "long-sentence", "clarity", "low", SURE,
        "This sentence has more than 40 words; its point is easily lost.",
        "Make two or three sentences of it.",
        _long, "plain-language",
    ),
)  # fmt: skip
