"""What may be wrong with an installation: its parts looked at one by one, none for long, and
nothing changed by that."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from bluepencil.doctor import engine, machine, queue, store
from bluepencil.doctor.verdict import Verdict, problem
from bluepencil.settings import Settings

__all__ = ["Verdict", "examine"]

LONGEST = 30.0  # seconds for one part; the engine's own connection test gives up after 15
PARTS: dict[str, Callable[[Settings], Verdict]] = {
    "Program": machine.program,
    "Settings": machine.settings_given,
    "Clock": machine.clock,
    "Data": machine.data,
    "Disk": machine.disk,
    "Store": store.store,
    "Redis": queue.redis_server,
    "Workers": queue.workers,
    "Engine": engine.engine,
}


def examine(settings: Settings) -> Iterator[tuple[str, Verdict]]:
    """Look at every part, one after the other: its name, and how it is."""
    for part, look in PARTS.items():
        yield part, _in_time(look, settings)


def _in_time(look: Callable[[Settings], Verdict], settings: Settings) -> Verdict:
    """What `look` sees. If it hangs, it is left behind in its thread."""
    seen: list[Verdict] = []
    thread = threading.Thread(target=lambda: seen.append(look(settings)), daemon=True)
    thread.start()
    thread.join(LONGEST)
    return seen[0] if seen else problem(f"Nothing was learned within {LONGEST:g} seconds.")
