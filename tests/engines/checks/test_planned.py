"""Planned actions: which they are, and whether they say who and when."""

import pytest

from bluepencil.documents import reader
from bluepencil.engines.checks.planned import actions, may_plan
from tests.engines.checks.reading import document


def of(text, name="Corrective actions"):
    return [(one.owner, one.date) for one in actions(document((name, text)))]


def test_lines_of_a_list_say_who_and_when_or_not():
    text = (
        "1. Replace the seal: Maria Lopez, 3 May 2026.\n2. Update the procedure by 4 May 2026.\n"
        "3. The quality manager will check the alarm.\n4. Train everybody."
    )
    assert of(text) == [(True, True), (False, True), (True, False), (False, False)]


def test_the_columns_of_a_table_say_it_too():
    text = (
        b"# Actions\n\n| Action | Owner | Due |\n| --- | --- | --- |\n"
        b"| Replace the seal | Lopez | 3 May 2026 |\n| Update WI-27 | TBD | 4 May 2026 |\n"
        b"| Add an alarm | Lee | |\n| Lock the switch | Lee | done |\n"
    )
    read = reader.read(text, "a.md")
    found = [(one.owner, one.date) for one in actions(read)]
    assert found == [(True, True), (False, True), (True, False), (True, True)]


def test_sentences_say_what_somebody_will_do():
    assert of("The seal broke. Maria Lopez will replace it by 3 May 2026. Is that all?") == [
        (True, True)
    ]


@pytest.mark.parametrize(
    "text", ["It will be hot.", "The pod will scale up.", "We will see.", "Nobody asked."]
)
def test_elsewhere_only_what_somebody_in_particular_will_do_is_an_action(text):
    assert of(text, "Background") == []
    assert of(f"{text} Maria Lopez will call by 3 May 2026.", "Background") == [(True, True)]


def test_what_only_has_the_name_of_actions_is_none():
    assert (
        of("• Collector - collects the data\n• Storage - keeps it\n• Query - reads", "Actions")
        == []
    )


@pytest.mark.parametrize(
    "name", ["Immediate actions", "Actions taken", "Test plan", "Alternatives"]
)
def test_what_was_done_already_is_not_planned(name):
    assert of("• Stop the line.\n• Call Maria Lopez on 3 May 2026.", name) == []


@pytest.mark.parametrize("name", ["Next steps", "Action items", "Recommendations", "Follow-up"])
def test_many_headings_speak_of_actions(name):
    assert of("• Maria Lopez adds a check by 3 May 2026.\n• Update the runbook.", name) == [
        (True, True),
        (False, False),
    ]


@pytest.mark.parametrize(
    ("text", "may"), [("It is red.", False), ("It will be red.", True), ("• Red", True)]
)
def test_whether_anything_might_be_planned(text, may):
    assert may_plan(document(("One", text))) == may


def test_training_is_told_apart():
    found = actions(document(("CAPA", "• Retrain all operators.\n• Install a sensor.")))
    assert [one.training for one in found] == [True, False]
