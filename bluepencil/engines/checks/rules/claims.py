"""Claims: what is said to be good, safe or certain with nothing beside it that shows so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.engines.checks.passage import Facts, Passage
from bluepencil.engines.checks.rule import LIKELY, Hit, Rule

_DEGREE = (
    r"(?:significant|substantial|considerabl|dramatical|drastical|great|vast|massive|huge|enormous|"
    r"noticeabl|marked|tremendous|remarkabl|appreciabl|clear|radical|sharp|strong|measurabl)(?:y|ly)"
)
_FULLY = (
    r"(?:completely|entirely|fully|totally|absolutely|perfectly|wholly|thoroughly|highly|extremely|"
    r"exceptionally|extraordinarily|incredibly|very|truly|simply|always|at all times|consistently|"
    r"definitively|permanently|successfully|unquestionably|eminently|more than|quite)"
)
_PRAISED = (
    r"excellent|flawless|perfect|outstanding|exemplary|impeccable|superior|unmatched|unrivalled|"
    r"unparalleled|unbeatable|world[- ]class|state[- ]of[- ]the[- ]art|best[- ]in[- ]class|leading|"
    r"second to none|faultless|first[- ]class|first[- ]rate|top[- ]notch|beyond (?:reproach|doubt|question)|"
    r"bullet-?proof|watertight|fool-?proof|fail-?safe|unique|ideal|optimal|spotless|immaculate|"
    r"tried and (?:tested|trusted)|battle-tested|future-proof|risk-free|error-free|bug-free|"
    r"trouble-free|maintenance-free|in (?:perfect|excellent|very good|good|top|impeccable) "
    r"(?:condition|shape|order|health)|as good as new|fit for purpose|(?:well |firmly )?under control|"
    r"in safe hands|without (?:equal|parallel|alternative)|out of the question|very good|user-friendly|"
    r"cost-effective|intuitive|excluded|ruled out|guaranteed|impossible|not possible any more|"
    r"no longer possible"
)
_JUDGED = (
    r"safe|secure|reliable|robust|effective|efficient|successful|sufficient|adequate|satisfactory|"
    r"suitable|sound|stable|solid|negligible|harmless|minimal|insignificant|unaffected|compliant|"
    r"competent|professional|motivated|popular|appreciated|well (?:received|trained|maintained|prepared|"
    r"informed|known|accepted|established|equipped|designed|tested|proven|respected|motivated|qualified)|"
    r"satisfied|happy|economical|trustworthy|accurate|thorough|experienced|qualified|transparent|prepared|"
    r"equipped|resolved|solved|eliminated|rare|low|high|good|positive|smooth|simple|easy|cheap|sustainable"
)
_BE = r"(?:is|are|was|were|be|been|being|remains?|remained|stays?|stayed|proved|proves|has proved|works?|seem)"
_STAKE = (
    r"impact|effect|influence|risks?|danger|consequences?|bearing|harm|damage|threat|doubt|reason to doubt|"
    r"cause for concern|need for concern|alternative|comparison|chance|possibility|room for doubt|question|"
    r"side effects?|disadvantages?|drawbacks?|downside|losses|loss"
)
_PRIDE = (
    r"quality|productivity|morale|satisfaction|performance|safety|reliability|efficiency|motivation|"
    r"reputation|confidence|trust|culture|communication|cooperation|co-operation|teamwork|service|"
    r"discipline|awareness|atmosphere|commitment|acceptance|usability|security|availability|competence"
)
_USERS = (
    r"users?|customers?|staff|employees|operators|patients|guests|clients|visitors|passengers|drivers|"
    r"colleagues|teams?|people|everyone|everybody|suppliers|students|members|readers|residents|nurses"
)

# What boasts; only a reference or a measured value beside it makes it more than that.
_BOAST = re.compile(
    rf"\b{_BE} (?:{_FULLY} |now |also |still )?(?:an? |the )?(?:{_PRAISED})\b"
    rf"|\b(?:an? |of |the |with |its |their )(?:{_PRAISED}) (?:\w+ ){{0,1}}(?:record|reputation|performance|"
    r"quality|condition|results?|work|job|solution|choice|design|service|supplier|partner|team|culture|"
    r"reliability|standard|cooperation|support|product|example|way|fit)\b"
    rf"|\b(?:flawlessly|faultlessly|impeccably|seamlessly|effortlessly|perfectly|smoothly|beautifully)\b"
    r"|\b(?:works?|worked|functions?|functioned|performs?|performed|runs?|ran|went|goes|copes?|coped) "
    r"(?:\w+ ){0,1}(?:very well|extremely well|remarkably well|well|as well as ever|like clockwork|reliably|"
    r"without (?:a hitch|fault|fail|any problems?|problems?|any issues?|issues?|incident|a single \w+))\b"
    r"|\bwithout (?:any )?(?:limits?|exception|fail|doubt|downtime|interruption|compromise|restriction)\b"
    r"|\b(?:has|have) (?:clearly |more than |long |already |since |now )?prove[nd] (?:itself|themselves|its "
    r"worth|their worth|its value|effective|successful|reliable|very \w+|to be \w+)\b"
    r"|\b(?:the|our|its) (?:very )?(?:best|safest|fastest|cheapest|finest|most \w+|leading|highest|lowest) "
    r"(?:\w+ )?(?:in|of|on|possible|available|quality|standards?|option|choice|solution|performance)\b"
    r"(?! (?:of the|of these|of three|of four|of five) )"
    r"|\b(?:as (?:high|good|strong|safe|reliable|fast|popular) as ever|better than ever|(?:faster|safer|better|"
    r"stronger|higher) than (?:ever|any)|at an all-time (?:high|low)|second to none)\b"
    r"|\b(?:unlimited|infinite(?:ly)?|limitless) (?:scal\w+|capacity|growth|\w+)\b"
    r"|\bscales? (?:well|infinitely|indefinitely|linearly|to any \w+|without)\b"
    r"|\b(?:any|whatever) (?:load|amount|number|size|volume|situation)\b(?= (?:of|that|can|will|without))"
    r"|\b(?:cannot|can not|can never|can no longer|could not possibly|will not|will never|won['’]t|must never|"
    r"will no longer) (?:ever )?(?:again )?(?:fail|go wrong|happen|occur|recur|repeat itself|come back|be (?:bypassed|"
    r"overlooked|missed|repeated|lost|forgotten|exceeded|broken))\b(?: again)?"
    r"|\bnever (?:fails?|failed|breaks?|happens?|occurs?|goes wrong|went wrong|disappoint\w*|let\w* us down)\b"
    r"|\b(?:recurrence|repetition|repeat|repeats|such (?:an? )?\w+|another \w+) (?:is|are|was|has been|have been|will be|can be) "
    r"(?:now |thereby |therefore |thus |completely |reliably )?(?:excluded|ruled out|prevented|impossible|avoided|unthinkable)\b"
    r"|\b(?:guarantees?|guaranteed|will ensure|ensures?|makes? sure|rules? out|makes? it impossible)\b(?= (?:that|the|a|an|any|all|every|no|full|maximum|optimal|this|it)\b)"
    r"|\bwill (?:completely |fully |reliably |certainly |definitely |surely |quickly |soon |also )?(?:eliminate|prevent|solve|put an "
    r"end to|pay for itself|pay off|double|triple|halve|do away with|revolutioni[sz]e|transform|delight|cure)\b"
    r"|\b(?:everyone|everybody|nobody|no one|all (?:the )?(?:staff|employees|operators|users|customers|colleagues|patients)) "
    r"(?:now |always |already |fully )?(?:is|are|was|were|knows?|understands?|understood|agrees?|loves?|likes?|follows?|"
    r"supports?|welcomes?|welcomed|complained|complains|doubts?|doubted|noticed|will (?:benefit|notice|like|love))\b"
    r"(?! (?:hurt|injured|present|asked|informed|told|interviewed|in the|at the|on the|to be|who|allowed|authori[sz]ed))"
    r"|\b(?:experience|history|practice|research|studies|science|literature|common sense|evidence) (?:has |have )?(?:clearly )?(?:shows?|showed|"
    r"shown|proves?|proved|proven|tells?|teaches|taught|confirms?|confirmed|suggests?)\b"
    r"|\b(?:is|are) (?:widely|generally|commonly|universally|well) (?:known|accepted|recogni[sz]ed|regarded|acknowledged|agreed|seen)\b"
    r"|\bexperts (?:agree|say|believe|recommend)\b|\b(?:industry|market|world) (?:standard|leader|leading)\b|\bbest practices?\b"
    rf"|\b(?:{_USERS}) (?:really |clearly |greatly |very much |all )?(?:love|like|prefer|appreciate|enjoy|trust|value|benefit)s?\b"
    r"|\b(?:has|have) always (?:been|had|worked|done|delivered|met|kept|followed)\b"
    r"|\b(?:saves?|saved|saving|will save) (?:a lot of|much|considerable|a great deal of|plenty of|enormous|valuable|"
    r"lots of) (?:time|money|effort|work|costs?)\b"
    r"|\bmakes? (?:[\w-]+ ){1,4}?(?:impossible|unnecessary|superfluous|safe|foolproof)\b",
    re.IGNORECASE,
)
# What may be a plain fact where a number or a record stands beside it.
_JUDGEMENT = re.compile(
    rf"\b{_DEGREE} (?:improv|reduc|increas|decreas|lower|rais|shorten|simplif|enhanc|speed|boost|lighten|better|"
    r"worse|faster|slower|higher|cheaper|safer|easier|less|more|fewer|cut|drop|strength|eas|help|benefit|exceed)\w*\b"
    rf"|\b(?:improv|reduc|increas|decreas|lower|shorten|simplif|enhanc|ris|rose|f[ae]ll|grow|grew|dropp?)\w*"
    rf"(?: (?:the|our|its|all) (?:[\w-]+ ){{1,3}}?)? ?{_DEGREE}\b"
    rf"|\b(?:much|far|a lot|considerably|significantly|substantially|noticeably|markedly|vastly) (?:better|worse|faster|slower|safer|easier|"
    r"cheaper|simpler|higher|lower|shorter|longer|quicker|stronger|cleaner|(?:more|less) [a-z]{4,16}|fewer)\b"
    r"|\b(?:huge|enormous|massive|dramatic|significant|substantial|considerable|tremendous|great|drastic|marked|noticeable|"
    r"major|vast|remarkable|impressive|clear|real|big) (?:improvements?|reductions?|increases?|decreases?|savings?|gains?|"
    r"benefits?|success(?:es)?|progress|drop|rise|advantages?|difference|boost|step forward|potential|demand|impact|effects?)\b"
    rf"|\bno (?:(?:negative|adverse|significant|further|measurable|lasting|discernible|real|additional|other|direct|"
    rf"known|conceivable|residual|serious|harmful|whatsoever) )?(?:{_STAKE})\b"
    rf"|\b{_BE} {_FULLY} (?:{_JUDGED})\b"
    r"|\b(?:is|are|was|were|remains?|remained|proved) (?:always |also |still |therefore |thus |now |both )?(?:safe|secure|reliable|robust|effective|"
    r"efficient|successful|satisfactory|adequate|sufficient|negligible|harmless|unaffected|insignificant|well (?:received|trained|maintained|"
    r"prepared|equipped|designed|proven)|exemplary|popular|sound|motivated|competent|trustworthy|economical)\b(?! (?:if|when|to \w+ed))"
    r"|\b(?:has|have|had|was|were|did|do|does) (?:not|never) (?:been |in any way |at any time )?(?:suffer\w*|affect(?:ed)?|impaired|"
    r"compromised?|at risk|in danger|endangered?|harm(?:ed)?|impacted|influenced?)\b"
    r"|\bno (?:other )?(?:\w+ ){1,3}?(?:is|are|was|were|has been|have been|will be) (?:affected|harmed|at risk|in danger|impacted|lost|compromised|endangered)\b"
    rf"|\b(?:{_PRIDE}) (?:\w+ ){{0,4}}?(?:(?:has|have|is|are|was|were|will|remains?) (?:\w+ ){{0,2}}?(?:improv\w*|ris\w*|increas\w*|high|good|"
    r"better|excellent|strong|positive|outstanding|unchanged|intact|unaffected|satisfied|suffer\w*|grown|exemplary)|improved|rose)\b"
    r"|\b(?:completely|fully|entirely|successfully|permanently|definitively|totally) (?:resolved|solved|eliminated|removed|fixed|cured|mitigated|remedied|"
    r"controlled|validated|compliant|meets?|complies|comply|protected|understood|trained|aware)\b"
    r"|\b(?:meets?|met|fulfils?|fulfilled|satisf(?:y|ies|ied)|complies with|comply with|exceeds?|conforms? to) (?:all|every|any) (?:\w+ ){0,3}?(?:requirements?|standards?|"
    r"expectations?|regulations?|needs|criteria|rules|demands|wishes)\b"
    r"|\b(?:very|extremely|highly|quite|exceptionally|unusually|remarkably) (?:rare(?:ly)?|unlikely|effective|reliable|safe|quick(?:ly)?|fast|efficient\w*|professional\w*|"
    r"thorough\w*|satisf\w+|successful\w*|positive\w*|popular|experienced|motivated|competent|qualified|conscientious\w*|robust|stable|careful\w*|accurate\w*|low|high|well)\b"
    r"|\b(?:twice|ten times|many times|several times|far|orders of magnitude) (?:as|faster|better|safer|more|cheaper|higher|lower)\b"
    r"|\b(?:responded|reacted|acted|handled|dealt|managed|answered|behaved) (?:\w+ ){0,4}?(?:quickly|professionally|promptly|correctly|swiftly|admirably|appropriately|calmly|"
    r"exemplarily|immediately and \w+|in an exemplary (?:way|manner)|very well|properly)\b"
    r"|\bin every (?:case|respect|way)\b|\bin all (?:cases|respects)\b|\bunder all (?:conditions|circumstances)\b|\bat all times\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\([^()]{0,60}\d[^()]{0,60}\)|\b(?:see|table|figure|annex|appendix|attachment|reports?|records?|logs?|measured|"
    r"survey|certificate|audit|according to|shown|shows?|showed|page|sample|tests?|review|query|certified|validated|"
    r"statistics|register|in \d+ of)\b|\b(?:by|from|to|of|below|above|under|within|than|at) (?:about )?\d|\d ?(?:%|percent|°)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|because|since|as (?:the|shown|it|they|"
    r"all|no|each)|so that|therefore)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:reports?|records?|logs?|tests?|shows?|showed|measured|certificate|survey|results?)\b",
    re.I,
)
_OPEN = re.compile(
    r"\b(?:not|never|no longer|cannot|whether|if|unless|until|when|once|should|must|goal|target|aim|expect\w*|so that|"
    r"in order to|to)\b[\w ,’'-]{0,20}$",
    re.IGNORECASE,
)


def _claims(passage: Passage, facts: Facts) -> Iterator[Hit]:
    """Boasts without a reference, and judgements with neither a number nor a record beside."""
    outlook = facts.topics[passage.section.name].outlook
    for number, (start, end) in enumerate(passage.sentences):
        sentence = passage.text[start:end]
        if sentence.endswith("?"):
            continue
        found = [
            match
            for match in _BOAST.finditer(sentence)
            if not _supported(match, sentence, _REFERENCE)
        ]
        if not outlook and not _shown_after(passage, number):
            found += [
                match
                for match in _JUDGEMENT.finditer(sentence)
                if not _supported(match, sentence, _REFERENCE, _NUMBER)
            ]
        for match in found:
            yield Hit(start + match.start(), start + match.end())


def _supported(match: re.Match[str], sentence: str, *evidence: re.Pattern[str]) -> bool:
    if _OPEN.search(sentence[max(0, match.start() - 40) : match.start()]):
        return True
    rest = sentence[: match.start()] + " … " + sentence[match.end() :]
    return any(pattern.search(rest) for pattern in evidence)


def _shown_after(passage: Passage, number: int) -> bool:
    """Whether the next two sentences say what was found, and give it in numbers."""
    after = " ".join(passage.text[start:end] for start, end in passage.sentences[number + 1 :][:2])
    return bool(re.search(r"\d", after)) and bool(_TOLD.search(after))


RULES = (
    Rule(
        "unsupported-claim", "evidence", "high", LIKELY,
        "“{words}” is a claim without a number, a record or a reference beside it, so the reader "
        "can only take it on trust.",
        "Say what was measured or checked, and where the result can be found.",
        _claims, "evidence",
    ),
)  # fmt: skip
