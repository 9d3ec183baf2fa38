"""What tokens cost: one table, in US$ per million, and how to read it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from bluepencil.engines.claude.options import Price
from bluepencil.review.findings import Usage


class Tier(NamedTuple):
    """The price of calls whose whole input is at most `up_to` tokens."""

    up_to: float
    price: Price


_ANY = float("inf")

# input, output, cache write (5 minutes), cache read; as published in October 2026. Where only input
# and output are published, a cache write is 1.25 and a read 0.1 of input, as for the others.
PRICES: Mapping[str, tuple[Tier, ...]] = {
    "claude-sonnet-5-5": (Tier(_ANY, (2.0, 10.0, 2.5, 0.2)),),
    "claude-haiku-5-5": (
        Tier(100_000, (0.1, 0.5, 0.125, 0.01)),
        Tier(_ANY, (0.5, 2.5, 0.625, 0.05)),
    ),
    "claude-opus-5-5": (Tier(_ANY, (4.0, 20.0, 5.0, 0.4)),),
    "claude-fable-5-1": (Tier(_ANY, (10.0, 50.0, 12.5, 1.0)),),
}

_REST = re.compile(r"([-@:]\d{8}|-v\d+(:\d+)?|-latest)*")


def cost(model: str, usage: Usage, prices: Mapping[str, Price]) -> float | None:
    """What that usage costs in US$; None for a model that is in no table.

    A dated id, or Bedrock's name for a model, has the model's price; `prices` go before the table.
    """
    tiers = _tiers(model, {name: (Tier(_ANY, price),) for name, price in prices.items()})
    tiers = tiers or _tiers(model, PRICES)
    if not tiers:
        return None
    sizes = (
        usage.input_tokens,
        usage.output_tokens,
        usage.cache_creation_input_tokens,
        usage.cache_read_input_tokens,
    )
    whole_input = sizes[0] + sizes[2] + sizes[3]
    price = next(tier.price for tier in tiers if whole_input <= tier.up_to)
    return sum(size * each for size, each in zip(sizes, price, strict=True)) / 1_000_000


def _tiers(model: str, table: Mapping[str, tuple[Tier, ...]]) -> tuple[Tier, ...]:
    plain = model.rpartition("anthropic.")[2].rpartition("/")[2]
    for name in sorted(table, key=len, reverse=True):
        if name == model or (plain.startswith(name) and _REST.fullmatch(plain[len(name) :])):
            return table[name]
    return ()
