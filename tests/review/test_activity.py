"""What a session's activity says of a review."""

from bluepencil.review.activity import begun, ended
from bluepencil.review.findings import Usage
from bluepencil.review.session import Activity
from bluepencil.values import rfc3339
from tests.review.making import NOW, finding, own, read, review


def test_a_review_begins():
    assert begun("Summary") == Activity("review_begun", "Summary")


def test_at_its_end_it_is_told_what_it_came_to():
    before, _ = read(review(), finding(severity="high"), finding("broke"))
    old = {"old": own("old", source="checks", created_at=rfc3339(NOW - 1), severity="medium")}
    mine = {"own-1": own(created_at=rfc3339(NOW + 1), severity="low")}
    gone = {"gone": own("gone", resolved_in=2)}
    now = review(items={**before.items, **old, **mine, **gone}, read=before.read)
    told = ended(now, "the document", rfc3339(NOW), Usage(input_tokens=7, cost_usd=None))
    assert (told.what, told.detail) == ("review_ended", "the document")
    assert told.numbers == {
        "findings": 4,
        "high": 1,
        "medium": 2,
        "low": 1,
        "new": 2,
        "sections_reviewed": 1,
        "input_tokens": 7,
        "output_tokens": 0,
        "cache_read_input_tokens": 0,
        "cache_creation_input_tokens": 0,
    }
