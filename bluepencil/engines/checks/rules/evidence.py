"""Evidence: quantities a reader cannot check, and opinion in place of fact."""

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
_COUNT = re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve)\b", re.I)
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

_SIZED = (
    r"(?:large|larger|small|smaller|big|bigger|good|fair|sizeable|sizable|considerable|substantial|significant|certain|high|low|great|huge|tiny|vast|relevant|important|"
    r"growing|increasing|unknown|undisclosed|undetermined|unspecified|limited|decent|healthy|noticeable|overwhelming|reasonable|generous|fair|modest|wide|minor|major|surprising|unusual(?:ly (?:high|large|low|small))?)"
)
_MEASURE = r"(?:share|part|portion|percentage|proportion|fraction|amount|number|quantity|quantities|amounts|numbers|majority|minority|majority|selection|range|variety|volume|sum|section|subset|chunk|slice|group|set)"
_MASS = (
    r"(?:water|oil|coolant|time|money|data|material|product|powder|liquid|gas|air|steam|fuel|paper|waste|dust|rust|dirt|stock|"
    r"traffic|downtime|damage|effort|work|capacity|space|scrap|foam|acid|solvent|sediment|moisture|overtime|revenue|budget|energy|power|heat|ice|sand|grease|rework|memory)"
)
MORE_QUANTITY = re.compile(
    rf"\b(?:an? |the |quite an? |rather an? |only an? |such an? )(?:\w+ly )?{_SIZED} {_MEASURE} of\b(?! (?:\d|up to|about \d))"
    rf"|\b(?:{_SIZED}) (?:numbers|amounts|quantities|parts|portions|volumes|sums) of\b"
    rf"|\b(?:an? |only an? )(?:{_SIZED}) (?:number|part|share|amount|portion|percentage|proportion|sum)\b(?! of)"
    r"|\b(?:the bulk|the better part|the lion['’]s share|the best part|the greater part|the larger part|the largest part|the rest|an? (?:good |full )?dozen or (?:so|more)|the odd one|next to none|precious few) of\b"
    r"|\b(?:loads|tons|heaps|piles|masses|tens|stacks|oodles|swathes|millions|a mass|a heap|a pile|a wave|a flood|a spate|a stream|a pair or two|a slew|a raft|a wealth|an abundance) of\b"
    r"|\ba (?:good|full|round|bare|fair) (?:dozen|hundred|thousand|score|few|many|half|third)\b|\b(?:dozens|hundreds|thousands|lots|plenty|umpteen|a dozen or so|dozens and dozens)\b(?! of)"
    r"|\b(?:one or two|two or three|three or four|four or five|five or six|a couple|a few more|a good few|a fair few|precious little|more than a few|more than one|not a few|quite a lot|quite a bit|an awful lot|far too many|too many|"
    r"all too many|any number of|no end of|next to no|almost no|barely any|scarcely any|few if any|little if any|an odd few)\b(?! (?:minutes|hours|days|weeks|months|years|times|at a time|\d))"
    rf"|\b(?:only |just |at least )?(?:some|most|many|a few|few) of (?:the|these|those|our|its|their|them)\b"
    rf"|(?:(?<=^)|(?<=[.;:!?] ))(?:most|certain|many|few|some|various|different|countless|sundry) (?!(?:are|were|have|had|will|may|can|could|did|was|has|that|who|which|always)\b)(?:other |further |[a-z-]{{3,14}} )?(?!always\b)[a-z]{{3,}}(?<!s)(?<!u)(?<!i)s\b(?=[ ,.])"
    rf"|\b(?:a little|some|a bit of|a good bit of|quite some|not much|much|too much|very little|little) (?:more |of the )?{_MASS}\b"
    r"|\b(?:roughly|about|around|approximately|nearly|almost|well over|just under|over|under|more than|less than|upwards of|at least) (?:a )?(?:half|a third|a quarter|a dozen|hundreds|dozens|thousands|all)\b(?! (?:a |an |past|hour))"
    r"|\b(?:certain|some|various|sundry|assorted|miscellaneous) (?:invoices|files|users|customers|entries|records|fields|pages|sites|shops|stores|branches|departments|teams|colleagues|suppliers|vendors|articles|drawings|"
    r"forms|letters|bolts|screws|valves|pumps|doors|windows|lamps|cables|hoses|cylinders|pipes|shelves|racks|labels|badges|keys|meters|gauges|wells|colonies|particles|tests|steps|changes|modules|tables|rows|"
    r"columns|hosts|nodes|containers|clusters|jobs|builds|commits|pods|shards|endpoints|services|components|pupils|guests|visitors|residents|beds|wards|prescriptions|doses|contracts|claims|policies|receipts)\b",
    re.IGNORECASE | re.MULTILINE,
)

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
    "delighted", "thrilled", "excited", "proud", "happy to report", "pleased to report", "sadly", "strange", "curiously", "oddly", "bizarre", "crazy", "ought to know better", "should have known better", "being lazy", "was lazy", "were lazy", "careless", "heroic", "exemplary", "interestingly", "remarkably", "in all honesty", "our impression is",
    "my impression is", "our gut feeling", "gut feeling", "we suppose", "i suppose", "one feels",
    "we were surprised", "sad to say", "strangely enough", "ironically", "inexcusable",
)  # fmt: skip


