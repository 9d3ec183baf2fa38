"""Whose turn it is: sessions take turns, and the order that is foreseen is the one that comes."""

from collections import Counter
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from bluepencil.task.next_task import in_order, next_head
from bluepencil.task.record import Head, Waiting


def waiting(*keys: str) -> list[Waiting]:
    """A task that waits for each of these fairness keys, oldest first."""
    return [Waiting(number, f"{key}{number}", "test", key) for number, key in enumerate(keys, 1)]


def heads(tasks: list[Waiting], served: dict[str, float]) -> list[Head]:
    """The oldest of each key, as a store has them."""
    first = {task.key: task for task in reversed(tasks)}
    return [Head(task, served.get(key, 0.0)) for key, task in first.items()]


@dataclass
class Queue:
    """What waits, and when each key had its last turn."""

    tasks: list[Waiting]
    served: dict[str, float]

    def take(self) -> str | None:
        chosen = next_head(heads(self.tasks, self.served))
        if chosen is None:
            return None
        self.tasks.remove(chosen.task)
        self.served[chosen.task.key] = max(self.served.values(), default=0.0) + 0.5
        return chosen.task.task_id


def test_where_nothing_waits_it_is_nobodys_turn():
    assert next_head([]) is None
    assert in_order([], {"a": 3.0}) == []


def test_the_turn_goes_to_whom_it_last_came_longest_ago_and_then_to_the_oldest():
    tasks = waiting("many", "many", "few", "other")
    assert next_head(heads(tasks, {})).task.task_id == "many1"
    assert next_head(heads(tasks, {"many": 5.0})).task.task_id == "few3"
    assert next_head(heads(tasks, {"many": 5.0, "few": 6.0})).task.task_id == "other4"
    served = {"many": 5.0, "few": 6.0, "other": 7.0}
    assert next_head(heads(tasks, served)).task.task_id == "many1"


def test_what_this_process_still_runs_is_passed_over():
    tasks = waiting("one", "two")
    assert next_head(heads(tasks, {}), {"one1"}).task.task_id == "two2"
    assert next_head(heads(tasks, {}), {"one1", "two2"}) is None


def test_two_sessions_take_turns_however_many_one_of_them_has():
    tasks = waiting("a", "a", "a", "a", "b", "b")
    assert in_order(tasks, {}) == ["a1", "b5", "a2", "b6", "a3", "a4"]


def test_who_comes_new_does_not_wait_for_all_of_another():
    tasks = waiting("busy", "busy", "new", "new")
    assert in_order(tasks, {"busy": 9.0}) == ["new3", "busy1", "new4", "busy2"]


@given(
    st.lists(st.sampled_from("abcd"), max_size=30),
    st.dictionaries(st.sampled_from("abcde"), st.floats(1, 5)),
)
def test_the_foreseen_order_is_that_in_which_they_are_taken(keys, served):
    tasks = waiting(*keys)
    queue = Queue(list(tasks), dict(served))
    assert in_order(tasks, served) == list(iter(queue.take, None))


@given(st.lists(st.sampled_from("abc"), max_size=30))
def test_nobody_overtakes_within_a_session_and_nobody_is_left_out(keys):
    tasks = waiting(*keys)
    order = in_order(tasks, {})
    assert sorted(order) == sorted(task.task_id for task in tasks)
    for key in "abc":
        mine = [one for one in order if one.startswith(key)]
        assert mine == [task.task_id for task in tasks if task.key == key]


@given(st.lists(st.sampled_from("abc"), max_size=30))
def test_while_all_still_have_some_nobody_gets_two_more_turns_than_another(keys):
    tasks, left = waiting(*keys), Counter(keys)
    turns = Counter(dict.fromkeys(left, 0))
    for one in in_order(tasks, {}):
        turns[one[0]] += 1
        left[one[0]] -= 1
        still = [key for key in left if left[key]]
        if still:
            assert max(turns.values()) - min(turns[key] for key in still) <= 1
