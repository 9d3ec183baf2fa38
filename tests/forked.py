"""A worker in a process of its own that is there in a moment, for tests that need one each."""

import multiprocessing
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bluepencil.settings import Settings

# A server that has loaded everything once and forks: a new process would need two seconds.
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["celery_tasks", "bluepencil.kinds.review_document", __name__])


def _work(settings: Settings, log: Path) -> None:
    import celery_tasks

    with log.open("ab", buffering=0) as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
        sys.exit(celery_tasks.work(settings, []))


@contextmanager
def forked_worker(settings: Settings) -> Iterator[None]:
    """A real worker of these settings, killed afterwards."""
    log = settings.data_dir.with_suffix(".worker.log")
    process = _context.Process(target=_work, args=(settings, log), daemon=True)
    process.start()
    try:
        yield
        assert process.exitcode is None, f"the worker ended by itself:\n{log.read_text()[-4000:]}"
    finally:
        process.kill()
        process.join(10)
        process.close()
