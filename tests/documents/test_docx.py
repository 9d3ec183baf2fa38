"""A .docx is read as a person reads the page: nothing lost, nothing deleted shown."""

import io
import re
import zipfile

import docx as python_docx
import pytest
from docx2python import docx2python
from lxml import etree

from bluepencil.documents import Document
from bluepencil.documents.reader import read
from bluepencil.errors import BluepencilError
from tests.documents.factory import W, long_docx, p, r, raw_docx, saved, zipped

HEADINGS = (
    '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Our chapter"/>'
    '<w:basedOn w:val="berschrift1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Fett"><w:name w:val="Bold line"/>'
    "<w:rPr><w:b/></w:rPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="V1"><w:name w:val="toc 1"/></w:style>'
)


def outline(document: Document) -> list[tuple[int, str, str]]:
    return [(section.level, section.name, section.text) for section in document.sections]


def text_of(body: str, **parts: str) -> str:
    document = read(raw_docx(body, **parts), "report.docx")
    return "\n".join(section.text for section in document.sections)


def nodes_of(data: bytes, part: str) -> list[str]:
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(part))
    return [node.text or "" for node in root.iter(f"{{{W}}}t")]


def check_origins(data: bytes, document: Document) -> int:
    """Every origin names the words it stands for; gives the number of characters covered."""
    covered = 0
    parts: dict[str, list[str]] = {}
    for section in document.sections:
        for start, end, part, node, offset in section.origins:
            nodes = parts.setdefault(part, nodes_of(data, part))
            there = nodes[node][offset : offset + end - start]
            assert section.text[start:end] == re.sub(r"\s", " ", there)
            covered += end - start
    return covered


def test_headings_are_told_by_style_by_what_it_is_based_on_and_by_outline_level():
    body = (
        p("Report 7", "Titel")
        + p("Summary", "berschrift1")
        + p("It stopped.")
        + p("Chain of events", "Mine")
        + p("It began.")
        + p("Details", "", '<w:outlineLvl w:val="1"/>')
        + p("More.")
        + p("Not one", "berschrift1", '<w:outlineLvl w:val="9"/>')
    )
    document = read(raw_docx(body, styles=HEADINGS), "a.docx")
    assert document.title == "Report 7"
    assert document.media_type == "docx"
    assert outline(document) == [
        (1, "Summary", "It stopped."),
        (1, "Chain of events", "It began."),
        (2, "Details", "More.\nNot one"),
    ]


def test_heading_styles_of_other_languages_and_without_a_style_sheet():
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="Überschrift 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="Titre 2"/></w:style>'
    )
    body = p("Eins", "a") + p("Text.") + p("Deux", "b") + p("Texte.")
    assert outline(read(raw_docx(body, styles=styles), "a")) == [
        (1, "Eins", "Text."),
        (2, "Deux", "Texte."),
    ]
    body = p("One", "Heading1") + p("Text.") + p("Two", "Heading2") + p("Text.")
    assert [level for level, _, _ in outline(read(raw_docx(body), "a"))] == [1, 2]


def test_a_short_bold_paragraph_of_its_own_is_a_heading():
    body = (
        f"<w:p>{r('Root cause', '<w:b/>')}</w:p>"
        + p("The seal was worn.")
        + p("Actions:", "Fett")
        + p("Replace it.")
    )
    assert outline(read(raw_docx(body, styles=HEADINGS), "a")) == [
        (1, "Root cause", "The seal was worn."),
        (1, "Actions", "Replace it."),
    ]


@pytest.mark.parametrize(
    "body",
    [
        f"<w:p>{r('Owner: ', '<w:b/>')}{r('Jane Doe')}</w:p>" + p("Text."),
        f"<w:p>{r('Nobody was hurt.', '<w:b/>')}</w:p>" + p("Text."),
        f"<w:p>{r('Due date: 3 May', '<w:b/>')}</w:p>" + p("Text."),
        f"<w:tbl><w:tr><w:tc><w:p>{r('Time', '<w:b/>')}</w:p></w:tc>"
        f"<w:tc><w:p>{r('Event', '<w:b/>')}</w:p></w:tc></w:tr></w:tbl>" + p("Text."),
        p("Text.") + f"<w:p>{r('John Smith', '<w:b/>')}</w:p>",
        f"<w:p>{r('Table 1', '<w:b/>')}</w:p>" + p("Text."),
        f"<w:p>{r('Not bold', '<w:b w:val=&quot;0&quot;/>'.replace('&quot;', chr(34)))}</w:p>"
        + p("Text."),
    ],
    ids=["label", "sentence", "field", "table head", "signature", "caption", "switched off"],
)
def test_other_bold_text_is_no_heading(body):
    assert [section.name for section in read(raw_docx(body), "a").sections] == ["Document"]


