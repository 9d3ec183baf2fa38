"""The byte offsets of elements and characters in an XML part."""

import pytest

from bluepencil.documents.reviewed.scan import Scan, scan, utf8
from bluepencil.errors import BadDocument
from tests.documents.factory import W

ROOT = f'<w:document xmlns:w="{W}"><w:body>'


def scanned(body: str, *wanted: int, notes: tuple[tuple[str, str], ...] = ()) -> Scan:
    return scan(f"{ROOT}{body}</w:body></w:document>".encode(), wanted, notes)


def test_an_element_has_its_bytes():
    part = scanned('<w:p a=">"><w:r><w:t>a</w:t></w:r></w:p>', 0)
    node = part.texts[0].node
    assert node.raw == b"<w:t>a</w:t>"
    assert part.data[node.inside : node.stop] == b"a"
    assert [one.name for one in node.up()] == ["r", "p", "body", "document"]
    assert node.up()[1].raw.startswith(b'<w:p a=">"><w:r>')


def test_an_empty_element_ends_with_its_tag():
    paragraph = scanned("<w:p><w:r><w:t/></w:r></w:p>", 0).texts[0].node
    assert (paragraph.raw, paragraph.empty) == (b"<w:t/>", True)


def test_every_character_has_its_byte():
    part = scanned("<w:p><w:r><w:t>é&amp;b&#x26;\n€</w:t></w:r></w:p>", 0)
    text = part.texts[0]
    assert text.characters == "é&b&\n€"
    begins = [part.data[text.at(offset) :] for offset in range(len(text.characters))]
    for found, wanted in zip(begins, ["é", "&amp;", "b", "&#x26;", "\n", "€"], strict=True):
        assert found.startswith(wanted.encode())
    assert part.data[text.at(6) :].startswith(b"</w:t>")


def test_texts_are_counted_in_the_body_only_and_only_the_wanted_are_kept():
    body = "<w:p><w:r><w:t>a</w:t><w:t>b</w:t></w:r></w:p><w:p><w:r><w:t>c</w:t></w:r></w:p>"
    outside = f'<w:document xmlns:w="{W}"><w:p><w:r><w:t>x</w:t></w:r></w:p><w:body>{body}'
    part = scan(f"{outside}</w:body></w:document>".encode(), {1, 2})
    assert {number: text.characters for number, text in part.texts.items()} == {1: "b", 2: "c"}


def test_the_children_of_an_element_are_in_order():
    part = scanned("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t></w:r><w:r/></w:p>", 0)
    paragraph = part.texts[0].paragraph
    outer = paragraph.nodes[0]
    assert [node.name for node in paragraph.children(outer)] == ["r", "r"]
    run = paragraph.children(outer)[0]
    assert [node.name for node in paragraph.children(run)] == ["rPr", "t"]


def test_references_to_notes_are_found_by_kind_and_id():
    body = '<w:p><w:r><w:footnoteReference w:id="2"/><w:endnoteReference w:id="2"/></w:r></w:p>'
    part = scanned(body, notes=(("footnote", "2"), ("endnote", "3")))
    assert list(part.references) == [("footnote", "2")]
    assert part.references["footnote", "2"][0].name == "footnoteReference"


def test_all_ids_are_collected():
    part = scanned('<w:p><w:ins w:id="7"/><w:bookmarkStart w:id="-1"/><w:x w:id="abc"/></w:p>')
    assert part.ids == {7, -1}


def test_text_in_a_cdata_section_is_not_divisible():
    part = scanned("<w:p><w:r><w:t><![CDATA[a<b]]></w:t><w:t>c</w:t></w:r></w:p>", 0, 1)
    assert (part.texts[0].characters, part.texts[0].divisible) == ("a<b", False)
    assert part.texts[1].divisible


def test_an_element_knows_whether_it_is_in_a_field():
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    text = "<w:r><w:t>a</w:t></w:r>"
    part = scanned(
        f"<w:p>{text}{field.format('begin')}{text}{field.format('end')}{text}</w:p>", 0, 1, 2
    )
    assert [part.texts[number].node.in_field for number in (0, 1, 2)] == [False, True, False]


def test_the_first_paragraph_with_content_is_known():
    first = scanned("<w:p/><w:p><w:r/></w:p>").first
    assert first is not None
    assert first.nodes[0].raw == b"<w:p><w:r/></w:p>"


@pytest.mark.parametrize(
    "data", [b"", b"<a>", b"<a></b>", b"<!DOCTYPE a><a/>", b"<a>&x;</a>", b"<a\0/>"]
)
def test_broken_parts_and_document_types_are_refused(data):
    with pytest.raises(BadDocument):
        scan(data)


DECLARED = "<?xml version='1.0' encoding='{}'?><a>é</a>"
CONVERTED = "<?xml version='1.0' ?><a>é</a>".encode()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<a>\xc3\xa9</a>", b"<a>\xc3\xa9</a>"),
        (DECLARED.format("UTF-8").encode(), DECLARED.format("UTF-8").encode()),
        (DECLARED.format("latin-1").encode("latin-1"), CONVERTED),
        (DECLARED.format("utf-16").encode("utf-16"), CONVERTED),
        (b"<a encoding='latin-1'/>", b"<a encoding='latin-1'/>"),
    ],
)
def test_other_encodings_become_utf_8(data, expected):
    assert utf8(data) == expected


@pytest.mark.parametrize("encoding", ["punycode", "no-such", "undefined", "zlib_codec"])
def test_a_part_in_an_encoding_that_cannot_be_read_is_damage(encoding):
    with pytest.raises(BadDocument):
        utf8(f"<?xml version='1.0' encoding='{encoding}'?><a>\xe9</a>".encode("latin-1"))


def test_a_part_in_utf_8_is_read_as_that_whatever_precedes_its_declaration():
    part = b"\xef\xbb\xbf<?xml version='1.0' encoding='no-such'?><a/>"
    assert scan(utf8(part)).root.start > 0
