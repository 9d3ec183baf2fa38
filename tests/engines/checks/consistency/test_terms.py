"""Terms and abbreviations."""

import pytest

from bluepencil.engines.checks.consistency.terms import terms
from tests.engines.checks.consistency.conftest import found, quotes, table

REST = (
    "\n\n## Rest\n\nA batch of a lot is put with the others in the hall, where everything is kept "
    "for as long as it takes, and then it is taken away by the crew that comes in the morning.\n"
)


@pytest.mark.parametrize(
    ("text", "twice"),
    [
        ("The mean time to repair (MTTR) is short.\n\nMTTR (Mean Time To Recovery) is long.",
         "MTTR (Mean Time To Recovery)"),
        ("A recovery time objective (RTO).\n\nRTO (return to operation) is quick.",
         "RTO (return to operation)"),
        ("“Customer” means any person who buys.\n\n“Customer” means a registered user.",
         "Customer"),
        ("## Glossary\n\n- Batch: one filling\n- Lot: more of them\n- Batch: what a shift makes"
         + REST, "Batch"),
    ],
)  # fmt: skip
def test_what_is_defined_twice(text, twice):
    assert quotes(terms, text) == [twice]


@pytest.mark.parametrize(
    "text",
    [
        "A service level objective (SLO) and two service-level objectives (SLOs).",
        "Identity and Access Management (IAM), also IAM (Identity & Access Management).",
        "The Institute of Soil and Water (ISW) and the Institute of Soil Water (ISW).",
        "The SLO (99.9 % of all calls) and the SLO (see below).",
        "## Glossary\n\n- Batch: one filling\n- Lot: several\n- Hall: a place" + REST,
        "## Pipeline Definitions\n\n1. Build: it builds\n2. Scan: it scans\n3. Sign: it signs",
    ],
)
def test_what_is_defined_once(text):
    assert quotes(terms, text) == []


def test_terms_that_nothing_uses_are_one_finding():
    text = "## Glossary\n\n" + table(
        "Term | Meaning", "Batch | one filling", "Lot | several", "Kardex | a shelf", "Hall | it"
    )
    (one,) = found(terms, text + REST)
    assert one.description == "Defined, and used nowhere in the document: “Kardex”."
    assert one.severity == "low"
