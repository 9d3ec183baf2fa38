"""Times: words that name no time, and those that do."""

import pytest

from tests.engines.checks.conftest import findings

FOUND = {
    ("vague-time", "Timeline"): [
        "The lamp had been flickering for days.",
        "The fault was seen some weeks earlier.",
        "Not much later the second pump failed.",
        "In the course of the morning the queue grew.",
        "Towards evening the line was clear.",
        "The server came back after a good while.",
        "A short while afterwards the guard called.",
        "The filter was changed at some point in spring.",
        "In the late afternoon the fan stopped.",
        "Before long the tank was empty.",
        "Sometime during the night the power failed.",
    ],
    ("vague-time", "Background"): [
        "The same thing happened a year or two ago.",
        "The contract was signed quite a while back.",
        "Every so often the belt slips.",
        "The valve was last serviced long ago.",
        "The policy was changed years ago.",
        "The site has had leaks on and off.",
        "Over the last few months returns have risen.",
        "The tender was held last summer.",
    ],
    ("vague-time", "Findings"): [
        "The door stood open for an extended period.",
        "The answer came days later.",
        "The alarm rang in the small hours.",
        "The system was slow at peak times.",
        "The freezer was off part of the night.",
        "Within minutes the disk was full.",
        "The clerk noticed it the following week.",
        "The report arrived with some delay.",
        "Around the turn of the year the supplier changed the resin.",
        "Every few weeks the pump is bled.",
        "The ticket lay untouched for the longest time.",
        "The call was answered with a delay.",
        "The seal is changed once in a while.",
        "In the meantime the lot was sold.",
    ],
}  # fmt: skip

FINE = {
    "Findings": [
        "The second pump failed two hours later.",
        "The pump failed at 10:04 and ran again at 10:09.",
        "In the morning of 4 March 2026 the line was clean.",
        "No worker has more than 16 hours on one day.",
        "The alarm comes within 20 minutes.",
        "The audit takes place once a year.",
        "The change took 14 minutes longer than planned.",
        "The way back was tried on 6 May 2026.",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "heading", "text"), [(*key, text) for key, texts in FOUND.items() for text in texts]
)
def test_it_is_found(rule, heading, text):
    assert rule in {one.rule for one in findings(text, heading)}


@pytest.mark.parametrize(
    ("heading", "text"), [(key, text) for key, texts in FINE.items() for text in texts]
)
def test_it_is_left_alone(heading, text):
    told = {one.rule for one in findings(text, heading)}
    assert not told & {"vague-time"}
