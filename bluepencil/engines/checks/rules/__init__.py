"""The rules within a section, by family; a new rule is one more entry in its family's list.

Rules that only look for phrases are data: see `bluepencil.engines.checks.phrases`.
"""

from bluepencil.engines.checks.rule import Rule
from bluepencil.engines.checks.rules import (
    actions,
    causes,
    clarity,
    placeholders,
    spelling,
    training,
)
from bluepencil.engines.checks.rules.phrased import phrase_rules

RULES: tuple[Rule, ...] = (
    *placeholders.RULES,
    *training.RULES,
    *actions.RULES,
    *causes.RULES,
    *phrase_rules(),
    *clarity.RULES,
    *spelling.RULES,
)
