"""API keys in the browser: found from the API page, shown once, copied, revoked."""

import pytest

from tests.e2e.conftest import NARROW, WIDE, fits

pytestmark = pytest.mark.browser


@pytest.fixture(params=[(WIDE, "light"), (NARROW, "dark")], ids=["wide-light", "narrow-dark"])
def page(request, open_page, plain_server):
    for row in plain_server.ask("/api/v1/keys")["keys"]:
        plain_server.ask(f"/api/v1/keys/{row['id']}", method="DELETE")
    opened = open_page(*request.param, permissions=["clipboard-read", "clipboard-write"])
    opened.goto(f"{plain_server.url}/docs")
    opened.get_by_role("link", name="API keys").click()
    opened.wait_for_url("**/settings/keys")
    return opened


def test_a_key_is_created_copied_used_and_revoked(page, plain_server, accessible):
    assert page.inner_text("#keys") == "There are no keys yet."
    accessible(page)
    assert fits(page)
    page.fill("#name", "Nightly build")
    page.keyboard.press("Enter")
    page.wait_for_selector("#made:visible")
    key = page.inner_text("#key")
    page.wait_for_selector("text=May change things · created")
    accessible(page)
    assert fits(page)
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == key
    bearer = {"Authorization": f"Bearer {key}"}
    assert plain_server.ask("/api/v1/keys", **bearer)["keys"][0]["name"] == "Nightly build"
    page.reload()
    assert key not in page.content()
    page.click("[data-action=revoke]")
    accessible(page)
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    page.wait_for_selector("text=There are no keys yet.")
    assert page.inner_text("#status") == "Revoked “Nightly build”."


def test_a_key_may_be_for_reading_only(page):
    page.fill("#name", "Dashboard")
    page.uncheck("#write")
    page.get_by_role("button", name="Create key").click()
    page.wait_for_selector("text=May only read")
