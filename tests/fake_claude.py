"""A stand-in for the Messages API: a real HTTP server that answers usefully, or fails on demand.

In a test:

    with FakeClaude() as fake:
        fake.then(refuse(529), Act(text="Hello."))   # one act for each of the next answers
        ...                                          # a client with base_url=fake.url
        fake.requests[0].body["model"], fake.requests[0].closed

For measuring: `python -m tests.fake_claude --port 8099 --delay 5`.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import random
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, Self

from tests.fake_answers import TextBlock, answer, tokens, unacceptable

MODELS = frozenset({"claude-sonnet-5-5", "claude-haiku-5-5", "claude-opus-5-5"})
ERRORS = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    422: "invalid_request_error",
    429: "rate_limit_error",
    500: "api_error",
    504: "timeout_error",
    529: "overloaded_error",
}
FOREVER = 3600.0


@dataclass(frozen=True)
class Act:
    """How one request is answered. Without anything set: usefully, at once."""

    status: int = 200
    message: str = "Ordered by the test."  # of an error
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0  # seconds before the first byte
    pace: float = 0.0  # seconds before each event
    silent: Literal["", "bytes", "headers", "pings"] = ""  # all that ever comes
    text: str | None = None  # of the answer; None: a useful one
    chunk: int = 24  # characters in one event
    keep: int | None = None  # send only so many characters of it
    stop: str = "end_turn"
    breaks: Literal["", "error", "drop", "end", "silence", "pings"] = ""
    after: int = 3  # text events before it breaks
    error: str = "overloaded_error"  # in the stream, where it breaks with one
    usage: bool = True  # whether usage is reported
    raw: bytes | None = None  # the whole body of the stream, whatever it is


def refuse(status: int, message: str = "Ordered by the test.", **headers: str) -> Act:
    """An error answer; `retry_after="7"` becomes the header retry-after."""
    return Act(
        status=status,
        message=message,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


@dataclass(eq=False)
class ReceivedRequest:
    """One request. `closed`: when its connection closed before the answer was complete."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any
    began: float
    first_byte: float | None = None
    finished: float | None = None
    closed: float | None = None

    @property
    def text(self) -> str:
        """The whole body as text, to look for words in it."""
        return json.dumps(self.body, ensure_ascii=False)


