"""The index of words: which documents have some, and what is written where it differs."""

import pytest

from bluepencil.errors import NotFound
from bluepencil.review.session import Session
from tests.conftest import document


def words(store, session):
    with store.writing() as db:
        rows = db.all(
            "select word from words where session_id = :id order by word", id=session.session_id
        )
    return [row["word"] for row in rows]


def test_documents_having_words_come_with_most_of_them_first(store, session):
    for name, text, owner in (
        ("whole.md", "The vials are whole.", "local"),
        ("theirs.md", "Nothing.", "somebody else"),
    ):
        made = Session(
            owner=owner,
            document=document(("Summary", text), name=name),
            guideline=session.guideline,
        )
        store.sessions.add(made, b"")
    having = store.search_index.having("local", ["vial", "several"], 5)
    assert [(row.name, row.version) for row in having] == [("report.md", 1), ("whole.md", 1)]
    assert [row.name for row in store.search_index.having("local", ["vial"], 1)] == ["whole.md"]
    assert store.search_index.having("local", ["nothing"], 5) == []
    assert store.search_index.having("local", [], 5) == []


def test_what_differs_is_written_anew_and_only_that(store, session):
    sid, index = session.session_id, store.search_index
    right = words(store, session)
    assert "vials" in right and not index.reindex(sid, full=False)
    assert index.reindex(sid, full=True) and words(store, session) == right
    with store.writing() as db:
        db.run("delete from words where word = 'vials'")
        db.insert("words", {"word": "zebra", "session_id": sid})
    assert index.reindex(sid, full=False) and words(store, session) == right
    assert index.unindex() == 0


def test_there_is_nothing_to_index_of_a_session_that_is_gone(store, session):
    assert store.search_index.ids_of("local") == [session.session_id]
    assert store.search_index.ids_of("somebody else") == []
    store.sessions.delete(session.session_id, "local")
    with pytest.raises(NotFound):
        store.search_index.reindex(session.session_id, full=True)
