"""What is said of a part: in one line, with sizes and clocks as people read them."""

import pytest

from bluepencil.doctor.verdict import drifted, newer, ok, one_line, problem, size, warning


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(1.5, None), (-1.5, None), (5.2, "5 seconds ahead"), (-90, "90 seconds b")],
)
def test_two_clocks_may_differ_a_little(seconds, said):
    verdict = drifted(seconds)
    assert (verdict is None) if said is None else (said in verdict.detail)


def test_sizes_are_read_easily():
    assert [size(n) for n in (0, 999, 1500, 7_300_000, 12e9, 3e12)] == [
        "0 bytes", "999 bytes", "2 kB", "7 MB", "12.0 GB", "3000.0 GB",
    ]  # fmt: skip


def test_what_a_library_says_becomes_one_line():
    assert one_line(OSError("Refused\n\tIs it running?\n")) == "Refused. Is it running?"
    assert one_line(OSError("It is refused.")) == "It is refused."


def test_a_verdict_says_what_to_do_where_something_is_to_be_done():
    assert ok("It works.") == ("ok", "It works.", "")
    assert warning("It is slow.", "Use another.").advice == "Use another."
    assert problem("It is away.").status == newer("It").status == "problem"
    assert newer("/data/x.db").detail.startswith("/data/x.db ")
