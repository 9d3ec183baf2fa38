"""The pages: one header, nothing inline, hostile text as text, nothing sent twice."""

import io
import json
import re
from html.parser import HTMLParser

import pytest

from bluepencil.documents import types
from bluepencil.errors import BluepencilError
from bluepencil.web.openapi import reference

HOMES = ("laptop", "queue")
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


LINKS = {
    "/": "Documents", "/text": "Text", "/queue": "Queue", "/settings/guidelines": "Guidelines",
    "/settings/webhooks": "Webhooks", "/docs": "API",
}  # fmt: skip


@pytest.mark.parametrize("address", [*LINKS, "/review/unknown", "/review/{}", "/nowhere"])
def test_every_page_has_the_header(client, opened, address):
    html = client.get(address.format(opened), headers=PAGE).text
    header = html[html.index("<header") : html.index("</header>")]
    links = [attributes for tag, attributes in Seen(header).tags if tag == "a"]
    assert [link["href"] for link in links] == ["#content", "/", *LINKS]
    current = [link["href"] for link in links if link.get("aria-current") == "page"]
    assert current == ([address] if address in LINKS else [])
    assert '<main id="content"' in html


def test_file_inputs_accept_every_type_that_can_be_read(client, opened):
    for address in ("/", f"/review/{opened}", "/settings/guidelines"):
        tags = Seen(client.get(address, headers=PAGE).text).tags
        accepted = [one["accept"] for _, one in tags if one.get("type") == "file"]
        assert accepted == [types.ACCEPT], address


def test_the_scripts_get_their_labels_from_the_server(page):
    data = json.loads(Seen(page).scripts[0])
    assert data["labels"]["severity"]["high"] == "Serious"
    assert data["whole_document"] == {"name": "Across the sections", "label": "Whole document"}
    assert data["modes"]["unavailable"]["badge"] == "Queue unavailable"
    assert data["session"]["feedback"] == []


@pytest.mark.parametrize("address", ["/", "/docs", "/queue", "/review/unknown", "/review/{}"])
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(client, opened, address):
    seen = Seen(client.get(address.format(opened), headers=PAGE).text)
    for tag, attributes in seen.tags:
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith("on")], tag
        assert tag != "style"
        for name in ("src", "href"):
            assert re.match(r"[/#]", attributes.get(name, "/")), attributes
        if tag == "script":
            assert "src" in attributes or attributes["type"] == "application/json"


def test_a_page_loads_only_files_that_exist(client, opened):
    for address in ("/", f"/review/{opened}", "/docs", "/queue", "/settings/webhooks", "/nowhere"):
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


def test_the_page_says_what_the_document_has_and_how_the_review_ended(client, opened, page):
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


def test_the_api_reference_has_every_route_schema_and_error(client):
    told = client.get("/docs", headers=PAGE).text
    api = reference(client.application)
    for path, methods in api["paths"].items():
        for method in methods:  # an address with a slash at its end does what the other does
            assert f"<b>{method.upper()}</b> {path.rstrip('/')}<" in told
    for name in api["components"]["schemas"]:
        assert f'id="{name}"' in told

    def codes(root):
        return {root.code} | {code for child in root.__subclasses__() for code in codes(child)}

    for code in codes(BluepencilError) - {"error"}:
        assert f'id="{code}"' in told  # the `type` of a problem document leads there


def test_without_a_password_sign_in_leads_home(client):
    assert client.get("/sign-in").headers["Location"] == "/"


def test_labels_reach_the_scripts_in_their_order(page):
    data = json.loads(re.search(r'id="page-data">(.*?)</script>', page, re.DOTALL)[1])
    assert list(data["labels"]["severity"]) == ["high", "medium", "low"]
    assert list(data["verdicts"])[:3] == ["met", "partly", "not_met"]
