"""Every page: one header, nothing for axe to find, nothing too wide, no error in the console."""

import pytest

from tests.e2e.conftest import NARROW, WIDE, fits

pytestmark = pytest.mark.browser
LOOKS = pytest.mark.parametrize(
    ("size", "scheme"),
    [(WIDE, "light"), (WIDE, "dark"), (NARROW, "light"), (NARROW, "dark")],
    ids=["wide-light", "wide-dark", "narrow-light", "narrow-dark"],
)
LINKS = {
    "Documents": "/", "Text": "/text", "Queue": "/queue", "Guidelines": "/settings/guidelines",
    "Webhooks": "/settings/webhooks",
    "API": "/docs",
}  # fmt: skip
# The link that is current on each page, and whether it leads to that very page.
PAGES = {
    "/": ("Documents", "page"),
    "/review/{}": ("Documents", "true"),
    "/review/{}/statistics": ("Documents", "true"),
    "/review/{}/changes/2": ("Documents", "true"),
    "/text": ("Text", "page"),
    "/queue": ("Queue", "page"),
    "/settings/guidelines": ("Guidelines", "page"),
    "/settings/guidelines/general": ("Guidelines", "true"),
    "/settings/webhooks": ("Webhooks", "page"),
    "/docs": ("API", "page"),
    "/settings/keys": ("API", "true"),
}


@pytest.fixture(scope="module")
def session_id(plain_server):
    """A reviewed document with two versions."""
    session_id = plain_server.upload("# Summary\n\nSeveral vials broke at noon.\n")
    plain_server.ask("/review_document", {"session_id": session_id})
    plain_server.upload(
        "# Summary\n\nForty vials broke at noon.\n", f"/sessions/{session_id}/versions"
    )
    return session_id


def open_menu(page):
    """Open the header's menu where it is behind a button."""
    button = page.get_by_role("button", name="Bluepencil menu")
    if button.is_visible():
        button.click()


def check(page, accessible):
    """What holds for every page, whichever it is."""
    accessible(page)
    assert fits(page)
    open_menu(page)
    menu = page.get_by_role("banner").get_by_role("navigation", name="Bluepencil")
    links = {link.inner_text(): link for link in menu.get_by_role("link").all()}
    assert {name: link.get_attribute("href") for name, link in links.items()} == LINKS
    assert all(link.is_visible() for link in links.values())
    accessible(page)
    assert fits(page)
    return {
        name: current
        for name, link in links.items()
        if (current := link.get_attribute("aria-current"))
    }


@LOOKS
def test_every_page_has_the_header_and_says_where_it_is(
    open_page, plain_server, session_id, accessible, size, scheme
):
    page = open_page(size, scheme)
    for path, (link, current) in PAGES.items():
        page.goto(plain_server.url + path.format(session_id))
        assert check(page, accessible) == {link: current}, path


@LOOKS
def test_errors_have_the_header_too(open_page, plain_server, accessible, size, scheme):
    page = open_page(size, scheme)
    for path in ("/nowhere", "/review/unknown", "/settings/guidelines/unknown"):
        page.goto(plain_server.url + path)
        assert check(page, accessible) == {}, path
        assert page.locator("main a").count() == 0  # the header leads on
    assert len(page.complaints) == 3
    page.complaints.clear()  # the browser itself notes each 404


@pytest.mark.parametrize(
    ("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")], ids=["wide", "narrow"]
)
def test_the_sign_in_page_has_it_before_anybody_is_signed_in(
    open_page, guarded_server, accessible, size, scheme
):
    page = open_page(size, scheme)
    page.goto(f"{guarded_server.url}/sign-in")
    assert check(page, accessible) == {}


def test_the_keyboard_skips_the_header_or_goes_through_it(open_page, plain_server):
    page = open_page()
    page.goto(f"{plain_server.url}/queue")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    assert page.locator(".skip-link").bounding_box()["x"] >= 0  # visible while it has the focus
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.reload()
    passed = []
    for _ in range(2 + len(LINKS)):
        page.keyboard.press("Tab")
        passed.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert passed == ["Skip to content", "Bluepencil", *LINKS]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/webhooks")


def test_on_a_phone_the_header_takes_no_room_from_a_review(open_page, plain_server, session_id):
    page = open_page(NARROW)
    page.goto(f"{plain_server.url}/review/{session_id}")
    assert page.locator("main").bounding_box()["y"] == 0
    assert page.locator(".document").bounding_box()["y"] < 140
    page.focus(".site-menu-button")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Documents"
    page.keyboard.press("Escape")
    assert not page.is_visible(".site-menu")
    assert page.evaluate("document.activeElement.className") == "site-menu-button"
