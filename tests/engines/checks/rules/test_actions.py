"""Actions: dates that are none, owners that are missing, and what is in order."""

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
    ("action-incomplete", "Actions"): [
        "- Replace the pump by 3 May 2026.",
        "- Check settings by 3 May 2026.",
        "- Ada Lund will replace the pump.",
    ],
    ("undated-action", "Conclusion"): [
        "Ada Lund will report on the results at a later date.",
    ],
}  # fmt: skip

FINE = {
    "Actions": [
        "Ada Lund will replace the pump by 3 May 2026.",
        "- Replace the pump when the part has arrived, 3 May 2026 at the latest. Owner: Ada Lund.",
        "- Ada Lund will replace the pump by 3 May 2026.",
        "1. Ada Lund replaces the pump by 3 May 2026.",
        "- Ada will replace the pump by 3 May 2026.",
        "- Ada Lund will check by 3 May 2026 whether it is ready.",
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
    assert not told & {"undated-action", "action-incomplete"}


def actions(text, heading="Actions"):
    return [one for one in findings(text, heading) if one.rule == "action-incomplete"]


def test_what_a_row_lacks_is_named():
    text = "| Action | Owner | Due |\n| --- | --- | --- |\n| Replace the pump | | 3 May 2026 |"
    (found,) = actions(text)
    assert (found.quote, found.description) == ("Replace the pump", "This action names no owner.")


def test_many_actions_that_lack_the_same_are_one_finding():
    items = ["Replace the pump", "Test the alarm", "Move the sensor", "Write a procedure"]
    (found,) = actions("".join(f"- {one} of line 2\n" for one in items))
    assert found.quote == "Replace the pump of line 2"
    assert found.description.startswith("4 actions here name neither an owner nor a date.")
    assert "“Move the sensor of line 2”" in found.description


@pytest.mark.parametrize(
    "text",
    [
        "- Turn the alarm back on. (Done as of 3 May)",
        "- [x] Replace the pump of the line",
        "- TestStoreEvents tests the storage of events.",
        "- The collector writes data to the storage",
        "- User views the page on a browser",
        "- Create an object with these fields:",
    ],
)
def test_what_is_done_or_is_no_action_of_ours_is_left_alone(text):
    assert actions(text) == []


@pytest.mark.parametrize(
    "ticket", ["(#528)", "(issue)", "https://git.example/x/issues/12", "OPS-12"]
)
def test_what_stands_in_a_list_of_tasks_as_well_weighs_less(ticket):
    (found,) = actions(f"- Replace the pump of line 2 {ticket}")
    assert found.severity == "low"


@pytest.mark.parametrize(
    "text",
    [
        "- Document how to check if the pump is ready",
        "- Write a page so that we can find the cause in the future.",
    ],
)
def test_words_that_do_not_say_when_it_is_done(text):
    assert "undated-action" not in {one.rule for one in findings(text, "Actions")}


def test_actions_are_looked_for_where_the_heading_says_so():
    assert actions("- Replace the filter of the pump", "Test plan") == []


MILESTONES = (
    "- {lead}\n  - Write the second test of the parser\n  - Submit the report to the board\n"
)


def test_what_leads_to_a_list_says_who_or_when_for_its_items():
    (first, second) = actions(MILESTONES.format(lead="By 5 May 2026:"), "Next steps")
    assert first.description == second.description == "This action names no owner."
    assert actions(MILESTONES.format(lead="By 5 May 2026 Ada Lund will:"), "Next steps") == []
    text = "By 5 May 2026 Ada Lund will:\n\n- Write the second test of the parser\n"
    assert actions(text, "Next steps") == []


@pytest.mark.parametrize("heading", ["Recommendations", "Milestone 2", "Rollout plan"])
def test_what_may_be_no_list_of_our_actions_weighs_less_where_nobody_is_named(heading):
    alone = "- Replace the pump of line 2\n"
    (found,) = actions(alone, heading)
    assert found.severity == "low"
    beside = actions(alone + "- Ada Lund will fit a new valve by 5 May 2026\n", heading)
    assert [one.severity for one in beside] == ["medium"]
    assert [one.severity for one in actions(alone, "Corrective actions")] == ["medium"]
