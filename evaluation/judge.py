"""Lists findings on real documents that nobody has judged yet, and takes the verdicts.

`python -m evaluation.judge [--all]` prints a line of JSON for each (with `--all` also those of low
severity); `python -m evaluation.judge FILE` reads such lines back, with `U`, `T` or `F` as verdict.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from evaluation.real.verdicts import Raised, Verdict, keep, raised


def line(one: Raised) -> str:
    """A finding as a line to judge."""
    return json.dumps(
        {
            "key": one.key,
            "verdict": "",
            "document": one.document,
            "severity": one.finding.severity,
            "rule": one.finding.rule,
            "quote": one.finding.quote,
            "around": one.around,
            "description": one.finding.description,
            "replacement": one.finding.replacement,
        },
        ensure_ascii=False,
    )


def read_back(text: str) -> dict[str, Verdict]:
    """The verdicts given in such lines; lines without one are left out."""
    given: dict[str, Verdict] = {}
    for number, row in enumerate(text.splitlines(), start=1):
        if not row.strip():
            continue
        judged = json.loads(row)
        if judged["verdict"] not in ("U", "T", "F", ""):
            raise ValueError(f"line {number}: the verdict is U, T or F, not {judged['verdict']!r}")
        if judged["verdict"]:
            given[judged["key"]] = judged["verdict"]
    return given


def main() -> None:
    """List what has no verdict, or keep those of a file."""
    files = [one for one in sys.argv[1:] if not one.startswith("-")]
    if files:
        given = read_back(Path(files[0]).read_text("utf-8"))
        keep(given)
        print(f"{len(given)} verdicts kept.")
        return
    for one in raised():
        if one.verdict is None and (one.finding.severity != "low" or "--all" in sys.argv):
            print(line(one))


if __name__ == "__main__":
    main()
