"""Markdown back: footnotes where the words end, and words that stay words."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bluepencil.documents import Block, Document, Section
from bluepencil.documents.reader import read
from bluepencil.documents.reviewed.footnotes import annotated
from bluepencil.documents.reviewed.markdown import write
from tests.documents.reviewed.making import on

REPORT = """# Incident

## Facts

The pump *stopped* at noon, see `pump log` and [the plan](plan.md), which was old.

- first\r
- second item

| part | state |
| --- | --- |
| seal | worn |

```
pressure = 12
```

## Cause

Human error.
"""
HOSTILE = "<script>hurt()</script> [x](javascript:a) ![i](x) **b** `c` [^1] | # &lt; _e_ ~~f~~"


def reviewed(source, *quotes):
    """The source with a remark on each quote, and what is without the marks."""
    document = read(source.encode(), "report.md")
    remarks = [on(document, quote) for quote in quotes]
    out = annotated(source, document, remarks)
    body, _, notes = out.partition("\n\n[^r1]: ")
    plain = re.sub(r"(\n\nOn the whole document: )?\[\^r\d+\]", "", body)
    assert plain.rstrip() == source.rstrip()
    return body, notes


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("pump stopped at", "*stopped* at[^r1] noon"),
        ("at noon", "at noon[^r1], see"),
        ("second", "- second[^r1] item"),
        ("worn", "| worn[^r1] |"),
        ("Human error.", "Human error.[^r1]"),
    ],
)
def test_a_footnote_is_referred_to_where_its_words_end(quote, shown):
    body, notes = reviewed(REPORT, quote)
    assert shown in body
    assert notes.startswith("**Serious, evidence** (Bluepencil)\\\n")
    assert quote.split()[0] in notes


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("the plan", "which was old.[^r1]"),
        ("pump log", "which was old.[^r1]"),
        ("pressure", "## Facts[^r1]"),
    ],
)
def test_where_there_is_no_room_it_stands_as_near_as_can_be(quote, shown):
    assert shown in reviewed(REPORT, quote)[0]


def test_what_stands_under_no_heading_goes_to_the_end():
    body, _ = reviewed("```\npressure = 12\n```\n", "12")
    assert body.endswith("```\n\nOn the whole document: [^r1]")


def test_other_footnotes_keep_their_names():
    source = "The pump[^r1] stopped.\n\n[^r1]: In May.\n"
    document = read(source.encode(), "a.md")
    out = annotated(source, document, [on(document, "stopped")])
    assert "The pump[^r1] stopped[^rr1].\n\n[^r1]: In May.\n\n[^rr1]: **Serious" in out


def test_a_document_of_any_type_keeps_its_order_and_lists_and_tables():
    document = read(REPORT.encode(), "report.md")
    quotes = ["pump stopped at", "the plan", "pressure", "worn", "second"]
    out = write(document, [*(on(document, quote) for quote in quotes), on(document, None)])
    assert out.startswith("# Incident\n\n## Facts[^r6]\n\nThe pump stopped at[^r1] noon")
    assert "- first\n- second[^r5] item\n\n| part | state |\n| --- | --- |" in out
    assert "```\npressure = 12\n```\n\n[^r3]\n\n## Cause" in out


def hostile(text):
    """A document that says so wherever words can stand."""
    blocks, at = [], 0
    kinds = ("paragraph", "item", "row", "code", "note")
    parts = [f"• {text}" if kind == "item" else text for kind in kinds]
    for kind, part in zip(kinds, parts, strict=True):
        cells = ((at, at + len(part)),) if kind == "row" else ()
        table = 1 if cells else None
        blocks.append(Block(kind=kind, start=at, end=at + len(part), cells=cells, table=table))
        at += len(part) + 1
    section = Section(name=text, text="\n".join(parts), blocks=tuple(blocks))
    return Document(name="a.pdf", media_type="pdf", title="A title", sections=(section,))


def rendered(markdown):
    """What Markdown makes of it: the kinds of everything that is not words, and the words."""
    blocks = MarkdownIt("js-default", {"html": True}).parse(markdown)
    tokens = [part for block in blocks for part in (block.children or [block])]
    kinds = {token.type for token in tokens if token.type not in ("text", "inline")}
    return kinds, [block.content for block in blocks if block.type == "inline"], tokens


def test_hostile_words_stay_words():
    document = hostile(HOSTILE)
    remark = on(document, "hurt()", description=HOSTILE, suggestion=HOSTILE, author=HOSTILE)
    kinds, _, tokens = rendered(write(document, [remark]))
    assert not [kind for kind in kinds if "html" in kind or "link" in kind or "image" in kind]
    assert not {"em_open", "s_open", "code_inline"} & kinds
    said = "".join(token.content for token in tokens if token.type == "text")
    assert said.count(HOSTILE) == 4 + 3
    assert said.count(HOSTILE.replace("hurt()", "hurt()[^r1]")) == 1


lines = st.text('ab1.)#*_`~<>[]()|!\\&;-+=: "$^', min_size=1, max_size=25)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(lines.map(lambda text: " ".join(text.split())).filter(bool))
def test_any_words_are_read_back_as_they_were(text):
    document = hostile(text)
    kinds, _, tokens = rendered(write(document, []))
    said = [token.content.rstrip("\n") for token in tokens if token.type in ("text", "fence")]
    assert said.count(text) == 6
    assert kinds <= {
        "heading_open", "heading_close", "paragraph_open", "paragraph_close", "fence",
        "bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close",
        "list_item_open", "list_item_close", "table_open", "table_close", "thead_open",
        "thead_close", "tr_open", "tr_close", "th_open", "th_close",
    }  # fmt: skip


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_the_source_the_marks_change_nothing_in_it(data):
    words = st.sampled_from(
        ["pump ", "*oil*", "`a b`", "[x](y)", "**", "_", "\n", "\n\n", "- ", "# H\n", "| a | b |\n",
         "| - | - |\n", "```\n", "<b>", "![p](q)", "\\", "(z)", "[^1]", "\r\n", "    code\n",
         "<!--"]
    )  # fmt: skip
    source = "Oil\n" + "".join(data.draw(st.lists(words, min_size=1, max_size=20))) + "pump"
    document = read(source.encode(), "a.md")
    section = data.draw(st.sampled_from([one for one in document.sections if one.text] or [None]))
    if section is None:
        return
    end = data.draw(st.integers(1, len(section.text)))
    remark = on(document, section.text[:end], section_name=section.name, start=0, end=end)
    out = annotated(source, document, [remark, on(document, None)])
    body, _, notes = out.partition("\n\n[^r1]: ")
    assert "[^r2]: **Serious" in notes
    plain = re.sub(r"(\n\nOn the whole document: )?(\[\^r\d\])+", "", body)
    assert plain.rstrip("\n") == source.rstrip("\n")
    assert {"[^r1]", "[^r2]"} <= set(re.findall(r"\[\^r\d\]", body))
