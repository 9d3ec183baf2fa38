"""How much of other people's documents is read, beside pandoc (.docx) and pdftotext (.pdf).

`python -m evaluation.documents FOLDER` reads every .docx and .pdf below it, each in a process of
its own, and prints a table. The files are not part of the project: any folder of public test files
will do. Needs `pandoc` and `poppler-utils`.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from bluepencil.documents import docx, pdf, reader  # noqa: F401 loaded once, before it forks
from bluepencil.errors import BluepencilError

_WORD = re.compile(r"\w+")
_OTHERS = {
    ".docx": ("pandoc", "-f", "docx", "-t", "plain", "--wrap=none"),
    ".pdf": ("pdftotext", "-enc", "UTF-8"),
}
SECONDS, MEMORY = 20.0, 500.0  # a file that takes more of either is told, in s and MB
_PAGE = 200
_PROSE = 100  # words that occur once: with fewer, their order says little
_CHARACTERS = 8  # of a text by itself, from which on it is compared


@dataclass
class Read:
    """One file: what came of it, and how it stands to what the other program reads.

    `refused` is the code of our error, `broke` an exception that should not have got out.
    """

    name: str
    refused: str = ""
    broke: str = ""
    seconds: float = 0.0
    memory: float = 0.0
    long: bool = False  # the other program reads as many words as a page of prose has
    words: float | None = None
    characters: float | None = None
    order: float | None = None


@dataclass
class _Figures:
    """Of all files of one type."""

    files: list[Read] = field(default_factory=list)

    def mean(self, what: str, *, long: bool = False) -> str:
        """The mean over the files that have a value there, and how many these are; `long`: of those
        with a page of prose or more. A file of one word weighs as much as a report otherwise."""
        files = [one for one in self.files if one.long or not long]
        found = [value for one in files if (value := getattr(one, what)) is not None]
        return f"{sum(found) / len(found):.3f} ({len(found):,} files)" if found else "–"

    def number(self, what: str) -> str:
        """How many have something there."""
        return f"{sum(bool(getattr(one, what)) for one in self.files):,}"

    def most(self, what: str) -> float:
        """The highest value there."""
        return max((getattr(one, what) for one in self.files), default=0.0)


def read(path: Path) -> Read:
    """Read one file here, and hold it against the other program's text."""
    told, began = Read(path.name), time.monotonic()
    try:
        document = reader.read(path.read_bytes(), path.name)
    except BluepencilError as error:
        told.refused = error.code
        text = None
    except Exception as error:  # noqa: BLE001 what is looked for
        told.broke = repr(error)[:200]
        text = None
    else:
        parts = [document.title, *(f"{one.name}\n{one.text}" for one in document.sections)]
        text = "\n".join(parts)
    told.seconds = time.monotonic() - began
    told.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if text is not None and (other := _other(path)):
        _compare(told, text, other)
    return told


def _other(path: Path) -> str:
    """What the other program reads; empty where it reads nothing."""
    command = [*_OTHERS[path.suffix], str(path)] + (["-"] if path.suffix == ".pdf" else [])
    try:
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", "replace")


def _compare(told: Read, ours: str, other: str) -> None:
    our_words, their_words = _WORD.findall(ours.casefold()), _WORD.findall(other.casefold())
    if sum(map(len, their_words)) < _CHARACTERS:
        return
    told.long = len(their_words) >= _PAGE
    told.words = _recall(our_words, their_words)
    told.characters = _recall("".join(our_words), "".join(their_words))
    told.order = _order(our_words, their_words)


def _recall(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """The share of theirs that ours has as well, each as often."""
    wanted = Counter(theirs)
    return (wanted & Counter(ours)).total() / wanted.total()


def _order(ours: Sequence[str], theirs: Sequence[str]) -> float | None:
    """Of the words that each has once, the share that stands in the same order in both."""
    once = Counter(ours)
    place = {word: at for at, word in enumerate(ours) if once[word] == 1}
    often = Counter(theirs)
    places = [place[word] for word in theirs if often[word] == 1 and word in place]
    if len(places) < _PROSE:
        return None
    ends: list[int] = []  # of the longest rising rows of each length
    for at in places:
        number = bisect_left(ends, at)
        ends[number : number + 1] = [at]
    return len(ends) / len(places)


def main(folder: Path) -> int:
    """Read all, print the table; 1 where a file broke the reader or cost too much."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix in _OTHERS)
    with get_context("fork").Pool(2, maxtasksperchild=1) as pool:
        found = pool.map(read, paths, chunksize=1)
    print("| | .docx beside pandoc | .pdf beside pdftotext |\n| --- | --- | --- |")
    kinds = [_Figures([one for one in found if one.name.endswith(kind)]) for kind in _OTHERS]
    for title, values in _rows(kinds):
        print(f"| {title} | {' | '.join(values)} |")
    bad = [one for one in found if one.broke or one.seconds > SECONDS or one.memory > MEMORY]
    for one in bad:
        print(f"{one.name}: {one.broke or f'{one.seconds:.1f} s, {one.memory:.0f} MB'}")
    return 1 if bad else 0


def _rows(kinds: Sequence[_Figures]) -> list[tuple[str, list[str]]]:
    return [
        ("files", [f"{len(one.files):,}" for one in kinds]),
        ("refused with a sentence", [one.number("refused") for one in kinds]),
        ("broke the reader", [one.number("broke") for one in kinds]),
        *((what, [one.mean(what) for one in kinds]) for what in ("words", "characters", "order")),
        *(
            (f"{what}, of a page and more", [one.mean(what, long=True) for one in kinds])
            for what in ("words", "characters")
        ),
        ("longest, in s", [f"{one.most('seconds'):.1f}" for one in kinds]),
        ("most memory, in MB", [f"{one.most('memory'):.0f}" for one in kinds]),
    ]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
