"""A request as it comes in, piece by piece, until a thread can answer it without waiting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile

HEAD_SECONDS = 20.0  # until the head of a request has to be complete
BODY_SECONDS = 30.0  # until its body has to be, and longer for as much as
SLOWEST = 4 * 1024  # bytes a second that it comes at least
LONGEST_HEAD = 64 * 1024  # bytes
_IN_MEMORY = 256 * 1024  # bytes of a request; more lies in a temporary file
_DRAIN = 256 * 1024 * 1024  # bytes of a refused body that are read and thrown away
_LONGEST_LINE = 1024  # bytes of the line before a chunk, and of the lines after the last one
_PIECE = 64 * 1024
_EXPECT = re.compile(rb"^expect[ \t]*:[^\r\n]*\r?\n", re.M | re.I)
# The headers that say how long a body is, and whether its sender waits.
_FRAMING = re.compile(
    rb"\n[ \t]*(content-length|transfer-encoding|expect)[ \t]*:([^\n]*)", re.IGNORECASE
)


class Incoming:
    """The next request of a connection: fed with bytes until it is complete.

    It looks only for where the request ends; whether it is valid is for the parser to say. What
    the parser would refuse is complete at once. A body that is announced as larger than `most`
    bytes is read and thrown away, so that its sender gets to read the answer.

    `continues`: the sender waits to be told to send the body. `refused`: the status of the answer
    where the parser cannot give one, 413 or 431. `last`: nothing can follow on this connection.
    """

    def __init__(self, most: int, began: float) -> None:
        self.complete = self.continues = self.last = False
        self.refused: int | None = None
        self.rest = b""  # what came after it
        self._most, self._began = most, began
        self._head = bytearray()
        self._file: SpooledTemporaryFile[bytes] | None = None  # the body, once any of it has come
        self._size = 0  # bytes of the body that came so far
        self._left: int | None = 0  # bytes of it that are missing; None: it comes in chunks
        self._chunks = _Chunks()
        self._in_body = self._dropped = False

    def __bool__(self) -> bool:
        """Whether anything has come."""
        return bool(self._head)

    @property
    def deadline(self) -> float:
        """When it has to be complete."""
        if not self._in_body:
            return self._began + HEAD_SECONDS
        return self._began + HEAD_SECONDS + BODY_SECONDS + self._size / SLOWEST

    def feed(self, data: bytes) -> None:
        """These bytes have come."""
        if not self._in_body:
            searched = max(0, len(self._head) - 3)
            self._head += data
            end = self._head.find(b"\r\n\r\n", searched) + 4
            if end < 4:
                if len(self._head) > LONGEST_HEAD:
                    self._refuse(431)
                return
            data = bytes(self._head[end:])
            del self._head[end:]
            self._begin_body()
        self._take(data)

    def source(self) -> Iterator[bytes]:
        """The bytes of the whole request, for the parser."""
        yield bytes(self._head)
        if self._file is not None:
            self._file.seek(0)
            while piece := self._file.read(_PIECE):
                yield piece

    def close(self) -> None:
        """Let go of its bytes."""
        if self._file is not None:
            self._file.close()

    def _begin_body(self) -> None:
        headers: dict[bytes, list[bytes]] = {}
        for name, value in _FRAMING.findall(self._head):
            headers.setdefault(name.lower(), []).append(value.strip(b" \t\r"))
        self._in_body = True
        lengths = headers.get(b"content-length", [])
        coding = b",".join(headers.get(b"transfer-encoding", [])).lower()
        if coding.endswith(b"chunked"):
            self._left = None
        elif not coding and len(lengths) == 1 and lengths[0].isdigit() and len(lengths[0]) < 16:
            self._left = int(lengths[0])
            self._dropped = self._left > self._most
        elif lengths or coding:
            self._end()
            self.last = True  # the parser refuses it
            return
        if headers.get(b"expect", [b""])[0].lower() == b"100-continue":
            self._head[:] = _EXPECT.sub(b"", bytes(self._head))
            self.continues = self._left is None or 0 < self._left <= self._most
            if self._dropped:  # answered before it is sent
                self.last = True
                self._end()

    def _take(self, data: bytes) -> None:
        """Take what of these bytes belongs to the body."""
        if self.complete:
            return
        if self._left is None:
            belongs, done = self._chunks.feed(data)
            self.last = self.last or self._chunks.malformed
        else:
            belongs = min(len(data), self._left)
            self._left -= belongs
            done = not self._left
        self._size += belongs
        if not self._dropped:
            if belongs:
                self._keep(data[:belongs])
            if self._size > self._most + _PIECE:  # in chunks, which nobody can throw away in part
                self._refuse(413)
                return
        elif self._size > _DRAIN:
            self.last = done = True
        if done:
            self.rest = data[belongs:]
            self._end()

    def _keep(self, data: bytes) -> None:
        if self._file is None:
            self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 closed by `close`
        self._file.write(data)

    def _end(self) -> None:
        self.complete, self.continues = True, False

    def _refuse(self, status: int) -> None:
        self.refused, self.last = status, True
        self._end()


class _Chunks:
    """Looks for the end of a body that comes in chunks."""

    def __init__(self) -> None:
        self.malformed = False
        self._left = 0  # bytes of the chunk, with the end of its line
        self._line = b""
        self._trailing = False  # after the last chunk

    def feed(self, data: bytes) -> tuple[int, bool]:
        """How many of these bytes belong to the body, and whether it ends with them. One that the
        parser will refuse ends at once."""
        at = 0
        while at < len(data):
            if self._left:
                step = min(self._left, len(data) - at)
                self._left -= step
                at += step
                continue
            end = data.find(b"\n", at) + 1
            line, self._line = self._line + data[at : end or len(data)], b""
            at = end or len(data)
            if len(line) > _LONGEST_LINE:
                self.malformed = True
                return at, True
            if not end:
                self._line = line
            elif self._trailing and not line.strip():
                return at, True
            elif not self._trailing and not self._begin(line):
                self.malformed = True
                return at, True
        return at, False

    def _begin(self, line: bytes) -> bool:
        try:
            size = int(line.split(b";")[0].strip() or b"x", 16)
        except ValueError:
            return False
        self._trailing = size == 0
        self._left = size + 2 if size else 0
        return size >= 0
