"""Deciding on findings: one key each, saved at once, undone, the same in two windows."""

import pytest

from tests.e2e.conftest import NARROW, WIDE
from tests.fake_claude import Act

pytestmark = pytest.mark.browser
TEXT = (
    "# Summary\n\nSeveral vials broke at the time. It was decided to train the staff soon.\n\n"
    "# Cause\n\nHuman error. Some of the pumps were old, and many had failed recently.\n\n"
    "# Actions\n\nTraining will be given. The SOP will be improved as appropriate.\n"
)


@pytest.fixture
def session_id(plain_server):
    """A reviewed document."""
    session_id = plain_server.upload(TEXT)
    plain_server.ask("/review_document", {"session_id": session_id})
    return session_id


@pytest.fixture
def page(open_page, plain_server, session_id):
    page = open_page(WIDE, "light")
    page.goto(f"{plain_server.url}/review/{session_id}")
    return page


@pytest.fixture
def saved(plain_server, session_id):
    """The findings as the server has them, by id."""

    def fetch():
        return {one["id"]: one for one in plain_server.ask(f"/sessions/{session_id}")["feedback"]}

    return fetch


def wait_until(page, saved, condition):
    """Wait until what the server has is so."""
    for _ in range(200):
        if condition(saved()):
            return
        page.wait_for_timeout(20)
    raise AssertionError(
        f"it stayed {[(one['decision'], one['reason']) for one in saved().values()]}"
    )


def decided(page, number):
    page.wait_for_function(
        "number => document.getElementById('decided').textContent.startsWith(number + ' of ')",
        arg=number,
    )


def selected(page):
    return page.evaluate("location.hash.slice(3)")


def decisions(items):
    return sorted(one["decision"] for one in items.values() if one["decision"] != "open")


def test_one_key_decides_and_selects_the_next_finding(page, saved, accessible):
    page.keyboard.press("j")
    first = selected(page)
    page.keyboard.press("a")
    second = selected(page)
    assert second != first
    page.keyboard.press("x")
    page.keyboard.press("y")
    page.keyboard.type("It is said elsewhere.")
    page.keyboard.press("Enter")
    decided(page, 2)
    wait_until(page, saved, lambda now: now[first]["decision"] == "accepted")
    wait_until(page, saved, lambda now: now[second]["reason"] == "It is said elsewhere.")
    assert "1 rejected" in page.inner_text("#rejected-summary")
    accessible(page)
    page.reload()
    decided(page, 2)
    assert "Accepted" in page.inner_text(f"#f-{first}")
    page.click("#rejected-summary")
    row = page.locator("#rejected-list .finding")
    row.locator(".finding-head").click()
    assert "It is said elsewhere." in row.inner_text()
    accessible(page)
    row.locator(".finding-reopen").click()
    decided(page, 1)
    wait_until(page, saved, lambda now: now[second]["decision"] == "open")


def test_undo_and_redo_work_also_after_a_reload(page, saved):
    before = saved()
    page.keyboard.press("j")
    for key in ("a", "x", "a"):
        page.keyboard.press(key)
    wait_until(page, saved, lambda now: decisions(now) == ["accepted", "accepted", "rejected"])
    page.reload()
    for number in (2, 1):
        page.keyboard.press("u")
        decided(page, number)
    page.keyboard.press("Control+z")
    decided(page, 0)
    wait_until(page, saved, lambda now: now == before)
    assert page.is_disabled("#undo")
    page.keyboard.press("Shift+U")
    decided(page, 1)
    page.click("#redo")
    decided(page, 2)
    wait_until(page, saved, lambda now: decisions(now) == ["accepted", "rejected"])


def test_a_finding_is_edited_and_accepted(page, saved, accessible):
    page.keyboard.press("j")
    first = selected(page)
    page.keyboard.press("e")
    accessible(page)
    page.keyboard.press("Control+a")
    page.keyboard.type("How many vials?")
    page.keyboard.press("Escape")
    assert saved()[first]["decision"] == "open"
    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.type("How many vials, and which?")
    page.keyboard.press("Control+Enter")
    wait_until(page, saved, lambda now: now[first]["decision"] == "accepted")
    assert saved()[first]["description"] == "How many vials, and which?"
    assert "How many vials, and which?" in page.text_content(f"#f-{first}")
    page.keyboard.press("u")
    wait_until(page, saved, lambda now: now[first]["description"] != "How many vials, and which?")
    assert saved()[first]["decision"] == "open"


