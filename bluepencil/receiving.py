"""gunicorn's worker, in which a thread is given a request only once all of it has come.

Its own threads read from the sockets, so that a few dozen clients which send a byte a minute hold
all of them. Here the loop that waits for connections reads as well; threads only answer.
"""

from __future__ import annotations

import errno
import json
import selectors
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from typing import Any

import structlog
from gunicorn import http
from gunicorn.http import errors
from gunicorn.workers.gthread import TConn, ThreadWorker

from bluepencil.incoming import Incoming
from bluepencil.values import new_id

CONNECTIONS = 4000  # open at once; of these as many as there are threads are answered
SEND_SECONDS = 30.0  # until an answer has to be taken, and longer for as much as
SLOWEST = 4 * 1024  # bytes a second that are taken at least
LINGER = 2.0  # seconds in which a client may read the last answer before it is cut off
SWEEP_EVERY = 0.5  # seconds between two looks for connections whose time is over
_PIECE = 256 * 1024  # bytes read at once
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_GONE = (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK)
_TITLES = {408: "Too slow", 413: "Too large", 414: "Too long", 431: "Too large"}
_DETAILS = {
    400: "This is not a valid HTTP request.",
    408: "The request did not come in time; send it again over a better connection.",
    413: "The request is larger than this server takes.",
    414: "The address is too long; shorten it, or send the text in the body.",
    417: "This server cannot meet what the header Expect asks for.",
    431: "The headers are too many or too long; send fewer, or clear this site's cookies.",
    500: "Something went wrong on our side; try again.",
    501: "This server does not know that transfer encoding.",
}

_STATUSES = {
    errors.LimitRequestLine: 414,
    errors.LimitRequestHeaders: 431,
    errors.ExpectationFailed: 417,
    errors.UnsupportedTransferCoding: 501,
}
_OURS = (errors.InvalidResponseHeader, errors.InvalidResponseHeaderName)

log = structlog.get_logger()


