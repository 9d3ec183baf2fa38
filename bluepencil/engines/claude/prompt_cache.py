"""Which prefixes of requests are still in the provider's cache, as far as we can tell."""

from __future__ import annotations

import time
from collections.abc import Callable

LIFETIME = 290.0  # seconds; the provider keeps a prefix for five minutes after its last use
MAX_PREFIXES = 256


class PromptCache:
    """Remembers when each prefix was last used; prefixes are hashes, see params.cached_prefix."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._used: dict[tuple[str, int], float] = {}  # the one used longest ago first

    def holds(self, model: str, prefix: int) -> bool:
        """Whether that prefix can still be read from the model's cache."""
        return self._clock() - self._used.get((model, prefix), float("-inf")) < LIFETIME

    def used(self, model: str, prefix: int) -> None:
        """An answer to a request with that prefix has begun."""
        self._used.pop((model, prefix), None)
        self._used[model, prefix] = self._clock()
        if len(self._used) > MAX_PREFIXES:
            del self._used[next(iter(self._used))]
