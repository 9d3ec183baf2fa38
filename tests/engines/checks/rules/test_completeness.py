"""Completeness: what was left to be filled in, and what only looks so."""

import pytest

from tests.engines.checks.conftest import findings

FOUND = {
    ("placeholder", "Report"): [
        "Reviewed by: (name)",
        "Approved on: dd.mm.yyyy",
        "Ticket: INC-00000",
        "The cost is EUR ....",
        "See figure ??.",
        "Text to be supplied by finance.",
        "[TODO: numbers from Jan]",
        "Batch record no. #####",
        "The meeting was on <date>.",
        "Section still to be written.",
        "Details pending.",
        "Not yet available.",
        "Owner: N.N.",
        "Reference: [reference]",
        "The pressure was xx bar.",
        "[Photo of the valve]",
        "Budget: open",
        "Number of samples: to be advised",
        "Insert table of readings.",
        "(to be continued)",
        "[chart]",
        "The figure will be added in the next version.",
        "Date of the audit: ____ 2026",
        "Ask Jonas for the number before sending this.",
        "Cost: EUR XX,XXX",
        "[to be completed by QA]",
        "Phone: 0000 000000",
        "See attachment ?",
        "TODO Maria: add the drawing",
        "Lot number ________",
        "<supplier name> delivered the part.",
        "Signature: pending",
        "The value is TBC.",
        "Table 3 will follow.",
        "(figure missing)",
        "This section will be completed after the interview with the driver.",
        "Approved by [initials]",
    ],
}  # fmt: skip

FINE = {
    "Findings": [
        "The operators failed to follow the procedure.",
        "Dates are written in the form yyyy-mm-dd.",
        "The value in figure [3] is 0.5 bar.",
        "The pump has number 1000 and the tank number 200.",
        "The auditor wrote “[sic]” beside the word.",
        "Ada Lund adds a table of readings to each report.",
        "Status: open since 4 March 2026",
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
    assert not told & {"placeholder"}
