"""Search: the passages of the caller's documents that have the words looked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from pydantic import Field

from bluepencil.documents import Document
from bluepencil.documents.search import beginnings, hits
from bluepencil.errors import NotFound
from bluepencil.review.session import DocumentRow
from bluepencil.web import OWNER, site
from bluepencil.web.api import Api
from bluepencil.web.errors import documented
from bluepencil.web.models import Model, Query
from bluepencil.web.review_page import anchors

DOCUMENTS = 20  # that are looked through: those that have most of the words

api = Api("search", __name__, tag="Sessions")


class Words(Query):
    """What to look for."""

    q: str = Field(
        min_length=1, max_length=500, pattern=r"\S", description="Words, or how they begin."
    )
    limit: int = Field(20, ge=1, le=100)


class Found(Model):
    """A passage with words looked for: `quote` stands in the section at `[start, end)`; `score` is
    from 0 to 1; `link` leads to it on the review page."""

    session_id: str
    document_name: str
    section_name: str
    quote: str
    start: int
    end: int
    score: float
    link: str


class Results(Model):
    """The passages, best first."""

    results: list[Found]


class _Passage(NamedTuple):
    row: DocumentRow
    section: str
    anchor: str
    start: int
    text: str


@api.get(
    "/api/v1/search",
    summary="Search the text of all documents",
    responses={200: Results, **documented(422)},
)
def search(query: Words) -> dict[str, Any]:
    """Passages with the most of these words come first. What was just uploaded is found."""
    return Results(results=passages(query.q, query.limit)).model_dump()


def passages(query: str, limit: int) -> list[Found]:
    """The passages of the caller's documents that match a query, best first."""
    store, places = site().store, list[_Passage]()
    for row in store.search_index.having(OWNER, beginnings(query), DOCUMENTS):
        with suppress(NotFound):  # it has just been deleted
            places += _places(row, store.sessions.document(row.session_id, row.version))
    found = hits([(place.section, place.text) for place in places], query, limit)
    return [_found(places[hit.number], hit.start, hit.end, hit.score) for hit in found]


def _places(row: DocumentRow, document: Document) -> Iterator[_Passage]:
    links = anchors(document)
    for section in document.sections:
        for block in section.blocks:
            text = section.text[block.start : block.end]
            yield _Passage(row, section.name, links[section.name], block.start, text)


def _found(place: _Passage, start: int, end: int, score: float) -> Found:
    first, last = place.start + start, place.start + end
    return Found(
        session_id=place.row.session_id,
        document_name=place.row.name,
        section_name=place.section,
        quote=place.text[start:end],
        start=first,
        end=last,
        score=score,
        link=f"/review/{place.row.session_id}#s-{place.anchor}~{first},{last}",
    )
