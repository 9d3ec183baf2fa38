"""A worker in a process of its own that is there in a moment, for tests that need one each."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bluepencil.settings import Settings

# A server that has loaded everything once and forks: a new process would need two seconds.
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(
    [
        "celery_tasks",
        "bluepencil.kinds.review_document",
        "bluepencil.engines.claude.upstream",
        "anthropic.resources.messages",
        __name__,
    ]
)


def _work(
    settings: Settings, queues: Sequence[str], prepare: Callable[[], None] | None, log: Path
) -> None:
    import celery_tasks

    with log.open("ab", buffering=0) as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
        if prepare is not None:
            prepare()
        sys.exit(celery_tasks.work(settings, queues))


class ForkedWorker:
    """A worker process: killed, frozen and stopped at will; it must not end by itself."""

    def __init__(
        self, settings: Settings, queues: Sequence[str], prepare: Callable[[], None] | None
    ) -> None:
        self.log = settings.data_dir.with_suffix(".worker.log")
        self._process = _context.Process(
            target=_work, args=(settings, queues, prepare, self.log), daemon=True
        )
        self._process.start()
        self._ended = False

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid or 0

    def freeze(self) -> None:
        """It stands still, as on a machine that swaps or sleeps."""
        os.kill(self._process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on as if no time had passed."""
        os.kill(self._process.pid, signal.SIGCONT)

    def kill(self) -> None:
        """kill -9, whatever it is doing."""
        self.check()
        self._end(self._process.kill)

    def stop(self) -> int:
        """TERM, as an operator would; returns the exit status."""
        self.check()
        self._end(self._process.terminate)
        return self._process.exitcode

    def check(self) -> None:
        """It has not ended by itself."""
        if not self._ended:
            assert self._process.exitcode is None, self.log.read_text()[-4000:]

    def _end(self, how: Callable[[], None]) -> None:
        if not self._ended:
            how()
            self._process.join(40)
            self._ended = True


@contextmanager
def forked_worker(
    settings: Settings, queues: Sequence[str] = (), prepare: Callable[[], None] | None = None
) -> Iterator[ForkedWorker]:
    """A real worker of these settings, for these queues or all; killed afterwards.

    `prepare`, a function of a module, is called in its process before it begins.
    """
    worker = ForkedWorker(settings, queues, prepare)
    try:
        yield worker
        worker.check()
    finally:
        worker._end(worker._process.kill)
