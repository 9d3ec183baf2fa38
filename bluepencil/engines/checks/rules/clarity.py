"""Clarity: who acted, how sure the writer is, what letters stand for, and sentences too long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.engines.checks.passage import Facts, Passage
from bluepencil.engines.checks.rule import LIKELY, MAYBE, SURE, Hit, Rule, any_of, phrases

_LONG = 40  # words
_TRAIL = r"(?! by\b)"
_ADVERBS = r"(?:(?:not|never|also|then|therefore|\w{3,14}ly|already|later|finally) ){0,2}"
_DECIDED = (
    "decided|agreed|concluded|determined|approved|authori[sz]ed|assumed|accepted|considered|judged|"
    "deemed|resolved|chosen|recommended|proposed|suggested|believed|understood|felt|reported|said|"
    "claimed|known|noticed|noted|found|established|planned|expected|ordered|instructed|requested|"
    "argued|alleged|thought|hoped|feared|intended|foreseen|preferred|stipulated|specified|settled|"
    "suspected|presumed|estimated|promised|ruled|held|voted"
)
_GIVEN = (
    "agreement|consensus|approval|permission|consent|clearance|authori[sz]ation|sign-off|dispensation|"
    "instructions?|an order|orders|a waiver|the waiver|an exemption|a concession|notice|warning|"
    "the go-ahead|the all-clear|assurances?|confirmation|feedback|advice|guidance|priority"
)
_MADE = (
    "choices?|compromise|exception|exemption|assumption|promise|commitment|attempt|arrangements?|"
    "adjustments?|changes?|corrections?|assessment|judgement|judgment|concessions?|proposal|request|"
    "recommendation|agreement|determination|mistakes?|errors?|oversights?|decisions?"
)
_UNDONE = (
    "checked|verified|recorded|documented|reported|informed|tested|reviewed|calibrated|closed|signed|"
    "followed|completed|repeated|performed|carried out|done|noticed|updated|escalated|requested|"
    "investigated|inspected|logged|archived|communicated|passed on|challenged|questioned|considered|"
    "approved|told|notified|consulted|asked|labelled|locked|secured|cleaned|filed|followed up"
)
_DONE = (
    "released|rejected|opened|removed|moved|taken|thrown away|discarded|skipped|"
    "bypassed|overridden|overruled|ignored|overlooked|forgotten|missed|omitted|left|misplaced|"
    "corrected|altered|changed|edited|adjusted|deleted|overwritten|signed off|signed|approved|"
    "waived|cancelled|postponed|switched off|turned off|switched on|disabled|deactivated|silenced|"
    "muted|acknowledged|entered|informed|notified|told|warned|alerted|called|contacted|"
    "escalated|stopped|restarted|resumed|shut down|reconsidered|re-?opened|repaired|replaced|"
    "reset|mixed up|swapped|mislabell?ed|relabell?ed|re-?routed|unplugged|unlocked|propped open|"
    "granted|revoked|handed over|passed on|dropped|abandoned|sent|shipped|quarantined|blocked|"
    "restored|rolled back|deployed|merged|reverted|reassigned|downgraded|written off|put aside|"
    "set aside|cleared|wiped|emptied|diluted|topped up|carried on|let go|dismissed|exchanged"
)
_BE = r"(?:was|were|had been|has been|have been|is|are|will be|is being|was being)"
_WAS = r"(?:was|were|had been|has been|have been|will be)"
_ACTOR = re.compile(
    rf"\b(?:it|It) {_BE} {_ADVERBS}(?:{_DECIDED})\b{_TRAIL}(?: (?:that|to)\b[^.;\n]{{0,60}})?"
    r"|\b(?:the|a) decision (?:was|had been|has been|is) (?:\w+ly )?(?:taken|made|reached)\b(?! by)"
    r"(?: to [^.;,\n]{0,50})?"
    rf"|\b(?:{_GIVEN}) (?:was|were|has been|have been|had been) (?:\w+ly )?(?:then |not |never )?"
    r"(?:reached|given|granted|obtained|received|sought|issued|withheld|refused)\b(?! (?:by|from))"
    rf"|\b(?:an?|the|this|that|no|some|these|those) (?:\w+ )?(?:{_MADE}) (?:was|were|has been|have been|"
    r"had been|will be) (?:\w+ly )?(?:taken|made|reached|agreed|granted|found|given|arrived at)\b(?! by)"
    r"|\b(?:[Ss]omeone|[Ss]omebody)\b(?= (?:had|has|must have|\w{2,12}ed|took|left|forgot|put|set|made|gave|told|ran|sent)\b)"
    r"|\b[Pp]ersons? (?:or persons )?unknown\b"
    r"|\b(?:[Mm]istakes|[Ee]rrors|[Oo]versights) (?:were|have been|had been) made\b(?! by)"
    r"|\b(?:by (?:somebody|someone|persons unknown|the relevant (?:people|person|department|team)|"
    r"the responsible (?:person|people|department|party)|those responsible))\b"
)
_ACTED = (
    "raised|lowered|increased|reduced|extended|shortened|transferred|delivered|destroyed|scrapped|"
    "reworked|retested|renamed|copied|announced|promised|ordered|hired|assigned|allocated|delegated|"
    "lifted|suspended|withdrawn|recalled|reinstated|activated|enabled|started|brought back|put back|"
    "put on hold|put off|taken off|taken down|taken back|called off|confirmed|closed|locked|broken|"
    "damaged|lost|mislaid|connected|disconnected|detached|loosened|tightened|switched|swapped|modified|"
    "rewritten|reconfigured|chosen|selected|picked|scheduled|rescheduled|delayed|deferred|shelved|"
    "halted|paused|frozen|declined|refused|denied|vetoed|given|paid|refunded|asked|advised|urged|"
    "blamed|criticised|criticized|praised|accepted|agreed|determined|authori[sz]ed|ordered|allowed|"
    "permitted|tolerated|replaced|interrupted|aborted|repeated|shared|published|hidden|concealed"
)
_TOLD = re.compile(
    rf"^(?:The|A|An|This|That|These|Those|All|Both|Its|Their|Our|Every|Each|No|Two|Three|Four|Some|In the "
    rf"end,? the|Afterwards,? the|Then the|Instead,? the|Later,? the) (?:[\w'’-]{{1,20}} ){{1,6}}?"
    rf"(?:was|were|had been|has been|have been) {_ADVERBS}(?:{_ACTED})\b[^.;:\n]{{0,40}}"
)
_OMITTED = re.compile(
    rf"(?:\b[A-Z]?[\w'’-]{{1,20}} ){{1,6}}?(?:(?:was|were|had|has|have) (?:not|never) (?:been )?"
    rf"(?:{_UNDONE})|were (?:neither|nor) (?:{_UNDONE}))\b[^.;:\n]{{0,40}}"
    rf"|\b[Nn]o (?:[\w'’-]{{1,20}} ){{1,4}}?(?:was|were|has been|had been|have been) "
    rf"(?:{_UNDONE}|taken|made|kept|held|filled in|filed|raised|opened|sent|issued|drawn|written)\b"
)
_WELL_TOLD = 18  # words; a longer sentence mostly says by its rest who acted
_SUBJECT = re.compile(
    rf"(?:\b[A-Z]?[\w'’-]{{1,20}} ){{1,6}}?{_WAS} {_ADVERBS}(?:{_DONE})\b[^.;:\n]{{0,40}}(?!\w)"
)
_SUPPOSED = re.compile(r"\b(?:that|until|when|whenever|if|unless|before|whether|in case) $")
_RECORDED = re.compile(r"\([^()]{0,40}\d[^()]{0,40}\)")  # a reference in brackets leads to who
_AGENT = re.compile(
    r"\bby (?!hand\b|mistake\b|accident\b|error\b|default\b|then\b|the (?:end|time)\b|\d|post\b|"
    r"an? (?:\w+ )?(?:minute|hour|day|week|month|year|factor|percent|third|half|quarter|further)s?\b|mail\b|e-?mail\b|phone\b|telephone\b|noon\b|midnight\b|(?:mon|tues|wednes|thurs|fri|satur|sun)"
    r"day|(?:jan|febr)uary|march\b|april\b|may\b|june\b|july\b|august\b|september\b|october\b|"
    r"november\b|december\b)\w",
    re.IGNORECASE,
)
_CAUSE_AGENT = re.compile(
    r"\b(?:automatically|itself|themselves|because of|due to|I|we|he|she|they|who|which|that)\b"
)
_BY_NAME = re.compile(r"\b[A-Z][a-zà-ÿ]+ [A-Z][a-zà-ÿ]+\b")

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
    r"attributed|attributable|traced)\b"
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


def _passive(passage: Passage, facts: Facts) -> Iterator[Hit]:
    """Passives of deciding, and passives of telling acts with no agent in their sentence."""
    seen: list[tuple[int, int]] = []
    for match in _ACTOR.finditer(passage.text):
        sentence = passage.sentence_at(match.start())
        if _SUPPOSED.search(passage.text[max(0, match.start() - 12) : match.start()]):
            continue
        if not _AGENT.search(sentence[sentence.find(match[0]) :]) or "by s" in match[0].lower():
            seen.append(match.span())
            yield Hit(match.start(), match.end())
    topic = facts.topics[passage.section.name]
    if passage.cells or topic.outlook:
        return
    for start, end in passage.sentences:
        sentence = passage.text[start:end]
        if any(start <= at < end for at, _ in seen) or not _agentless(sentence):
            continue
        act = _SUBJECT.search(sentence)
        if act is None and not topic.summing and not re.search(r"\d|\bbecause\b", sentence):
            act = _OMITTED.search(sentence)
            if act is None and len(sentence.split()) <= _WELL_TOLD:
                act = _TOLD.match(sentence)
        if act is not None:
            yield Hit(start + act.start(), start + act.start() + len(act[0].rstrip(" ,")))


def _agentless(sentence: str) -> bool:
    return not (
        _AGENT.search(sentence)
        or _CAUSE_AGENT.search(sentence)
        or _BY_NAME.search(sentence)
        or _RECORDED.search(sentence)
    )


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
        "missing-actor", "clarity", "medium", LIKELY,
        "“{words}” does not say who. The reader needs to know who decided or did it.",
        "Name the person or the function.",
        _passive, "actors",
    ),
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
