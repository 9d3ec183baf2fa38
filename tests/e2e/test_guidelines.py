"""Guidelines in the browser: created, uploaded, edited and deleted."""

import pytest

from tests.e2e.conftest import NARROW, WIDE, fits

pytestmark = pytest.mark.browser


@pytest.fixture(params=[(WIDE, "light"), (NARROW, "dark")], ids=["wide-light", "narrow-dark"])
def page(request, open_page, plain_server):
    opened = open_page(*request.param)
    opened.goto(f"{plain_server.url}/settings/guidelines")
    return opened


def wait_for_status(page, words):
    page.wait_for_function(
        "words => document.getElementById('status').textContent.includes(words)", arg=words
    )


def test_a_guideline_is_created_edited_and_deleted(page, accessible):
    accessible(page)
    assert fits(page)
    assert "Investigation report" in page.inner_text(".guideline-list")
    page.fill("#name", "Complaint handling")
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/guidelines/complaint-handling")
    accessible(page)
    page.fill("#text", "# Complaints\n\n## Checklist\n\n- who: Say who complained.\n- Say when.\n")
    page.focus("#text")
    page.keyboard.press("Control+Enter")
    wait_for_status(page, "Saved: 2 checklist items")
    assert page.inner_text("#parsed h1") == "Complaints"
    assert page.locator(".checklist li").count() == 2
    assert page.locator("li#who").inner_text().endswith("Say who complained.")
    accessible(page)
    assert fits(page)
    page.reload()
    assert "Say when." in page.input_value("#text")
    page.click("#remove")
    accessible(page)
    page.click("dialog button[value=yes]")
    page.wait_for_url("**/settings/guidelines")
    assert "Complaints" not in page.inner_text(".guideline-list")


def test_a_built_in_guideline_can_be_replaced_and_restored(page, plain_server):
    page.click("text=Design document")
    page.wait_for_url("**/design-document")
    ships = page.input_value("#text")
    page.fill("#text", "# Ours\n\n- One line.\n")
    page.click("#save")
    wait_for_status(page, "Saved: 1 checklist item.")
    assert "replaces the built-in one" in page.inner_text("#parsed")
    page.click("#remove")
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    page.click("#remove")
    page.click("dialog button[value=yes]")
    page.wait_for_url("**/settings/guidelines")
    assert plain_server.ask("/guidelines/design-document")["text"] == ships


def test_a_guideline_is_uploaded_and_a_damaged_file_is_reported(page, tmp_path, plain_server):
    (tmp_path / "odd.docx").write_bytes(b"PK\x03\x04 and no more")
    page.set_input_files("#file", tmp_path / "odd.docx")
    wait_for_status(page, "damaged")
    page.complaints.clear()  # that the answer was a refusal
    (tmp_path / "house-style.md").write_text("# House style\n\n- Be brief.\n")
    page.set_input_files("#file", tmp_path / "house-style.md")
    page.wait_for_url("**/settings/guidelines/house-style*")
    assert "Be brief." in page.inner_text(".checklist")
    name = page.url.rsplit("/", 1)[1]
    page.click("#remove")
    page.click("dialog button[value=yes]")
    page.wait_for_url("**/settings/guidelines")
    assert name not in {row["name"] for row in plain_server.ask("/guidelines")["guidelines"]}


def test_a_finding_links_to_its_checklist_item(open_page, plain_server):
    session_id = plain_server.ask("/samples/investigation-report", {})["session_id"]
    plain_server.ask("/review_document", {"session_id": session_id})
    page = open_page(WIDE, "light")
    page.goto(f"{plain_server.url}/review/{session_id}")
    page.keyboard.press("j")
    asked = page.locator(".finding [href*='/settings/guidelines/']:visible").first
    words, line = asked.inner_text(), asked.get_attribute("href").rpartition("#")[2]
    asked.click()
    page.wait_for_url(f"**/settings/guidelines/investigation-report#{line}")
    assert words in page.locator(f"li#{line}:target").inner_text()