class Receiver(ThreadWorker):  # type: ignore[misc]
    """That worker. `largest_body` is the most that a request's body may have, in bytes."""

    largest_body = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waiting: dict[TConn, float] = {}  # connections that something is still read from
        self._swept = 0.0

    def accept(self, listener: socket.socket) -> bool:
        """Take a connection that waits; returns whether there was one."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno not in _GONE:
                raise
            return False
        self.nr_conns += 1
        patient = _Patient(fileno=client.detach())
        conn = TConn(self.cfg, patient, address, listener.getsockname())
        conn.initialized = True  # nothing to negotiate: neither TLS nor HTTP/2 is spoken here
        self._receive(conn)
        return True

    def on_client_socket_readable(self, conn: TConn, client: socket.socket) -> None:
        """The next request comes on a connection that was kept open."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._receive(conn)

    def _receive(self, conn: TConn, begun: bytes = b"") -> None:
        """Begin to read a request, of which these bytes have come already."""
        conn.sock.setblocking(False)
        conn.incoming = Incoming(self.largest_body, time.monotonic())
        if begun:
            conn.incoming.feed(begun)
        if self._goes_on(conn) and self._read(conn):
            self._wait(conn, conn.incoming.deadline, self._read_on)

    def _read_on(self, conn: TConn, _: socket.socket) -> None:
        """More of a request has come."""
        if self._read(conn):
            self._waiting[conn] = conn.incoming.deadline

    def _read(self, conn: TConn) -> bool:
        """Read what is there; returns whether more is to come."""
        try:
            data = conn.sock.recv(_PIECE)
        except BlockingIOError:
            return True
        except OSError:
            data = b""
        if not data:
            self._close(conn)
            return False
        conn.incoming.feed(data)
        return self._goes_on(conn)

    def _goes_on(self, conn: TConn) -> bool:
        """Whether more of the request is to come; a complete one is given to a thread."""
        incoming = conn.incoming
        if incoming.refused is not None:
            self._refuse_request(conn, incoming.refused)
        elif incoming.complete:
            self._wait_no_more(conn)
            conn.parser = http.get_parser(self.cfg, incoming.source(), conn.client)
            self.enqueue_req(conn)
        elif incoming.continues:
            incoming.continues = False
            with suppress(OSError):
                conn.sock.send(_CONTINUE)
        return not incoming.complete

    def finish_request(self, conn: TConn, fs: Future[bool]) -> None:
        """A thread has answered."""
        incoming = conn.incoming
        incoming.close()
        ended = fs.cancelled() or fs.exception() is not None or not fs.result()
        if ended or incoming.last:
            self._linger(conn)
        elif incoming.rest:
            self._receive(conn, incoming.rest)
        else:
            super().finish_request(conn, fs)

    def _refuse_request(self, conn: TConn, status: int) -> None:
        """Answer what no thread will; the answer is small enough to be sent at once."""
        conn.incoming.complete = True
        self._wait_no_more(conn)
        with suppress(OSError):
            conn.sock.send(_problem(status))
        self._linger(conn)

    def _linger(self, conn: TConn) -> None:
        """Close a connection when its client has read the answer: closed while something comes
        in, it would be reset, and the answer be lost."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
        except OSError:
            self._close(conn)
        else:
            self._wait(conn, time.monotonic() + LINGER, self._discard)

    def _discard(self, conn: TConn, _: socket.socket) -> None:
        try:
            over = not conn.sock.recv(_PIECE)
        except BlockingIOError:
            return
        except OSError:
            over = True
        if over:
            self._close(conn)

    def _wait(self, conn: TConn, deadline: float, read: Callable[..., None]) -> None:
        self._waiting[conn] = deadline
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(read, conn))

    def _wait_no_more(self, conn: TConn) -> None:
        if self._waiting.pop(conn, None) is not None:
            self.poller.unregister(conn.sock)

    def _close(self, conn: TConn) -> None:
        self._wait_no_more(conn)
        conn.incoming.close()
        self.nr_conns -= 1
        conn.close()

    def murder_pending(self) -> None:
        """End the connections whose time is over; called after every event."""
        now = time.monotonic()
        if now < self._swept + SWEEP_EVERY:
            return
        self._swept = now
        for conn in [conn for conn, deadline in self._waiting.items() if deadline <= now]:
            if conn.incoming and not conn.incoming.complete:
                self._refuse_request(conn, 408)
            else:
                self._close(conn)

    def _cap_keepalive(self, deadline: float) -> None:
        """At a stop: whoever has not begun to send a request may do so until then."""
        super()._cap_keepalive(deadline)
        for conn, until in self._waiting.items():
            if not conn.incoming:
                self._waiting[conn] = min(until, deadline)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answer a request that the parser refuses, or whose answer failed."""
        del req, addr
        ours = isinstance(exc, _OURS) or not isinstance(exc, errors.ParseException)
        status = 500 if ours else _STATUSES.get(type(exc), 400)
        if status == 500:
            log.error("request broke", exc_info=exc)
        else:
            log.warning("request refused", status=status, reason=type(exc).__name__)
        with suppress(OSError):
            client.sendall(_problem(status))


class _Patient(socket.socket):
    """A client's socket, which gives up where the client does not take what is sent."""

    def sendall(self, data: Any, flags: int = 0) -> None:
        """Send all of it, for as long as it is taken at a bearable speed."""
        view, sent, began = memoryview(data), 0, time.monotonic()
        with suppress(BlockingIOError):  # mostly there is room for all of it
            sent = self.send(view, flags | socket.MSG_DONTWAIT)
        if sent == len(view):
            return
        while sent < len(view):
            left = began + SEND_SECONDS + sent / SLOWEST - time.monotonic()
            try:
                self.settimeout(max(left, 0.001))
                sent += self.send(view[sent:], flags)
            except TimeoutError as error:
                raise BrokenPipeError(errno.EPIPE, "the client does not read") from error
        self.settimeout(None)


def _problem(status: int) -> bytes:
    """The whole answer, in the form that errors have everywhere (RFC 9457)."""
    request_id = new_id()
    fields = {
        "type": "/docs#bad_request",
        "title": _TITLES.get(status, HTTPStatus(status).phrase),
        "status": status,
        "detail": _DETAILS[status],
        "code": HTTPStatus(status).name.lower(),
        "success": False,
        "request_id": request_id,
    }
    body = json.dumps(fields)
    return (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n"
        f"Connection: close\r\nContent-Type: application/problem+json\r\n"
        f"X-Request-ID: {request_id}\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode("ascii")
