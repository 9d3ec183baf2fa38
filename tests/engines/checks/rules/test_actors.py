"""Actors: which passives hide who acted, and which do not."""

import pytest

from tests.engines.checks.conftest import findings

FOUND = {
    ("missing-actor", "Findings"): [
        "The alarm limit had been widened in March.",
        "The vial was put back in the rack without a label.",
        "The second signature was added afterwards.",
        "The ticket was closed without an answer to the customer.",
        "The fire door was wedged open with a chair.",
        "The test was declared passed although two values were missing.",
        "The invoice was paid twice.",
        "A workaround had been put in place in the night.",
        "The setting was changed back before the audit.",
        "The filter had been taken from the wrong shelf.",
        "The key was passed around freely.",
        "The order was placed by phone.",
        "The log was edited after the event.",
        "The deadline was moved twice.",
        "A quieter alarm tone was chosen.",
        "The contract had been extended without a tender.",
        "The samples were thrown away before the repeat test.",
        "The patients were not told.",
        "It was considered acceptable to skip the rinse.",
        "The test environment had been switched off to save money.",
        "The seal on the crate had been broken.",
        "The form was signed on behalf of the head of the laboratory.",
        "The permissions were widened during the migration.",
    ],
    ("missing-actor", "Timeline"): [
        "- 3 May, 09:10: the feature flag is turned on for all customers.",
        "- 14:20: It is decided to wait for the day shift.",
        "- 11:05: The pump is switched to manual.",
        "- 12:40: The cooling is switched off.",
        "- 13:05: The site manager is informed.",
        "- 4 June, 08:00: The lot is released to the market.",
        "- 4 June, 11:30: A recall is considered and dropped.",
    ],
    ("missing-actor", "Decision"): [
        "The lot was given a conditional release on 4 May.",
        "The budget was cut in the second quarter.",
        "After a short discussion the trial was called off.",
        "Consideration was given to stopping the line.",
        "It was felt that a repeat test was not necessary.",
        "An extension was granted until July.",
        "The requirement was dropped in week 12.",
        "The warning was not acted upon.",
        "No one was told about the new limit.",
        "The request for a spare sensor was turned down in 2024.",
        "The backup job had been disabled in April.",
        "The wrong file was uploaded to the portal.",
        "The interlock was defeated with a magnet.",
        "It was preferred to leave the old pump in place.",
        "The go-live was brought forward by a week.",
        "The two findings were merged into one.",
        "Funding was refused.",
        "The shift had been left one person short.",
    ],
}  # fmt: skip

FINE = {
    "Findings": [
        "The limit was widened by Ada Lund on 4 March 2026.",
        "The pump is mounted on a steel frame.",
        "The alarm was switched off automatically at 10:04.",
        "The valve that was removed lies in room 12.",
        "The lot was released (form F-12 of 4 March 2026).",
        "The tank was empty.",
        "Ada Lund decided to release the lot.",
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
    assert not told & {"missing-actor"}


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The pallets were cleared by 05:50.", "The pallets were cleared by 05:50"),
        ("The limit was changed to 1.4 bar.", "The limit was changed to 1.4 bar"),
        ("At 01:12 the filter was replaced.", "the filter was replaced"),
    ],
)
def test_a_quote_cuts_no_time_and_no_number_in_two(text, quote):
    assert [one.quote for one in findings(text, "Findings") if one.rule == "missing-actor"] == [
        quote
    ]