def test_pending_insertions_are_kept_and_deletions_left_out():
    body = (
        "<w:p>" + r("The pump ") + "<w:ins>" + r("suddenly ") + "</w:ins>"
        "<w:del><w:r><w:delText>slowly </w:delText></w:r></w:del>"
        "<w:moveFrom>" + r("elsewhere ") + "</w:moveFrom>"
        "<w:moveTo>" + r("here ") + "</w:moveTo>" + r("stopped.") + "</w:p>"
    )
    data = raw_docx(body)
    document = read(data, "a")
    assert document.sections[0].text == "The pump suddenly here stopped."
    assert check_origins(data, document) == len("The pump suddenly here stopped.")


def test_a_deleted_paragraph_end_joins_the_paragraphs():
    mark = "<w:rPr><w:del/></w:rPr>"
    body = p("The pump ", "", mark) + p("stopped.") + p("Then silence.")
    assert text_of(body) == "The pump stopped.\nThen silence."


def test_a_deleted_table_row_is_left_out():
    row = "<w:tr>{}<w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    gone = row.format("<w:trPr><w:del/></w:trPr>", p("old"), p("row"))
    assert text_of(f"<w:tbl>{row.format('', p('a'), p('b'))}{gone}</w:tbl>") == "a\tb"


def test_content_controls_are_entered_at_every_level():
    def sdt(inner):
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    cell = f"<w:tc>{sdt(p('cell'))}</w:tc>"
    body = (
        sdt(p("block"))
        + f"<w:p>{r('a ')}{sdt(r('run'))}</w:p>"
        + f"<w:tbl><w:tr>{sdt(cell)}<w:tc>{p('x')}</w:tc></w:tr>"
        + sdt(f"<w:tr><w:tc>{p('row')}</w:tc><w:tc>{p('y')}</w:tc></w:tr>")
        + "</w:tbl>"
    )
    assert text_of(body) == "block\na run\ncell\tx\nrow\ty"


def test_links_smart_tags_and_custom_elements_are_entered():
    body = (
        f"<w:p><w:hyperlink>{r('link')}</w:hyperlink>{r(' ')}<w:smartTag>{r('tag')}</w:smartTag>"
        f"{r(' ')}<w:customXml>{r('own')}</w:customXml></w:p>"
        f"<w:customXml>{p('block')}</w:customXml>"
    )
    assert text_of(body) == "link tag own\nblock"


