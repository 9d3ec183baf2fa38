"""What is said to follow."""

import pytest

from bluepencil.engines.checks.consistency.announced import announced
from tests.engines.checks.consistency.conftest import found, quotes, table

END = "\n\n## End\n\nDone."


def test_a_picture_may_be_what_is_announced():
    assert quotes(announced, "The utilisation seen at that time:\n\n![](a.png)") == []
    assert quotes(announced, "See the following table.\n\n<img src='a.png'>") == []
    assert quotes(announced, "The utilisation seen at that time:") != []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("We need the following tools:" + END, "We need the following tools:"),
        ("It failed. We compared three vendors:" + END, "We compared three vendors:"),
        ("The prices are in the table below.\n\nThat is all." + END, "the table below"),
        ("The following table gives the numbers.", "The following table"),
        ("Die folgende Tabelle zeigt es.", "Die folgende Tabelle"),
        ("As the list below shows, we bought three things.", "list below"),
    ],
)
def test_nothing_follows(text, said):
    assert quotes(announced, text) == [said]


@pytest.mark.parametrize(
    "text",
    [
        "We need the following tools:\n\n- a hammer\n- a saw" + END,
        "We need the following tools:\n\n### Hammer\n\nx" + END,
        "The steps are:\n\n## 1. Dig\n\nx",
        "It looked as shown in the picture:" + END,  # a picture is not seen
        "The prices are in the table below.\n\n## More\n\n" + table("a | b", "1 | 2", "3 | 4"),
        "The list below has all.\n\n1. a\n2. b",
        "Note:" + END,
        "They share what they saw below:" + END,
    ],
)
def test_something_follows_or_may(text):
    assert quotes(announced, text) == []


def test_a_document_without_headings_is_cut_anywhere():
    words = "Some of the words that make it long enough to be cut. " * 25
    parts = [f"{words}\n\nRun this one:\n\n```\nrun\n```" for _ in range(4)]
    assert quotes(announced, "\n\n".join(parts), "a.html") == []


def test_a_missing_table_is_one_finding():
    text = "<h1>R</h1><h2>A</h2><p>See the table below.</p><p>As the table below says.</p>"
    (one,) = found(announced, text, "a.html")
    assert (one.severity, [place.quote for place in one.also]) == ("medium", ["the table below"])
