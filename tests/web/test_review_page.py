"""The review page is sent what is looked at first, and true counts of what comes later."""

import io
import json
import re

import pytest

from bluepencil.web import review_page

PAGE = {"Accept": "text/html"}
HOSTILE = "</section><script>alert(1)</script>"


@pytest.fixture
def opened(client):
    """A session of nine sections, each with two comments; the page begins with three and four."""

    def make(sections=9, comments=2):
        text = "".join(
            f"S{n} {HOSTILE}\n{'=' * 40}\n\nWords {HOSTILE} of {n}.\n\n" for n in range(sections)
        )
        sent = {"document": (io.BytesIO(text.encode()), "r.txt")}
        session_id = client.post("/upload", data=sent).get_json()["session_id"]
        for number in range(sections * comments):
            own = {"section_name": f"S{number % sections} {HOSTILE}", "description": "Why?"}
            own["severity"] = ("low", "medium", "high")[number % 3]
            own["decision"] = ("open", "accepted")[number % 2]
            assert client.post(f"/sessions/{session_id}/feedback", json=own).status_code == 201
        return session_id

    return make


@pytest.fixture(autouse=True)
def few(monkeypatch):
    for name, number in (("SECTIONS", 3), ("FINDINGS", 4), ("EXCHANGES", 2)):
        monkeypatch.setattr(review_page, name, number)


def page(client, session_id, query=""):
    return client.get(f"/review/{session_id}{query}", headers=PAGE).text


def data(html):
    return json.loads(re.search(r'id="page-data">(.*?)</script>', html, re.S)[1])["session"]


def test_it_has_the_text_of_the_first_sections_and_the_outline_of_all(client, opened):
    html = page(client, opened())
    assert [number for number in range(9) if f"of {number}." in html] == [0, 1, 2]
    session = data(html)
    assert session["sent"] == 3
    names = [row[0] for row in session["outline"]]
    assert names == [f"S{number} {HOSTILE}" for number in range(9)]
    links = [row[5] for row in session["outline"]]
    assert len(set(links)) == 9 and f'id="s-{links[0]}"' in html


def test_with_all_of_the_text_where_that_is_asked_for(client, opened):
    session_id = opened()
    assert 'href="?text=all"' in page(client, session_id)
    html = page(client, session_id, "?text=all")
    assert all(f"of {number}." in html for number in range(9))
    assert 'href="?text=all"' not in html


def test_the_rest_comes_as_text_never_as_markup(client, opened):
    session_id = opened()
    for start, numbers in ((3, [3, 4, 5]), (6, [6, 7, 8]), (9, []), (10**30, [])):
        answer = client.get(f"/review/{session_id}/sections/{start}", headers=PAGE)
        assert answer.status_code == 200
        assert [n for n in range(9) if f"of {n}." in answer.text] == numbers
        assert "<script>" not in answer.text


def test_sections_of_nobody_are_not_found(client):
    assert client.get("/review/unknown/sections/0", headers=PAGE).status_code == 404


def test_of_many_findings_it_has_the_most_important_and_counts_all(client, opened):
    session_id = opened()
    session = data(page(client, session_id))
    assert [item["severity"] for item in session["feedback"]] == ["high"] * 4
    counts = session["counts"]
    assert len(counts) == 9
    assert sum(sum(one.values()) for one in counts.values()) == 18
    assert sum(one.get("accepted", 0) for one in counts.values()) == 9
    rest = client.get(f"/sessions/{session_id}/feedback?offset=4&limit=1000").get_json()
    ids = [item["id"] for item in (*session["feedback"], *rest["items"])]
    assert len(set(ids)) == 18 and rest["next_offset"] is None
    assert rest["revision"] == session["revision"]


def test_few_findings_all_come_and_need_no_counts(client, opened):
    session = data(page(client, opened(2, 2)))
    assert (len(session["feedback"]), session["counts"]) == (4, None)


def test_of_the_chat_it_has_the_newest_and_the_rest_can_be_fetched(client, opened):
    session_id = opened(1, 0)
    for number in range(5):
        body = {"session_id": session_id, "message": f"Question {number}?"}
        assert client.post("/chat", json=body).status_code == 200
    chat = data(page(client, session_id))["chat"]
    assert [one["message"] for one in chat] == ["Question 3?", "Question 4?"]
    earlier = client.get(f"/sessions/{session_id}/chat?skip=2&limit=2").get_json()["chat"]
    assert [one["message"] for one in earlier] == ["Question 1?", "Question 2?"]
    assert client.get(f"/sessions/{session_id}/chat?skip=9").get_json() == {"chat": []}
    whole = client.get(f"/sessions/{session_id}").get_json()["chat"]
    assert len(whole) == 5 and whole[1:3] == earlier


def test_the_order_is_by_weight_and_then_as_the_document_has_it(client, opened):
    session_id = opened()
    review = client.application.extensions["bluepencil"].store.sessions.load(session_id)
    ranked = review_page.in_page_order(review)
    places = [(item.severity, int(item.section_name[1])) for item in ranked]
    order = {"high": 0, "medium": 1, "low": 2}
    assert places == sorted(places, key=lambda place: (order[place[0]], place[1]))
