"""The badge that says where tasks run, also when the queue goes away and comes back."""

import pytest

from tests.e2e.conftest import WIDE
from tests.working import deployed, until

pytestmark = pytest.mark.browser

TEXT = "# One\n\nThe pump stopped for a while.\n"


def wait_for_badge(page, words):
    page.wait_for_function(
        "words => document.getElementById('mode-short').textContent === words", arg=words
    )


def review(page):
    page.click("#review")
    page.wait_for_function(
        "() => !document.getElementById('review').hidden"
        " && document.getElementById('progress-text').textContent.includes('finding')"
    )


def test_the_badge_follows_a_queue_that_goes_away_and_comes_back(open_page, tmp_path):
    with deployed(tmp_path) as deployment:
        server, (worker,) = deployment.server, deployment.workers
        page = open_page(WIDE, "light")
        page.goto(f"{server.url}/review/{server.upload(TEXT)}")
        wait_for_badge(page, "Queue, 1 worker")
        assert worker.stop() == 0
        until(lambda: not deployment.alive())
        review(page)
        wait_for_badge(page, "Queue unavailable")
        page.goto(server.url)
        assert "Queue unavailable" in page.inner_text("footer")
        page.go_back()
        wait_for_badge(page, "Queue unavailable")
        deployment.add_worker()
        review(page)
        wait_for_badge(page, "Queue")


def test_without_a_queue_the_badge_says_so(open_page, plain_server):
    page = open_page(WIDE, "light")
    page.goto(f"{plain_server.url}/review/{plain_server.upload(TEXT)}")
    wait_for_badge(page, "No queue")
    review(page)
    wait_for_badge(page, "No queue")
    page.click("#document-menu summary")
    assert "in the web process" in page.inner_text("#mode")
