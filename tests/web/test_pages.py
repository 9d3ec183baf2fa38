"""The pages: their own files, nothing inline, hostile text as text, nothing sent twice."""

import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bluepencil.errors import BluepencilError

HOMES = ("laptop", "queue")
ROOT = Path(__file__).resolve().parents[2]
PAGE = {"Accept": "text/html"}
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"


class Seen(HTMLParser):
    """Every tag of a page with its attributes, and the text of scripts."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.scripts, self._in_script = [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self._in_script = tag == "script"

    def handle_endtag(self, tag):
        self._in_script = False

    def handle_data(self, data):
        if self._in_script and data.strip():
            self.scripts.append(data)


@pytest.fixture
def opened(client):
    """The id of a review of a document with hostile text in its name, headings and text."""
    text = f"# {EVIL}\n\nSeveral {EVIL} words.\n\n## Plain\n\nTBD\n"
    sent = {"document": (io.BytesIO(text.encode()), f"{EVIL}.md"), "guidelines_name": "general"}
    return client.post("/upload", data=sent).json["session_id"]


@pytest.fixture
def page(client, opened):
    return client.get(f"/review/{opened}", headers=PAGE).text


@pytest.mark.parametrize("address", ["/", "/docs", "/queue", "/review/unknown", "/review/{}"])
def test_nothing_is_inline_and_everything_is_ours(client, opened, address):
    seen = Seen(client.get(address.format(opened), headers=PAGE).text)
    for tag, attributes in seen.tags:
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith("on")], tag
        assert tag != "style"
        for name in ("src", "href"):
            assert re.match(r"[/#]", attributes.get(name, "/")), attributes
        if tag == "script":
            assert "src" in attributes or attributes["type"] == "application/json"


def test_a_page_loads_only_files_that_are_there(client, opened):
    for address in ("/", f"/review/{opened}", "/docs", "/queue", "/nowhere"):
        for _, attributes in Seen(client.get(address, headers=PAGE).text).tags:
            for name in ("src", "href"):
                if attributes.get(name, "").startswith("/static/"):
                    with client.get(attributes[name]) as answer:
                        assert answer.status_code == 200, attributes
    assert client.get("/favicon.ico").headers["Location"] == "/static/icon.svg"


def test_hostile_text_stays_text(page):
    seen = Seen(page)
    assert sum(tag == "script" for tag, _ in seen.tags) == 2  # the module, and the data
    assert not [tag for tag, attributes in seen.tags if "onerror" in attributes]
    assert len(seen.scripts) == 1


def test_the_text_of_the_document_is_sent_once(client):
    words = "Uncommon words that stand in no other place."
    sent = {"document": (io.BytesIO(f"# One\n\n{words}\n".encode()), "report.md")}
    session = client.post("/upload", data=sent).json["session_id"]
    assert client.get(f"/review/{session}", headers=PAGE).text.count(words) == 1


def test_the_page_says_what_it_holds_and_what_came_of_it(client, opened, page):
    assert "2 sections" in page
    assert re.search(r"Guideline: <span[^>]*>General", page)
    client.done("/review_document", {"session_id": opened})
    assert re.search(
        r'id="progress-text"[^>]*>\d+ findings?<',
        client.get(f"/review/{opened}", headers=PAGE).text,
    )


def test_an_unknown_review_is_a_page_with_the_header(client):
    answer = client.get("/review/unknown", headers=PAGE)
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"
    assert 'href="/"' in answer.text


def test_the_api_page_tells_every_route_and_every_error(client):
    told = client.get("/docs", headers=PAGE).text
    paths = client.get("/openapi.json").json["paths"]
    for path, methods in paths.items():
        for method in methods:
            assert f"<b>{method.upper()}</b> {path}<" in told
    for name in client.get("/openapi.json").json["components"]["schemas"]:
        assert f'id="{name}"' in told

    def codes(root):
        return {root.code} | {code for child in root.__subclasses__() for code in codes(child)}

    for code in codes(BluepencilError) - {"error"}:
        assert f'id="{code}"' in told  # the `type` of a problem document leads there


def test_who_needs_no_password_is_not_asked_for_one(client):
    assert client.get("/sign-in").headers["Location"] == "/"


def test_colours_stand_in_one_file():
    for file in (ROOT / "static").rglob("*.*"):
        if file.suffix in (".css", ".js") and file.name != "tokens.css":
            found = re.findall(
                r"#[0-9a-fA-F]{3,8}\b(?![-\w])|\b(?:rgb|hsl|oklch)a?\(", file.read_text()
            )
            assert [one for one in found if not one.startswith("#f-")] == [], file.name


@pytest.mark.parametrize("folder", ["static", "templates"])
def test_files_can_be_read_at_one_sitting(folder):
    for file in (ROOT / folder).rglob("*.*"):
        assert len(file.read_text().splitlines()) <= 300, file.name
        if file.suffix == ".js":
            assert file.read_text().startswith("// "), file.name  # its purpose
