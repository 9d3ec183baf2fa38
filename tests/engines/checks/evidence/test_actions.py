"""Evidence on actions and events."""

import pytest

from bluepencil.engines.checks.evidence.actions import LOOKS
from tests.engines.checks.reading import document


def shown(item, *sections):
    return LOOKS[item](document(*sections))


def texts(parts):
    return [part.words for part in parts]


def test_an_action_shows_it_where_it_names_both_owner_and_date():
    text = "• Replace the seal: Maria Lopez, 3 May 2026.\n• Update WI-27 by 4 May 2026."
    found = shown("owner-and-date", ("CAPA", text))
    assert texts(found.shows) == ["Replace the seal: Maria Lopez, 3 May 2026."]
    assert len(found.subjects) == 2


@pytest.mark.parametrize("item", ["owner-and-date", "training"])
def test_without_actions_they_apply_to_nothing_unless_something_will_be_done(item):
    assert shown(item, ("One", "The pump is red.")).nothing
    promised = shown(item, ("One", "The pump will be replaced."))
    assert promised.note and not promised.nothing and not promised.shows


def test_training_is_not_alone_where_an_action_changes_something():
    both = "• Retrain all operators.\n• Install a second sensor."
    assert texts(shown("training", ("CAPA", both)).shows) == ["Install a second sensor."]
    alone = shown("training", ("CAPA", "• Retrain all operators."))
    assert not alone.shows and texts(alone.fails) == ["Retrain all operators."]


def test_the_entries_of_a_timeline_are_counted():
    text = "• 08:00 It stops.\n• Later it is found.\n• 09:00 It runs.\n• 09:10 It is checked."
    found = shown("times", ("Timeline", text))
    assert (len(found.shows), len(found.subjects)) == (3, 4)


def test_without_a_timeline_sentences_with_dates_show_it():
    found = shown("times", ("One", "It stopped on 3 May 2026. It is red."))
    assert (texts(found.shows), found.subjects) == (["It stopped on 3 May 2026."], None)


def test_events_in_order_show_the_first_and_the_last():
    found = shown("timeline", ("Timeline", "08:00 It stops.\n08:30 It is found.\n09:00 It runs."))
    assert texts(found.shows) == ["08:00 It stops.", "09:00 It runs."]
    assert shown("timeline", ("One", "Words.")).nothing


def test_sections_called_by_their_dates_are_put_in_order_here():
    days = ["2026-05-03", "2026-05-04", "2026-05-05"]
    sections = [(day, f"Words on day {day[-1]}.") for day in days]
    assert len(shown("timeline", ("Timeline", ""), *sections).shows) == 2
    backwards = shown("timeline", ("Timeline", ""), *reversed(sections))
    assert not backwards.shows and backwards.note
