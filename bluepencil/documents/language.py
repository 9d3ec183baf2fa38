"""The language of a text, by counting its most frequent words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from bluepencil.documents import Document

NAMES = {"de": "German", "fr": "French", "es": "Spanish", "vi": "Vietnamese", "it": "Italian",
         "nl": "Dutch", "pt": "Portuguese"}  # fmt: skip
_FREQUENT = {
    "en": "the of and to in is was for that with on are be this by it from were which not as an has"
    " have at or will can they been but their had if would there",
    "de": "der die das und ist nicht mit den von ein eine zu im dem auf für des wurde werden sich"
    " auch als wird bei nach durch sind einer über aus war am wir es seit weil",
    "fr": "le la les des et est une du dans pour que qui sur pas avec par au sont aux ce cette ont"
    " été nous il elle sans mais plus leur ou se être depuis lors",
    "es": "el los las del una por con para que se es en y fue su al como más este esta son entre"
    " sin ha han pero sobre también cuando muy ya desde porque hasta fueron",
    "vi": "và của là được cho các có trong không với những này đã để một khi người về từ đến theo"
    " tại sẽ việc như bị hoặc vào ra do",
    "it": "il di che è per un una con non del della sono gli dei alla nel più anche è stato come"
    " dal le si ha ma questo questa",
    "nl": "het een van en dat is niet zijn voor met op te aan er worden wordt door bij ook maar"
    " naar deze dit werd uit om nog",
    "pt": "o os um uma não com para do da em que foi são dos das ao pelo pela mais como mas seu"
    " sua também está ser",
}
_OF = {
    word: tuple(one for one, words in _FREQUENT.items() if word in words.split())
    for words in _FREQUENT.values()
    for word in words.split()
}
_SAMPLED = 5_000  # words from which the language of a document is told
_LEAST = 4  # frequent words from which a text has a language of its own


def language_of(words: Iterable[str], otherwise: str = "en") -> str:
    """The language (“en”, “de”, …) most of these words (in small letters) belong to.

    `otherwise` where there are too few to say so, or where that one has nearly as many: English
    sentences often quote others, and a wrong guess would switch the checks off.
    """
    counted = dict.fromkeys(_FREQUENT, 0)
    for word in words:
        for one in _OF.get(word, ()):
            counted[one] += 1
    best = max(counted, key=lambda one: counted[one])
    if counted[best] < _LEAST or counted[best] < 2 * counted.get(otherwise, 0):
        return otherwise
    return best


def document_language(document: Document, otherwise: str = "en") -> str:
    """The language that most of the document is in; `otherwise` as `language_of` has it."""
    found = (
        match[0].lower()
        for section in document.sections
        for block in section.blocks
        if block.kind != "code"
        for match in re.finditer(r"[^\W\d_]+", section.text[block.start : block.end])
    )
    return language_of(itertools.islice(found, _SAMPLED), otherwise)
