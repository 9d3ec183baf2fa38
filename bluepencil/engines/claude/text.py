"""Claude for texts: long ones in pieces, JSON checked and asked for once more where it is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from bluepencil.engines import Call
from bluepencil.engines.claude import text_prompts
from bluepencil.engines.claude.chunks import End, Restart
from bluepencil.engines.claude.chunks import Text as TextChunk
from bluepencil.engines.claude.params import Build
from bluepencil.engines.text import (
    Keywords,
    Listener,
    Normalized,
    Progress,
    Situation,
    Suggestions,
    Summary,
    Text,
)
from bluepencil.engines.text.json_schema import CheckedSchema
from bluepencil.engines.text.languages import language_of
from bluepencil.engines.text.normalizing import confidence, not_normalized
from bluepencil.engines.text.pieces import pieces
from bluepencil.engines.text.sentences import count_words, first_words, sentences
from bluepencil.errors import EngineBroken, EngineDeclined

if TYPE_CHECKING:
    from bluepencil.engines.claude.upstream import Upstream  # it imports the SDK

PIECE = 120_000  # characters of a text that are sent at once
_PART_WORDS = 300  # of the summary of a piece, at least


class _Reply(NamedTuple):
    text: str
    model: str
    notes: tuple[str, ...]


class ClaudeText:
    """See TextEngine. `connected()` gives the connection, `model()` the model to ask."""

    def __init__(self, connected: Callable[[], Upstream], model: Callable[[], str]) -> None:
        self._connected, self._model = connected, model

    def summarize(
        self, text: Text, most_words: int, call: Call, on_progress: Progress, listener: Listener
    ) -> Summary:
        """See TextEngine. Of a long text the summaries of its pieces are summarized."""
        language, notes = text.language, tuple[str, ...]()
        parts = list(pieces(text.text, PIECE))
        while len(parts) > 1:
            made = []
            for number, part in enumerate(parts):
                words = max(most_words, _PART_WORDS)
                reply = self._ask(text_prompts.summarizing(Text(part, language), words), call)
                made.append(reply.text)
                notes += reply.notes
                on_progress((number + 1) / (len(parts) + 1))
            shorter = list(pieces("\n\n".join(made), PIECE))
            parts = shorter if len(shorter) < len(parts) else ["\n\n".join(made)[:PIECE]]
        build = text_prompts.summarizing(Text(parts[0], language), most_words)
        reply = self._ask(build, call, listener)
        summary, cut = _within(reply.text, most_words)
        notes += reply.notes + (("The model wrote more words than asked for.",) if cut else ())
        code = language or language_of(text.text).code
        return Summary(summary, reply.model, code, tuple(dict.fromkeys(notes)))

    def keywords(self, text: Text, most: int, call: Call, on_progress: Progress) -> Keywords:
        """See TextEngine. Of a long text the best of each piece take turns."""
        found: list[list[str]] = []
        notes, model = tuple[str, ...](), ""
        parts = list(pieces(text.text, PIECE))
        for number, part in enumerate(parts):
            build = text_prompts.finding_keywords(Text(part, text.language), most)
            reply = self._ask(build, call)
            found.append(_strings(reply.text, "keywords"))
            notes, model = notes + reply.notes, reply.model
            on_progress((number + 1) / len(parts))
        chosen: dict[str, str] = {}
        for row in zip_longest(*found):
            for word in row:
                if word:
                    chosen.setdefault(word.casefold(), word)
        code = text.language or language_of(text.text).code
        return Keywords(tuple(chosen.values())[:most], model, code, tuple(dict.fromkeys(notes)))

    def normalize(
        self,
        request: Text,
        schema: CheckedSchema,
        examples: Sequence[Mapping[str, Any]],
        call: Call,
    ) -> Normalized:
        """See TextEngine. An answer that is not valid is sent back once, with what is wrong."""
        reply = self._ask(text_prompts.normalizing(request, schema, examples), call)
        value, wrong = _checked(reply.text, schema)
        notes = reply.notes
        if wrong:
            build = text_prompts.normalizing(request, schema, examples, (reply.text, wrong))
            reply = self._ask(build, call)
            value, wrong = _checked(reply.text, schema)
            notes += (*reply.notes, "The model's first answer did not fit the schema.")
        if wrong:
            problem = "; ".join(wrong)
            raise not_normalized(f"the model's answer does not fit the schema ({problem})", ())
        sure = confidence(value, schema, request.text)
        return Normalized(value, sure, reply.model, notes)

    def suggest(self, situation: Situation, call: Call) -> Suggestions:
        """See TextEngine."""
        reply = self._ask(text_prompts.suggesting(situation), call)
        return Suggestions(tuple(_strings(reply.text, "suggestions"))[:5], reply.model)

    def _ask(self, build: Build, call: Call, listener: Listener | None = None) -> _Reply:
        """The whole answer to one request. Raises EngineError and TaskCancelled."""
        said, end = "", None
        with closing(self._connected().ask(self._model(), build, call)) as chunks:
            for chunk in chunks:
                if isinstance(chunk, Restart):
                    if listener and said:
                        listener.restart()
                    said = ""
                elif isinstance(chunk, TextChunk):
                    said += chunk.text
                    if listener:
                        listener.write(chunk.text)
                elif isinstance(chunk, End):
                    end = chunk
        if end is None or end.stop_reason == "refusal":
            why = f": {end.explanation}" if end and end.explanation else ""
            raise EngineDeclined(f"The model declined to do this{why}.")
        if not said.strip():
            raise EngineBroken("The model's answer was empty. Try again.")
        notes = end.notes + (("The answer was cut off.",) if end.cut_off else ())
        return _Reply(said.strip(), end.model, notes)


def _within(summary: str, most: int) -> tuple[str, bool]:
    """The summary in at most so many words, whole sentences if possible; whether it was cut."""
    if count_words(summary) <= most:
        return summary, False
    kept, left = [], most
    for sentence in sentences(summary, language_of(summary)):
        left -= count_words(sentence.text)
        if left < 0:
            break
        kept.append(sentence.text)
    return " ".join(kept) or first_words(summary, most), True


def _json(text: str) -> Any:
    """The JSON in an answer. Raises ValueError."""
    plain = text.strip().removeprefix("```").removeprefix("json").removesuffix("```").strip()
    starts = [place for sign in "{[" if (place := plain.find(sign)) >= 0]
    candidates = [plain]
    if starts:
        candidates.append(plain[min(starts) : max(plain.rfind("}"), plain.rfind("]")) + 1])
    for candidate in candidates:
        try:
            return json.loads(candidate, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            continue
    raise ValueError("it is not JSON")


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _checked(text: str, schema: CheckedSchema) -> tuple[Any, list[str]]:
    """The JSON in an answer, and what is wrong with it."""
    try:
        value = _json(text)
    except ValueError as error:
        return None, [str(error)]
    troubles = schema.troubles(value)
    return value, [
        f"{'.'.join(map(str, one.path)) or 'the whole'}: {one.message}" for one in troubles
    ]


def _strings(text: str, name: str) -> list[str]:
    """The strings of the list of that name. Raises EngineBroken."""
    try:
        found = _json(text)
    except ValueError as error:
        raise EngineBroken("The model's answer was not the JSON asked for. Try again.") from error
    listed = found.get(name) if isinstance(found, dict) else found
    if not isinstance(listed, list):
        raise EngineBroken("The model's answer held no list. Try again.")
    return [" ".join(one.split()) for one in listed if isinstance(one, str) and one.strip()]