def test_of_a_field_the_result_is_read_and_not_the_instruction():
    def char(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    nested = char("begin") + r("HIDDEN") + char("separate") + r("hidden") + char("end")
    body = (
        f"<w:p>{r('See ')}{char('begin')}<w:r><w:instrText>REF x</w:instrText></w:r>{nested}"
        f"{char('separate')}{r('Figure 3')}{char('end')}{r(' and ')}"
        f'<w:fldSimple w:instr="PAGE">{r("7")}</w:fldSimple>.</w:p>'
    )
    assert text_of(body) == "See Figure 3 and 7"


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def test_the_instruction_of_a_field_may_go_on_in_the_next_paragraphs():
    nested = mark("begin") + r("MERGEFIELD X") + mark("separate") + r("operand") + mark("end")
    paragraphs = [
        r("Seen. ") + mark("begin") + r("IF 1 = 1 “"),
        nested + r("” “no”"),
        r("more of it") + mark("separate") + r("The result.") + mark("end"),
        r("After it."),
    ]
    text = text_of("".join(f"<w:p>{one}</w:p>" for one in paragraphs))
    assert text == "Seen.\nThe result.\nAfter it."


@pytest.mark.parametrize("end", [mark("separate"), mark("end")])
def test_an_instruction_that_goes_on_for_too_long_is_none(end):
    between = "".join(p(f"Paragraph {number}.") for number in range(40))
    body = f"<w:p>{mark('begin')}</w:p>{between}<w:p>{end}</w:p>" + p("After it.")
    text = text_of(body)
    assert "Paragraph 39." in text and "After it." in text


def test_a_field_that_never_ends_swallows_nothing():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert text_of(f"<w:p>{r('One.')}{begin}</w:p>" + p("Two.")) == "One.\nTwo."


def test_a_text_box_is_read_once():
    box = f"<w:txbxContent>{p('In the box.')}</w:txbxContent>"
    body = (
        "<w:p>" + r("Around. ") + "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp>'
        "</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>" + r("After.") + "</w:p>"
    )
    data = raw_docx(body + p("Below."))
    document = read(data, "a")
    assert document.sections[0].text == "Around. After.\nIn the box.\nBelow."
    check_origins(data, document)


def test_an_old_text_box_without_alternatives_is_read():
    box = f"<w:pict><v:textbox><w:txbxContent>{p('Old box.')}</w:txbxContent></v:textbox></w:pict>"
    assert text_of(f"<w:p>{r('A.')}<w:r>{box}</w:r></w:p>") == "A.\nOld box."


def test_notes_stand_at_the_end_of_the_section_that_refers_to_them():
    notes = (
        '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{p("Measured twice.")}</w:footnote>'
        f'<w:footnote w:id="3">{p("Never referred to.")}</w:footnote>'
    )
    ends = f'<w:endnote w:id="2">{p("See the log.")}</w:endnote>'
    body = (
        p("Facts", "Heading1")
        + f'<w:p>{r("12 bar")}<w:r><w:footnoteReference w:id="2"/></w:r>{r(" and rising")}'
        + '<w:r><w:endnoteReference w:id="2"/></w:r></w:p>'
        + p("More facts.")
        + p("Next", "Heading1")
        + p("Text.")
    )
    data = raw_docx(body, footnotes=notes, endnotes=ends)
    document = read(data, "a")
    first = document.sections[0]
    assert first.text == (
        "12 bar[1] and rising[2]\nMore facts.\n[1] Measured twice.\n[2] See the log."
    )
    assert [block.kind for block in first.blocks] == ["paragraph", "paragraph", "note", "note"]
    assert {origin.part for origin in first.origins} == {
        "word/document.xml",
        "word/footnotes.xml",
        "word/endnotes.xml",
    }
    check_origins(data, document)


def test_tabs_breaks_hyphens_and_signs():
    body = (
        f"<w:p>{r('a')}<w:r><w:tab/></w:r>{r('b')}<w:r><w:br/></w:r>{r('c')}"
        '<w:r><w:noBreakHyphen/></w:r><w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
        '<w:r><w:sym w:font="Odd" w:char="nonsense"/></w:r>'
        "<m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath></w:p>"
    )
    assert text_of(body) == "a\tb\nc\u2011≥☑x=2"


def test_hidden_text_is_left_out():
    assert text_of(f"<w:p>{r('Seen.')}{r('Unseen.', '<w:vanish/>')}</w:p>") == "Seen."


def test_tables_are_rows_with_cells_and_merged_cells_are_not_doubled():
    document = python_docx.Document()
    table = document.add_table(3, 3)
    for at, cell in enumerate(table._cells):
        cell.text = f"c{at}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "tall"
    data = saved(document)
    section = read(data, "a").sections[0]
    assert section.text == "wide\tc2\nc3\tc4\ttall\nc6\tc7\t"
    assert [block.kind for block in section.blocks] == ["row"] * 3
    assert {block.table for block in section.blocks} == {1}
    cells = [[section.text[start:end] for start, end in block.cells] for block in section.blocks]
    assert cells == [["wide", "c2"], ["c3", "c4", "tall"], ["c6", "c7", ""]]


def test_a_table_in_a_cell_follows_its_row():
    def row(*cells):
        return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    inner = f"<w:tbl>{row(p('in 1'), p('in 2'))}</w:tbl>"
    section = read(
        raw_docx(f"<w:tbl>{row(p('a') + inner, p('b'))}{row(p('c'), p('d'))}</w:tbl>"), "a"
    ).sections[0]
    assert section.text == "a\tb\nin 1\tin 2\nc\td"
    assert [block.table for block in section.blocks] == [1, 2, 1]


def test_a_box_drawn_with_a_table_of_one_cell_holds_ordinary_paragraphs():
    body = f"<w:tbl><w:tr><w:tc>{p('Boxed', 'Heading1')}{p('Text.')}</w:tc></w:tr></w:tbl>"
    assert outline(read(raw_docx(body), "a")) == [(1, "Boxed", "Text.")]


def test_a_table_of_contents_is_left_out_with_its_heading():
    body = (
        p("Contents", "berschrift1")
        + p("Summary\t1", "V1")
        + p("Summary", "berschrift1")
        + p("Text.")
        + "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/>"
        + f"</w:docPartObj></w:sdtPr><w:sdtContent>{p('Summary 1')}</w:sdtContent></w:sdt>"
    )
    assert outline(read(raw_docx(body, styles=HEADINGS), "a")) == [(1, "Summary", "Text.")]


def test_the_strict_form_of_the_format_is_read():
    data = raw_docx(p("Summary", "Heading1") + p("Text."))
    strict = {
        name: zipfile.ZipFile(io.BytesIO(data))
        .read(name)
        .replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
        for name in zipfile.ZipFile(io.BytesIO(data)).namelist()
    }
    assert outline(read(zipped(strict), "a")) == [(1, "Summary", "Text.")]


def test_nothing_that_other_readers_find_is_lost():
    data = long_docx(3000)
    document = read(data, "a.docx")
    ours = set(re.findall(r"\w+", document.title)) | {
        word
        for section in document.sections
        for word in re.findall(r"\w+", section.name + " " + section.text)
    }
    with docx2python(io.BytesIO(data)) as theirs:
        assert set(re.findall(r"\w+", theirs.text)) <= ours
    plain = python_docx.Document(io.BytesIO(data))
    paragraphs = [paragraph.text.strip() for paragraph in plain.paragraphs]
    known = {document.title} | {section.name for section in document.sections}
    for section in document.sections:
        lines = section.text.split("\n")
        known |= set(lines) | {line.removeprefix("• ") for line in lines}
    assert [text for text in paragraphs if text and text not in known] == []
    covered = check_origins(data, document)
    glued = sum(section.text.count(mark) for section in document.sections for mark in "•\t\n")
    assert covered >= sum(len(section.text) for section in document.sections) - 2 * glued


def test_words_in_order_match_those_of_another_reader_in_a_nasty_document():
    body = (
        p("Plain.")
        + f"<w:p><w:ins>{r('Inserted')}</w:ins>{r(' word.')}</w:p>"
        + f"<w:p><w:hyperlink>{r('Linked')}</w:hyperlink>{r(' word.')}</w:p>"
        + f"<w:sdt><w:sdtContent>{p('Controlled.')}</w:sdtContent></w:sdt>"
        + f"<w:tbl><w:tr><w:tc>{p('One')}</w:tc><w:tc>{p('Two')}</w:tc></w:tr></w:tbl>"
    )
    words = re.findall(r"\w+", text_of(body))
    assert words == ["Plain", "Inserted", "word", "Linked", "word", "Controlled", "One", "Two"]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"xl/workbook.xml": "<workbook/>"}, "unsupported_type"),
        ({"readme.txt": "hello"}, "unsupported_type"),
        ({"word/styles.xml": "<styles/>"}, "damaged_document"),
        ({"word/document.xml": "<w:document"}, "damaged_document"),
        ({"word/document.xml": ""}, "damaged_document"),
        ({"word/document.xml": "<html/>"}, "damaged_document"),
    ],
)
def test_archives_that_are_no_word_document_are_refused(files, code):
    with pytest.raises(BluepencilError) as caught:
        read(zipped(files), "a.docx")
    assert caught.value.code == code


