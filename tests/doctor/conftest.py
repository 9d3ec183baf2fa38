"""A store for the doctor to look at."""

import pytest

from bluepencil.store import open_store


@pytest.fixture
def kept(make_settings):
    settings = make_settings()
    settings.data_dir.mkdir()
    open_store(settings.database).close()
    return settings
