"""Verdicts of the built-in checks: “met” only with a passage that shows it."""

import pytest

from bluepencil.documents import reader
from bluepencil.documents.guideline import parse
from bluepencil.engines import Call
from bluepencil.engines.checks import BuiltIn
from bluepencil.review.criteria import SHOWN, criteria
from bluepencil.work.cancel import Cancel
from tests.engines.checks.reading import GUIDELINES, document
from tests.serving import ROOT


def judged(doc, guideline):
    """The judgements of a whole review, by item."""
    said = []
    BuiltIn().review_whole(doc, guideline, Call("analysis", Cancel(), judged=said.append), _ignore)
    assert [one.item for one in said] == [one.id for one in criteria(guideline)]
    for one in said:
        assert one.source == "checks"
        assert one.evidence or one.verdict not in SHOWN, "nothing shows it"
        assert one.note or one.verdict == "met", "it does not say why"
        for passage in one.evidence:
            text = doc.section(passage.section_name).text
            assert text[passage.start : passage.end] == passage.quote
    return {one.item: one for one in said}


def _ignore(_):
    pass


GENERAL, REPORT = GUIDELINES["general"], GUIDELINES["investigation-report"]


@pytest.mark.parametrize(
    "name", ["design-document.md", "investigation-report.docx", "shift-report.txt"]
)
@pytest.mark.parametrize("guideline", ["general", "design-document", "investigation-report"])
def test_each_sample_is_judged_on_every_item_with_passages_of_its_own(name, guideline):
    read = reader.read((ROOT / "samples" / name).read_bytes(), name)
    verdicts = {one.verdict for one in judged(read, GUIDELINES[guideline]).values()}
    assert len(verdicts) > 2


def test_actions_are_counted():
    text = (
        "1. Replace the seal: Maria Lopez, 3 May 2026.\n"
        "2. Update the procedure: Jan Lee, 4 May 2026.\n"
        "3. Check the alarm as soon as possible.\n4. Lock the switch."
    )
    said = judged(document(("Corrective actions", text)), GENERAL)["owner-and-date"]
    assert (said.verdict, said.note) == ("partly", "2 of 4 actions name an owner and a date.")
    assert [one.quote[:7] for one in said.evidence] == ["Replace", "Update "]


def test_all_of_them_are_met_none_is_not_met():
    all_of_them = "1. Replace the seal: Maria Lopez, 3 May 2026.\n2. Move it: Jan Lee, 4 May 2026."
    none = "1. Replace the seal.\n2. Update the procedure."
    for text, verdict in ((all_of_them, "met"), (none, "not_met")):
        said = judged(document(("Corrective actions", text)), GENERAL)["owner-and-date"]
        assert said.verdict == verdict and said.evidence


def test_what_applies_to_nothing_is_not_applicable():
    said = judged(document(("Prices", "The pump costs 40 euros. The seal costs 4 euros.")), GENERAL)
    for item in ("owner-and-date", "training", "timeline", "conclusion", "acronyms", "structure"):
        assert said[item].verdict == "not_applicable", item


def test_nothing_found_and_nothing_that_shows_it_is_not_checked():
    said = judged(document(("Prices", "It works. It is red.")), GENERAL)
    for item in ("consistency", "placeholders", "evidence", "actors", "numbers"):
        assert said[item].verdict == "not_checked", item


def test_an_empty_document_is_met_in_nothing():
    for guideline in (GENERAL, REPORT):
        for doc in (document(("Only", "")), document()):
            assert SHOWN.isdisjoint(one.verdict for one in judged(doc, guideline).values())


def test_a_placeholder_is_enough_for_not_met():
    text = "Author: Maria Lopez\nDate: 3 May 2026\nCost: TBD"
    assert judged(document(("Form", text)), GENERAL)["placeholders"].verdict == "not_met"
    filled = judged(document(("Form", text.replace("TBD", "40 euros"))), GENERAL)["placeholders"]
    assert (filled.verdict, len(filled.evidence)) == ("met", 2)


def test_what_no_check_covers_says_so():
    ours = parse(
        "# Ours\n\n## Checklist\n\n- photos: Photos are attached.\n"
        "- pumps: Pumps are named. (checked by: pump-names)\n",
        "ours",
    )
    said = judged(document(("One", "Words.")), ours)
    assert said["photos"].note == "The built-in checks can't judge this."
    assert said["pumps"].note == "There is no built-in rule “pump-names”."
    assert {one.verdict for one in said.values()} == {"not_checked"}


def test_an_item_of_ones_own_is_judged_by_the_rules_it_names():
    ours = parse(
        "# Ours\n\n## Checklist\n\n- who: Who does it by when? (checked by: action-incomplete)\n",
        "ours",
    )
    text = "1. Replace the seal: Maria Lopez, 3 May 2026.\n2. Update the procedure."
    said = judged(document(("Corrective actions", text)), ours)["who"]
    assert (said.verdict, said.note) == ("partly", "1 of 2 actions name an owner and a date.")


def test_of_another_language_only_the_sections_are_judged():
    text = "Die Pumpe wurde vom Team ersetzt und ist in der Anlage wieder in Betrieb. " * 4
    said = judged(document(("Timeline", text)), REPORT)
    assert {one.verdict for id, one in said.items() if ":" not in id} == {"not_checked"}
    assert said["section:conclusion"].verdict == "not_met"


def test_an_expected_section_is_met_with_a_passage_of_it():
    said = judged(
        document(("Conclusion", "The worn seal of pump 3 was the cause.")),
        REPORT,
    )
    assert said["section:conclusion"].verdict == "met"
    assert said["section:timeline"].verdict == "not_met"
