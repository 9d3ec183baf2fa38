"""The pages a person reads: rendered on the server, with document text escaped as text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from bluepencil.documents import types
from bluepencil.documents.guideline import Guideline
from bluepencil.engines import Lane
from bluepencil.errors import BluepencilError
from bluepencil.review.session import SessionRow
from bluepencil.values import plural
from bluepencil.web import OWNER, labels, site, texts
from bluepencil.web.charts import STACK, charts, curve
from bluepencil.web.formatting import ago, duration, money
from bluepencil.web.guidelines import known, view, views
from bluepencil.web.overview import AVAILABLE, UNAVAILABLE, mode, overview
from bluepencil.web.security import signed_in
from bluepencil.web.sessions import describe
from bluepencil.web.statistics import activity, statistics
from bluepencil.web.versions import changes

pages = Blueprint("pages", __name__)

SHOWN = 100  # documents in the list
_SHARED = {
    "plural": plural, "duration": duration, "ago": ago, "money": money, "labels": labels.FINDING,
    "accept": types.ACCEPT, "type_labels": types.LABELS,
}  # fmt: skip


@pages.context_processor
def shared() -> dict[str, Any]:
    """What every template may use: the formats, the labels, the types that can be uploaded."""
    return _SHARED


@pages.get("/")
def home() -> str:
    """Upload a document, or choose one of those there are; `q` searches them."""
    query = request.args.get("q", "")[:500]
    rows = sorted(site().store.sessions.rows(OWNER, query), key=_last_used, reverse=True)
    titles = _guideline_titles()
    return render_template(
        "home.html",
        query=query,
        rows=[_document_row(row, titles) for row in rows[:SHOWN]],
        more=max(0, len(rows) - SHOWN),
        guideline_titles=titles,
        has_custom_guidelines=len(titles) > len(site().guidelines),
        engine=_engine(),
        mode=mode(),
    )


@pages.get("/review/<session_id>")
def review(session_id: str) -> str:
    """One document under review."""
    session = describe(session_id)
    guideline = site().store.sessions.get(session_id, OWNER).guideline
    return render_template(
        "review.html",
        session=session,
        engine=_engine(),
        mode=mode(),
        guideline=guideline,
        guideline_titles=_guideline_titles(),
        anchors=_anchors(session),
        exported=types.EXPORTED.values(),
        status=_initial_status(session),
        whole_document=labels.WHOLE_DOCUMENT,
        page_data=_page_data(session, guideline),
    )


@pages.get("/review/<session_id>/statistics")
def statistics_page(session_id: str) -> str:
    """A review in numbers, and the log of what was done in it."""
    found = site().store.sessions.load(session_id, OWNER)
    session, items = found.session, found.standing
    counts = statistics(found)
    with_text = {section.name for section in session.document.sections if section.text.strip()}
    return render_template(
        "statistics.html",
        session_id=session_id,
        name=session.name,
        statistics=counts,
        decided=counts.total - counts.by_decision.get("open", 0),
        sections=len(with_text),
        reviewed=len(with_text & found.read),
        stack=STACK,
        **charts(items, session.document),
        curve=curve([review.numbers.get("findings", 0) for review in counts.reviews]),
        tokens=_tokens,
        activity=activity(session_id),
    )


@pages.get("/review/<session_id>/changes/<int:version>")
def changes_page(session_id: str, version: int) -> str:
    """What a version of the document changed, side by side with the one before."""
    session = site().store.sessions.get(session_id, OWNER)
    found = changes(session_id, version)
    states = Counter(section["state"] for section in found["sections"])
    return render_template(
        "changes.html",
        session_id=session_id,
        name=session.name,
        newest=session.version,
        changes=found,
        summary=_summary(states),
    )


@pages.get("/settings/guidelines")
def guidelines() -> str:
    """All guidelines."""
    return render_template("guidelines.html", guidelines=views())


@pages.get("/settings/guidelines/<name>")
def guideline(name: str) -> str:
    """One guideline, to read and to edit."""
    return render_template("guideline.html", guideline=view(name))


@pages.get("/text")
def text() -> str:
    """Summarize a text, find its keywords, or turn it into JSON."""
    return render_template(
        "text.html",
        kinds=texts.KINDS,
        languages=texts.LANGUAGES,
        earlier=texts.earlier(),
        kept=duration(site().settings.result_ttl),
        engine=_engine("chat", "Built-in text rules, no AI"),
    )


@pages.get("/queue")
def queue() -> str:
    """Queued, running and failed tasks, and the workers."""
    return render_template("queue.html", **overview())


@pages.get("/docs")
def api() -> str:
    """The API reference."""
    from bluepencil.web.openapi import reference  # with its library, for whoever asks

    api = reference(current_app)
    paths = {path: one for path, one in api["paths"].items() if path.rstrip("/") == path}
    return render_template("api.html", api={**api, "paths": paths}, errors=_errors(BluepencilError))


@pages.get("/sign-in")
def sign_in() -> str | Response:
    """Ask for the password, unless the visitor is signed in."""
    return redirect("/") if signed_in() else render_template("sign_in.html")


@pages.get("/favicon.ico")
def favicon() -> Response:
    """Browsers ask for it here, whatever the page says."""
    return redirect("/static/icon.svg")


def _engine(lane: Lane = "analysis", built_in: str = "Built-in checks, no AI") -> str:
    """What does the work, with its model."""
    engine = site().engine
    return f"Claude · {engine.model(lane)}" if engine.name == "claude" else built_in


def _guideline_titles() -> dict[str, str]:
    return {name: one.title or name for name, one in sorted(known().items())}


def _last_used(row: SessionRow) -> float:
    return row.touched_at


def _document_row(row: SessionRow, titles: Mapping[str, str]) -> dict[str, Any]:
    if row.findings:
        status = f"{row.decided:,} of {row.findings:,} decided"
    elif row.reviewed:
        status = "no findings"
    else:
        status = "not reviewed yet"
    return {
        "session_id": row.session_id,
        "name": row.name,
        "status": status,
        "guideline": titles.get(row.guideline, row.guideline),
        "last_used": ago(row.touched_at),
    }


def _summary(states: Mapping[str, int]) -> str:
    """How many sections of each state there are: “2 sections changed, 1 section added.”"""
    parts = [
        f"{plural(states[state], 'section')} {state}"
        for state in ("changed", "added", "removed", "unchanged")
        if states.get(state)
    ]
    return f"{', '.join(parts)}."


def _tokens(usage: Mapping[str, float]) -> float:
    """All tokens that were paid for, at whatever price."""
    return sum(number for name, number in usage.items() if name.endswith("tokens"))


def _errors(root: type[BluepencilError]) -> list[type[BluepencilError]]:
    """Every class of error with a code of its own, from the root of the tree down."""
    found = [root] if "code" in vars(root) and root is not BluepencilError else []
    return found + [error for child in root.__subclasses__() for error in _errors(child)]


def _initial_status(session: dict[str, Any]) -> str:
    """The status of the review as shown until the page's scripts run."""
    if session["tasks"]:
        return "Reviewing…"
    if session["statistics"]["sections_reviewed"]:
        return plural(session["statistics"]["total"], "finding")
    words = sum(section["words"] for section in session["sections"])
    return f"{plural(len(session['sections']), 'section')}, {plural(words, 'word')}"


def _anchors(session: dict[str, Any]) -> dict[str, str]:
    """The fragment of each section's link, by section name; stable, and unique in the page."""
    anchors: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for section in session["sections"]:
        slug = re.sub(r"[\W_]+", "-", section["name"].casefold()).strip("-") or "section"
        seen[slug] += 1
        anchors[section["name"]] = slug if seen[slug] == 1 else f"{slug}--{seen[slug]}"
    return anchors


def _page_data(session: dict[str, Any], guideline: Guideline) -> dict[str, Any]:
    """What the scripts of the review page need besides the page: no document text twice."""
    columns = ("name", "words", "reviewed")
    copied = (
        "session_id", "feedback", "resolved", "history", "revision", "version", "chat", "tasks"
    )  # fmt: skip
    return {
        "session": {
            **{name: session[name] for name in copied},
            "sections": [{name: row[name] for name in columns} for row in session["sections"]],
            "guideline": {f"{guideline.name}#{item.id}": item.text for item in guideline.items},
        },
        "labels": labels.FINDING,
        "whole_document": labels.WHOLE_DOCUMENT,
        "modes": {"available": AVAILABLE._asdict(), "unavailable": UNAVAILABLE._asdict()},
    }
