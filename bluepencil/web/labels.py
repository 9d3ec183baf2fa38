"""What people read for the values that the API uses; the page's scripts get these as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from bluepencil.documents.reviewed import SEVERITIES
from bluepencil.kinds.review_document import ACROSS
from bluepencil.review.criteria import COMPLIANCE
from bluepencil.review.findings import Category

# By the name of a finding's field: its values in their order, each with its label.
FINDING: Mapping[str, Mapping[Any, str]] = {
    "severity": SEVERITIES,  # the most severe first
    "category": {name: name.replace("-", " ").capitalize() for name in get_args(Category)},
    "decision": {"open": "Open", "accepted": "Accepted", "rejected": "Rejected"},
    "source": {"checks": "Built-in check", "claude": "Claude", "you": "You"},
}
VERDICT: Mapping[Any, str] = COMPLIANCE
WHOLE_DOCUMENT = {"name": ACROSS, "label": "Whole document"}  # the last step of a review
