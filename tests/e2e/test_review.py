"""A review in a real browser, wide and narrow: open, review, navigate, ask, come back."""

from pathlib import Path

import pytest

from tests.e2e.conftest import NARROW, WIDE, fits

pytestmark = pytest.mark.browser
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
BOTH = pytest.mark.parametrize(
    ("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")], ids=["wide", "narrow"]
)


def show_panel(page, size, pane):
    """On a narrow screen one pane is seen at a time."""
    if size == NARROW:
        page.click(f".view-switch [data-panel={pane}]")


def open_reviewed(page, server, sample="investigation-report.docx"):
    """Open a sample and review it to the end."""
    page.goto(server.url)
    page.set_input_files("#document", SAMPLES / sample)
    page.wait_for_url("**/review/*")
    page.click("#review")
    page.wait_for_function(
        "() => document.getElementById('progress-text').textContent.includes('finding')"
    )


@BOTH
def test_the_home_page_says_what_it_is_and_opens_a_sample(
    open_page, server, accessible, size, scheme
):
    page = open_page(size, scheme)
    page.goto(server.url)
    assert "section by section" in page.inner_text("main")
    accessible(page)
    assert fits(page)
    page.focus("#document")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # Try a sample
    page.wait_for_url("**/review/*")
    assert "Executive Summary" in page.inner_text(".document")


def test_a_file_dropped_anywhere_opens(open_page, server):
    page = open_page()
    page.goto(server.url)
    transfer = page.evaluate_handle(
        """() => { const data = new DataTransfer();
        data.items.add(new File(["# Dropped\\n\\nSeveral words."], "dropped.md")); return data; }"""
    )
    page.dispatch_event("h1", "dragenter", {"dataTransfer": transfer})
    assert "dragging" in page.get_attribute("body", "class")
    page.dispatch_event("h1", "drop", {"dataTransfer": transfer})
    page.wait_for_url("**/review/*")
    assert "Several words." in page.inner_text(".document")


def test_a_damaged_file_is_reported_and_another_can_be_chosen(open_page, server, tmp_path):
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 nothing more")
    (tmp_path / "fine.md").write_text("# Fine\n\nSome words.\n")
    page = open_page()
    page.goto(server.url)
    page.set_input_files("#document", tmp_path / "broken.docx")
    page.wait_for_function(
        "() => document.getElementById('upload-message').textContent.length > 30"
    )
    assert page.url.rstrip("/") == server.url
    page.complaints.clear()  # the browser itself notes the refused upload
    page.set_input_files("#document", tmp_path / "fine.md")
    page.wait_for_url("**/review/*")


@BOTH
def test_a_review_highlights_text_that_leads_to_its_finding(
    open_page, server, accessible, size, scheme
):
    page = open_page(size, scheme)
    open_reviewed(page, server)
    assert fits(page)
    accessible(page)
    page.wait_for_function("() => document.querySelectorAll('.document mark').length > 10")
    word = page.locator("mark", has_text="TBD").first
    word.click()
    show_panel(page, size, "findings")
    lit = page.locator(".finding.selected")
    assert lit.count() == 1
    assert "TBD" in lit.inner_text()
    assert "Built-in check" in lit.inner_text()
    accessible(page)
    assert fits(page)


def test_a_finding_leads_to_its_text(open_page, server):
    page = open_page()
    open_reviewed(page, server)
    finding = page.locator(".finding", has_text="human error").first
    finding.click()
    lit = page.locator("mark.selected").first
    assert "human error" in lit.inner_text()
    box, sheet = lit.bounding_box(), page.locator(".document").bounding_box()
    assert sheet["y"] <= box["y"] <= sheet["y"] + sheet["height"]


def test_everything_works_by_keyboard(open_page, server, accessible):
    page = open_page()
    open_reviewed(page, server)
    page.keyboard.press("j")
    first = page.locator(".finding.selected").get_attribute("data-id")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.locator(".finding.selected").get_attribute("data-id") == first
    assert page.evaluate("location.hash") == f"#f-{first}"
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    accessible(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.locator(".selected").count() == 0
    page.keyboard.press("q")
    page.keyboard.type("jk?")
    assert page.input_value("#chat-input") == "jk?"


def test_single_key_shortcuts_can_be_switched_off(open_page, server):
    page = open_page()
    open_reviewed(page, server)
    page.click("#shortcuts")
    page.uncheck("#shortcuts-enabled")
    page.get_by_role("button", name="Close").click()
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("?")
    assert page.locator(".finding.selected").count() == 0
    assert not page.is_visible("#help")


@BOTH
def test_a_question_is_answered_and_its_passages_are_highlighted(
    open_page, server, accessible, size, scheme
):
    page = open_page(size, scheme)
    open_reviewed(page, server)
    show_panel(page, size, "chat")
    if size == WIDE:
        page.click(".side-tabs [data-tab=chat]")
    accessible(page)
    page.click(".suggestions button >> nth=0")
    page.wait_for_selector(".citations button")
    assert "no AI" in page.inner_text(".chat-log")
    accessible(page)
    assert fits(page)
    page.click(".citations button >> nth=0")
    assert page.evaluate("CSS.highlights.get('cited').size") >= 1
    assert page.locator(".document").is_visible()


def test_a_reload_shows_the_same_finding(open_page, server):
    page = open_page()
    open_reviewed(page, server)
    page.locator(".finding").nth(3).click()
    count = page.locator(".finding").count()
    words = page.locator(".finding.selected").inner_text()
    page.reload()
    page.wait_for_selector(".finding.selected")
    assert page.locator(".finding.selected").inner_text() == words
    assert page.locator(".finding").count() == count


def test_counts_add_up(open_page, server):
    page = open_page()
    open_reviewed(page, server)
    shown = page.locator(".finding").count()
    assert page.inner_text("#finding-count") == str(shown)
    states = page.locator(
        "#section-list li:not(.whole-document) .section-state .count"
    ).all_inner_texts()
    assert sum(int(text) for text in states if text.isdigit()) == shown
