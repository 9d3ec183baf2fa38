"""Names that are spelled two ways: products, persons, identifiers in the text and in the code."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from bluepencil.engines.checks.consistency.places import finding, shown
from bluepencil.engines.checks.consistency.reading import Reading
from bluepencil.engines.checks.dictionary import is_known
from bluepencil.engines.checks.place import Place
from bluepencil.engines.checks.rule import LIKELY
from bluepencil.review.findings import Finding

_WORD = re.compile(r"(?<![\w./@#:\\-])[^\W\d_]{4,30}(?![\w/@(\\]|\.\w|-\w|:\w)")
_IDENTIFIER = re.compile(
    r"(?<![\w/.-])[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+(?![\w/])|(?<![\w/.-])[a-z]+(?:[A-Z][a-z0-9]+)+(?![\w/])"
)
_HUMP = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_TITLE = r"(?:Dr|Mr|Mrs|Ms|Prof|Herr|Frau|Hr|Fr|Mme|Sr|Sra|Ông|Bà)\.? "
_PERSON = re.compile(
    rf"(?<![\w-])(?:(?P<title>{_TITLE})(?P<last>[A-ZÀ-Ý][a-zà-ÿß]{{3,20}})|(?P<first>[A-ZÀ-Ý][a-zà-ÿß]{{1,15}})(?= (?P<family>[A-ZÀ-Ý][a-zà-ÿß]{{3,20}})(?![\w-])))(?![\w-])"
)
_SMALL = re.compile(r"(?<![^\W\d_])[a-zà-ÿ]{2,15}(?![^\W\d_])")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;•–—|\t\n(“\"*]\s{0,2}|\d[.)]\s{1,2})\Z")
_OFTEN = 3  # times that a name is written before one that differs is a slip
_LONG = 6
_COMPARED = 100  # names that one is held against
_NEAR = 200  # characters between two people who are both meant


def two_spellings(reading: Reading) -> Iterator[Finding]:
    """Names of which one spelling must be a slip; the rarer one is named."""
    words = _words(reading)
    yield from _capitals(words)
    yield from _near(words)
    yield from _persons(reading)
    yield from _identifiers(reading)


class _Words:
    """Where each word that has a capital stands in prose, and which words there are in small letters."""

    def __init__(self) -> None:
        self.places: dict[str, list[Place]] = defaultdict(list)
        self.inside: Counter[str] = Counter()  # those not at the start of a sentence
        self.small: set[str] = set()


def _words(reading: Reading) -> _Words:
    words = _Words()
    for one in reading.prose:
        text = one.own
        for match in _WORD.finditer(text):
            word = match[0]
            if word.islower():
                words.small.add(word)
                continue
            words.places[word].append(one.place(*match.span()))
            if not _SENTENCE_START.search(text, max(0, match.start() - 3), match.start()):
                words.inside[word] += 1
    return words


def _capitals(words: _Words) -> Iterator[Finding]:
    """“ZipKin” and “Zipkin”: the same letters with capitals in different places."""
    alike: dict[str, list[str]] = defaultdict(list)
    for word in words.places:
        if not word.isupper():
            alike[word.casefold()].append(word)
    for forms in alike.values():
        inner = [form for form in forms if any(letter.isupper() for letter in form[1:])]
        if len(forms) < 2 or not inner or any(form[0].islower() for form in forms):
            continue
        if forms[0].casefold() in words.small and len(words.places) and _plain_word(forms, words):
            continue
        ordinary = forms[0].casefold() in words.small
        usual = max(forms, key=lambda form: (len(words.places[form]), (form in inner) != ordinary))
        for form in forms:
            if form != usual:
                yield _misspelt(words.places[form], form, usual, words.places[usual])


def _plain_word(forms: list[str], words: _Words) -> bool:
    """Whether a form with one capital is an ordinary word at the start of sentences."""
    plain = [form for form in forms if form[1:].islower()]
    return any(not words.inside[form] for form in plain)


def _misspelt(places: list[Place], form: str, usual: str, others: list[Place]) -> Finding:
    more = f" ({len(places)} times)" if len(places) > 1 else ""
    return finding(
        places[0], "name-spelling", "low",
        f"“{form}” here{more}, “{usual}” elsewhere ({len(others)} times).",
        "Write the name one way throughout.", [*places[1:], others[0]],
        category="consistency", replacement=usual,
    )  # fmt: skip


def _near(words: _Words) -> Iterator[Finding]:
    """A name that differs by a letter from one that stands there often."""
    by_shape: dict[tuple[str, int], list[str]] = defaultdict(list)
    often = [
        word for word, places in words.places.items()
        if len(places) >= _OFTEN and words.inside[word] and len(word) >= _LONG and word.casefold() not in words.small
    ]  # fmt: skip
    for word in often:
        for length in range(len(word) - 1, len(word) + 2):
            by_shape[word[:2], length].append(word)
    for word, places in words.places.items():
        if (
            len(places) > 1
            or not words.inside[word]
            or len(word) < _LONG
            or word.casefold() in words.small
        ):
            continue
        for usual in by_shape.get((word[:2], len(word.replace("ph", "f"))), ())[:_COMPARED]:
            if word != usual and _is_slip(word, usual):
                yield _slip_of(word, usual, words)
                break


def _slip_of(rare: str, usual: str, words: _Words) -> Finding:
    """The rarer of two spellings is the slip, unless it is a word and the other is none."""
    wrong, right = rare, usual
    if is_known(rare.casefold()) and not is_known(usual.casefold()):
        wrong, right = usual, rare
    times = len(words.places[right])
    return finding(
        words.places[wrong][0], "name-spelling", "medium",
        f"“{wrong}” here, “{right}” elsewhere{f' ({times} times)' if times > 1 else ''}.",
        "Correct the spelling, if the same is meant.",
        [*words.places[wrong][1:], words.places[right][0]], confidence=LIKELY, replacement=right,
    )  # fmt: skip


def _is_slip(word: str, usual: str) -> bool:
    """Whether a name is another with a slip; of names made of several words, in a long one."""
    if any(map(str.isupper, word[1:])):
        return _same_but_a_slip(word, usual)
    return word[:2] == usual[:2] and _one_slip(word, usual)


def _one_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter inside: another, one more, or two swapped."""
    one, other = (name.casefold().replace("ph", "f") for name in (one, other))
    front = 0
    while front < min(len(one), len(other)) and one[front] == other[front]:
        front += 1
    back = 0
    while back < min(len(one), len(other)) - front and one[-1 - back] == other[-1 - back]:
        back += 1
    a, b = one[front : len(one) - back], other[front : len(other) - back]
    if not front or one == other:
        return one == other and bool(front)
    if not back:  # an ending makes another form; a last letter that is doubled is a slip
        return {len(a), len(b)} == {0, 1} and (a + b) == one[front - 1]
    if len(a) == len(b) == 2:
        return a == b[::-1]
    if max(len(a), len(b)) != 1 or any(letter.isdigit() for letter in a + b):
        return False
    rest = one[len(one) - back :]
    return rest not in ("s", "n", "d", "e", "a", "o", "r", "y")  # forms of one word