def test_a_document_with_nothing_in_it_says_so():
    with pytest.raises(BluepencilError) as caught:
        read(raw_docx("<w:p/>"), "a.docx")
    assert caught.value.code == "empty_document"


def in_list(text, mark=""):
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    return f"<w:p><w:pPr>{numbered}<w:rPr>{mark}</w:rPr></w:pPr>{text}</w:p>"


LIST = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:pStyle w:val="Second"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


@pytest.mark.parametrize("change", ["del", "moveFrom"])
def test_deleted_and_moved_paragraphs_have_no_number(change):
    gone = in_list(f"<w:{change}>{r('Gone.')}</w:{change}>", f"<w:{change}/>")
    document = read(raw_docx(in_list(r("One.")) + gone + in_list(r("Two.")), numbering=LIST), "x")
    assert document.sections[0].text == "1. One.\n2. Two."


def test_paragraphs_that_are_joined_have_one_number():
    body = in_list(r("One, "), "<w:del/>") + in_list(r("and on.")) + in_list(r("Two."))
    assert read(raw_docx(body, numbering=LIST), "x").sections[0].text == "1. One, and on.\n2. Two."


def test_the_level_of_a_number_may_be_that_of_the_style():
    style = (
        '<w:style w:type="paragraph" w:styleId="Second"><w:name w:val="Second"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = in_list(r("One.")) + p("Deeper.", "Second")
    document = read(raw_docx(body, numbering=LIST, styles=style), "x")
    assert document.sections[0].text == "1. One.\n1.1 Deeper."


def test_text_may_be_hidden_by_a_style():
    styles = "".join(
        f'<w:style w:type="{kind}" w:styleId="{kind}"><w:name w:val="{kind}"/>'
        "<w:rPr><w:vanish/></w:rPr></w:style>"
        for kind in ("character", "paragraph")
    )
    shown = r("Shown.", '<w:vanish w:val="0"/>')
    body = (
        f'<w:p>{r("Read.")}{r("Secret.", """<w:rStyle w:val="character"/>""")}</w:p>'
        + p("Secret.", "paragraph")
        + f'<w:p><w:pPr><w:pStyle w:val="paragraph"/></w:pPr>{shown}</w:p>'
    )
    assert read(raw_docx(body, styles=styles), "x").sections[0].text == "Read.\nShown."


def test_a_drop_cap_belongs_to_its_paragraph():
    body = p("S", properties='<w:framePr w:dropCap="drop"/>') + p("afety first.")
    assert read(raw_docx(body), "x").sections[0].text == "Safety first."


def test_a_table_of_one_column_with_headings_only_arranges_paragraphs():
    cells = [p("Summary", "Heading1"), p("It stopped."), p("Cause", "Heading1"), p("It broke.")]
    table = "".join(f"<w:tr><w:tc>{cell}</w:tc></w:tr>" for cell in cells)
    document = read(raw_docx(f"<w:tbl>{table}</w:tbl>"), "x")
    assert [(one.name, one.text) for one in document.sections] == [
        ("Summary", "It stopped."),
        ("Cause", "It broke."),
    ]


def test_text_in_a_symbol_font_is_what_it_shows():
    font = '<w:rFonts w:ascii="Symbol"/>'
    body = f"<w:p>{r('5 k')}{r('W', font)}{r(', ')}{r('&#xF0A3;', font)}{r(' 40')}</w:p>"
    assert read(raw_docx(body), "x").sections[0].text == "5 kΩ, ≤ 40"


def test_choices_and_check_boxes_of_forms_are_read():
    def form(content):
        data = f"<w:ffData>{content}</w:ffData>"
        begin = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
        return f'{begin}{r("FORM")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'

    choice = '<w:ddList><w:result w:val="1"/><w:listEntry w:val="Low"/><w:listEntry w:val="High"/>'
    boxes = form("<w:checkBox><w:checked/></w:checkBox>") + form("<w:checkBox/>")
    body = f"<w:p>{r('Risk: ')}{form(choice + '</w:ddList>')} {r(' ')}{boxes}</w:p>"
    assert read(raw_docx(body), "x").sections[0].text == "Risk: High ☒☐"
