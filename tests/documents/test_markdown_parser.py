"""Markdown is parsed as markdown-it does, within limits."""

import pytest
from markdown_it import MarkdownIt

from bluepencil.documents import markdown_parser
from bluepencil.errors import TooLarge

SOURCE = "# A *b*\n\n- [c](d) `e`\n\n| f | g |\n| - | - |\n| **h** | ~~i~~ |\n\n> <b>j</b> &amp;\n"


def test_the_tokens_are_those_of_markdown_it():
    usual = MarkdownIt("js-default", {"html": True}).parse(SOURCE)
    assert [token.as_dict() for token in markdown_parser.parse(SOURCE)] == [
        token.as_dict() for token in usual
    ]


def test_steps_are_counted_anew_for_each_text(monkeypatch):
    monkeypatch.setattr(markdown_parser, "MAX_STEPS", 60)
    for _ in range(5):
        assert markdown_parser.parse("*a* [b](c)")


def test_too_many_steps_are_refused(monkeypatch):
    monkeypatch.setattr(markdown_parser, "MAX_STEPS", 60)
    with pytest.raises(TooLarge):
        markdown_parser.parse("*a* [b](c)" * 20)


def test_too_many_blocks_are_refused_while_they_are_parsed(monkeypatch):
    monkeypatch.setattr(markdown_parser, "MAX_TOKENS", 60)
    assert markdown_parser.parse("- a\n" * 10)
    for source in ("- a\n" * 20, "|a|b|\n|-|-|\n" + "|c|d|\n" * 10):
        with pytest.raises(TooLarge):
            markdown_parser.parse(source)


def test_an_empty_text_has_no_tokens():
    assert markdown_parser.parse("") == []


def test_a_very_long_paragraph_is_a_single_text(monkeypatch):
    monkeypatch.setattr(markdown_parser, "MAX_PARAGRAPH", 8)
    _, inline, _ = markdown_parser.parse("*a* *b* *c*")
    assert [(token.type, token.content) for token in inline.children] == [("text", "*a* *b* *c*")]
