"""The built-in engine for texts: it says what it is, and stops when it is told to."""

import pytest

from bluepencil.engines import Call
from bluepencil.engines.text import Situation, Text
from bluepencil.engines.text.built_in import MODEL, BuiltInText
from bluepencil.engines.text.json_schema import CheckedSchema
from bluepencil.errors import TaskCancelled
from bluepencil.work.cancel import Cancel
from tests.conftest import document

TEXT = "The pump leaked. The pump was replaced because it leaked. It works again since Friday."
SCHEMA = CheckedSchema({"type": "object", "properties": {"age": {"type": "integer"}}})


class Heard(list):
    """What was told as it came."""

    write = list.append
    restart = list.clear


@pytest.fixture
def call():
    return Call("chat", Cancel())


def all_four(call):
    engine, text = BuiltInText(), Text(TEXT)
    situation = Situation(document(("One", TEXT)), "General", (), frozenset())
    return [
        engine.summarize(text, 5, call, lambda share: None, Heard()),
        engine.keywords(text, 3, call, lambda share: None),
        engine.normalize(Text("age 7"), SCHEMA, (), call),
        engine.suggest(situation, call),
    ]


def test_everything_it_makes_is_labelled_and_never_as_ai(call):
    for made in all_four(call):
        assert made.model == MODEL and "AI" not in made.model


def test_it_knows_the_language_or_says_that_it_does_not(call):
    engine = BuiltInText()
    assert engine.summarize(Text(TEXT), 5, call, lambda share: None, Heard()).language == "en"
    made = engine.keywords(Text(TEXT, "pl"), 3, call, lambda share: None)
    assert made.language == "pl" and "“pl”" in made.notes[0]


def test_examples_that_it_cannot_use_are_told(call):
    made = BuiltInText().normalize(Text("age 7"), SCHEMA, [{"age": 1}], call)
    assert made.value == {"age": 7} and "examples" in made.notes[0]


def test_it_stops():
    cancel = Cancel()
    cancel.set()
    call = Call("chat", cancel)
    engine, text = BuiltInText(), Text(TEXT)
    situation = Situation(document(("One", TEXT)), "General", (), frozenset())
    for work in (
        lambda: engine.summarize(text, 5, call, lambda share: None, Heard()),
        lambda: engine.keywords(text, 3, call, lambda share: None),
        lambda: engine.normalize(Text("age 7"), SCHEMA, (), call),
        lambda: engine.suggest(situation, call),
    ):
        with pytest.raises(TaskCancelled):
            work()
