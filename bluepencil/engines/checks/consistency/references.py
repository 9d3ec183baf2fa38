"""References that lead nowhere: to tables, figures, sections, appendices and steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bluepencil.engines.checks.consistency.places import (
    Prose,
    finding,
    sentence,
    shown,
)
from bluepencil.engines.checks.consistency.reading import Reading
from bluepencil.engines.checks.place import Place
from bluepencil.engines.checks.rule import LIKELY, SURE
from bluepencil.review.findings import Finding, Severity

_KINDS = {
    "table": r"tables?|tab\.|tabellen?|tableaux?|tablas?|bảng",
    "figure": r"figures?|figs?\.|abbildung(?:en)?|abb\.|figuras?|gráficos?|hình|diagrams?",
    "section": r"sections?|sec\.|chapters?|clauses?|abschnitte?n?|kapitel|chapitres?|secci(?:ón|ones)|capítulos?|mục|chương|§{1,2}",
    "appendix": r"appendix|appendices|annex(?:es)?|anhang|annexe|anexo|apéndice|phụ lục",
}
_LABELS = {
    "table": r"[A-Z]?\d{1,3}(?:[.-]\d{1,3}){0,2}",
    "figure": r"[A-Z]?\d{1,3}(?:[.-]\d{1,3}){0,2}",
    "section": r"\d{1,3}(?:\.\d{1,3}){0,5}",
    "appendix": r"[A-Z](?:\.\d{1,2})?|\d{1,2}|[IVX]{1,4}",
}
_MENTION = {
    kind: re.compile(
        rf"(?<![\w-])(?P<word>(?i:{words})) ?(?P<label>{_LABELS[kind]})(?![\w-]|\.\d)"
        rf"(?:(?:,| and| or| und| et| y| và|–| to) (?P<next>{_LABELS[kind]})(?![\w-]|\.\d|%))?"
    )
    for kind, words in _KINDS.items()
}
_CAPTION = {
    kind: re.compile(
        rf"^[\W_]{{0,6}}(?i:{words}) ?(?P<label>{_LABELS[kind]})[a-z]?(?:\s*$|\s*[.:)|–—-]|\s+[A-ZÀ-ÝĐ“\"(])",
        re.MULTILINE,
    )
    for kind, words in _KINDS.items()
}
_NUMBERED = re.compile(
    r"(?:(?i:section|chapter|abschnitt|kapitel|chapitre|sección|chương|mục|part) )?(\d{1,3}(?:\.\d{1,3}){0,5})[.):]?(?:\s|$)"
)
_LINE_NUMBER = re.compile(r"^[\W_]{0,4}(\d{1,3}(?:\.\d{1,3}){1,5})[.)]?\s", re.MULTILINE)
_LETTERED = re.compile(r"([A-Z])[.):]\s")
# What names another document: its sentence speaks of a law, a standard, a paper.
_ELSEWHERE = re.compile(
    r"\b(?:Act|Acts|Regulations?|Directive|Codes?|Agreements?|Contracts?|Standards?|ISO|IEC|IEEE|DIN|EN|RFC|GDPR|DSGVO|"
    r"BGB|StGB|NIST|FDA|CFR|USC|U\.S\.C|USP|ICH|WCAG|HTML|BCP|PEP|KEP|Guidelines?|Handbook|Manual|Specification|spec|"
    r"paper|article|book|thesis|report by|et al|arXiv|Loi|Gesetz|Verordnung|Ley|Luật|Nghị định|Constitution|"
    r"Treaty|Convention|Law|Policy|Bylaws|draft-[\w-]+|ECMA|W3C|license|License)\b|\[[A-Z][\w.-]{2,30}\]",
)
_OF_ANOTHER = re.compile(
    r"[a-z]?\)?,? (?:of|in|from|on|der|des|du|de|del|của|trong)\b(?! (?:this|the present|dies|ce |este|esta|tài liệu này))",
    re.I,
)
_OWNED = re.compile(r"(?:et al\.|\b(?:their|its|his|her|your)|[’']s?|\]|\d{4}\)?),? ?\(?\Z", re.I)
SOURCES = re.compile(
    r"\b(?:references|(?:foot|end)?notes|fußnoten|notas|bibliography|literature|sources|literatur|quellen|références|bibliographie|referencias|bibliografía|tài liệu)\b",
    re.I,
)
_STEP = re.compile(r"\b(?i:steps?|schritt|étape|paso|bước) (\d{1,2})(?![\w.]\d|[\w-])")
_STEP_TEXT = re.compile(
    r"^\W{0,4}(?:(?i:step|schritt|étape|paso|bước) )?(\d{1,2})[.):]", re.MULTILINE
)
_STEP_ANY = re.compile(r"^\W{0,4}(?i:step|schritt|étape|paso|bước) (\d{1,2})\b")
_NUMBERED_FRONT = re.compile(r"^(\d{1,2})[.):]")
_BY_NAME = re.compile(
    r"\b(?i:see|refer to|described in|listed in|given in|explained in|siehe|voir|véase|xem)(?: also)? (?:the |section |the section )?"
    r"(?:[“\"](?P<quoted>[^”\"\n]{3,80})[”\"]|(?P<plain>[A-Z][\w-]*(?: (?:and |of |the |for |to )?[A-Z][\w-]*){0,5}))"
    r" (?:section|chapter|part)\b"
)


_APPENDIX = re.compile(rf"\b(?:{_KINDS['appendix']})\b", re.IGNORECASE)
_POINTED = re.compile(r"(?:\bsee|\bin|\() ?\Z", re.IGNORECASE)


@dataclass(frozen=True)
class _Known:
    """The labels that the document has, by kind, the tables it has, with a label or without, and
    whether a heading says that an appendix follows."""

    labels: dict[str, set[str]]
    tables: int
    readable_tables: bool
    appendix: bool


def dangling(reading: Reading) -> Iterator[Finding]:
    """References to what the document does not have."""
    known = _known(reading)
    lost: dict[tuple[str, str], list[Place]] = {}
    for one in reading.prose:
        if one.block.kind == "note" or SOURCES.search(one.section.name):
            continue
        text = one.own
        for kind in _KINDS:
            for label, place in _mentions(one, text, kind, known):
                lost.setdefault((kind, label), []).append(place)
    for (kind, label), places in lost.items():
        yield from _lost(kind, label, places, known)
    yield from _steps(reading)
    yield from _names(reading)


def _known(reading: Reading) -> _Known:
    labels: dict[str, set[str]] = {kind: set() for kind in _KINDS}
    count: set[int | None] = set()
    appendix = any(_APPENDIX.search(section.name) for section in reading.sections)
    for section in reading.sections:
        everything = f"{section.name}\n{section.text}"
        for kind, caption in _CAPTION.items():
            labels[kind] |= {_plain(match["label"]) for match in caption.finditer(everything)}
            if kind in ("figure", "table") and ": " in section.text:
                labels[kind] |= {
                    _plain(match["label"])
                    for match in _MENTION[kind].finditer(section.text)
                    if _caption_here(section.text, kind, match)
                }
        number = _NUMBERED.match(section.name)
        labels["section"] |= {
            one for one in (section.number.rstrip("."), number and number[1]) if one
        }
        lettered = _LETTERED.match(f"{section.number} {section.name}".strip() + " ")
        labels["appendix"] |= {lettered[1]} if lettered else set()
        count |= {block.table for block in section.blocks if block.kind == "row"}
    if len(labels["section"]) > 1:
        for section in reading.sections:
            labels["section"] |= set(_LINE_NUMBER.findall(section.text))
    return _Known(
        labels, len(count), reading.document.media_type in ("md", "docx", "html"), appendix
    )


def _plain(label: str) -> str:
    return label.rstrip(".").replace("-", ".")


def _mentions(one: Prose, text: str, kind: str, known: _Known) -> Iterator[tuple[str, Place]]:
    """The labels of a kind that a text refers to and the document does not have, with places."""
    for match in _MENTION[kind].finditer(text):
        lead = text[max(0, match.start() - 6) : match.start()]
        if match["word"][0].islower() and kind != "section" and not _POINTED.search(lead):
            continue
        separate = match["word"].casefold().startswith("anne") and not known.labels[kind]
        if separate or _caption_here(text, kind, match) or _is_elsewhere(text, match):
            continue  # an annex may be a file of its own
        at = one.place(*match.span())
        if any(start < at.end and at.start < end for start, end, _ in one.section.links):
            continue  # that a link leads nowhere is seen elsewhere
        for name in ("label", "next"):
            if match[name] and not _is_there(_plain(match[name]), known.labels[kind], kind):
                start = match.start() if name == "label" else match.start("next")
                yield _plain(match[name]), one.place(start, match.end(name))


def _lost(kind: str, label: str, places: list[Place], known: _Known) -> Iterator[Finding]:
    severity = _severity(kind, label, known)
    if severity is not None:
        name = kind if kind in ("section", "appendix") else kind.capitalize()
        yield finding(
            places[0], "dangling-reference", severity,
            f"There is no {name} {label} in this document{_instead(kind, known)}.",
            "Refer to what is meant, or add what is missing.", places[1:],
            confidence=SURE if severity == "high" else LIKELY,
        )  # fmt: skip


def _caption_here(text: str, kind: str, match: re.Match[str]) -> bool:
    """Whether it begins a caption, also behind the description of a picture: “… Fig. 1: Costs”."""
    front = text[: match.start()] if match.start() < 8 else "…"
    if not front.strip("• *_(|") and _CAPTION[kind].match(text) is not None:
        return True
    pointed = _POINTED.search(text[max(0, match.start() - 6) : match.start()])
    return kind in ("figure", "table") and not pointed and text.startswith(": ", match.end())


def _is_elsewhere(text: str, match: re.Match[str]) -> bool:
    """Whether a reference is to another document."""
    if _OF_ANOTHER.match(text, match.end()) or _OWNED.search(
        text[max(0, match.start() - 12) : match.start()]
    ):
        return True
    return _ELSEWHERE.search(text, *sentence(text, *match.span())) is not None


def _is_there(label: str, labels: set[str], kind: str) -> bool:
    if re.fullmatch(r"\d+\.\d+", label) and set(label.split(".")) <= labels:
        return True  # “Tables 2-3”
    if label in labels or any(one.startswith(f"{label}.") for one in labels):
        return True
    return kind == "appendix" and label.split(".")[0] in labels and "." not in "".join(labels)


def _severity(kind: str, label: str, known: _Known) -> Severity | None:
    """How sure it is that a label leads nowhere; None where that cannot be told."""
    labels = known.labels[kind]
    letter = label[:1] if label[:1].isalpha() else ""
    if kind == "section":
        return "high" if len(labels) > 2 else None
    if kind == "appendix":
        return "high" if labels else None if known.appendix else "medium"
    if labels:
        same = [one for one in labels if one.startswith(letter) or not letter]
        return "high" if same else None
    if letter:
        return None
    if kind == "table":
        number = int(label.split(".")[0])
        return "high" if known.readable_tables and number > known.tables else None
    return "medium"


def _instead(kind: str, known: _Known) -> str:
    labels = known.labels[kind]
    if kind == "table" and not labels:
        return f", which has {known.tables or 'no'} {'table' if known.tables == 1 else 'tables'}"
    if not labels:
        return ""
    top = sorted(
        labels, key=lambda label: [int(part) if part.isdigit() else 0 for part in label.split(".")]
    )
    return f"; the last is {top[-1]}" if len(top) > 1 else f"; there is only {top[0]}"


def _steps(reading: Reading) -> Iterator[Finding]:
    """“step 7” where no list has as many."""
    last = 0
    for section in reading.sections:
        step = _STEP_ANY.match(section.name)
        numbers = [int(number) for number in _STEP_TEXT.findall(section.text)]
        numbers += [int(number) for number in _NUMBERED_FRONT.findall(section.name)]
        last = max(last, *numbers, int(step[1]) if step else 0, 0)
    for one in reading.prose if last > 2 else ():
        text = one.own
        for match in _STEP.finditer(text):
            front = not text[: match.start()].strip("•*_ (|0123456789.")
            if int(match[1]) > last and not front and not _is_elsewhere(text, match):
                yield finding(
                    one.place(*match.span()), "dangling-reference", "medium",
                    f"There is no step {match[1]}: the longest list has {last}.",
                    "Refer to the step that is meant.", confidence=LIKELY,
                )  # fmt: skip


def _names(reading: Reading) -> Iterator[Finding]:
    """“see the Rollback section” where no heading speaks of a rollback."""
    names = [_words(section.name) for section in reading.sections]
    for one in reading.prose:
        for match in _BY_NAME.finditer(one.text):
            wanted = _words(match["quoted"] or match["plain"])
            there = any(wanted <= name or name <= wanted for name in names if name)
            if wanted and not there and not _OF_ANOTHER.match(one.text, match.end()):
                yield finding(
                    one.place(*match.span()), "dangling-reference", "medium",
                    f"No heading reads “{shown(match['quoted'] or match['plain'])}”.",
                    "Use the heading's own words, or add the section.", confidence=LIKELY,
                )  # fmt: skip


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w{3,}", name.casefold())) - {"section", "the", "and", "for"}
