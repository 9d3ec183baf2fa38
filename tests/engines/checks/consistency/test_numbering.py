"""Numbering that leaps or repeats."""

import pytest

from bluepencil.engines.checks.consistency.numbering import broken_numbering
from tests.engines.checks.consistency.conftest import found, quotes, table


def headings(*names):
    return "# D\n\n" + "\n\n".join(f"## {name}\n\nx" for name in names)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Notes\n\n1. Open it.\n2. Take it.\n4. Wash it.\n5. Put it back.\n", "4."),
        ("Plan\n\n1) Dig.\n2) Fill.\n3) Level.\n3) Sow.\n", "3)"),
        ("Plan\n\na) Dig.\nb) Fill.\nd) Level.\n", "d)"),
        ("Plan\n\nStep 1: dig it\nStep 2: fill it\nStep 4: level it\n", "Step 4"),
    ],
)
def test_a_list_with_a_number_left_out_or_twice(text, wrong):
    assert quotes(broken_numbering, text, "notes.txt") == [wrong]


def test_numbers_typed_in_markdown_are_read_as_they_were_typed():
    assert quotes(broken_numbering, "1. Open it.\n2. Take it.\n4. Wash it.\n") == ["4."]


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (("1. Scope", "2. Terms", "2. Limits", "3. End"), "The heading 2 is there twice."),
        (("2.1 A", "2.2 B", "2.4 C"), "After 2.2 comes 2.4: a number is left out."),
        (("1 A", "2 B", "3 C", "5 D"), "After 3 comes 5: a number is left out."),
        (("Step 1", "Step 2", "Step 4"), "After Step 2 comes Step 4: a number is left out."),
        (("Appendix A", "Appendix B", "Appendix D"),
         "After Appendix B comes Appendix D: a number is left out."),
    ],
)  # fmt: skip
def test_headings_with_a_number_left_out_or_twice(names, says):
    said = [one.description for one in found(broken_numbering, headings(*names))]
    assert said == ([says] if says else [])


def test_headings_that_begin_again_under_another_are_in_order():
    text = "# D\n\n" + "\n\n".join(
        f"## {part}\n\nx\n\n### 1. a\n\nx\n\n### 2. b\n\nx\n\n### 3. c\n\nx" for part in "AB"
    )
    assert found(broken_numbering, text) == []


@pytest.mark.parametrize(
    "text",
    [
        headings("1.2.0 Fixes", "1.1.0 More", "1.0.0 First"),
        headings("2024", "2025", "2027"),
        headings("1 A", "3 B", "7 C"),
        "1. One.\n2. Two.\n3. Three.",
    ],
)
def test_what_is_in_order_or_is_no_series(text):
    assert found(broken_numbering, text) == []


def test_captions():
    text = "Figure 1: a\n\nFigure 2: b\n\nFigure 4: c"
    assert quotes(broken_numbering, text) == ["Figure 4"]
    assert quotes(broken_numbering, text.replace("4", "3")) == []


def test_a_number_that_two_rows_have():
    text = table("No. | Task", "1 | a", "2 | b", "2 | c", "3 | d")
    (one,) = found(broken_numbering, text)
    assert (one.quote, [place.quote for place in one.also]) == ("2", ["2"])
    assert quotes(broken_numbering, text.replace("No.", "Qty")) == []
