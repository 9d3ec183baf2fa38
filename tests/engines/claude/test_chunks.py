"""How an answer ended."""

import pytest

from bluepencil.engines.claude.chunks import End
from bluepencil.engines.claude.params import Features


@pytest.mark.parametrize("reason", ["end_turn", ""])
def test_a_model_that_had_finished_was_not_cut_off(reason):
    assert not End("m", reason, "", Features()).cut_off


@pytest.mark.parametrize(
    "reason",
    ["max_tokens", "model_context_window_exceeded", "pause_turn", "refusal", "stop_sequence"],
)
def test_any_other_reason_to_stop_cuts_an_answer_off(reason):
    assert End("m", reason, "", Features()).cut_off
