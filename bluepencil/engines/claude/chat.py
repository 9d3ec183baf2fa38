"""Chat: answers questions about a document, with citations that really stand in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import NamedTuple

from bluepencil.documents import Section
from bluepencil.documents.quotes import locate_in
from bluepencil.documents.search import best
from bluepencil.engines import Answer, Call, Question
from bluepencil.engines.claude import prompt
from bluepencil.engines.claude.pieces import Again, Asks, Cited, End, Features, Json, Text
from bluepencil.engines.claude.shown import Shown
from bluepencil.errors import EngineBroken, EngineDeclined
from bluepencil.review.findings import Citation, Finding, Item

MAX_TOKENS = 8_000
TURNS = 12  # earlier exchanges that are sent along
FINDINGS = 60
MOST_CITATIONS = 8
_QUOTED = re.compile(r"[“\"«]([^“”\"«»\n]{12,600})[”\"»]")

_INSTRUCTIONS = f"""\
You talk with a person about a document they are reviewing. Answer from the document, the \
guideline and the findings; where they do not say, say so. Be brief and concrete: a few short \
paragraphs or a short list, plain words, no headings. Where you quote, copy the words character \
for character and put them in double quotation marks.

{prompt.UNTRUSTED}

Asked for words to stand in place of what a finding quotes, put them once between <wording> and \
</wording>: exactly the text that would replace the quote, with nothing around it.

After the answer write a line <next>, then three short questions the person may want to ask next, \
one a line, and a line </next>."""

_NUMBERED = """\
Each paragraph of the document begins with its number in brackets. Where a statement rests on a \
paragraph, put that number in brackets after it, like [12]."""

DEFAULTS = (
    "What are the most important findings?",
    "Which section needs the most work?",
    "What does the guideline expect that is missing?",
)


class Paragraph(NamedTuple):
    """A paragraph as the model sees it; a heading has no place in a section's text."""

    text: str
    section: Section
    start: int
    end: int

    @property
    def heading(self) -> bool:
        """Whether it is a section's heading."""
        return self.start == self.end


