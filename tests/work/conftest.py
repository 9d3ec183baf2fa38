"""What the tests of work share: processes over one store."""

import pytest

from bluepencil.engines.checks import BuiltIn
from bluepencil.work.catalogue import Kind
from bluepencil.work.tasks import Tasks


@pytest.fixture
def start(store):
    """Makes what a process has of these kinds; all over one store; they stop at the end.

    `settled`: it has seen the store long enough to know that a lapsed lease is one. `engine`: the
    built-in one unless another is given.
    """
    made = []

    def make(*kinds: Kind, settled: bool = True, engine=None, catalogue=None, **options) -> Tasks:
        named = catalogue or {kind.name: kind for kind in kinds}
        tasks = Tasks(named, store, engine or BuiltIn(), **options)
        if settled:
            tasks.runner._steady_since = float("-inf")
        made.append(tasks)
        return tasks

    yield make
    for tasks in made:
        tasks.stop(0)
