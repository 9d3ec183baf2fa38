"""Agreement: words that stand together in a form that does not fit, told by frames, not by a parser.

Each frame is tied to a place where few other readings are left, such as the front of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.engines.checks.passage import Facts, Passage
from bluepencil.engines.checks.rule import LIKELY, Hit, Rule

# Verbs that are no common nouns in their base form, nor plural nouns with an s.
_VERB = (
    r"(?:indicate|contain|include|give|confirm|suggest|prove|explain|describe|seem|become|remain|depend|consist|belong|"
    r"require|provide|receive|allow|happen|occur|exist|fail|make|take|keep|tell|say|know|want|send|bring|come|go|follow|"
    r"produce|ensure|enable|prevent|protect|reduce|improve|verify|decide|agree|approve|meet|exceed|comply|carry|mean|"
    r"leave|refer|relate|appear|begin|continue|perform|replace|remove|create|write|read|deliver|"
    r"inform|accept|reject|detect|involve|differ|vary|get|do|have)"
)
_VERB_OR_NOUN = r"(?:need|lead|cause|state|record|use|run|show|support)"
_VERB_S = (
    r"(?:shows|indicates|contains|includes|gives|confirms|suggests|proves|explains|describes|seems|becomes|remains|depends|consists|"
    r"belongs|requires|provides|receives|allows|happens|occurs|exists|fails|makes|takes|keeps|tells|says|knows|wants|sends|brings|comes|"
    r"goes|follows|produces|ensures|enables|prevents|protects|reduces|improves|verifies|decides|agrees|meets|exceeds|complies|carries|"
    r"means|leaves|refers|relates|appears|begins|continues|performs|replaces|removes|creates|writes|reads|opens|delivers|informs|"
    r"accepts|rejects|detects|involves|needs|leads|differs|varies|does|has|is|was|isn['’]t|wasn['’]t|hasn['’]t|doesn['’]t)"
)
_OBJECT = r"(?:the|an?|that|to|no|not|its|their|our|his|her|all|any|every|each|how|which|what|only|two|three|both|of|on|in|from|with|it|them|us|more|less|several|this|these|out|up)"
_PLURAL_HUMAN = r"will|can|may|might|could|would|should|must|shall|did|does|do|not|also|then|that|who|which|to|often|never|and|or|people|police|staff|data|children|men|women|criteria|media|phenomena|feet|teeth|mice|personnel|cattle|crew|team|vermin|bacteria|aircraft|series|species|pair|dozen|majority|minority|rest|number|lot|couple|board|public|press|management|committee|half|remainder|others?|latter|former|following|two|three|four|five|six|seven|eight|nine|ten|few|many|same|first|last|next|new|old|only|more|most|rich|poor|injured|elderly"
_ONE = rf"(?!(?:{_PLURAL_HUMAN}|[\w-]+(?:ing|ed|ly|ous|ful|al|ive|ic))\b)[a-z]{{3,}}(?<!s)"
_MANY = r"(?!(?:\w+ss|\w+us|\w+is|series|news|means|species|gas|lens|bus|always|this|its|his|perhaps|sometimes|besides|towards|afterwards|diabetes|mathematics|physics|logistics|analytics|statistics|electronics|mechanics|economics|ethics|kubernetes|premises|headquarters|works)\b)[a-z]{3,}s"
_FRONT = r"(?:(?<=^)|(?<=[.;:!?] )|(?<=\n)|(?<=, but )|(?<=, and )|(?<=, so )|(?<=because )|(?<=although )|(?<=while ))"
_PERSON = (
    r"(?:man|woman|person|people|operator|technician|engineer|driver|nurse|analyst|employee|worker|manager|supervisor|colleague|clerk|developer|customer|user|patient|visitor|"
    r"inspector|auditor|doctor|guard|mechanic|contractor|chemist|planner|pilot|trainee|somebody|someone|everyone|those|he|she|anyone|nobody)s?"
)
_NUMERAL = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|many|numerous|various|both|a few|\d{2,}|[2-9])"
_UNITS = r"(?:seconds|minutes|hours|days|weeks|months|years)"
_COMPARATIVE = r"(?:higher|lower|larger|smaller|greater|faster|slower|longer|shorter|older|newer|heavier|lighter|better|worse|bigger|earlier|later|cheaper|safer|easier|warmer|colder|hotter|wider|deeper|stronger|weaker|more|less|fewer)"
_AUX = r"(?:is|was|are|were|did|does|do|has|have|had|can|could|will|would|should)"
_MODAL = r"(?:can|could|will|would|should|must|may|might|shall)"
_FRAMES = tuple(
    re.compile(frame, re.IGNORECASE | re.MULTILINE)
    for frame in (
        # One that do, many that does.
        rf"{_FRONT}(?:the|this|that|each|every|our|its|their|his|her|a|an|another|no) (?:[a-z-]+(?:al|ed|ic|ive|ous|new|old|first|second|third|main|next|last) )?{_ONE} (?:{_VERB} (?={_OBJECT}\b)|{_VERB_OR_NOUN} (?=(?:the|an?|that|its|their|our|all|any|every)\b)|need (?=to\b))",
        rf"{_FRONT}(?:the|these|those|all|both|our|its|their|most|some|many|several|two|three|four|five) (?:[a-z-]+(?:al|ed|ic|ive|ous|new|old|first|main|other|of the) )?{_MANY} {_VERB_S}\b(?!['’])",
        rf"{_FRONT}(?:the|both|its|our|their|these|those) (?:[a-z-]+ )?[a-z-]{{3,}} and (?:the |its |his |her |our |their |a |an )?(?:[a-z-]+ )?[a-z-]{{3,}}(?<!ing) (?:was|is|has|does)\b(?<! also)",
        rf"{_FRONT}(?:the|these|those|all|both|our|two|three|four|five|several|many) (?:[\w-]+ ){{0,2}}?{_MANY},? (?:which|that) (?:was|is|has|does)\b",
        rf"\bthere (?:is|was|has been|isn['’]t|wasn['’]t) (?:also |still |now |only |already |currently |then |therefore |always |about |at least |over )*(?:{_NUMERAL}|no|some|more|other|any|lots of|a lot of) (?:[a-z-]+ )?{_MANY}\b",
        rf"\bthere (?:are|were|have been) (?:also |still |now |only |already |currently |then |about |at least )*(?:an?|one|no single|another|much|this|that) (?!(?:few|number|couple|lot|total|handful|dozen|range|variety|great|large|good|series|set|host|pair|further|small|hundred|thousand|multitude|better|more|less)\b)(?:[a-z-]+ )?{_ONE}\b(?! (?:or|and|of) )",
        rf"\b(?:one|each|none|neither|either|every one|any) of (?:the|our|its|these|those|their) (?:[a-z-]+ )?(?!(?:{_PLURAL_HUMAN}|best|worst|largest|above|time|work|way|kind|batch|team|house|company|day|night)\b)[a-z]{{3,}}(?<!s) (?:was|is|has|had|were|are|have)\b",
        rf"\b(?:these|those|both|several|various|numerous|two|three|four|five|six|seven|eight) (?!(?:{_PLURAL_HUMAN}|who|that|of|which|and|together|alone|hundred|thousand|million|percent|then|there|times|days)\b)[a-z]{{3,}}(?<!s) (?:was|were|are|is|has|have|had)\b",
        rf"\b(?:this|each|every|another|an?) (?!(?:is|was|has|does|this|years|days|times|hours|always|also|less|plus)\b){_MANY} (?:is|was|has|were|are|have)\b",
        rf"{_FRONT}the {_ONE} (?:of|for|in|behind|with) (?:the|this|that|our|its|a|an) (?:[a-z-]+(?:al|ed|ic|ive|ous|new|old) )?{_ONE} (?:were|are|have)\b",
        rf"{_FRONT}the {_ONE} (?:of|for|behind|between) (?:the |our |its |these |all |those |their |both )?(?:[a-z-]+ )?{_MANY} (?:were|are|have)\b(?! (?:been )?(?:the|a|an) )",
        rf"\b(?:two|three|four|five|six|several|some|many|most|all|both|few) of (?:the|our|its|these|those|their) (?!(?:{_PLURAL_HUMAN}|batch|time|work|material|stock|oil|water|money|list|text|day|line|house|site)\b)[a-z]{{3,}}(?<!s) (?:were|are|have)\b",
        rf"{_FRONT}(?:this|that) (?:are|were) (?!(?:to )?(?:a|an)\b)|{_FRONT}(?:these|those) (?:is|was)\b",
        rf"(?:{_FRONT}|(?<=\bthat ))(?:everyone|everybody|someone|somebody|nobody|no one|anyone|each of them|none of them|everything|nothing) (?:know|have|do|go|make|take|want|need|think|say|work|use|follow|agree|understand|get|come|keep|seem|were|are)\b(?! been)",
        rf"{_FRONT}(?:i|he|she|you|we|they) and (?:the |a |my |his |her |our )?(?:[a-z]+ )?[a-z]+ (?:has|was|is|does)\b|\band (?:i|we|they) (?:has|is)\b|(?-i:[A-Z][a-z]+ [A-Z][a-z]+ and [A-Z][a-z]+ [A-Z][a-z]+) (?:was|is|has)\b",
        rf"{_FRONT}the {_PERSON} (?:he|she|they|it) (?:was|is|had|has|did|[a-z]+ed|went|took|saw|came|left|made|said)\b",
        rf"(?<! and )(?<! or )(?<! of )\b(?:the|this|each|an?) (?:[a-z-]+ )?{_ONE},? which (?:are|were|have)\b",
        rf"\b(?:the|these|those|all|its|our|their) (?:two|three|four|five|six|seven|eight|nine|ten) (?!(?:{_PLURAL_HUMAN}|each|main|largest|in|of|at|on|were|are|had|have|came|went|stood|sat|ran|fell|rose|took|made)\b)[a-z]{{3,}}(?<!s)(?= (?:in|of|at|on|was|were|has|have|had|is|are|that|which|who|from)\b|[.,;])",
        r"\b(?:nobody|no one|none|each|everyone|everybody|anyone|anybody|someone) (?:of|in|from|on|at) (?:the|our|its|their) (?:[a-z-]+ )?[a-z]+ (?:have|are|were|do|know)\b",
        rf"{_FRONT}the {_ONE},? (?:as well as|together with|along with|including|in addition to) [^,.;\n]{{3,40}}, (?:were|are|have)\b",
        rf"\bthe {_PERSON} (?:seen|done|taken|gone|given|driven|forgotten|broken) (?:the|an?|it|its|his|her|their|to|home)\b",
        r"\b(?:to|with|from|for|by|between|of) (?:she|they|we|i)\b(?=[.,;]|$)|\b(?:is|was|are|were|came|became|too|hung) lose\b|\bhaves\b|\bpeaked (?:the|my|our|their|his|her) (?:interest|curiosity)\b|\bdeep-seeded\b",
        r"\ban? (?:information|advice|equipment|evidence|feedback|furniture|luggage|machinery|hardware|homework|progress|research|software)\b(?=[.,;]|$| (?:of|on|in|about|was|is|that|to|for|by|from|which|who)\b)",
        # Who and which.
        r"\b(?:the|an?|this|that|every|each) (?:[a-z-]+ )?(?:cables?|pumps?|valves?|machines?|systems?|reports?|sensors?|files?|batch(?:es)?|servers?|tools?|documents?|tanks?|trucks?|doors?|labels?|forms?|rules?|alarms?|switch(?:es)?|devices?|programs?|scripts?|tablets?|vials?|samples?|pipes?|seals?|filters?|lamps?|boxes|box|pallets?|keys?) who\b(?! (?:the|is to|was to))",
        r"\b(?:the|an?|this|that|its|our) [a-z]{3,} where (?:out of|not yet|too|very|closed|empty|full|late|dirty|wet|broken|missing|ready|defective|still|already)\b(?! (?:the|a|an|it|they|we)\b)",
        r"\b(?:has|have|had|are|is|with|were|was|not|too|so) much (?!(?:as|less|this|his|its|was|is|has|loss|success|progress|stress|business|mess|access|process|emphasis|analysis|news|of|focus|use|less|others|goods|damages|thanks|means)\b)[a-z]{3,}(?<!s)(?<!u)(?<!i)s\b(?! (?:as|than))",
        r"\b(?:makes?|made|has|have|had|took|takes|with|contains?|far|gave|gives|uses?|used|cost|costs|need|needs|needed|spent|lost|put|got) (?:[\w]+ )?to (?:much|many|few|little) [a-z]|(?<!due )(?<!prior )(?<!from )(?<!\w\w to )(?<!similar )(?<!compared )(?<!closer )(?<!return )\bto (?:early|soon|quickly|slowly|often)\b(?=[.,;]|$| (?:and|for|again)\b)",
        r"\b(?:pressure|temperature|level|price|cost|costs|number|rate|value|weight|humidity|voltage|current|speed|load|flow) raised (?:by |to |from )(?:about |over |more than )?(?:\d|two|three|four|five|six|ten|half)",
        r"\b(?:did|does|do|didn['’]t|doesn['’]t|don['’]t)(?: not| never) (?:rang|sang|sank|rose|ran|drove|fell|began|broke|chose|drank|ate|flew|forgot|froze|grew|hid|rode|shook|stood|stole|swam|threw|tore|woke|wore|won|brought|bought|built|caught|dealt|felt|fought|heard|held|led|meant|met|paid|said|sold|slept|spent|taught)\b",
        rf"\b(?:the|an?|that|this|those|any|every|each|two|three|some|all) {_PERSON} which\b",
        r"\bwhich['’]s\b|\bwho['’]s (?=(?:\w+ ){1,2}(?:was|were|is|are|had|has|failed|stopped|stood|broke)\b)",
        # Forms of the verb.
        r"(?:(?<=^)|(?<=[.;:,] )|(?<=\bthat )|(?<=\bwhen )|(?<=\bbecause )|(?<=\band )|(?<=\bbut ))(?:i|he|she|it|we|they) (?:done|seen|gone|taken|given|been|written|known|broken|chosen|driven|begun|eaten|fallen|forgotten|spoken|hidden|shaken|thrown|torn|worn|stolen|frozen|woken)\b",
        rf"\b{_MODAL} to (?=[a-z]+)(?!(?:and|or|which|whom)\b)(?<!will to )(?<!might to )",
        rf"\b{_MODAL}(?: not| never| also| only)? (?:causes|shows|leads|makes|takes|gives|needs|works|goes|happens|occurs|uses|helps|requires|includes|contains|means|has|is|does|was|were|opens|closes|reads|writes|fails|changes|increases|reduces|affects|being|having|went|came|took|gave|made|had)\b(?<!will being)",
        r"\b(?:was|were|been|being|be|get|gets|got) (?:\w+ly |not |never |also )?(?:hear|hold|leave|make|meet|pay|say|stand|sweep|think|understand|draw|drive|eat|grow|hide|know|shake|speak|steal|tear|throw|wear|weigh|use|adopt|allow|apply|arrange|ask|assess|assign|attach|calculate|carry|clarify|collect|compare|connect|"
        r"consider|contain|destroy|develop|discard|distribute|divide|enter|establish|evaluate|execute|explain|extend|fill|generate|handle|implement|improve|indicate|introduce|invite|investigate|maintain|modify|move|obtain|prevent|produce|propose|protect|publish|recognise|recommend|restore|specify|submit|treat|upload|validate|withdraw|"
        r"apologise|assume|postpone|rely|allocate|dispose|determine|damage|delay|upgrade|configure|deploy|migrate|analy[sz]e|audit|archive|escalate)\b(?! (?:and|or|case|point|of)\b)",
        r"\b(?:has|have|had)(?: not| never| already| also)? (?:went|did|saw|was|were|wrote|took|gave|came|began|broke|chose|drove|fell|forgot|knew|spoke|threw|shows|needs|happen|occur|increase|decrease|improve|change|cause|fail|stop|start|start to|show|work|use|move|close|follow|confirm|explain|agree|approve|ask|call|sended|bringed|catched|"
        r"buyed|teached|builded|finded|losed|maked|payed|runned|sayed|spended|standed|taked|thinked|writed|choosed|breaked|gived|knowed|leaved|putted|cutted|setted|hitted|shutted|costed)\b(?<!had been work)(?! (?:to do|on|orders?|time|hours|station|place))",
        r"\b(?:did|does|do|didn['’]t|doesn['’]t|don['’]t)(?: not| never) (?:worked|told|came|went|knew|saw|had|has|was|were|made|took|gave|found|kept|left|lost|read out|sent|spoke|thought|understood|wrote|[a-z]{3,}(?<!ne)(?<!fe)(?<!ce)(?<!bl)(?<!spe)(?<!e)ed)\b(?<!need)(?<!succeed)(?<!proceed)(?<!exceed)(?<!feed)(?<!embed)",
        r"\b(?:sended|bringed|catched|buyed|teached|builded|finded|losed|maked|payed|runned|spended|standed|taked|thinked|writed|choosed|breaked|gived|knowed|leaved|putted|cutted|setted|hitted|shutted|layed|drived|falled|forgetted|growed|hurted|keeped|meeted|rised|selled|singed off|sitted|sleeped|speaked|stealed|throwed|telled|tored|weared|winned)\b",
        r"(?:(?<=^)|(?<=[.;,] )|(?<=\band ))if (?:the |a |an |this |that |he |she |it |they |we |somebody |nobody |[A-Z]\w+ )(?:[\w'’-]+ ){0,5}?would(?:n['’]t| not)? have\b",
        rf"\b(?:asked?|asks|know|knows|knew|wonders?|wondered|unclear|clear|explains?|explained|understand|found out|find out|investigated|investigate|tell|question is) (?:why|how|when|where) {_AUX} (?:the|it|they|he|she|this|that|we|you|there|these|those|an?|no)\b(?![^.\n]*\?)",
        rf"\b(?:since) (?:about |over |more than |nearly |almost |at least |around )?(?:{_NUMERAL}|a|an|one) (?:{_UNITS}|second|minute|hour|day|week|month|year)\b(?! (?:ago|of|before|after|earlier|later|,))",
        r"\b(?:look|looks|looked|looking) forward to (?:see|hear|get|receive|meet|discuss|work|have|read|present|be|finish|start)\b",
        r"\b(?:avoid|avoids|avoided|suggest|suggested|finish|finished) to (?:be|do|use|make|open|close|change|install|replace|check|take|run|send|have|go|buy|call|wait|move|clean|repeat|test|work|write|release|fill)\b",
        r"\b(?:without|before|after|by|instead of|while|of|despite|in spite of) (?:check|inform|tell|ask|replace|remove|verify|open|close|read|make|take|give|send|use|wait|do|have|be|install|follow|sign|ensure|avoid) (?:the|a|an|it|this|that|any|all|its|their|his|her|them)\b",
        r"\bfor (?:verify|inspect|remove|reduce|avoid|prevent|ensure|make|get|keep|do|give|take|see|find|replace|improve|confirm|check|clean|open|close) (?:the|an?|this|all|that|it|its|their|any)\b",
        # Words that take another one.
        rf"\b{_COMPARATIVE}(?: [a-z-]+)? as (?:the|in|it|expected|planned|usual|before|last|we|any|an?|all|on|normal|allowed|required|they|specified|specified|\d+%?)\b(?<!more such as)(?<!later as)(?<!later time as)",
        r"\bas (?:high|low|large|small|fast|slow|long|short|old|good|bad|big|early|late|cheap|safe|easy|much|many|often|soon|well|heavy|warm|cold) than\b|\bthe same (?:\w+ )?(?:like|than)\b|\bsame then\b|\bdifferent as\b",
        r"\b(?:comply|complies|complied|complying) to\b|\bin accordance to\b|\baccording with\b|\bin compliance to\b|\b(?:depends?|depended|depending) (?:of|from)\b|\b(?:consists?|consisted|consisting) (?:from|out of|by)\b|\b(?:discuss|discusses|discussed|discussing) about\b|"
        r"\b(?:because|instead|in case|out|in spite|in front|on top|regardless|aware|afraid|lack|because) off(?= (?:the|a|an|this|that|it|its|our|their|any)\b)|\bdue of\b|\bdespite of\b|\b(?:emphasi[sz]ed?|mention(?:ed|s)?|contact(?:ed|s)?|approach(?:ed|es)?|request(?:ed|s)?) (?:on|about|with|to|for) (?=the\b|him|her|them)(?<!contact with )(?<!contact to )"
        r"(?<!approach to )(?<!request for )(?<!requests for )(?<!request to )(?<!requests to )(?<!contacts with )(?<!mention about )|\b(?:arrive|arrives|arrived) to\b|\b(?:explain|explained|explains|described?|suggested|announced|reported|said) (?:me|us|him|them)\b|\bresponsible (?:of|about|from)\b|\bcapable (?:to|for|in)\b|"
        r"\b(?:interested|involved|participat\w+) (?:on|at) (?=the|a|this)|\b(?:prevent|prevents|prevented|hinder|hindered|stop|stopped) (?:the|it|them|him|her|us|this) (?:[\w-]+ )?to (?=[a-z])(?!the\b)|\b(?:insist|insists|insisted|succeed|succeeded|succeeds) to\b|\bin the contrary\b|\b(?:in|at) (?:the )?other hand\b|\bon one hand side\b",
        r"\bbetween (?:\d[\d.,:]*|the [a-z-]+|[A-Z][a-z]+|one|two|three|four|five) (?:[a-z%°C]{1,8} )?(?:to|until|till|up to) (?:\d|the|[A-Z]|two|three|four|five|six|ten)(?<!to to)|\bfrom \d[\d.,:]* (?:[a-z%°C]{1,8} )?(?:and|until|till) \d",
        r"\beffects (?=(?:the|our|its|their|both|each|every|this|that) [a-z]+)(?<!of effects )|\beffected by\b|\b(?:the|its|an?|no|any|side|adverse) affects?\b(?= (?:of|on|is|was|were|are)\b)",
        r"\b(?:informations|equipments|softwares|hardwares|evidences|feedbacks|advices|datas|staffs|knowledges|machineries|furnitures|homeworks|luggages|childrens|peoples|mens|womens|criterias|phenomenas|mediums of|fishes|sheeps|aircrafts|softwares)\b(?!['’])",
        r"\b(?:share|shared|shares|lost|lose|forgot|changed|change|use|used|gave|give|left behind|took off|wore|wear|wearing|keep|kept|finish(?:ed)?|start(?:ed)?|end(?:ed)?|sign(?:ed)?|lock(?:ed)?|did|do|doing|of|from|with|by|about|under|to|into|on|for|at) there (?!(?:is|are|was|were|be|being|been|has|have|had|to|on|the|and|or|an?|by|it|they|he|she|we|you|i|"
        r"in|at|as|where|until|till|for|with|from|of|also|again|when|that|this|since|after|before|because|will|would|can|could|may|might|must|should|than|so|too|now|then|every|all|once|twice|only|not|no|if|but|without|alone|together|during|about|over|under|up|down|out|off|longer|yet|already|still|seems?|remains?|came|come|exists?|went|[\w]+ly|[\w]+ed)\b)[a-z]{3,}",
        r"(?<!said )(?<!noticed )(?<!showed )(?<!reported )(?<!believed )(?<!assumed )(?<!confirmed )(?<!stated )(?<!claimed )(?<!decided )(?<!suspected )(?<!concluded )(?<!realised )(?<!realized )(?<!indicated )(?<!agreed )(?<!replied )(?<!explained )(?<!added )(?<!think )(?<!thinks )(?<!knows )(?<!know )(?<!says )(?<!means )(?<!that )"
        r"(?:(?<=[a-z]ed )|(?<=paid )|(?<=lost )|(?<=gave )|(?<=kept )|(?<=made )|(?<=sent )|(?<=left )|(?<=met )|(?<=took )|(?<=has )|(?<=have )|(?<=had )|(?<=reached )|(?<=change )|(?<=changes )|(?<=under )|(?<=within )|(?<=near )|(?<=behind )|(?<=at )|(?<=after )|(?<=before )|(?<=about )|(?<=through )|(?<=against ))it['’]s "
        r"(?!(?:an?|the|been|not|no|now|also|just|only|very|so|too|all|that|this|what|why|how|where|who|when|because|as|in|on|at|to|for|with|of|my|our|your|their|up|out|over|off|down|about|like|more|less|still|already|always|never|quite|rather|really|\w+ing|\w+ed|\w+ly)\b)[a-z]{3,}",
        r"\b(?:the (?:the|an?)|an? the)\b(?= [a-z])|\b(?:we|they|you|he|she|it) (?:we|they|you|he|she)\b(?= [a-z])",
    )
)  # fmt: skip


def _misfits(passage: Passage, _: Facts) -> Iterator[Hit]:
    for frame in _FRAMES:
        for match in frame.finditer(passage.text):
            yield Hit(match.start(), match.start() + len(match[0].rstrip()))


RULES = (
    Rule(
        "grammar", "language", "low", LIKELY,
        "“{words}” is a slip of grammar: these words do not fit each other.",
        "Read the sentence once more and correct the form.",
        _misfits, "plain-language",
    ),
)  # fmt: skip
