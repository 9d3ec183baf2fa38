"""What all engines share."""

from bluepencil.engines import Call, Reading, digest
from bluepencil.work.cancel import Cancel


def test_a_reading_is_complete_unless_it_says_otherwise():
    assert Reading("m").complete
    assert not Reading("m", complete=False).complete


def test_a_call_needs_no_callbacks():
    call = Call("chat", Cancel())
    assert call.waiting("retry", 1.0) is None
    assert call.waiting(None, 0) is None


def test_a_digest_tells_values_and_their_borders_apart():
    different = [("ab", "c"), ("a", "bc"), ("a", "b", "c"), ("c", "ab"), (None,), ("null",), ()]
    assert len({digest(*parts) for parts in different}) == len(different)
    assert digest("ab", ["c"]) == digest("ab", ["c"])
