"""Webhooks in the browser: added, tested, sent again, given a new secret, deleted."""

import pytest
from standardwebhooks import Webhook as Verifier

from tests.e2e.conftest import NARROW, WIDE, fits
from tests.receiver import receiving
from tests.serving import serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def open_server(tmp_path_factory):
    """The product, which may send to this machine."""
    with serving(
        tmp_path_factory.mktemp("webhooks") / "data", WEBHOOK_ALLOW_PRIVATE="true"
    ) as started:
        yield started


@pytest.fixture
def receiver():
    with receiving() as made:
        yield made


@pytest.fixture(params=[(WIDE, "light"), (NARROW, "dark")], ids=["wide-light", "narrow-dark"])
def page(request, open_page, open_server):
    opened = open_page(*request.param)
    opened.goto(f"{open_server.url}/settings/webhooks")
    return opened


def add(page, url):
    page.fill("#url", url)
    page.fill("#others", "order.created")
    page.click("text=Add webhook >> nth=-1")
    page.wait_for_selector("#secret-panel:not([hidden])")
    return page.inner_text("#secret")


def test_a_webhook_is_added_tested_and_deleted(page, receiver, accessible):
    accessible(page)
    assert fits(page) and "No webhooks yet." in page.inner_text("#list")
    secret = add(page, receiver.url)
    assert secret.startswith("whsec_")
    assert page.evaluate("document.activeElement.id") == "secret-title"
    accessible(page)
    assert fits(page)
    page.wait_for_selector(f"#list a:has-text('{receiver.url}')")
    page.click("#list a")
    page.wait_for_url("**/settings/webhooks/wh_*")
    assert secret not in page.content()
    assert "Nothing has been sent yet." in page.inner_text("#deliveries")
    accessible(page)

    receiver.answer = lambda _: 500
    page.click("#test")
    page.wait_for_selector("#deliveries >> text=It answered 500")
    assert "Failed" in page.inner_text("#deliveries")
    accessible(page)
    assert fits(page)
    receiver.answer = lambda _: 204
    page.click("text=Send again")
    page.wait_for_selector("#deliveries >> text=Delivered")
    page.click("summary")
    accessible(page)
    assert fits(page)
    first, second = receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert Verifier(secret).verify(second.body, second.headers)["type"] == "webhook.test"

    page.click("#rotate")
    accessible(page)
    page.click("#confirm-rotate button[value=yes]")
    page.wait_for_selector("#secret-panel:not([hidden])")
    assert page.inner_text("#secret") not in ("", secret)
    page.click("#delete")
    page.click("#confirm-delete button[value=no]")
    page.click("#delete")
    accessible(page)
    page.click("#confirm-delete button[value=yes]")
    page.wait_for_url("**/settings/webhooks")
    assert "No webhooks yet." in page.inner_text("#list")


def test_what_cannot_be_added_is_told(page, open_server):
    for end in ("succeeded", "failed", "cancelled"):
        page.uncheck(f"[value='task.{end}']")
    page.fill("#url", "https://receiver.invalid/hook")
    page.click("text=Add webhook >> nth=-1")
    page.wait_for_selector("#status:has-text('Choose at least one event.')")
    page.fill("#others", "task.suceeded")
    page.click("text=Add webhook >> nth=-1")
    page.wait_for_selector("#status:has-text('did you mean task.succeeded?')")
    page.complaints.clear()  # the browser notes the refusal
    assert page.input_value("#others") == "task.suceeded"


def test_the_pages_can_be_read_without_javascript(open_page, open_server):
    hook = {"url": "https://receiver.invalid/hook", "events": ["*"]}
    made = open_server.ask("/api/v1/webhooks", hook)
    page = open_page(java_script_enabled=False)
    page.goto(f"{open_server.url}/settings/webhooks")
    page.click("#list a")
    assert "Nothing has been sent yet." in page.inner_text("#deliveries")
    open_server.ask(f"/api/v1/webhooks/{made['id']}", method="DELETE")
