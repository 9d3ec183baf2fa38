"""Navigating a review: by section, by filter and by shortcut."""

import pytest

from tests.e2e.conftest import NARROW, WIDE

pytestmark = pytest.mark.browser
SECTIONS = 30
TEXT = "\n".join(
    f"## Part {number}\n\nSeveral vials broke in part {number}. It was decided to train soon.\n"
    for number in range(1, SECTIONS + 1)
)


@pytest.fixture(scope="module")
def session_id(plain_server):
    session_id = plain_server.upload(TEXT)
    plain_server.ask("/review_document", {"session_id": session_id})
    return session_id


@pytest.fixture
def path(plain_server, session_id):
    return f"{plain_server.url}/review/{session_id}"


@pytest.fixture
def page(open_page, path):
    page = open_page(WIDE, "light")
    page.goto(path)
    page.wait_for_selector(".finding", state="attached")
    return page


def selected(page):
    return page.evaluate("document.querySelector('.finding.selected')?.dataset.id ?? null")


def focused(page):
    return page.evaluate("document.activeElement.closest('.finding')?.dataset.id ?? null")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_toolbar_stays_visible_with_many_sections(open_page, path, size):
    page = open_page(size, "light")
    page.goto(path)
    page.wait_for_selector(".finding", state="attached")
    if size == NARROW:
        page.click(".view-switch [data-panel=sections]")
    page.click(f"#section-list li:nth-child({SECTIONS}) a")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    top = page.evaluate("document.querySelector('.toolbar').getBoundingClientRect().top")
    assert top == page.evaluate("document.querySelector('main').getBoundingClientRect().top") >= 0


def test_shortcuts_continue_from_the_current_section(page):
    page.keyboard.press("j")
    page.click("#section-list li:nth-child(20) a")
    page.keyboard.press("j")
    assert "Part 20" in page.inner_text("#section-list [aria-current]")
    page.click("#section-list li:nth-child(10) a")
    page.keyboard.press("n")
    assert "Part 10" in page.inner_text("#section-list [aria-current]")
    page.click("#section-list li:nth-child(5) a")
    page.keyboard.press("k")
    assert "Part 4" in page.inner_text("#section-list [aria-current]")


def test_a_filter_without_matches_says_so_and_can_be_cleared(page, accessible):
    page.keyboard.press("f")
    page.check("#filter-form input[name=severity][value=low]")
    page.evaluate("document.querySelector('#filter-form input[value=rejected]').click()")
    page.wait_for_selector("text=No findings match this filter.")
    accessible(page)
    page.click("#show-any")
    page.wait_for_selector("#finding-list .finding")
    assert "?" not in page.url


def test_escape_closes_the_filter_which_deselects_what_it_hides(page):
    page.keyboard.press("j")
    severity = page.evaluate("document.querySelector('.finding.selected .severity').textContent")
    other = "low" if severity != "Minor" else "medium"
    page.keyboard.press("f")
    page.check(f"#filter-form input[name=severity][value={other}]")
    assert selected(page) is None
    page.keyboard.press("Escape")
    assert not page.evaluate("document.getElementById('filter').open")
    assert page.evaluate("document.activeElement.id") == "filter-summary"
    page.reload()
    page.wait_for_selector(".finding", state="attached")
    assert f"severity={other}" in page.url


def test_the_focus_is_never_lost(page, plain_server, session_id):
    page.keyboard.press("j")
    first = selected(page)
    page.keyboard.press("x")
    page.keyboard.press("y")
    page.keyboard.type("It is said elsewhere.")
    page.keyboard.press("Enter")
    assert focused(page) == selected(page) != first
    page.keyboard.press("w")
    page.keyboard.press("Escape")
    assert focused(page) == selected(page)
    page.keyboard.press("c")
    page.keyboard.type("Who was told?")
    page.keyboard.press("Control+Enter")
    page.wait_for_function(
        "() => document.querySelector('.finding.selected .finding-delete')?.offsetParent"
    )
    own = selected(page)
    page.click(".finding.selected .finding-delete")
    page.wait_for_function("id => !document.getElementById('f-' + id)", arg=own)
    assert focused(page) == selected(page) is not None
    page.focus("#review")
    page.keyboard.press("Enter")
    page.wait_for_selector("#review:visible")
    assert page.evaluate("document.activeElement.id") == "review"


def test_a_change_from_another_window_is_not_overwritten_unseen(page, plain_server, session_id):
    page.keyboard.press("j")
    finding = selected(page)
    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.type("Mine.")
    path = f"/sessions/{session_id}/feedback/{finding}"
    plain_server.ask(path, {"description": "Theirs."}, method="PATCH")
    page.wait_for_timeout(5000)  # longer than it takes to hear of it
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Changed in another window to “Theirs.”")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".findings .editor", state="detached")
    page.wait_for_function(
        """async ([path, id]) => (await (await fetch(path)).json()).feedback
        .find((one) => one.id === id).description === 'Mine.'""",
        arg=[f"/sessions/{session_id}", finding],
    )


def test_leaving_with_a_draft_asks_first(page):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.keyboard.press("q")
    page.keyboard.type("Half a quest")
    page.evaluate("setTimeout(() => location.reload())")
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert page.input_value("#chat-input") == "Half a quest"
    page.fill("#chat-input", "")


def test_a_link_to_a_missing_finding_says_so(open_page, path):
    page = open_page(WIDE, "light")
    page.goto(f"{path}#f-0000")
    page.wait_for_selector("text=no longer exists")
