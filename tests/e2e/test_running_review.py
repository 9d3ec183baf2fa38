"""A running review: progress, stop, waiting, failures, a lost connection."""

import pytest

from tests.e2e.conftest import NARROW
from tests.fake_claude import Act, refuse

pytestmark = pytest.mark.browser
TEXT = "".join(
    f"# Part {letter}\n\nIn part {letter} the pump of line 4 stopped for a while.\n\n"
    for letter in "ABCDEF"
)


@pytest.fixture
def page(claude_server, open_page, tmp_path):
    """A fresh document on the review page."""
    (tmp_path / "report.md").write_text(TEXT)
    made = open_page()
    made.goto(claude_server.url)
    made.set_input_files("#document", tmp_path / "report.md")
    made.wait_for_url("**/review/*")
    return made


def wait_for_progress(page, words):
    page.wait_for_function(
        "words => document.getElementById('progress-text').textContent.includes(words)", arg=words
    )


def test_each_section_shows_its_state_and_findings_appear_as_they_are_found(
    page, claude, accessible
):
    claude.then(Act())
    claude.act = Act(delay=2)  # all states can be seen at once
    page.click("#review")
    page.wait_for_function(
        """() => { const shown = [...document.querySelectorAll('.section-state')];
        const states = shown.map(s => s.textContent);
        return states.includes('Queued') && states.includes('Reviewing…')
          && states.some(s => s.includes('open finding')); }"""
    )
    assert page.locator(".finding").count() > 0
    assert page.locator("#stop").is_visible()
    accessible(page)
    wait_for_progress(page, "of 6 sections")
    wait_for_progress(page, "left")
    wait_for_progress(page, "findings")
    assert "Claude" in page.inner_text(".toolbar-title")


def test_stop_ends_the_review_and_keeps_its_findings(page, claude):
    claude.then(Act(), Act(), Act())
    claude.act = Act(silent="pings")
    page.click("#review")
    page.wait_for_selector(".finding")
    assert claude.wait_until(lambda: any(seen.finished is None for seen in claude.messages))
    page.click("#stop")
    wait_for_progress(page, "Stopped;")
    count = page.locator(".finding").count()
    assert count > 0
    assert claude.wait_until(
        lambda: all(seen.finished or seen.closed for seen in claude.messages), timeout=2
    )
    page.reload()
    page.wait_for_selector(".finding")
    assert page.locator(".finding").count() == count
    assert page.locator("#review").is_visible()


def test_a_reload_continues_to_follow_the_review(page, claude):
    claude.act = Act(delay=0.5)
    page.click("#review")
    page.wait_for_selector(".finding")
    page.reload()
    assert page.locator("#stop").is_visible()
    wait_for_progress(page, "findings")
    assert page.locator("#review").is_visible()


def test_a_failed_section_can_be_retried(page, claude):
    claude.then(Act(), refuse(400, "something odd about this one"))
    page.click("#review")
    wait_for_progress(page, "failed")
    again = page.get_by_role("button", name="Failed – retry")
    assert again.count() == 1
    again.click()
    page.wait_for_function(
        "() => !document.getElementById('section-list').textContent.includes('Failed')"
    )
    wait_for_progress(page, "findings")


def test_a_refused_api_key_is_explained(page, claude):
    claude.act = refuse(401)
    page.click("#review")
    wait_for_progress(page, "ANTHROPIC_API_KEY")
    assert page.locator("#review").is_visible()


def test_waiting_for_the_rate_limit_counts_down(page, claude):
    claude.then(refuse(429, "too many", retry_after="4"))
    page.click("#review")
    wait_for_progress(page, "Retrying in")
    wait_for_progress(page, "findings")


def test_a_lost_connection_is_reported_and_the_page_recovers(page, claude, claude_server):
    claude.act = Act(delay=0.8)
    page.click("#review")
    page.wait_for_selector(".finding")
    shown = page.locator(".finding").evaluate_all("all => all.map(one => one.dataset.id)")
    claude_server.kill()
    wait_for_progress(page, "Connection lost")
    claude_server.start()
    wait_for_progress(page, "findings")
    kept = page.locator(".finding").evaluate_all("all => all.map(one => one.dataset.id)")
    assert set(shown) <= set(kept)
    page.complaints.clear()  # the browser itself notes the refused connections


