"""How many requests may wait at once, of all clients and of one."""

from bluepencil.web import Slots


def test_there_are_so_many_and_what_is_given_back_can_be_taken_again():
    slots = Slots(4)
    assert [slots.acquire() for _ in range(5)] == [True] * 4 + [False]
    slots.release()
    assert slots.acquire()
    assert not slots.acquire("somebody")


def test_one_client_cannot_take_them_all():
    slots = Slots(8)
    assert [slots.acquire("greedy") for _ in range(8)] == [True] * 6 + [False] * 2
    assert slots.acquire("another") and slots.acquire("third")
    assert not slots.acquire("fourth")
    slots.release("greedy")
    assert slots.acquire("greedy")


def test_one_that_is_taken_for_a_while_is_given_back():
    slots = Slots(1)
    with slots.take() as first, slots.take() as second:
        assert (first, second) == (True, False)
    with slots.take() as again:
        assert again
