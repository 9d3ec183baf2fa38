"""What a call cost: by the published prices, a team's own, or not known at all."""

import pytest

from bluepencil.engines.claude.prices import cost
from bluepencil.review.findings import Usage

MILLION = Usage(input_tokens=1_000_000)


@pytest.mark.parametrize(
    "model",
    [
        "claude-sonnet-5-5",
        "claude-sonnet-5-5-20261007",
        "claude-sonnet-5-5@20261007",
        "claude-sonnet-5-5-latest",
        "anthropic.claude-sonnet-5-5-v1:0",
        "global.anthropic.claude-sonnet-5-5",
        "anthropic/claude-sonnet-5-5",
    ],
)
def test_a_model_has_its_price_under_each_of_its_names(model):
    assert cost(model, MILLION, {}) == pytest.approx(2.0)


@pytest.mark.parametrize("model", ["llama", "", "claude-sonnet-5-5-mini", "my-claude-sonnet-5-5"])
def test_an_unknown_model_has_no_price(model):
    assert cost(model, MILLION, {}) is None


def test_each_sort_of_token_has_its_price():
    usage = Usage(
        input_tokens=1_000,
        output_tokens=2_000,
        cache_creation_input_tokens=4_000,
        cache_read_input_tokens=8_000,
    )
    wanted = (1_000 * 2 + 2_000 * 10 + 4_000 * 2.5 + 8_000 * 0.2) / 1_000_000
    assert cost("claude-sonnet-5-5", usage, {}) == pytest.approx(wanted)


@pytest.mark.parametrize(("size", "each"), [(100_000, 0.1), (100_001, 0.5)])
def test_a_long_prompt_may_cost_more_a_token(size, each):
    usage = Usage(input_tokens=size)
    assert cost("claude-haiku-5-5", usage, {}) == pytest.approx(size * each / 1_000_000)


def test_what_the_cache_holds_counts_towards_a_long_prompt():
    usage = Usage(input_tokens=1, cache_read_input_tokens=100_000)
    wanted = (0.5 + 100_000 * 0.05) / 1_000_000
    assert cost("claude-haiku-5-5", usage, {}) == pytest.approx(wanted)


def test_a_teams_own_prices_go_first():
    own = {"claude-sonnet-5-5": (1.0, 1.0, 1.0, 1.0), "local": (0.0, 0.0, 0.0, 0.0)}
    assert cost("claude-sonnet-5-5", MILLION, own) == pytest.approx(1.0)
    assert cost("local", MILLION, own) == 0.0
