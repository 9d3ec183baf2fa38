"""The pages a person reads: server-rendered, with the session's text in them as text."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from bluepencil.web import site
from bluepencil.web.operations import described
from bluepencil.web.security import signed_in
from bluepencil.web.sessions import describe

pages = Blueprint("pages", __name__)


@pages.get("/")
def index() -> str:
    """The first screen: drop a file, or try a sample."""
    return render_template("index.html")


@pages.get("/review/<session_id>")
def review(session_id: str) -> str:
    """One document under review."""
    engine = site().engine
    return render_template(
        "review.html",
        session=describe(session_id),
        engine=engine.name,
        model=engine.model("analysis"),
    )


@pages.get("/docs")
def docs() -> str:
    """The API, readable."""
    return render_template("docs.html", api=described())


@pages.get("/sign-in")
def sign_in() -> str | Response:
    """Ask for the password; who is signed in goes on."""
    return redirect("/") if signed_in() else render_template("login.html")


@pages.get("/favicon.ico")
def favicon() -> Response:
    """Browsers ask for it here, whatever the page says."""
    return redirect("/static/icon.svg")
