"""Comments and tracked changes in the bytes of a main part."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepencil.documents.reviewed.markup import Markup, TrackedChange
from bluepencil.documents.reviewed.positions import Position, position_in
from bluepencil.documents.reviewed.scan import Text, scan
from tests.documents.factory import W, r

HEAD = f'<w:document xmlns:w="{W}"><w:body><w:p>'
FOOT = "</w:p></w:body></w:document>"
RUN = r("abcdefghij", "<w:b/>")


class Part:
    """A paragraph of one run, and the markup for it."""

    def __init__(self, inner: str = RUN) -> None:
        self.data = f"{HEAD}{inner}{FOOT}".encode()
        self.text: Text = scan(self.data, {0}).texts[0]
        self.markup = Markup(self.data, itertools.count(1))

    def at(self, offset: int, *, closing: bool = False) -> Position:
        return position_in(self.text, offset, closing=closing)

    def change(self, start: int, end: int, new: str) -> TrackedChange:
        first = self.at(start)
        last = first if start == end else self.at(end, closing=True)
        return TrackedChange(first, last, (self.text,), new, "A", "2026-11-23T09:30:00Z")

    def written(self) -> str:
        out = self.markup.written().decode()
        assert out.startswith(HEAD)
        assert out.endswith(FOOT)
        return out[len(HEAD) : -len(FOOT)]


def run(text: str, tag: str = "t") -> str:
    return f'<w:r><w:rPr><w:b/></w:rPr><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def test_a_comment_splits_the_run_at_its_ends_and_keeps_its_properties():
    part = Part()
    part.markup.add_comment(7, part.at(2), part.at(5, closing=True))
    assert part.written() == (
        run("ab") + '<w:commentRangeStart w:id="7"/>' + run("cde") + '<w:commentRangeEnd w:id="7"/>'
        '<w:r><w:commentReference w:id="7"/></w:r>' + run("fghij")
    )


def test_a_comment_on_nothing_is_written_in_order():
    part = Part()
    part.markup.add_comment(7, part.at(0), part.at(0))
    written = part.written()
    assert written.index("commentRangeStart") < written.index("commentRangeEnd")
    assert written.endswith(RUN)


def test_a_change_deletes_and_inserts():
    part = Part()
    assert part.markup.add_change(part.change(2, 5, "<X>"))
    attributes = 'w:id="{}" w:author="A" w:date="2026-11-23T09:30:00Z"'
    written = part.written()
    assert written.startswith(run("ab"))
    assert written.endswith(run("fghij"))
    assert f"<w:ins {attributes.format(1)}>{run('&lt;X&gt;')}</w:ins>" in written
    assert f"<w:del {attributes.format(2)}>{run('cde', 'delText')}</w:del>" in written


def test_the_reference_of_a_comment_is_not_deleted_with_its_text():
    part = Part()
    part.markup.add_comment(7, part.at(1), part.at(4, closing=True))
    assert part.markup.add_change(part.change(2, 6, "X"))
    written = part.written()
    assert written.index("</w:del>") < written.index("commentReference")


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ((2, 5), (5, 7), True),
        ((2, 5), (4, 7), False),
        ((2, 5), (3, 4), False),
        ((3, 4), (2, 5), False),
        ((2, 5), (2, 5), False),
        ((3, 3), (3, 3), False),
        ((3, 3), (2, 5), False),
        ((2, 2), (2, 5), True),
        ((5, 5), (2, 5), True),
    ],
)
def test_of_changes_that_overlap_only_the_first_is_made(one, other, together):
    part = Part()
    assert part.markup.add_change(part.change(*one, "X"))
    assert part.markup.add_change(part.change(*other, "Y")) is together


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)).map(sorted), max_size=12))
def test_whether_changes_overlap_does_not_depend_on_how_many_there_are(ranges):
    part = Part()
    made: list[tuple[int, int]] = []
    for start, end in ranges:
        clash = any(
            (start, end) == other or (start < other[1] and other[0] < end) for other in made
        )
        assert part.markup.add_change(part.change(start, end, "X")) is not clash
        made += [] if clash else [(start, end)]
    scan(part.markup.written())


def test_a_tracked_change_of_properties_gets_its_own_id_in_each_copy():
    inner = r("abcd", '<w:b/><w:rPrChange w:id="90" w:author="B"><w:rPr/></w:rPrChange>')
    part = Part(inner)
    part.markup.add_comment(7, part.at(1), part.at(3, closing=True))
    written = part.written()
    numbers = [piece.split('"')[1] for piece in written.split("<w:rPrChange ")[1:]]
    assert len(numbers) == len(set(numbers)) == 3
    assert "90" in numbers


def test_white_space_at_a_split_is_kept():
    part = Part("<w:r><w:t>ab cd</w:t></w:r>")
    part.markup.add_comment(7, part.at(3), part.at(5, closing=True))
    assert '<w:t xml:space="preserve">ab </w:t>' in part.written()
