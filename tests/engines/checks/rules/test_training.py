"""Training: found where nothing else is done, left alone beside another action."""

import pytest

from tests.engines.checks.conftest import findings

FOUND = {
    "Actions": [
        "All dispatchers will be reminded of the rule by 4 May 2026, Ada Lund.",
        "Ada Lund explains the procedure to the night shift again by 4 May 2026.",
        "The staff was made aware of the importance of the check, Ada Lund, 4 May 2026.",
        "The operators sign that they have read the instruction by 4 May 2026, Ada Lund.",
        "Ada Lund sends an e-mail to all clerks that repeats the rule by 4 May 2026.",
        "By 4 May 2026 Ada Lund talks to the employee concerned.",
        "The rule is put on the agenda of the team meeting on 4 May 2026, Ada Lund.",
        "The engineer received a warning on 4 May 2026 from Ada Lund.",
        "Every new colleague gets a lesson on the form, Ada Lund, from 4 May 2026.",
        "A poster will remind everyone of the rule, Ada Lund, 4 May 2026.",
    ],
    "Corrective actions": [
        "By 3 June 2026 Ada Lund instructs all packers once more in the use of the scale.",
        "The supervisor will hold a meeting with the drivers on 3 June 2026 to raise awareness.",
        "Karl Ott will put up a sign that asks for more care by 3 June 2026.",
        "All on-call engineers repeat the e-learning by 3 June 2026 (Ada Lund).",
        "The person concerned was spoken to by Ada Lund on 3 June 2026.",
        "Ada Lund will circulate the procedure again by 3 June 2026.",
    ],
}  # fmt: skip

FINE = {
    "Actions": [
        "All drivers are trained by 3 May 2026, Ada Lund.\n\nKarl Ott will fit a barrier at gate 2 "
        "by 9 May 2026.",
        "- Ada Lund will train the drivers by 3 May 2026.\n"
        "- Karl Ott will fit a barrier by 9 May 2026.",
    ],
    "Findings": [
        "The training record of the driver shows a course in May 2026.",
    ],
    "Next steps": [
        "The purpose of this text is to present and explain the approach of the team again.",
    ],
    "Design": [
        "This is a possible course of action if the deadline has to be extended.",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "text"), [(key, text) for key, texts in FOUND.items() for text in texts]
)
def test_it_is_found(heading, text):
    assert "training-only" in {one.rule for one in findings(text, heading)}


@pytest.mark.parametrize(
    ("heading", "text"), [(key, text) for key, texts in FINE.items() for text in texts]
)
def test_it_is_left_alone(heading, text):
    assert "training-only" not in {one.rule for one in findings(text, heading)}
