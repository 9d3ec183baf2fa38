"""A place names its words, as findings and verdicts quote them."""

from bluepencil.documents import Section
from bluepencil.engines.checks.place import Place


def test_a_place_has_its_words_and_can_be_cited():
    place = Place(Section(name="Cause", text="The seal was worn."), 4, 8)
    assert place.words == "seal"
    assert place.citation.model_dump() == {
        "section_name": "Cause", "quote": "seal", "start": 4, "end": 8,
    }  # fmt: skip