def _persons(reading: Reading) -> Iterator[Finding]:
    """“Anna Schmidt” and “Anna Schmitt”, “Dr. Meyer” and “Dr. Meier”."""
    families: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    small = {word for one in reading.prose for word in _SMALL.findall(one.text)}
    for one in reading.prose:
        for match in _PERSON.finditer(one.text):
            front, name = ("title", "last") if match["title"] else ("first", "family")
            if match[front].casefold() in small:
                continue  # no first name, but the beginning of a sentence
            families[match[front].strip(". ")][match[name]].append(
                one.place(match.start(), match.end(name))
            )
    for names in families.values():
        forms = sorted(names, key=lambda name: -len(names[name]))[:60]
        for index, rare in enumerate(forms):
            usual = next(
                (one for one in forms[:index] if one[0] == rare[0] and _person_slip(one, rare)),
                None,
            )
            if (
                usual is None
                or len(names[rare]) > 1
                or len(names[usual]) < 2
                or _together(names[rare], names[usual])
            ):
                continue
            yield finding(
                names[rare][0], "name-spelling", "medium",
                f"“{shown(names[rare][0].words)}” here, “{shown(names[usual][0].words)}” elsewhere "
                f"({len(names[usual])} times).",
                "Correct the spelling, if the same person is meant.", names[usual][:1],
                confidence=LIKELY,
            )  # fmt: skip


def _person_slip(one: str, other: str) -> bool:
    return (
        abs(len(one) - len(other)) <= 1
        and len(min(one, other, key=len)) >= 4
        and (_one_slip(f"{one}#", f"{other}#"))
        and not {one[-1], other[-1]} & {"s"}
        and not (one.startswith(other) or other.startswith(one))
    )


def _together(rare: list[Place], usual: list[Place]) -> bool:
    """Whether both stand in one paragraph, or in one part of a table, as two people do."""
    return any(
        one.section is other.section
        and abs(one.start - other.start) < _NEAR
        and ("\t" in between or "\n" not in between)
        for one in rare
        for other in usual
        for between in [one.section.text[min(one.start, other.start) : max(one.end, other.end)]]
    )


def _identifiers(reading: Reading) -> Iterator[Finding]:
    """An identifier in the text that the code writes otherwise."""
    coded: Counter[str] = Counter()
    for section in reading.sections:
        for block in section.blocks:
            if block.kind == "code":
                coded.update(
                    match[0] for match in _IDENTIFIER.finditer(section.text, block.start, block.end)
                )
    if not coded:
        return
    by_length: dict[tuple[str, int], list[str]] = defaultdict(list)
    for name in coded:
        for length in range(len(name) - 1, len(name) + 2):
            by_length[name[0], length].append(name)
    said: dict[str, list[Place]] = defaultdict(list)
    for one in reading.prose:
        for match in _IDENTIFIER.finditer(one.text):
            said[match[0]].append(one.place(*match.span()))
    for name, places in said.items():
        if name in coded or len(name) < _LONG or len(places) > 2:
            continue
        likely = [
            one for one in by_length[name[0], len(name)][:_COMPARED] if _same_but_a_slip(name, one)
        ]
        if len(likely) == 1:
            yield finding(
                places[0], "name-spelling", "medium",
                f"“{name}” here, “{likely[0]}” in the code.",
                "Write it as the code does.", places[1:], confidence=LIKELY, replacement=likely[0],
            )  # fmt: skip


def _same_but_a_slip(one: str, other: str) -> bool:
    """Whether two identifiers differ by a letter within a long word of theirs."""
    if one[0] != other[0] or one.casefold() == other.casefold():
        return False
    first, second = _HUMP.findall(one), _HUMP.findall(other)
    if len(first) != len(second):
        return False
    pairs = zip(first, second, strict=True)
    different = [(a, b) for a, b in pairs if a.casefold() != b.casefold()]
    return len(different) == 1 and min(map(len, different[0])) >= 5 and _one_slip(*different[0])
