"""A whole review by keyboard alone, from opening a report to exporting it.

Every step is checked with axe, for its layout, and that the focus is in view. With the environment
variable `WALK_SHOTS` set to a folder, screenshots of the steps are saved there.
"""

import io
import os
import zipfile
from pathlib import Path

import pytest

from tests.e2e.conftest import NARROW, WIDE, fits

pytestmark = pytest.mark.browser


class Walk:
    """One walk through the product; using the mouse is an error."""

    def __init__(self, page, accessible, name):
        self.page, self.accessible, self.name = page, accessible, name
        self.steps = 0
        page.add_init_script(
            "addEventListener('pointerdown', () => console.error('the mouse was used'), true)"
        )

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, words):
        self.press("Control+a")
        self.page.keyboard.type(words)

    def seen(self, step, look=True):
        """Record the step; what has the focus is in view."""
        if look:
            self.accessible(self.page)
        assert fits(self.page), step
        assert self.page.evaluate(
            """() => {
              const { top, bottom, left, right } = document.activeElement.getBoundingClientRect();
              return bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
            }"""
        ), f"{step}: what has the focus is out of sight"
        self.steps += 1
        if folder := os.environ.get("WALK_SHOTS"):
            path = Path(folder) / f"{self.name}-{self.steps:02}-{step}.png"
            self.page.screenshot(path=path)

    def said(self, id, words):
        self.page.wait_for_function(
            "([id, words]) => document.getElementById(id).textContent.includes(words)",
            arg=[id, words],
        )

    def tab_to(self, selector):
        """Press Tab until it has the focus."""
        for _ in range(60):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.press("Tab")
        raise AssertionError(f"{selector} cannot be reached by keyboard")


@pytest.mark.parametrize(
    ("size", "scheme", "name"), [(WIDE, "light", "wide"), (NARROW, "dark", "narrow")]
)
def test_a_whole_review_by_keyboard(open_page, plain_server, accessible, size, scheme, name):
    page = open_page(size, scheme, accept_downloads=True)
    walk = Walk(page, accessible, name)
    page.goto(plain_server.url)
    walk.tab_to("#sample")
    walk.seen("first-screen")
    walk.press("Enter")
    page.wait_for_url("**/review/*")
    assert page.locator("#section-list li[data-name]").count() >= 10
    walk.seen("opened")

    walk.press("r")
    walk.said("decided", "0 of ")
    page.wait_for_selector("#stop", state="hidden")
    walk.seen("reviewed")
    total = int(page.text_content("#decided").split()[2])
    assert total >= 12

    if size == NARROW:
        walk.tab_to(".view-switch [data-panel=findings]")
        walk.press("Enter")
    for number in range(1, 11):
        walk.press(
            "n" if number == 1 else "j" if number == 5 else "n", "x" if number % 3 == 0 else "a"
        )
        walk.said("decided", f"{number} of {total} decided")
        walk.seen(f"decided-{number}", look=number in (1, 3))

    decided = page.text_content("#decided")
    order = page.locator(".finding .finding-head").all_text_contents()
    here = page.url
    page.reload()
    walk.said("decided", decided)
    assert page.locator(".finding .finding-head").all_text_contents() == order
    assert page.url == here
    walk.seen("reloaded")

    for number in range(11, total):
        walk.press("n", "x" if number % 4 == 0 else "a")
        walk.said("decided", f"{number} of {total} decided")
        walk.seen(f"decided-{number}", look=False)

    walk.press("n", "e")
    walk.write("Say which loggers were read, and when.")
    walk.seen("editing")
    walk.press("Control+Enter")
    walk.said("decided", f"{total} of {total} decided")

    walk.press("c")
    page.keyboard.type("Name the person who signs.")
    walk.seen("adding")
    walk.press("Control+Enter")
    walk.said("decided", f"{total + 1} of {total + 1} decided")
    walk.seen("added", look=False)

    for number, question in enumerate(("What are common gaps?", "Who decided?"), 1):
        walk.press("q")
        page.keyboard.type(question)
        walk.press("Enter")
        page.wait_for_function(
            "n => document.querySelectorAll('.exchange .source').length === n", arg=number
        )
        walk.seen(f"asked-{number}")
        walk.press("Escape")

    walk.press("Shift+E")
    walk.seen("export")
    accepted = int(page.text_content("#export-word").split()[3])
    with page.expect_download() as download:
        walk.press("Enter")
    data = Path(download.value.path()).read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        comments = file.read("word/comments.xml").decode()
    assert comments.count("<w:comment ") == accepted
    assert "Say which loggers were read, and when." in comments
    assert "Name the person who signs." in comments
    session = plain_server.ask(f"/sessions/{page.url.split('/')[-1].split('#')[0].split('?')[0]}")
    by = session["statistics"]["by_decision"]
    assert by["accepted"] == accepted and by["accepted"] + by["rejected"] == total + 1
    assert [turn["message"] for turn in session["chat"]] == [
        "What are common gaps?",
        "Who decided?",
    ]
