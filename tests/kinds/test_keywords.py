"""The kind that finds keywords, with both engines."""

from tests.fake_claude import Act

HOMES = ("laptop", "queue", "postgres")
TEXT = "Die Kläranlage reinigt Abwasser. Das Abwasser der Stadt fließt in die Kläranlage am Rhein."
PATH = "/api/ai/keywords/sync"


def test_keywords_are_counted_and_the_best_come_first(client):
    made = client.post(PATH, json={"text": TEXT, "max_keywords": 2}).get_json()
    assert made["count"] == len(made["keywords"]) == 2
    assert set(made["keywords"]) == {"Kläranlage", "Abwasser"}
    assert made["language"] == "de"


def test_a_language_that_is_not_known_is_told(client):
    made = client.post(PATH, json={"text": TEXT, "language": "nl"}).get_json()
    assert made["language"] == "nl" and "“nl”" in made["notes"][0]


def test_claude_finds_them(claude_client, fake):
    fake.then(Act(text='{"keywords": ["Kläranlage", "Rhein"]}'))
    made = claude_client.post(PATH, json={"text": TEXT}).get_json()
    assert made["keywords"] == ["Kläranlage", "Rhein"]


def test_what_makes_no_sense_is_refused(client):
    for body in ({"text": ""}, {"text": TEXT, "max_keywords": 0}, {"text": TEXT, "most": 3}, {}):
        assert client.post(PATH, json=body).status_code == 422
