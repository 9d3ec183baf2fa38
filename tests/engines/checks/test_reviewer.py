"""The checks are imported by the first call that reads a text, whoever makes it."""

import subprocess
import sys

_FIRST_CALLS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from bluepencil.documents.guideline import Guideline
from bluepencil.documents.reader import read
from bluepencil.engines import Call
from bluepencil.engines.checks import BuiltIn
from bluepencil.work.cancel import Cancel

document = read(b"The number is TBD.", "note.txt")
guideline = Guideline(name="g", title="g", text="")
engine, together = BuiltIn(), Barrier(8)
assert "bluepencil.engines.checks.reviewer" not in sys.modules

def quotes(_):
    together.wait()
    found = []
    call = Call("analysis", Cancel())
    engine.review_section(document, document.sections[0], guideline, call, found.append)
    return [one.quote for one in found]

with ThreadPoolExecutor(8) as pool:
    assert list(pool.map(quotes, range(8))) == [["TBD"]] * 8
"""


def test_many_threads_may_make_the_first_call_at_once():
    subprocess.run([sys.executable, "-c", _FIRST_CALLS], check=True)
