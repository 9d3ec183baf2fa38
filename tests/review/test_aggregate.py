"""The review as a value: what can be asked of it."""

import pytest

from bluepencil.errors import NotFound
from bluepencil.review.aggregate import Edit
from bluepencil.review.session import History
from tests.review.making import own, review


def test_findings_stand_or_are_resolved_and_keep_their_order():
    items = [own("a"), own("b", resolved_in=2), own("c"), own("d", resolved_in=3)]
    asked = review(items={item.id: item for item in items})
    assert [item.id for item in asked.standing] == ["a", "c"]
    assert [item.id for item in asked.resolved] == ["b", "d"]
    assert asked.item("b") == items[1]


def test_a_finding_that_is_not_there_is_not_found():
    with pytest.raises(NotFound) as unknown:
        review().item("nothing")
    assert unknown.value.code == "item_not_found"


def test_the_last_of_each_is_what_can_be_undone_and_redone():
    done = review(
        done=(Edit("A", ()), Edit("B", ())), undone=(Edit("C", ()), Edit("D", ())), revision=7
    )
    assert done.history == History(undo="B", redo="D", revision=7)
    assert review().history == History(None, None, 0)
