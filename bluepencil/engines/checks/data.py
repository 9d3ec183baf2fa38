"""Data: the files of words and phrases that lie beside the code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

_HERE = resources.files(__package__)


def read(name: str) -> dict[str, Any]:
    """The content of a TOML file of this package, by its path in it."""
    return tomllib.loads(_HERE.joinpath(name).read_text("utf-8"))


@lru_cache(8)
def words(name: str) -> Mapping[str, frozenset[str]]:
    """The lists of words of such a file, by their names."""
    return {key: frozenset(text.split()) for key, text in read(name).items()}


def names(folder: str) -> list[str]:
    """The TOML files of a folder of this package, as paths in it."""
    found = (one.name for one in _HERE.joinpath(folder).iterdir())
    return sorted(f"{folder}/{name}" for name in found if name.endswith(".toml"))
