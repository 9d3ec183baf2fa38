"""A receipt for the file back: found by comparing, so it also says what went wrong."""

import re

import pytest

from bluepencil.documents import Limits, reader
from bluepencil.documents.reviewed import docx
from bluepencil.documents.reviewed.receipt import receipt
from bluepencil.errors import BadDocument
from tests.documents.factory import p, zipped
from tests.documents.reviewed.making import members, on, whole_docx

BODY = p("Cause") + p("Several vials broke in the store.") + p("End.")
END = b'<w:t xml:space="preserve">End.'
NOTE = '<w:comment w:id="7" w:author="Ann"><w:p><w:r><w:t>Is this so?</w:t></w:r></w:p></w:comment>'


def changed(file, name, old, new):
    """The file with something replaced in one of its parts."""
    parts = members(file)
    assert old in parts[name]
    return zipped({**parts, name: parts[name].replace(old, new)})


@pytest.fixture
def file():
    return whole_docx(BODY, comments=NOTE)


def given_back(file, **more):
    document = reader.read(file, "a.docx")
    return docx.write(file, "a.docx", [on(document, "vials broke", "vials cracked")], **more)


def by_name(told):
    return {part.name: part for part in told.parts}


def test_it_says_what_was_changed_and_that_all_else_is_the_same(file):
    told = receipt(file, given_back(file, tracked=True), Limits())
    parts = by_name(told)
    assert told.rejecting_all_gives_the_original
    assert [part.name for part in told.parts if part.changed] == [
        "word/document.xml",
        "word/comments.xml",
    ]
    assert not any(part.added for part in told.parts)
    assert parts["word/document.xml"].inserted_marks == 5  # a comment has three, a change two
    assert all(part.text_equal for part in told.parts)


def test_a_part_for_comments_that_was_not_there_is_told_as_added():
    file = whole_docx(BODY)
    parts = by_name(receipt(file, given_back(file), Limits()))
    assert parts["word/comments.xml"].added and parts["word/comments.xml"].changed
    assert parts["word/document.xml"].inserted_marks == 3


def test_a_file_that_is_the_same_has_no_change(file):
    told = receipt(file, file, Limits())
    assert told.rejecting_all_gives_the_original
    assert not any(part.changed for part in told.parts)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("word/document.xml", b"End.", b"The end."),
        ("word/document.xml", END, b"<w:tab/>" + END),
        ("word/document.xml", b"<w:rPr></w:rPr>" + END, b"<w:rPr><w:b/></w:rPr>" + END),
        ("word/comments.xml", b"Is this so?", b"This is so."),
    ],
    ids=["words", "a tab", "formatting", "another's comment"],
)
def test_what_no_rejecting_takes_back_is_told(file, name, old, new):
    told = receipt(file, changed(given_back(file), name, old, new), Limits())
    assert not told.rejecting_all_gives_the_original
    assert not by_name(told)[name].text_equal


def test_a_part_that_is_gone_is_told(file):
    parts = members(file)
    settings = next(name for name in parts if re.search("settings.xml$", name))
    del parts[settings]
    assert not receipt(file, zipped(parts), Limits()).rejecting_all_gives_the_original


def test_changes_that_others_made_are_no_change_of_ours():
    theirs = '<w:p><w:ins w:id="1" w:author="Ann"><w:r><w:t>New. </w:t></w:r></w:ins></w:p>'
    file = whole_docx(BODY + theirs)
    told = receipt(file, given_back(file, tracked=True), Limits())
    assert told.rejecting_all_gives_the_original
    assert by_name(told)["word/document.xml"].inserted_marks == 5


def test_a_broken_file_is_refused(file):
    with pytest.raises(BadDocument):
        receipt(file, file[:-40], Limits())
