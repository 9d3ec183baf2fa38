"""Messages in both databases: found in their session, and gone with it."""

import pytest

from bluepencil.errors import NotFound


def test_a_message_is_found_by_its_id_in_its_session_alone(store, session):
    one, two = (store.messages.add(session.session_id, words) for words in ("Why?", "Why?"))
    assert one != two and store.messages.get(one, session.session_id) == "Why?"
    for message_id, session_id in ((one, "another"), ("unknown", session.session_id)):
        with pytest.raises(NotFound) as missing:
            store.messages.get(message_id, session_id)
        assert missing.value.code == "message_not_found"


def test_it_is_gone_with_its_session(store, session, everything_kept):
    message_id = store.messages.add(session.session_id, "a word nobody else uses: zyzzyva")
    store.sessions.delete(session.session_id, "local")
    with pytest.raises(NotFound):
        store.messages.get(message_id, session.session_id)
    assert b"zyzzyva" not in everything_kept()
