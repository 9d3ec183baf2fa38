"""Reading documents: time and memory as they grow, and the speed of the built-in checks."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.goal import Goal
from tests.documents.factory import long_docx
from tests.serving import ROOT

SIZES = (25_000, 50_000, 100_000, 200_000)
_READ = """
import resource, sys, time
from bluepencil.documents.reader import read
data = open(sys.argv[1], "rb").read()
began = time.perf_counter()
read(data, "long.docx")
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
_CHECK = """
import sys, time
from bluepencil.documents.guideline import Guideline
from bluepencil.documents.reader import read
from bluepencil.engines import Call
from bluepencil.engines.checks import BuiltIn
from bluepencil.work.cancel import Cancel
document = read(open(sys.argv[1], "rb").read(), "long.docx")
engine, call = BuiltIn(), Call("analysis", Cancel())
guideline = Guideline(name="g", title="g", text="")
began = time.perf_counter()
for section in document.sections:
    engine.review_section(document, section, guideline, call, lambda finding: None)
engine.review_whole(document, guideline, call, lambda finding: None)
print(time.perf_counter() - began, sum(section.words for section in document.sections))
"""


def measure() -> Iterator[Goal]:
    """Seconds and MB of a process that reads a .docx of so many words; then words a second."""
    with tempfile.TemporaryDirectory() as folder:
        seconds = {}
        for words in SIZES:
            path = Path(folder) / f"{words}.docx"
            path.write_bytes(long_docx(words))
            taken = sorted(_run(_READ, path) for _ in range(3))[0]
            seconds[words] = taken[0]
            goals = (2.0, 200.0) if words == 100_000 else (None, None)
            yield Goal(f"reading a .docx of {words:,} words", taken[0], goals[0], "s")
            if words == 100_000:
                yield Goal("memory of the process that reads it", taken[1], goals[1], "MB")
        growth = (seconds[200_000] / seconds[50_000]) / 4
        yield Goal("time for 4 times the words, over 4 times the time", growth, 1.3, "")
        took, words_read = _run(_CHECK, Path(folder) / "100000.docx")
        yield Goal("built-in checks, 1,000 words", 1000 * took / (words_read / 1000), None, "ms")


def _run(script: str, path: Path) -> tuple[float, float]:
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], cwd=ROOT, capture_output=True, check=True
    )
    first, second = done.stdout.split()
    return float(first), float(second)
