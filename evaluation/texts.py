"""How good the built-in summaries and keywords are, beside the simplest ways to make some.

The texts in `evaluation/texts/` were written for this. With each are the sentences that a reader
took for its summary, and the terms under which that reader would look for it. The first ten were
at hand when the weights were set; the others were written afterwards, and nothing was changed for
them.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from bluepencil.engines.text.keywords import keywords
from bluepencil.engines.text.languages import LANGUAGES, Language
from bluepencil.engines.text.sentences import count_words, stem, tokens
from bluepencil.engines.text.summary import summarize

TEXTS = Path(__file__).parent / "texts"
AT_HAND = 10  # texts that the weights were set with
MOST = 10  # keywords that are looked at


@dataclass(frozen=True)
class Sample:
    """A text as its sentences, those of its summary, and its keywords."""

    name: str
    language: Language
    sentences: tuple[str, ...]
    summary: tuple[int, ...]
    keywords: tuple[str, ...]

    @property
    def text(self) -> str:
        """The whole text."""
        return " ".join(self.sentences)

    @property
    def budget(self) -> int:
        """How many words its summary has."""
        return sum(count_words(self.sentences[index]) for index in self.summary)


def samples() -> list[Sample]:
    """All of them."""
    return [_sample(path) for path in sorted(TEXTS.glob("*.json"))]


def _sample(path: Path) -> Sample:
    told = json.loads(path.read_text("utf-8"))
    return Sample(
        path.stem,
        LANGUAGES[told["language"]],
        tuple(told["sentences"]),
        tuple(told["summary"]),
        tuple(told["keywords"]),
    )


def recall_of_summary(sample: Sample, summary: str) -> float:
    """The share of the reader's sentences that a summary has."""
    return sum(sample.sentences[at] in summary for at in sample.summary) / len(sample.summary)


def recall_of_keywords(sample: Sample, found: Sequence[str]) -> float:
    """The share of the reader's keywords that are found: all words of one in one that is found."""
    known = [_stems(one, sample.language) for one in found[:MOST]]
    wanted = [_stems(one, sample.language) for one in sample.keywords]
    return sum(any(one <= other for other in known) for one in wanted) / len(wanted)


def _stems(phrase: str, language: Language) -> frozenset[str]:
    return frozenset(stem(word, language) for word in tokens(phrase, language))


def built_in_summary(sample: Sample) -> str:
    """Ours, of as many words as the reader's."""
    return summarize(sample.text, sample.budget, sample.language, lambda _: None)


def first_sentences(sample: Sample) -> str:
    """The simplest summary: as many first sentences as have room."""
    chosen, left = list[str](), sample.budget
    for sentence in sample.sentences:
        left -= count_words(sentence)
        if left < 0:
            break
        chosen.append(sentence)
    return " ".join(chosen)


def built_in_keywords(sample: Sample) -> list[str]:
    """Ours."""
    return keywords(sample.text, MOST, sample.language, lambda _: None)


def most_frequent_words(sample: Sample) -> list[str]:
    """The simplest keywords: the words that come most often, small words left out."""
    words = [one for one in tokens(sample.text, sample.language) if len(one) > 2]
    counts = Counter(
        one.casefold() for one in words if one.casefold() not in sample.language.stop_words
    )
    return [word for word, _ in counts.most_common(MOST)]


def table() -> str:
    """The figures as a Markdown table."""
    ways: list[Callable[[Sample], float]] = [
        lambda one: recall_of_summary(one, built_in_summary(one)),
        lambda one: recall_of_summary(one, first_sentences(one)),
        lambda one: recall_of_keywords(one, built_in_keywords(one)),
        lambda one: recall_of_keywords(one, most_frequent_words(one)),
    ]
    rows = [(one.name, [way(one) for way in ways]) for one in samples()]
    lines = [
        "| text | summary | first sentences | keywords | most frequent words |",
        "| --- | --- | --- | --- | --- |",
    ]
    parts = {"mean of those at hand": rows[:AT_HAND], "mean of the others": rows[AT_HAND:]}
    means = [
        (f"**{name}**", [fmean(values[at] for _, values in part) for at in range(len(ways))])
        for name, part in parts.items()
    ]
    for name, values in [*rows, *means]:
        lines.append(f"| {name} | {' | '.join(f'{value:.2f}' for value in values)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
    sys.exit()
