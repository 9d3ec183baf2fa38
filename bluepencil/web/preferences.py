"""What a caller prefers, by the `Prefer` header of RFC 7240: to be answered at once, or to wait."""

from __future__ import annotations

import re
from typing import NamedTuple, Self

from werkzeug.datastructures import Headers

_SECONDS = re.compile(r'"?(\d{1,6})"?')


class Preference(NamedTuple):
    """`respond_async`: answer 202 at once; `wait`: after that many seconds at most.

    What is not understood counts as not said.
    """

    respond_async: bool = False
    wait: int | None = None

    @classmethod
    def of(cls, headers: Headers) -> Self:
        """What the headers of a request say."""
        if "Prefer" not in headers:
            return cls()
        said = [part for line in headers.getlist("Prefer") for part in line.split(",")]
        names = dict[str, str]()
        for part in said:  # of a preference said twice, the first counts
            name, _, value = part.partition(";")[0].partition("=")
            names.setdefault(name.strip().lower(), value.strip())
        seconds = _SECONDS.fullmatch(names.get("wait", ""))
        return cls(names.get("respond-async") == "", int(seconds[1]) if seconds else None)

    @property
    def applied(self) -> str:
        """What `Preference-Applied` says of an answer with 202."""
        said = ["respond-async"] if self.respond_async else []
        return ", ".join(said if self.wait is None else [*said, f"wait={self.wait}"])
