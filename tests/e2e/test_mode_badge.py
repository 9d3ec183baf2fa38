"""The page says where work runs, and quietly when the queue falls away and comes back."""

import pytest

from tests.e2e.conftest import WIDE
from tests.working import deployed, until

pytestmark = pytest.mark.browser

TEXT = "# One\n\nThe pump stopped for a while.\n"


def said(page, words):
    page.wait_for_function(
        "words => document.getElementById('mode-short').textContent === words", arg=words
    )


def review(page):
    page.click("#review")
    page.wait_for_function(
        "() => !document.getElementById('review').hidden"
        " && document.getElementById('progress-text').textContent.includes('finding')"
    )


def test_a_queue_that_falls_away_and_comes_back_is_told(open_page, tmp_path):
    with deployed(tmp_path) as deployment:
        server, (worker,) = deployment.server, deployment.workers
        page = open_page(WIDE, "light")
        page.goto(f"{server.url}/review/{server.upload(TEXT)}")
        said(page, "Queue, 1 worker")
        assert worker.stop() == 0
        until(lambda: not deployment.alive())
        review(page)
        said(page, "Queue unavailable")
        page.goto(server.url)
        assert "Queue unavailable" in page.inner_text("footer")
        page.go_back()
        said(page, "Queue unavailable")
        deployment.add_worker()
        review(page)
        said(page, "Queue")


def test_without_a_queue_it_says_so(open_page, plain_server):
    page = open_page(WIDE, "light")
    page.goto(f"{plain_server.url}/review/{plain_server.upload(TEXT)}")
    said(page, "No queue")
    review(page)
    said(page, "No queue")
    page.click("#document-menu summary")
    assert "in the web process" in page.inner_text("#mode")
