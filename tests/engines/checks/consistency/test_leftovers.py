"""What was left behind in the writing."""

import pytest

from bluepencil.engines.checks.consistency.leftovers import leftovers
from tests.engines.checks.consistency.conftest import found, quotes


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("```python\nx = read()  # TODO handle the error\n```", "TODO handle the error"),
        ("```\n// FIXME: does not work on Sundays\nrun()\n```",
         "FIXME: does not work on Sundays"),
        ("Describe how the change can be undone, and who decides on it.",
         "Describe how the change can be undone, and who decides on it."),
        ("[Describe the impact on customers here]", "[Describe the impact on customers here]"),
        ("Please insert your text here.", "Please insert your text here."),
        ("Provide a list of risks. Explain how each is met.",
         "Provide a list of risks. Explain how each is met."),
        ("Lorem ipsum dolor sit amet, consectetur.", "Lorem ipsum dolor sit amet, consectetur"),
        ("We waited because the\n\nThe pump ran on.", "We waited because the"),
        ("Die Ursache war eine Mischung aus Öl und",
         "Die Ursache war eine Mischung aus Öl und"),
        ("- The gate was open.\n- Nobody had told the\n- The alarm rang.", "• Nobody had told the"),
        ("- The tank was emptied by\n- It was cleaned.\n- It was filled.",
         "• The tank was emptied by"),
        ("The operator pressed the stop button and went to", "the stop button and went to"),
    ],
)  # fmt: skip
def test_what_a_finished_document_does_not_have(text, left):
    (quote,) = quotes(leftovers, text)
    assert left in quote or quote in left


@pytest.mark.parametrize(
    "text",
    [
        "```\ntodo = list()  # all of them\n```",
        "```\nTraceback (most recent call last)\n  run()  # TODO handle the error\n```",
        "Describe is a command of the tool.",
        "Provide a way to choose the steps.",
        "The handbook says: describe the impact here.\n\nWe did.\n\nIt was small.",
        "We sell oranges, lemons, and\n\n- apples\n- pears",
        "The command is the\n\n```\nrun\n```",
        "- the part it comes with\n- the shelf it belongs to",
        "- red; and\n- green; or\n- blue",
        "- a list of other sites available to take data from\n- It was cleaned.\n- It is full.",
        "Vitamin A",
        "It was a nice day. The plan is as it was and it will be",
    ],
)
def test_what_it_may_have(text):
    assert quotes(leftovers, text) == []


def test_lines_of_a_plain_text_may_go_on_in_the_next():
    text = "It was put under the\nCreative Commons licence, whichever is more\npermissive.\n"
    assert quotes(leftovers, text, "a.txt") == []


def test_the_notes_in_the_code_of_a_section_are_one_finding():
    (one,) = found(leftovers, "```\na  # TODO one\nb  # TODO two\n```")
    assert one.description == "A comment still says “TODO one”."
    assert [place.quote for place in one.also] == ["TODO two"]


def test_a_note_in_a_comment_of_the_page_is_a_remark_on_its_section():
    (one,) = found(leftovers, "The pump ran. <!-- TODO: add the count -->\n\n<!-- only said -->\n")
    assert (one.quote, one.rule) == (None, "leftover-note")
    assert "“TODO: add the count”" in one.description
