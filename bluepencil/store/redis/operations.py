"""What operators look at, in Redis: queues, pace, and messages that were no tasks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bluepencil.errors import NotFound
from bluepencil.store import Letter, Pace
from bluepencil.store.redis.database import Database, key

LETTERS_KEPT = 10_000  # then the oldest goes: Redis holds all in memory


class RedisOperations:
    """The Operations over one Redis."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self) -> dict[str, dict[str, Any]]:
        """See Operations."""
        return {
            queue.decode(): {
                "queued": queued,
                "active": active,
                "oldest_seconds": round(float(oldest), 1),
                "waiting_for_limit": limited,
            }
            for queue, queued, active, limited, oldest in self._ask("counts")
        }

    def latest(self, queue: str) -> list[tuple[float, float]]:
        """See Operations."""
        with self._database.using() as redis:
            kept = redis.lrange(key("latest", queue), 0, -1)
        ended = (one.decode().split(" ") for one in kept)
        return [(float(at), float(seconds)) for at, seconds in ended]

    def pace(self) -> Pace:
        """See Operations."""
        ended, spent = self._ask("pace")
        rows = [one.decode().split(":") for one in ended]
        took = sorted(float(seconds) for _, state, seconds in rows if state == "SUCCESS")
        return Pace(
            ended=len(rows),
            failed=len(rows) - len(took),
            median=_at(took, len(took) // 2),
            p95=_at(took, len(took) * 95 // 100),
            cost_usd=sum(float(one.rpartition(b":")[2]) for one in spent),
        )

    def bury(self, queue: str, reason: str, message: bytes) -> None:
        """See Operations. Only so many are kept."""
        given = {"queue": queue, "reason": reason, "kept": LETTERS_KEPT}
        self._database.ask("operations", "bury", given, message)

    def letters(self, limit: int = 100, before: int = 2**62) -> list[Letter]:
        """See Operations."""
        return [
            Letter(int(number), queue.decode(), reason.decode(), message, float(at))
            for number, queue, reason, message, at in self._ask(
                "letters", limit=limit, before=str(before)
            )
        ]

    def discard(self, number: int) -> None:
        """See Operations."""
        if not self._ask("discard", number=str(number)):
            raise NotFound("There is no letter with this number.", code="letter_not_found")

    def _ask(self, asked: str, **given: Any) -> Any:
        return self._database.ask("operations", asked, given)


def _at(took: Sequence[float], place: int) -> float:
    return round(took[place], 3) if took else 0.0