class FakeClaude:
    """The server, on a thread of its own; use it as a context manager.

    `limit`: so many messages in any `window` seconds, then 429. `lacks`: what this endpoint
    answers 400 to, of "output_config", "effort", "document", "cache_control", "count_tokens".
    `ignores`: what it leaves unread without a word, of "output_config", "document". `rates`: the
    requests, input and output tokens per minute in the headers; None: no such headers.
    """

    def __init__(
        self,
        act: Act | None = None,
        *,
        port: int | None = None,
        limit: int | None = None,
        window: float = 60.0,
        lacks: frozenset[str] | set[str] = frozenset(),
        ignores: frozenset[str] | set[str] = frozenset(),
        key: str | None = None,
        models: frozenset[str] | None = MODELS,
        rates: tuple[int, int, int] | None = (4_000, 4_000_000, 800_000),
    ) -> None:
        self.act = act or Act()
        self.limit, self.window = limit, window
        self.lacks, self.ignores = lacks, ignores
        self.key, self.models, self.rates = key, models, rates
        self.requests: list[ReceivedRequest] = []
        self.refused = 0  # for the strict limit
        self.port = port or 0
        self._acts: deque[Act] = deque()
        self._accepted: deque[float] = deque()
        self._cached: set[str] = set()
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._connections: set[_Connection] = set()

    @property
    def url(self) -> str:
        """What a client takes as base_url."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def messages(self) -> list[ReceivedRequest]:
        """The requests for messages, in order."""
        return [request for request in list(self.requests) if request.path == "/v1/messages"]

    def then(self, *acts: Act) -> Self:
        """Answer the next message requests so, one act each; after them as usual."""
        self._acts.extend(acts)
        return self

    def wait_until(self, holds: Callable[[], object], timeout: float = 10.0) -> bool:
        """Wait until something holds; looked at whenever a request or a connection changes."""
        with self._changed:
            return bool(self._changed.wait_for(holds, timeout))

    def wait_for(self, count: int, timeout: float = 10.0) -> ReceivedRequest:
        """Wait for the count-th message request, and return it."""
        assert self.wait_until(lambda: len(self.messages) >= count, timeout), "no such request came"
        return self.messages[count - 1]

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._loop.run_forever, name="fake-claude")
        self._thread.start()
        try:
            asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        except OSError:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._end()

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _listen(self) -> None:
        ports = [self.port] if self.port else random.sample(range(18_000, 32_000), 50)
        for port in ports:
            try:
                self._server = await self._loop.create_server(
                    lambda: _Connection(self), "127.0.0.1", port, backlog=1024
                )
            except OSError:
                continue
            self.port = port
            return
        raise OSError(f"no free port among {ports}")

    async def _stop(self) -> None:
        self._server.close()
        for connection in list(self._connections):
            connection.end()
        await asyncio.sleep(0)

    def changed(self) -> None:
        """Notify those who wait that something happened."""
        with self._changed:
            self._changed.notify_all()

    def next_act(self) -> Act:
        """How the message request that has just come is answered."""
        if self._acts:
            return self._acts.popleft()
        return self.act

    def over_limit(self) -> Act | None:
        """A refusal, where the strict limit is reached; otherwise the request is counted."""
        if self.limit is None:
            return None
        now = time.monotonic()
        while self._accepted and self._accepted[0] <= now - self.window:
            self._accepted.popleft()
        if len(self._accepted) >= self.limit:
            wait = self._accepted[0] + self.window - now
            self.refused += 1
            return refuse(429, "Too many requests.", retry_after=f"{wait:.3f}")
        self._accepted.append(now)
        return None

    def rate_headers(self) -> dict[str, str]:
        """The account's limits, as sent with every answer."""
        if self.rates is None:
            return {}
        requests, given, written = self.rates
        requests = self.limit or requests
        reset = (datetime.now(UTC) + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        headers = {}
        for name, limit, left in (
            ("requests", requests, requests - max(1, len(self._accepted))),
            ("input-tokens", given, given),
            ("output-tokens", written, written),
        ):
            headers[f"anthropic-ratelimit-{name}-limit"] = str(limit)
            headers[f"anthropic-ratelimit-{name}-remaining"] = str(max(0, left))
            headers[f"anthropic-ratelimit-{name}-reset"] = reset
        return headers

    def count(self, body: Any) -> dict[str, int]:
        """The input side of usage: what is read from the cache, written to it, or neither."""
        total, marked = 0, 0
        digest = hashlib.sha256(str(body.get("model")).encode())
        prefix = ""
        for block in _blocks(body):
            words = json.dumps({k: v for k, v in block.items() if k != "cache_control"})
            digest.update(words.encode())
            total += tokens(words)
            if "cache_control" in block:
                marked, prefix = total, digest.hexdigest()
        hit = prefix in self._cached
        return {
            "input_tokens": total - marked,
            "cache_read_input_tokens": marked if hit else 0,
            "cache_creation_input_tokens": 0 if hit else marked,
            "_prefix": prefix,  # type: ignore[dict-item]
        }

    def remember(self, prefix: str) -> None:
        """A cache entry can be read once the answer that wrote it has begun."""
        if prefix:
            self._cached.add(prefix)


class _Connection(asyncio.Protocol):
    """One connection: reads requests, runs each answer as a task, notices when the peer goes."""

    def __init__(self, fake: FakeClaude) -> None:
        self.fake = fake
        self.unread = b""
        self.request: ReceivedRequest | None = None
        self.answering: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport
        self.fake._connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.fake._connections.discard(self)
        if self.request is not None and self.request.finished is None:
            self.request.closed = time.monotonic()
        if self.answering is not None:
            self.answering.cancel()
        self.fake.changed()

    def data_received(self, data: bytes) -> None:
        self.unread += data
        head, found, rest = self.unread.partition(b"\r\n\r\n")
        if not found:
            return
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", 0))
        if len(rest) < length:
            return
        self.unread = rest[length:]
        method, path, _ = first.split(" ", 2)
        body = json.loads(rest[:length]) if length else None
        self.request = ReceivedRequest(method, path, headers, body, time.monotonic())
        self.fake.requests.append(self.request)
        self.answering = asyncio.ensure_future(self.answer(self.request))
        self.fake.changed()

    def end(self) -> None:
        """The server goes."""
        self.transport.abort()

    async def answer(self, request: ReceivedRequest) -> None:
        path = request.path.partition("?")[0]
        act = Act()
        if refusal := self.refused(request, path):
            act = refusal
        elif path == "/v1/messages":
            act = self.fake.next_act()
            if act.status == 200:
                act = self.fake.over_limit() or act
        if act.delay:
            await asyncio.sleep(act.delay)
        if act.status != 200:
            error = {"type": ERRORS.get(act.status, "api_error"), "message": act.message}
            self.whole(act.status, {"type": "error", "error": error}, act.headers)
        elif path.startswith("/v1/models/"):
            self.whole(200, _model(path.rpartition("/")[2]))
        elif path.endswith("/count_tokens"):
            self.whole(
                200, {"input_tokens": sum(tokens(json.dumps(b)) for b in _blocks(request.body))}
            )
        elif act.raw is not None:
            self.begin(200, "text/event-stream", act.headers, len(act.raw))
            self.transport.write(act.raw)
            self.done()
        elif act.silent == "bytes":
            await asyncio.sleep(FOREVER)
        else:
            await self.message(request, act)

    def refused(self, request: ReceivedRequest, path: str) -> Act | None:
        """What is wrong with a request before anybody acts."""
        fake = self.fake
        given = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        if fake.key is not None and fake.key not in (given, request.headers.get("x-api-key")):
            return refuse(401, "invalid bearer token")
        if path.startswith("/v1/models/"):
            name = path.rpartition("/")[2]
            return (
                None
                if fake.models is None or name in fake.models
                else refuse(404, f"model: {name}")
            )
        if path.endswith("/count_tokens") and "count_tokens" not in fake.lacks:
            return None
        if path != "/v1/messages":
            return refuse(404, f"Not found: {path}")
        if fake.models is not None and request.body.get("model") not in fake.models:
            return refuse(404, f"model: {request.body.get('model')}")
        wrong = unacceptable(request.body, fake.lacks)
        return refuse(400, wrong) if wrong else None

    async def message(self, request: ReceivedRequest, act: Act) -> None:
        blocks = (
            answer(request.body, self.fake.ignores) if act.text is None else [TextBlock(act.text)]
        )
        usage = self.fake.count(request.body)
        self.fake.remember(usage.pop("_prefix"))  # type: ignore[arg-type]
        text = "".join(part.text for part in blocks)
        usage["output_tokens"] = 1
        start = {
            "id": f"msg_{len(self.fake.requests)}",
            "type": "message",
            "role": "assistant",
            "model": request.body["model"],
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": usage if act.usage else None,
        }
        if not request.body.get("stream"):
            usage["output_tokens"] = tokens(text)
            content = [{"type": "text", "text": part.text} for part in blocks]
            self.whole(200, {**start, "content": content, "stop_reason": act.stop}, act.headers)
            return
        self.begin(200, "text/event-stream", act.headers)
        if act.silent == "headers":
            await asyncio.sleep(FOREVER)
        if act.silent == "pings":
            await self.pings()
        self.event("message_start", message=start)
        count = 0
        for event in _events(blocks, act):
            if act.pace:
                await asyncio.sleep(act.pace)
            if act.breaks and count >= act.after:
                await self.broken(act)
                return
            self.event(**event)
            count += event["name"] == "content_block_delta"
        if act.breaks:  # the answer was shorter than `after`
            await self.broken(act)
            return
        detail = {"type": "refusal", "category": "bio", "explanation": None}
        delta = {"stop_reason": act.stop, "stop_sequence": None}
        delta |= {"stop_details": detail} if act.stop == "refusal" else {}
        final = {"output_tokens": tokens(text)} if act.usage else None
        self.event("message_delta", delta=delta, usage=final)
        self.event("message_stop")
        self.last()

    async def broken(self, act: Act) -> None:
        if act.breaks == "error":
            self.event("error", error={"type": act.error, "message": act.message})
            self.last()
        elif act.breaks == "drop":
            self.transport.abort()
        elif act.breaks == "end":
            self.last()
        elif act.breaks == "pings":
            await self.pings()
        else:
            await asyncio.sleep(FOREVER)

    async def pings(self) -> None:
        while True:
            self.event("ping")
            await asyncio.sleep(0.05)

    def begin(
        self, status: int, content_type: str, headers: Mapping[str, str], size: int = -1
    ) -> None:
        """The status line and headers; without a size the body comes in chunks."""
        sent = {
            "content-type": content_type,
            "request-id": f"req_{len(self.fake.requests):04d}",
            **self.fake.rate_headers(),
            **headers,
        }
        sent |= {"content-length": str(size)} if size >= 0 else {"transfer-encoding": "chunked"}
        lines = [f"HTTP/1.1 {status} {'OK' if status == 200 else 'Error'}"]
        lines += [f"{name}: {value}" for name, value in sent.items()]
        self.transport.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        if self.request is not None:
            self.request.first_byte = time.monotonic()

    def whole(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        data = json.dumps(body).encode()
        self.begin(status, "application/json", headers or {}, len(data))
        self.transport.write(data)
        self.done()

    def event(self, name: str, **data: Any) -> None:
        text = f"event: {name}\ndata: {json.dumps({'type': name, **data})}\n\n".encode()
        self.transport.write(b"%x\r\n%s\r\n" % (len(text), text))

    def last(self) -> None:
        self.transport.write(b"0\r\n\r\n")
        self.done()

    def done(self) -> None:
        if self.request is not None:
            self.request.finished = time.monotonic()
        self.fake.changed()


def _blocks(body: Any) -> Iterator[Any]:
    """The system's and the messages' blocks, in the order they are read."""
    system = body.get("system") or []
    yield from [{"type": "text", "text": system}] if isinstance(system, str) else system
    for message in body.get("messages", ()):
        content = message["content"]
        yield from [{"type": "text", "text": content}] if isinstance(content, str) else content


def _events(blocks: list[TextBlock], act: Act) -> Iterator[dict[str, Any]]:
    """The events between the message's start and its end."""
    left = act.keep if act.keep is not None else sum(len(part.text) for part in blocks)
    for index, part in enumerate(blocks):
        block = {"type": "text", "text": "", "citations": None}
        yield {"name": "content_block_start", "index": index, "content_block": block}
        if index == 0:
            yield {"name": "ping"}
        if part.citation is not None:
            delta = {"type": "citations_delta", "citation": part.citation}
            yield {"name": "content_block_delta", "index": index, "delta": delta}
        text, left = part.text[:left], left - min(left, len(part.text))
        for start in range(0, len(text), act.chunk):
            delta = {"type": "text_delta", "text": text[start : start + act.chunk]}
            yield {"name": "content_block_delta", "index": index, "delta": delta}
        yield {"name": "content_block_stop", "index": index}


def _model(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "type": "model",
        "display_name": re.sub(r"[-_]", " ", name).title(),
        "created_at": "2026-10-01T00:00:00Z",
        "lifecycle": "active",
        "max_tokens": 128_000,
        "max_input_tokens": 1_000_000,
    }


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before the first byte")
    parser.add_argument("--pace", type=float, default=0.0, help="seconds before each event")
    parser.add_argument("--limit", type=int, help="messages in any 60 seconds")
    options = parser.parse_args()
    act = Act(delay=options.delay, pace=options.pace)
    with FakeClaude(act, port=options.port, limit=options.limit, models=None) as fake:
        print(fake.url, flush=True)  # noqa: T201
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
