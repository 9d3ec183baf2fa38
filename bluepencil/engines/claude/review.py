"""Reviews: asks for findings, reads them as they are written, and locates each in the document."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

from pydantic import ValidationError

from bluepencil.documents import Document, Section
from bluepencil.documents.guideline import Guideline
from bluepencil.documents.quotes import locate, locate_in
from bluepencil.engines import Call, Reading
from bluepencil.engines.claude import prompt, raw_verdict
from bluepencil.engines.claude.chunks import End, Restart, Text
from bluepencil.engines.claude.items import Items
from bluepencil.engines.claude.params import Features, Json
from bluepencil.engines.claude.raw_finding import (
    CATEGORIES,
    CONFIDENCE,
    NO_ITEM,
    RawFinding,
    schema,
)
from bluepencil.engines.claude.raw_verdict import TOKENS_EACH
from bluepencil.engines.claude.verdicts import Verdicts
from bluepencil.errors import EngineBroken, EngineDeclined, EngineError
from bluepencil.review.criteria import Criterion, criteria
from bluepencil.review.findings import Finding
from bluepencil.values import plural

if TYPE_CHECKING:
    from bluepencil.engines.claude.upstream import Upstream  # it imports the SDK

MAX_IN_SECTION = 5
MAX_ACROSS = 8
MAX_TOKENS = 16_000  # the model's thinking counts too
MOST_TOKENS = 32_000  # also for a guideline with very many items

_INSTRUCTIONS = f"""\
You review professional documents as an experienced, fair editor who knows the subject. You look \
for what weakens the document for its readers: claims without evidence, causes that are not \
followed to the root, actions nobody owns, things left out, contradictions, unclear wording. \
You hold it against the guideline below.

{prompt.UNTRUSTED}

How to report:
- Only what matters and what the text really shows. A sound passage needs no remark; an empty list \
is a good answer. Most important first.
- quote: the words the finding is about, copied character for character from the document, from \
one passage, as short as possible and at most two sentences. Empty if something is missing and no \
words can be pointed at.
- category: one of {", ".join(CATEGORIES)}.
- severity: high where readers are misled or cannot act; medium where the document is clearly \
weaker for it; low for polish.
- confidence: how sure you are that a careful author would agree.
- description: what is wrong and why it matters, in one or two plain sentences.
- suggestion: what the author should do about it, concretely.
- replacement: the exact text to put in place of quote, only where it needs no fact that you do \
not have; otherwise empty.
- guideline: the id of the checklist item it falls under, or "{NO_ITEM}".

Answer with one JSON object and nothing else: {{"findings": [{{"quote": "", "category": "", \
"severity": "", "confidence": "", "description": "", "suggestion": "", "replacement": "", \
"guideline": ""}}]}}"""

_SECTION = """\
Review this one section. The document above shows what is said elsewhere: do not ask for what \
stands there. At most {most} findings; quote only from this section.

