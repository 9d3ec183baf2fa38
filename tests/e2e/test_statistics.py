"""The statistics page: charts that agree with their tables, activity, downloads."""

import csv
import io

import pytest

from tests.e2e.conftest import NARROW, WIDE, fits

pytestmark = pytest.mark.browser


@pytest.fixture
def session_id(plain_server):
    session_id = plain_server.ask("/samples/investigation-report", {})["session_id"]
    plain_server.ask("/review_document", {"session_id": session_id})
    return session_id


def decide(server, session_id):
    items = server.ask(f"/sessions/{session_id}")["feedback"]
    for number, decision in enumerate(["accepted"] * 3 + ["rejected"]):
        path = f"/sessions/{session_id}/feedback/{items[number]['id']}"
        server.ask(path, {"decision": decision}, method="PATCH")
    server.ask("/review_document", {"session_id": session_id})
    return items


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_the_numbers_add_up_and_are_drawn(
    open_page, plain_server, session_id, accessible, size, scheme
):
    items = decide(plain_server, session_id)
    page = open_page(size, scheme)
    page.goto(f"{plain_server.url}/review/{session_id}")
    page.click("#document-menu summary")
    page.click("text=Statistics and activity")
    page.wait_for_url("**/statistics")
    accessible(page)
    assert fits(page)
    assert page.inner_text(".figures dd >> nth=0") == str(len(items))
    assert page.inner_text(".figures dd >> nth=1") == "4"
    for chart in page.locator(".chart").all():
        assert sum(map(int, chart.locator("td b").all_inner_texts())) == len(items)
        accepted = chart.locator("tbody td:nth-child(2)").all_inner_texts()
        assert sum(int(number) for number in accepted if number != "–") == 3
        drawn = [float(w) for w in chart.locator("rect.accepted").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().width)")]  # fmt: skip
        assert drawn and all(width > 1 for width in drawn)
    assert page.locator("polyline").count() == 1
    assert page.locator(".log li").count() >= 9
    assert "Accepted a finding" in page.inner_text(".log")
    with page.expect_download() as download:
        page.click(".downloads a >> nth=0")
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(io.StringIO(file.read())))
    assert ["by_decision", "accepted", "3"] in rows


def test_a_document_without_review_says_so(open_page, plain_server, accessible):
    session_id = plain_server.ask("/samples/investigation-report", {})["session_id"]
    page = open_page(WIDE, "light")
    page.goto(f"{plain_server.url}/review/{session_id}/statistics")
    accessible(page)
    assert "Not reviewed yet" in page.inner_text("main")
    assert page.locator(".chart").count() == 0
