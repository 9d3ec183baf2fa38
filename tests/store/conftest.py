"""What the tests of the store share."""

import pytest

from bluepencil.task.record import Claim
from tests import tasks


@pytest.fixture
def claim(store, session) -> Claim:
    """A claim on a task of the session."""
    return tasks.claim(store, tasks.add(store, session_id=session.session_id))
