"""The stop signal: heard by sleepers and listeners, once."""

import threading

import pytest

from bluepencil.errors import TaskCancelled
from bluepencil.work.cancel import Cancel


def test_checking_raises_only_after_a_stop():
    cancel = Cancel()
    cancel.check()
    cancel.set()
    assert cancel.is_set()
    with pytest.raises(TaskCancelled):
        cancel.check()


def test_a_sleeper_wakes_at_a_stop():
    cancel, woke = Cancel(), threading.Event()

    def sleep():
        with pytest.raises(TaskCancelled):
            cancel.sleep(60)
        woke.set()

    thread = threading.Thread(target=sleep)
    thread.start()
    cancel.set()
    assert woke.wait(10)
    thread.join()


def test_listeners_hear_it_once_and_only_while_listening():
    cancel, heard = Cancel(), []
    with cancel.listening(lambda: heard.append("gone")):
        pass
    with cancel.listening(lambda: heard.append("here")):
        cancel.set()
        cancel.set()
    assert heard == ["here"]


def test_who_listens_too_late_hears_it_at_once():
    cancel, heard = Cancel(), []
    cancel.set()
    with cancel.listening(lambda: heard.append(1)):
        assert heard == [1]
