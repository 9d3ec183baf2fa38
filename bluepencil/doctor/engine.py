"""The engine: asked the smallest question there is."""

from __future__ import annotations

from bluepencil.doctor.verdict import Verdict, ok, problem
from bluepencil.engines import Call
from bluepencil.errors import BluepencilError
from bluepencil.settings import Settings
from bluepencil.terminal import reviewer
from bluepencil.work.cancel import Cancel


def engine(settings: Settings) -> Verdict:
    """The engine of these settings, over a store of its own: the real one may be away."""
    try:
        with reviewer(settings) as parts:
            seen = parts.engine.check_connection(Call("test", Cancel()))
    except (BluepencilError, OSError) as error:
        return problem(f"It could not be set up: {error}")
    if not seen.connected:
        return problem(seen.detail)
    if seen.engine == "built-in":
        return ok(seen.detail)
    return ok(f"{seen.detail} It took {seen.latency:.1f} s, and some 20 tokens to ask.")
