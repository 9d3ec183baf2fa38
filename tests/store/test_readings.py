"""What readings came to: recalled by what they rested on, gone with their session."""


def test_a_reading_is_recalled_by_what_it_rested_on(store, session):
    reading = {"findings": [{"quote": "naïve 🖊"}], "notes": []}
    store.readings.remember(session.session_id, "this", reading)
    assert store.readings.recall(session.session_id, "this") == reading
    assert store.readings.recall(session.session_id, "that") is None
    assert store.readings.recall("another session", "this") is None


def test_the_last_reading_counts(store, session):
    for number in (1, 2):
        store.readings.remember(session.session_id, "this", {"number": number})
    assert store.readings.recall(session.session_id, "this") == {"number": 2}


def test_it_goes_with_its_session_and_does_not_come_back(store, session):
    store.readings.remember(session.session_id, "this", {"number": 1})
    store.sessions.delete(session.session_id, "local")
    store.readings.remember(session.session_id, "this", {"number": 2})
    assert store.readings.recall(session.session_id, "this") is None
