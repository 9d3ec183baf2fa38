"""The Export menu: what the file back will hold, and what it changes in the original."""

import pytest

from tests.e2e.conftest import NARROW, WIDE, fits

pytestmark = pytest.mark.browser


@pytest.fixture
def session_id(plain_server):
    session_id = plain_server.ask("/samples/investigation-report", {})["session_id"]
    plain_server.ask("/review_document", {"session_id": session_id})
    return session_id


@pytest.mark.parametrize(
    ("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")], ids=["wide", "narrow"]
)
def test_a_receipt_says_in_a_sentence_what_the_file_changes(
    open_page, plain_server, session_id, accessible, size, scheme
):
    page = open_page(size, scheme)
    page.goto(f"{plain_server.url}/review/{session_id}")
    page.click("#export summary")
    receipt = page.locator("#receipt")
    page.get_by_role("button", name="What changes in the Word file?").click()
    receipt.get_by_text("Nothing changes: the file comes back as it is.").wait_for()
    page.get_by_label("Include open findings").check()
    assert receipt.inner_text() == "", "it was about another file"
    page.get_by_role("button", name="What changes in the Word file?").click()
    receipt.get_by_text("Rejecting all changes gives the original text.").wait_for()
    assert " parts of the file change, by " in receipt.inner_text()
    accessible(page)
    assert fits(page)
