"""Hostile text in every field of a document runs nothing and breaks no layout."""

from html import escape

import pytest

from tests.e2e.conftest import NARROW, WIDE, fits

pytestmark = pytest.mark.browser
EVIL = '<script>window.hurt=1</script><img src=x onerror="window.hurt=1">\'"</textarea></script>'
LONG = "W" * 5000
TEXT = f"""# {EVIL}

Several {EVIL} things were decided. It was decided to use {LONG}.

## {LONG}

\u202eright to left\u202c and {{{{ 7*7 }}}} and ${{7*7}} and javascript:alert(1)

- item {EVIL} will be done soon

| {EVIL} | Due |
| --- | --- |
| {LONG} | soon |

## {EVIL}

TBD 🖊 several 🖊🖊 things, the the end \u0301\u0301\u0301\u0301.

```
{EVIL}
```
"""

HTML = f"""<html><head><title>{escape(EVIL)}</title></head><body>
<h1>{escape(EVIL)}</h1><p>Several {escape(EVIL)} things. It was decided to use {LONG}.</p>
<h2>{LONG}</h2><h2>{"W" * 180}</h2><p>\u202eright to left. TBD 🖊 the the end.</p>
<h2>\u202eheading {escape(EVIL)}</h2>
<ul><li>{escape(EVIL)} soon<ul><li>{LONG}</li></ul></li></ul>
<table><tr><td>{escape(EVIL)}</td><td>{LONG}</td></tr></table><pre>{escape(EVIL)}</pre>
</body></html>"""
# What in sight holds something wider than itself, though it should not scroll sideways.
TOO_WIDE = """() => [...document.querySelectorAll(
    '.sections, .document, .findings, .conversation, .document-section p')]
  .filter((one) => one.offsetParent && one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.className)"""


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("text", [TEXT, HTML], ids=["markdown", "html"])
def test_hostile_text_stays_text(open_page, server, tmp_path, size, text):
    path = tmp_path / "<img src=x onerror=window.hurt=1>.md"
    path.write_text(text)
    page = open_page(size)
    page.goto(server.url)
    page.set_input_files("#document", path)
    page.wait_for_url("**/review/*")
    page.click("#review")
    page.wait_for_function(
        "() => document.getElementById('progress-text').textContent.includes('finding')"
    )
    for pane in ("sections", "document", "findings", "chat"):
        if size == NARROW:
            page.click(f".view-switch [data-panel={pane}]")
        assert fits(page), pane
        assert page.evaluate(TOO_WIDE) == [], pane
    page.keyboard.press("j")
    page.keyboard.press("q")
    page.fill("#chat-input", f"What about several {EVIL}?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".exchange .source")
    assert page.evaluate("window.hurt") is None
    assert fits(page)
    assert EVIL in page.text_content(".document")
    if text is HTML:
        assert EVIL in page.text_content(".document-section:first-of-type h2")
        assert EVIL in page.text_content("#section-list li")
    marked = page.locator("mark").all_text_contents()
    assert "the the" in marked  # after the emoji the offsets still fit


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_hostile_text_stays_text_on_every_other_page(open_page, plain_server, size):
    server = plain_server
    session_id = server.upload(TEXT)
    here = f"/sessions/{session_id}"
    name = f"{EVIL} {'W' * 80}"[:200]
    server.ask(here, {"name": name}, method="PATCH")
    server.ask("/review_document", {"session_id": session_id})
    first = server.ask(here)["feedback"][0]["id"]
    server.ask(f"{here}/feedback/{first}", {"decision": "rejected", "reason": EVIL}, method="PATCH")
    server.ask("/chat", {"session_id": session_id, "message": f"{EVIL} {LONG}"})
    guideline = f"# {EVIL}\n\n## Expected sections\n\n- {EVIL}\n\n## Checklist\n\n- {EVIL} {LONG}\n"
    server.ask("/guidelines/hostile", {"text": guideline}, method="PUT")
    server.ask(here, {"guidelines": "hostile"}, method="PATCH")
    changed = TEXT.replace("Several", f"Forty {EVIL}", 1) + f"\n## New {EVIL}\n\n{EVIL} {LONG}\n"
    server.upload(changed, f"{here}/versions")
    page = open_page(size)
    for path, words in {
        "/": name,
        f"/?q={'W' * 40}": name,
        f"/review/{session_id}": name,
        f"/review/{session_id}/statistics": EVIL,
        f"/review/{session_id}/changes/2": EVIL,
        "/settings/guidelines": EVIL,
        "/settings/guidelines/hostile": EVIL,
        "/queue": "Queue",
    }.items():
        page.goto(f"{server.url}{path}")
        assert words in page.text_content("body"), path
        assert fits(page), path
        assert page.evaluate("window.hurt") is None, path
    server.ask(here, {}, method="DELETE")
    server.ask("/guidelines/hostile", {}, method="DELETE")
