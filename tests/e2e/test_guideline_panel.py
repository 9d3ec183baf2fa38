"""The Guideline tab: read before a review, settled while one runs, overruled and put back."""

import json

import pytest

from tests.e2e.conftest import NARROW, WIDE, fits
from tests.fake_claude import Act

pytestmark = pytest.mark.browser
TEXT = (
    "# Summary\n\nThe pump of line 4 stopped because its seal was worn.\n\n"
    "# Corrective actions\n\n- Replace the seal: Maria Lopez, 3 May 2026.\n"
    "- Check the alarm as soon as possible.\n\n# The night\n\nNobody was there.\n"
)
ACTIONS, TIMELINE = "owner-and-date", "section:timeline"
LOOKS = pytest.mark.parametrize(
    ("size", "scheme"),
    [(WIDE, "light"), (WIDE, "dark"), (NARROW, "light"), (NARROW, "dark")],
    ids=["wide-light", "wide-dark", "narrow-light", "narrow-dark"],
)


def upload(server, text=TEXT, guidelines="investigation-report"):
    """A fresh document held against that guideline; its address."""
    session_id = server.upload(text)
    server.ask(f"/sessions/{session_id}", {"guidelines": guidelines}, method="PATCH")
    return session_id


@pytest.fixture
def reviewed(plain_server):
    session_id = upload(plain_server)
    plain_server.ask("/review_document", {"session_id": session_id})
    return session_id


def show(page, server, session_id, fragment=""):
    page.goto(f"{server.url}/review/{session_id}{fragment}")
    if not fragment:
        narrow = page.viewport_size["width"] < 500
        page.click(".view-switch [data-panel=guideline]" if narrow else "[data-tab=guideline]")


def row(page, item):
    return page.locator(f".verdict[data-item='{item}']")


def wait_for_verdict(page, item, words):
    page.wait_for_function(
        """([item, words]) => document.querySelector(`[data-item='${item}'] .compliance`)
          .textContent === words""",
        arg=[item, words],
    )


def verdicts(server, session_id):
    told = server.ask(f"/sessions/{session_id}/verdicts")["verdicts"]
    return {one["item"]: one for one in told}


@LOOKS
def test_nothing_for_axe_to_find_in_any_state(
    open_page, plain_server, accessible, reviewed, size, scheme
):
    page = open_page(size, scheme)
    show(page, plain_server, upload(plain_server))
    assert "Not reviewed yet" in page.inner_text("#verdict-summary")
    assert page.locator(".verdict:visible").count() == 22
    assert page.locator(".verdict-head .compliance:visible").count() == 0
    accessible(page)
    show(page, plain_server, reviewed)
    accessible(page)
    page.locator(".verdict-head").first.click()
    page.locator(".verdict.open .verdict-change").click()
    accessible(page)
    assert fits(page)


def test_rows_come_by_need_and_what_needs_nothing_is_folded(open_page, plain_server, reviewed):
    page = open_page()
    show(page, plain_server, reviewed)
    told = verdicts(plain_server, reviewed)
    shown = (
        page.locator("#verdict-list > ul")
        .first.locator(".verdict-head .compliance")
        .all_inner_texts()
    )
    order = ["Not met", "Partly", "Not checked"]
    assert shown == sorted(shown, key=order.index) and set(shown) <= set(order)
    met = sum(one["verdict"] == "met" for one in told.values())
    apply = sum(one["verdict"] != "not_applicable" for one in told.values())
    assert page.inner_text("#guideline-count") == f"{met}/{apply}"
    folds = page.locator(".verdict-fold summary").all_inner_texts()
    assert any(text.endswith(" met") for text in folds)
    assert not row(page, "section:executive-summary").is_visible()
    page.locator(".verdict-fold summary", has_text=" met").last.click()
    assert row(page, "section:executive-summary").is_visible()


def test_a_row_leads_to_its_passages_and_its_findings(open_page, plain_server, reviewed):
    page = open_page()
    show(page, plain_server, reviewed)
    actions = row(page, ACTIONS)
    assert "1 of 2 actions" in actions.inner_text()
    actions.locator(".verdict-head").click()
    assert page.url.endswith(f"#v-{ACTIONS}")
    actions.locator(".verdict-passages button").first.click()
    assert page.evaluate("CSS.highlights.get('cited').size") >= 1
    actions.locator(".verdict-findings button").first.click()
    page.wait_for_selector(".finding.selected")
    assert "as soon as possible" in page.inner_text(".finding.selected")


def test_the_reader_overrules_a_verdict_undoes_and_resets_it(open_page, plain_server, reviewed):
    page = open_page()
    show(page, plain_server, reviewed, f"#v-{ACTIONS}")
    actions = row(page, ACTIONS)
    actions.locator(".verdict-change").click()
    actions.get_by_label("Met", exact=True).check()
    actions.get_by_label("Note").fill("Both are ours.")
    actions.get_by_role("button", name="Save").click()
    page.wait_for_function("() => document.getElementById('status-text').textContent.length")
    assert "Changed a verdict" in page.inner_text("#status-text")
    told = verdicts(plain_server, reviewed)[ACTIONS]
    assert (told["verdict"], told["note"], told["source"]) == ("met", "Both are ours.", "you")
    assert "Changed by you (Built-in check: partly)" in actions.text_content()
    page.click("#undo")
    wait_for_verdict(page, ACTIONS, "Partly")
    page.click("#redo")
    actions.locator(".verdict-reset").wait_for()
    page.reload()
    assert "Both are ours." in actions.text_content()
    actions.locator(".verdict-reset").click()
    actions.locator(".verdict-reset").wait_for(state="hidden")
    assert verdicts(plain_server, reviewed)[ACTIONS]["source"] == "checks"


