"""Rules: from a hit to a finding."""

from bluepencil.documents import reader
from bluepencil.engines.checks.facts import facts
from bluepencil.engines.checks.passage import passages
from bluepencil.engines.checks.rule import SURE, Hit, Rule, reference
from tests.engines.checks.conftest import GUIDELINE


def findings(english):
    document = reader.read(
        b"# H\n\nDie Pumpe war aus und das war nicht allen im Team bekannt {x}.\n", "t.md"
    )
    (section,) = document.sections
    rule = Rule(
        "r", "clarity", "low", SURE, "“{words}”.", "Write “{replacement}”.",
        lambda read, _: [Hit(one, 4, 9, "Tonne") for one in read], "numbers", english,
    )  # fmt: skip
    return list(rule.findings(list(passages(section, None, "de")), facts(document, GUIDELINE)))


def test_a_finding_says_what_and_what_to_do():
    (one,) = findings(english=False)
    assert (one.quote, one.replacement) == ("Pumpe", "Tonne")
    assert (one.description, one.suggestion) == ("“Pumpe”.", "Write “Tonne”.")
    assert (one.guideline, one.source, one.confidence) == ("house#numbers", "checks", SURE)


def test_a_rule_that_needs_english_reads_nothing_else():
    assert findings(english=True) == []


def test_an_item_that_the_guideline_lacks_is_not_referred_to():
    assert reference(GUIDELINE, "nothing") is None
