"""A document against its own house style: British or American, hyphens, capitals."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from bluepencil.documents import Section
from bluepencil.engines.checks.consistency.places import finding, shown
from bluepencil.engines.checks.consistency.reading import Reading
from bluepencil.engines.checks.place import Place
from bluepencil.engines.checks.rule import LIKELY
from bluepencil.review.findings import Finding

# British stems and what America writes for them; the endings of both are the same.
_PAIRS = {
    "colour": "color", "behaviour": "behavior", "favour": "favor", "honour": "honor", "labour": "labor",
    "neighbour": "neighbor", "flavour": "flavor", "harbour": "harbor", "humour": "humor", "vapour": "vapor",
    "endeavour": "endeavor", "rumour": "rumor", "tumour": "tumor", "odour": "odor", "centre": "center",
    "fibre": "fiber", "theatre": "theater", "litre": "liter", "kilometre": "kilometer",
    "millimetre": "millimeter", "centimetre": "centimeter", "calibre": "caliber", "defence": "defense",
    "offence": "offense", "catalogue": "catalog", "travelled": "traveled", "travelling": "traveling",
    "cancelled": "canceled", "cancelling": "canceling", "labelled": "labeled", "labelling": "labeling",
    "modelled": "modeled", "modelling": "modeling", "signalled": "signaled", "signalling": "signaling",
    "fulfil": "fulfill", "enrol": "enroll", "skilful": "skillful", "grey": "gray", "cheque": "check",
    "aluminium": "aluminum", "tyre": "tire", "paediatric": "pediatric", "anaesthe": "anesthe",
    "haemo": "hemo", "oestrogen": "estrogen", "foetus": "fetus", "ageing": "aging", "judgement": "judgment",
    "manoeuvre": "maneuver", "analysed": "analyzed", "analysing": "analyzing", "paralyse": "paralyze",
    "catalyse": "catalyze", "sceptic": "skeptic", "mould": "mold", "plough": "plow",
}  # fmt: skip
_ISE = (
    "organi|reali|recogni|summari|minimi|maximi|optimi|prioriti|customi|standardi|utili|categori|authori|"
    "emphasi|finali|initiali|normali|speciali|visuali|synchroni|locali|generali|characteri|criticis|apologi|"
    "harmoni|stabili|steriliz|sterili|moderni|centrali|digiti|formali|itemi|memori|mobili|neutrali|"
    "penali|randomi|seriali|virtuali|containeri|saniti|monetis|crystalli|immuni|hospitali"
)
_ENDS = r"(?:e|ed|es|er|ers|ing|ation|ations|ational)\b"
_IZE = re.compile(rf"(?<![\w./@#_-])(?:{_ISE})(?P<letter>[sz]){_ENDS}(?![\w(./=_-]*[\w(=_])")
_AMBIGUOUS = frozenset({"fulfil", "enrol", "cheque", "tyre", "catalogue", "judgement", "ageing"})
_WORD = re.compile(r"(?<![\w./@#_:=<-])[a-z]{4,20}(?![\w(/=_:@<-]|\.\w)")
_HYPHENED = re.compile(r"(?<![\w./@#_-])[^\W\d_]{1,14}-[^\W\d_]{2,14}(?![\w(/=_@-]|\.\w)")
_CLOSED = re.compile(r"(?<![\w./@#_-])[^\W\d_]{5,28}(?![\w(/=_@-]|\.\w)")
_TWO_WORDS = frozenset(re.findall(r"\w+", "re un co non pre de in"))  # re-sign is not resign
_SMALL_WORD = frozenset(re.findall(
    r"\w+", "a an and as at but by for from if in into is it nor of off on or our over per so than that the their to up via vs "
    "with your der die das und von im le la les de des et el los y",
))  # fmt: skip


def house_style(reading: Reading) -> Iterator[Finding]:
    """Words and forms that the document writes in two ways: one finding for each, with all places."""
    spoken = reading.language
    if spoken == "en":
        yield from _two_englishes(reading)
        yield from _headings(reading)
    yield from _hyphens(reading)
    yield from _items(reading)


def _two_englishes(reading: Reading) -> Iterator[Finding]:
    british = {gb: us for gb, us in _PAIRS.items() if gb not in _AMBIGUOUS}
    stems = re.compile(
        rf"(?:(?P<gb>{'|'.join(british)})|(?P<us>{'|'.join(british.values())})(?!a[rt]|i[osz]|o|al))[a-z]{{0,6}}\Z"
    )
    sides: dict[str, list[Place]] = {"gb": [], "us": []}
    zed: dict[str, list[Place]] = {"s": [], "z": []}
    for one in reading.prose:
        text = one.own
        for match in _WORD.finditer(text):
            if stem := stems.match(match[0]):
                sides["gb" if stem["gb"] else "us"].append(one.place(*match.span()))
        for match in _IZE.finditer(text):
            zed[match["letter"]].append(one.place(*match.span()))
    yield from _mixed(sides["gb"], sides["us"], "British", "American")
    yield from _mixed(zed["s"], zed["z"], "-ise", "-ize")


def _mixed(ones: list[Place], others: list[Place], one: str, other: str) -> Iterator[Finding]:
    if not ones or not others:
        return
    rare, often = sorted((ones, others), key=len)
    rare_name, often_name = (one, other) if rare is ones else (other, one)
    yield finding(
        rare[0], "two-spellings", "low",
        f"“{rare[0].words}” is the {rare_name} spelling; elsewhere it is the {often_name} one "
        f"(“{often[0].words}”).",
        "Keep to one of them.", [*rare[1:], often[0]], category="language",
    )  # fmt: skip


def _hyphens(reading: Reading) -> Iterator[Finding]:
    """“roll-out” and “rollout”."""
    hyphened: dict[str, list[Place]] = defaultdict(list)
    for one in reading.prose:
        text = one.own
        for match in _HYPHENED.finditer(text) if "-" in text else ():
            first, _, _ = match[0].partition("-")
            if first.casefold() not in _TWO_WORDS:
                hyphened[match[0].casefold().replace("-", "")].append(one.place(*match.span()))
    if not hyphened:
        return
    closed: dict[str, list[Place]] = defaultdict(list)
    for one in reading.prose:
        for match in _CLOSED.finditer(one.own):
            key = match[0].casefold()
            if key in hyphened and not any(letter.isupper() for letter in match[0][1:]):
                closed[key].append(one.place(*match.span()))
    for key, places in closed.items():
        rare, often = sorted((hyphened[key], places), key=len)
        yield finding(
            rare[0], "two-spellings", "low",
            f"“{rare[0].words}” here, “{often[0].words}” elsewhere ({len(often)} times).",
            "Keep to one of them.", [*rare[1:], often[0]], category="language",
        )  # fmt: skip


def _headings(reading: Reading) -> Iterator[Finding]:
    """One or two headings in capitals that the others of their level do not have, or the reverse."""
    levels: dict[int, dict[bool, list[Section]]] = defaultdict(lambda: {True: [], False: []})
    for section in reading.sections:
        words = re.findall(r"[^\W\d_][\w’'-]*", section.name)[1:]
        weighty = [
            word for word in words
            if word.casefold() not in _SMALL_WORD and len(word) > 3 and word[1:].islower()
        ]  # fmt: skip
        capital = [word for word in weighty if word[0].isupper()]
        if (
            len(weighty) >= 2 + bool(capital)
            and len(capital) in (0, len(weighty))
            and not section.name.isupper()
        ):
            levels[section.level][bool(capital)].append(section)
    for forms in levels.values():
        for rare, often in ((True, False), (False, True)):
            few, many = forms[rare], forms[often]
            if few and len(few) <= 3 and len(few) * 4 <= len(many):
                names = ", ".join(f"“{shown(section.name, 40)}”" for section in few)
                yield finding(
                    few[0], "heading-capitals", "low",
                    f"Written {'with' if rare else 'without'} capitals, unlike the other headings "
                    f"of this level: {names}.",
                    f"Write headings like “{shown(many[0].name)}”.", category="language",
                    confidence=LIKELY,
                )  # fmt: skip


def _items(reading: Reading) -> Iterator[Finding]:
    """Lists in which one item begins in the other case: one finding for all such items."""
    odd: list[Place] = []
    usual = ""
    for section in reading.sections:
        for group in _lists(section):
            small = [place for place in group if place.words[:1].islower()]
            large = [place for place in group if place.words[:1].isupper()]
            few, many = sorted((small, large), key=len)
            if few and len(many) >= 4 * len(few) and len(many) >= 4:
                odd += few
                usual = usual or many[0].words
    if odd:
        yield finding(
            odd[0], "item-capitals", "low",
            f"This item begins with {'a small' if odd[0].words[0].islower() else 'a capital'} letter, "
            f"the others of its list do not (“{shown(usual)}”).",
            "Begin the items of a list in the same way.", odd[1:], category="language",
            confidence=LIKELY,
        )  # fmt: skip


_FIRST_WORD = re.compile(r"(?:[•*–-]|\(?\d{1,3}[.)])\s+(?P<word>[^\W\d_][a-zà-ÿ]+)(?=[ ,;]|\.\s|$)")


def _lists(section: Section) -> Iterator[list[Place]]:
    """The first words of the items of each list, where they are plain words."""
    group: list[Place] = []
    depth = 0
    for block in section.blocks:
        if block.kind == "item" and block.depth > depth and group:
            continue  # a list within an item
        if block.kind != "item" or (block.depth < depth):
            if group:
                yield group
            group, depth = [], 0
        if block.kind == "item":
            depth = block.depth if not group else depth
            match = _FIRST_WORD.match(section.text, block.start, block.end)
            if match:
                group.append(Place(section, *match.span("word")))
    if group:
        yield group
