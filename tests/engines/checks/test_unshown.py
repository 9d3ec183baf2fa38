"""Causes in a conclusion: told when no other section speaks of them, left alone when one does."""

import pytest

from bluepencil.documents import reader
from bluepencil.engines.checks.unshown import unshown

BODY = "# Findings\n\nThe pump stopped at 10:04. The level switch of the tank was bent.\n\n"

UNSHOWN = [
    "The outage was brought on by a faulty network card.",
    "A leaking gasket led to the loss of pressure.",
    "Moisture in the cable was what stopped the line.",
    "The late invoice has its origin in the new tax software.",
    "Overheating of the spindle explains the deviation.",
    "The failure was a consequence of the wrong lubricant.",
    "The true cause of the failure is a hairline crack in the housing.",
    "Vibration from the building site was responsible for the readings.",
    "Behind the error stood a wrong translation of the manual.",
    "Poor lighting at the dock made the mistake possible.",
    "The shortage arose because the supplier went bankrupt.",
    "The wrong labels come from the printer driver.",
]

SHOWN = [
    "The stop was caused by the bent level switch.",
    "The bent switch led to the stop.",
    "The stop was the result of the bent switch of the tank.",
    "This led to a stop.",
    "The stopped pump caused a delay of two hours.",
]


def causes(sentence, heading="Conclusion"):
    document = reader.read(f"{BODY}# {heading}\n\n{sentence}\n".encode(), "text.md")
    return [(section.name, section.text[slice(*span)]) for section, span in unshown(document)]


@pytest.mark.parametrize("sentence", UNSHOWN)
def test_a_cause_nobody_showed_is_told(sentence):
    ((name, words),) = causes(sentence)
    assert name == "Conclusion"
    assert sentence.startswith(words)


@pytest.mark.parametrize("sentence", SHOWN)
def test_a_cause_that_was_shown_is_left_alone(sentence):
    assert causes(sentence) == []


def test_only_what_sums_up_is_looked_at():
    assert causes(UNSHOWN[0], "Hypotheses") == []
