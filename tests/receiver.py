"""A receiver of webhooks on a thread: keeps what it was sent, and behaves as it is told."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Received(NamedTuple):
    """A request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


class Receiver:
    """What it answers is `answer(request)`: a status, or a status and headers.

    `until_stopped()` in there holds the request for as long as the receiver lives.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.received: list[Received] = []
        self.answer: Callable[[Received], int | tuple[int, dict[str, str]]] = lambda _: 204
        self.body: Callable[[], Iterator[bytes]] = lambda: iter(())
        self.open = 0  # requests that are being answered
        self.most = 0  # and how many there have been at once
        self.stopped = threading.Event()
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer._handle(self)

            do_GET = do_POST

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if tls is not None:
            self._server.socket = tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/hook"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def _handle(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        one = Received(handler.path, headers, body)
        with self._lock:
            self.received.append(one)
            self.open += 1
            self.most = max(self.most, self.open)
        try:
            told = self.answer(one)
            status, more = told if isinstance(told, tuple) else (told, {})
            handler.send_response(status)
            for name, value in more.items():
                handler.send_header(name, value)
            handler.end_headers()
            for chunk in self.body():
                handler.wfile.write(chunk)
        except OSError:  # the sender has gone
            pass
        finally:
            with self._lock:
                self.open -= 1

    def until_stopped(self) -> int:
        """Never answers."""
        self.stopped.wait(60)
        return 204

    def wait(self, number: int, seconds: float = 20.0) -> list[Received]:
        """What came, once there are so many."""
        deadline = time.monotonic() + seconds
        while len(self.received) < number:
            assert time.monotonic() < deadline, f"{len(self.received)} of {number} came"
            time.sleep(0.01)
        return list(self.received)


@contextmanager
def receiving(tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver, gone afterwards."""
    receiver = Receiver(tls)
    receiver._thread.start()
    try:
        yield receiver
    finally:
        receiver.stopped.set()
        receiver._server.shutdown()
        receiver._server.server_close()
        receiver._thread.join()
