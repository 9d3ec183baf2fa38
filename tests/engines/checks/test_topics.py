"""Topics: what a section is about, by its heading."""

import pytest

from bluepencil.documents import reader
from bluepencil.engines.checks.topics import topics, topics_of


@pytest.mark.parametrize(
    ("topic", "heading"),
    [
        ("actions", "Corrective and preventive actions"),
        ("actions", "5.2 Follow-up"),
        ("actions", "Next steps"),
        ("cause", "Root Cause Analysis"),
        ("timeline", "Timeline of events"),
        ("impact", "Impact on customers"),
        ("summary", "Conclusions"),
        ("outlook", "Open questions"),
        ("requirements", "Non-Goals"),
    ],
)
def test_a_heading_has_a_topic(topic, heading):
    assert topic in topics_of(heading)


@pytest.mark.parametrize("heading", ["Test plan", "User actions", "Story 4: Scale up as usual"])
def test_a_heading_has_none_of_actions(heading):
    assert "actions" not in topics_of(heading)


def test_actions_beside_actors_are_what_those_do():
    document = reader.read(b"# Actors\n\nx\n\n# Actions\n\nx\n", "t.md")
    assert topics(document)["Actions"] == frozenset()


def test_a_section_without_a_topic_has_that_of_the_one_above():
    document = reader.read(b"# Timeline\n\nx\n\n## 3 May\n\nx\n\n## Impact\n\nx\n", "t.md")
    known = topics(document)
    assert known["3 May"] == known["Timeline"]
    assert "timeline" not in known["Impact"]
