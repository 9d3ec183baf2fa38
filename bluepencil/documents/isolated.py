"""Reads large files, and those whose size says little, in a process of its own, with limits.

Whatever a file does there, the server goes on: nobody waits for the interpreter's lock or for a
collection of garbage, memory is given back, and a library that crashes ends that process only.
"""

from __future__ import annotations

import gc
import io
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

from bluepencil import errors
from bluepencil.documents import Document, Limits, Section, reader, types

SMALL = 32 * 1024  # bytes: to read these takes no longer than to start a process
SMALL_UNPACKED = 512 * 1024
AT_ONCE = 2  # files; more take turns
PROCESSOR_SECONDS = 16
MEMORY = 256 * 1024 * 1024  # bytes that the process may take for itself
_COURTESY = 5  # how far others come before it, as `nice` counts
_NO_MEMORY = 3  # how it ends where that is used up
_PIECE = 1024 * 1024
_START = (
    f"import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r}); "
    "from bluepencil.documents import isolated; isolated.main()"
)
_turns = threading.BoundedSemaphore(AT_ONCE)


def read(data: bytes, name: str, limits: Limits = Limits()) -> Document:  # noqa: B008
    """As `reader.read`, with the same errors, but the sections may lack their origins."""
    if is_small(data):
        return reader.read(data, name, limits)
    with _turns:
        return _read_there(data, name, limits)


def is_small(data: bytes) -> bool:
    """Whether little can come of a file: text of few bytes, or an archive that holds few."""
    if len(data) > SMALL:
        return False
    signed = types.by_signature(data)
    if signed == "docx":
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(one.file_size for one in archive.infolist()) <= SMALL_UNPACKED
    return signed != "pdf"  # its parts may refer to each other without end


def _read_there(data: bytes, name: str, limits: Limits) -> Document:
    process = _started()
    with process:
        _send(cast(BinaryIO, process.stdin), data, json.dumps([name, limits]))
        answer = cast(BinaryIO, process.stdout)
        told = json.loads(answer.readline() or "{}")
        # One at a time: nobody waits for the interpreter while a large answer is decoded.
        sections = tuple(Section.model_validate_json(line) for line in answer)
    if process.returncode == -signal.SIGXCPU:
        raise _too_much("time")
    if process.returncode == _NO_MEMORY:
        raise _too_much("memory")
    if process.returncode < 0:
        raise _broken()
    if process.returncode:
        raise RuntimeError("the process that reads files broke off; its traceback is in the log")
    if "error" in told:
        raise getattr(errors, told.pop("error"))(**told)
    return Document.model_validate({**told, "sections": ()}).model_copy(
        update={"sections": sections}
    )


def _started() -> subprocess.Popen[bytes]:
    command, pipe = [sys.executable, "-c", _START], subprocess.PIPE
    try:
        return subprocess.Popen(command, stdin=pipe, stdout=pipe)  # noqa: S603 our own program
    except OSError as error:  # the machine has no memory left, or no processes
        raise errors.Unavailable(
            "The file cannot be read now: the machine is busy. Try again.", retry_after=5
        ) from error


def _send(pipe: BinaryIO, data: bytes, asked: str) -> None:
    with suppress(BrokenPipeError), pipe:  # it may end before it has read everything
        pipe.write(asked.encode() + b"\n")
        for start in range(0, len(data), _PIECE):
            pipe.write(data[start : start + _PIECE])


def main() -> None:
    """What that process does: read the file on its standard input, write what came of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever presses Ctrl-C means the server
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(_COURTESY)
    gc.set_threshold(50_000, 20, 20)
    name, limits = json.loads(sys.stdin.buffer.readline())
    try:
        document = reader.read(sys.stdin.buffer.read(), name, Limits(*limits))
        _tell(document.model_dump(exclude={"sections"}))
        for section in document.sections:
            sys.stdout.buffer.write(section.model_dump_json().encode() + b"\n")
    except errors.BluepencilError as error:
        _tell({"error": type(error).__name__, "detail": error.detail, "code": error.code})
    except MemoryError:
        os._exit(_NO_MEMORY)  # there is none left to say so
    sys.stdout.buffer.flush()
    os._exit(0)  # the system takes everything back sooner than the interpreter does


def _tell(what: dict[str, str]) -> None:
    sys.stdout.buffer.write(json.dumps(what).encode() + b"\n")


def _broken() -> errors.BadDocument:
    """The error for a file at which a library crashed."""
    from bluepencil.documents.archive import damaged  # with lxml, which the server need not load

    return damaged()


def _too_much(what: str) -> errors.TooLarge:
    return errors.TooLarge(
        f"The document takes too much {what} to read. Split it and review the parts.",
        code="document_too_large",
    )
