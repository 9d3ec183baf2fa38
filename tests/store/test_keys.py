"""The store of keys: digests, found at each use, and gone when revoked."""

import pytest

from bluepencil.errors import Conflict, NotFound
from bluepencil.store import keys as keys_module

READ = ("read",)


def test_a_key_is_found_by_its_digest_and_its_use_is_kept_coarsely(store, other):
    made = store.keys.add("ann", "Build", READ, "d1")
    assert made.last_used_at is None and store.keys.get(made.id, "ann") == made
    assert other.keys.used("d1") == made
    (kept,) = store.keys.all("ann")
    assert kept.last_used_at % keys_module.COARSE == 0
    assert store.keys.used("d1") == kept and store.keys.used("d2") is None


def test_a_key_is_its_owners(store):
    made = store.keys.add("ann", "Build", READ, "d1")
    assert store.keys.all("bob") == []
    for reach in (store.keys.get, store.keys.remove):
        with pytest.raises(NotFound):
            reach(made.id, "bob")
        with pytest.raises(NotFound):
            reach("unknown", "ann")
    assert store.keys.used("d1")


def test_a_revoked_key_is_gone_from_the_disk(store, everything_kept):
    made = store.keys.add("ann", "Uncommon name", READ, "an-uncommon-digest")
    store.keys.remove(made.id, "ann")
    assert store.keys.used("an-uncommon-digest") is None
    assert b"an-uncommon-digest" not in everything_kept()


def test_nobody_has_too_many(store, monkeypatch):
    monkeypatch.setattr(keys_module, "MOST", 2)
    for number in range(2):
        store.keys.add("ann", "Build", READ, f"d{number}")
    with pytest.raises(Conflict):
        store.keys.add("ann", "Build", READ, "d3")
    assert store.keys.add("bob", "Build", READ, "d4")
