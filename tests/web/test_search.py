"""Search over HTTP: passages of the caller's documents, with the place of each."""

import io

import pytest

HOMES = ("laptop", "queue", "postgres")
PUMP = "# Summary\n\nThe pump of line 4 stopped.\n\n# Cause\n\nA worn seal.\n\nThe pump was old.\n"
CAFE = "# Summary\n\nSeveral crates in the café were warm.\n"


def opened(client, text, name):
    data = {"document": (io.BytesIO(text.encode()), name)}
    return client.post("/upload", data=data).get_json()["session_id"]


@pytest.fixture
def ids(client):
    return [opened(client, PUMP, "pump.md"), opened(client, CAFE, "cafe.md")]


def found(client, query, **more):
    answer = client.get("/api/v1/search", query_string={"q": query, **more})
    assert answer.status_code == 200
    return answer.get_json()["results"]


def test_a_passage_is_found_as_soon_as_it_is_uploaded_and_stands_where_it_says(client, ids):
    (one,) = found(client, "cafe crate")
    assert (one["session_id"], one["document_name"]) == (ids[1], "cafe.md")
    sections = client.get(f"/sessions/{ids[1]}").get_json()["sections"]
    (section,) = [row for row in sections if row["name"] == one["section_name"]]
    assert section["text"][one["start"] : one["end"]] == one["quote"]
    assert one["quote"] == "Several crates in the café were warm."
    assert one["link"] == f"/review/{ids[1]}#s-summary~{one['start']},{one['end']}"


def test_the_passage_with_more_of_the_words_comes_first(client, ids):
    results = found(client, "old pump")
    assert [one["quote"] for one in results] == ["The pump was old.", "The pump of line 4 stopped."]
    assert results[0]["score"] > results[1]["score"] > 0
    assert [one["quote"] for one in found(client, "old pump", limit=1)] == ["The pump was old."]


def test_a_new_version_and_a_deleted_document_change_what_is_found(client, ids):
    data = {"document": (io.BytesIO(b"# Summary\n\nA valve leaked.\n"), "two.md")}
    assert client.post(f"/sessions/{ids[0]}/versions", data=data).status_code == 201
    assert found(client, "seal") == []
    assert [one["quote"] for one in found(client, "valve")] == ["A valve leaked."]
    client.delete(f"/sessions/{ids[0]}")
    assert found(client, "valve") == []


def test_what_is_in_no_text_is_not_found(client, ids):
    assert found(client, "nowhere") == [] and found(client, "?!") == []
    client.patch(f"/sessions/{ids[0]}", json={"name": "Zebra"})
    assert found(client, "zebra") == [], "a name is no passage"


@pytest.mark.parametrize(
    "query",
    ["", "?q=", "?q=%20", "?q=a&limit=0", "?q=a&limit=101", "?q=a&z=1", f"?q={'x' * 501}"],
)
def test_what_cannot_be_looked_for_is_refused(client, query):
    answer = client.get(f"/api/v1/search{query}")
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")


def test_the_home_page_shows_the_passages(client, ids):
    page = client.get("/?q=seal").get_data(as_text=True)
    assert f'href="/review/{ids[0]}#s-cause~0,12"' in page and "A worn seal." in page
    assert "No passages match." in client.get("/?q=nowhere").get_data(as_text=True)
    assert "Passages" not in client.get("/").get_data(as_text=True)
