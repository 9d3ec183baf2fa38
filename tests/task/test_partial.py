"""Partial results: lists and texts grow, mappings are updated, and what was wrong is taken back."""

from bluepencil.task.partial import merged, partial_of


def test_nothing_produced_is_nothing():
    assert partial_of([]) is None
    assert partial_of([{"reset": True}]) is None


def test_lists_grow_and_mappings_are_updated():
    assert partial_of(
        [
            {"feedback_items": [1], "sections": {"a": "reading"}},
            {"feedback_items": [2], "sections": {"a": "done", "b": "waiting"}},
        ]
    ) == {"feedback_items": [1, 2], "sections": {"a": "done", "b": "waiting"}}


def test_texts_grow_and_other_values_are_replaced():
    assert partial_of([{"response": "Hel", "n": 1}, {"response": "lo", "n": 2}]) == {
        "response": "Hello", "n": 2,
    }  # fmt: skip


def test_what_is_begun_anew_takes_the_place_of_what_was_there():
    produced = [{"response": "Hel"}, {"response": "lo"}, {"reset": True, "response": "Good"}]
    assert partial_of(produced) == {"response": "Good"}
    assert partial_of([*produced, {"response": " day"}]) == {"response": "Good day"}
    assert partial_of([*produced, {"reset": True}]) is None


def test_what_was_produced_is_not_changed_by_putting_it_together():
    produced = [{"items": [1], "sections": {"a": 1}}, {"items": [2], "sections": {"a": 2}}]
    for _ in range(2):
        assert partial_of(produced) == {"items": [1, 2], "sections": {"a": 2}}
    assert produced == [{"items": [1], "sections": {"a": 1}}, {"items": [2], "sections": {"a": 2}}]


def test_a_reset_is_no_part_of_the_result():
    assert merged({"a": [1]}, {"reset": True, "b": [2]}) == {"b": [2]}
    assert merged({"a": [1]}, {"reset": False, "a": [2]}) == {"a": [1, 2]}
