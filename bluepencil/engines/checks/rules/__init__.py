"""The rules within a section, by family; a new rule is one more entry in its family's list."""

from bluepencil.engines.checks.rule import Rule
from bluepencil.engines.checks.rules import (
    actions,
    actors,
    agreement,
    causes,
    claims,
    clarity,
    completeness,
    evidence,
    grammar,
    harper,
    language,
    spelling,
    times,
    training,
    usage,
)

RULES: tuple[Rule, ...] = (
    *completeness.RULES,
    *training.RULES,
    *actions.RULES,
    *causes.RULES,
    *evidence.RULES,
    *times.RULES,
    *claims.RULES,
    *actors.RULES,
    *clarity.RULES,
    *language.RULES,
    *grammar.RULES,
    *agreement.RULES,
    *spelling.RULES,
    *usage.RULES,
    *harper.RULES,
)