def test_all_findings_shown_are_decided_in_one_step(page, saved, accessible):
    page.click("#filter-summary")
    box = page.locator("#filter-form input[name=severity][value=medium]")
    box.check()
    accessible(page)
    shown = int(page.inner_text("#filter-form label:has(input[value=medium]) .count"))
    assert page.inner_text("#accept-shown") == f"Accept {shown} shown"
    assert 0 < shown < len(saved())
    page.click("#accept-shown")
    decided(page, shown)
    wait_until(page, saved, lambda now: len(decisions(now)) == shown)
    assert {one["severity"] for one in saved().values() if one["decision"] == "accepted"} == {
        "medium"
    }
    page.keyboard.press("u")
    decided(page, 0)
    wait_until(page, saved, lambda now: decisions(now) == [])


def test_a_filter_is_kept_in_the_address_and_its_counts_add_up(page, saved):
    page.keyboard.press("f")
    page.check("#filter-form input[value=high]")
    page.select_option("#filter-form select[name=sort]", "severity")
    shown = page.locator("#finding-list .finding").count()
    assert "severity=high" in page.url and "sort=severity" in page.url
    assert shown == sum(one["severity"] == "high" for one in saved().values())
    page.reload()
    assert page.locator("#finding-list .finding").count() == shown
    assert page.inner_text("#filter-summary") == "Filter: Serious"
    page.keyboard.press("f")
    page.click("#filter-clear")
    for facet in ("severity", "decision", "source"):
        counts = page.locator(f"#filter-form label:has([name={facet}]) .count").all_text_contents()
        assert sum(map(int, counts)) == len(saved())
    assert "?" not in page.url.replace("?sort=severity", "")


def test_the_next_open_finding_is_found_in_every_section(page, saved):
    important = {id for id, one in saved().items() if one["severity"] != "low"}
    assert {saved()[id]["section_name"] for id in important} == {"Summary", "Cause", "Actions"}
    seen = set()
    for number in range(len(important)):
        page.keyboard.press("n")
        seen.add(selected(page))
        page.keyboard.press("a")
        decided(page, number + 1)
    assert seen == important
    wait_until(page, saved, lambda now: len(decisions(now)) == len(important))
    page.keyboard.press("n")
    page.wait_for_function(
        "() => document.getElementById('status-text').textContent.includes('You have decided')"
    )


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_comment_on_selected_text(open_page, plain_server, session_id, saved, accessible, size):
    page = open_page(size, "dark")
    page.goto(f"{plain_server.url}/review/{session_id}")
    before = set(saved())
    page.evaluate(
        """() => {
          const paper = document.querySelector('.paper');
          const walker = document.createTreeWalker(paper, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf('pumps were old');
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + 14);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
          }
        }"""
    )
    page.click("#comment-here")
    page.keyboard.type("How old, exactly?")
    accessible(page)
    page.select_option(".editor select[name=severity]", "high")
    page.keyboard.press("Control+Enter")
    wait_until(page, saved, lambda now: len(now) == len(before) + 1)
    (own,) = (one for one in saved().values() if one["id"] not in before)
    assert (own["quote"], own["source"], own["severity"]) == ("pumps were old", "you", "high")
    assert own["section_name"] == "Cause" and own["decision"] == "accepted"
    page.wait_for_selector(f"#f-{own['id']}")
    assert page.locator(f"mark[data-ids~='{own['id']}']").count() >= 1
    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.type("How many years old?")
    page.keyboard.press("Control+Enter")
    wait_until(page, saved, lambda now: now[own["id"]]["description"] == "How many years old?")
    page.locator(f"#f-{own['id']} .finding-delete").click()
    wait_until(page, saved, lambda now: own["id"] not in now)
    page.click("#undo")
    wait_until(page, saved, lambda now: now[own["id"]]["description"] == "How many years old?")


