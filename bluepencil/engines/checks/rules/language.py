"""Language: doubled words, spelling, usage, and phrases longer than what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.engines.checks.passage import Facts, Passage
from bluepencil.engines.checks.rule import LIKELY, SURE, Hit, Rule, any_of, phrases, replacing
from bluepencil.engines.checks.words import MISSPELT, USAGE, WORDY

_DOUBLED = re.compile(r"(?<![\w'’-])([A-Za-z]{1,20})\s{1,3}(\1)(?![\w'’-])", re.IGNORECASE)
_MAY_DOUBLE = frozenset(("had", "that", "log", "chop", "bye", "win"))
_SINGULAR_BE = re.compile(
    r"\b(?:[Tt]he|[Tt]hese|[Tt]hose|[Aa]ll|[Bb]oth) (?:\w{3,14} )?(\w{3,14}(?:ers|ors|ices|tes|les|nts|ies|ves|ngs|cks|rds|ses|ems|ons|ets|als|des|mes|res|ups|ows|ays|nes|lts|sts|pts|rks|cts|lls|ips|ads|ars|irs|ids|ics)) (was|is|has)\b"
)
_NUMBER_NOUN = re.compile(
    r"\b([Ll]ess) (?=(?:than \w+ )?(?:[a-z]{3,14} )?(?:samples|weights|errors|people|items|vials|units|orders|complaints|tests|"
    r"cases|incidents|deliveries|customers|users|parts|defects|reports|calls|requests|steps|hours|days|pages|"
    r"questions|mistakes|alarms|records|entries|cartons|boxes|staff members|employees|visits|failures|findings|"
    r"tickets|servers|drivers|pallets|trucks|changes|checks|readings|measurements|problems|patients|words)\b)"
)
_AMOUNT_OF = re.compile(
    r"\b([Tt]he |[Aa]n? )?((?:large |small |great |high |low )?amount of) (?=(?:[a-z]{3,14} )?(?:\w{2,14}(?:ers|ors|les|nts|"
    r"ries|ngs|rds|ems|ons|ets|als|ples|ks|ays)|people|samples|queries|cases|boxes|items|tests|vials|complaints|calls|users|errors|emails|e-mails|mistakes|changes|messages|invoices|employees|houses|rooms|files|hours|days|steps|trips|visits|patients|units|defects|doses|claims|fees|votes|posts|rows|pages|cars|trucks|accidents|incidents|failures|faults|alarms|customers)\b)"
)
_ARTICLE_A = re.compile(
    r"(?<![\w'’.-])([Aa]) (?=([aeio][a-z]{2,}|u[bcdfgklmpstvwxz][a-z]+|hour|honest|heir|honou?r)\b)"
)
_ARTICLE_AN = re.compile(
    r"(?<![\w'’.-])([Aa]n) (?=((?:[bcdfgjklmnpqrstvwxyz][aeiouy]|[bcdfgkpst][lrh]|ch|wh|wr|[dst]w|qu|s[ckmnpqtw]|kn|gn|ps)[a-z]+|h(?!ou?r|onest|ono|eir)[a-z]{2,}|uni[a-z]+|use[a-z]*|eu[a-z]+|one|once)\b)"
)
_ONE_WORD = re.compile(
    r"^(?:one|once|ones|util\w*|uti\w*|eu\w*|uni\w*|use\w*|ubiq\w*|usu\w*|uten\w*|ewe\w*|unanim\w*)$",
    re.I,
)
_PLURAL_VERB = re.compile(
    r"\b((?:[Nn]either|[Ee]ither|[Ee]ach|[Oo]ne|[Ee]very one) of (?:the|these|those|them|our|their|his|its)(?: \w+){0,3}?) "
    r"(have|were|are|mention|do|show|say|need|want|give|know|exist|seem|contain|use)\b"
)
_THEY_WAS = re.compile(r"\b(we|you|they|there) (was) (?=\w)(?!not? \w+ing that)", re.I)
_HAS_WENT = re.compile(
    r"\b(ha[sd]|have|having) (went|came|ran|wrote|took|gave|broke|began|did|saw|spoke|chose|fell|drove|forgot|knew|threw)\b",
    re.I,
)
_PARTICIPLE = {
    "went": "gone", "came": "come", "ran": "run", "wrote": "written", "took": "taken", "gave": "given", "broke": "broken",
    "began": "begun", "did": "done", "saw": "seen", "spoke": "spoken", "chose": "chosen", "fell": "fallen",
    "drove": "driven", "forgot": "forgotten", "knew": "known", "threw": "thrown",
}  # fmt: skip
_ITS = re.compile(
    r"\b([Ii])t['’]s (?=(?:own|contents?|purpose|value|cause|effects?|size|shape|position|place|state|status|comments?|"
    r"owner|colou?r|limits?|settings?|lid|door|label|surface|weight|use|results?|design|function|name|users|customers|"
    r"suppliers?|staff|report|reply|answer|last|first|second|next|previous|original|current|normal|maximum|minimum|"
    r"performance|reference|number|date|records?|entry|end|start|way|role|part|history|manual|memory|power|load|"
    r"response|capacity|range|temperature|seal|filter|battery|sensor|alarm|log|data|parent|base|path|root)\b)"
)
_ITS_IS = re.compile(
    r"(?<![\w'’])([Ii]ts) (?=(?:not|been|a|an|the|clear|likely|possible|important|necessary|unclear|too|also)\b)"
)


def _doubled(passage: Passage, _: Facts) -> Iterator[Hit]:
    for match in _DOUBLED.finditer(passage.text):
        word = match[1].casefold()
        if word in _MAY_DOUBLE or "\t" in match[0]:
            continue
        if match[2][:1].isupper() and not match[1][:1].isupper():
            continue  # a name after the same word: “will Will …”
        if len(word) == 1 and word != "a":
            continue
        yield Hit(match.start(), match.end(), match[1])


def _usage(passage: Passage, _: Facts) -> Iterator[Hit]:
    """Slips of usage that a pattern can tell, each with the words that would be right."""
    text = passage.text
    for match in _NUMBER_NOUN.finditer(text):
        if not re.match(r"than (?:\d|an?\b|half|one\b)", text[match.end() :]):
            yield Hit(match.start(1), match.end(1), _cased("fewer", match[1]))
    for match in _AMOUNT_OF.finditer(text):
        yield Hit(match.start(2), match.end(2), match[2].replace("amount", "number"))
    for pattern, right in ((_ARTICLE_A, "an"), (_ARTICLE_AN, "a")):
        for match in pattern.finditer(text):
            if not (right == "an" and _ONE_WORD.match(match[2])):
                end = match.end(2)
                yield Hit(match.start(), end, _cased(f"{right} {match[2]}", match[1]))
    for match in _HAS_WENT.finditer(text):
        yield Hit(match.start(), match.end(), f"{match[1]} {_PARTICIPLE[match[2].casefold()]}")
    for match in _ITS.finditer(text):
        end = match.end() - 1
        yield Hit(match.start(), end, f"{match[1]}ts")
    for match in _ITS_IS.finditer(text):
        yield Hit(match.start(1), match.end(1), f"{match[1][0]}t's")
    yield from _agreement(text)
    yield from _forms(text)


_NO_PAST = r"(?!(?:need|exceed|succeed|proceed|feed|speed|bleed|breed|embed|shed|seed|weed|heed|bed|wed|led|red|fed)\b)"
_AUX_PAST = re.compile(
    rf"\b((?:did|does|do|will|would|can|could|should|must|may|might|shall|to)(?: not|n['’]t)?) ({_NO_PAST}[a-z]{{3,}}ed)\b"
)
_PAST_OK = re.compile(
    r"\b(?:related|due|prior|subject|according|as|opposed|compared|used|devoted|committed|back|next|close|similar|equal|thanks|up|down|in addition|limited|referred|added|attached|exposed|leading|led)$"
)
_DO_S = re.compile(
    r"\b((?:did|does|do|can|could|will|would|should|must)(?: not|n['’]t)) ([a-z]{3,}(?<!s)(?<!i)(?<!u)s)\b(?<!always)(?<!sometimes)(?<!perhaps)(?<!besides)"
)
_BE_PAST = re.compile(
    r"\b(was|were|is|are|been|being|be) (took|went|wrote|broke|gave|chose|saw|did|began|ran|drove|fell|forgot|knew|threw|spoke|came|ate|rose|shook|stole|swore|tore|wore|froze|hid|drew|flew|grew)\b"
)
_THERE_ONE = re.compile(
    r"\b([Tt]here) (is|was) ((?:about |only |over |at least )?(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{2,}|[2-9]|many|several|both) \w+s)\b"
)
_THERE_MANY = re.compile(
    r"\b([Tt]here) (are|were) (?=(?:an?|one|only one) (?!(?:few|number|couple|lot|total|handful|dozen|range|variety|great|large|good|series|set|host|pair|further|small|hundred|thousand|multitude)\b)[a-z]+\b)"
)
_PRONOUN = re.compile(
    r"(?:(?<=^)|(?<=[.!?;,] )|(?<=that )|(?<=because )|(?<=when ))((?:[Tt]hey|[Ww]e|[Yy]ou|[Tt]hese|[Tt]hose) )(is|was|has|does)\b|(?:(?<=^)|(?<=[.!?;] )|(?<=that )|(?<=because ))((?:[Hh]e|[Ss]he|[Ii]t) )(are|have|do|were(?! to\b| not))\b",
    re.M,
)
_MORE_ER = re.compile(
    r"\b((?:[Mm]ore|[Mm]ost)) ((?:bett|easi|fast|slow|high|low|saf|cheap|clear|strong|quick|bigg|small|larg|long|short|new|old|earli|lat|clean|dri|hott|cold|warm|simpl|heavi|hard|soft|near|bright|dark)(?:er|est)|worse|worst|best)\b"
)
_LESS_PLURAL = re.compile(
    r"(?<![\w-])([Ll]ess) (?!than\b|of\b|so\b|is\b|as\b|was\b|has\b|this\b|always\b|news\b|progress\b|goods\b|losses\b)(?:\w+(?:al|ed|ing|ive|ous|new|big|small|high|low|late) )?([a-z]{3,}(?<!s)(?<!u)(?<!i)s)\b"
)
_FEWER_MASS = re.compile(
    r"\b([Ff]ewer) (?=(?:time|water|money|information|work|traffic|paper|noise|power|heat|waste|equipment|effort|space|staff time|material|damage|energy|product|air|oil)\b)"
)
_THIS_PLURAL = re.compile(
    r"\b([Tt]his|[Tt]hat|[Aa]n?|[Ee]ach|[Ee]very|[Oo]ne) ([a-z]{3,}(?:tions|ments|nesses|ities|ures|ples|vices|ages))\b(?! (?:in|from|that|the|a|an|how|why|whether|to)\b)"
)
_SINGULAR_ARE = re.compile(
    r"(?:(?<=^)|(?<=[.!?;] ))((?:The|This|That|Each|Every|No|A|An|Our|Its|Their) (?!(?:can|could|will|would|may|might|must|should|shall|police|people|staff|data|team|crew|committee|rest|majority|number|remainder|others?|two|three|four|five|six|seven|eight|nine|ten|few|many|same|following|above|latter|former|media|criteria|children|men|women|cattle|feet|teeth|public|management|pair|group|half|board|government)\b)[a-z]{3,}(?<!s)(?<!ee)) (were|are|have)\b(?! (?:been )?\w+ing that)",
    re.M,
)
_LEAD = re.compile(
    r"\b(has|have|had|was|were|which|this|that|it|and) (lead) to\b(?= (?:a|an|the|this|that|more|several|two|three|higher|lower|delays?|losses)\b)"
)
_AFFECT = re.compile(
    r"\b(?:an?|the|no|any|this|some|little|negative|positive|side|adverse|direct) (affect)s?\b(?! \w+ly\b)|\b(?:will|would|may|might|can|could|did|does|not|to|also|directly|adversely|badly|negatively) (effect)\b(?! (?:a change|change|repairs?|payment))"
)
_LOOSE = re.compile(
    r"\b(?:to|will|would|may|might|can|could|must|not|we|they) (loose)\b(?= (?:the|a|an|our|their|its|time|money|data|customers|control|track|power)\b)"
)


def _forms(text: str) -> Iterator[Hit]:
    """Verb and noun forms that cannot stand together."""
    for match in _AUX_PAST.finditer(text):
        if match[1] != "to" or not _PAST_OK.search(
            text[max(0, match.start() - 12) : match.start()].rstrip()
        ):
            if match[1] == "to" and not re.search(
                r"\b(?:had|has|have|able|decided|forgot|failed|tried|wanted|need|needs|needed|order|began|started|asked|told|want|wants|going|how|not|likely|ready|used)$",
                text[max(0, match.start() - 10) : match.start()].rstrip(),
            ):
                continue
            yield Hit(match.start(), match.end())
    for pattern in (_DO_S, _BE_PAST, _MORE_ER, _THERE_ONE, _THIS_PLURAL, _SINGULAR_ARE, _LEAD):
        for match in pattern.finditer(text):
            yield Hit(match.start(), match.end())
    for pattern in (_AFFECT, _LOOSE):
        for match in pattern.finditer(text):
            group = 1 if match[1] else 2
            right = {"affect": "effect", "effect": "affect", "loose": "lose"}[match[group]]
            yield Hit(match.start(group), match.end(group), right)
    for match in _THERE_MANY.finditer(text):
        yield Hit(match.start(), match.end(2))
    for match in _PRONOUN.finditer(text):
        yield Hit(match.start(), match.end())
    for match in _LESS_PLURAL.finditer(text):
        yield Hit(match.start(1), match.end(1), _cased("fewer", match[1]))
    for match in _FEWER_MASS.finditer(text):
        yield Hit(match.start(1), match.end(1), _cased("less", match[1]))


def _agreement(text: str) -> Iterator[Hit]:
    """Subjects and verbs that do not go together."""
    for match in _PLURAL_VERB.finditer(text):
        singular = {"have": "has", "were": "was", "are": "is", "do": "does"}
        verb = match[2]
        yield Hit(match.start(), match.end(), f"{match[1]} {singular.get(verb, verb + 's')}")
    for match in _THEY_WAS.finditer(text):
        if match[1].casefold() != "there":
            yield Hit(match.start(), match.end(), f"{match[1]} were")
    for match in _SINGULAR_BE.finditer(text):
        before = text[max(0, match.start() - 30) : match.start()]
        if re.search(
            r"\b\w+ (?:of|in|for|by|with|on|from|to|at|about|between|against|and)\s$|ing\s$", before
        ) or re.search(
            r"\b(?:that|which|who|how|number|one|each|none|list|set)\b[^.;]{0,24}$", before
        ):
            continue
        right = {"was": "were", "is": "are", "has": "have"}[match[2]]
        yield Hit(match.start(), match.end(), text[match.start() : match.start(2)] + right)


def _cased(word: str, like: str) -> str:
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


_WORDY_MORE = re.compile(
    r"\bon an? (?!case)\w{4,14} basis\b|\bin an? (?:\w+ly )?\w{4,14} (?:manner|fashion)\b"
    r"|\bit (?:is|should be|must be|needs to be|has to be|may be|can be) (?:noted|stressed|emphasi[sz]ed|mentioned|pointed out|remembered|said|borne in mind|recalled|added|observed)(?: that)?\b"
    r"|\b(?:it is|it was) (?:important|interesting|worth|vital|crucial|essential|necessary) to (?:note|mention|remember|stress|point out|emphasi[sz]e|understand)(?: that)?\b"
    r"|\bthe reason (?:why|for which)\b|\bthe question (?:of|as to) whether\b|\b(?:in|with) regards? to\b"
    r"|\b(?:is|are|was|were) (?:of the (?:opinion|view)|in (?:agreement|possession|receipt|need)) (?:that|with|of)\b"
    r"|\b(?:perform|performed|conduct|conducted|carry out|carried out|undertake|undertook|make|made) an? (?:analysis|assessment|evaluation|examination|inspection|comparison|adjustment|determination|recommendation|decision|attempt) (?:of|on|to|about|regarding)\b",
    re.IGNORECASE,
)

RULES = (
    Rule(
        "doubled-word", "language", "low", SURE,
        "“{words}”: a word stands twice.",
        "Take one out.",
        _doubled,
    ),
    Rule(
        "spelling", "language", "low", SURE,
        "“{words}” is misspelt.",
        "Write “{replacement}”.",
        replacing(any_of(*MISSPELT), MISSPELT),
    ),
    Rule(
        "grammar", "language", "low", SURE,
        "“{words}” is not standard usage.",
        "Write “{replacement}”.",
        replacing(any_of(*USAGE), USAGE),
    ),
    Rule(
        "grammar", "language", "low", LIKELY,
        "“{words}” does not go together.",
        "Bring the words into line with each other.",
        _usage,
    ),
    Rule(
        "cliche-or-wordy", "language", "low", LIKELY,
        "“{words}” takes more words than it says.",
        "Leave it out, or say it in one word.",
        phrases(_WORDY_MORE), "plain-language",
    ),
    Rule(
        "cliche-or-wordy", "language", "low", SURE,
        "“{words}” takes more words than it says.",
        "Leave it out, or say it in one word.",
        replacing(any_of(*WORDY), WORDY), "plain-language",
    ),
)  # fmt: skip
