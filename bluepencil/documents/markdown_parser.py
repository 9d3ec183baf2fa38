"""Parses Markdown with markdown-it, in a limited number of steps."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from bluepencil.errors import TooLarge

MAX_STEPS = 4_000_000  # about one for each word of a long document, many for nested brackets
MAX_PARAGRAPH = 50_000  # characters; the markup of a longer paragraph is not parsed


def parse(source: str) -> list[Token]:
    """The tokens of a Markdown text. Raises TooLarge when it takes too many steps."""
    parser = MarkdownIt("js-default", {"html": True})
    parser.inline = _LimitedParser()
    return parser.parse(source)


class _LimitedParser(ParserInline):
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
            raise TooLarge(
                "The Markdown is nested too deeply to read. Save the document as .docx or .txt "
                "and upload that.",
                code="document_too_large",
            )
        return False
