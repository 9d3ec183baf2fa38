"""Training: whether more is done about a fault than telling people again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.engines.checks.passage import Facts, Passage
from bluepencil.engines.checks.rule import LIKELY, Hit, Rule
from bluepencil.engines.checks.rules.actions import IMPERATIVE

_TRAIN = re.compile(
    r"\b(?:re-?train\w*|training|trained|refresher|awareness|reminded?|reminds?|reminder|toolbox talk|"
    r"safety talk|briefed|briefing|coached|coaching|counsell?ed|instructed again|re-?instructed|"
    r"re-?briefed|re-?read|read and sign|sensiti[sz]ed|made aware|attention (?:was|is|will be) drawn|"
    r"e-?learning|workshop|course|lecture|spoken to|lessons?|seminar|tutorial|teach-?in|posters?|leaflet|"
    r"(?:e-?mail|memo|message|circular|notice|letter|bulletin) (?:to|for) (?:all|the|every)|newsletter|"
    r"(?:talk|talks|speak|speaks|spoke|talked) (?:to|with) (?:the|all|each|every|him|her|them|his|staff|both)|"
    r"(?:explain|explains|explained|repeat|repeats|repeated|impress|impresses|stress|stresses|emphasi[sz]es?|"
    r"reiterates?|point out|points out|remind|tell|tells|told|instruct|instructs|instructed|urges?|urged|ask|asks|asked|encouraged?) "
    r"(?:[\w'’-]+ ){0,8}?(?:again|once more|rules?|procedures?|instructions?|importance|careful(?:ly)?|attention|staff|operators|drivers|nurses|teams?|employees|colleagues|everyone|crew)|"
    r"(?:more|greater|extra|closer) (?:care(?:ful)?|attention|attentive|vigilant|vigilance|diligence)|pay (?:more |closer )?attention|"
    r"(?:sign|signs|signed|confirm|confirms|confirmed)(?: that)? (?:they|he|she|all)? ?(?:have|has|had) read|"
    r"(?:verbal|oral|written|formal|first|final|official) (?:warning|reprimand|caution)|(?:received|receives|gets|given|issued) an? (?:\w+ )?(?:warning|reprimand|lesson|talking-to)|"
    r"(?:agenda|item|point|topic|subject) (?:of|at|in|for) (?:the|a|each|every|all) (?:\w+ )?(?:meeting|briefing|huddle|stand-?up)|"
    r"(?:circulates?|circulated|distributes?|distributed|hands? out|handed out|sends? (?:out|round)|sent (?:out|round)|re-?sends?|re-?issues?) (?:the|a|an|all|this|these|our) (?:\w+ ){0,2}?(?:procedures?|instructions?|rules?|memo|reminder|guidelines?|manual|policy|leaflet|bulletin)|"
    r"(?:discussed|raised|addressed|mentioned|brought up) (?:at|in|during) (?:the|a|each) (?:\w+ )?(?:meeting|briefing|huddle|stand-?up))\b",
    re.IGNORECASE,
)
_PAPERWORK = re.compile(
    r"\b(?:effectiveness|attendance|(?:report|deviation|record|incident|ticket|case|file|investigation) "
    r"(?:will be |is |was )?(?:closed|filed|archived|presented|distributed|signed)|(?:closes?|files?|archives?|"
    r"presents?|distributes?|signs?) (?:this|the) (?:report|deviation|record|incident|ticket|case|file|investigation)|"
    r"no (?:further|other|more) (?:actions?|measures?|steps?))\b",
    re.IGNORECASE,
)
_PROMISED = re.compile(r"\bwill\b|\bshall\b|\bis to\b|\bowner\b", re.IGNORECASE)
_BOUND = re.compile(r"\b(?:will|shall|must)\b")


def _training(passage: Passage, facts: Facts) -> Iterator[Hit]:
    """Training as the only thing done: no other action stands in the section's actions."""
    topic = facts.topics[passage.section.name]
    for start, end in passage.sentences:
        sentence = passage.text[start:end]
        if not _TRAIN.search(sentence):
            continue
        acts = topic.actions or re.search(
            r"\b(?:action|measure|response|as a result|therefore|will)\b", sentence, re.I
        )
        if acts and not _other_actions(passage, sentence, topic.actions):
            yield Hit(start, end)
            return


def _other_actions(passage: Passage, sentence: str, listed: bool) -> bool:
    """Whether something besides training is done; filing and following up are no change."""
    if not listed:
        rest = passage.text.replace(sentence, "")
        return len(rest.split()) > 25 and bool(
            re.search(r"\b(?:also|in addition|changed|install|redesign)", rest)
        )
    others = [
        text
        for block in passage.section.blocks
        if block.kind in ("item", "row", "paragraph")
        and sentence not in (text := passage.section.text[block.start : block.end])
        and (IMPERATIVE.match(text) or _PROMISED.search(text))
    ]
    inside = [
        part
        for part in re.split(r"(?<=[.!?])\s", passage.text)
        if part != sentence and _BOUND.search(part) and len(part.split()) > 6
    ]
    return any(not (_TRAIN.search(text) or _PAPERWORK.search(text)) for text in others + inside)


RULES = (
    Rule(
        "training-only", "actions", "medium", LIKELY,
        "Training or a reminder is the only action. People who knew the rule forget it again; "
        "nothing in the process has changed.",
        "Add a change that makes the mistake harder to make or quicker to notice.",
        _training, "training",
    ),
)  # fmt: skip
