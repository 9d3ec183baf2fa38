"""Killed at any moment in rounds of decisions, uploads and undo: what was acknowledged is kept."""

import contextlib
import http.client
import random
import threading
import urllib.error

import pytest

from tests.serving import serving

pytestmark = pytest.mark.slow
ROUNDS = 8
TEXT = "# One\n\nSeveral vials broke soon.\n\n# Two\n\nIt was decided that some were lost.\n"
GONE = (OSError, http.client.HTTPException)  # no answer: nothing was acknowledged


class Reader:
    """Decides, undoes and uploads until the server is gone, and remembers what it was told."""

    def __init__(self, server, chance):
        self.server, self.chance = server, chance
        self.uploaded: set[str] = set()
        self.session_id = server.upload(TEXT)
        task = server.ask(
            "/review_document", {"session_id": self.session_id}, Prefer="respond-async"
        )
        server.ended(task["task_id"])
        self.findings = f"/sessions/{self.session_id}/feedback"
        self.decisions = self.told()
        self.unsure: set[str] = set()  # asked for, and not acknowledged

    def told(self) -> dict[str, str]:
        items = self.server.ask(self.findings)["items"]
        return {item["id"]: item["decision"] for item in items}

    def go_on(self) -> None:
        with contextlib.suppress(*GONE):
            while True:
                self.chance.choice([self.decide, self.decide, self.undo, self.upload])()

    def decide(self) -> None:
        chosen = self.chance.choice(sorted(self.decisions))
        decision = self.chance.choice(["accepted", "rejected", "open"])
        self.unsure = {chosen}
        self.server.ask(f"{self.findings}/{chosen}", {"decision": decision}, "PATCH")
        self.decisions[chosen], self.unsure = decision, set()

    def undo(self) -> None:
        self.unsure = set(self.decisions)
        try:
            told = self.server.ask(f"/sessions/{self.session_id}/undo", {})
        except urllib.error.HTTPError as nothing:
            with nothing:
                assert nothing.code == 409
            told = {"items": []}
        self.decisions |= {item["id"]: item["decision"] for item in told["items"]}
        self.unsure = set()

    def upload(self) -> None:
        self.uploaded.add(self.server.upload(TEXT))

    def kept(self) -> set[str]:
        """All reviews there are."""
        found, cursor = set(), "0"
        while cursor:
            page = self.server.ask(f"/sessions?limit=1000&cursor={cursor}")
            found |= {row["session_id"] for row in page["sessions"]}
            cursor = page.get("next_cursor")
        return found

    def check(self) -> None:
        """All that was acknowledged is there; what was not may be, or may not."""
        now = self.told()
        wrong = {one for one, decision in self.decisions.items() if now[one] != decision}
        assert wrong <= self.unsure and len(wrong) <= 1
        assert self.uploaded <= self.kept()
        self.decisions, self.unsure = now, set()


def test_nothing_that_was_acknowledged_is_lost(tmp_path):
    chance = random.Random(20)
    with serving(tmp_path / "data") as server:
        reader = Reader(server, chance)
        for _ in range(ROUNDS):
            thread = threading.Thread(target=reader.go_on)
            thread.start()
            thread.join(chance.uniform(0.05, 0.6))
            server.kill()
            thread.join(30)
            server.start()
            reader.check()
        assert reader.uploaded
