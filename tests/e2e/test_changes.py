"""What a version changed, side by side: all text of both, the differences highlighted."""

import pytest

from tests.e2e.conftest import NARROW, WIDE, fits

pytestmark = pytest.mark.browser

BOTH = "The line stopped.\n\n# Cause\n\nHuman error.\n\n"
OLD = f"# Summary\n\nSeveral vials broke at noon.\n\n{BOTH}# Old\n\nGone soon.\n"
NEW = f"# Summary\n\nForty vials broke at noon.\n\n{BOTH}# Plan\n\nA new seal.\n"


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_both_versions_are_shown_side_by_side(
    open_page, plain_server, accessible, tmp_path, size, scheme
):
    (tmp_path / "report.md").write_text(NEW)
    session_id = plain_server.upload(OLD)
    page = open_page(size, scheme)
    page.goto(f"{plain_server.url}/review/{session_id}")
    page.click("#document-menu summary")
    page.set_input_files("#version", tmp_path / "report.md")
    page.wait_for_selector("a[href$='/changes/2'] >> visible=true")
    page.locator("a[href$='/changes/2'] >> visible=true").first.click()
    page.wait_for_url("**/changes/2")
    accessible(page)
    assert fits(page)
    said = page.inner_text(".lead")
    assert said == "1 section changed, 1 section added, 1 section removed, 1 section unchanged."
    assert page.locator("del").all_inner_texts() == ["Several", "Gone soon."]
    assert page.locator("ins").all_inner_texts() == ["Forty", "A new seal."]
    assert page.locator(".unchanged .new").all_inner_texts() == ["The line stopped."]
    assert page.locator(".unchanged .old").first.is_visible() == (size == WIDE)
    assert "Cause unchanged" in page.inner_text(".unchanged-section")


def test_the_first_version_changed_nothing(open_page, plain_server):
    session_id = plain_server.upload(OLD)
    page = open_page(WIDE, "light")
    answer = page.goto(f"{plain_server.url}/review/{session_id}/changes/1")
    page.complaints.clear()  # that it is not found
    assert answer.status == 404
    assert "Nothing came before the first version" in page.inner_text("main")