def test_naming_the_section_closes_the_finding_that_it_is_missing(open_page, plain_server):
    others = (
        "Summary", "Background", "Investigation", "Root cause", "Impact assessment",
        "Corrective actions", "Conclusion", "The night",
    )  # fmt: skip
    text = "".join(f"# {name}\n\nThe pump of line 4 stopped.\n\n" for name in others)
    reviewed = upload(plain_server, text)
    plain_server.ask("/review_document", {"session_id": reviewed})
    page = open_page()
    show(page, plain_server, reviewed, f"#v-{TIMELINE}")
    timeline = row(page, TIMELINE)
    timeline.locator(".verdict-change").click()
    assert not timeline.get_by_label("Section").is_visible()  # it is not met
    timeline.get_by_label("Met", exact=True).check()
    timeline.get_by_label("Section").select_option("The night")
    timeline.get_by_role("button", name="Save").click()
    timeline.locator(".verdict-findings .muted", has_text="Rejected").wait_for(state="attached")
    (finding,) = verdicts(plain_server, reviewed)[TIMELINE]["findings"]
    items = plain_server.ask(f"/sessions/{reviewed}")["feedback"]
    assert {one["id"]: one["decision"] for one in items}[finding] == "rejected"


def test_all_of_it_by_keyboard(open_page, plain_server, reviewed):
    page = open_page()
    page.goto(f"{plain_server.url}/review/{reviewed}")
    page.keyboard.press("g")
    first = page.locator(".verdict.open").get_attribute("data-item")
    page.keyboard.press("j")
    second = page.locator(".verdict.open").get_attribute("data-item")
    assert first != second
    page.keyboard.press("1")
    page.wait_for_function("() => document.getElementById('status-text').textContent.length")
    assert verdicts(plain_server, reviewed)[second]["verdict"] == "met"
    page.keyboard.press("u")
    page.wait_for_function(
        "() => document.getElementById('status-text').textContent.startsWith('Undone')"
    )
    assert verdicts(plain_server, reviewed)[second]["source"] == "checks"
    page.keyboard.press("Escape")
    assert page.locator(".verdict.open").count() == 0


def test_the_tab_and_the_open_row_survive_a_reload(open_page, plain_server, reviewed):
    page = open_page()
    show(page, plain_server, reviewed)
    row(page, ACTIONS).locator(".verdict-head").click()
    page.reload()
    assert row(page, ACTIONS).locator(".verdict-details").is_visible()


def test_another_window_learns_of_it(open_page, plain_server, reviewed):
    page = open_page()
    show(page, plain_server, reviewed)
    plain_server.ask(
        f"/sessions/{reviewed}/verdicts/{ACTIONS}", {"verdict": "not_met"}, method="PATCH"
    )
    wait_for_verdict(page, ACTIONS, "Not met")


def test_another_guideline_shows_its_own_items(open_page, plain_server, reviewed):
    page = open_page()
    show(page, plain_server, reviewed)
    page.select_option("#guideline", "design-document")
    row(page, "section:non-goals").wait_for()
    assert "Review again" in page.inner_text("#guideline-message")
    assert page.inner_text("#guideline-title") == "Design document"


def test_rows_settle_one_by_one_while_a_review_runs(open_page, claude_server, claude):
    session_id = upload(
        claude_server, "# Summary\n\nThe pump of line 4 stopped at noon.\n", "general"
    )
    items = [
        one["item"] for one in claude_server.ask(f"/sessions/{session_id}/verdicts")["verdicts"]
    ]
    quote = "The pump of line 4 stopped at noon."
    said = [{"item": one, "verdict": "met", "quotes": [quote], "note": ""} for one in items]
    whole = json.dumps({"findings": [], "verdicts": said})
    claude.then(Act(text=json.dumps({"findings": []})), Act(text=whole, pace=0.02))
    page = open_page()
    show(page, claude_server, session_id)
    page.click("#review")
    page.wait_for_function(
        """all => { const met = document.querySelectorAll('.verdict-head .compliance.met').length;
        return met > 0 && met < all; }""",
        arg=len(items),
    )
    page.wait_for_function(
        "all => document.querySelectorAll('.verdict-head .compliance.met').length === all",
        arg=len(items),
    )


def test_on_paper_every_row_is_there(open_page, plain_server, reviewed):
    page = open_page()
    show(page, plain_server, reviewed)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator(".verdict:visible").count() == 22
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not row(page, "section:executive-summary").is_visible()


def test_shapes_and_words_are_there_where_the_system_chooses_the_colours(
    open_page, plain_server, accessible, reviewed
):
    page = open_page(WIDE, forced_colors="active")
    show(page, plain_server, reviewed)
    accessible(page)
    marks = page.evaluate(
        """() => [...document.querySelectorAll('.verdict-head .compliance')].map(
          (one) => getComputedStyle(one, '::before').content)"""
    )
    assert marks and all(len(mark) > 2 for mark in marks)
