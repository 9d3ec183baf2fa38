"""What an endpoint turns out not to support, and how to go on without it."""

from __future__ import annotations

from dataclasses import replace

import anthropic

from bluepencil.engines.claude.failures import too_long
from bluepencil.engines.claude.options import ClaudeOptions
from bluepencil.engines.claude.params import Build, Features, characters

_MIN_CHARACTERS = 500  # of a document
_READ_OF_ERROR = 2_000  # characters of an error; further on it may repeat the request

# a feature, and a word found in refusals of it; the first one in use that matches is left out
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
    """What can be assumed before the first request."""
    documents = options.own if options.documents is None else options.documents
    return Features(documents=documents)


def do_without(
    features: Features, error: anthropic.APIStatusError, build: Build
) -> Features | None:
    """What remains where the error is about something the request can do without.

    That is a feature, or a part of the document. None where the error is about something else.
    """
    if error.status_code not in (400, 413, 422):
        return None
    message = str(error.body or error.message).lower()[:_READ_OF_ERROR]
    long = error.status_code == 413 or too_long(message)
    for name, sign in _SIGNS:
        if getattr(features, name) and sign in message and not (long and name != "long_answers"):
            return features.without(name)
    return _shorter(features, build) if long else None


def _shorter(features: Features, build: Build) -> Features | None:
    """Half as much of the document, or a half of that, until the request is shorter; else None."""
    size = characters(build(features))
    max_characters = min(features.max_characters, size)
    while max_characters > _MIN_CHARACTERS:
        max_characters //= 2
        if characters(build(replace(features, max_characters=max_characters))) < size:
            return replace(features, max_characters=max_characters)
    return None
