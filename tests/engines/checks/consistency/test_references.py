"""References that lead nowhere."""

import pytest

from bluepencil.engines.checks.consistency.references import dangling
from tests.engines.checks.consistency.conftest import found, quotes, table

ROWS = table("a | b", "1 | 2", "2 | 3")
NUMBERED = (
    "# Spec\n\n## 1. Scope\n\n{}\n\n## 2. Terms\n\nx\n\n### 2.1 Names\n\nx\n\n## 3. Limits\n\nx\n"
)


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        (f"The means are in Table 4.\n\nTable 1. Means\n\n{ROWS}", "Table 4"),
        (f"For the raw data see Tab. 3.\n\nTable 1: Raw\n\n{ROWS}", "Tab. 3"),
        ("The costs are in Table 2.", "Table 2"),
        ("As Figure 7 shows, it was cut.\n\nFigure 1: The seal\n\nFigure 2: The lid", "Figure 7"),
        ("Figures 2 and 5 show the wear.\n\nFigure 1: a\n\nFigure 2: b", "5"),
        (NUMBERED.format("The limits follow from section 5.3."), "section 5.3"),
        (NUMBERED.format("This was decided in chapter 9."), "chapter 9"),
        ("The papers are in Appendix D.\n\n## Appendix A: Drawings\n\nx", "Appendix D"),
        ("Das steht in Abbildung 3.\n\nAbbildung 1: a\n\nAbbildung 2: b", "Abbildung 3"),
        ("La Figura 9 muestra el corte.\n\nFigura 1. Corte", "Figura 9"),
        ("Kết quả có trong Bảng 6.\n\nBảng 1. Kết quả", "Bảng 6"),
        ("Go back to step 9.\n\n1. Open.\n2. Wait.\n3. Close.", "step 9"),
        ("Recovery is as described in the Disaster Recovery section below.",
         "described in the Disaster Recovery section"),
    ],
)  # fmt: skip
def test_a_reference_to_what_is_not_there(text, lost):
    assert quotes(dangling, text) == [lost]


@pytest.mark.parametrize(
    "text",
    [
        f"See Table 1 and Tables 1-2.\n\nTable 1: a\n\n{ROWS}\n\nTable 2: b\n\n{ROWS}",
        f"See Table 1.\n\n{ROWS}",  # the only one, without a caption
        "See Table 3 of [Smith2020], Table 4 in ISO 9001 and their Figure 2.",
        "As Smith et al. (Table 4) show.",
        "RFC 7231, Section 6.5, and section 230 of the Act say so.",
        NUMBERED.format("See sections 2.1 and 2, and Section 4.2 of the GDPR."),
        "See section 4 for more.",  # no heading is numbered
        "The routing table 254 and figure 8 knots.",
        "The list is in annex 1.",
        "## Appendix\n\nSee Appendix A for the list.",
        "Table 1 shows it.\n\nTable 1 – Rates",
        "The list is in [Appendix A](list.md).",
        "See Fig. 1 below. A graph of all costs Fig. 1: Costs by month.",
        "Go to step 3.\n\n1. Open.\n2. Wait.\n3. Close.",
        "See the Findings section above.",
        "In the second step 2 people left.",
        "He wrote “see Table 9”.",
    ],
)
def test_a_reference_that_leads_somewhere_or_to_another_document(text):
    assert quotes(dangling, text) == []


def test_several_references_to_one_missing_table_are_one_finding():
    (one,) = found(dangling, f"See Table 4. As Table 4 says.\n\nTable 1: a\n\n{ROWS}")
    assert one.description == "There is no Table 4 in this document; there is only 1."
    assert [place.quote for place in one.also] == ["Table 4"]
    assert one.severity == "high"
