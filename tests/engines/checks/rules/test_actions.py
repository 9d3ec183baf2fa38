"""Actions: dates that are none, training as the only action, and what is in order."""

import pytest

from tests.engines.checks.conftest import findings

FOUND = {
    ("undated-action", "Actions"): [
        "- Ada Lund will order the spare part when the budget has been released.",
        "- Ada Lund checks the limit at the next suitable opportunity.",
        "- Quality revises the form in the second half of the year, if possible.",
        "The vendor will deliver the patch once it is ready.",
        "The plant engineer will move the sensor during the next shutdown.",
        "- Fix the script, Ada Lund, asap.",
        "Ada Lund will follow up in a while.",
        "The works council will be informed later.",
        "Finance will look into it next quarter or so.",
        "Ada Lund will rewrite the page as her other duties allow.",
        "The alarm texts will be improved step by step.",
        "Ada Lund will ask the vendor the next time she speaks to them.",
        "The two remaining sites will follow thereafter.",
        "Karl Ott will renew the certificate well before it expires.",
        "The list will be cleaned up bit by bit, Karl Ott.",
        "Karl Ott will replace the hose with the next delivery.",
        "Karl Ott will review the contract in the autumn.",
        "Karl Ott repairs the ramp after the season.",
        "Karl Ott will close the gap within the foreseeable future.",
        "The firewall rule will be removed when nobody needs it any more.",
        "The purchase is planned for the medium term.",
        "Karl Ott speaks to the landlord at his convenience.",
        "Ada Lund will check the other tanks in the near future.",
        "The pharmacy will change the label when the old stock has been used up.",
        "The heads of the shops will be told in good time.",
        "Karl Ott tests the restore from time to time.",
        "Ada Lund will speak to the vendor at the next fair.",
        "The second door will be alarmed if funds are available.",
        "The team will tidy up the backlog as it goes along.",
        "Karl Ott will have the wall painted before winter.",
        "The old server will be switched off when everybody has moved.",
        "The rules for passwords will be tightened in the foreseeable future.",
        "The auditor's list will be worked through in due order.",
        "Karl Ott to look into a second supplier.",
    ],
    ("training-only", "Actions"): [
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
    ("action-incomplete", "Actions"): [
        "- Replace the pump by 3 May 2026.",
        "- Check settings by 3 May 2026.",
        "- Ada Lund will replace the pump.",
    ],
    ("undated-action", "Conclusion"): [
        "Ada Lund will report on the results at a later date.",
    ],
    ("training-only", "Corrective actions"): [
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
        "Ada Lund will replace the pump by 3 May 2026.",
        "- Replace the pump when the part has arrived, 3 May 2026 at the latest. Owner: Ada Lund.",
        "- Ada Lund will replace the pump by 3 May 2026.",
        "1. Ada Lund replaces the pump by 3 May 2026.",
        "- Ada will replace the pump by 3 May 2026.",
        "Table 3. Actions\n\n- Ada Lund will replace the pump by 3 May 2026.",
        "All drivers are trained by 3 May 2026, Ada Lund.\n\nKarl Ott will fit a "
        "barrier at gate 2 by 9 May 2026.",
    ],
    "Background": [
        "The pump stops when the tank is full.",
    ],
    "Findings": [
        "The training record of the driver shows a course in May 2026.",
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
    assert not told & {"training-only", "undated-action", "action-incomplete"}
