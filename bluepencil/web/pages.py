"""The pages a person reads: rendered on the server, with document text escaped as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from bluepencil.documents import types
from bluepencil.engines import Lane
from bluepencil.errors import BluepencilError
from bluepencil.review.session import SessionRow
from bluepencil.values import plural
from bluepencil.web import OWNER, keys, labels, review_page, site, texts, webhooks_page
from bluepencil.web.charts import MOST, STACK, charts, curve, longest
from bluepencil.web.formatting import ago, duration, money
from bluepencil.web.guidelines import known, view, views
from bluepencil.web.overview import mode, overview
from bluepencil.web.search import passages
from bluepencil.web.security import signed_in
from bluepencil.web.statistics import activity, statistics
from bluepencil.web.versions import changes

pages = Blueprint("pages", __name__)

SHOWN = 100  # documents in the list
PASSAGES = 20  # that match a search
LOGGED = 200  # rows of the log of a review, the newest
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
    sessions = site().store.sessions
    rows = sessions.rows(OWNER, query, last_used=True, limit=SHOWN)
    titles = _guideline_titles()
    return render_template(
        "home.html",
        query=query,
        passages=passages(query, PASSAGES),
        rows=[_document_row(row, titles) for row in rows],
        more=sessions.number(OWNER, query) - len(rows) if len(rows) == SHOWN else 0,
        guideline_titles=titles,
        has_custom_guidelines=len(titles) > len(site().guidelines),
        engine=_engine(),
        mode=mode(),
    )


@pages.get("/review/<session_id>")
def review(session_id: str) -> str:
    """One document under review; `text=all`: with all of it, for readers without scripts."""
    return render_template(
        "review.html",
        **review_page.view(session_id, whole=request.args.get("text") == "all"),
        engine=_engine(),
        mode=mode(),
        guideline_titles=_guideline_titles(),
        exported=types.EXPORTED.values(),
    )


@pages.get("/review/<session_id>/sections/<int:start>")
def sections(session_id: str, start: int) -> str:
    """The text of some sections, from that number on, for the page to put in its place."""
    return render_template(
        "_sections.html", sections=review_page.some_sections(session_id, min(start, 2**31))
    )


@pages.get("/review/<session_id>/statistics")
def statistics_page(session_id: str) -> str:
    """A review in numbers, and the log of what was done in it."""
    found = site().store.sessions.load(session_id, OWNER)
    session, items = found.session, found.standing
    counts, done = statistics(found), activity(session_id)
    with_text = {section.name for section in session.document.sections if section.text.strip()}
    drawn = charts(items, session.document)
    return render_template(
        "statistics.html",
        session_id=session_id,
        name=session.name,
        statistics=counts,
        decided=counts.total - counts.by_decision.get("open", 0),
        sections=len(with_text),
        reviewed=len(with_text & found.read),
        stack=STACK,
        **{**drawn, "by_section": longest(drawn["by_section"])},
        more_sections=max(0, len(drawn["by_section"]) - MOST),
        curve=curve([review.numbers.get("findings", 0) for review in counts.reviews]),
        tokens=_tokens,
        activity=done[-LOGGED:],
        more_activity=max(0, len(done) - LOGGED),
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


@pages.get("/settings/keys")
def api_keys() -> str:
    """The API keys: made, listed and revoked."""
    return render_template("keys.html", keys=keys.rows())


@pages.get("/settings/webhooks")
def webhooks() -> str:
    """All webhooks."""
    return render_template("webhooks.html", **webhooks_page.all_of_them())


@pages.get("/settings/webhooks/<webhook_id>")
def webhook(webhook_id: str) -> str:
    """One webhook, and what was sent to it."""
    return render_template("webhook.html", **webhooks_page.one_of_them(webhook_id))


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


def _document_row(row: SessionRow, titles: Mapping[str, str]) -> dict[str, Any]:
    shown = row.findings - row.minor
    if shown:
        status = f"{row.decided - row.minor_decided:,} of {shown:,} decided"
    elif row.findings:
        status = "only minor findings"
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
