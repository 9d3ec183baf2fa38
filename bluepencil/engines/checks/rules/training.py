"""Training: whether more is done about a fault than telling people again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bluepencil.engines.checks.facts import Facts
from bluepencil.engines.checks.passage import Passage, Sentence, bare
from bluepencil.engines.checks.rule import LIKELY, Hit, Rule
from bluepencil.engines.checks.topics import topics_of


def _training_only(passages: Sequence[Passage], facts: Facts) -> Iterator[Hit]:
    """The first training in a section on actions in which every action is one."""
    about = facts.topics[passages[0].section.name] if passages else frozenset()
    part = passages and "actions" not in topics_of(passages[0].section.name)  # of a longer list
    if "actions" in about and not part and ("corrective" in about or facts.incident):
        yield from _only_among(passages)
    else:
        for passage in passages:
            if passage.has("action-label"):
                yield from _only_among([passage])


def _only_among(passages: Sequence[Passage]) -> Iterator[Hit]:
    acts = [
        (passage, sentence)
        for passage in passages
        for sentence in passage.sentences
        if _acts(passage, sentence)
    ]
    trained = [(passage, one) for passage, one in acts if one.has("training")]
    others = [one for _, one in acts if not one.has("training", "paperwork")]
    if trained and not others:
        passage, sentence = trained[0]
        start = max(sentence.start, bare(passage)[0])
        yield Hit(passage, start, sentence.end)


def _acts(passage: Passage, sentence: Sentence) -> bool:
    """Whether the sentence, or the cell of a table, says what is or was done."""
    if passage.cells:
        return bool(passage.heads) and (
            sentence.has("asks", "training", "promise", "commits") or sentence.words >= 4
        )
    if passage.block.kind == "item" or sentence.has("asks", "promise", "commits", "training"):
        return sentence.words > 2
    return sentence.has("done") and sentence.words > 5


RULES = (
    Rule(
        "training-only", "actions", "medium", LIKELY,
        "Training or a reminder is the only action. People who knew the rule forget it again; "
        "nothing in the process has changed.",
        "Add a change that makes the mistake harder to make or quicker to notice.",
        _training_only, "training",
    ),
)  # fmt: skip
