"""Findings as models write them: strict in what is asked for, lenient in what is read."""

import pytest
from pydantic import ValidationError

from bluepencil.documents.guideline import Guideline, Item
from bluepencil.engines.claude.raw_finding import NO_ITEM, RawFinding, schema
from tests.fake_answers import unacceptable

GUIDELINE = Guideline(
    name="g", title="G", text="", items=(Item(id="root-cause", text="Follow it."),)
)
LEAST = {"category": "evidence", "description": "How many?"}


def test_little_is_required():
    finding = RawFinding.model_validate(LEAST)
    assert (finding.severity, finding.confidence, finding.quote) == ("medium", "medium", "")
    assert (finding.section, finding.guideline) == (None, NO_ITEM)


@pytest.mark.parametrize("missing", LEAST)
def test_without_category_or_description_it_is_none(missing):
    with pytest.raises(ValidationError):
        RawFinding.model_validate({name: LEAST[name] for name in LEAST if name != missing})


@pytest.mark.parametrize(
    ("field", "written", "read"),
    [
        ("category", "Root Cause", "root-cause"),
        ("category", "root_cause", "root-cause"),
        ("category", "evidences", "evidence"),
        ("category", "grammar", "language"),
        ("severity", "HIGH", "high"),
        ("severity", "critical", "high"),
        ("severity", "enormous", "medium"),
        ("confidence", 0.9, "medium"),
        ("description", " Odd \x00\x07text\ud800 ", "Odd text"),
        ("quote", None, ""),
        ("quote", 42, "42"),
        ("section", "Section 3", 3),
        ("section", "3", 3),
        ("section", "none", None),
    ],
)
def test_small_slips_are_corrected(field, written, read):
    assert getattr(RawFinding.model_validate({**LEAST, field: written}), field) == read


def test_a_category_like_none_of_ours_is_refused():
    with pytest.raises(ValidationError):
        RawFinding.model_validate({**LEAST, "category": "weather"})


@pytest.mark.parametrize("across", [True, False])
def test_the_schema_is_one_the_api_takes(across):
    form = schema(GUIDELINE, across=across)
    output = {"format": {"type": "json_schema", "schema": form}}
    assert unacceptable({"output_config": output}, set()) == ""
    item = form["properties"]["findings"]["items"]
    assert ("section" in item["properties"]) is across
    assert item["required"] == list(item["properties"])
    assert item["properties"]["guideline"]["enum"] == ["root-cause", NO_ITEM]


def test_the_schema_asks_for_what_is_read():
    item = schema(GUIDELINE, across=True)["properties"]["findings"]["items"]
    assert set(item["properties"]) == set(RawFinding.model_fields)
