"""What was seen of one part, and what to do about it."""

from __future__ import annotations

from typing import Literal, NamedTuple

DRIFT = 2.0  # seconds that two clocks may differ: claims on tasks last for a few


class Verdict(NamedTuple):
    """How one part is; `advice` is empty where nothing needs to be done."""

    status: Literal["ok", "warning", "problem"]
    detail: str
    advice: str = ""


def ok(detail: str) -> Verdict:
    """It works."""
    return Verdict("ok", detail)


def warning(detail: str, advice: str) -> Verdict:
    """It works, but not as well as it might."""
    return Verdict("warning", detail, advice)


def problem(detail: str, advice: str = "") -> Verdict:
    """It does not work; `advice` is empty where the detail says what to do."""
    return Verdict("problem", detail, advice)


def drifted(seconds: float) -> Verdict | None:
    """What is wrong when a server's clock is so far ahead of this machine's; None: nothing."""
    if abs(seconds) <= DRIFT:
        return None
    way = "ahead of" if seconds > 0 else "behind"
    return problem(
        f"Its clock is {abs(seconds):.0f} seconds {way} this machine's.",
        "Keep the time of all machines by NTP.",
    )


def newer(where: object) -> Verdict:
    """A store that this release cannot read."""
    return problem(f"{where} was written by a newer release.", "Install that release.")


def size(count: float) -> str:
    """Bytes, as people read them."""
    for unit in ("bytes", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"


def one_line(error: Exception) -> str:
    """What a library said, in one line."""
    said = ". ".join(line.strip(" \t.") for line in str(error).splitlines())
    return said if said.endswith("?") else f"{said}."
