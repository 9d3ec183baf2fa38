"""Findings and their text: overlaps, whole sections, what is shown first, long documents."""

import json
import random

import pytest

from tests.e2e.conftest import NARROW, WIDE
from tests.fake_claude import Act

pytestmark = pytest.mark.browser
MARKED = "() => document.querySelector('.document mark')"


def review(page, server, path, text):
    """Open a document of this text and review it to the end."""
    path.write_text(text)
    page.goto(server.url)
    page.set_input_files("#document", path)
    page.wait_for_url("**/review/*")
    page.click("#review")
    page.wait_for_function(
        "() => document.getElementById('progress-text').textContent.includes('finding')"
    )


def findings(*quoted):
    """What Claude answers with one finding for each of these quotes."""
    plain = {"section": 1, "category": "evidence", "severity": "medium", "confidence": "high"}
    return json.dumps(
        {
            "findings": [
                {
                    **plain,
                    "quote": quote,
                    "description": f"Point {number}.",
                    "suggestion": "Mend it.",
                }
                for number, quote in enumerate(quoted)
            ]
        }
    )


def quotes(page):
    """The words in the sheet that each finding's marks cover, joined, by the finding's id."""
    return page.evaluate(
        """() => { const all = {};
        for (const mark of document.querySelectorAll('.document mark'))
          for (const id of mark.dataset.ids.split(' '))
            all[id] = (all[id] ?? '') + mark.textContent;
        return all; }"""
    )


def test_every_highlight_covers_exactly_its_quote_also_where_they_overlap(
    open_page, claude_server, claude, tmp_path
):
    text = "# Cause 🖊\n\n🖊🖊 The pump of line 4 stopped for a while 🖊, and nobody knows why.\n\n"
    said = ["The pump of line 4 stopped", "line 4 stopped for a while 🖊", "stopped", "knows why."]
    claude.then(Act(text=findings(*said, "Words that stand nowhere.")))
    claude.act = Act(text=findings())
    page = open_page()
    review(page, claude_server, tmp_path / "report.md", text)
    page.wait_for_function(MARKED)
    shown = page.locator(
        ".finding:has(.finding-quote:not([hidden]), .finding-text .quoted)"
    ).evaluate_all(
        """all => Object.fromEntries(
          all.map((one) => [
            one.dataset.id, one.querySelector('.quoted:not([hidden])').textContent]))"""
    )
    assert quotes(page) == {id: quote.strip("“”") for id, quote in shown.items()}
    assert sorted(quotes(page).values()) == sorted(said)
    threefold = page.locator("mark", has_text="stopped").first
    lit = set()
    for _ in range(3):
        threefold.click()
        lit.add(page.locator(".finding.selected .quoted").first.inner_text().strip("“”"))
    assert lit == set(said[:3])
    remark = page.locator(".section-finding")  # what cannot be placed stands under its heading
    words = remark.inner_text()
    remark.click()
    assert words in page.locator(".finding.selected").inner_text()
    assert page.locator(".document .selected").all_inner_texts() == [words]


def test_the_most_important_findings_are_shown_first_and_all_on_demand(open_page, server, tmp_path):
    page = open_page()
    part = (
        "Several lots were soon released. TBD. It was decided to wait a while. No impact was seen. "
    )
    review(page, server, tmp_path / "report.md", "# One\n\n" + part * 4 + "\n\n# Two\n\nTBD\n")
    total = int(page.inner_text("#finding-count"))
    one = page.locator("#finding-list ul").first.locator(".finding")
    assert one.count() == 5 < total
    assert "5 of" in page.locator("#finding-list h2").first.inner_text()
    heavier = page.locator("#finding-list ul").first.locator(".finding.high").count()
    page.click("#show-all")
    assert page.locator(".finding").count() == total
    assert one.locator("xpath=self::*[contains(@class, 'high')]").count() >= heavier
    page.click("#show-all")
    assert one.count() == 5
    hidden = next(id for id in quotes(page) if not page.locator(f"#f-{id}").count())
    page.locator(f"mark[data-ids~='{hidden}']").first.click()
    page.locator(f"#f-{hidden}").wait_for()


def test_on_a_phone_the_text_leads_to_the_finding_and_back(open_page, server, tmp_path):
    page = open_page(NARROW)
    text = "# One\n\n" + "The pump was replaced on 4 May 2026.\n\n" * 60 + "Cost: TBD\n"
    review(page, server, tmp_path / "report.md", text)
    page.locator("mark", has_text="TBD").first.click()
    assert page.is_visible(".findings") and not page.is_visible(".document")
    page.locator(".view-switch [data-panel=document]").click()
    page.evaluate("document.querySelector('.document').scrollTop = 0")
    page.locator(".view-switch [data-panel=findings]").click()
    page.locator(".finding.selected .finding-show").click()
    box = page.locator("mark.selected").first.bounding_box()
    assert 0 < box["y"] < NARROW[1]


def test_a_finding_can_be_copied_as_text(open_page, server, tmp_path):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    review(page, server, tmp_path / "report.md", "# One\n\nCost: TBD\n")
    page.locator(".finding-head").first.click()
    page.locator(".finding.selected .finding-copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("One (") and "TBD" in copied


def test_a_long_document_opens_and_its_last_finding_is_found(open_page, server, tmp_path):
    words = ["pump", "line", "stopped", "because", "valve", "seal", "worn", "team", "gauge"]
    pick = random.Random(7)
    text = "".join(
        f"# Section {number}\n\n"
        + "".join(" ".join(pick.choices(words, k=60)).capitalize() + ".\n\n" for _ in range(4))
        for number in range(80)
    )
    page = open_page(WIDE)
    review(page, server, tmp_path / "long.md", text + "# The end\n\nCost: TBD\n")
    page.get_by_role("link", name="The end").click()
    page.wait_for_function("() => document.querySelector('[aria-current] a')?.text === 'The end'")
    page.evaluate("document.querySelector('.document').scrollTop = 0")
    if page.locator("#show-all").is_visible():
        page.click("#show-all")
    page.wait_for_function(
        """() => { document.querySelector('.findings').scrollTop = 1e7;
        return [...document.querySelectorAll('.finding')].at(-1).textContent.includes('TBD'); }""",
        polling=100,
    )
    page.locator(".finding", has_text="TBD").last.click()
    page.wait_for_function(
        """() => { const mark = document.querySelector('mark.selected')?.getBoundingClientRect();
        const sheet = document.querySelector('.document').getBoundingClientRect();
        return mark && mark.top > sheet.top && mark.bottom < sheet.bottom; }"""
    )


def test_a_finding_shows_the_other_places_that_it_is_about(
    open_page, plain_server, tmp_path, accessible
):
    text = "# Report\n\n## Means\n\n| Line | Vials |\n|---|---|\n| 1 | 500 |\n| 2 | 740 |\n"
    page = open_page(WIDE)
    review(page, plain_server, tmp_path / "vials.md", f"{text}| Total | 1,420 |\n")
    card = page.locator(".finding", has_text="add up to 1,240")
    card.locator(".finding-head").click()
    others = card.locator(".finding-also button")
    assert others.all_inner_texts() == ["“500”", "“740”"]
    others.last.click()
    assert page.evaluate("CSS.highlights.get('cited').size") == 1
    accessible(page)
