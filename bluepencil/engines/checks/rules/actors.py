"""Actors: passives where the reader needs to know who decided or did it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.engines.checks.passage import Facts, Passage
from bluepencil.engines.checks.rule import LIKELY, Hit, Rule

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
    "set aside|cleared|wiped|emptied|diluted|topped up|carried on|let go|dismissed|exchanged|"
    "widened|narrowed|relaxed|loosened|wedged(?: open| shut)?|declared|classed|classified|reclassified|"
    "put (?:back|away|in place|on hold|off|through|forward|to one side|into (?:use|service|operation|production|"
    "storage|quarantine))|turned (?:on|down|away|back|up)|brought (?:in|forward|back|into \\w+)|taken (?:out|off|over|apart|"
    "back|home|away)|given (?:an?|the|no|away|out|up|back|permission|access)|cut|cut (?:off|back|short)|uploaded|"
    "downloaded|defeated|acted (?:up)?on|crossed out|struck (?:out|off)|erased|ticked|back-?dated|pre-?dated|"
    "keyed in|typed in|booked|posted|charged|credited|billed|invoiced|paid|debited|transferred|"
    "countersigned|initialled|filled in|filled out|marked|stamped|tagged|flagged|parked|put down|laid aside|"
    "thrown out|disposed of|binned|shredded|poured away|washed away|scrapped|recycled|jumpered|bridged|shorted|"
    "strapped|taped(?: over| up| shut)?|glued|forced|pulled|pushed|patched|hot-?fixed|rebooted|power-cycled|"
    "killed|purged|truncated|dropped|pruned|migrated|promoted|redeployed|scaled (?:up|down)|"
    "failed over|throttled|rate-limited|blacklisted|allowlisted|whitelisted|provisioned|de-?provisioned|"
    "commissioned|decommissioned|retired|phased out|discontinued|reorgani[sz]ed|merged|outsourced|"
    "renegotiated|re-?tendered|awarded|commissioned|engaged|appointed|promoted|laid off|relocated|reported to|placed|passed (?:around|round|down|along)|refused|denied|declined|"
    "rejected out of hand|ruled out|struck from|taken for granted|swept|sold|bought|rented|leased|lent|"
    "rushed|hurried|brushed aside|swept aside|played down|glossed over|hushed up|watered down|left (?:open|out|"
    "unattended|unlocked|undone|to \\w+)|let (?:in|out|through)|waved through|nodded through|passed over|kept (?:quiet|"
    "secret|back|out|open)|not (?:acted (?:up)?on|followed up|taken seriously)|made (?:to|available|public|inactive)"
)
_BE = r"(?:was|were|had been|has been|have been|is|are|will be|is being|was being)"
_WAS = r"(?:was|were|had been|has been|have been|will be(?! (?:called|sent|ignored|discarded|dropped|deleted|emptied|restarted|stopped|blocked|added|removed|set|reset|released|passed)\b))"
_ACTOR = re.compile(
    rf"\b(?:it|It) {_BE} {_ADVERBS}(?:{_DECIDED})\b{_TRAIL}(?: (?:that|to)\b[^.;\n]{{0,60}})?"
    r"|\b(?:the|a) decision (?:was|had been|has been|is) (?:\w+ly )?(?:taken|made|reached)\b(?! by)"
    r"(?: to [^.;,\n]{0,50})?"
    rf"|\b(?:{_GIVEN}) (?:was|were|has been|have been|had been) (?:\w+ly )?(?:then |not |never )?"
    r"(?:reached|given|granted|obtained|received|sought|issued|withheld|refused)\b(?! (?:by|from))"
    rf"|\b(?:an?|the|this|that|no|some|these|those) (?:\w+ )?(?:{_MADE}) (?:was|were|has been|have been|"
    r"had been|will be) (?:\w+ly )?(?:taken|made|reached|agreed|granted|found|given|arrived at)\b(?! by)"
    r"|\b(?:[Cc]onsideration|[Tt]hought|[Aa]ttention|[Pp]riority|[Pp]reference|[Cc]are|[Ss]teps|[Mm]easures|[Aa]ction|"
    r"[Pp]recautions|[Cc]ontact|[Pp]ressure|[Ee]fforts?|[Uu]se|[Rr]eference|[Nn]otice|[Aa]dvantage|[Ee]xception|"
    r"[Aa]llowances?|[Pp]rovisions?|[Pp]reparations|[Ii]nquiries|[Ee]nquiries|[Oo]bjections?|[Dd]oubts|[Cc]oncerns?|"
    r"[Qq]uestions|[Cc]omplaints?|[Rr]equests?|[Ii]ssues?|[Ss]uggestions?) (?:was|were|has been|have been|had been) "
    r"(?:also |then |\w+ly )?(?:given|made|taken|paid|put|applied|exerted|raised|voiced|expressed|drawn|asked|received)\b"
    r"(?! (?:by|from))(?: to| of| that)?"
    r"|\b(?:[Tt]here was|[Tt]here has been|[Tt]here had been) (?:an? |the |general |broad |some |no )?(?:\w+ )?(?:agreement|consensus|"
    r"decision|feeling|understanding|expectation|reluctance|wish|desire|pressure) (?:that|to|not to|among|in)\b(?! (?:the )?\w+ (?:team|board|committee))"
    r"|\b(?:[Pp]eople|[Ss]ome people|[Ss]ome|[Oo]thers|[Tt]hose (?:responsible|concerned|involved|in charge)|[Tt]he "
    r"(?:responsible|competent|relevant|appropriate) (?:\w+ )?(?:person|persons|people|party|parties|staff|bodies|body|function|unit)) (?=(?:had |have |has |then |also )?"
    r"(?:decided|agreed|thought|felt|said|believed|argued|were informed|was informed|approved|signed|chose|wanted|forgot|assumed)\b)"
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
    "permitted|tolerated|replaced|interrupted|aborted|repeated|shared|published|hidden|concealed|"
    "installed|fitted|mounted|dismantled|rewired|relabelled|repacked|resealed|rebuilt|redesigned|reprinted|"
    "reissued|reopened|reused|retrieved|rescued|rotated|reversed|adopted|introduced|implemented|initiated|"
    "launched|triggered manually|invited|excluded|included|demanded|written|drafted|redrafted|amended|"
    "revised|translated|summari[sz]ed|presented|discussed|debated|negotiated|promised|pledged|"
    "spent|reimbursed|claimed|requested|prioriti[sz]ed|deprioriti[sz]ed|overridden|outvoted|disregarded|discounted|"
    "added|rolled (?:out|forward)|dealt with|looked into|looked at|carried out|left as (?:it was|they were)|kept as (?:it was|they were)"
)
_REST = r"(?:[^.;:\n]|(?<=\d)[.:](?=\d)){0,40}"  # a time or a decimal does not end it
_TOLD = re.compile(
    rf"^(?:The|A|An|This|That|These|Those|All|Both|Its|Their|Our|Every|Each|No|Two|Three|Four|Some|In the "
    rf"end,? the|Afterwards,? the|Then the|Instead,? the|Later,? the) (?:[\w'’-]{{1,20}} ){{1,6}}?"
    rf"(?:was|were|had been|has been|have been) {_ADVERBS}(?:{_ACTED})\b{_REST}"
)
_OMITTED = re.compile(
    rf"(?<!\d[.:])(?:\b[A-Z]?[\w'’-]{{1,20}} ){{1,6}}?(?:(?:was|were|had|has|have) (?:not|never) (?:been )?"
    rf"(?:{_UNDONE})|were (?:neither|nor) (?:{_UNDONE}))\b{_REST}"
    rf"|\b[Nn]o (?:[\w'’-]{{1,20}} ){{1,4}}?(?:was|were|has been|had been|have been) "
    rf"(?:{_UNDONE}|taken|made|kept|held|filled in|filed|raised|opened|sent|issued|drawn|written)\b"
)
_WELL_TOLD = 18  # words; a longer sentence mostly says by its rest who acted
_SUBJECT = re.compile(
    rf"(?<!\d[.:])(?:\b[A-Z]?[\w'’-]{{1,20}} ){{1,6}}?{_WAS} {_ADVERBS}(?:{_DONE})\b{_REST}(?!\w)"
)
_HAPPENING = re.compile(
    rf"(?<!\d[.:])(?:\b[A-Z]?[\w'’-]{{1,20}} ){{1,6}}?(?:is|are|gets?|got) {_ADVERBS}(?:{_DONE}|{_ACTED}|{_DECIDED})\b{_REST}(?!\w)"
)  # the present tense of a timeline
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
        if act is None and topic.timeline:
            act = _HAPPENING.search(sentence)
        if act is not None:
            yield Hit(start + act.start(), start + act.start() + len(act[0].rstrip(" ,")))


def _agentless(sentence: str) -> bool:
    return not (
        _AGENT.search(sentence)
        or _CAUSE_AGENT.search(sentence)
        or _BY_NAME.search(sentence)
        or _RECORDED.search(sentence)
    )


RULES = (
    Rule(
        "missing-actor", "clarity", "medium", LIKELY,
        "“{words}” does not say who. The reader needs to know who decided or did it.",
        "Name the person or the function.",
        _passive, "actors",
    ),
)  # fmt: skip
