"""Evidence on form: fields filled in, abbreviations spelled out, headings, sentences."""

from __future__ import annotations

import re
from itertools import islice, pairwise

from bluepencil.documents import Block, Document, Section
from bluepencil.engines.checks.content import all_sentences, sentences
from bluepencil.engines.checks.evidence import Evidence, Look
from bluepencil.engines.checks.place import Place
from bluepencil.values import plural

_FIELD = re.compile(
    r"(?:author|owner|date|status|version|revision|prepared by|approved by|reviewed by|written by|reviewer|"
    r"approver|department|document (?:no|number)|reference|title|name|signature|location|site)\.?",
    re.IGNORECASE,
)
_DEFINED = re.compile(r"(?<!\w)(?:[A-Za-z][\w-]{1,30} ){1,6}\(([A-Z])[A-Z0-9&]{1,6}s?\)")
_LETTERS = re.compile(r"(?<![\w-])[A-Z]{2,6}s?(?![\w-])")
_SENTENCE = 5  # words; less is a label, or a line of a list


def _placeholders(document: Document) -> Evidence:
    """Fields of forms and rows of tables that have been filled in."""
    shows = tuple(
        Place(section, block.start, block.end)
        for section in document.sections
        for block in section.blocks
        if _is_filled(section, block)
    )
    note = f"{plural(len(shows), 'place')} filled in."
    return Evidence(shows, note=note if shows else "", whole=True)


def _is_filled(section: Section, block: Block) -> bool:
    text = section.text[block.start : block.end]
    if len(block.cells) > 2:
        return all(section.text[start:end].strip() for start, end in block.cells)
    label, _, rest = text.partition("\t" if block.cells else ":")
    return block.kind != "code" and bool(rest.strip()) and bool(_FIELD.fullmatch(label.strip()))


def _acronyms(document: Document) -> Evidence:
    shows = tuple(
        Place(section, found.start(), found.end())
        for section in document.sections
        for found in _DEFINED.finditer(section.text)
        if any(word[:1].upper() == found[1] for word in found[0].split("(")[0].split())
    )
    if not shows and not any(_LETTERS.search(section.text) for section in document.sections):
        return Evidence(nothing="The document has no abbreviations.")
    note = f"{plural(len(shows), 'abbreviation')} spelled out." if shows else ""
    return Evidence(shows, note=note)


def _structure(document: Document) -> Evidence:
    if len({section.level for section in document.sections}) < 2:
        return Evidence(nothing="All headings have the same level.")
    down = [below for above, below in pairwise(document.sections) if below.level == above.level + 1]
    shows = [part for section in down for part in islice(sentences(section), 1)]
    return Evidence(tuple(shows), note=f"{plural(len(document.sections), 'heading')}.")


def _plain_language(document: Document) -> Evidence:
    found = tuple(part for part in all_sentences(document) if len(part.words.split()) >= _SENTENCE)
    return Evidence(
        shows=found,
        subjects=found,
        nouns=("sentence is plain", "sentences are plain"),
        nothing="" if found else "The document has no sentences.",
    )


LOOKS: dict[str, Look] = {
    "placeholders": _placeholders,
    "acronyms": _acronyms,
    "structure": _structure,
    "plain-language": _plain_language,
}
