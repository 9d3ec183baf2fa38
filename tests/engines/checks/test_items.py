"""Which item of a guideline a rule rests on."""

from bluepencil.documents.guideline import parse
from bluepencil.engines.checks.items import ITEM_OF, checked_items, with_items
from bluepencil.review.findings import Finding
from tests.engines.checks.reading import GUIDELINES

OURS = parse(
    "# Ours\n\n## Checklist\n\n- Every action has an owner. (checked by: action-incomplete)\n",
    "ours",
)


def raised(rule, guideline=None):
    return Finding(
        section_name="One", category="actions", severity="medium", description="?",
        source="checks", rule=rule, guideline=guideline,
    )  # fmt: skip


def test_a_finding_rests_on_the_item_that_names_its_rule():
    found = [raised("action-incomplete"), raised("vague-time", "ours#times")]
    assert [one.guideline for one in with_items(OURS, found)] == [
        "ours#every-action-has-an-owner",
        "ours#times",
    ]


def test_an_item_is_looked_at_by_the_checks_of_its_id_or_of_the_rules_it_names():
    assert checked_items("times", ()) == ({"times"}, set())
    assert checked_items("whatever", ()) == (set(), set())
    assert checked_items("times", ("action-incomplete", "spelt-wrong")) == (
        {"owner-and-date"},
        {"spelt-wrong"},
    )


def test_every_rule_rests_on_an_item_that_a_shipped_guideline_has():
    shipped = {item.id for guideline in GUIDELINES.values() for item in guideline.items}
    assert set(ITEM_OF.values()) <= shipped
