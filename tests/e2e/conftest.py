"""A real Chromium against the product as a process of its own."""

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.fake_claude import FakeClaude
from tests.serving import serving
from tests.working import deployed

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDE, NARROW = (1280, 900), (390, 844)


def fits(page):
    """Whether the page can be read without scrolling sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield made
        made.close()


@pytest.fixture(scope="session")
def plain_server(tmp_path_factory):
    """The product with the built-in checks, without a queue."""
    with serving(tmp_path_factory.mktemp("built-in") / "data") as started:
        yield started


@pytest.fixture(scope="session", params=["sync", "async"])
def server(request, tmp_path_factory):
    """The product with the built-in checks; alone, and with a queue, a worker and a Redis store."""
    if request.param == "sync":
        yield request.getfixturevalue("plain_server")
        return
    with deployed(tmp_path_factory.mktemp("queued")) as deployment:
        yield deployment.server


@pytest.fixture
def claude():
    with FakeClaude() as fake:
        yield fake


@pytest.fixture
def claude_server(tmp_path, claude):
    """The product with Claude, played by `claude`, two sections at a time."""
    with serving(
        tmp_path / "data", ENGINE="claude", ANTHROPIC_API_KEY="x", ANTHROPIC_BASE_URL=claude.url,
        SECTIONS_AT_ONCE="2", STOP_GRACE="0",
    ) as started:  # fmt: skip
        yield started


@pytest.fixture
def guarded_server(tmp_path):
    """The product behind a password."""
    with serving(tmp_path / "guarded", APP_PASSWORD="blue pencil") as started:
        yield started


@pytest.fixture
def open_page(browser):
    """Opens pages of any size and colour scheme; a console error fails the test at its end."""
    contexts, complaints = [], []

    def make(size=WIDE, scheme="light", **options):
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, **options
        )
        context.set_default_timeout(90_000)  # a busy machine is slow, not wrong
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.complaints = complaints
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def accessible():
    """Checks a page with axe: nothing may be found, in this state of it."""
    axe = Axe()

    def check(page):
        found = axe.run(page).response["violations"]
        shown = [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found]
        assert shown == []

    return check
