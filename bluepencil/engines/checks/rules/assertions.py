"""Assertions: the words in which reports boast or judge; `claims` weighs what stands beside them."""

from __future__ import annotations

import re

from bluepencil.engines.checks.rule import matches

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
    r"|\b(?:unlimited|infinite(?:ly)?|limitless) (?:scal\w+|capacity|growth|supply|possibilities|flexibility|power|resources)\b"
    r"|\bscales? (?:well|infinitely|indefinitely|linearly|to any \w+|without)\b"
    r"|\b(?:any|whatever) (?:load|amount|size|volume|situation)\b(?= (?:of|that|can|will|without))"
    r"|\b(?:cannot|can not|can never|can no longer|could not possibly|will not|will never|won['’]t|must never|"
    r"will no longer) (?:ever )?(?:again )?(?:fail|go wrong|happen|occur|recur|repeat itself|come back|be (?:bypassed|"
    r"overlooked|missed|repeated|lost|forgotten|exceeded|broken))\b(?: again)?"
    r"|\bnever (?:fails?|failed|breaks?|happens?|occurs?|goes wrong|went wrong|disappoint\w*|let\w* us down)\b"
    r"|\b(?:recurrence|repetition|repeat|repeats|such (?:an? )?\w+|another \w+) (?:is|are|was|has been|have been|will be|can be) "
    r"(?:now |thereby |therefore |thus |completely |reliably )?(?:excluded|ruled out|prevented|impossible|avoided|unthinkable)\b"
    r"|\b(?:guarantees?|will ensure|ensures|makes sure|rules? out|makes? it impossible)\b(?= (?:that|the|a|an|any|all|every|no|full|maximum|optimal|this|it)\b)"
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
    rf"|\b(?:{_USERS}) (?:really |clearly |greatly |very much |all )?(?:love|like|prefer|appreciate|enjoy|trust|value|benefit)s?\b(?! (?:him|her|me|you|us|them|this|that|these|those))"
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
_GRADED = (
    r"(?:(?:drastical|dramatical|considerab|significant|substantial|noticeab|marked|great|enormous|massive|"
    r"appreciab|vast|tremendous|sharp|strong|immense|huge|visib|tangib|remarkab|perceptib)(?:ly|y)|a lot|a great deal|"
    r"hugely|by far|no end|beyond recognition|beyond measure|many times over)"
)
_MOVES = (
    r"(?:cut(?:s|ting)?|reduc\w+|lower\w*|improv\w+|increas\w+|decreas\w+|boost\w*|rais\w+|sav(?:e|es|ed|ing)|shorten\w*|"
    r"speed\w*|sped|simplif\w+|(?:come|came|comes|gone|went|goes|going) (?:down|up)|fall\w*|fell|drop\w*|r[io]s\w+|rose|"
    r"grow\w*|grew|slow\w*|strengthen\w*|eas(?:e|es|ed|ing)|reliev\w+|accelerat\w+|declin\w+|benefit\w*|changed|help(?:s|ed)?)"
)
_HARMED = (
    r"(?:affected|inconvenienced|harmed|endangered|disturbed|disadvantaged|impaired|compromised|put at risk|in danger|concerned|"
    r"at risk|jeopardi[sz]ed|threatened|impacted|hindered|misled|bothered|troubled|exposed to (?:any |a )?(?:risk|danger|harm))"
)
_DANGER = r"(?:hazards?|risks?|dangers?|threats?|problems?|concerns?|difficult(?:y|ies)|obstacles?|challenges?|issues?)"
_PEOPLE = (
    rf"(?:{_USERS}|workers|clerks|agents|engineers|technicians|analysts|nurses|managers|auditors|inspectors|pilots|"
    r"mechanics|developers|crews?|residents|neighbours|pupils|parents|shoppers|buyers|tenants|contractors|leads)"
)
_FINE_STATE = (
    r"straightforward|mature|strong|capable|dependable|up to date|up-to-date|up to the (?:task|job|mark)|"
    r"in (?:good|perfect|excellent|proper|full) (?:order|condition|working order|shape|hands)|"
    r"(?:beyond|above) (?:all |any )?(?:doubt|question|reproach|suspicion|criticism)|under control|"
    r"(?:well )?(?:understood|documented|organi[sz]ed|managed|thought out|thought through|protected|secured|looked after)|"
    r"trouble[- ]free|hassle[- ]free|exceptional|remarkable|good enough|strong enough|safe enough|large enough|"
    r"clear to (?:all|everyone|everybody)|self-explanatory|easy to \w+|simple to \w+|quick to \w+|of (?:the )?(?:highest|high|good|best|"
    r"excellent|top|outstanding) (?:quality|standards?|order|class)|of (?:no|little|minor) (?:importance|consequence|concern|relevance)|"
    r"irrelevant|immaterial|marginal|acceptable|tolerable|manageable|proportionate|appropriate|beneficial|"
    r"state of the art|superb|first class|on the safe side|a (?:safe|sound|solid|proven|reliable|good|great|"
    r"complete|full|big|huge|resounding|clear) (?:success|choice|solution|basis|foundation|method|approach|bet|investment|fit|"
    r"improvement|achievement|decision|idea|step)|plausible|conclusive|beyond compare|unproblematic|uncritical|"
    r"scalable|flexible|maintainable|performant|resilient|fault[- ]tolerant|tamper[- ]proof|easy|simple|representative"
)
_MORE_BOAST = re.compile(
    # A good name.
    r"\b(?:is|are|was|were) (?:well |widely |rightly |generally )?(?:known|famous|famed|renowned|noted|valued|praised|respected|prized|esteemed) (?:for|as|in|"
    r"among|throughout|by (?:all|everyone|its|our|their|the))\b(?! the (?:name|abbreviation))"
    r"|\b(?:has|have|had|enjoys?|enjoyed|with|earned|built) (?:an? |the )?(?:\w+ ){0,2}?(?:reputation|track record|good name|standing|name) "
    r"(?:in|for|as|with|among|of)\b"
    r"|\b(?:best|leading|finest|strongest|safest|fastest|cheapest|biggest|number one|most \w+) (?:[\w-]+ ){0,3}?"
    r"(?:on the market|in the (?:industry|world|country|business|field|trade|sector|region|market)|there is|available|"
    r"anywhere|of its kind|ever (?:seen|built|made|used))\b"
    r"|\b(?:known|famous|reputed|renowned) (?:to be|as (?:an? |the )?)\b|\b(?:far|well|way|clearly|miles|streets) (?:ahead|in front) of\b|\bin a class of (?:its|their|our) own\b|\b(?:sets?|set|leads?|led) the (?:standard|benchmark|field|way|pace)\b|\b(?:has|have) (?:long )?(?:stood|withstood) the test\b|\b(?:has|have) (?:an? )?(?:large|huge|active|vibrant|strong|loyal) (?:community|following|ecosystem)\b"
    r"|\b(?:has|have) been (?:shown|proven|proved|demonstrated) (?:to|that|in|time|again|many|beyond|over)\b|\bproven (?:technology|method|solution|design|track|approach|concept|in practice)\b"
    r"|\b(?:used|trusted|adopted|relied on|recommended) (?:by|in) (?:many|most|all|thousands|millions|hundreds|leading|companies|experts|everyone|the whole)\b"
    r"|\b(?:is|are|remains?|was) (?:second|next) to (?:none|impossible)\b"
    # What cannot go wrong.
    r"|\bno (?:[\w-]+ ){1,3}?(?:can|could|will|would) (?:ever |now |any longer |possibly )?(?:be (?:lost|missed|forgotten|overlooked|duplicated|bypassed)|"
    r"get (?:lost|through|past|in|out|away)|go (?:wrong|missing|astray|unnoticed|undetected)|happen|occur|fail|slip through)\b"
    r"|\b(?:nothing|little) (?:can|could|will|would) (?:ever |now |possibly |any longer )?(?:go|happen|get|be|fail|slip|stop|break)\b"
    r"|\b(?:can|could|will|would) (?:no longer|never|not ever|hardly|scarcely|not possibly) (?:\w+ )?(?:happen|occur|fail|be (?:\w+ ){0,1}(?:lost|missed|overlooked|"
    r"forgotten|bypassed|confused|mixed up|repeated|copied|forged|exceeded)|get lost|go wrong|go unnoticed|recur|return|come back|arise|break|crash|leak)\b"
    r"|\b(?:does|do|did|will|would|can) not (?:happen|occur|recur|arise) (?:again|any more|anymore)\b"
    r"|\b(?:this|that|it|they|these|he|she|we|pumps?|valves?|systems?|devices?|units?|machines?|sensors?|parts?|seals?|servers?) (?:hardly|almost|practically|virtually) (?:ever|never) \w+"
    r"|\b(?:hardly|almost never|practically never|virtually never|rarely|seldom|never) (?:ever )?(?:fails?|failed|breaks?(?: down)?|happens?|happened|occurs?|occurred|goes wrong|makes? (?:a )?mistakes?|"
    r"causes? (?:any )?(?:trouble|problems?)|needs? (?:any )?(?:repair|attention|maintenance))\b"
    r"|\b(?:is|are|seems?|was|were) (?:extremely|very|highly|most|exceedingly|so|vanishingly|practically|virtually|next to) (?:unlikely|improbable|remote|rare|impossible|unthinkable|small)\b"
    r"|\bthere is no (?:way|chance|doubt|question|danger|need|reason|better \w+|safer \w+|faster \w+|cheaper \w+)\b"
    # What was settled.
    r"|\b(?:solved|fixed|resolved|cured|settled|stopped|ended|eliminated|closed|repaired) (?:for good|once and for all|for ever|forever|permanently|for all time|completely)\b"
    r"|\b(?:is|are|was|were) (?:now |finally |at last |firmly |fully |once (?:again|more) )?(?:behind us|a thing of the past|history|back under control|under (?:full |complete )?control|on the safe side|as good as new|"
    r"out of danger|a (?:complete|full|great|big|huge|resounding|total|clear|real) (?:success|triumph|win|achievement))\b"
    r"|\b(?:has|have|had|shows?|showed|shown|with) (?:already |clearly |now |all |fully )?(?:had )?(?:the|its|their) (?:desired|intended|expected|hoped-for|full|right) (?:effects?|results?|outcomes?|impact)\b"
    r"|\b(?:has|have|had) (?:already |clearly |now |more than |amply |fully )?(?:paid off|borne fruit|worked (?:well|wonders|perfectly|as (?:planned|intended|hoped))|done (?:its|their|the) (?:job|work)|succeeded|"
    r"lived up to|exceeded (?:all )?(?:our |the )?expectations|made (?:a (?:big|great|huge|real) difference|all the difference))\b"
    r"|\b(?:made|making|makes|make|seen) (?:\w+ )?(?:excellent|good|great|rapid|real|steady|huge|remarkable|impressive|strong|outstanding|considerable|enormous) (?:progress|strides|advances|headway)\b"
    r"|\b(?:complete|full|great|big|huge|resounding|total|unqualified|overwhelming|outstanding|real) success\b"
    r"|\b(?:everything|all|things|it all) (?:\w+ )?(?:is|are|was|were|went|goes|works|worked|runs|ran) (?:now |again |fine |\w+ly )?(?:well|fine|perfect|smoothly|in order|under control|according to plan|as (?:planned|it should))\b"
    r"|\b(?:lightning|blazingly|rock|crystal|dirt|dead|super|ultra|razor|absolutely|pretty much|second)[- ](?:fast|quick|solid|clear|cheap|simple|easy|sharp|safe|secure|stable|to none)\b"
    r"|\b(?:practically|virtually|next to|close to|almost|as good as|nearly) (?:zero|nil|nothing|none|perfect|impossible|unlimited|maintenance-free|invisible|complete|instant(?:ly|aneous)?)\b"
    r"|\b(?:measures?|actions?|fix|solution|remedy|approach|concept|idea|method|cure|workaround|correction)(?: \w+)? (?:works?|worked|helps?|helped|succeeds?|succeeded|is working|are working)(?=[.,;]| (?:well|as|fine|nicely|perfectly)\b)"
    r"|\b(?:lessons?|message) (?:has|have) been (?:\w+ )?(?:learned|learnt|understood|taken to heart|heard)\b|\b(?:belongs?|belonged|consigned|relegated) to (?:the past|history)\b|\bdo(?:es)? (?:its|their|the) job\b"
    r"|\b(?:is|are|was|were) (?:now |also |very |more than |fully )?(?:well |fully |perfectly |best |ideally )(?:prepared|equipped|placed|positioned|suited|armed|ready|protected)\b|\b(?:is|was|are|were|proved) a (?:\w+ )?hit\b"
    r"|\bto (?:the |a )?(?:very )?(?:highest|strictest|best|high|exacting|top) (?:\w+ )?standards?\b|\b(?:have|has|stand|stands|had) (?:absolutely )?no (?:chance|difficulty|trouble|problems?|equal|rival|weakness(?:es)?)\b"
    r"|\bthere (?:has|have|had) never been (?:an? |any )?(?:\w+ )?(?:problems?|incidents?|complaints?|accidents?|errors?|doubts?|issues?|faults?|failures?|trouble|reason)\b"
    r"|\b(?:is|are) (?:taken (?:very |extremely )?seriously|in everyone['’]s blood|second nature|a matter of course|our top priority|our first priority|held in high esteem|close to our hearts?)\b"
    r"|\bthe (?:\w+est|best|most \w+|least \w+) (?:\w+ )?(?:possible|imaginable|conceivable|of all|we (?:have|can|could|know)|that (?:could|can|has|have|we|there|exists?|money)|one can)\b"
    r"|\b(?:all the time|from day to day|day by day|from year to year|in leaps and bounds|by leaps and bounds|from strength to strength|beyond all expectations?|to everyone['’]s satisfaction|to (?:our|their|the) (?:full|complete|entire) satisfaction)\b"
    # Who can be trusted.
    r"|\b(?:can|could|may) (?:always |safely |fully |certainly |still )?be (?:relied (?:up)?on|trusted|counted on|depended (?:up)?on|taken for granted|regarded as (?:safe|reliable|closed|complete|sound|robust|effective|good))\b"
    rf"|\b{_PEOPLE} (?:\w+ ){{0,3}}?(?:are|is|were|was) (?:all |now |well |fully |very |always |also |quite )?(?:aware|familiar with|conscious of|happy|pleased|delighted|content|enthusiastic|confident|convinced|"
    r"satisfied|grateful|well trained|diligent|conscientious|careful|skilled|used to|at home with|behind (?:the|this))\b"
    rf"|\b{_PEOPLE} (?:\w+ ){{0,2}}?(?:know|knows|knew) (?:the|their|its|exactly|very well|perfectly|what|how|all|well)\b"
    rf"|\b(?:most|all|almost all|nearly all|many|the majority of|virtually all|our|every|the vast majority of) (?:of )?(?:the |our )?{_PEOPLE} (?:will|would|are|is|were|have|do|did|find|want|prefer|welcome|"
    r"agree|support|understand|know|like|love|use|accept|notice|see|say|feel|need|expect)\b"
    r"|\b(?:is|are|was|were) (?:just|every bit|at least|easily) as (?:[\w-]+ )+?(?:as|like)\b|\b(?:no less|every bit as) (?:\w+)(?: than| as)\b"
    r"|\b(?:than (?:it|they|he|she|we) (?:has|have|had) ever been|than ever(?: before)?|than (?:any|all) (?:other|of|comparable|similar)|as (?:it|they) (?:has|have) always been|"
    r"like never before|than (?:its|their|our) (?:competitors?|rivals|predecessors?|peers))\b"
    r"|\bwith (?:great|the utmost|all due|every|extreme|particular|the greatest|exemplary|much) (?:possible )?(?:care|attention|diligence|professionalism|dedication|commitment|enthusiasm|precision|thoroughness|skill|success)\b|\bwill (?:again |certainly |surely )?(?:find|show|reveal|see|bring|have) (?:nothing|no (?:\w+ )?(?:findings?|problems?|faults?|errors?|issues?|deviations?|complaints?))\b"
    r"|\b(?:trust|confidence|reputation|image|standing|morale|faith|loyalty|commitment|enthusiasm|relationship|cooperation) (?:[\w'’-]+ ){0,8}?(?:is|are|was|were|remains?|remained|stays?) (?:\w+ly |still |as )?(?:unbroken|intact|undiminished|unshaken|undamaged|unharmed|unaffected|strong|high|good|excellent|firm|solid|untarnished|unblemished)\b"
    r"|\bspeaks? for (?:itself|themselves)\b|\bleaves? (?:nothing|little) to be desired\b|\bmore than (?:enough|adequate|sufficient|capable|meets?|covers?|pays?)\b|\bin (?:good|safe|capable|competent|the best) hands\b",
    re.IGNORECASE,
)
_MORE_JUDGEMENT = re.compile(
    rf"\b{_MOVES}(?: [\w'’-]+){{0,6}}? (?:by )?{_GRADED}\b|\b{_GRADED} (?:{_MOVES})\b"
    rf"|\b(?:far|much|a lot|a great deal|many times|considerably|significantly|markedly|noticeably|so much|vastly|clearly|visibly) (?:more|less) \w+(?:ly)?\b(?! than \d)"
    rf"|\b(?:was|were|is|are|has been|have been|had been|will be|be) (?:not|never|in no way|not in any way|at no (?:time|point)|neither|hardly|barely|scarcely) (?:\w+ly )?{_HARMED}\b"
    rf"|\b(?:nobody|no one|none|no [\w-]+(?: [\w-]+)?) (?:was|were|is|are|has been|have been|had been|will be) (?:\w+ly |ever |in any way )?{_HARMED}\b"
    rf"|\b(?:poses?|posed|presents?|presented|represents?|carr(?:y|ies|ied)|causes?|caused|creates?|created|involves?|involved|brings?|means?|meant|had|has|have|gives?|gave|raises?|raised) (?:absolutely |therefore |thus )?"
    rf"(?:no|little|hardly any|no real|minimal|negligible) (?:\w+ )?{_DANGER}\b"
    rf"|\b(?:do|does|did|will|would|could|can) (?:not|never|in no way) (?:\w+ly |therefore |even |ever )?(?:affect|harm|endanger|impair|disturb|compromise|jeopardi[sz]e|threaten|influence|impact|hinder|"
    r"matter|suffer|(?:pose|present|represent|constitute|cause|create|have) (?:an? |any |this |the |that )?(?:\w+ )?(?:hazard|risk|danger|threat|problem|concern|effect|impact|influence|difficulty|issue|fault|weakness)s?)\b"
    rf"|\b(?:risks?|danger|likelihood|probability|chances?|effects?|impact|influence|damage|harm|costs?|effort|delays?|loss(?:es)?) (?:[\w'’-]+ ){{0,6}}?(?:is|are|was|were|remains?|remained|has been|have been) (?:therefore |thus |very |extremely |quite |now |always |considered |rather )?"
    r"(?:negligible|minimal|low|small|acceptable|tolerable|remote|slight|insignificant|minor|limited|manageable|contained|nil|bearable|reasonable|justified|tiny)\b"
    rf"|\b(?:the|this|that|these|those|our|its|their|all|his|her|such|both) (?:[\w'’-]+ ){{1,7}}?(?:is|are|was|were|remains?|remained|proved|proves) (?:now |also |still |therefore |thus |very |quite |always |really |generally |perfectly |entirely |fully |completely |"
    rf"extremely |both |sufficiently |particularly |\w+ly )?(?:{_FINE_STATE})\b(?! (?:if|when|unless|only|for \d|by|to be))"
    r"|\b(?:documentation|records?|files?|training|coverage|test coverage|analysis|investigation|evidence|data|inventory|stock|log ?books?|paperwork|register) (?:of [\w ]{2,30} )?(?:is|are|was|were) (?:now |also |therefore |fully )?(?:complete|correct|comprehensive|exhaustive|"
    r"intact|consistent|accurate|trustworthy|in order)\b"
    r"|\b(?:is|are|was|were) (?:kept|held|maintained|stored|run|handled|managed|treated|operated|supervised) (?:in (?:good|perfect|excellent|exemplary|proper) (?:order|condition|shape)|(?:very |extremely )?(?:well|carefully|properly|professionally|conscientiously|to a high standard|"
    r"with (?:great|the utmost|due|every) care))\b"
    r"|\b(?:makes?|made|making|will make|has made) (?:[\w'’-]+ ){1,5}?(?:(?:much|far|so much|a lot|considerably|significantly) )?(?:easier|faster|safer|better|simpler|cheaper|quicker|smoother|lighter|cleaner|clearer|stronger|leaner|shorter|more (?:efficient|reliable|robust|secure|productive|transparent|attractive|effective))\b"
    r"|\b(?:will|would|should|can) (?:\w+ly |also |certainly |soon |all )?(?:cut|reduce|lower|improve|increase|boost|raise|save|shorten|simplify|speed up|relieve|strengthen|accelerate|benefit|ease|free up|unlock|enhance|optimi[sz]e) (?:the |our |their |its |both |all |overall |us |\w+ing )?"
    r"(?:[\w-]+ ){0,2}?(?:costs?|time|times|effort|productivity|quality|efficiency|performance|safety|satisfaction|morale|throughput|reliability|security|workload|risks?|errors?|lead times?|staff|money|transparency|communication|maintainability|capacity)\b",
    re.IGNORECASE,
)  # fmt: skip

