"""What an endpoint turns out not to have, and how to go on without it."""

from __future__ import annotations

from dataclasses import replace

import anthropic

from bluepencil.engines.claude.failures import too_long
from bluepencil.engines.claude.options import ClaudeOptions
from bluepencil.engines.claude.pieces import Build, Features, characters

_SMALLEST_ROOM = 500  # characters
_LOOKED_AT = 2_000  # characters of an error; further on it may repeat the request

# feature, and the word that a refusal of it contains; the first that is in use and fits is left out
_SIGNS = (
    ("effort", "effort"),
    ("format", "output_config"),
    ("format", "json_schema"),
    ("format", "grammar"),
    ("effort", "output_config"),
    ("documents", "citations"),
    ("documents", "document"),
    ("cache", "cache_control"),
    ("long_answers", "max_tokens"),
)


def known_features(options: ClaudeOptions) -> Features:
    """What can be assumed before anything was asked."""
    documents = options.own if options.documents is None else options.documents
    return Features(documents=documents)


def do_without(
    features: Features, error: anthropic.APIStatusError, build: Build
) -> Features | None:
    """What to go on with, where the error names something the request can do without.

    That is a feature, or so much of the document. None where the error is about something else.
    """
    if error.status_code not in (400, 413, 422):
        return None
    said = str(error.body or error.message).lower()[:_LOOKED_AT]
    long = error.status_code == 413 or too_long(said)
    for name, sign in _SIGNS:
        if getattr(features, name) and sign in said and not (long and name != "long_answers"):
            return features.without(name)
    return _shorter(features, build) if long else None


def _shorter(features: Features, build: Build) -> Features | None:
    """The largest room, by halves, that makes the request shorter; None when none does."""
    size = characters(build(features))
    room = min(features.room, size)
    while room > _SMALLEST_ROOM:
        room //= 2
        if characters(build(replace(features, room=room))) < size:
            return replace(features, room=room)
    return None
