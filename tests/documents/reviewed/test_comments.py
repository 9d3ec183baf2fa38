"""The comments of a file that comes back: which of ours they are, and what was done with them."""

import pytest

from bluepencil.documents import Limits, reader
from bluepencil.documents.reviewed import FileComment, Reply, comments, docx
from tests.documents.factory import p, zipped
from tests.documents.reviewed.making import back_from_word, members, on, whole_docx

THEIRS = f'<w:comment w:id="7" w:author="Ann">{p("Is  this so?")}</w:comment>'
FILE = whole_docx(p("Several vials broke.") + p("It was late."), comments=THEIRS)
DOCUMENT = reader.read(FILE, "a.docx")
VIALS = on(DOCUMENT, "vials", description="Say how many.\nAnd when.")
LATE = on(DOCUMENT, "late", "at 04:10", description="Say when.")


def read(data):
    return comments.read(data, Limits())


def written(*remarks, file=FILE):
    return docx.write(file, "a.docx", remarks)


def test_all_comments_are_read_with_their_authors():
    theirs, ours = read(written(VIALS))
    assert theirs == FileComment("Ann", ("Is this so?",))
    assert ours.author == "Bluepencil" and not ours.resolved and not ours.replies
    assert ours.lines[:3] == ("Serious, evidence", "Say how many.", "And when.")
    assert ours.is_of(VIALS) and not ours.is_of(LATE)
    assert not theirs.is_of(VIALS)


def test_a_file_without_comments_has_none():
    assert read(whole_docx(p("One."))) == []


def test_what_was_resolved_and_answered_is_told():
    file = back_from_word(
        written(VIALS, LATE), resolved=["Say how many."], answers={"Say when.": "At 04:10."}
    )
    _, vials, late = read(file)
    assert vials.is_of(VIALS) and vials.resolved and vials.replies == ()
    assert late.is_of(LATE) and not late.resolved
    assert late.replies == (Reply("Ann", "At 04:10."),)


def test_an_answer_to_what_is_not_there_is_left_out():
    parts = members(back_from_word(written(VIALS), answers={"Say how many.": "Four."}))
    name = "word/commentsExtended.xml"
    parts[name] = parts[name].replace(b'paraIdParent="0000', b'paraIdParent="F000')
    assert [len(one.replies) for one in read(zipped(parts))] == [0, 0]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_each_comment_stands_for_one_remark_only(number):
    left = comments.without_those([VIALS] * number, read(written(VIALS)))
    assert left == [VIALS] * (number - 1)


def test_what_is_in_the_file_already_is_not_written_again():
    once = written(VIALS)
    assert written(VIALS, file=once) == once
    assert [one.is_of(LATE) for one in read(written(VIALS, LATE, file=once))] == [
        False,
        False,
        True,
    ]


def test_a_comment_that_a_note_was_added_to_is_still_the_same():
    noted = on(DOCUMENT, "vials", description="Say how many.\nAnd when.", note="Ann knows.")
    assert written(noted, file=written(VIALS)) == written(VIALS)
