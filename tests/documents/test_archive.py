"""Opening the archive of a .docx: what it returns, and what it refuses before it is unpacked."""

import io
import zipfile

import pytest

from bluepencil.documents import Limits, archive
from bluepencil.errors import BadDocument, BluepencilError, TooLarge
from tests.documents.factory import zipped

PART = "word/document.xml"


def read(data: bytes, part: str = PART, limits: Limits = Limits()) -> bytes:  # noqa: B008
    with archive.opened(data, limits) as opened:
        return opened.read(part)


def children(content: str, parent: str = "body") -> list[str]:
    """The texts of the elements under `parent` in a part with this content."""
    with archive.opened(zipped({PART: content}), Limits()) as opened:
        return [element.text for element in opened.children(PART, frozenset((parent,)))]


def encrypted() -> bytes:
    """An archive whose only member is marked as encrypted."""
    data = bytearray(zipped({PART: "<a/>"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def compressed(method: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as target:
        target.writestr(PART, "<a/>")
    return stream.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_are_read_whole(method):
    assert read(compressed(method)) == b"<a/>"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_compression_that_word_does_not_write_is_refused(method):
    with pytest.raises(BadDocument) as refused:
        read(compressed(method))
    assert refused.value.code == "damaged_document"


def test_a_password_is_told_from_damage():
    with pytest.raises(BadDocument) as refused:
        read(encrypted())
    assert refused.value.code == "encrypted_document"


def test_a_missing_member_is_an_error_of_ours():
    with pytest.raises(KeyError):
        read(zipped({PART: "<a/>"}), "word/other.xml")


@pytest.mark.parametrize(
    ("data", "limits"),
    [
        (zipped({PART: b" " * 6_000_000}), Limits()),
        (zipped({PART: b"<a/>" * 1_000}), Limits(unpacked_bytes=1_000)),
        (b"PK\x03\x04" + b"PK\x01\x02" * 6_000, Limits()),
    ],
    ids=["ratio", "size", "members"],
)
def test_archives_that_unpack_to_too_much_are_suspicious(data, limits):
    with pytest.raises(BadDocument) as refused:
        read(data, limits=limits)
    assert refused.value.code == "suspicious_archive"


def test_only_the_elements_directly_under_the_parents_are_given():
    content = "<d><body><p>1</p><t><p>2</p></t></body><p>3</p><body><p>4</p></body></d>"
    assert children(content) == ["1", None, "4"]


def test_comments_and_instructions_are_no_elements():
    assert children("<d><body><!-- x --><?x y?><p>1</p></body></d>") == ["1"]


def test_an_element_is_removed_when_the_next_is_asked_for():
    content = "<d><body><p>1<r/></p><p>2<r/></p></body></d>"
    with archive.opened(zipped({PART: content}), Limits()) as opened:
        elements = opened.children(PART, frozenset(("body",)))
        first = next(elements)
        assert len(first) == 1
        second = next(elements)
        assert len(first) == 0
        assert second.getprevious() is None or second.getprevious() is first


def test_a_large_element_is_removed_from_the_leaves_up(monkeypatch):
    monkeypatch.setattr(archive, "_LARGE", 3)
    row = "<tr><tc><p><r>1</r></p></tc><tc><p/></tc></tr>"
    assert children(f"<d><body><t>a{row * 5}</t><t>b{row}</t></body></d>") == ["a", "b"]


def test_a_document_type_is_refused():
    with pytest.raises(BadDocument) as refused:
        children('<!DOCTYPE d [<!ENTITY e "x">]><d><body><p>&e;</p></body></d>')
    assert refused.value.code == "suspicious_archive"


@pytest.mark.parametrize(
    ("limit", "error"), [("MAX_ELEMENTS", TooLarge), ("MAX_BLOCK_ELEMENTS", TooLarge)]
)
def test_elements_are_counted(monkeypatch, limit, error):
    monkeypatch.setattr(archive, limit, 5)
    assert children("<d><body><p>1</p><p>2</p></body></d>") == ["1", "2"]
    with pytest.raises(error):
        children(f"<d><body><p>1{'<r/>' * 6}</p><p>2</p></body></d>")


@pytest.mark.parametrize("content", ["", "<d>", "<d></e>", "<d><body>&x;</body></d>", "\0"])
def test_broken_xml_is_damage(content):
    with pytest.raises(BluepencilError) as refused:
        children(content)
    assert refused.value.code == "damaged_document"


def test_an_error_of_whoever_reads_is_not_turned_into_damage():
    with pytest.raises(ValueError, match="ours"), archive.opened(zipped({PART: "<a/>"}), Limits()):
        raise ValueError("ours")