class Chat:
    """One question with its answer."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self._paragraphs: list[Paragraph] = []
        self._whole = 0  # paragraphs of the document
        self._numbers = False  # whether the model cites by paragraph numbers

    def run(
        self,
        upstream: Asks,
        model: str,
        call: Call,
        said: Callable[[str], None],
        again: Callable[[], None],
    ) -> Answer:
        """Ask; `said` gets the answer as it comes, `again` takes it back."""
        shown, cited, end = Shown(), list[Citation](), None
        with closing(upstream.ask(model, self.build, call)) as pieces:
            for piece in pieces:
                if isinstance(piece, Again):
                    if shown.text:
                        again()
                    shown, cited = Shown(), []
                elif isinstance(piece, Text):
                    shown.marks = self._numbers
                    if more := shown.feed(piece.text):
                        said(more)
                elif isinstance(piece, Cited):
                    cited += self._paragraphs_cited(range(piece.start, piece.end))
                else:
                    end = piece
        if more := shown.end():
            said(more)
        if end is None or end.stop_reason == "refusal":
            why = f": {end.explanation}" if end and end.explanation else ""
            raise EngineDeclined(f"The model declined to answer this{why}.")
        if not shown.text.strip():
            raise EngineBroken("The model's answer was empty. Try again.")
        cited += self._paragraphs_cited(shown.paragraphs)
        cited += self._quoted(shown.text)
        return Answer(
            response=shown.text.strip(),
            citations=tuple(_distinct(cited))[:MOST_CITATIONS],
            suggestions=tuple(dict.fromkeys([*shown.suggestions, *DEFAULTS]))[:3],
            model=end.model,
            notes=self._notes(end),
            wording=shown.wording if self.question.about else None,
        )

    def build(self, features: Features) -> Json:
        """The request: instructions and document first, so that every question can reuse them."""
        self._paragraphs = self._chosen(features.room)
        self._numbers = not features.documents
        instructions = f"{_INSTRUCTIONS}\n\n{_NUMBERED}" if self._numbers else _INSTRUCTIONS
        first = self._numbered(features) if self._numbers else self._document(features)
        turns = self.question.history[-TURNS:]
        asked = [*(turn.message for turn in turns), self._asked()]
        messages: list[Json] = []
        for index, message in enumerate(asked):
            content = [prompt.text(message or "…")]
            messages.append(
                {"role": "user", "content": [first, *content] if not index else content}
            )
            if index < len(turns):
                messages.append({"role": "assistant", "content": turns[index].response or "…"})
        return {
            "max_tokens": MAX_TOKENS,
            "system": [prompt.text(instructions), prompt.guideline_block(self.question.guideline)],
            "messages": messages,
        }

    def _chosen(self, room: int) -> list[Paragraph]:
        """What is sent: all; or of a long document what fits, in its order.

        First comes the section being read, up to half the room, then what has words of the
        question, then the rest.
        """
        question = self.question
        every = [
            paragraph
            for number, section in enumerate(question.document.sections, 1)
            for paragraph in _paragraphs(number, section)
        ]
        self._whole = sum(not one.heading for one in every)
        if prompt.size(question.document) <= room:
            return every
        here = question.current_section or ""
        body = [at for at, one in enumerate(every) if not one.heading]
        words = f"{question.message} {question.about.quote or '' if question.about else ''}"
        texts = [(every[at].section.name, every[at].text) for at in body]
        order = [body[at] for at in best(texts, words, near=here, most=len(body))]
        reading = [at for at in body if every[at].section.name == here]
        chosen = set(_fitting(every, reading, room // 2))
        left = room - sum(len(every[at].text) for at in chosen)
        rest = [at for at in dict.fromkeys([*order, *body]) if at not in chosen]
        chosen |= set(_fitting(every, rest, left))
        named = {every[at].section.name for at in chosen}
        return [
            one
            for at, one in enumerate(every)
            if at in chosen or (one.heading and one.section.name in named)
        ]

    def _document(self, features: Features) -> Json:
        """The document as a block whose paragraphs the API cites by itself."""
        parts = [{"type": "text", "text": one.text} for one in self._paragraphs]
        block: Json = {
            "type": "document",
            "source": {
                "type": "content",
                "content": parts or [{"type": "text", "text": "(empty)"}],
            },
            "title": (self.question.document.title or self.question.document.name)[:200],
            "citations": {"enabled": True},
        }
        return {**block, "cache_control": {"type": "ephemeral"}} if features.cache else block

    def _numbered(self, features: Features) -> Json:
        """The document as text with numbered paragraphs."""
        tag = prompt.mark(self.question.document)
        lines = [f"[{index}] {one.text}" for index, one in enumerate(self._paragraphs)]
        whole = prompt.document_text(self.question.document, tag, lines)
        return prompt.text(whole, cached=features.cache)

    def _asked(self) -> str:
        """The question, with what the person has before their eyes."""
        lines = []
        if self.question.findings:
            lines.append("Findings of the review so far:")
            lines += [_told(one) for one in self.question.findings[:FINDINGS]]
            lines.append("")
        if self.question.about:
            lines += ["The person asks about this finding:", _told(self.question.about)]
            lines += [f"  Advice given: {self.question.about.suggestion}", ""]
        if self.question.current_section:
            lines.append(f"The person is reading the section {self.question.current_section!r}.")
            lines.append("")
        return "\n".join([*lines, self.question.message])

    def _paragraphs_cited(self, numbers: range | list[int]) -> list[Citation]:
        known = [self._paragraphs[n] for n in numbers if 0 <= n < len(self._paragraphs)]
        return [
            Citation(
                section_name=one.section.name,
                quote=one.section.text[one.start : one.end],
                start=one.start,
                end=one.end,
            )
            for one in known
            if not one.heading
        ]

    def _quoted(self, answer: str) -> list[Citation]:
        """The passages the answer quotes, where they stand in the document as they are."""
        found = []
        for quote in _QUOTED.findall(answer):
            hit = locate_in(self.question.document, quote, self.question.current_section or "")
            if hit is not None and hit[1].how != "fuzzy":
                section, place = hit
                words = section.text[place.start : place.end]
                found.append(
                    Citation(
                        section_name=section.name, quote=words, start=place.start, end=place.end
                    )
                )
        return found

    def _notes(self, end: End) -> tuple[str, ...]:
        notes = list(end.notes)
        if prompt.size(self.question.document) > end.features.room:
            seen = sum(not one.heading for one in self._paragraphs)
            notes.append(
                f"The document is too long to be sent whole: the answer rests on {seen:,} of its "
                f"{self._whole:,} paragraphs, of the section being read and with words of the "
                "question."
            )
        if end.cut_off:
            notes.append("The answer was cut off.")
        return tuple(notes)


def _told(finding: Finding) -> str:
    """A finding as the model is told of it."""
    decided = finding.decision if isinstance(finding, Item) else "open"
    grade = finding.severity if decided == "open" else f"{finding.severity}, {decided}"
    quote = f' ("{finding.quote[:160]}")' if finding.quote else ""
    return f"- {finding.section_name}: [{grade}] {finding.description}{quote}"


def _fitting(paragraphs: list[Paragraph], wanted: list[int], room: int) -> Iterator[int]:
    """Of the wanted ones those that fit, each in its turn."""
    for at in wanted:
        if (size := len(paragraphs[at].text)) <= room:
            room -= size
            yield at


def _paragraphs(number: int, section: Section) -> Iterator[Paragraph]:
    """A section's heading and paragraphs."""
    name = " ".join(f"{section.number} {section.name}".split())
    yield Paragraph(f"Section {number}: {name}", section, 0, 0)
    places = [(block.start, block.end) for block in section.blocks] or [
        match.span() for match in re.finditer(r"[^\n]+", section.text)
    ]
    for start, end in places:
        text = section.text[start:end]
        if text.strip():
            yield Paragraph(text, section, start, end)


def _distinct(citations: list[Citation]) -> Iterator[Citation]:
    """Without those that say no more: the same place, or one around a passage that is quoted."""
    for at, one in enumerate(citations):
        same = [other for other in citations if other.section_name == one.section_name]
        inner = any(
            other is not one
            and one.start <= other.start
            and other.end <= one.end
            and (other.end - other.start < one.end - one.start)
            for other in same
        )
        if not inner and one not in citations[:at]:
            yield one
