"""Guidelines people keep: written, written over, forgotten; nobody sees another's."""

import time

import pytest

from bluepencil.errors import NotFound


def test_they_are_kept_by_name(store):
    before = time.time()
    store.guidelines.put("ann", "zeta", "# Z")
    store.guidelines.put("ann", "alpha", "# Ä 🖊 100 % 'quoted'")
    kept = store.guidelines.all("ann")
    assert [(one.name, one.text) for one in kept] == [
        ("alpha", "# Ä 🖊 100 % 'quoted'"), ("zeta", "# Z"),
    ]  # fmt: skip
    assert before <= kept[1].updated_at <= kept[0].updated_at <= time.time()
    assert store.guidelines.all("bob") == []


def test_names_are_ordered_alike_in_every_database(store):
    for name in ("b", "a-b", "a", "ab", "a-2", "a2"):
        store.guidelines.put("ann", name, "#")
    names = [one.name for one in store.guidelines.all("ann")]
    assert names == sorted(names)


def test_the_last_text_counts(store):
    store.guidelines.put("ann", "ours", "# One")
    (first,) = store.guidelines.all("ann")
    store.guidelines.put("ann", "ours", "# Two")
    (second,) = store.guidelines.all("ann")
    assert (second.name, second.text) == ("ours", "# Two")
    assert second.updated_at >= first.updated_at


def test_of_one_name_everybody_keeps_their_own(store):
    store.guidelines.put("ann", "ours", "# Ann's")
    store.guidelines.put("bob", "ours", "# Bob's")
    assert [one.text for one in store.guidelines.all("ann")] == ["# Ann's"]
    assert [one.text for one in store.guidelines.all("bob")] == ["# Bob's"]


def test_a_removed_one_is_gone(store):
    store.guidelines.put("ann", "ours", "# One")
    with pytest.raises(NotFound):
        store.guidelines.remove("bob", "ours")
    store.guidelines.remove("ann", "ours")
    assert store.guidelines.all("ann") == []
    with pytest.raises(NotFound) as missing:
        store.guidelines.remove("ann", "ours")
    assert missing.value.code == "guideline_not_found"