def test_an_answer_streams_and_can_be_stopped_and_asked_again(page, claude):
    claude.then(Act(text="Slowly said words. " * 40, pace=0.05))
    page.click(".side-tabs [data-tab=chat]")
    page.fill("#chat-input", "What happened?")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => document.querySelector('.answer')?.textContent.includes('Slowly')"
    )
    page.click("#chat-send")
    page.get_by_role("button", name="Ask again").click()
    page.wait_for_selector(".exchange .source")
    page.wait_for_function("() => document.getElementById('chat-send').textContent === 'Ask'")
    assert page.locator(".exchange").count() == 1
    assert "Claude" in page.inner_text(".chat-log")


def test_on_a_phone_one_panel_is_visible_at_a_time(page):
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    for pane, selector in (
        ("sections", ".sections"),
        ("document", ".document"),
        ("findings", ".findings"),
        ("chat", ".chat"),
    ):
        page.click(f".view-switch [data-panel={pane}]")
        seen = [s for s in (".sections", ".document", ".findings", ".chat") if page.is_visible(s)]
        assert seen == [selector]


def test_without_streams_the_page_polls(page, claude):
    page.route("**/task_events/**", lambda route: route.fulfill(status=503, body="{}"))
    claude.act = Act(delay=0.3)
    page.click("#review")
    page.wait_for_selector(".finding")
    wait_for_progress(page, "findings")
    assert page.locator("#review").is_visible()
    page.complaints.clear()  # the browser itself notes the refused stream


def test_a_stream_that_ends_on_purpose_is_no_lost_connection(page, claude):
    ended = iter([True])

    def end_the_first(route):
        if next(ended, False):
            route.fulfill(content_type="text/event-stream", body="retry: 500\n\n")
        else:
            route.continue_()

    page.route("**/task_events/**", end_the_first)
    page.evaluate(
        """() => { window.said = []; const text = document.getElementById('progress-text');
        new MutationObserver(() => window.said.push(text.textContent))
          .observe(text, { childList: true, characterData: true, subtree: true }); }"""
    )
    claude.act = Act(delay=0.3)
    page.click("#review")
    wait_for_progress(page, "findings")
    assert not [words for words in page.evaluate("window.said") if "Connection lost" in words]


def test_an_unreachable_server_is_reported_and_another_try_works(page, claude_server, accessible):
    claude_server.kill()
    page.click("#review")
    wait_for_progress(page, "Can't reach the server")
    accessible(page)
    claude_server.start()
    page.click("#review")
    wait_for_progress(page, "findings")
    page.complaints.clear()  # the browser itself notes the refused connections


def test_an_answer_continues_after_a_reload(page, claude):
    claude.act = Act(text="Slowly said words. " * 20, pace=0.1)
    page.click(".side-tabs [data-tab=chat]")
    page.fill("#chat-input", "What happened on line 4?")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => document.querySelector('.answer')?.textContent.includes('Slowly')"
    )
    page.reload()
    assert page.inner_text(".question") == "What happened on line 4?"
    assert page.is_visible(".chat")
    page.wait_for_selector(".exchange .source")
    assert page.inner_text(".answer").count("Slowly said words.") == 20
    page.reload()
    assert page.locator(".exchange").count() == 1


def test_a_failed_answer_is_reported_and_can_be_asked_again(page, claude, accessible):
    claude.then(refuse(400, "odd"))
    page.click(".side-tabs [data-tab=chat]")
    page.fill("#chat-input", "What happened?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".exchange .failed")
    accessible(page)
    page.get_by_role("button", name="Ask again").click()
    page.wait_for_selector(".exchange .source")


def test_progress_is_announced_but_not_every_second(page, claude):
    page.evaluate(
        """() => { window.heard = []; const place = document.getElementById('announcer');
        new MutationObserver(() => window.heard.push(place.textContent))
          .observe(place, { childList: true, characterData: true, subtree: true }); }"""
    )
    claude.act = Act(delay=0.5)
    page.click("#review")
    wait_for_progress(page, "findings")
    heard = page.evaluate("window.heard")
    assert heard[0] == "Starting review…"
    assert "finding" in heard[-1]
    assert len(heard) <= 3
