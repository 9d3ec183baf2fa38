"""Remarks as footnotes in a Markdown text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bluepencil.documents.reader import read
from bluepencil.documents.reviewed import footnotes
from bluepencil.documents.reviewed.footnotes import annotated, escaped, free, reference
from tests.documents.reviewed.making import on

SOURCE = "# Result\n\nThe *old* pump stopped.\n\n```\nstop()\n```\n"


def reviewed(source: str, *quotes: str) -> str:
    document = read(source.encode(), "x.md")
    return annotated(source, document, [on(document, quote) for quote in quotes])


def test_without_its_references_and_notes_the_source_is_unchanged():
    out = reviewed(SOURCE, "old", "stopped", "stop()")
    text = out.partition("\n\n[^r1]: ")[0]
    for number in (1, 2, 3):
        text = text.replace(reference("r", number), "")
    assert text == SOURCE.rstrip("\n")


def test_a_reference_follows_its_quote():
    assert "The *old* pump stopped[^r1]." in reviewed(SOURCE, "stopped")


def test_without_remarks_the_source_comes_back():
    assert reviewed(SOURCE) == SOURCE


def test_where_nothing_helps_the_references_are_at_the_end(monkeypatch):
    monkeypatch.setattr(footnotes, "_MAX_TRIES", 0)
    assert "On the whole document: [^r1]" in reviewed(SOURCE, "stopped")


@pytest.mark.parametrize(
    ("source", "prefix"), [("a", "r"), ("[^r1]", "rr"), ("[^rr1] [^r]", "rrr"), ("[^x]", "r")]
)
def test_the_prefix_is_free(source, prefix):
    assert free(source) == prefix


def test_the_prefix_is_short_and_free_in_a_text_that_uses_them_all():
    source = "[^" + "r" * 5_000
    prefix = free(source)
    assert f"[^{prefix}" not in source
    assert len(prefix) < 20


@given(st.text(st.sampled_from("ab1 *_`[]<>|~$#&;.)+-=:\\\n"), max_size=30))
def test_escaped_text_is_read_as_it_is(text):
    line = " ".join(text.split())
    tokens = MarkdownIt("js-default", {"html": True}).parse(escaped(line))
    inline = [token for token in tokens if token.type == "inline"]
    children = [child for token in inline for child in token.children or ()]
    assert all(child.type in ("text", "text_special") for child in children)
    assert "".join(child.content for child in children) == line


def test_only_the_line_of_a_list_marker_is_escaped():
    assert escaped("a\n  1. b\n\n- c") == "a\n  1\\. b\n\n\\- c"
