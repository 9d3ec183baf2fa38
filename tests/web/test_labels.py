"""Labels: every value that a finding may have is named, once."""

from typing import get_args

import pytest

from bluepencil.review.findings import Category, Decision, Severity, Source
from bluepencil.web.labels import FINDING


@pytest.mark.parametrize(
    ("field", "values"),
    [("severity", Severity), ("category", Category), ("decision", Decision), ("source", Source)],
)
def test_every_value_of_a_field_has_a_label_of_its_own(field, values):
    assert set(FINDING[field]) == set(get_args(values))
    assert len(set(FINDING[field].values())) == len(FINDING[field])
    assert all(label[0].isupper() for label in FINDING[field].values())


def test_severities_come_from_the_top():
    assert list(FINDING["severity"]) == ["high", "medium", "low"]
