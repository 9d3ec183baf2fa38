"""The built-in reading of a request into JSON: what it literally says, put where its words point.

Nothing is made up: a field gets a value that the request has, or its schema's default, or none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from typing import Any

from bluepencil.engines.text import found
from bluepencil.engines.text.field_words import ALSO_SAID
from bluepencil.engines.text.found import Found
from bluepencil.engines.text.json_schema import CheckedSchema
from bluepencil.values import Json

NEAR = 60  # characters between a field's words and its value
_CLAUSE = 20  # characters that a comma between them counts for
_FAR = 10**9
DEEPEST = 4  # objects in one another
MOST_FIELDS = 200
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_A-Za-z]+|\d+")
_CLAUSE_TEXT = re.compile(r"[^.!?;\n]*")
_MARK = re.compile(r"[,;\n]")
_AFTER = re.compile(r"\s{0,5}(?:[:=]|\bis\b|\bare\b|\bist\b|\best\b|\bes\b|\blà\b)\s{0,5}")
_QUOTED = re.compile(r"\s{0,5}[\"“„«']([^\"“”„«»'\n]{1,300})[\"”“»']")
_VALUE = re.compile(r"[^\n,;.!?]{1,200}(?:\.\d[^\n,;!?]{0,50})?")
_CAPITAL = r"[A-ZÀ-ÝĐ][\w'’.-]*"
_LINK = r"(?:(?:de|van|von|der|la|le|du|&)\s{1,5})?"  # a small word within a name
_FEW = "{1,5}"
_NAME = re.compile(
    r"\s{0,5}(?:of |de |del |von |des )?"
    rf"({_CAPITAL}(?:\s{_FEW}{_LINK}(?:{_CAPITAL}|\d[\w'’.-]*)){{0,4}})"
)
_CODE = re.compile(
    r"\s{0,5}(?:nr|no|n°|number|nummer|#|:)?\.?\s{0,5}#?"
    r"([\w/-]{0,40}\d[\w/-]{0,40}(?:\.[\w/-]{1,20}){0,3})(?!\w)",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\b(?:no|not|never|without|don't|isn't|doesn't|off|disable|false|kein|keine|keinen|nicht|ohne"
    r"|nein|pas|sans|non|sin|không|tắt)\b[^.!?\n]{0,20}$",
    re.IGNORECASE,
)
_SAYS_NO = re.compile(
    r"\s{0,5}(?:[:=]|is|ist|est|es)?\s{0,5}(?:no|false|nein|non|không|off|not)\b", re.IGNORECASE
)
_NEXT = re.compile(r"\s{1,5}(?:and|und|et|y|và|with|mit|avec|con|but)\s{1,5}")
_LIST = re.compile(
    r"\s{0,5}(?:,|;|\band\b|\bund\b|\bet\b|\by\b|\bvà\b|\bor\b)\s{0,5}", re.IGNORECASE
)
_WHOLE = frozenset(
    {"description", "message", "text", "content", "body", "details", "request", "summary"}
)
Finder = Callable[[str], list[Found]]
_BY_NAME: dict[str, Finder] = {
    "email": found.emails, "mail": found.emails, "phone": found.phones, "telephone": found.phones,
    "mobile": found.phones, "url": found.addresses, "website": found.addresses,
    "link": found.addresses, "time": found.times, "date": found.dates,
    "deadline": found.dates, "day": found.dates,
}  # fmt: skip


class Reader:
    """One request, read for one schema; `check()` raises where the reading is to stop."""

    def __init__(self, request: str, schema: CheckedSchema, check: Callable[[], None]) -> None:
        self._text, self._schema = request, schema
        self._folded = request.casefold()
        if len(self._folded) != len(request):  # some letters fold into two
            self._folded = request.lower() if len(request.lower()) == len(request) else request
        self._check = check
        self._fields = 0
        self._taken: set[tuple[int, int]] = set()
        self._found: dict[Finder, list[Found]] = {}

    def value(self, schema: Any, words: tuple[str, ...] = (), depth: int = 0) -> Found | None:
        """What the request says for a schema; None where it says nothing."""
        schema = self._plain(schema)
        if "const" in schema:
            return Found(schema["const"], 0, 0)
        if isinstance(schema.get("enum"), list):
            return self._choice(schema["enum"], words)
        kinds = schema.get("type")
        kind = (
            next((one for one in kinds if one != "null"), None)
            if isinstance(kinds, list)
            else kinds
        )
        if kind == "object" or (kind is None and "properties" in schema):
            return self._object(schema, depth) if depth < DEEPEST else None
        if kind == "array":
            return self._list(schema, words, depth)
        if kind == "boolean":
            return self._boolean(words)
        if kind in ("integer", "number"):
            return self._number(words, whole=kind == "integer")
        return self._string(schema, words) if kind in ("string", None) else None

    def _plain(self, within: Any) -> Json:
        """The schema with references followed, and of alternatives the first that is not null."""
        schema: Json = self._schema.resolved(within)
        for keyword in ("anyOf", "oneOf"):
            for one in schema.get(keyword) or ():
                one = self._schema.resolved(one)
                if one.get("type") != "null":
                    return {**one, **{k: v for k, v in schema.items() if k != keyword}}
        for one in schema.get("allOf") or ():
            inner = self._schema.resolved(one)
            properties = {**inner.get("properties", {}), **schema.get("properties", {})}
            schema = {**inner, **schema, **({"properties": properties} if properties else {})}
        return schema

    def _object(self, schema: Json, depth: int) -> Found | None:
        """An object of those fields the request says something for; the plainest come first, so
        that a number beside its field's word is not taken by another one."""
        made: Json = {}
        properties = schema.get("properties")
        if not isinstance(properties, dict):
            return None
        for name, inner in sorted(properties.items(), key=lambda one: self._rank(one[1])):
            self._check()
            self._fields += 1
            if self._fields > MOST_FIELDS:
                break
            said = self.value(inner, self._words(name, inner), depth + 1)
            if said is not None:
                made[name] = said.value
                self._taken.add((said.start, said.end))
        ordered = {name: made[name] for name in properties if name in made}
        return Found(ordered, 0, 0) if ordered else None

    def _rank(self, schema: Any) -> int:
        schema = self._plain(schema)
        if "format" in schema or "enum" in schema:
            return 0
        return {"integer": 1, "number": 1, "boolean": 2, "object": 4, "string": 5}.get(
            str(schema.get("type")), 3
        )

    def _words(self, name: str, schema: Any) -> tuple[str, ...]:
        """What a request may call a field: its name's words, its title, its name's last word."""
        parts = [part.casefold() for part in _PARTS.findall(name)]
        title = self._schema.resolved(schema).get("title")
        said = [" ".join(parts), name.casefold(), *([str(title).casefold()] if title else [])]
        if len(parts) > 1:
            said += [part for part in (parts[-1], parts[0]) if len(part) > 3]
        said += [other for part in parts for other in ALSO_SAID.get(part, ())]
        return tuple(dict.fromkeys(word for word in said if word))

    def _places(self, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
        """Where the request says one of these words, the most telling word first."""
        for word in words:
            ending = r"(?:s|es|e|n|en)?"
            pattern = rf"(?<!\w){re.escape(word)}{ending}(?!\w)"
            for match in re.finditer(pattern, self._folded):
                yield match.span()

    def _choice(self, values: list[Any], words: tuple[str, ...]) -> Found | None:
        """The value that is named; of several the one nearest to the field's words."""
        named = []
        for value in values:
            if isinstance(value, str) and value:
                parts = re.split(r"[\s_-]+", value.casefold())
                if parts[0] not in self._folded:
                    continue
                spoken = r"[\s_-]+".join(map(re.escape, parts))
                for match in re.finditer(rf"(?<!\w){spoken}(?!\w)", self._folded):
                    named.append(Found(value, *match.span()))
        numbers = [
            one for one in values if isinstance(one, int | float) and not isinstance(one, bool)
        ]
        if numbers:
            named += [one for one in self._all(found.numbers) if one.value in numbers]
        return self._nearest(named, words, needed=False)

    def _nearest(self, said: list[Found], words: tuple[str, ...], *, needed: bool) -> Found | None:
        """The one nearest to a word of the field; `needed`: only with such a word beside it."""
        places = list(self._places(words))
        ends, starts = sorted(end for _, end in places), sorted(start for start, _ in places)
        free = [one for one in said if (one.start, one.end) not in self._taken] or said

        def distance(one: Found) -> tuple[int, int]:
            before, after = bisect_right(ends, one.start), bisect_left(starts, one.end)
            gaps = [self._gap(ends[before - 1], one.start)] if before else []
            gaps += [2 * self._gap(one.end, starts[after])] if after < len(starts) else []
            return min(gaps, default=_FAR), one.start

        best = min(free, key=distance, default=None)
        return None if best is None or (needed and distance(best)[0] > NEAR) else best

    def _gap(self, start: int, end: int) -> int:
        """How far a value is from a field's word; another clause is far."""
        near = end - start <= NEAR
        return end - start + (_CLAUSE if near and _MARK.search(self._text, start, end) else 0)

    def _all(self, finder: Finder) -> list[Found]:
        if finder not in self._found:
            self._found[finder] = finder(self._text)
        return self._found[finder]

    def _number(self, words: tuple[str, ...], *, whole: bool) -> Found | None:
        said = [
            one for one in self._all(found.numbers) if not whole or float(one.value).is_integer()
        ]
        said = [Found(int(one.value) if whole else one.value, one.start, one.end) for one in said]
        beside = self._nearest(said, words, needed=True)
        if beside is not None:
            return beside
        free = [one for one in said if (one.start, one.end) not in self._taken]
        return free[0] if len(said) == len(free) == 1 else None

    def _boolean(self, words: tuple[str, ...]) -> Found | None:
        for start, end in self._places(words[:2]):
            no = _NO.search(self._text[max(0, start - NEAR) : start])
            return Found(not (no or _SAYS_NO.match(self._text, end)), start, end)
        return None

    def _list(self, schema: Json, words: tuple[str, ...], depth: int) -> Found | None:
        inner = self._plain(schema.get("items"))
        if isinstance(inner.get("enum"), list):
            every = [self._choice([value], ()) for value in inner["enum"]]
            named = sorted((one for one in every if one is not None), key=lambda one: one.start)
            return Found([one.value for one in named], 0, 0) if named else None
        finder = found.BY_FORMAT.get(str(inner.get("format")))
        if finder is not None:
            values = [one.value for one in self._all(finder)]
            return Found(values, 0, 0) if values else None
        if inner.get("type") == "object":
            one = self.value(inner, words, depth + 1)
            return Found([one.value], one.start, one.end) if one is not None else None
        for _, end in self._places(words) if words else [(0, 0)]:
            stated = _AFTER.match(self._text, end)
            if stated is None and words and inner.get("type") != "string":
                continue
            rest = _CLAUSE_TEXT.match(self._text, stated.end() if stated else end)
            parts = _LIST.split(rest[0].strip()) if rest else []
            return self._elements([part.strip(" \"'“”") for part in parts if part.strip()], inner)
        return None

    def _elements(self, parts: list[str], inner: Json) -> Found | None:
        if inner.get("type") in ("integer", "number"):
            numbers = [one.value for part in parts for one in found.numbers(part)[:1]]
            return Found(numbers, 0, 0) if numbers else None
        return Found(parts, 0, 0) if parts else None

    def _string(self, schema: Json, words: tuple[str, ...]) -> Found | None:
        finder: Finder | None = found.BY_FORMAT.get(str(schema.get("format")))
        if finder is None and words:
            finder = next(
                (find for name, find in _BY_NAME.items() if name in words[0].split()), None
            )
        if finder is not None:
            return self._nearest(self._all(finder), words, needed=False)
        return self._stated(words) or (
            Found(self._text.strip(), 0, 0) if words and words[0] in _WHOLE else None
        )

    def _stated(self, words: tuple[str, ...]) -> Found | None:
        """What is stated after a field's words: quoted, after a colon or “is”, or as a name."""
        for _, end in self._places(words):
            if quoted := _QUOTED.match(self._text, end):
                return Found(quoted[1].strip(), *quoted.span(1))
            stated = _AFTER.match(self._text, end)
            if stated is not None:
                if quoted := _QUOTED.match(self._text, stated.end()):
                    return Found(quoted[1].strip(), *quoted.span(1))
                if value := _VALUE.match(self._text, stated.end()):
                    return self._trimmed(value)
            elif name := _CODE.match(self._text, end) or _NAME.match(self._text, end):
                return Found(name[1].rstrip(".'’-"), *name.span(1))
        return None

    def _trimmed(self, value: re.Match[str]) -> Found:
        """A value up to where the next clause begins."""
        text = _NEXT.split(value[0])[0].strip(" \"'")
        if name := _NAME.match(text):
            text = name[1] if len(text.split()) > 6 else text
        return Found(text, value.start(), value.start() + len(text))
