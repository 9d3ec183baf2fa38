"""Guidelines people keep: written, written over, forgotten; nobody sees another's."""

import pytest

from bluepencil.documents.guideline import parse
from bluepencil.errors import NotFound


def test_they_are_kept_by_name(store):
    store.guidelines.put("ann", "zeta", "# Z")
    kept = store.guidelines.put("ann", "alpha", "# Ä 🖊")
    assert [(one.name, one.text) for one in store.guidelines.all("ann")] == [
        ("alpha", "# Ä 🖊"),
        ("zeta", "# Z"),
    ]
    assert store.guidelines.all("ann")[0] == kept
    assert store.guidelines.all("bob") == []


def test_the_last_text_counts(store):
    first = store.guidelines.put("ann", "ours", "# One")
    second = store.guidelines.put("ann", "ours", "# Two")
    assert store.guidelines.all("ann") == [second]
    assert second.updated_at >= first.updated_at


def test_of_two_that_come_at_once_under_one_name_one_is_kept(store):
    assert store.guidelines.add("ann", "ours", "# One")
    assert not store.guidelines.add("ann", "ours", "# Two")
    assert [one.text for one in store.guidelines.all("ann")] == ["# One"]
    assert store.guidelines.add("bob", "ours", "# Two")


def test_a_removed_one_is_gone(store):
    store.guidelines.put("ann", "ours", "# One")
    with pytest.raises(NotFound):
        store.guidelines.remove("bob", "ours")
    store.guidelines.remove("ann", "ours")
    assert store.guidelines.all("ann") == []
    with pytest.raises(NotFound):
        store.guidelines.remove("ann", "ours")


def test_a_session_can_be_held_to_another(store, session):
    other = parse("# Ours\n\n- Name the actor.", "ours")
    store.sessions.change_guideline(session.session_id, other)
    assert store.sessions.get(session.session_id).guideline == other
    assert store.sessions.rows("local")[0].guideline == "ours"
    assert store.sessions.reviewed(session.session_id) == set()
    assert store.sessions.activity(session.session_id)[-1].what == "guidelines_changed"
    with pytest.raises(NotFound):
        store.sessions.change_guideline("nowhere", other)