BOASTS = tuple(matches(pattern) for pattern in (_BOAST, _MORE_BOAST))
_COMPARING = re.compile(
    r"\b(?:is|are|was|were|will be|becomes?|has become|have become|has been|looks?|feels?|runs?|works?|reads?) (?:now |also |much |far |even |clearly |considerably |significantly |a lot |both )?"
    r"(?:more (?:compact|efficient|reliable|robust|loyal|productive|secure|stable|accurate|precise|flexible|motivated|satisfied|attentive|transparent|effective|careful|experienced|professional|popular|economical|sustainable|"
    r"modern|attractive|competitive|responsive|resilient|maintainable|readable|user-friendly|powerful)|safer|faster|quicker|simpler|easier|cheaper|cleaner|leaner|stronger)\b(?! (?:to (?:\w+ )?than|by|from|\d))"
    r"|\b(?:is|are|was|were) (?:handled|treated|managed|run|organised|organized|maintained|monitored|controlled|checked|guarded|supervised|protected|secured|trained|used|supported|tested|documented|accepted|established) "
    r"(?:very |extremely |highly |most |so )?(?:strictly|carefully|closely|well|tightly|thoroughly|rigorously|conscientiously|meticulously|professionally|properly|reliably|responsibly|around the clock|with care|to perfection)\b"
    r"|\b(?:is|are|was|were) (?:very |extremely )?(?:strictly|carefully|closely|tightly|thoroughly|rigorously|conscientiously|meticulously|professionally|properly|reliably|responsibly|widely|well|excellently|superbly) "
    r"(?:handled|managed|run|organi[sz]ed|maintained|monitored|controlled|guarded|supervised|secured|trained|used|supported|accepted|established|tested|designed|built|chosen|staffed|led|received|proven)\b"
    r"|\b(?:will|would|should|does|do|did) not be (?:an? |any )?(?:\w+ )?(?:issue|problem|obstacle|concern|bottleneck|burden|limitation)\b|\b(?:is|are|was|were) (?:not|no|never) (?:really |an? |any )*(?:\w+ )?(?:issue|problem|obstacle|concern|bottleneck|burden|limitation|danger|threat|hazard|risk)\b"
    r"|\b(?:demand|interest|popularity|acceptance|trust|confidence|awareness|usage|turnover|sales|performance|quality|efficiency|reliability|availability|satisfaction|morale) (?:[\w'’-]+ ){0,5}?(?:is|are|has been|have been|keeps?|continues? to) "
    r"(?:\w+ly )?(?:growing|rising|increasing|improving|soaring|grow|rise|increase|improve|high|strong|unbroken|up)\b",
    re.IGNORECASE,
)  # fmt: skip

JUDGEMENTS = tuple(matches(pattern) for pattern in (_JUDGEMENT, _MORE_JUDGEMENT, _COMPARING))