_FEELS = (
    r"(?:astonished|amazed|surprised|shocked|sorry|relieved|impressed|annoyed|glad|happy|pleased|sad|upset|angry|confident|convinced|worried|grateful|thankful|"
    r"certain|sure|proud|disappointed|puzzled|baffled|appalled|dismayed|ashamed|concerned|afraid|delighted|thrilled|satisfied|irritated|frustrated|embarrassed|uneasy|hopeful|"
    r"optimistic|pessimistic|sceptical|skeptical|fond|tired|fed up|at a loss|of the (?:firm )?(?:opinion|view|belief)|of (?:one|the same) mind|inclined to)"
)
_VALUED = (
    r"(?:bad|good|great|poor|terrible|clever|nice|wise|unwise|brave|elegant|ugly|lovely|smart|stupid|dumb|foolish|brilliant|excellent|fine|sensible|silly|awful|horrible|unfortunate|unhappy|happy|lucky|"
    r"unlucky|sad|remarkable|commendable|admirable|laudable|regrettable|strange|odd|curious|questionable|dubious|shameful|pathetic|miserable|superb|splendid|marvellous|marvelous)"
)
MORE_OPINION = re.compile(
    rf"\b(?:we|i|one|everybody|everyone|the team|the author|the authors|the department|the management) (?:am|are|is|was|were|feel|felt|remain|remained) (?:\w+ly |very |quite |all |most |more than )?{_FEELS}\b"
    r"|\bto be (?:blunt|candid|perfectly \w+|quite \w+|brutally \w+|completely \w+|sure|generous|charitable|kind)\b"
    r"|\b(?:much )?to (?:our|my|everyone['’]s|everybody['’]s|the team['’]s|their|his|her) (?:great |deep |utter |own |considerable |immense )?(?:relief|delight|regret|surprise|dismay|shame|disappointment|satisfaction|horror|astonishment|amusement|annoyance|credit|embarrassment|mind|taste|liking|knowledge and belief)\b"
    r"|\b(?:it is|it was|it['’]s|it remains|it seems) (?:\w+ly |very |quite |rather |so |hard and |not )?(?:hard|difficult|easy|impossible|tempting|interesting|gratifying|encouraging|discouraging|comforting|reassuring|amusing|painful|heartening) to (?:understand|see|believe|imagine|accept|think|know|say|conceive|"
    r"read|hear|learn|blame|note|find|fault|forgive|overlook)\b"
    rf"|\b(?:a|an|the|our|my|his|her|their|this|was|is|such an?|no) (?:\w+ly |very |truly |quite |rather |most |more )?{_VALUED} (?:idea|decision|choice|move|job|effort|compromise|thing|sign|step|attitude|show|performance|affair|story|habit|mistake|excuse|coincidence|feeling|impression|surprise|shame|pity|work|luck|news|behaviou?r|deed|turn)\b"
    r"|\b(?:should|ought to|must|can|may|has every reason to|have every reason to) (?:rightly |well |all |be rightly |justly )?be (?:ashamed|proud|congratulated|commended|thanked|praised|grateful|embarrassed|glad|happy|applauded|blamed|sorry|pleased)\b"
    r"|\b(?:one|we|i|you|anybody|anyone|the reader) (?:would|might|could|should) (?:have )?(?:hoped?|wished?|thought|think|expect(?:ed)? (?:better|more|that)|wonder(?:ed)?|prefer(?:red)?|like to)\b"
    r"|\bthank (?:goodness|god|heavens?|you)\b|\b(?:many|our|special|sincere|heartfelt|warm) thanks (?:to|go)\b"
    r"|\b(?:is|was|are|were|looks?|looked|remains?|became|made|left) (?:in )?(?:a |an )?(?:complete |total |real |absolute |utter |right |bit of a |terrible |dreadful |sorry )?(?:mess|disgrace|disaster|joke|farce|scandal|shambles|nightmare|blessing|pleasure|joy|treat|delight|headache|eyesore|shame|pity|"
    r"sorry state|sorry sight|nuisance|miracle|mystery to (?:us|me)|tragedy|triumph|gem|embarrassment)\b"
    r"|\b(?:in|with|having the benefit of) hindsight\b|\blooking back\b|\b(?:as|so) far as (?:we|i|one) can (?:judge|say|see|tell)\b"
    r"|\bthe (?:most |only )?(?:elegant|beautiful|sensible|obvious|natural|right|reasonable|logical|honest|decent|fair) (?:choice|way|thing|answer|course|decision|conclusion|option|solution|step|reaction|response)\b(?! (?:of|in) )"
    r"|\b(?:deserves?|merits?|earned|earns?) (?:our |the |great |full |special |every |much |a lot of )?(?:\w+ )?(?:thanks|praise|respect|recognition|credit|applause|admiration|sympathy|mention|criticism|better)\b"
    r"|\bin (?:the (?:author|writer|team|department|auditor|investigator|company|management)s?['’]s?|his|her|their|the undersigned['’]s|everyone['’]s|most people['’]s) (?:\w+ )?(?:view|opinion|eyes|judg(?:e)?ment|estimation|experience|mind)\b"
    r"|\b(?:we|i) (?:\w+ly |do |also |still |really |all |just |therefore )?(?:feel|believe|think|hope|wish|trust|doubt|fear|regret|guess|dislike|hate|admire|appreciate|congratulate|cherish|enjoyed|enjoy|dare|would like to thank|wonder|marvel|blame|pity)\b(?! (?:about the|of the))"
    r"|\b(?:it is|it was|it['’]s) (?:only |quite |very |really |truly |rather |but |deeply |most |perfectly |entirely |somewhat )?(?:fair|right|human|understandable|commendable|laudable|remarkable|astonishing|surprising|interesting|sad|sobering|telling|"
    r"strange|odd|curious|annoying|frustrating|embarrassing|irritating|a disgrace|a mystery|a relief|a comfort|a miracle|no surprise|inexcusable|beyond (?:me|us|belief|comprehension)|lucky|fortunate|good|nice|great|wonderful|ridiculous|typical|shameful) (?:that|to|how|when|why|of)\b"
    r"|\b(?:in|to) (?:our|my|everyone['’]s) (?:eyes|mind|way of thinking|book)\b|\b(?:slap in the face|kick in the teeth|bitter pill|breath of fresh air|sight for sore eyes|labour of love|thorn in (?:our|the) (?:side|flesh))\b"
    r"|\b(?:we|i|one) (?:cannot|can not|can['’]t|could not|couldn['’]t|fail to|do not|don['’]t|did not|will never|can only) (?:\w+ )?(?:understand|comprehend|see why|imagine|accept|condone|stress (?:this )?enough|approve of|forgive|fathom|hope|congratulate|applaud|welcome|praise|regret|warn)\b"
    r"|\bthe (?:author|authors|writer|team|auditor|auditors|investigator|department|management|company|undersigned|committee) (?:\w+ly |also |still )?(?:finds?|feels?|felt|believes?|believed|thinks?|hopes?|hoped|regrets?|regretted|trusts?|wishes|likes?|dislikes?|prefers?|welcomes?|welcomed|deplores?|applauds?)\b"
    r"|\b(?:any|no|every) (?:reasonable|sensible|sane|decent|right-thinking|normal|rational|honest|self-respecting|serious|competent) (?:person|people|man|woman|engineer|manager|company|employee|reader|auditor|human being|human|professional|operator|developer)\b"
    r"|\bwhat a (?:relief|shame|pity|mess|disgrace|joy|waste|surprise|disaster|nightmare|pleasure)\b|\b(?:it|this|that) (?:feels|felt|strikes|seems|sounds|looks) (?:so |very |quite |somehow |rather |deeply |all )?(?:wrong|right|unfair|fair|odd|strange|silly|absurd|good|bad|great|nice|sad|ridiculous|natural|excessive|harsh)\b"
    r"|\b(?:our|my|the team['’]s|the author['’]s) (?:\w+ )?(?:belief|conviction|impression|feeling|hope|wish|suspicion|instinct|intuition|sense|opinion|preference|favou?rite)\b"
    r"|\b(?:nobody|no one|anyone|anybody|everyone|everybody|any child|any fool) (?:likes?|liked|loves?|loved|enjoys?|enjoyed|hates?|hated|wants?|wanted|in (?:his|their) right mind|(?:can|could|will|would) (?:see|understand|agree|admit|deny|tell|dispute|blame)|"
    r"should|with (?:any|half|an ounce)|is (?:happy|pleased|proud|glad|tired)|was (?:happy|pleased|proud|glad|tired))\b"
    r"|(?:(?<=^)|(?<=[.;:!?,] ))(?:amazingly|astonishingly|shockingly|incredibly|tragically|ideally|wisely|rightly|wrongly|foolishly|commendably|predictably|inevitably|mercifully|gratifyingly|frustratingly|tellingly|"
    r"amusingly|unsurprisingly|strikingly|encouragingly|reassuringly|bizarrely|deplorably|conveniently|likable|too bad|alas|sad to say|irritatingly|puzzlingly|inexplicably|understandably|sadly enough)\b"
    r"|\b(?:goes|went|flies|flew) against (?:all |any |every )?(?:common sense|reason|logic)\b|\b(?:makes?|made) (?:no|little|perfect|a lot of|good) sense\b|\b(?:leaves|left) a (?:bad|bitter|sour|good|poor|strange) (?:taste|impression|feeling)\b"
    r"|\b(?:disappointingly|pathetically|ridiculously|unforgivably|shamefully|frankly|wonderfully|beautifully|terribly|awfully|horribly|unacceptably|remarkably|refreshingly|painfully|stubbornly|blatantly) (?:bad|poor|low|slow|late|little|good|high|long|weak|"
    r"simple|easy|well|badly|poorly|wrong|stupid|careless|naive|nice|clumsy|ugly)\b",
    re.IGNORECASE | re.MULTILINE,
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


def _number_beside(match: re.Match[str], passage: Passage) -> bool:
    """A number elsewhere in the sentence mostly says how many; “some time” is another matter."""
    at = match.start()
    sentence = passage.sentence_at(at)
    each = re.match(r"[\w ]{0,24} at a time\b", passage.text[match.end() : match.end() + 40])
    return bool(
        each or _COUNT.search(sentence.replace(passage.text[slice(*match.span())], " "))
    ) or _counted(match, passage)


def _plain_clear(match: re.Match[str], passage: Passage) -> bool:
    """“clearly labelled” says how; “Clearly, …” is opinion. “naturally occurring” is a term."""
    word = match[0].casefold()
    after = passage.text[match.end() : match.end() + 14]
    if word in ("clearly", "personally", "naturally", "honestly"):
        return not re.match(r",|\s(?:the|this|it|we|an?|I)\b", after)
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
        "vague-quantity", "evidence", "medium", LIKELY,
        "“{words}” leaves open how many or how much; the reader cannot tell how large the matter is.",
        "Give the number or the amount, or a range if the exact number is not known.",
        phrases(MORE_QUANTITY, _number_beside), "numbers",
    ),
    Rule(
        "opinion", "evidence", "low", LIKELY,
        "“{words}” gives a feeling where the reader needs a fact.",
        "Leave it out, or say what it rests on.",
        phrases(OPINION, _plain_clear), "evidence",
    ),
    Rule(
        "opinion", "evidence", "low", LIKELY,
        "“{words}” gives a feeling where the reader needs a fact.",
        "Leave it out, or say what it rests on.",
        phrases(MORE_OPINION), "evidence",
    ),
)  # fmt: skip
