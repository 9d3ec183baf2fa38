"""Reads numbers as people of several countries write them, in cells, in prose and in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

SPACES = " \u00a0\u2009\u202f"  # ordinary, no-break, thin, narrow no-break
_TIGHT = SPACES[1:]  # in prose an ordinary space parts two numbers

FIGURE = (
    rf"(?>\d{{1,3}}(?:[.,'’{_TIGHT}]\d{{3}}){{1,5}}(?:[.,]\d{{1,6}})?|\d{{1,15}}(?:[.,]\d{{1,6}})?)"
)
_CELL_FIGURE = (
    rf"(?>\d{{1,3}}(?:[.,'’{SPACES}]\d{{3}}){{1,5}}(?:[.,]\d{{1,6}})?|\d{{1,15}}(?:[.,]\d{{1,6}})?)"
)
_CURRENCY = r"(?:US\$|A\$|C\$|[€$£¥₫]|EUR|USD|GBP|CHF|JPY|VND|SEK|DKK|NOK|PLN|CAD|AUD)"
_CELL = re.compile(
    rf"(?P<open>\()?(?P<sign>[+−–-])?[{SPACES}]?(?P<money>{_CURRENCY})?[{SPACES}]?(?P<inner>[−-])?"
    rf"(?P<figure>{_CELL_FIGURE})[{SPACES}]?(?P<unit>%|{_CURRENCY}|[^\W\d_]{{1,12}}[²³]?"
    rf"(?:/[^\W\d_]{{1,8}})?|°C|°F)?[{SPACES}]?(?P<close>\))?\*?"
)
_SCALES = {
    "k": 10**3, "thousand": 10**3, "tausend": 10**3, "tsd": 10**3, "mille": 10**3, "mil": 10**3,
    "nghìn": 10**3, "m": 10**6, "mn": 10**6, "mio": 10**6, "million": 10**6, "millionen": 10**6,
    "millions": 10**6, "millones": 10**6, "millón": 10**6, "triệu": 10**6, "bn": 10**9,
    "billion": 10**9, "mrd": 10**9, "milliarden": 10**9, "milliards": 10**9, "tỷ": 10**9,
}  # fmt: skip


@dataclass(frozen=True)
class Amount:
    """A number as written: its value, the size of its last digit, and its unit ("" without)."""

    value: Decimal
    step: Decimal
    unit: str = ""

    @property
    def half(self) -> Decimal:
        """By how much rounding may have changed it."""
        return self.step / 2


def figure(written: str, comma: bool) -> Amount | None:
    """The number that digits with separators stand for; None for what no country writes.

    `comma`: a comma is the decimal mark where one separator and three digits leave it open.
    """
    text = re.sub(rf"['’{SPACES}]", "", written)
    points, commas = text.count("."), text.count(",")
    mark = ""
    if points and commas:
        mark = max(".,", key=text.rfind)
        if text.count(mark) > 1:
            return None
    elif points + commas == 1:
        one = "." if points else ","
        before, _, after = text.partition(one)
        grouping = len(after) == 3 and len(before) <= 3 and not before.startswith("0")
        if not grouping or (one == ",") == comma:
            mark = one
    whole, _, rest = text.partition(mark) if mark else (text, "", "")
    whole = re.sub(r"[.,]", "", whole)
    step = Decimal(1).scaleb(-len(rest))
    return Amount(Decimal(f"{whole}.{rest}" if rest else whole), step)


def scaled(amount: Amount, word: str) -> Amount | None:
    """The amount times what a word like "million" or "k" stands for; None for any other word."""
    factor = _SCALES.get(word.casefold().rstrip("."))
    return Amount(amount.value * factor, amount.step * factor) if factor else None


def cell(text: str, comma: bool) -> Amount | None:
    """The amount that is all a cell says: negative in parentheses, with a unit or currency."""
    match = _CELL.fullmatch(text.strip())
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    amount = figure(match["figure"], comma)
    if amount is None or (match["money"] and match["unit"] and not _is_scale(match["unit"])):
        return None
    unit = match["unit"] or ""
    if unit[:1].isdigit() or unit.casefold() in ("h", "st", "nd", "rd", "th", "am", "pm"):
        unit = unit.casefold()
    larger = (
        scaled(amount, unit) if unit and (match["money"] or unit in ("k", "K", "M", "bn")) else None
    )
    if larger is not None:
        amount, unit = larger, ""
    minus = bool(match["open"]) or (match["sign"] or match["inner"] or "+") != "+"
    value = -amount.value if minus else amount.value
    return Amount(value, amount.step, match["money"] or unit)


def _is_scale(unit: str) -> bool:
    return unit.casefold() in _SCALES


_ONES = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty",
    "de": "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn "
    "sechzehn siebzehn achtzehn neunzehn zwanzig",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf vingt",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte",
    "vi": "không một hai ba bốn năm sáu bảy tám chín mười",
}  # fmt: skip
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety hundred",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert",
    "fr": "vingt trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix cent",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien",
}  # fmt: skip


def written(value: Decimal, places: int) -> str:
    """A number as a sentence shows it, with so many decimals at most."""
    return f"{round(value, places):,f}".rstrip("0").rstrip(".") if places else f"{round(value):,}"


def _numerals() -> dict[str, int]:
    """The words for numbers up to a hundred."""
    words: dict[str, int] = {
        "eine": 1,
        "einen": 1,
        "einer": 1,
        "une": 1,
        "una": 1,
        "a hundred": 100,
    }
    for names in _ONES.values():
        words |= {name: number for number, name in enumerate(names.split())}
    for names in _TENS.values():
        words |= {name: 10 * number for number, name in enumerate(names.split(), 2)}
    english, german = _ONES["en"].split()[1:10], _ONES["de"].split()[1:10]
    french, spanish = _ONES["fr"].split()[1:10], _ONES["es"].split()[1:10]
    for number, ten in enumerate(_TENS["en"].split()[:8], 2):
        words |= {f"{ten}-{one}": 10 * number + unit for unit, one in enumerate(english, 1)}
    for number, ten in enumerate(_TENS["de"].split()[:8], 2):
        words |= {f"{one}und{ten}": 10 * number + unit for unit, one in enumerate(german, 1)}
    for number, ten in enumerate(_TENS["fr"].split()[:5], 2):
        words |= {f"{ten}-{one}": 10 * number + unit for unit, one in enumerate(french, 1)}
    for number, ten in enumerate(_TENS["es"].split()[1:8], 3):
        words |= {f"{ten} y {one}": 10 * number + unit for unit, one in enumerate(spanish, 1)}
    return words


NUMERALS = _numerals()  # in small letters
