"""What was left behind in the writing: template text, notes to oneself, and what breaks off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.documents import Block, Section
from bluepencil.engines.checks.consistency.places import finding, shown
from bluepencil.engines.checks.consistency.reading import Reading
from bluepencil.engines.checks.place import Place
from bluepencil.engines.checks.rule import LIKELY
from bluepencil.review.findings import Finding

_COMMENT = re.compile(
    r"(?:#|//|--|/\*|<!--|;|%|\brem)\s{0,4}(?P<word>(?:TODO|FIXME|XXX|TBD|HACK)\b[^\n]{0,80})"
)
_TRACE = re.compile(r"^(?:Traceback|E {3,}|> {3,})", re.MULTILINE)  # others' code, as it failed
_NOTE = re.compile(r"\b(?:TODO|FIXME|XXX|TBD|HACK)\b[^\n]{0,80}")
_LOREM = re.compile(r"\blorem ipsum\b[^.\n]{0,60}", re.IGNORECASE)
_DESCRIBE = re.compile(
    r"(?:please |briefly |optional: |\(optional\) )?(?:describe|explain|summari[sz]e|outline|insert|fill in|delete this|"
    r"remove this|replace this|use this section|write (?:a|your)|beschreiben sie|fügen sie|décrivez|indiquez|insérez|"
    r"describa|indique|mô tả|nêu rõ)\b",
    re.IGNORECASE,
)
_PROVIDE = re.compile(
    r"(?:please |briefly )?(?:list|provide|include|state|specify|add|enter|identify|give|liệt kê)\b",
    re.I,
)
_ANY = re.compile(
    r"\b(?:here|how|what|why|which|when|who|whether|any|the (?:problem|impacts?|potential|background|reasons?|changes?|incident|"
    r"project|proposed|solution|steps|context|main|key|purpose|scope)|hier|ici|aquí|tại đây|e\.g\.|etc|if applicable|"
    r"in detail|sentences?|paragraphs?)\b",
    re.IGNORECASE,
)
_YOU = re.compile(
    r"\b(?:your|you|this section|here|if any|if applicable|as applicable|as appropriate|if known|e\.g\.|ihre|votre|su|"
    r"của bạn)\b|\(s\)|\[",
    re.IGNORECASE,
)
_MORE = re.compile(r"[.?!](?=\s+[A-ZÀ-Ý])")
_BREAKS_OFF = re.compile(
    r"(?<=\s)(?:the|an|and|because|our|their|its|which|whose|of the|to the|in the|with the|such as|as well as|"
    r"due to|und|oder|weil|der|des|dem|einen|einer|sowie|et|les|des|du|une|parce que|los|las|una|porque|và|hoặc|bởi vì)\Z"
)

_STRANDED = re.compile(  # ends a sentence that breaks off, or a phrase: “the part it comes with”
    r"(?<=\s)(?:of|by|from|into|than|to|with|between|during|bei|mit|nach|von|zur?|vom|avec|pour|par|sur|dans|con|por|para)\Z"
)
_RELATIVE = frozenset(  # what may leave a preposition at the end: “data to work with”
    [
        "to",
        "that",
        "which",
        "what",
        "whom",
        "who",
        "whose",
        "where",
        "it",
        "they",
        "we",
        "you",
        "he",
        "she",
        "I",
        "can",
    ]
)


def leftovers(reading: Reading) -> Iterator[Finding]:
    """Text that a finished document does not have."""
    yield from _comments(reading)
    yield from _template(reading)
    yield from _broken_off(reading)


def _comments(reading: Reading) -> Iterator[Finding]:
    """Notes to do something, in comments of code that the document shows, and in its own: one finding
    of each a section."""
    for section in reading.sections:
        places = []
        for block in section.blocks:
            for match in (
                _COMMENT.finditer(section.text, block.start, block.end)
                if block.kind == "code" and not _TRACE.search(section.text, block.start, block.end)
                else ()
            ):
                start, end = match.span("word")
                words = section.text[start:end].rstrip(" */->")
                places.append(Place(section, start, start + len(words)))
        for comment in section.comments:
            hidden = _NOTE.search(comment)
            if hidden:
                yield finding(
                    section, "leftover-note", "medium",
                    f"A comment that the page hides still says “{shown(hidden[0].rstrip())}”.",
                    "Do it, or take the note out.", category="completeness",
                )  # fmt: skip
                break
        if places:
            yield finding(
                places[0], "leftover-note", "medium",
                f"A comment still says “{shown(places[0].words)}”.", "Do it, or take the note out.",
                places[1:], category="completeness",
            )  # fmt: skip


def _template(reading: Reading) -> Iterator[Finding]:
    """Filler text, and instructions to an author where the author's own text should be."""
    for one in reading.prose:
        for match in _LOREM.finditer(one.text):
            yield finding(
                one.place(*match.span()), "template-text", "high",
                "This is filler text.", "Write what belongs here.", category="completeness",
            )  # fmt: skip
    for section in reading.sections:
        blocks = [block for block in section.blocks if block.kind != "note"]
        if not 1 <= len(blocks) <= 2 or any(block.kind != "paragraph" for block in blocks):
            continue
        texts = [section.text[block.start : block.end].strip(" *_<>[]()") for block in blocks]
        if all(_instructs(text) for text in texts):
            yield finding(
                Place(section, blocks[0].start, blocks[0].end), "template-text", "medium",
                "This tells an author what to write; the text itself is missing.",
                "Write what it asks for, or leave the section out.", category="completeness",
                confidence=LIKELY,
            )  # fmt: skip


