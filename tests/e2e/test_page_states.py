"""Every state of a review: nothing for axe to find, nothing too wide, nothing that moves."""

import pytest

from tests.e2e.conftest import NARROW, WIDE, fits
from tests.fake_claude import Act, refuse

pytestmark = pytest.mark.browser
LOOKS = pytest.mark.parametrize(
    ("size", "scheme"),
    [(WIDE, "light"), (WIDE, "dark"), (NARROW, "light"), (NARROW, "dark")],
    ids=["wide-light", "wide-dark", "narrow-light", "narrow-dark"],
)
TEXT = "".join(
    f"# Part {letter}\n\nIn part {letter} the pump stopped for a while, and nobody knows why.\n\n"
    for letter in "ABCDE"
)


@pytest.fixture
def sound(accessible):
    """Checks the state a page is in."""

    def check(page):
        accessible(page)
        assert fits(page)
        assert page.evaluate("document.getAnimations().length") == 0

    return check


def wait_for_progress(page, words):
    page.wait_for_function(
        "words => document.getElementById('progress-text').textContent.includes(words)", arg=words
    )


def panels(page, size):
    """Looks at each pane in turn, the document last."""
    names = ("sections", "findings", "chat", "document") if size == NARROW else ("chat", "findings")
    where = ".view-switch [data-panel={}]" if size == NARROW else ".side-tabs [data-tab={}]"
    for name in names:
        page.click(where.format(name))
        yield name


@LOOKS
def test_a_review_with_the_built_in_checks(open_page, server, sound, tmp_path, size, scheme):
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing more")
    (tmp_path / "report.md").write_text(TEXT + "## Empty\n\n## Late\n\nIt was decided. TBD\n")
    page = open_page(size, scheme)
    page.goto(server.url)
    sound(page)
    page.set_input_files("#document", tmp_path / "broken.pdf")
    page.wait_for_selector("#upload-message.failed")
    page.complaints.clear()  # the browser itself notes the refused upload
    sound(page)
    page.set_input_files("#document", tmp_path / "report.md")
    page.wait_for_url("**/review/*")
    for _ in panels(page, size):
        sound(page)
    page.click("#review")
    wait_for_progress(page, "finding")
    for pane in panels(page, size):
        if pane == "findings":
            page.locator(".finding-head").first.click()
        sound(page)
    page.keyboard.press("q")
    page.keyboard.type("What are common gaps?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".exchange .source")
    sound(page)
    page.locator(".citations button").first.click()
    sound(page)
    page.keyboard.press("?")
    sound(page)


@pytest.mark.parametrize(
    ("size", "scheme"), [(WIDE, "dark"), (NARROW, "light")], ids=["wide-dark", "narrow-light"]
)
def test_a_review_with_claude(claude_server, open_page, claude, sound, tmp_path, size, scheme):
    (tmp_path / "report.md").write_text(TEXT)
    page = open_page(size, scheme)
    page.goto(claude_server.url)
    page.set_input_files("#document", tmp_path / "report.md")
    page.wait_for_url("**/review/*")
    claude.then(Act(), refuse(400, "odd"))
    claude.act = Act(silent="pings")
    page.click("#review")
    wait_for_progress(page, "of 5 sections")
    page.wait_for_selector(".finding", state="attached")
    for _ in panels(page, size):
        sound(page)
    page.click("#stop")
    wait_for_progress(page, "Stopped")
    for _ in panels(page, size):
        sound(page)
    claude.act = refuse(401)
    page.click("#review")
    wait_for_progress(page, "ANTHROPIC_API_KEY")
    sound(page)


@pytest.mark.parametrize(
    ("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")], ids=["wide-light", "narrow-dark"]
)
def test_the_api_reference_and_an_error(open_page, server, sound, size, scheme):
    page = open_page(size, scheme)
    for path, words in (("/docs", "/analyze_section"), ("/review/unknown", "no review")):
        page.goto(f"{server.url}{path}")
        assert words in page.inner_text("main")
        sound(page)
    page.complaints.clear()  # the browser itself notes the 404


def test_the_password_is_asked_for_and_a_wrong_one_reported(guarded_server, open_page, sound):
    page = open_page()
    page.goto(f"{guarded_server.url}/review/anything")
    page.wait_for_url("**/sign-in")
    sound(page)
    page.keyboard.type("guess")
    page.keyboard.press("Enter")
    page.wait_for_selector("#login-message.failed")
    assert page.input_value("#password") == "guess"
    sound(page)
    page.complaints.clear()  # the browser itself notes the refused password
    page.fill("#password", "blue pencil")
    page.keyboard.press("Enter")
    page.wait_for_selector("#sample")


def test_at_400_percent_everything_can_be_reached_by_scrolling_one_way(open_page, server):
    page = open_page((320, 256))
    page.goto(server.url)
    page.click("#sample")
    page.wait_for_url("**/review/*")
    page.click("#review")
    wait_for_progress(page, "finding")
    for name in ("sections", "findings", "guideline", "chat", "document"):
        page.click(f".view-switch [data-panel={name}]")
        assert fits(page), name
    last = page.locator(".document-section").last
    last.scroll_into_view_if_needed()
    assert last.locator("h2").bounding_box()["y"] < 256


def test_the_layout_does_not_move_while_it_loads_and_reviews(open_page, server):
    page = open_page()
    page.add_init_script(
        """window.moved = 0; new PerformanceObserver((list) => {
        for (const one of list.getEntries()) if (!one.hadRecentInput) window.moved += one.value;
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    page.goto(server.url)
    page.click("#sample")
    page.wait_for_url("**/review/*")
    page.click("#review")
    wait_for_progress(page, "finding")
    page.wait_for_function("() => document.querySelectorAll('.document mark').length > 10")
    # Findings stand in the document's order and come as they are found: one that comes before those
    # in view moves them. 0.1 is what is felt as still (web.dev, Cumulative Layout Shift).
    assert page.evaluate("window.moved") < 0.1
    page.reload()
    page.wait_for_function("() => document.querySelectorAll('.document mark').length > 10")
    assert page.evaluate("window.moved") < 0.1


def test_the_print_has_the_document_its_highlights_and_every_finding(open_page, server):
    page = open_page(NARROW, "dark")
    page.goto(server.url)
    page.click("#sample")
    page.wait_for_url("**/review/*")
    page.click("#review")
    wait_for_progress(page, "finding")
    count = int(page.inner_text("#progress-text").split()[0])
    page.keyboard.press("n")
    page.keyboard.press("a")
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".finding").count() == count
    cut = """() => [...document.querySelectorAll('.finding p')].filter(
      (one) => one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2)
      .map((one) => one.textContent)"""
    assert page.evaluate(cut) == []
    for selector in (
        ".document",
        ".finding-suggestion >> nth=0",
        ".document-section mark >> nth=0",
    ):
        assert page.is_visible(selector)
    for selector in (".review-actions", ".sections", ".chat", ".view-switch"):
        assert not page.is_visible(selector)
    ink = page.evaluate("getComputedStyle(document.documentElement).color")
    assert max(int(part) for part in ink[4:-1].split(",")) < 80  # dark ink, whatever the screen


def test_a_short_document_fills_the_window(open_page, server):
    page = open_page(WIDE)
    page.goto(f"{server.url}/review/{server.upload('# One' + chr(10) * 2 + 'Several vials.')}")
    box = page.locator("main").bounding_box()
    assert box["y"] + box["height"] == WIDE[1]
