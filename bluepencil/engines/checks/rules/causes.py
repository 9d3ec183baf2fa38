"""Causes: whether a cause that is a person is all that the report gives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.engines.checks.passage import Facts, Passage
from bluepencil.engines.checks.rule import LIKELY, Hit, Rule

_ROLE = (
    r"(?:operator|technician|engineer|driver|nurse|analyst|packer|picker|developer|administrator|employee|worker|"
    r"mechanic|pilot|supervisor|clerk|chemist|planner|inspector|colleague|person|man|woman|staff(?: member)?|member of (?:the )?(?:staff|team|crew)|"
    r"temp|contractor|fitter|electrician|dispatcher|agent|manager|trainee|apprentice|assistant|warehouseman|"
    r"cleaner|programmer|author|handler|loader|welder|cook|porter|guard|lead|leader|foreman|accountant|"
    r"bookkeeper|cashier|pharmacist|doctor|physician|surgeon|teacher|student|intern|newcomer|beginner|"
    r"specialist|officer|auditor|buyer|purchaser|seller|adviser|consultant|controller|custodian|tester|reviewer|"
    r"user|customer|crew|team|shift|personnel|sampler|weigher|storekeeper|receptionist|secretary|installer|"
    r"plumber|carpenter|painter|gardener|courier|captain|signaller|crane driver|somebody|someone|labourer|laborer)"
)
_ONE = rf"(?:(?:the|a|an|one|our|this|that|some) (?:[\w'’-]{{2,18}} ){{0,3}}?{_ROLE}s?|[Ss]omeone|[Ss]omebody)(?: (?:on|of|in|at|from|with) (?:the )?(?:[\w-]+ ){{0,2}}?[\w-]+| who [^.;,\n]{{3,50}}?)?"
_WRONG = (
    r"(?:failed|forgot\w*|overlooked|misread|misjudged|misunderstood|misheard|misinterpreted|miscounted|miscalculated|"
    r"mistook|mistyped|neglected|ignored|omitted|missed|skipped|confused|mixed up|swapped|reversed|dropped|spilled|"
    r"mislaid|misplaced|picked|entered|typed|pressed|chose|selected|took|used|put|set|ran|connected|wired|plugged|"
    r"opened|closed|left|deleted|copied|applied|loaded|sent|deployed|pushed|released|signed|wrote|read|turned|"
    r"switched|started|stopped|moved|mounted|fitted|placed|weighed|added|poured|made|lacked|believed|thought|assumed|"
    r"relied|worked|acted|drove|walked|looked|lost|let|broke|changed|edited|merged|clicked|handed|gave|"
    r"rushed|hurried|fell asleep|disregarded|violated|breached|deviated|bypassed|disabled|removed)"
)
_STATE = (
    r"(?:careless|distracted|inattentive|tired|negligent|inexperienced|overconfident|complacent|unaware|untrained|ill|"
    r"stressed|new|late|asleep|absent-minded|in a hurry|at fault|to blame|responsible|not (?:careful|paying|concentrating|"
    r"attentive|aware|familiar|experienced|trained|alert|looking|following|thinking|present|at (?:his|her|the))|"
    r"too (?:\w+)|under the impression|thinking about|talking|on the phone|looking at)"
)
_PERSON = re.compile(
    r"\b(?:human|individual|personal|personnel|operators?['’]?s?|users?['’]?s?|pilot|driver|staff|employee|manual|handling|operating) "
    r"(?:error|mistake|failure|factor|fault|misconduct|negligence|oversight|carelessness|inattention)s?\b"
    r"|\b(?:carelessness|inattention|inattentiveness|negligence|forgetfulness|absent-mindedness|recklessness|indiscipline|laziness|"
    r"haste|clumsiness|thoughtlessness|ignorance|impatience|overconfidence|inexperience|stupidity|recklessness|(?:lapse|moment|lack) of (?:concentration|inattention|attention|judgement|carelessness|distraction)|lack of (?:\w+ )?(?:attention|care|concentration|diligence|discipline|awareness|experience|vigilance|thoroughness)|complacency)\b"
    r"|\ban? (?:oversight|slip|mistake|lapse|error|misunderstanding|blunder)(?: of attention)? (?:by|of|on the part of) (?:the|a|an|one|our)\b"
    rf"|\b(?:oversight|slip|mistake|lapse|error|fault|failure|blunder)s? (?:was|were|is|lies|lay|of judgement) (?:made |committed |with |on the part of )?(?:by )?(?:the|a|an|one of) (?:[\w-]+ ){{0,2}}?{_ROLE}s?\b"
    rf"|\b(?:sloppy|careless|poor|hasty|negligent|shoddy|bad) (?:work|workmanship|handling|attitude|behaviou?r|conduct|driving)\b"
    rf"|\b{_ONE} (?:(?:had|has|have|simply|just|also|then|evidently|accidentally|inadvertently|mistakenly|wrongly|unfortunately|on duty|on call|concerned|involved|on shift|in question|did|was|were|\w+ly) ){{0,3}}"
    rf"(?:(?:did |had |has |was |were )?not (?:follow|pay|read|check|notice|look|close|use|wear|see|apply|adhere|comply|perform|verify|observe|carry|do|take|know|think|listen|report|"
    rf"concentrate|understand|ask|wait|stop|open|enter|write|sign|follow|remember|realise|realize|count|test|compare|confirm|call|inform|tell|keep|act|work|hear|recogni[sz]e)\w*|{_WRONG}\b|{_STATE}\b)[^.;\n]{{0,80}}"
    rf"|\b(?:{_ROLE}s?|he|she|they|[A-Z]\w+ [A-Z]\w+) (?:[\w-]+ ){{0,3}}?(?:should|ought to|could|might) (?:simply |really |at least )?(?:have|not have) (?:been more|been (?:careful|aware|alert)|checked|noticed|known|looked|read|asked|paid|waited|seen|stopped|called|done|followed|used|taken|realised|realized|remembered|concentrated)\b"
    rf"|\b(?:caused|triggered|brought about|made|committed|provoked) by (?:the|an?|one|our) (?:[\w-]+ ){{0,3}}?{_ROLE}s?(?=[.,;]|$| (?:who|of|on|in|at|and|when|while|from|with)\b)"
    rf"|(?-i:\b[A-Z][a-zà-ÿ'’]+ [A-Z][a-zà-ÿ'’]+ )(?:(?:had|has|simply|just|also|\w+ly|did|was) ){{0,2}}(?:not (?:follow|pay|read|check|notice|look|see|apply|verify|observe|think|listen|concentrate|ask|wait)|forgot\w*|overlooked|misread|mixed up|confused|neglected|ignored|omitted|failed to|missed|skipped|mistyped|mistook|misjudged|careless|distracted|inattentive|tired|negligent|in a hurry)\b[^.;\n]{{0,80}}"
    r"|\b(?:he|she|they) (?:had |was |were )?(?:simply |just |too |not )?(?:failed to|forgot to|careless|distracted|tired|did not pay|paying|in a hurry|overlooked|misread)[^.;\n]{0,80}",
    re.IGNORECASE,
)
_REASON = re.compile(r"\b(?:because|since|as|for|so that|although|when|while)\b|[,:;–]", re.I)
_GIVES_CAUSE = re.compile(
    r"\b(?:caus|due to|because|reason|attribut|result of|owing to|blame|fault)", re.I
)
_SYSTEM = (
    r"(?:procedure|instruction|system|design|label|layout|alarm|interlock|check ?list|check|process|software|tool|form|screen|"
    r"equipment|interface|rule|plan|schedule|manual|document|specification|script|program|page|field|menu|review|test|"
    r"training|display|sign|marking|template|permission|configuration|pipeline|platform|workflow|work instruction)s?"
)
_DEEPER = re.compile(
    rf"\b{_SYSTEM} (?:[\w-]+ ){{0,5}}?(?:(?:do|does|did|had|has|have|was|were|is|are|can|could) (?:not|no|never|nothing)|lacks?|lacked|allow(?:s|ed)?|"
    rf"accepts?|accepted|permits?|permitted|offers?|offered|leaves?|left|(?:is|are|was|were) (?:silent|missing|unclear|ambiguous|out of date|outdated|wrong|the same|identical|alike|"
    r"hard to|easy to|difficult|incomplete|absent|broken|too|similar|contradictory))\b"
    rf"|\b(?:no|neither|without (?:an?|any)?|lack of|missing|absence of(?: an?)?|unclear|ambiguous|outdated|similar|identical|contradictory) (?:[\w-]+ ){{0,2}}?(?:{_SYSTEM}|limit|barrier|second|guard|warning|confirmation|signature)\b"
    rf"|\b(?:because the (?!(?:[\w-]+ ){{0,2}}?{_ROLE}\b)|because no|because two|because both|because there|why|made it (?:easy|possible)|nothing (?:prevents?|prevented|stops?|stopped|in)|nobody (?:had|has|checks|is|was)|look(?:s|ed)? alike|next to each other|side by side|staffing|workload|"
    r"understaffed|one person short|(?:second|third|fourth|fifth) why)\b",
    re.IGNORECASE,
)


def _person(passage: Passage, facts: Facts) -> Iterator[Hit]:
    """A cause that is a person, in a section that gives no deeper one."""
    topic = facts.topics[passage.section.name]
    for start, end in passage.sentences:
        sentence = passage.text[start:end]
        blamed = _PERSON.search(sentence)
        if blamed is None or _explained(sentence, blamed):
            continue
        if not topic.cause and not _GIVES_CAUSE.search(sentence):
            continue
        whole = passage.section.text if topic.cause else passage.text
        if not _DEEPER.search(whole.replace(sentence, " ")):
            yield Hit(start, end)
            if topic.cause:
                return


def _explained(sentence: str, blamed: re.Match[str]) -> bool:
    """Whether the sentence itself says what allowed the mistake, before it or with a “because”."""
    reason = _REASON.search(sentence, blamed.start())
    behind = sentence[reason.start() :] if reason else ""
    return bool(_DEEPER.search(sentence[: blamed.start()]) or _DEEPER.search(behind))


RULES = (
    Rule(
        "root-cause-person", "root-cause", "high", LIKELY,
        "The cause stops at a person. Why the mistake was possible, and why nothing caught it, is "
        "not said.",
        "Ask why twice more: what in the procedure, the equipment or the workload allowed it?",
        _person, "root-cause",
    ),
)  # fmt: skip
