"""The words of a text as a search looks for them: small, without accents."""

from __future__ import annotations

import re
import unicodedata

from bluepencil.documents import Document

_LONGEST = 64  # characters of a word that count
# A letter of a script without spaces is a word of its own; elsewhere letters and digits in a row.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")


def words_of(text: str) -> set[str]:
    """The different words of a text."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return {word[:_LONGEST] for word in _WORD.findall(unicodedata.normalize("NFKC", plain))}


def words_in(document: Document) -> set[str]:
    """The different words of a document, the names of its sections among them."""
    texts = (part for section in document.sections for part in (section.name, section.text))
    return words_of(" ".join(texts))
