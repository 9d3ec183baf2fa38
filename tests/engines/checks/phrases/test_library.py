"""The phrase files: every rule finds its `found` examples and leaves its `fine` ones alone."""

import pytest

from bluepencil.documents import reader
from bluepencil.engines.checks.facts import facts
from bluepencil.engines.checks.passage import passages
from bluepencil.engines.checks.phrases.library import library, words_of
from bluepencil.engines.checks.rules.phrased import phrase_rules
from tests.engines.checks.conftest import GUIDELINE

RULES = list(zip((entry for _, entry in library().entries), phrase_rules(), strict=True))


def quotes(rule, entry, example):
    """What this rule alone finds in an example."""
    document = reader.read(f"# {entry.under}\n\n{example}\n".encode(), "text.md")
    (section,) = document.sections
    read = list(passages(section, library().index))
    return [finding.quote for finding in rule.findings(read, facts(document, GUIDELINE))]


@pytest.mark.parametrize(
    ("entry", "rule", "example"),
    [(entry, rule, one) for entry, rule in RULES for one in entry.found],
)
def test_it_is_found(entry, rule, example):
    assert quotes(rule, entry, example)


@pytest.mark.parametrize(
    ("entry", "rule", "example"),
    [(entry, rule, one) for entry, rule in RULES for one in entry.fine],
)
def test_it_is_left_alone(entry, rule, example):
    assert quotes(rule, entry, example) == []


@pytest.mark.parametrize("entry", [entry for entry, _ in RULES])
def test_every_rule_says_what_and_what_to_do_and_has_examples(entry):
    assert entry.says.endswith(".")
    assert entry.suggests.endswith((".", "?"))
    assert len(entry.found) >= 2
    assert len(entry.fine) >= 2


def test_a_set_can_be_asked_for():
    assert "january" in words_of("month")
