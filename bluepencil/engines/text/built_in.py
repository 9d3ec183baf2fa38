"""The built-in engine for texts: word counts and rules; no model, no network, and not AI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bluepencil.engines import Call
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
from bluepencil.engines.text.keywords import keywords
from bluepencil.engines.text.languages import language_of, unknown_note
from bluepencil.engines.text.normalizing import confidence, read
from bluepencil.engines.text.suggesting import suggest
from bluepencil.engines.text.summary import summarize

MODEL = "built-in text rules"


class BuiltInText:
    """See TextEngine. It keeps no state, so any threads may share it."""

    def summarize(
        self, text: Text, most_words: int, call: Call, on_progress: Progress, listener: Listener
    ) -> Summary:
        """See TextEngine."""
        language = language_of(text.text, text.language)
        made = summarize(text.text, most_words, language, _checking(call, on_progress))
        listener.write(made)
        notes = unknown_note(language, text.language)
        return Summary(made, MODEL, language.code or text.language, notes)

    def keywords(self, text: Text, most: int, call: Call, on_progress: Progress) -> Keywords:
        """See TextEngine."""
        language = language_of(text.text, text.language)
        found = keywords(text.text, most, language, _checking(call, on_progress))
        notes = unknown_note(language, text.language)
        return Keywords(tuple(found), MODEL, language.code or text.language, notes)

    def normalize(
        self,
        request: Text,
        schema: CheckedSchema,
        examples: Sequence[Mapping[str, Any]],
        call: Call,
    ) -> Normalized:
        """See TextEngine. Examples teach a model; these rules cannot learn from them."""
        value = read(request.text, schema, call.cancel.check)
        notes = ("The built-in engine does not use the examples.",) if examples else ()
        return Normalized(value, confidence(value, schema, request.text), MODEL, notes)

    def suggest(self, situation: Situation, call: Call) -> Suggestions:
        """See TextEngine."""
        call.cancel.check()
        return Suggestions(suggest(situation), MODEL)


def _checking(call: Call, on_progress: Progress) -> Progress:
    """Reports progress, and stops where the task is to stop."""

    def report(share: float) -> None:
        call.cancel.check()
        on_progress(share)

    return report
