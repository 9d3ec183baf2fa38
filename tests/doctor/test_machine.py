"""The machine and the program: clock, folder, disk and settings that do not go together."""

import os
import time
from collections import namedtuple

import pytest

from bluepencil import VERSION
from bluepencil.doctor import machine
from bluepencil.store import open_store

NOWHERE = "127.0.0.1:1"


def test_a_clock_before_the_installation_is_wrong(make_settings, monkeypatch, tmp_path):
    assert machine.clock(make_settings()).status == "ok"
    installed = tmp_path / "installed"
    installed.touch()
    os.utime(installed, (time.time() + 90000,) * 2)
    monkeypatch.setattr(machine, "__file__", str(installed))
    assert machine.clock(make_settings()).status == "problem"


@pytest.mark.parametrize(("free", "status"), [(1e8, "problem"), (5e8, "warning"), (5e9, "ok")])
def test_a_full_disk_is_told_before_it_is_full(make_settings, monkeypatch, free, status):
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: usage(free))
    assert machine.disk(make_settings()).status == status


def test_a_folder_that_is_none_is_a_problem(make_settings, tmp_path):
    (tmp_path / "data").write_text("a file")
    verdict = machine.data(make_settings())
    assert verdict.status == "problem" and "cannot be written" in verdict.detail


def test_files_that_others_can_read_are_named(make_settings, tmp_path):
    settings = make_settings()
    settings.data_dir.mkdir()
    open_store(settings.database).close()
    assert machine.data(settings).status == "ok"
    settings.database.chmod(0o644)
    verdict = machine.data(settings)
    assert verdict.status == "warning" and f"chmod 600 {settings.database}" == verdict.advice


def test_postgresql_without_a_shared_key_is_warned_about(make_settings):
    url = f"postgresql://ada@{NOWHERE}/x"
    assert machine.settings_given(make_settings()).status == "ok"
    assert machine.settings_given(make_settings(store_url=url)).status == "warning"
    shared = make_settings(store_url=url, secret_key="x" * 32)
    assert machine.settings_given(shared).status == "ok"


def test_the_program_names_its_versions(make_settings):
    verdict = machine.program(make_settings())
    assert verdict.status == "ok"
    assert f"Bluepencil {VERSION} on Python 3" in verdict.detail


def test_a_folder_that_is_not_there_yet_is_made_later(make_settings, tmp_path):
    assert "will be made" in machine.data(make_settings()).detail
    assert not list(tmp_path.iterdir())
