"""Chat: answers questions about a document, with citations checked against it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from bluepencil.documents import Section
from bluepencil.documents.quotes import locate_in
from bluepencil.documents.search import best
from bluepencil.engines import Answer, Call, Question
from bluepencil.engines.claude import prompt
from bluepencil.engines.claude.chunks import Cited, End, Restart, Text
from bluepencil.engines.claude.markup import MarkupFilter
from bluepencil.engines.claude.params import Features, Json
from bluepencil.errors import EngineBroken, EngineDeclined
from bluepencil.review.findings import Citation, Finding, Item

if TYPE_CHECKING:
    from bluepencil.engines.claude.upstream import Upstream  # it imports the SDK

MAX_TOKENS = 8_000
MAX_TURNS = 12  # earlier exchanges that are sent along
MAX_FINDINGS = 60
MAX_CITATIONS = 8
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

DEFAULT_SUGGESTIONS = (
    "What are the most important findings?",
    "Which section needs the most work?",
    "What does the guideline expect that is missing?",
)


class Paragraph(NamedTuple):
    """A paragraph as the model sees it; a heading is not part of a section's text."""

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
        self._total = 0  # paragraphs of the whole document
        self._numbered = False  # whether the model cites by paragraph numbers

    def run(
        self,
        upstream: Upstream,
        model: str,
        call: Call,
        on_text: Callable[[str], None],
        on_restart: Callable[[], None],
    ) -> Answer:
        """Ask; `on_text` gets the answer as it comes, `on_restart` takes it back."""
        reply, cited, end = MarkupFilter(), list[Citation](), None
        with closing(upstream.ask(model, self.request, call)) as chunks:
            for chunk in chunks:
                if isinstance(chunk, Restart):
                    if reply.text:
                        on_restart()
                    reply, cited = MarkupFilter(), []
                elif isinstance(chunk, Text):
                    reply.numbered = self._numbered
                    if more := reply.feed(chunk.text):
                        on_text(more)
                elif isinstance(chunk, Cited):
                    cited += self._citations(range(chunk.start, chunk.end))
                else:
                    end = chunk
        if more := reply.finish():
            on_text(more)
        if end is None or end.stop_reason == "refusal":
            why = f": {end.explanation}" if end and end.explanation else ""
            raise EngineDeclined(f"The model declined to answer this{why}.")
        if not reply.text.strip():
            raise EngineBroken("The model's answer was empty. Try again.")
        cited += self._citations(reply.paragraphs)
        cited += self._quoted(reply.text)
        return Answer(
            response=reply.text.strip(),
            citations=tuple(_distinct(cited))[:MAX_CITATIONS],
            suggestions=tuple(dict.fromkeys([*reply.suggestions, *DEFAULT_SUGGESTIONS]))[:3],
            model=end.model,
            notes=self._notes(end),
            wording=reply.wording if self.question.about else None,
        )

    def request(self, features: Features) -> Json:
        """The request: instructions and document first, so that every question can reuse them."""
        self._paragraphs = self._chosen(features.max_characters)
        self._numbered = not features.documents
        instructions = f"{_INSTRUCTIONS}\n\n{_NUMBERED}" if self._numbered else _INSTRUCTIONS
        first = self._numbered_text(features) if self._numbered else self._document(features)
        turns = self.question.history[-MAX_TURNS:]
        sent = [*(turn.message for turn in turns), self._message()]
        messages: list[Json] = []
        for index, message in enumerate(sent):
            content = [prompt.text_block(message or "…")]
            messages.append(
                {"role": "user", "content": [first, *content] if not index else content}
            )
            if index < len(turns):
                messages.append({"role": "assistant", "content": turns[index].response or "…"})
        return {
            "max_tokens": MAX_TOKENS,
            "system": [
                prompt.text_block(instructions),
                prompt.guideline_block(self.question.guideline),
            ],
            "messages": messages,
        }

    def _chosen(self, limit: int) -> list[Paragraph]:
        """The paragraphs to send, in their order: all, or of a long document as many as fit.

        First comes the section being read, up to half of the limit, then those that share
        words with the question, then the rest.
        """
        question = self.question
        every = [
            paragraph
            for number, section in enumerate(question.document.sections, 1)
            for paragraph in _paragraphs(number, section)
        ]
        self._total = sum(not one.heading for one in every)
        if prompt.size(question.document) <= limit:
            return every
        here = question.current_section or ""
        body = [at for at, one in enumerate(every) if not one.heading]
        words = f"{question.message} {question.about.quote or '' if question.about else ''}"
        texts = [(every[at].section.name, every[at].text) for at in body]
        order = [body[at] for at in best(texts, words, near=here, most=len(body))]
        reading = [at for at in body if every[at].section.name == here]
        chosen = set(_fitting(every, reading, limit // 2))
        left = limit - sum(len(every[at].text) for at in chosen)
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

    def _numbered_text(self, features: Features) -> Json:
        """The document as text with numbered paragraphs."""
        tag = prompt.tag_suffix(self.question.document)
        lines = [f"[{index}] {one.text}" for index, one in enumerate(self._paragraphs)]
        whole = prompt.document_text(self.question.document, tag, lines)
        return prompt.text_block(whole, cached=features.cache)

    def _message(self) -> str:
        """The question, with what the person is looking at."""
        lines = []
        if self.question.findings:
            lines.append("Findings of the review so far:")
            lines += [_described(one) for one in self.question.findings[:MAX_FINDINGS]]
            lines.append("")
        if self.question.about:
            lines += ["The person asks about this finding:", _described(self.question.about)]
            lines += [f"  Advice given: {self.question.about.suggestion}", ""]
        if self.question.current_section:
            lines.append(f"The person is reading the section {self.question.current_section!r}.")
            lines.append("")
        return "\n".join([*lines, self.question.message])

    def _citations(self, numbers: range | list[int]) -> list[Citation]:
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
        """The passages the answer quotes that the document contains."""
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
        if prompt.size(self.question.document) > end.features.max_characters:
            seen = sum(not one.heading for one in self._paragraphs)
            notes.append(
                f"The document is too long to be sent whole: the answer rests on {seen:,} of its "
                f"{self._total:,} paragraphs, of the section being read and with words of the "
                "question."
            )
        if end.cut_off:
            notes.append("The answer was cut off.")
        return tuple(notes)


def _described(finding: Finding) -> str:
    """A finding as the model sees it."""
    decided = finding.decision if isinstance(finding, Item) else "open"
    grade = finding.severity if decided == "open" else f"{finding.severity}, {decided}"
    quote = f' ("{finding.quote[:160]}")' if finding.quote else ""
    return f"- {finding.section_name}: [{grade}] {finding.description}{quote}"


def _fitting(paragraphs: list[Paragraph], wanted: list[int], limit: int) -> Iterator[int]:
    """Those of the wanted ones that fit, in that order."""
    for at in wanted:
        if (size := len(paragraphs[at].text)) <= limit:
            limit -= size
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
    """Without repetitions, and without those that contain another one."""
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
