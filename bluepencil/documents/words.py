"""The words of a text for a search: lower case, without accents."""

from __future__ import annotations

import re
import unicodedata

from bluepencil.documents import Document

_LONGEST = 64  # characters of a word that count
# In scripts without spaces each character is a word; in others a run of letters and digits.
CHARACTER = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(rf"{CHARACTER.pattern}|[^\W_\u3040-\u30ff\u3400-\u9fff]+")


def words_of(text: str) -> set[str]:
    """The different words of a text."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return {word[:_LONGEST] for word in _WORD.findall(unicodedata.normalize("NFKC", plain))}


def words_in(document: Document) -> set[str]:
    """The different words of a document, including the names of its sections."""
    texts = (part for section in document.sections for part in (section.name, section.text))
    return words_of(" ".join(texts))
