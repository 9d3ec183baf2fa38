"""What readings have come to before it is kept: put together in order."""

from bluepencil.engines import Reading
from bluepencil.work.unsaved import Part, Read, Unsaved, by_read, joined
from tests.review.making import finding

ONE, OTHER = Read("Summary", "a"), Read(None, "b")
FIRST, SECOND = finding(), finding("shift lead")


def test_what_a_reading_has_found_is_put_together_in_the_order_of_coming():
    parts = [Part(ONE, [FIRST], None), Part(OTHER, [], Reading("m")), Part(ONE, [SECOND], None)]
    assert by_read(parts) == {ONE: [FIRST, SECOND], OTHER: []}
    assert list(by_read(parts)) == [ONE, OTHER]


def test_what_could_not_be_kept_goes_before_what_has_come_since():
    earlier = Unsaved([Part(ONE, [FIRST], None)], {"progress": 10, "status": "a"}, {"notes": ["x"]})
    later = Unsaved([Part(ONE, [SECOND], None)], {"progress": 20, "status": "b"}, {"notes": ["y"]})
    both = joined(earlier, later)
    assert [part.found for part in both.parts] == [[FIRST], [SECOND]]
    assert both.change == {"progress": 20, "status": "b"}
    assert both.new == {"notes": ["x", "y"]}
    assert both and not Unsaved()


def test_a_reading_of_a_section_and_one_across_all_are_of_different_sorts():
    assert (ONE.scope, OTHER.scope) == ("section", "document")
