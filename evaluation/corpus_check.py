"""Checks the evaluation corpus itself: every key is well formed and points at words that are there.

Run it after editing a document or a key: `python evaluation/corpus_check.py`.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

CORPUS = Path(__file__).parent / "corpus"
HALVES = ("written", "kept")

CATEGORY = {
    "missing-actor": "clarity",
    "undated-action": "actions",
    "action-incomplete": "actions",
    "placeholder": "completeness",
    "root-cause-person": "root-cause",
    "training-only": "actions",
    "unsupported-claim": "evidence",
    "vague-quantity": "evidence",
    "vague-time": "evidence",
    "hedge": "clarity",
    "opinion": "evidence",
    "undefined-acronym": "clarity",
    "doubled-word": "language",
    "spelling": "language",
    "grammar": "language",
    "cliche-or-wordy": "language",
    "long-sentence": "clarity",
    "missing-section": "completeness",
    "timeline-order": "consistency",
    "quantity-conflict": "consistency",
    "unshown-cause": "consistency",
    "repeated-paragraph": "consistency",
    "heading-jump": "structure",
}
"""Every fault the corpus may hold, and the category it belongs to."""

EXPECTED = {
    "investigation-report": (
        "Executive summary",
        "Background",
        "Timeline",
        "Investigation",
        "Root cause",
        "Impact assessment",
        "Corrective and preventive actions",
        "Conclusion",
    ),
    "design-document": (
        "Summary",
        "Goals",
        "Non-goals",
        "Background",
        "Design",
        "Alternatives considered",
        "Risks",
        "Rollout",
        "Open questions",
    ),
    "general": (),
}
"""The sections whose absence a key may name, by guideline."""

FIELDS = {
    "id",
    "fault",
    "category",
    "section",
    "quote",
    "occurrence",
    "quotes",
    "expected",
    "also",
    "note",
}


class Heading(NamedTuple):
    """A heading of a Markdown document with the text under it, table cells separated by tabs."""

    name: str
    level: int
    text: str


def headings(markdown: str) -> list[Heading]:
    """The headings in order; a repeated one is named with " (2)", as in the product."""
    found: list[Heading] = []
    seen: Counter[str] = Counter()
    parts = re.split(r"^(#{1,6}) (.+)$", markdown, flags=re.MULTILINE)
    for marks, title, text in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        seen[title] += 1
        name = title if seen[title] == 1 else f"{title} ({seen[title]})"
        found.append(Heading(name, len(marks), _plain(text)))
    return found


def _plain(text: str) -> str:
    """Markdown as the reader sees it: no emphasis, no code marks, rows as cells and tabs."""
    lines = []
    for line in text.replace("**", "").replace("`", "").splitlines():
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            lines.append("\t".join(cells))
        else:
            lines.append(line)
    return "\n".join(lines)


def problems(key_path: Path) -> list[str]:
    """What is wrong with one key and its document, in sentences; empty if nothing is."""
    key = json.loads(key_path.read_text(encoding="utf-8"))
    document = key_path.parent / key["document"]
    if document.stem != key_path.stem or not document.is_file():
        return [f"{key_path.name}: no document beside the key"]
    found = headings(document.read_text(encoding="utf-8"))
    sections = {heading.name: heading for heading in found}
    wrong = []
    if key["guideline"] not in EXPECTED:
        wrong.append(f"unknown guideline {key['guideline']}")
    if key["good"] != (not key["faults"]):
        wrong.append("a good document has no faults, and only a good one has none")
    if [fault["id"] for fault in key["faults"]] != list(range(1, len(key["faults"]) + 1)):
        wrong.append("ids are not 1, 2, 3 …")
    for fault in key["faults"]:
        wrong += [f"fault {fault['id']}: {why}" for why in _wrong_fault(fault, sections, key)]
    wrong += _unlisted_jumps(found, key["faults"])
    return [f"{key_path.parent.name}/{key_path.name}: {why}" for why in wrong]


def _wrong_fault(fault: dict[str, Any], sections: dict[str, Heading], key: Any) -> list[str]:
    name = fault["fault"]
    if CATEGORY.get(name) != fault["category"]:
        return [f"{name} is not a fault of category {fault['category']}"]
    wrong = [f"unknown field {field}" for field in fault.keys() - FIELDS]
    wrong += [f"also: unknown fault {a}" for a in fault.get("also", ()) if a not in CATEGORY]
    if name == "missing-section":
        return wrong + _wrong_missing(fault, sections, key["guideline"])
    if fault["section"] not in sections:
        return [*wrong, f"no section {fault['section']!r}"]
    if name == "heading-jump":
        return wrong if fault["quote"] is None else [*wrong, "a heading jump has no quote"]
    if name == "quantity-conflict":
        places = fault["quotes"]
        if len(places) < 2 or len({place["section"] for place in places}) < 2:
            wrong.append("a conflict of quantities needs two sections")
    else:
        places = [fault]
    for place in places:
        wrong += _wrong_place(place, sections)
    return wrong


def _wrong_missing(
    fault: dict[str, Any], sections: dict[str, Heading], guideline: str
) -> list[str]:
    if fault["section"] is not None or fault["quote"] is not None:
        return ["a missing section has neither section nor quote"]
    if fault["expected"] not in EXPECTED[guideline]:
        return [f"{guideline} does not expect {fault['expected']!r}"]
    if fault["expected"].lower() in (name.lower() for name in sections):
        return [f"{fault['expected']!r} is there"]
    return []


def _wrong_place(place: dict[str, Any], sections: dict[str, Heading]) -> list[str]:
    if place["section"] not in sections:
        return [f"no section {place['section']!r}"]
    times = sections[place["section"]].text.count(place["quote"])
    if times == 0:
        return [f"{place['quote']!r} does not stand in {place['section']!r}"]
    if times > 1 and not 1 <= place.get("occurrence", 0) <= times:
        return [f"{place['quote']!r} stands {times} times: say which occurrence"]
    if times == 1 and "occurrence" in place:
        return [f"{place['quote']!r} stands once: no occurrence needed"]
    return []


def _unlisted_jumps(found: list[Heading], faults: list[dict[str, Any]]) -> list[str]:
    jumps = {
        after.name
        for before, after in zip(found, found[1:], strict=False)
        if after.level > before.level + 1
    }
    listed = {fault["section"] for fault in faults if fault["fault"] == "heading-jump"}
    return [f"heading jump at {name!r}: key and document differ" for name in jumps ^ listed]


def counts(half: str) -> Counter[str]:
    """How often each fault is seeded in a half ("written" or "kept")."""
    return Counter(
        fault["fault"]
        for path in sorted((CORPUS / half).glob("*.json"))
        for fault in json.loads(path.read_text(encoding="utf-8"))["faults"]
    )


def words(half: str) -> int:
    """The number of words in the documents of a half."""
    return sum(
        len(path.read_text(encoding="utf-8").split())
        for path in sorted((CORPUS / half).glob("*.md"))
    )


def main() -> int:
    """Print the counts and what is wrong; the exit status is 1 if anything is."""
    wrong = [
        why
        for half in HALVES
        for path in sorted((CORPUS / half).glob("*.json"))
        for why in problems(path)
    ]
    table = {half: counts(half) for half in HALVES}
    print(f"{'fault':<20}" + "".join(f"{half:>9}" for half in HALVES))
    for fault in CATEGORY:
        print(f"{fault:<20}" + "".join(f"{table[half][fault]:>9}" for half in HALVES))
    print(f"{'all':<20}" + "".join(f"{table[half].total():>9}" for half in HALVES))
    print(f"{'words':<20}" + "".join(f"{words(half):>9}" for half in HALVES))
    for why in wrong:
        print(why, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
