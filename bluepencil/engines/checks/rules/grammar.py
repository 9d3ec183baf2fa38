"""Grammar: slips that the words around give away. One entry each: where, and what would be right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bluepencil.engines.checks.passage import Facts, Passage
from bluepencil.engines.checks.rule import LIKELY, Hit, Rule

_COUNTED = (
    r"(?!(?:as|is|was|less|has|this|does|its|across|always|plus|news|perhaps|besides|series|means|goods|"
    r"thus|afterwards|towards|sometimes|yes)\b)[a-z]{2,}(?<!s)(?<!u)(?<!i)s\b"
)
_COMPARED = (
    r"(?:more|less|fewer|rather|other|better|worse|higher|lower|larger|smaller|greater|faster|slower|"
    r"longer|shorter|older|newer|heavier|lighter|stronger|weaker|wider|narrower|hotter|colder|warmer|"
    r"cooler|earlier|later|sooner|cheaper|safer|easier|harder|bigger|deeper|closer|cleaner)"
)
_SIZE = (
    r"(?:late|high|low|long|short|small|large|big|slow|fast|hot|cold|warm|much|many|few|weak|tight|loose|"
    r"early|heavy|wet|dry|old|wide|narrow|thick|thin|expensive|quickly|slowly|soon|often|far|little)"
)
_THEIRS = (
    r"(?:own|respective|supervisors?|managers?|shifts?|teams?|results?|jobs?|duties|equipment|customers?|"
    r"employees|badges?|names?|statements?|comments?|findings?|hands?|logins?|accounts?|offices?|homes?|"
    r"answers?|views?|contracts?|tools?|machines?|orders?|opinions?|experience|knowledge|labels?|values?|"
    r"suppliers?|patients?|children|salar(?:y|ies))"
)
_NOT_AFTER_IT_IS = (
    r"(?!(?:an?|the|been|not|no|now|also|just|only|very|so|too|all|that|this|what|why|how|where|who|when|"
    r"because|as|in|on|at|to|for|with|of|my|our|your|their|his|her|up|out|over|off|down|about|like|more|less|"
    r"still|already|always|never|quite|rather|really|safe|fine|good|bad|best|better|worth|hard|easy|clear|"
    r"possible|impossible|likely|unlikely|important|true|false|right|wrong|ready|broken|done|gone|here|there|"
    r"late|early|necessary|obvious|difficult|unclear|useful|common|normal|\w+ing|\w+ed|\w+ly)\b)[a-z]{3,}"
)
_ONE_THING = (
    r"(?:list|set|batch|box|lack|absence|quality|review|analysis|comparison|cause|reason|purpose|content|"
    r"state|rate|level|amount|use|release|storage|delivery|cost|price|time|age|temperature|length|weight|"
    r"size|speed|condition|supply|transport|cleaning|testing|training|inspection|calibration|number|result|"
    r"replacement|installation|handling|evaluation|collection|introduction|removal|loss|failure|absence|"
    r"report|record|copy|owner|name|date|position|value|total|sum|average|frequency|presence|removal|design|"
    r"version|sample|check|test|audit|status|label|opening|closing|increase|decrease|change|risk|impact)"
)
_BASE_FORM = (
    r"(?:send|build|find|lose|spend|keep|sell|tell|teach|catch|buy|bring|suppose|require|locate|involve|"
    r"prepare|provide|observe|remove|replace|reduce|approve|receive|decide|expose|inform|perform|detect|"
    r"install|inspect|identify|reject|repeat|select|discuss|conduct|report(?! (?:of|by|on|to))|verify|"
    r"describe|include|create|deliver|inspect|discover|choose|begin|forget|write|break|take|give|go|see)"
)


class _Slip(NamedTuple):
    """`right` is what would stand for the match, with \\1 for its groups; "" if none is certain."""

    pattern: re.Pattern[str]
    right: str


def _slip(pattern: str, right: str = "") -> _Slip:
    return _Slip(re.compile(pattern, re.IGNORECASE | re.MULTILINE), right)


_SLIPS = (
    # Words that sound alike.
    _slip(rf"(?<= of | in | on | by | to | or )(it)['’]s(?= {_NOT_AFTER_IT_IS})", r"\1s"),
    _slip(rf"(?<= and | for )(it)['’]s(?= {_NOT_AFTER_IT_IS})", r"\1s"),
    _slip(rf"(?<= with | from | into | lost | than | upon )(it)['’]s(?= {_NOT_AFTER_IT_IS})", r"\1s"),
    _slip(r"\b(the)ir (is|was|are|were|will be|has been|have been|had been)\b", r"\1re \2"),
    _slip(rf"\b(the)re ({_THEIRS})\b", r"\1ir \2"),
    _slip(rf"\b(the)y['’]re ({_THEIRS})\b", r"\1ir \2"),
    _slip(r"\b(you)r (welcome|going|not|right|able|allowed|invited)\b", r"\1're \2"),
    _slip(r"\b(who)['’]s (job|task|responsibility|duty|name|role|signature|work|badge|idea|fault)\b", r"\1se \2"),
    _slip(r"\bwhom (is|was|were|are|has|have|had|did|will|can|could|should)\b", r"who \1"),
    _slip(rf"\b({_COMPARED}(?: [\w-]+){{0,2}}?) then\b(?= (?:an?|the|in|it|we|they|\d+|expected|planned|usual|"
          r"allowed|before|that|this|any|one|two|what|those|normal|required|agreed)\b)", r"\1 than"),
    _slip(r"\b(rather|other) then\b", r"\1 than"),
    _slip(r"\b(and|until|since|just) than\b", r"\1 then"),
    _slip(rf"\b(was|were|is|are|been|far|much|way) to ({_SIZE})\b", r"\1 too \2"),
    _slip(r"\b(an?|the|no|any|his|her|their|our|your|some|legal|good|written|medical) advise\b", r"\1 advice"),
    _slip(r"\b(to|will|would|can|could|should|must|please|we|they) advice\b", r"\1 advise"),
    _slip(r"\b(principl)e (cause|reason|investigator|engineer|aim|task|supplier|risk|contractor)(s?)\b",
          r"principal \2\3"),
    _slip(r"\bquiet (a|an|some|often|different|high|low|large|small|clear|well|likely|sure)\b", r"quite \1"),
    _slip(r"\bweather (the|or|to|it|this|they|we|an?|there|he|she|all|any)\b(?! (?:storm|crisis))", r"whether \1"),
    _slip(r"\b(the|all|some|trained|our|maintenance|qualified) personal (was|were|is|are|on|has|have|had|who|must)\b",
          r"\1 personnel \2"),
    _slip(r"\b(it|they|this|there|cause|that|which) maybe (the|an?|due|necessary|that|caused|related)\b",
          r"\1 may be \2"),
    _slip(r"\b(\w+ed|happens?|works?|runs?|done|sent|read) everyday\b", r"\1 every day"),
    _slip(r"\b(went|goes|walked|drove|ran|moved|rolled|slipped|got|flew|came) passed\b", r"\1 past"),
    _slip(r"\b(was|were|been|is|are) lead (by|to|through|into)\b", r"\1 led \2"),
    _slip(r"\b(was|were|been) mislead\b", r"\1 misled"),
    _slip(rf"\b({_COUNTED}) where (not |also |never )?(taken|sent|made|found|done|given|shown|kept|seen|put|told|left|"
          r"lost|written|chosen|broken)\b", r"\1 were \2\3"),
    _slip(r"\b(we|they|you) where\b(?! (?:they|we|the|to)\b)", r"\1 were"),
    # Number and agreement.
    _slip(rf"\b(the {_ONE_THING} of (?:(?:the|these|those|all|our|its|their) )?(?:[\w-]+ ){{0,2}}?[\w-]{{2,}}s) (were|are|have)\b"
          r"(?! (?:to be )?(?:the|an?) )"),
    _slip(r"\b(everyone|everybody|someone|somebody|nobody|no one|anyone|anybody|everything|nothing|each|every one) "
          r"(are|were|have)\b(?! been)"),
    _slip(r"\b(\w+(?:ors|ers|ists|ians|ees|ants|ples|people|vials|samples|items|parts|records|files|notices)) "
          r"(who|that|which) (was|is|has)\b(?<!one of the)"),
    _slip(r"\b(?:between|for|to|with|from|by|against) (?:[\w-]+ ){1,3}and I\b(?! (?:have|had|am|was|will|did|do|think))"),
    _slip(r"\b(?:me|myself) and (?:[\w-]+ ){1,3}?(?:went|checked|decided|were|had|have|are|opened|called|did|saw)\b"),
    _slip(r"\band myself\b"),
    _slip(rf"\b((?:too|so|as|how|very) )much ({_COUNTED})", r"\1many \2"),
    _slip(r"\b(?:many|several|few|fewer|two|three|these|those) (?:information|equipment|software|hardware|evidence|"
          r"feedback|advice|knowledge|furniture|machinery|luggage|staff member|homework|research)s?\b"),
    _slip(r"\b(th)is (results|samples|measures|documents|records|values|tests|errors|parts|people|items|findings|"
          r"changes|problems|issues|steps|actions|batches|vials|measurements|units|deliveries)\b(?! (?:in|the|an?|how|to|its|that|whether|from|what|when|it)\b)", r"\1ese \2"),
    _slip(r"\b(th)ese (kind|type|sort|batch|sample|report|document|procedure|machine|system|test|result|problem|"
          r"issue|error|change|record|value|action|measure|step|device|vial|supplier|process)\b(?! (?!is\b|was\b|has\b)\w+s\b)", r"\1is \2"),
    _slip(r"\b(a|an|each|every|another|one) (?!(?:series|means|gas|news|lens|business|process|analysis|basis|access|"
          r"loss|pass|class|glass|mass|stress|test|species|bias|status|virus|bus|plus|minus|always|less|others)\b)"
          r"([a-z]{3,}(?:tions|ments|ities|ers|ors|ples|ches|ures|ories|aints|ials|alves|umps|ests|eps))\b(?! [a-z]+s?\b)"),
    _slip(r"\b(?:two|three|four|five|six|seven|eight|nine|ten|several|many|both|\d{1,3}) (?:day|week|month|hour|minute|"
          r"year|sample|batch|test|operator|error|step|vial|tablet|carton|pallet|record|report|customer|user|alarm|"
          r"machine|pump|valve|finding|complaint|incident|supplier|employee|document|shipment|reading)"
          r"(?=[.,;:]| (?:was|were|are|had|have|later|ago|after|before|of|in|on|at|from|to|and|or|that|which|who)\b)"),
    _slip(rf"\bthere (?:is|was|has been) (?:several|many|numerous|various|a few|two|three|four|five|six|some) {_COUNTED}"),
    _slip(r"\b(?:much|little) (?:people|employees|customers|samples|errors|complaints|tests|orders|items)\b"),
    _slip(rf"(?:^|(?<=[.;:,] )|(?<=that )|(?<=when )|(?<=because )|(?<=but ))(?:the|these|those|all|both|some|many|several) "
          rf"(?:[\w-]+ )?{_COUNTED} (?:was|is|has|does)\b"),
    _slip(r"\b(?:he|she|it|the (?!people|staff|team|police|others)[a-z]+(?<!s)) don['’]t\b"),
    _slip(r"(?<!did )(?<!does )(?<!will )(?<!would )(?<!should )(?<!could )(?<!can )(?<!let )(?<!make )(?<!made )(?<!may )"
          r"(?<!might )(?<!must )(?<!do )\b(?:the|this|that|each|every|our) (?:analysis|test|report|record|study|log|result|table|figure|"
          r"investigation|review|audit|inspection|machine|system|procedure|operator|pump|label) (?:show|confirm|suggest|indicate|prove|"
          r"contain|state|need|require|include|say|stop|give|know|want|go|make|take)\b(?! (?:time|rate|date|button|up|plan|sheet|files?))"),
    _slip(r"\bneither (?:the |an? )?[\w-]+ nor (?:the |an? )?(?:[\w-]+ )?[\w-]+(?<!s) (?:were|are|have)\b"),
    _slip(r"\b(who)['’]s (?!(?:been|not|the|an?|going|on|in|at|to|there|here|responsible|who|also|still|now|out|off|up|"
          r"\w+ing|\w+ed)\b)(?=[a-z]{3,} )", r"\1se "),
    # Verb forms.
    _slip(r"\b(?:was|were|is|are) (?:not |never )?been\b"),
    _slip(r"\b(?:was|were|has been|have been|had been|be) (?:\w+ly |not |never )?(?:follow|check|sign|inform|ship|train|calibrate|"
          r"document|notify|contact|examine|mention|confirm|deliver|store|move|open|stop|test|label|order|print|record)(?= (?:by|in|on|at|from|"
          r"with|after|before|until|and)\b|[.,;])(?<!be open)(?<!was open)(?<!were open)(?<!been open)(?<!in order)(?<!not open)"),
    _slip(r"\bresponsible of\b", "responsible for"),
    _slip(r"\bcapable to\b"),
    _slip(r"\b(?:avoid|avoids|suggest|suggests|suggested|consider) to (?!the\b|an?\b|our\b|all\b|this\b)[a-z]{3,}\b"),
    _slip(r"\b(?:allows?|enables?|permits?) to [a-z]{3,}\b"),
    _slip(r"\b(?:has|have|is|are|was|were) (?:[\w-]+ ){0,3}?since (?:two|three|four|five|six|ten|several|many|\d{1,3}) (?:days|weeks|months|years|hours)\b(?! ago)"),
    _slip(rf"\b(?:was|were|been|being|will be|is|are) (?:\w+ly |not |then |also )?{_BASE_FORM}\b(?! (?:and |or |/))(?![/(])"),
    _slip(r"\b(?:has|have|had) (?:not |never |already |also )?(?:chose|went|began|took|wrote|broke|gave|knew|fell|drove|"
          r"saw|spoke|threw|forgot|rose|wore|hid|shook|ate|froze|stole|swam|sank|rang|drank|tore|woke|flew|grew|"
          r"come to be|send|build|find|lose|spend|keep|sell|tell|teach|catch|buy|bring|leave|feel|lead|choose|take|write|"
          r"give|go|see|do|be|break|speak|begin|forget|receive|remove|replace|install|perform|decide|check|inform)\b"),
    _slip(r"\b(?:did|does|do|could|can|will|would|should|must|may|might)(?: not|n['’]t) (?:been|was|were|had|has|went|took|"
          r"gave|saw|knew|came|found|made|wrote|got|kept|left|told|sent|done|gone|taken|given|seen|is|are)\b"),
    _slip(r"\b(?:will|would|could|should|must) (?:went|took|gave|saw|knew|came|made|wrote|kept|told|sent|"
          r"done|gone|taken|given|seen|been|was|were|had|has|is|are)\b|\bto (?:went|took|gave|knew|came|wrote)\b"),
    _slip(r"\b(?:not|never|n['’]t|nobody|hardly|without) (?:\w+ ){0,2}(?:no|none|nothing|nobody|never)\b(?! (?:one|longer|later|matter|"
          r"other|more|less|doubt))(?<!not only no)"),
    _slip(r"\b(?:is|was|are|were) (?:suppose|use) to\b"),
    _slip(r"\b(?:reason|cause) (?:for (?:this|that|it) )?(?:is|was) because\b"),
    _slip(r"\b[a-z]{3,}(?<!\bit)(?<!that)(?<!what)(?<!who)(?<!here)(?<!there)(?<!\bhe)(?<!she)(?<!let)['’]s (?:were|are|have)\b"),
    _slip(r"\b(?:all|both|several|many|these|those|two|three|four|five) (?:\w+ )?(?!it['’]|today['’])[a-z]{3,}['’]s\b(?= (?:were|are|have|in|on|at|of|for|to|that|which|who|and)\b|[.,;])"),
    _slip(r"\b(?:the|our|all|two|three|four|these|those|both) (?:\w+ )?(?-i:[A-Z]{2,5})['’]s\b(?= (?:were|are|have|in|on|at|of|for|to|and|or|that)\b|[.,;])"),
    # Marks.
    _slip(r"(?<=\w) [,;](?= \w)"),
    _slip(r"(?<=\w),,(?= )|(?<=[a-z])\.\.(?![.\w])|(?<=\w);;(?= )"),
)  # fmt: skip


def _slips(passage: Passage, _: Facts) -> Iterator[Hit]:
    for slip in _SLIPS:
        for match in slip.pattern.finditer(passage.text):
            yield Hit(*match.span(), match.expand(slip.right) if slip.right else None)


RULES = (
    Rule(
        "grammar", "language", "low", LIKELY,
        "“{words}” is a slip of grammar: these words do not fit each other.",
        "Read the sentence once more and correct the form.",
        _slips, "plain-language",
    ),
)  # fmt: skip
