"""Measures the built-in checks and writes the figures into docs/quality.md.

On the corpus with its keys, on faults in many wordings put into good documents, and on real
documents, where these are at hand.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bluepencil.documents.guideline import load
from evaluation import inject
from evaluation.real import verdicts
from evaluation.score import CORPUS, score_half, table, totals

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "docs" / "quality.md"
AIM, GOOD_AIM = 0.8, 1.0  # of recall and precision; findings per 300 words on good documents


def between(name: str) -> tuple[str, str]:
    """The comments that a part of the report stands between."""
    return f"<!-- {name}: begin -->", f"<!-- {name}: end -->"


def written_into(report: str, name: str, text: str) -> str:
    """The report with this part written anew; as it was, if it has no such part."""
    begin, end = between(name)
    before, found, rest = report.partition(begin)
    if not found:
        return report
    return f"{before}{begin}\n{text}{end}{rest.partition(end)[2]}"


def real_documents() -> str | None:
    """Precision on the real documents that are at hand; None where there are none."""
    found = list(verdicts.raised())
    if not found:
        return None
    serious = [one for one in found if one.finding.severity != "low"]
    words = verdicts.words()
    per_300 = 300 / words
    return (
        f"{words:,} words; per 300 words {len(serious) * per_300:.2f} findings of high or medium "
        f"severity, {len(found) * per_300:.2f} of any.\n\n{verdicts.table(found)}"
    )


def main() -> int:
    """Print the figures and write them into the report; 1 when the kept half misses the aim."""
    guidelines = load(ROOT / "guidelines")
    written = score_half(CORPUS / "written", guidelines)
    kept = score_half(CORPUS / "kept", guidelines)
    parts = {
        "figures": f"{table('seen while writing the rules', written)}\n{table('kept aside', kept)}",
        "wordings": "\n".join(f"{which}:\n\n{inject.table(which)}" for which in ("fresh", "seen")),
        "real": real_documents(),
    }
    report = REPORT.read_text("utf-8")
    for name, text in parts.items():
        if text is not None:
            print(text)
            report = written_into(report, name, text)
    REPORT.write_text(report, "utf-8")
    if "--details" in sys.argv:  # of the half that may be seen, never of the other
        print("\n".join(["Not found:", *written.lost, "", "Wrong:", *written.wrong]))
    recall, precision, good, _ = totals(kept)
    return 0 if recall >= AIM and precision >= AIM and good <= GOOD_AIM else 1


if __name__ == "__main__":
    sys.exit(main())