{section}"""

_ACROSS = """\
Look across the sections for what no section shows by itself: contradictions between sections, \
figures or dates that do not agree, conclusions that nothing supports, causes without an action, \
expected parts that are missing. At most {most} findings. Give each finding one more field, \
section: the number of the section it belongs to, and quote from that section."""

SECTION_PROMPT = (_INSTRUCTIONS, _SECTION, MAX_IN_SECTION)  # all instructions for reading a section


class Review:
    """One review: of a section, or (`section` None) across all of them."""

    def __init__(self, document: Document, guideline: Guideline, section: Section | None) -> None:
        self.document, self.guideline, self.section = document, guideline, section
        self.limit = MAX_IN_SECTION if section else MAX_ACROSS
        self._tag = prompt.tag_suffix(document)
        self._items = {item.id for item in guideline.items}
        self._reported: set[str] = set()
        self._dropped = 0
        self._too_many = False
        self._criteria: list[Criterion] = []  # that verdicts are asked on
        self._verdicts: Verdicts | None = None

    def run(
        self, upstream: Upstream, model: str, call: Call, on_finding: Callable[[Finding], None]
    ) -> Reading:
        """Ask, and report each finding once, as soon as it is written.

        Once something was found, an answer that breaks off is an incomplete reading, not an error.
        Across sections also for the verdicts, where they are wanted.
        """
        if self.section is None and call.judged is not None:
            self._criteria = criteria(self.guideline)
            self._verdicts = Verdicts(self.document, self._criteria, call.judged)
        try:
            return self._read(upstream, model, call, on_finding)
        except EngineError as error:
            if not self._reported or not (error.retryable or isinstance(error, EngineDeclined)):
                raise
            return Reading(model, (self._cut_off(), error.detail), complete=False)

    def _read(
        self, upstream: Upstream, model: str, call: Call, on_finding: Callable[[Finding], None]
    ) -> Reading:
        items, end = Items(), None
        with closing(upstream.ask(model, self.request, call)) as chunks:
            for chunk in chunks:
                if isinstance(chunk, Restart):
                    items, self._dropped = Items(), 0
                    if self._verdicts is not None:
                        self._verdicts.restart()
                elif isinstance(chunk, End):
                    end = chunk
                elif isinstance(chunk, Text):
                    self._report(items, chunk.text, on_finding)
                    if self._verdicts is not None:
                        self._verdicts.read(items)
                    if self._too_many and self.section is not None:
                        return Reading(model, (self._rest_unread(),), complete=False)
        if end is None or end.stop_reason == "refusal":
            why = f": {end.explanation}" if end and end.explanation else ""
            raise EngineDeclined(f"The model declined to review this{why}.")
        if not items.began and not end.cut_off:
            raise EngineBroken("The model's answer held no list of findings. Try again.")
        if self._verdicts is not None and items.ended and not end.cut_off:
            self._verdicts.finish()
        return self._reading(end, items)

    def request(self, features: Features) -> Json:
        """The request: what never changes first, so that it can be cached; the question last."""
        question = self._question()
        params: Json = {
            "max_tokens": min(MAX_TOKENS + TOKENS_EACH * len(self._criteria), MOST_TOKENS),
            "system": [prompt.text_block(_INSTRUCTIONS), prompt.guideline_block(self.guideline)],
            "messages": [
                {
                    "role": "user",
                    "content": [
                        prompt.text_block(self._document(features), cached=features.cache),
                        prompt.text_block(question),
                    ],
                }
            ],
        }
        if features.format:
            answer = schema(self.guideline, across=not self.section)
            if self._criteria:
                answer["properties"]["verdicts"] = raw_verdict.schema(self._criteria)
                answer["required"].append("verdicts")
            output = {"type": "json_schema", "schema": answer}
            params["output_config"] = {"format": output}
        return params

    def _question(self) -> str:
        if self.section is None:
            asked = (_ACROSS.format(most=self.limit), raw_verdict.question(self._criteria))
            return "\n\n".join(filter(None, asked))
        names = [section.name for section in self.document.sections]
        number = names.index(self.section.name) + 1 if self.section.name in names else 0
        section = prompt.section_text(self.section, number, self._tag)
        return _SECTION.replace("{most}", str(self.limit)).replace("{section}", section)

    def _document(self, features: Features) -> str:
        most = None
        if self.section is not None:
            sections = prompt.sections_around(self.document, self.section, features)
        else:
            sections = list(enumerate(self.document.sections, 1))
            if prompt.size(self.document) > features.max_characters:
                most = max(0, features.max_characters // max(1, len(sections)) - 100)
        written = (prompt.section_text(one, n, self._tag, most) for n, one in sections)
        return prompt.document_text(self.document, self._tag, written)

    def _report(self, items: Items, more: str, on_finding: Callable[[Finding], None]) -> None:
        """Report the findings that `more` completes, as many as were asked for."""
        for item in items.feed(more):
            finding = self._finding(item)
            if finding is None:
                self._dropped += 1
                continue
            remark = f"{finding.fingerprint} {finding.rule}"  # there may be two on the same words
            if remark in self._reported:
                continue
            if len(self._reported) >= self.limit:
                self._too_many = True
                continue
            self._reported.add(remark)
            on_finding(finding)

    def _finding(self, item: Json) -> Finding | None:
        try:
            raw = RawFinding.model_validate(item)
        except ValidationError:
            return None
        section, start, end = self._locate(raw)
        if section is None:
            return None
        quote = section.text[start:end] if end is not None else None
        replacement = raw.replacement if quote and raw.replacement != quote else ""
        known = raw.guideline.rpartition("#")[2] in self._items
        return Finding(
            section_name=section.name,
            quote=quote,
            start=start,
            end=end,
            category=raw.category,
            severity=raw.severity,
            description=raw.description,
            suggestion=raw.suggestion,
            replacement=replacement or None,
            confidence=CONFIDENCE[raw.confidence],
            guideline=f"{self.guideline.name}#{raw.guideline.rpartition('#')[2]}"
            if known
            else None,
            source="claude",
            rule=raw.category,
        )

    def _locate(self, raw: RawFinding) -> tuple[Section | None, int | None, int | None]:
        """The section a finding belongs to, and where its quote is in it, if it is."""
        if self.section is not None:
            place = locate(raw.quote, self.section.text)
            return (self.section, place.start, place.end) if place else (self.section, None, None)
        sections = self.document.sections
        number = raw.section or 0
        section = sections[number - 1] if 0 < number <= len(sections) else None
        hit = locate_in(self.document, raw.quote, section.name if section else "")
        return (hit[0], hit[1].start, hit[1].end) if hit else (section, None, None)

    def _reading(self, end: End, items: Items) -> Reading:
        """What an answer that came to its end amounts to."""
        notes = list(end.notes)
        partial = prompt.size(self.document) > end.features.max_characters
        if partial:
            notes.append(
                "The document is too long to be sent whole: only this section and its neighbours "
                "were read."
                if self.section
                else "The document is too long to be sent whole: of each section only the "
                "beginning was read."
            )
        cut = end.cut_off or not items.ended
        if cut:
            notes.append(self._cut_off())
        if lost := self._dropped + items.broken:
            notes.append(
                f"{plural(lost, 'remark')} of the model could not be read; the others are complete."
            )
        if self._too_many:
            notes.append(self._rest_unread())
        unread = self._too_many or (partial and self.section is None)
        return Reading(end.model, tuple(notes), complete=not (cut or lost or unread))

    def _rest_unread(self) -> str:
        return f"The model found more than {self.limit} problems; the rest was not read."

    def _cut_off(self) -> str:
        return f"The answer was cut off after {plural(len(self._reported), 'finding')}."