def _instructs(text: str) -> bool:
    """Whether every sentence of a text is an instruction to its author."""
    cuts = [0, *(match.end() for match in _MORE.finditer(text)), len(text)]
    sentences = [
        text[a:b].strip() for a, b in zip(cuts, cuts[1:], strict=False) if text[a:b].strip()
    ]
    return (
        bool(sentences)
        and len(text) < 600
        and all(_DESCRIBE.match(one) or _PROVIDE.match(one) for one in sentences)
        and any(_instruction(one, alone=len(sentences) == 1) for one in sentences)
    )


def _instruction(one: str, *, alone: bool) -> bool:
    """Whether a sentence tells an author what to write; “Provide …” alone may be a proposal."""
    if _DESCRIBE.match(one):
        return bool(_ANY.search(one) or _YOU.search(one))
    asked = _PROVIDE.match(one) is not None
    return asked and bool(_YOU.search(one) or (not alone and _ANY.search(one)))


def _broken_off(reading: Reading) -> Iterator[Finding]:
    """A paragraph or item that ends on a word that needs another."""
    if reading.document.media_type == "pdf":
        return  # where a page ends in a sentence, a figure may stand between
    wrapped = reading.document.media_type == "txt"  # each line may be a block of its own
    for section in reading.sections:
        for at, block in enumerate(section.blocks):
            after = section.blocks[at + 1] if at + 1 < len(section.blocks) else None
            if block.kind not in ("paragraph", "item") or (
                after and (wrapped or _goes_on(block, after, section))
            ):
                continue
            text = section.text[block.start : block.end].rstrip()
            words = text[text.rfind("\n") + 1 :].split()
            match = _BREAKS_OFF.search(text[-20:])
            if (
                match is None
                and _is_sentence(section, at, text)
                and not _RELATIVE & {*words[-9:-1]}
            ):
                match = _STRANDED.search(text[-20:])
            if match is None or len(words) < 4 or "  " in text[-40:]:
                continue
            start = text.rfind(" ", 0, max(0, len(text) - 40)) + 1
            yield finding(
                Place(section, block.start + start, block.start + len(text)), "breaks-off", "high",
                f"This {'item' if block.kind == 'item' else 'paragraph'} breaks off after "
                f"“{match[0]}”.",
                "Finish the sentence.", category="completeness",
            )  # fmt: skip


def _is_sentence(section: Section, at: int, text: str) -> bool:
    """Whether a block should end as a sentence does: a paragraph of some length, or an item of a
    list whose other items do."""
    block = section.blocks[at]
    if block.kind == "paragraph":
        return len(text.split()) > 7 and text[:1].isupper()
    beside = [one for one in section.blocks[max(0, at - 2) : at + 3] if one.kind == "item"]
    ends = [section.text[one.end - 1 : one.end] for one in beside if one is not block]
    return bool(ends) and all(end in ".!?" for end in ends)


def _goes_on(block: Block, after: Block, section: Section) -> bool:
    """Whether what follows may be the rest of the sentence."""
    if after.kind in ("code", "row"):
        return True
    if after.kind == "item":
        return (
            block.kind == "paragraph"
            or after.depth > block.depth
            or section.text[block.start : block.end]
            .rstrip()
            .endswith((" and", " or", " und", " oder", " et", " y", " và", " hoặc"))
        )
    first = section.text[after.start : after.start + 1]
    return first.islower() or not first.isalnum()
