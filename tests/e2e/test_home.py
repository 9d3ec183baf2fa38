"""The home page: only the upload until there are documents, then the list of them."""

import pytest

from tests.e2e.conftest import NARROW, WIDE, fits
from tests.serving import serving

pytestmark = pytest.mark.browser

TEXTS = {
    "Pump failure": "# Summary\n\nThe pump of line 4 stopped. It was decided to replace it.\n",
    "Café deviation": "# Summary\n\nSeveral crates were warm.\n",
    "Third": "# Summary\n\nThe label was wrong.\n",
}


@pytest.fixture(scope="module")
def own_server(tmp_path_factory):
    """A server with no documents but those of these tests."""
    with serving(tmp_path_factory.mktemp("home") / "data") as started:
        yield started


@pytest.fixture(params=[(WIDE, "light"), (NARROW, "dark")], ids=["wide-light", "narrow-dark"])
def page(request, open_page, own_server):
    for row in own_server.ask("/sessions")["sessions"]:
        own_server.ask(f"/sessions/{row['session_id']}", {}, method="DELETE")
    page = open_page(*request.param)
    page.goto(own_server.url)
    return page


@pytest.fixture
def with_documents(page, own_server):
    """With three documents, the first of them reviewed."""
    for number, (name, text) in enumerate(TEXTS.items()):
        session_id = own_server.upload(text)
        own_server.ask(f"/sessions/{session_id}", {"name": name}, method="PATCH")
        if not number:
            own_server.ask("/review_document", {"session_id": session_id})
    page.reload()
    return page


def wait_for_list(page, *names):
    page.wait_for_function(
        "names => JSON.stringify([...document.querySelectorAll('#documents li a')]"
        ".map(one => one.textContent)) === JSON.stringify(names)",
        arg=list(names),
    )


def test_without_documents_there_is_only_the_upload(page, accessible):
    accessible(page)
    assert page.locator("button:visible, select:visible, input:visible").count() == 2
    assert "Built-in checks, no AI" in page.inner_text("footer")


def test_the_search_runs_while_typing_and_is_kept_in_the_address(with_documents, accessible):
    page = with_documents
    accessible(page)
    assert fits(page)
    wait_for_list(page, "Third", "Café deviation", "Pump failure")
    assert "not reviewed yet" in page.inner_text("#documents li:first-child")
    assert "0 of" in page.inner_text("#documents li:last-child")
    page.fill("#q", "cafe")
    wait_for_list(page, "Café deviation")
    assert page.inner_text("#found") == "1 document, 0 passages"
    page.fill("#q", "lab")  # the beginning of a word in a text
    wait_for_list(page, "Third")
    assert page.url.endswith("/?q=lab")
    page.reload()
    wait_for_list(page, "Third")
    page.fill("#q", "nowhere to be found")
    page.wait_for_selector("text=No documents match.")
    accessible(page)
    assert page.inner_text("#passages .empty") == "No passages match."
    page.fill("#q", "")
    wait_for_list(page, "Third", "Café deviation", "Pump failure")
    assert page.locator("#passages > *").count() == 0


def test_a_passage_leads_to_its_words_in_the_document(with_documents, accessible):
    page = with_documents
    page.fill("#q", "crates")
    link = page.get_by_role("link", name="Several crates were warm.")
    link.wait_for()
    assert "Café deviation · Summary" in page.inner_text("#passages")
    accessible(page)
    assert fits(page)
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/*")
    page.wait_for_function("CSS.highlights.get('cited')?.size === 1")
    shown = "[...CSS.highlights.get('cited')].map(range => range.toString()).join('')"
    assert page.evaluate(shown) == "Several crates were warm."


def test_a_document_is_renamed_and_deleted_by_keyboard(with_documents, own_server, accessible):
    page = with_documents
    page.focus("#documents li:nth-child(2) [data-action=rename]")
    page.keyboard.press("Enter")
    accessible(page)
    page.keyboard.type("Labels <b>of</b> line 4")
    page.keyboard.press("Enter")
    wait_for_list(page, "Labels <b>of</b> line 4", "Third", "Pump failure")
    page.focus("#documents li:first-child [data-action=delete]")
    page.keyboard.press("Enter")
    accessible(page)
    page.keyboard.press("Escape")
    assert len(own_server.ask("/sessions")["sessions"]) == 3
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    wait_for_list(page, "Third", "Pump failure")
    assert len(own_server.ask("/sessions")["sessions"]) == 2
    assert "Deleted “" in page.inner_text("#upload-message")
    assert page.evaluate("document.activeElement.textContent") == "Third"


def test_a_guideline_is_chosen_for_the_upload(with_documents, tmp_path, own_server):
    page = with_documents
    (tmp_path / "report.md").write_text(TEXTS["Third"])
    page.select_option("#guidelines", "design-document")
    page.set_input_files("#document", tmp_path / "report.md")
    page.wait_for_url("**/review/*")
    session_id = page.url.rsplit("/", 1)[1]
    assert own_server.ask(f"/sessions/{session_id}")["guidelines"] == "design-document"
