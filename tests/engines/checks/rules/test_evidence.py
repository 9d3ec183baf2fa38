"""Evidence: vague quantities and feelings, and numbers and facts that are neither."""

import pytest

from tests.engines.checks.conftest import findings

FOUND = {
    ("vague-quantity", "Findings"): [
        "Quite a number of invoices had no order number.",
        "The bulk of the tickets came from one site.",
        "A substantial amount of water had run out.",
        "Some invoices had been paid twice.",
        "One or two users complained.",
        "A good dozen cartons were wet.",
        "Loads of messages were lost.",
        "Most accounts had no owner.",
        "A large share of the budget went to travel.",
        "Certain files were missing.",
        "Two or three bolts were loose.",
        "A sizeable part of the stock was too old.",
        "Relatively many tests failed.",
        "A small percentage of requests failed.",
        "The pump lost some oil.",
        "Thousands of rows were touched.",
        "A fair few visitors had no badge.",
        "Only some of the doors were locked.",
        "The leak let out a little coolant.",
        "Tens of parcels were sent back.",
        "A good many forms were unsigned.",
        "Much of the stock was out of date.",
        "A handful of cars had no badge.",
        "An unknown quantity of solvent leaked.",
        "Hardly any doors were locked.",
        "A few dozen files were lost.",
        "Some of the lamps were dark.",
        "The majority of the tickets were late.",
        "An increasing number of calls is dropped.",
        "Large amounts of foam ran out.",
        "Nearly half of the keys were missing.",
        "Multiple alarms were ignored.",
        "A small group of users has admin rights.",
        "Too many exceptions were granted.",
        "Scores of emails bounced.",
    ],
    ("opinion", "Findings"): [
        "It is a pity that the vendor did not answer.",
        "The vendor should be ashamed.",
        "To be blunt, the form is useless.",
        "We were astonished by the state of the room.",
        "The reaction of the vendor was frankly poor.",
        "The night shift did a great job.",
        "It goes against all common sense to store acids there.",
        "The team can be proud of this result.",
        "I am sorry to say that the file is gone.",
        "The room is a mess.",
        "This is the right way to do it, as far as we can judge.",
        "To our great relief nobody was hurt.",
        "In hindsight it was a bad idea to wait.",
        "One would have hoped for a faster answer.",
        "Personally I would not use this vendor again.",
        "It is hard to understand why nobody asked.",
        "Thank goodness the valve held.",
        "It is our firm conviction that the plan holds.",
        "In our eyes the fine is too high.",
        "It is a scandal that the door was open.",
        "The answer of the supplier is a slap in the face.",
        "The author finds the colour ugly.",
        "It would be a shame to stop now.",
        "Quite frankly, the manual is bad.",
        "The crew reacted in an admirable way.",
        "Any reasonable person would have stopped.",
        "What a relief that the wall held.",
        "The new system is a joy to use.",
        "It feels wrong to blame the guard.",
    ],
}  # fmt: skip

FINE = {
    "Findings": [
        "Some of the 14 lamps were dark, namely lamps 2 and 9.",
        "The bulk of the 40 tickets, 31, came from one site.",
        "The room holds one or two people at a time.",
        "How many pumps failed?",
        "The scale shows the weight clearly.",
        "The right answer of the 40 candidates counts one point.",
        "The surface is smooth and the colour is blue.",
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
    assert not told & {"opinion", "vague-quantity"}
