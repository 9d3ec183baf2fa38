"""The pages a person reads: server-rendered, with the session's text in them as text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from bluepencil.documents.guideline import Guideline
from bluepencil.errors import BluepencilError
from bluepencil.review.session import SessionRow
from bluepencil.web import OWNER, site
from bluepencil.web.charts import STATES, charts, curve
from bluepencil.web.guidelines import known, view, views
from bluepencil.web.operations import described
from bluepencil.web.overview import ago, counted, mode, money, overview
from bluepencil.web.security import signed_in
from bluepencil.web.sessions import describe
from bluepencil.web.statistics import activity, statistics
from bluepencil.web.versions import changes

pages = Blueprint("pages", __name__)

SHOWN = 100  # documents in the list


@pages.get("/")
def index() -> str:
    """The first screen: drop a file, or try a sample; below, one's documents, searched by `q`."""
    words = request.args.get("q", "")[:500]
    rows = site().store.sessions.rows(OWNER, words)
    titles = {name: one.title or name for name, one in sorted(known().items())}
    return render_template(
        "index.html",
        words=words,
        rows=[_row(row, titles) for row in sorted(rows, key=_touched, reverse=True)[:SHOWN]],
        more=max(0, len(rows) - SHOWN),
        titles=titles,
        shipped=len(site().guidelines),
        engine=_engine(),
        mode=mode(),
    )


@pages.get("/review/<session_id>")
def review(session_id: str) -> str:
    """One document under review."""
    here = site()
    session = describe(session_id)
    held_to = here.store.sessions.get(session_id, OWNER).guideline
    return render_template(
        "review.html",
        session=session,
        engine=_engine(),
        mode=mode(),
        guideline=held_to,
        guidelines={name: one.title or name for name, one in sorted(known().items())},
        anchors=_anchors(session),
        opening=_opening(session),
        told=_told(session, held_to),
    )


@pages.get("/review/<session_id>/statistics")
def in_numbers(session_id: str) -> str:
    """One review in numbers, and what was done in it when."""
    found = site().store.sessions.load(session_id, OWNER)
    session, items = found.session, found.standing
    told = statistics(found)
    readable = {section.name for section in session.document.sections if section.text.strip()}
    return render_template(
        "statistics.html",
        session_id=session_id,
        name=session.name,
        told=told,
        decided=told.total - told.by_decision.get("open", 0),
        sections=len(readable),
        read=len(readable & found.read),
        states=STATES,
        **charts(items, session.document),
        curve=curve([review.numbers.get("findings", 0) for review in told.reviews]),
        tokens=_tokens,
        money=money,
        done=activity(session_id),
    )


@pages.get("/review/<session_id>/changes/<int:version>")
def changed(session_id: str, version: int) -> str:
    """What a version of the document changed, side by side with what it was."""
    session = site().store.sessions.get(session_id, OWNER)
    told = changes(session_id, version)
    states = Counter(section["state"] for section in told["sections"])
    return render_template(
        "changes.html",
        session_id=session_id,
        name=session.name,
        newest=session.version,
        told=told,
        summary=_summary(states),
    )


@pages.get("/settings/guidelines")
def guidelines() -> str:
    """What reviews can be held against."""
    return render_template("guidelines.html", guidelines=views(), counted=counted)


@pages.get("/settings/guidelines/<name>")
def guideline(name: str) -> str:
    """One guideline, to read and to edit."""
    return render_template("guideline.html", one=view(name))


@pages.get("/queue")
def queue() -> str:
    """What waits, runs, has failed, and who does the work."""
    return render_template("queue.html", **overview())


@pages.get("/docs")
def docs() -> str:
    """The API, readable."""
    return render_template("docs.html", api=described(), errors=_errors(BluepencilError))


@pages.get("/sign-in")
def sign_in() -> str | Response:
    """Ask for the password; who is signed in goes on."""
    return redirect("/") if signed_in() else render_template("login.html")


@pages.get("/favicon.ico")
def favicon() -> Response:
    """Browsers ask for it here, whatever the page says."""
    return redirect("/static/icon.svg")


def _engine() -> str:
    """What reads and answers, honestly."""
    engine = site().engine
    return (
        f"Claude · {engine.model('analysis')}"
        if engine.name == "claude"
        else "Built-in checks, no AI"
    )


def _touched(row: SessionRow) -> float:
    return row.touched_at


def _row(row: SessionRow, titles: Mapping[str, str]) -> dict[str, Any]:
    """A document in the list of them."""
    if row.findings:
        came = f"{row.decided:,} of {row.findings:,} decided"
    elif row.reviewed:
        came = "nothing found"
    else:
        came = "not reviewed yet"
    return {
        "session_id": row.session_id,
        "name": row.name,
        "came": came,
        "guideline": titles.get(row.guideline, row.guideline),
        "ago": ago(row.touched_at),
    }


def _summary(states: Mapping[str, int]) -> str:
    """How many sections of each state there are, in words."""
    parts = [
        f"{counted(states[state], 'section')} {state}"
        for state in ("changed", "added", "removed", "unchanged")
        if states.get(state)
    ]
    return f"{', '.join(parts)}."


def _tokens(used: Mapping[str, float]) -> float:
    """All tokens that were paid for, at whatever price."""
    return sum(number for name, number in used.items() if name.endswith("tokens"))


def _errors(root: type[BluepencilError]) -> list[type[BluepencilError]]:
    """Every class of error with a code of its own, from the root of the tree down."""
    found = [root] if "code" in vars(root) and root is not BluepencilError else []
    return found + [error for child in root.__subclasses__() for error in _errors(child)]


def _opening(session: dict[str, Any]) -> str:
    """What the page says of the review before its scripts have begun."""
    if session["tasks"]:
        return "Reading"
    if session["statistics"]["sections_reviewed"]:
        return counted(session["statistics"]["total"], "finding")
    words = sum(section["words"] for section in session["sections"])
    return f"{counted(len(session['sections']), 'section')}, {counted(words, 'word')}"


def _anchors(session: dict[str, Any]) -> dict[str, str]:
    """By section name, how links say it: the same for the same names, each once."""
    anchors: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for section in session["sections"]:
        plain = re.sub(r"[\W_]+", "-", section["name"].casefold()).strip("-") or "section"
        seen[plain] += 1
        anchors[section["name"]] = plain if seen[plain] == 1 else f"{plain}--{seen[plain]}"
    return anchors


def _told(session: dict[str, Any], guideline: Guideline) -> dict[str, Any]:
    """What the page's scripts need beside the page itself: no document text a second time."""
    rows = ("name", "words", "reviewed")
    return {
        "session_id": session["session_id"],
        "sections": [{row: section[row] for row in rows} for section in session["sections"]],
        "feedback": session["feedback"],
        **{name: session[name] for name in ("resolved", "history", "revision", "version")},
        "chat": session["chat"],
        "tasks": session["tasks"],
        "guideline": {f"{guideline.name}#{item.id}": item.text for item in guideline.items},
    }
