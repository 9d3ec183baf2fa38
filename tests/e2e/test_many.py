"""Of many sections and findings all can be reached, and all are counted from the start."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SECTIONS = 420
TEXT = "".join(
    f"# Heading {number}\n\nSeveral vials broke. Word{number} stands here. Cost: TBD\n\n"
    for number in range(SECTIONS)
)


@pytest.fixture(scope="module")
def many(plain_server):
    """The id of a review of such a document."""
    session_id = plain_server.upload(TEXT)
    body = {"session_id": session_id}
    task = plain_server.ask("/review_document", body, Prefer="respond-async")
    assert plain_server.ended(task["task_id"])["state"] == "SUCCESS"
    return session_id


@pytest.fixture(scope="module")
def findings(plain_server, many):
    """Its findings, in the order of the document."""
    items = plain_server.ask(f"/sessions/{many}/feedback")["items"]
    order = {f"Heading {number}": number for number in range(SECTIONS)}
    return sorted(items, key=lambda item: (order[item["section_name"]], item["start"] or -1))


@pytest.fixture(scope="module")
def important(findings):
    """Those that are not minor: half of them."""
    chosen = [item for item in findings if item["severity"] != "low"]
    assert len(chosen) == len(findings) - len(chosen) == SECTIONS
    return chosen


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def opened(page, plain_server, many):
    page.goto(f"{plain_server.url}/review/{many}")
    return page


def section(page, number):
    return page.locator(f'.document-section[data-name="Heading {number}"]')


def listed(page):
    return page.locator("#finding-list .finding").evaluate_all("all => all.map(o => o.dataset.id)")


def scroll_to_the_end(page, number):
    cards = page.locator("#finding-list .finding")
    for _ in range(40):
        if cards.count() == number:
            break
        page.evaluate("document.querySelector('.findings').scrollTop = 1e7")
        page.wait_for_timeout(50)
    expect(cards).to_have_count(number)


def test_all_is_counted_and_named_before_it_is_there(page, plain_server, many, important):
    page.route("**/sections/*", lambda route: None)
    page.route("**/feedback?offset*", lambda route: None)
    page.goto(f"{plain_server.url}/review/{many}")
    expect(page.locator("#finding-count")).to_have_text(str(SECTIONS))
    expect(page.locator("#folded-count")).to_have_text(f"+{SECTIONS}")
    expect(page.locator("#decided")).to_have_text(f"0 of {SECTIONS} decided")
    expect(page.locator("#progress-text")).to_have_text(f"{SECTIONS} findings, {SECTIONS} minor")
    expect(page.locator(".minor-line button").first).to_have_text("1 minor")
    expect(page.locator("#section-list li:not(.whole-document)")).to_have_count(SECTIONS)
    last = page.locator("#section-list li").nth(SECTIONS - 1).locator(".count")
    expect(last).to_have_text("1")
    expect(section(page, SECTIONS - 1).locator("h2")).to_have_text(f"Heading {SECTIONS - 1}")
    page.get_by_label(f"Show minor ({SECTIONS})").check()
    expect(page.locator("#finding-count")).to_have_text(str(2 * SECTIONS))
    expect(last).to_have_text("2")
    page.click("#export summary")
    page.get_by_label("Include open findings").check()
    expect(page.locator("#export-count")).to_have_text(f"{SECTIONS} minor findings left out.")


def test_what_is_decided_while_the_rest_comes_holds_it_up_no_longer_than_that(
    page, plain_server, many
):
    held = []
    page.route("**/feedback?offset*", lambda route: held.append(route), times=1)
    page.goto(f"{plain_server.url}/review/{many}")
    page.locator("#finding-list .finding").first.click()
    with page.expect_response(lambda one: one.request.method == "PATCH"):
        page.keyboard.press("a")
    held[0].continue_()
    expect(page.locator("#decided")).to_have_text(f"1 of {SECTIONS} decided")
    scroll_to_the_end(page, SECTIONS)
    page.keyboard.press("u")
    expect(page.locator("#decided")).to_have_text(f"0 of {SECTIONS} decided")


def test_text_comes_as_one_scrolls_and_its_highlights_with_it(opened):
    far = section(opened, 400)
    expect(far.locator("p[class^=paragraph]")).to_have_count(0)
    opened.evaluate("document.querySelectorAll('.document-section')[400].scrollIntoView()")
    expect(far).to_contain_text("Word400 stands here.")
    expect(far.locator("mark").first).to_be_visible()


def test_a_link_to_a_section_or_a_finding_far_below_leads_there(page, plain_server, many, findings):
    page.goto(f"{plain_server.url}/review/{many}#s-heading-410")
    expect(section(page, 410)).to_contain_text("Word410 stands here.")
    expect(section(page, 410).locator("h2")).to_be_in_viewport()
    item = findings[-2]  # a minor one, so that a fold is opened as well
    assert item["severity"] == "low" and item["section_name"] == f"Heading {SECTIONS - 1}"
    page.goto("about:blank")
    page.goto(f"{plain_server.url}/review/{many}#f-{item['id']}")
    card = page.locator(f"#f-{item['id']}")
    expect(card).to_have_class(re.compile("selected"))
    expect(card).to_be_in_viewport()
    mark = page.locator(f"mark[data-ids~='{item['id']}']").first
    expect(mark).to_be_in_viewport()


def test_the_list_grows_as_one_scrolls(opened, important):
    assert len(listed(opened)) < SECTIONS
    scroll_to_the_end(opened, SECTIONS)
    assert listed(opened) == [item["id"] for item in important]


def test_with_all_minor_ones_shown_it_grows_as_well(opened, findings):
    opened.get_by_label(f"Show minor ({SECTIONS})").check()
    scroll_to_the_end(opened, 2 * SECTIONS)
    assert listed(opened) == [item["id"] for item in findings]


def test_the_keyboard_goes_on_where_the_list_has_not_been_drawn(opened, important):
    opened.evaluate(f"location.hash = 'f-{important[-3]['id']}'")
    expect(opened.locator(f"#f-{important[-3]['id']}")).to_have_class(re.compile("selected"))
    for key, place in (("j", -2), ("n", -1), ("k", -2)):
        opened.keyboard.press(key)
        chosen = opened.locator(f"#f-{important[place]['id']}")
        expect(chosen).to_have_class(re.compile("selected"))


def test_to_print_all_of_it_is_fetched_and_none_is_left_out(page, plain_server, many, important):
    page.goto(f"{plain_server.url}/review/{many}")
    page.evaluate(
        """() => { window.print = () => {
          dispatchEvent(new Event("beforeprint"));
          window.printed = [...document.querySelectorAll("#finding-list .finding")].length;
          window.texts = document.querySelector(".paper").textContent.match(/Word/g).length;
          dispatchEvent(new Event("afterprint")); }; }"""
    )
    page.keyboard.press("Control+p")
    page.wait_for_function("() => window.printed")
    assert page.evaluate("[printed, texts]") == [len(important), SECTIONS]
    assert len(listed(page)) < SECTIONS


def test_to_search_in_the_page_all_of_it_is_fetched(opened):
    opened.keyboard.press("Control+f")
    expect(section(opened, SECTIONS - 1)).to_contain_text(f"Word{SECTIONS - 1} stands here.")
    assert opened.evaluate(f"find('Word{SECTIONS - 2} stands')")


def test_what_one_window_decides_the_other_is_told_without_all_the_rest(
    browser, plain_server, many, important
):
    context = browser.new_context()
    pages = [context.new_page() for _ in range(2)]
    for page in pages:
        page.goto(f"{plain_server.url}/review/{many}#f-{important[5]['id']}")
        page.wait_for_load_state("networkidle")  # all have come
        expect(page.locator(f"#f-{important[5]['id']}")).to_have_class(re.compile("selected"))
        expect(page.locator("#decided")).to_contain_text(f"of {SECTIONS} decided")
    answers = []
    pages[1].on("response", lambda one: "only=changed" in one.url and answers.append(one))
    pages[0].keyboard.press("a")
    expect(pages[1].locator("#decided")).to_have_text(re.compile("^1 of"), timeout=15_000)
    told = [answer.json()["items"] for answer in answers]
    assert [len(items) for items in told if items] == [1]
    pages[0].keyboard.press("u")
    expect(pages[0].locator("#decided")).to_have_text(re.compile("^0 of"))
    context.close()


def test_without_scripts_all_of_the_text_can_be_read(browser, plain_server, many):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{plain_server.url}/review/{many}")
    page.get_by_role("link", name="the whole document").click()
    expect(section(page, SECTIONS - 1)).to_contain_text(f"Word{SECTIONS - 1} stands here.")
    page.context.close()
