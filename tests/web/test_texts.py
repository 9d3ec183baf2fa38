"""The Text page as it is served: the kinds, and what was done lately."""

HOMES = ("laptop", "postgres")
HOSTILE = "<script>alert(1)</script> " + "word " * 50


def test_the_page_offers_the_kinds_and_says_who_does_the_work(client):
    page = client.get("/text").get_data(as_text=True)
    for value, label in (("summarize", "Summarize"), ("keywords", "Keywords"),
                         ("normalize", "Normalize to JSON")):  # fmt: skip
        assert f'value="{value}"' in page and label in page
    assert "Built-in text rules, no AI" in page
    assert "Nothing yet. Results are kept for 1 h." in page


def test_what_was_done_lately_is_listed_newest_first_and_escaped(client):
    schema = {"type": "object", "required": ["age"], "properties": {"age": {"type": "integer"}}}
    client.post("/api/ai/summarize/sync", json={"text": HOSTILE})
    client.post("/api/ai/normalize/sync", json={"request": "Nothing.", "schema": schema})
    client.post("/api/ai/test/sync", json={"message": "another kind"})
    page = client.get("/text").get_data(as_text=True)
    assert page.index("Normalize to JSON · failed") < page.index("Summarize · done")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; word" in page and "<script>alert" not in page
    assert "another kind" not in page
    assert page.count("data-task=") == 1, "only what succeeded can be shown again"


def test_only_the_latest_are_shown(client):
    for number in range(12):
        client.post("/api/ai/keywords/sync", json={"text": f"text number {number}"})
    page = client.get("/text").get_data(as_text=True)
    assert page.count("data-key=") == 10
    assert "text number 11" in page and "text number 1<" not in page
