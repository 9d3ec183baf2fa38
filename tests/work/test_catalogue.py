"""The catalogue: a file is a kind, and a wrong declaration says what to mend."""

from pathlib import Path

import pytest
from pydantic import BaseModel, Field

from bluepencil import kinds
from bluepencil.errors import Invalid
from bluepencil.work import catalogue
from bluepencil.work.catalogue import kind

KINDS = Path(kinds.__file__).parent


class Model(BaseModel):
    """Any."""


def test_every_file_is_a_kind_of_its_name():
    files = {path.stem for path in KINDS.glob("*.py")} - {"__init__"}
    found = catalogue.load()
    assert set(found) == files
    for name, made in found.items():
        assert made.name == name
        assert made.description


def test_every_kind_has_a_test_of_its_name():
    tests = {path.stem for path in (Path(__file__).parent.parent / "kinds").glob("test_*.py")}
    assert {f"test_{name}" for name in catalogue.load()} == tests


def test_a_folder_with_a_file_that_is_no_kind_stops_the_start():
    with pytest.raises(TypeError, match="has no `@kind"):
        catalogue.load("bluepencil.store")


def test_a_kind_without_models_is_refused():
    with pytest.raises(TypeError, match="annotate input and result"):

        @kind(queue="test", timeout=1)
        def run(input: int, ctx: object) -> Model:
            return Model()


def test_a_kind_with_other_parameters_is_refused():
    with pytest.raises(TypeError, match="takes"):

        @kind(queue="test", timeout=1)
        def run(input: Model) -> Model:
            return input


@pytest.mark.parametrize(("queue", "timeout"), [("two words", 1), ("test", 0)])
def test_a_queue_or_timeout_that_cannot_be_used_is_refused(queue, timeout):
    with pytest.raises(TypeError, match="cannot be used"):

        @kind(queue=queue, timeout=timeout)
        def run(input: Model, ctx: object) -> Model:
            return input


class Word(BaseModel):
    """A word."""

    word: str = Field("x", alias="wort")


class Said(BaseModel):
    """A word."""

    word: str


def works(input: Word, ctx: object) -> Said:
    """Give back the word."""
    return Said(word=input.word)


def test_a_kind_takes_no_fields_but_those_it_names():
    made = kind(queue="test", timeout=1)(works)
    assert made.fields == ["wort"]
    assert made.validated({"wort": "y"}).word == "y"
    with pytest.raises(Invalid, match="words: Extra inputs") as refused:
        made.validated({"words": "y"})
    assert refused.value.errors[0]["field"] == "words"


def test_what_a_kind_returned_is_found_in_the_result_of_a_task():
    nested, flat = (kind(queue="test", timeout=1, flat=flat)(works) for flat in (False, True))
    whole = {"success": True, "engine": "built-in", "duration": 1.0}
    assert nested.bare({**whole, "result": {"word": "x"}}) == {"word": "x"}
    assert flat.bare({**whole, "word": "x"}) == {"word": "x"}
