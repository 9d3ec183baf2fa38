"""Hostile text in every field of a document runs nothing and breaks no layout."""

import pytest

from tests.e2e.conftest import NARROW, WIDE

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


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_hostile_text_stays_text(open_page, server, tmp_path, size):
    path = tmp_path / "<img src=x onerror=window.hurt=1>.md"
    path.write_text(TEXT)
    page = open_page(size)
    page.goto(server.url)
    page.set_input_files("#document", path)
    page.wait_for_url("**/review/*")
    page.click("#review")
    page.wait_for_function(
        "() => document.getElementById('progress-text').textContent.includes('finding')"
    )
    for pane in ("sections", "sheet", "findings", "chat"):
        if size == NARROW:
            page.click(f".switch [data-pane={pane}]")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), pane
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.fill("#chat-input", f"What about several {EVIL}?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".exchange .source")
    assert page.evaluate("window.hurt") is None
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert "<script>window.hurt=1</script>" in page.text_content(".sheet")
    marked = page.locator("mark").all_text_contents()
    assert "the the" in marked  # after the emoji the offsets still fit
