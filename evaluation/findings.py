"""All findings of the built-in checks in a document."""

from __future__ import annotations

from bluepencil.documents import Document
from bluepencil.documents.guideline import Guideline
from bluepencil.engines import Call
from bluepencil.engines.checks import BuiltIn
from bluepencil.review.findings import Finding
from bluepencil.work.cancel import Cancel


def findings_of(document: Document, guideline: Guideline) -> list[Finding]:
    """All findings of the built-in checks in a document."""
    found: list[Finding] = []
    engine, call = BuiltIn(), Call("analysis", Cancel())
    for section in document.sections:
        engine.review_section(document, section, guideline, call, found.append)
    engine.review_whole(document, guideline, call, found.append)
    return found
