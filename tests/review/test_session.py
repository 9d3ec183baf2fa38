"""A session is called as its file until somebody renames it, and its records are told apart."""

from bluepencil.review.session import ChatMessage, Session
from tests.review.making import GENERAL, OLD, review


def test_a_session_is_called_as_its_file():
    made = Session(owner="local", document=OLD, guideline=GENERAL)
    assert (made.name, made.version) == ("one.md", 1)
    assert Session(owner="local", document=OLD, guideline=GENERAL, name="Ours").name == "Ours"


def test_no_two_have_one_id():
    made = {Session(owner="local", document=OLD, guideline=GENERAL).session_id for _ in range(50)}
    assert len(made) == 50


def test_what_is_kept_of_it_is_read_as_it_was():
    session = review().session
    assert Session.model_validate_json(session.model_dump_json()) == session
    asked = ChatMessage(message="Why?", response="Because.", engine="claude", wording="Six")
    assert ChatMessage.model_validate_json(asked.model_dump_json()) == asked


def test_an_exchange_of_an_earlier_release_is_read_too():
    kept = '{"message": "Why?", "response": "Because.", "engine": "built-in", "created_at": 1}'
    read = ChatMessage.model_validate_json(kept)
    assert (read.citations, read.notes, read.finding_id, read.task_id) == ([], [], None, None)
