"""The report: each part is written between its own marks, the rest stays."""

from evaluation.run import between, written_into


def test_a_part_is_written_anew_and_the_rest_stays():
    begin, end = between("real")
    report = f"before\n{begin}\nold\n{end}\nafter\n"
    assert written_into(report, "real", "new\n") == f"before\n{begin}\nnew\n{end}\nafter\n"


def test_a_report_without_the_part_stays_as_it_is():
    assert written_into("text", "real", "new") == "text"
