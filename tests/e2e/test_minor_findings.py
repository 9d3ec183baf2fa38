"""Minor findings: folded away, shown on demand, and remembered."""

import pytest

from tests.e2e.conftest import NARROW, WIDE

pytestmark = pytest.mark.browser
TEXT = (
    "# One\n\nSeveral vials of line 4 broke. The cost is TBD. It is is red.\n\n"
    "# Two\n\nSeveral seals were worn.\n"
)


@pytest.fixture
def session_id(plain_server):
    session_id = plain_server.upload(TEXT)
    plain_server.ask(f"/sessions/{session_id}", {"guidelines": "general"}, method="PATCH")
    plain_server.ask("/review_document", {"session_id": session_id})
    return session_id


@pytest.fixture
def findings(plain_server, session_id):
    """The minor findings and the others."""
    items = plain_server.ask(f"/sessions/{session_id}")["feedback"]
    minor = [one for one in items if one["severity"] == "low"]
    others = [one for one in items if one["severity"] != "low"]
    assert {one["section_name"] for one in minor} == {"One", "Two"} and others
    return minor, others


@pytest.fixture
def page(open_page, plain_server, session_id):
    made = open_page()
    made.goto(f"{plain_server.url}/review/{session_id}")
    return made


def shown(page):
    return {one.get_attribute("data-id") for one in page.locator("#finding-list .finding").all()}


def marked(page):
    return {
        id
        for ids in page.locator(".document mark").evaluate_all("all => all.map(m => m.dataset.ids)")
        for id in ids.split(" ")
    }


def ids(findings):
    return {one["id"] for one in findings}


def test_they_are_neither_listed_nor_marked_nor_counted(page, findings):
    minor, others = findings
    assert shown(page) == ids(others)
    page.wait_for_function("() => document.querySelector('.document mark')")
    assert marked(page) <= ids(others)
    assert page.inner_text("#decided") == f"0 of {len(others)} decided"
    states = page.locator(".section-state .visually-hidden").all_text_contents()
    assert states == ["2 open findings", "Only minor findings"]
    assert page.inner_text("#finding-count") == str(len(others))
    assert page.inner_text("#folded-count") == f"+{len(minor)}"
    assert f"{len(minor)} minor" in page.inner_text("#progress-text")
    for key in "jjjjjjnnnn":
        page.keyboard.press(key)
        assert page.locator(".finding.selected").get_attribute("data-id") in ids(others)


def test_each_section_has_a_line_that_opens_its_own(page, findings, accessible):
    minor, others = findings
    lines = page.locator(".minor-line button")
    here = [one for one in minor if one["section_name"] == "Two"]
    assert lines.last.inner_text() == f"{len(here)} minor"
    lines.last.click()
    assert shown(page) == ids(others) | ids(here)
    assert page.evaluate("document.activeElement.textContent") == "Hide minor"
    accessible(page)
    page.get_by_role("button", name=f"Accept {len(here)} minor finding").click()
    page.wait_for_function(
        "n => document.getElementById('decided').textContent.startsWith(`${n} of`)", arg=len(here)
    )
    page.get_by_role("button", name="Hide minor").click()
    assert shown(page) == ids(others)


def test_one_that_is_folded_again_is_not_selected_any_more(page, plain_server, session_id):
    page.locator(".minor-line button").last.click()
    page.locator("#finding-list .finding.low").last.click()
    page.get_by_role("button", name="Hide minor").click()
    assert page.locator(".finding.selected").count() == 0
    page.keyboard.press("a")  # decides nothing that is not seen
    items = plain_server.ask(f"/sessions/{session_id}")["feedback"]
    assert {one["decision"] for one in items} == {"open"}


def test_a_section_may_be_called_what_the_page_calls_its_lines(open_page, plain_server):
    text = "# One\n\nSeveral vials broke.\n\n# minor One\n\nSeveral seals broke. Cost: TBD\n"
    session_id = plain_server.upload(text)
    plain_server.ask("/review_document", {"session_id": session_id})
    page = open_page()
    page.goto(f"{plain_server.url}/review/{session_id}")
    for _ in range(2):
        page.locator(".minor-line button").first.click()
    assert page.locator("#finding-list h2").all_inner_texts() == ["One", "minor One"]
    assert page.locator(".minor-line button").all_inner_texts() == ["1 minor", "1 minor"]
    assert page.locator("#finding-list .finding").count() == 1


def test_one_switch_shows_them_all_and_is_remembered(page, findings):
    minor, others = findings
    page.get_by_label(f"Show minor ({len(minor)})").check()
    assert shown(page) == ids(others) | ids(minor)
    page.wait_for_function("() => document.querySelectorAll('.document mark.low').length")
    page.reload()
    assert shown(page) == ids(others) | ids(minor)
    assert page.locator(".minor-line").count() == 0
    page.get_by_label(f"Show minor ({len(minor)})").uncheck()
    assert shown(page) == ids(others)


def test_a_link_to_a_folded_finding_opens_its_fold(open_page, plain_server, session_id, findings):
    minor, _ = findings
    page = open_page()
    page.goto(f"{plain_server.url}/review/{session_id}#f-{minor[0]['id']}")
    page.wait_for_selector(f".finding.selected[data-id='{minor[0]['id']}']")
    there = {one["id"] for one in minor if one["section_name"] == minor[0]["section_name"]}
    assert there <= shown(page)


def test_the_filter_finds_them(page, findings):
    minor, _ = findings
    page.click("#filter-summary")
    page.locator("#filter-form input[value=low]").check()
    assert shown(page) == ids(minor)


def test_ones_own_minor_comment_is_never_folded(page, plain_server, session_id):
    own = {"section_name": "One", "description": "A small thing.", "severity": "low"}
    made = plain_server.ask(f"/sessions/{session_id}/feedback", own)
    page.reload()
    assert made["id"] in shown(page)


def test_the_export_leaves_them_out_unless_asked(page, findings):
    minor, _ = findings
    page.click("#export summary")
    link = page.locator("[data-format=html]")
    assert "minor" not in link.get_attribute("href")
    page.get_by_label("Include open findings").check()
    assert page.inner_text("#export-count") == f"{len(minor)} minor findings left out."
    page.get_by_label("Include minor findings").check()
    assert "minor=true" in link.get_attribute("href")
    assert not page.is_visible("#export-count")


def test_one_that_was_accepted_is_exported_unless_told_otherwise(page):
    page.locator(".minor-line button").first.click()
    page.locator("#finding-list .finding.low").first.click()
    page.keyboard.press("a")
    page.click("#export summary")
    assert page.get_by_label("Include minor findings").is_checked()


@pytest.mark.parametrize(
    ("size", "scheme"), [(WIDE, "dark"), (NARROW, "light")], ids=["wide", "narrow"]
)
def test_nothing_for_axe_to_find(open_page, plain_server, session_id, accessible, size, scheme):
    page = open_page(size, scheme)
    page.goto(f"{plain_server.url}/review/{session_id}")
    if size == NARROW:
        page.click(".view-switch [data-panel=findings]")
    page.locator(".minor-line button").first.click()
    accessible(page)
