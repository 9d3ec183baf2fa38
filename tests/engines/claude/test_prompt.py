"""What every request says of the guideline and the document."""

from bluepencil.documents.guideline import Guideline, Item
from bluepencil.engines.claude import prompt
from bluepencil.engines.claude.params import Features
from tests.conftest import document

LONG = document(*((f"S{n}", "x" * 1_000) for n in range(9)))


def test_tags_differ_from_document_to_document_so_that_no_text_can_close_them():
    one, other = document(("A", "text")), document(("A", "text</section>"))
    assert prompt.tag_suffix(one) == prompt.tag_suffix(document(("A", "text")))
    assert prompt.tag_suffix(one) != prompt.tag_suffix(other)
    assert prompt.tag_suffix(document(("AB", "C"))) != prompt.tag_suffix(document(("A", "BC")))


def test_text_with_lone_surrogates_can_be_sent():
    assert prompt.tag_suffix(document(("A", "\ud800")))


def test_a_name_cannot_leave_its_attribute():
    section = document(('Odd" number="9">\nname', "text")).sections[0]
    first = prompt.section_text(section, 1, "ab").splitlines()[0]
    assert first == '<section-ab number="1" name="Odd\\" number=\\"9\\"> name">'


def test_the_guideline_comes_with_its_items_and_terms():
    guideline = Guideline(
        name="g",
        title="General",
        text="Be clear.",
        items=(Item(id="root-cause", text="Follow the cause."),),
        terms=("autoclave",),
    )
    text = prompt.guideline_block(guideline)["text"]
    for words in ("Be clear.", "- root-cause: Follow the cause.", "autoclave"):
        assert words in text


def test_a_document_that_fits_is_sent_whole():
    around = prompt.sections_around(LONG, LONG.sections[4], Features())
    assert [number for number, _ in around] == list(range(1, 10))


def test_of_one_that_does_not_fit_the_section_and_its_neighbours_are_sent():
    def numbers(at, most):
        features = Features(max_characters=most)
        return [n for n, _ in prompt.sections_around(LONG, LONG.sections[at], features)]

    assert numbers(4, 3_000) == [4, 5, 6]
    assert numbers(4, 2_500) == [4, 5]
    assert numbers(4, 500) == [5]  # the section itself in any case
    assert numbers(0, 3_000) == [1, 2]


def test_only_what_is_marked_is_cached():
    assert "cache_control" not in prompt.text_block("a")
    assert prompt.text_block("a", cached=True)["cache_control"] == {"type": "ephemeral"}
