"""What a guideline asks for: its checklist, then its expected sections, each with its own id."""

from bluepencil.documents.guideline import parse
from bluepencil.review.criteria import Criterion, criteria

GUIDELINE = parse(
    "# Report\n\n## Expected sections\n\n- Root cause (cause)\n- 背景\n- 结论\n\n"
    "## Checklist\n\n- owners: Every action names who does it.\n- Every date has a year.\n",
    "report",
)


def test_the_checklist_comes_first_then_the_expected_sections():
    assert criteria(GUIDELINE)[:3] == [
        Criterion("owners", "Every action names who does it.", "checklist"),
        Criterion("every-date-has-a-year", "Every date has a year.", "checklist"),
        Criterion("section:root-cause", "Root cause", "section"),
    ]


def test_every_criterion_has_an_id_of_its_own_in_any_script():
    ids = [criterion.id for criterion in criteria(GUIDELINE)]
    assert len(set(ids)) == len(ids) == 5
