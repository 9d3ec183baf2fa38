"""Printed lines joined to paragraphs, headings, items and rows."""

import pytest

from bluepencil.documents import lines
from bluepencil.documents.blocks import ParsedBlock
from bluepencil.documents.printed import Page, PrintedLine

FULL = "The pump in hall two ran for three hours after the first alarm was seen by"


def blocks(*texts: str | PrintedLine, pages: int = 1) -> list[ParsedBlock]:
    """The blocks of lines from top to bottom; `#x` is a large line, `*x` a bold one."""
    made = [
        text
        if isinstance(text, PrintedLine)
        else PrintedLine(
            text.lstrip("#*"), 60, 740 - 14 * at, 18 if text[0] == "#" else 11, text[0] in "#*"
        )
        for at, text in enumerate(texts)
    ]
    return list(lines.blocks([Page(made, 0, 842)] + [Page([], 0, 842)] * (pages - 1)))


def told(*texts: str, pages: int = 1) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks(*texts, pages=pages)]


def test_full_lines_are_joined_and_short_ones_end_paragraphs():
    assert told(FULL, "the operator.", "Nobody else was told.", FULL, "two people.") == [
        ("paragraph", f"{FULL} the operator."),
        ("paragraph", "Nobody else was told."),
        ("paragraph", f"{FULL} two people."),
    ]


def test_levels_follow_sizes_and_a_single_largest_line_is_the_title():
    made = [
        PrintedLine("Report", 60, 800, 24, True),
        PrintedLine("Cause", 60, 760, 18, True),
        PrintedLine(FULL, 60, 740, 11, False),
        PrintedLine("Seal", 60, 700, 14, True),
        PrintedLine(FULL, 60, 680, 11, False),
    ]
    found = blocks(*made)
    assert [(one.kind, one.text, one.level) for one in found if one.kind != "paragraph"] == [
        ("title", "Report", 1),
        ("heading", "Cause", 1),
        ("heading", "Seal", 2),
    ]


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("was seen by the inspec-", "tion", "inspection"),
        ("was seen by the inspec\u00ad", "tion", "inspection"),
        ("was seen by the pump -", "seal", "pump - seal"),
    ],
)
def test_hyphenated_words_are_joined(above, below, expected):
    filled = FULL[: 70 - len(above)] + " " + above
    assert expected in told(filled, f"{below} on the night shift.")[0][1]


def test_a_hyphen_that_the_document_uses_elsewhere_stays():
    filled = "The long-term plan was read by those who had asked for it as a long-"
    assert "a long-term plan" in told(filled, "term plan on the night shift.")[0][1]


@pytest.mark.parametrize(
    ("above", "below"),
    [("long-", "term"), ("cost-", "benefit"), ("follow-", "up"), ("non-", "return")],
)
def test_compounds_keep_their_hyphen(above, below):
    filled = FULL[: 70 - len(above)] + " " + above
    assert f"{above}{below} plan" in told(filled, f"{below} plan of the works council.")[0][1]


def test_chinese_and_japanese_lines_are_joined_without_a_space():
    assert told("昨日の夜、第二ポンプの弁が開いたまま三時間の", "あいだ運転が止まった。")[0][1] == (
        "昨日の夜、第二ポンプの弁が開いたまま三時間のあいだ運転が止まった。"
    )


def test_bullets_start_items():
    assert told("• one", "• two", FULL)[:2] == [("item", "• one"), ("item", "• two")]


def test_tabs_make_rows_of_one_table():
    found = blocks("Owner\tDue", "Ferro\t12 May", FULL, "Lind\tsoon")
    rows = [one for one in found if one.kind == "row"]
    assert [(one.table, one.cells) for one in rows] == [
        (1, ((0, 5), (6, 9))),
        (1, ((0, 5), (6, 12))),
        (2, ((0, 4), (5, 9))),
    ]


def test_a_table_of_contents_has_no_text_and_a_price_list_does():
    contents = ("Scope ........ 1", "Cause ........ 2", "Actions ...... 4")
    assert told(*contents, FULL, pages=4) == [("contents", "")] * 3 + [("paragraph", FULL)]
    prices = ("Seal ........ 12", "Spring ...... 8", "Service ..... 95")
    assert [text for _, text in told(*prices, FULL, pages=4)][:3] == list(prices)


def test_a_sentence_goes_on_over_a_page():
    first = Page([PrintedLine(FULL, 60, 400, 11, False)], 0, 842)
    second = Page([PrintedLine("the operator.", 60, 700, 11, False)], 0, 842)
    (found,) = lines.blocks([first, second])
    assert found.text == f"{FULL} the operator."


def test_large_lines_of_a_cover_have_nothing_under_them():
    cover = [PrintedLine(text, 60, 700 - 80 * at, 20, False) for at, text in enumerate("ABC")]
    text = [PrintedLine(FULL, 60, 400 - 14 * at, 11, False) for at in range(4)]
    assert [one.kind for one in blocks(*cover, *text)] == ["paragraph"] * 2 + [
        "heading",
        "paragraph",
    ]
