"""Guidelines: what a reviewer looks for, read from Markdown a team can edit."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Expected(BaseModel):
    """A section the guideline expects: its name, and other names it may have."""

    model_config = ConfigDict(frozen=True)
    id: str
    name: str
    also: tuple[str, ...] = ()


class Item(BaseModel):
    """One line of the checklist; findings refer to it as `<guideline>#<id>`."""

    model_config = ConfigDict(frozen=True)
    id: str
    text: str


class Guideline(BaseModel):
    """A guideline: its name (the file's, without suffix), and what it asks for."""

    model_config = ConfigDict(frozen=True)
    name: str
    title: str
    text: str
    expected: tuple[Expected, ...] = ()
    items: tuple[Item, ...] = ()
    terms: tuple[str, ...] = ()
