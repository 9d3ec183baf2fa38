"""Puts faults in many wordings into documents without faults, and counts how many are found.

Run `python -m evaluation.inject`; with `--lost` it lists the wordings that were missed.
"""

from __future__ import annotations

import math
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bluepencil.documents import Document, reader
from bluepencil.documents.guideline import Guideline, load
from evaluation.findings import findings_of

ROOT = Path(__file__).resolve().parent
CLEAN = ("07-autoclave-load.md", "12-cold-water-plant.md")  # of the half that may be seen
HEADINGS = {
    "investigation": "## Investigation",
    "timeline": "## Timeline",
    "impact": "## Impact",
    "cause": "## Root cause",
    "actions": "## Corrective and preventive actions",
}
_FILLER = {
    "investigation": "Ada Lund compared the 14 entries of the log with the plan on 5 May 2027.",
    "timeline": "- 3 May 2027, 09:10: Ada Lund opened the hall.",
    "impact": "The 14 crates were worth EUR 310 (invoice 20-114).",
    "cause": "The plan has no step that shows whether the hatch is closed.",
    "actions": "- Karl Ott will fit a lock to the hatch by 9 May 2027.",
}


@dataclass
class Recall:
    """How many wordings of one kind were put in and found."""

    put: int = 0
    found: int = 0
    lost: list[str] = field(default_factory=list)

    @property
    def interval(self) -> tuple[float, float]:
        """The bounds of the share found, with 95 % confidence (Wilson's score)."""
        if not self.put:
            return 0.0, 1.0
        share, z = self.found / self.put, 1.96
        middle = share + z * z / (2 * self.put)
        wide = z * math.sqrt(share * (1 - share) / self.put + z * z / (4 * self.put * self.put))
        below = 1 + z * z / self.put
        return (middle - wide) / below, (middle + wide) / below


def wordings() -> dict[str, dict[str, object]]:
    """The kinds of faults and their wordings."""
    return tomllib.loads((ROOT / "faults" / "wordings.toml").read_text("utf-8"))


def with_fault(clean: str, kind: dict[str, object], wording: str) -> Document:
    """A clean document with one section put in that holds the fault, beside what is fine."""
    under = str(kind["under"])
    filler = "" if kind.get("alone") else _FILLER[under]
    marker = "- " if kind.get("item") or under == "timeline" else ""
    title, _, rest = clean.partition("\n## ")
    text = f"{title}\n{HEADINGS[under]}\n\n{filler}\n\n{marker}{wording}\n\n## {rest}"
    return reader.read(text.encode(), "clean.md")


def is_found(document: Document, kind: str, wording: str, guideline: Guideline) -> bool:
    """Whether a finding of this kind touches the wording."""
    for finding in findings_of(document, guideline):
        section = document.section(finding.section_name)
        if section is None or finding.start is None or finding.end is None:
            continue
        start = section.text.find(wording)
        touches = start >= 0 and finding.start < start + len(wording) and start < finding.end
        if touches and finding.rule == kind:
            return True
    return False


def recall(which: str) -> Iterator[tuple[str, Recall]]:
    """Each kind with the recall of its `fresh` or `seen` wordings."""
    guideline = load(ROOT.parent / "guidelines")["investigation-report"]
    clean = [(ROOT / "corpus" / "written" / name).read_text("utf-8") for name in CLEAN]
    for name, kind in wordings().items():
        counted = Recall()
        for number, wording in enumerate(kind.get(which, ())):  # type: ignore[arg-type,var-annotated]
            document = with_fault(clean[number % len(clean)], kind, wording)
            counted.put += 1
            if is_found(document, name, wording, guideline):
                counted.found += 1
            else:
                counted.lost.append(wording)
        if counted.put:
            yield name, counted


def table(which: str) -> str:
    """The recall by kind as Markdown."""
    lines = ["| fault | put in | found | share, 95 % interval |", "| --- | --- | --- | --- |"]
    total = Recall()
    for name, one in recall(which):
        low, high = one.interval
        lines.append(f"| {name} | {one.put} | {one.found} | {low:.2f}–{high:.2f} |")
        total.put += one.put
        total.found += one.found
    low, high = total.interval
    lines.append(f"| all | {total.put} | {total.found} | {low:.2f}–{high:.2f} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the recall of the fresh wordings, and of those seen."""
    for which in ("fresh", "seen"):
        print(f"{which}\n{table(which)}")
        if "--lost" in sys.argv:
            print(
                *(f"{name}: {text}" for name, one in recall(which) for text in one.lost), sep="\n"
            )


if __name__ == "__main__":
    main()
