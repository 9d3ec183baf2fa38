"""Parses Markdown with markdown-it, in a limited number of steps."""

from __future__ import annotations

import re
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from bluepencil.errors import TooLarge

MAX_STEPS = 1_000_000  # a few for each markup character; many for nested brackets
MAX_TOKENS = 400_000  # of blocks: five for a list item, three for a table cell
# Not after a space before the end, nor before a digit: “$5 and $6” are prices.
_FORMULA = re.compile(r"(\$\$?+)(?=\S)[^$\n]{1,300}+(?<=\S)\1(?![\d$])")
MAX_PARAGRAPH = 50_000  # characters; the markup of a longer paragraph is not parsed


def parse(source: str) -> list[Token]:
    """The tokens of a Markdown text. Raises TooLarge when it takes too many steps."""
    parser = MarkdownIt("js-default", {"html": True})
    parser.inline = _LimitedInline()
    parser.block = _LimitedBlock()
    parser.block.ruler.at("reference", _reference)
    parser.inline.ruler.after("text", "formula", _formula)
    parser.inline.add_terminator_char("$")
    return parser.parse(source)


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Link definitions, but not the definitions of footnotes, which are text."""
    if state.src.startswith("[^", state.bMarks[start] + state.tShift[start]):
        return False
    return reference(state, start, end, silent)


def _formula(state: StateInline, silent: bool) -> bool:
    """A formula between dollar signs, in which nothing is markup."""
    found = _FORMULA.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.pending += found[0]
    state.pos = found.end()
    return True


class _LimitedBlock(ParserBlock):
    """Parses blocks: lists, tables, quotations, paragraphs."""

    def parse(
        self,
        src: str,
        md: MarkdownIt,
        env: EnvType,
        outTokens: list[Token],  # noqa: N803
    ) -> list[Token] | None:
        """As in markdown-it, but the tokens are counted."""
        state = _LimitedState(src, md, env, outTokens)
        self.tokenize(state, state.line, state.lineMax)
        return state.tokens

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        """As in markdown-it, but where it leaves out what is nested too deeply, that is text."""
        if state.level < state.md.options.maxNesting:
            super().tokenize(state, startLine, endLine)
            return
        text = state.getLines(startLine, endLine, state.blkIndent, False).strip()
        if text:
            state.push("paragraph_open", "p", 1).map = [startLine, endLine]
            inline = state.push("inline", "", 0)
            inline.content, inline.map, inline.children = text, [startLine, endLine], []
            state.push("paragraph_close", "p", -1)
        state.line = endLine


class _LimitedState(StateBlock):
    """Where the tokens of blocks are collected."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """As in markdown-it, but counted."""
        if len(self.tokens) >= MAX_TOKENS:
            raise _too_much()
        return super().push(ttype, tag, nesting)


class _LimitedInline(ParserInline):
    """Parses the text of paragraphs; brackets may make it look at the same place many times."""

    def __init__(self) -> None:
        super().__init__()
        self._steps = 0
        self.ruler.before("text", "steps", self._count)

    def skipToken(self, state: StateInline) -> None:  # noqa: N802 - a name of markdown-it
        """As in markdown-it, but counted."""
        self._count(state, True)
        super().skipToken(state)

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """As in markdown-it; a very long paragraph is a single text."""
        if len(src) > MAX_PARAGRAPH:
            tokens.append(Token("text", "", 0, content=src))
            return tokens
        return super().parse(src, md, env, tokens)

    def _count(self, _state: StateInline, _silent: bool) -> bool:
        """An inline rule that never matches."""
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise _too_much()
        return False


def _too_much() -> TooLarge:
    return TooLarge(
        "The Markdown has too much markup to read. Split it, or save it as .docx or .txt and "
        "upload that.",
        code="document_too_large",
    )
