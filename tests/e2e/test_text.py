"""The Text page in a browser: run, followed, stopped, shown, copied, and opened as a document."""

import json

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import NARROW, WIDE, fits
from tests.fake_claude import Act

pytestmark = pytest.mark.browser
TEXT = (
    "The north bridge over the Orrin will be closed for repairs from June to October. "
    "Engineers found cracks in two of the bridge's girders in March. Buses will use the south "
    "bridge while the north bridge is closed. Mrs. Ross sells ice cream by the river."
)
LOOKS = pytest.mark.parametrize(
    ("size", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (NARROW, "light"), (NARROW, "dark")]
)


def choose(page, label):
    page.get_by_role("radio", name=label).check(force=True)


def status(page):
    return page.locator("#status")


@LOOKS
def test_a_text_is_summarized_with_the_keyboard_alone(open_page, server, accessible, size, scheme):
    page = open_page(size, scheme)
    page.goto(f"{server.url}/text")
    accessible(page)
    page.focus("#text")
    page.keyboard.insert_text(TEXT)
    assert page.inner_text("#words") == f"{len(TEXT.split())} words"
    page.fill("#max-length", "20")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result p:not(.muted)")
    assert page.evaluate("document.activeElement.id") == "outcome-title"
    summary = page.inner_text("#result p")
    assert 0 < len(summary.split()) <= 20 and summary in TEXT
    assert f"of {len(TEXT.split())}" in status(page).inner_text()
    assert "no AI" in page.inner_text("#engine")
    page.wait_for_selector("#earlier li")
    accessible(page)
    assert fits(page)


@LOOKS
def test_json_is_shown_with_its_confidence_and_a_failure_in_words(
    open_page, plain_server, accessible, size, scheme
):
    page = open_page(size, scheme)
    page.goto(f"{plain_server.url}/text")
    choose(page, "Normalize to JSON")
    page.fill("#text", "Customer: Anna Lang; quantity 12, due 3 May 2026")
    page.click("#run")
    page.wait_for_selector("#result pre")
    told = json.loads(page.inner_text("#result pre"))
    assert told == {"customer": "Anna Lang", "quantity": 12, "due": "2026-05-03"}
    assert "confidence" in status(page).inner_text()
    accessible(page)
    assert fits(page)
    page.fill("#text", "Hello.")
    page.click("#run")
    expect(status(page)).to_contain_text("customer")
    assert page.is_hidden("#result-actions") and page.is_enabled("#run")
    page.fill("#schema", "{")
    page.click("#run")
    assert "The schema is not JSON" in status(page).inner_text()
    accessible(page)


def test_a_result_is_copied_downloaded_put_in_place_and_opened(open_page, plain_server):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{plain_server.url}/text")
    choose(page, "Keywords")
    page.fill("#text", TEXT)
    page.fill("#max-keywords", "3")
    page.click("#run")
    page.wait_for_selector("#result li")
    words = page.locator("#result li").all_inner_texts()
    assert len(words) == 3 and status(page).inner_text() == "3 keywords"
    page.click("#copy")
    page.wait_for_selector("text=Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "\n".join(words)
    with page.expect_download() as download:
        page.click("#download")
    assert download.value.path().read_text() == "\n".join(words)
    page.click("#replace")
    assert page.input_value("#text") == "\n".join(words)
    page.click("#open")
    page.wait_for_url("**/review/*")


def test_an_earlier_result_is_shown_again_also_after_a_reload(open_page, plain_server):
    page = open_page()
    page.goto(f"{plain_server.url}/text")
    page.fill("#text", f"Once more. {TEXT}")
    page.click("#run")
    page.wait_for_selector("#earlier li")
    summary = page.inner_text("#result p")
    page.reload()
    page.click("#earlier button >> nth=0")
    page.wait_for_selector("#result p:not(.muted)")
    assert page.inner_text("#result p") == summary


def test_a_text_file_is_opened_and_others_are_not(open_page, plain_server):
    page = open_page()
    page.goto(f"{plain_server.url}/text")
    file = {"name": "notes.txt", "mimeType": "text/plain", "buffer": TEXT.encode()}
    page.set_input_files("#file", file)
    expect(page.locator("#text")).to_have_value(TEXT)
    page.set_input_files("#file", {"name": "a.bin", "mimeType": "x/y", "buffer": b"\x00"})
    expect(status(page)).to_contain_text("Only text files")
    assert page.input_value("#text") == TEXT


def test_nothing_is_sent_without_a_text(open_page, plain_server):
    page = open_page()
    page.goto(f"{plain_server.url}/text")
    page.click("#run")
    assert status(page).inner_text() == "Write or paste a text first."
    assert page.evaluate("document.activeElement.id") == "text"


def test_a_summary_is_seen_while_claude_writes_it(open_page, claude_server, claude):
    claude.act = Act(text="The north bridge is closed until October.", chunk=4, pace=0.4)
    page = open_page()
    page.goto(f"{claude_server.url}/text")
    page.fill("#text", TEXT)
    page.click("#run")
    expect(page.locator("#result p")).to_contain_text("The north")
    assert page.is_visible("#stop") and page.is_hidden("#result-actions")
    page.wait_for_selector("#result-actions:not([hidden])")
    assert page.inner_text("#result p") == "The north bridge is closed until October."


def test_escape_stops_what_is_paid_for(open_page, claude_server, claude, accessible):
    claude.act = Act(text="word " * 400, pace=0.1)
    page = open_page()
    page.goto(f"{claude_server.url}/text")
    assert "Claude" in page.inner_text("#engine")
    page.fill("#text", TEXT)
    page.click("#run")
    claude.wait_for(1, 60)
    page.wait_for_selector("#stop")
    accessible(page)
    page.keyboard.press("Escape")
    expect(status(page)).to_have_text("Stopped.")
    assert page.is_hidden("#stop") and page.is_enabled("#run")
