"""How long a task will wait: from how many run and how long each takes; silent where unknown."""

import pytest

from bluepencil.web import estimate
from bluepencil.web.estimate import Estimate


class Counts:
    """What a store counts."""

    def __init__(self, **row):
        self.row, self.asked = row, 0

    def counts(self):
        self.asked += 1
        return {"analysis": self.row}


@pytest.mark.parametrize(
    ("active", "each", "position", "told"),
    [(4, 10.0, 6, 15.0), (1, 10.0, 1, 10.0), (0, 10.0, 1, None), (4, None, 1, None),
     (4, 10.0, None, None)],
)  # fmt: skip
def test_the_wait_is_the_place_times_what_one_takes_over_how_many_run(active, each, position, told):
    counts = Counts(active=active, seconds_each=each)
    assert Estimate(counts).seconds("analysis", position) == told
    assert Estimate(counts).seconds("elsewhere", position) is None


def test_the_store_is_asked_once_for_many(monkeypatch):
    counts = Counts(active=1, seconds_each=2.0)
    told = Estimate(counts)
    assert [told.seconds("analysis", place) for place in (1, 2, 3)] == [2.0, 4.0, 6.0]
    assert counts.asked == 1
    counts.row = {"active": 2, "seconds_each": 2.0}
    monkeypatch.setattr(estimate, "KEPT", 0.0)
    told = Estimate(counts)
    assert told.seconds("analysis", 1) == 1.0
    told.seconds("analysis", 1)
    assert counts.asked == 3
