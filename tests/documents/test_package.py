"""The parts of a .docx in its archive."""

import pytest

from bluepencil.documents import Limits
from bluepencil.documents.archive import opened
from bluepencil.documents.package import Package
from bluepencil.errors import BluepencilError
from tests.documents.factory import p, raw_docx, zipped
from tests.documents.reviewed.making import members

PARTS = members(raw_docx(p("a"), styles="<w:style/>", footnotes="<w:footnote/>"))


def packaged(parts: dict[str, bytes]) -> tuple[str, str, list[str]]:
    """The names of the main part and of the styles, and the tags of the styles."""
    with opened(zipped(dict(parts)), Limits()) as archive:
        package = Package(archive)
        tags = [one.tag.rpartition("}")[2] for one in package.elements("styles", "styles")]
        return package.main, package.part("styles"), tags


def test_parts_are_found_by_their_relationships():
    assert packaged(PARTS) == ("word/document.xml", "word/styles.xml", ["style"])


def test_a_part_may_have_any_name():
    renamed = PARTS | {
        "word/_rels/document.xml.rels": PARTS["word/_rels/document.xml.rels"].replace(
            b'Target="styles.xml"', b'Target="/other/./s.xml"'
        ),
        "other/s.xml": PARTS["word/styles.xml"],
    }
    assert packaged(renamed)[1:] == ("other/s.xml", ["style"])


def test_the_case_of_names_makes_no_difference():
    shouted = {
        name.replace("word/", "Word/").replace("styles", "STYLES"): data
        for name, data in PARTS.items()
    }
    assert packaged(shouted) == ("Word/document.xml", "Word/STYLES.xml", ["style"])


def test_a_missing_part_has_no_name_and_no_elements():
    with opened(raw_docx(p("a")), Limits()) as archive:
        package = Package(archive)
        assert package.part("comments") == ""
        assert list(package.elements("comments", "comments")) == []


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"a.txt": b"a"}, "unsupported_type"),
        ({"word/styles.xml": b"<a/>"}, "damaged_document"),
        ({"word/document.xml": b"<a/>"}, "damaged_document"),
    ],
)
def test_other_archives_are_refused(parts, code):
    with pytest.raises(BluepencilError) as refused:
        packaged(parts)
    assert refused.value.code == code
