"""Logs: one line per event, for reading on a terminal, JSON elsewhere, never with a secret."""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import suppress
from types import TracebackType
from typing import Any, TextIO, cast
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit

import structlog

_SHORT = 6  # characters: a shorter secret is only hidden where it is a whole word
_QUIET = ("httpx2", "httpcore2", "anthropic", "pypdf")  # they log every call, or every oddity

log = structlog.get_logger()


def configure(level: str, secrets: Mapping[str, str]) -> None:
    """Send all logs, also those of libraries, to stderr; `secrets` (name to value) are hidden.

    So is whatever else is written to `sys.stderr`: uncaught exceptions and warnings are logged,
    and what a library prints there has its secrets replaced.
    """
    hide = concealer(secrets)
    stream = sys.stderr
    terminal = stream.isatty()
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    # Not its default traceback: that one is cut to the width of the terminal, and shows variables.
    plain = structlog.dev.plain_traceback
    processors: list[Any] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,  # before hiding: an exception's text is text too
        _hiding(hide),
        structlog.dev.ConsoleRenderer(exception_formatter=plain)
        if terminal
        else structlog.processors.JSONRenderer(),
    ]
    handler = _Handler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=processors)
    )
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,  # first: what is not logged takes no time
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable
    sys.stderr = cast(TextIO, _Concealed(stream, hide))


def concealer(secrets: Mapping[str, str]) -> Callable[[str], str]:
    """What replaces each secret in a text by its name in brackets.

    A secret is found as it is and as it is written in a URL, in JSON, in a `repr`, and in those
    within one another. Of a secret that is a URL with a password, the password counts as well.
    """
    names = {
        form: name
        for name, value in secrets.items()
        for secret in _parts(value)
        for form in _forms(secret)
        if form
    }
    if not names:
        return str
    # The longest first: a password may be a part of its own URL.
    pattern = re.compile("|".join(map(_pattern, sorted(names, key=len, reverse=True))))
    return lambda text: pattern.sub(lambda match: f"[{names[match[0]]}]", text)


def _parts(value: str) -> Iterator[str]:
    """The secret, and the passwords in it if it is a URL, or as for Redis several of them."""
    yield value
    for one in {value, *value.split(";")} if "://" in value else ():
        with suppress(ValueError):
            url = urlsplit(one)
            given = [password for name, password in parse_qsl(url.query) if "password" in name]
            for password in (url.password or "", *given):
                yield password
                yield unquote(password)


def _forms(secret: str) -> set[str]:
    forms = {secret}
    for _ in range(2):
        forms |= {write(form) for form in forms for write in _WRITERS}
    return forms


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="surrogateescape")


_WRITERS: tuple[Callable[[str], str], ...] = (
    lambda text: json.dumps(text)[1:-1],
    lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    lambda text: repr(text)[1:-1],
    lambda text: repr(text + '"')[1:-2],  # as where both sorts of quotation marks occur
    lambda text: repr(text.encode(errors="surrogateescape"))[2:-1],
    _quoted,
    lambda text: re.sub("%..", lambda match: match[0].lower(), _quoted(text)),
    lambda text: quote(text, errors="surrogateescape"),
    lambda text: quote_plus(text, errors="surrogateescape"),
)


def _pattern(form: str) -> str:
    """The regular expression that finds it; hiding every `a` would leave nothing to read."""
    if len(form) >= _SHORT:
        return re.escape(form)
    begin = r"(?:(?<![0-9A-Za-z])|(?<=\\[nrt])|(?<=%[0-9A-Fa-f]{2}))"
    return rf"{begin}{re.escape(form)}(?![0-9A-Za-z])"


def _hiding(hide: Callable[[str], str]) -> Callable[[Any, str, MutableMapping[str, Any]], Any]:
    """The processor that hides secrets in all values of an event, however deep.

    It leaves only text, numbers and containers: nothing is left to be rendered later.
    """

    def clean(value: Any) -> Any:
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, Mapping):
            return {hide(str(key)): clean(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [clean(inner) for inner in value]
        return hide(value if isinstance(value, str) else repr(value))

    def process(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {key: clean(value) for key, value in event.items()}

    return process


class _Handler(logging.StreamHandler[TextIO]):
    """Writes the lines; the standard one prints what it cannot write as it is, secrets and all."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Say that a line could not be rendered, and where, but not what was in it."""
        error = sys.exception()
        if isinstance(error, OSError):  # nobody reads what is written
            return
        where = f"{record.pathname}:{record.lineno}"
        text = f"A line logged at {where} cannot be rendered: {type(error).__name__}."
        fields = {"name": record.name, "levelname": "ERROR", "levelno": logging.ERROR, "msg": text}
        with suppress(OSError):
            self.stream.write(self.format(logging.makeLogRecord(fields)) + self.terminator)
            self.flush()


class _Concealed:
    """A stream that hides secrets in what is written to it; otherwise the one it stands for."""

    def __init__(self, stream: TextIO, hide: Callable[[str], str]) -> None:
        self._stream, self._hide = stream, hide

    def write(self, text: str) -> int:
        """Write the text without the secrets in it."""
        self._stream.write(self._hide(text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        log.critical("ended by an error", exc_info=(kind, error, trace))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if not issubclass(args.exc_type, SystemExit):
        name = args.thread.name if args.thread is not None else ""
        trace = (args.exc_type, args.exc_value, args.exc_traceback)
        log.error("thread ended by an error", thread=name, exc_info=trace)


def _unraisable(args: sys.UnraisableHookArgs) -> None:
    trace = (args.exc_type, args.exc_value, args.exc_traceback)
    where = args.err_msg or "Exception ignored in"
    log.error("error ignored", where=where, object=args.object, exc_info=trace)
