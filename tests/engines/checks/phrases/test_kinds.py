"""Kinds of tokens."""

import pytest

from bluepencil.engines.checks.phrases.kinds import KINDS
from bluepencil.engines.checks.tokens import tokens


@pytest.mark.parametrize(
    ("kind", "yes", "no"),
    [
        ("number", "12 twelve 5,400", "pump"),
        ("digits", "12 3rd", "twelve"),
        ("day", "3 31 3rd", "99 300"),
        ("year", "1999 2026", "1850 20261"),
        ("date", "2026-05-03 3.5.2026 03/05/26 2026-05-03t14:05", "3.5 v1.2.3.4"),
        ("clock", "14:05 9.30 08:15:00", "14 3:7"),
        ("name", "Ada Lund", "ADA ada"),
        ("code", "ABC", "Abc A"),
        ("plural", "pumps batches", "class virus basis always Windows physics"),
        ("singular", "pump", "pumps people Pump"),
        ("participle", "changed used taken", "need changes Change"),
        ("superlative", "cheapest", "interest forest"),
        ("vowel", "open error", "user one European pump"),
        ("s-form", "runs", "run"),
        ("word", "pump 12", ". ("),
        ("mark", ". (", "pump"),
        ("open", "( [", ")"),
        ("close", ") ]", "("),
    ],
)
def test_a_token_is_of_a_kind_or_not(kind, yes, no):
    assert all(KINDS[kind](one) for one in tokens(yes))
    assert not any(KINDS[kind](one) for one in tokens(no))
