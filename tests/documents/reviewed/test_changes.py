"""The edit that a replacement comes to, and where it can be a tracked change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepencil.documents import Origin, Section
from bluepencil.documents.reviewed.changes import (
    Edit,
    minimal_edit,
    origins_between,
    tracked_change,
)
from bluepencil.documents.reviewed.scan import scan
from tests.documents.factory import W, r

WORDS = st.text(st.sampled_from("ab ,"), max_size=12)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("the old pump", "the new pump", Edit(14, 17, "new")),
        ("the pump", "the old pump", Edit(14, 14, "old ")),
        ("the old pump", "the pump", Edit(14, 18, "")),
        ("same", "same", Edit(14, 14, "")),
        ("pumps", "pump", Edit(10, 15, "pump")),
    ],
)
def test_equal_words_at_the_ends_are_left_alone(old, new, expected):
    assert minimal_edit(old, new, 10) == expected


@given(WORDS, WORDS)
def test_the_edit_makes_the_new_text_of_the_old(old, new):
    edit = minimal_edit(old, new, 0)
    assert old[: edit.start] + edit.new + old[edit.end :] == new


ORIGINS = (Origin(0, 4, "p", 1, 10), Origin(6, 9, "p", 2, 0), Origin(9, 12, "p", 3, 5))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (1, 3, [Origin(1, 3, "p", 1, 11)]),
        (3, 10, [Origin(3, 4, "p", 1, 13), Origin(6, 9, "p", 2, 0), Origin(9, 10, "p", 3, 5)]),
        (4, 6, []),
        (5, 5, []),
        (11, 99, [Origin(11, 12, "p", 3, 7)]),
    ],
)
def test_origins_are_clipped_to_a_range(start, end, expected):
    assert origins_between(ORIGINS, start, end) == expected


def change_of(inner: str, text: str, edit: Edit, *, quote: tuple[int, int] | None = None):
    """The tracked change for an edit of a paragraph with this content and text."""
    data = f'<w:document xmlns:w="{W}"><w:body><w:p>{inner}</w:p></w:body></w:document>'
    texts = scan(data.encode(), range(10)).texts
    origins, start = [], 0
    for number, one in texts.items():
        start = text.index(one.characters, start)
        end = start + len(one.characters)
        origins.append(Origin(start, end, "word/document.xml", number, 0))
        start = end
    section = Section(name="x", text=text, origins=tuple(origins))
    return tracked_change(
        section, edit, quote or (0, len(text)), "word/document.xml", texts, "A", "2026-11-23"
    )


def test_a_change_is_between_its_first_and_last_character():
    found = change_of(r("the old") + r(" pump"), "the old pump", Edit(4, 9, "new p"))
    assert found is not None
    data = found.texts[0].node.data
    assert data[found.start.at :].startswith(b"old</w:t>")
    assert data[found.end.at :].startswith(b"ump</w:t>")
    assert len(found.texts) == 2


def test_new_text_only_is_inserted_at_one_position():
    found = change_of(r("the pump"), "the pump", Edit(4, 4, "old "))
    assert found is not None
    assert found.start.at == found.end.at


@pytest.mark.parametrize(
    ("inner", "text", "edit"),
    [
        (r("a b"), "a b", Edit(0, 1, "x\ny")),
        (r("a b"), "a b", Edit(1, 1, "")),
        (f"<w:ins>{r('a b')}</w:ins>", "a b", Edit(0, 1, "x")),
        (r("a") + f"<w:del>{r('q')}</w:del>" + r("b"), "aqb", Edit(0, 3, "x")),
        (r("a") + "<w:r><w:footnoteReference/></w:r>" + r("b"), "a[1]b", Edit(0, 5, "x")),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + r("a")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "a",
            Edit(0, 1, "x"),
        ),
        (
            f"<w:sdt><w:sdtPr><w:date/></w:sdtPr><w:sdtContent>{r('a')}</w:sdtContent></w:sdt>",
            "a",
            Edit(0, 1, "x"),
        ),
        (f"<w:hyperlink>{r('a')}</w:hyperlink>{r('b')}", "ab", Edit(0, 2, "x")),
    ],
)  # fmt: skip
def test_where_it_is_not_safe_there_is_no_change(inner, text, edit):
    assert change_of(inner, text, edit) is None