def test_two_windows_show_each_others_changes_and_lose_none(
    open_page, plain_server, session_id, saved
):
    windows = [open_page(WIDE, "light") for _ in range(2)]
    for window in windows:
        window.goto(f"{plain_server.url}/review/{session_id}")
    ids = [one["id"] for one in saved().values() if one["severity"] != "low"]
    for number, window in enumerate(windows):
        window.evaluate("id => { location.hash = `f-${id}`; }", ids[number])
        window.wait_for_selector(f"#f-{ids[number]} [aria-expanded=true]")
    windows[0].keyboard.press("a")
    windows[1].keyboard.press("x")
    wait_until(windows[0], saved, lambda now: decisions(now) == ["accepted", "rejected"])
    for window in windows:
        decided(window, 2)
    windows[1].keyboard.press("u")  # the newest, whoever made it
    for window in windows:
        decided(window, 1)


def test_a_change_that_could_not_be_saved_is_reported_and_rolled_back(page, saved):
    page.route("**/feedback/*", lambda route: route.abort())
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.wait_for_function(
        "() => document.getElementById('status-text').textContent.includes('Not saved')"
    )
    decided(page, 0)
    assert decisions(saved()) == []
    page.unroute("**/feedback/*")
    page.complaints.clear()  # that the request failed
    page.keyboard.press("a")
    wait_until(page, saved, lambda now: decisions(now) == ["accepted"])


def test_a_rejected_finding_stays_rejected_in_the_next_review(page, saved):
    page.keyboard.press("j")
    first = selected(page)
    page.keyboard.press("x")
    wait_until(page, saved, lambda now: now[first]["decision"] == "rejected")
    page.keyboard.press("r")
    page.wait_for_selector("#review-all:not([hidden])")
    assert "sections unchanged" in page.inner_text("#progress-text")
    page.click("#review-all")
    page.wait_for_selector("#stop", state="hidden")
    page.wait_for_selector("#review:visible")
    assert saved()[first]["decision"] == "rejected"
    assert "1 rejected" in page.inner_text("#rejected-summary")


def test_a_suggested_wording_becomes_the_replacement(claude_server, open_page, claude, accessible):
    session_id = claude_server.upload(TEXT)
    claude_server.ask("/review_document", {"session_id": session_id})
    page = open_page(WIDE, "light")
    page.goto(f"{claude_server.url}/review/{session_id}")
    page.keyboard.press("j")
    finding = selected(page)

    def saved():
        return {x["id"]: x for x in claude_server.ask(f"/sessions/{session_id}")["feedback"]}

    claude.act = Act(text="Say how many:\n<wording>Forty vials</wording>\n")
    page.click(f"#f-{finding} [data-action=reword]")
    page.click("text=Use this wording")
    wait_until(page, saved, lambda now: now[finding]["replacement"] == "Forty vials")
    assert claude_server.ask(f"/sessions/{session_id}")["chat"][-1]["finding_id"] == finding
    accessible(page)
    page.keyboard.press("u")
    wait_until(page, saved, lambda now: now[finding]["replacement"] != "Forty vials")


def test_a_new_version_in_another_window_does_not_discard_a_draft(
    page, plain_server, session_id, saved
):
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.keyboard.type("Half a comm")
    plain_server.upload(TEXT + "\nAnother line.\n", f"/sessions/{session_id}/versions")
    page.wait_for_timeout(5000)  # longer than it takes to hear of it
    assert page.input_value(".editor [name=description]") == "Half a comm"
    page.keyboard.press("Escape")
    page.wait_for_selector("text=version 2")


def test_an_edit_keeps_a_replacement_of_white_space(page, plain_server, session_id, saved):
    placed = {one["id"] for one in saved().values() if one["quote"]}
    page.keyboard.press("j")
    while selected(page) not in placed:
        page.keyboard.press("j")
    finding = selected(page)
    path = f"/sessions/{session_id}/feedback/{finding}"
    plain_server.ask(path, {"replacement": " "}, method="PATCH")
    page.reload()
    page.keyboard.press("e")
    page.keyboard.press("Control+Enter")
    wait_until(page, saved, lambda now: now[finding]["decision"] == "accepted")
    assert saved()[finding]["replacement"] == " "
