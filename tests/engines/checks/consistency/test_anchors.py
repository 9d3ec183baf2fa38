"""Links within the document: those that lead nowhere, and the many ways to write a target."""

import pytest

from bluepencil.engines.checks.consistency.anchors import lost_links
from tests.engines.checks.consistency.conftest import found, quotes

HEADINGS = (
    "# Report\n\n## 2. Rollback & plan\n\n{}\n\n## Why? {{#why}}\n\n"
    "(the:label)=\n\n<a id='old-name'></a>Text.\n"
)


@pytest.mark.parametrize("anchor", ["missing", "rollback", "rollback-plans"])
def test_a_link_whose_target_is_not_there(anchor):
    assert quotes(lost_links, HEADINGS.format(f"See [the plan](#{anchor}).")) == ["the plan"]


@pytest.mark.parametrize(
    "anchor",
    [
        "2-rollback--plan", "rollback-plan", "2.-rollback-&-plan", "Rollback_plan", "why",
        "rollback--plan-1", "old-name", "the:label", "report", "top", "fn:1", "",
        "user-content-rollback-plan",
        "L20-L30", "!/route",
    ],
)  # fmt: skip
def test_a_link_whose_target_is_there_or_made_by_the_page(anchor):
    assert quotes(lost_links, HEADINGS.format(f"See [the plan](#{anchor}).")) == []


def test_links_to_one_missing_target_are_one_finding():
    (one,) = found(lost_links, HEADINGS.format("See [a](#gone) and [b](#gone), [c](d.md#gone)."))
    assert (one.quote, [place.quote for place in one.also]) == ("a", ["b"])
    assert "“#gone”" in one.description
