"""The built-in keywords: the phrases that a text keeps coming back to, without repetitions."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bluepencil.engines.text.languages import Language
from bluepencil.engines.text.sentences import Sentence, sentences, stem, tokens

_BREAK = re.compile(r"[,;:()\[\]{}\"“”„«»/|–—]|\s-\s|(?<![.!?…])[.!?…]++(?:\s|$)")
_LONGEST = 4  # words of a phrase
_LONGEST_SYLLABLES = 6  # of one in a language that writes its words in syllables
_MOST_GAIN = 5  # words that make a phrase better than a shorter one
_CHECK_EVERY = 200  # sentences between two looks whether to stop
_NUMBER = re.compile(r"[\d.,%/-]+")


@dataclass
class _Phrase:
    """A phrase in all its forms."""

    count: int = 0
    first: int = 0  # the sentence in which it comes first
    headings: int = 0
    forms: Counter[str] = field(default_factory=Counter)


def keywords(
    text: str, most: int, language: Language, on_progress: Callable[[float], None]
) -> list[str]:
    """At most so many phrases, best first."""
    phrases: dict[tuple[str, ...], _Phrase] = defaultdict(_Phrase)
    words: Counter[str] = Counter()
    read, number = 0, 0
    for number, sentence in enumerate(sentences(text, language)):
        read += len(sentence.text)
        if number % _CHECK_EVERY == 0:
            on_progress(min(0.9, read / max(1, len(text))))
        for run in _runs(sentence, language):
            words.update(stem(word, language) for word in run)
            _note(phrases, run, number, sentence, language)
    ranked = sorted(
        phrases.items(), key=lambda one: (-_worth(one[0], one[1], words, number), one[1].first)
    )
    return list(_distinct(ranked, most, phrases))


def _runs(sentence: Sentence, language: Language) -> Iterator[Sequence[str]]:
    """Words that stand beside each other with no small word or punctuation between them."""
    for part in _BREAK.split(sentence.text):
        run: list[str] = []
        for word in tokens(part, language):
            small = word.casefold() in language.stop_words or len(word) == 1
            if small or _NUMBER.fullmatch(word):
                if run:
                    yield run
                run = []
            else:
                run.append(word)
        if run:
            yield run


def _note(
    phrases: dict[tuple[str, ...], _Phrase],
    run: Sequence[str],
    number: int,
    sentence: Sentence,
    language: Language,
) -> None:
    longest = _LONGEST if language.stemmed else _LONGEST_SYLLABLES
    for start in range(len(run)):
        for end in range(start + 1, min(len(run), start + longest) + 1):
            form = run[start:end]
            if end - start == 1 and not language.stemmed:
                continue  # a syllable alone is seldom a word
            phrase = phrases[tuple(stem(word, language) for word in form)]
            if not phrase.count:
                phrase.first = number
            phrase.count += 1
            phrase.headings += sentence.heading
            phrase.forms[" ".join(form)] += 1


def _worth(key: tuple[str, ...], phrase: _Phrase, words: Counter[str], last: int) -> float:
    """How much a phrase says of the text: how often it and its words come, how early, and how
    firmly it is one phrase rather than words that met once."""
    often = sum(math.log1p(words[word]) for word in key) / len(key)
    early = 1 + 0.6 / (1 + 8 * phrase.first / (last + 1))
    named = 1.25 if _is_name(phrase) else 1.0
    firm = phrase.count / max(words[word] for word in key)
    more = min(_MOST_GAIN, len(key) - 1)  # words beside the first
    long = (0.7 + 0.75 * firm) * (1 + 0.25 * more) if more else 1.0
    if len(key) > 1 and phrase.count == 1:
        long *= 0.6
    if len(key) == 1 and len(key[0]) <= 3 and not named > 1:
        long *= 0.6
    return often * math.log1p(phrase.count) * early * named * long * (1 + 0.3 * phrase.headings)


def _is_name(phrase: _Phrase) -> bool:
    """Whether it is written like a name wherever it comes: HPLC, Kilo Prism."""
    form = phrase.forms.most_common(1)[0][0]
    return form.isupper() or (phrase.count > 1 and all(word[:1].isupper() for word in form.split()))


def _distinct(
    ranked: Sequence[tuple[tuple[str, ...], _Phrase]],
    most: int,
    phrases: dict[tuple[str, ...], _Phrase],
) -> Iterator[str]:
    """The best of them that do not say again what a better one says."""
    chosen: list[tuple[str, ...]] = []
    for key, phrase in ranked:
        if len(chosen) == most:
            return
        if any(_repeats(key, other, phrase.count, phrases[other].count) for other in chosen):
            continue
        chosen.append(key)
        yield _shown(phrase)


def _repeats(key: tuple[str, ...], other: tuple[str, ...], count: int, others: int) -> bool:
    shared = len(set(key) & set(other))
    if not shared:
        return False
    if set(key) <= set(other):  # a part of a phrase that is there; by itself only if it often is
        return count < 3 * others
    return shared >= min(len(set(key)), len(set(other))) or shared > len(set(key)) / 2


def _shown(phrase: _Phrase) -> str:
    """The form it most often has; with a capital only where it mostly has one."""
    plain: Counter[str] = Counter()
    for form, number in phrase.forms.items():
        plain[form] += number
    return plain.most_common(1)[0][0]
