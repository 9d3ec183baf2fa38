"""The Word file back: each remark a comment at its words, and nothing else changed."""

import io
from dataclasses import replace

import docx as python_docx
import pytest
from docx2python import docx2python
from lxml import etree

from bluepencil.documents.reader import read
from bluepencil.documents.reviewed.docx import write
from bluepencil.errors import BadDocument
from tests.documents.factory import W, p, r, raw_docx, saved, zipped
from tests.documents.reviewed.making import (
    AT,
    anchored,
    comments,
    flat,
    main,
    members,
    on,
    w,
    whole_docx,
)


def reviewed(body, *quotes, **parts):
    """The file and the file back with a remark on each quote, or (quote, replacement)."""
    data = whole_docx(body, **parts)
    document = read(data, "report.docx")
    pairs = [quote if isinstance(quote, tuple) else (quote, None) for quote in quotes]
    remarks = [on(document, *pair) for pair in pairs]
    tracked = any(new is not None for _, new in pairs)
    out = write(data, "report.docx", remarks, tracked=tracked)
    check(data, out)
    return data, out


def check(data, out):
    """Whatever was written: the text is as it was, and the other parts byte for byte."""
    before, after = members(data), members(out)
    may_change = {
        "word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels",
        "[Content_Types].xml",
    }  # fmt: skip
    assert list(before) == [name for name in after if name in before]
    assert {name for name in after if before.get(name) != after[name]} <= may_change
    for name in may_change & before.keys():
        rest = iter(after[name])
        assert all(byte in rest for byte in before[name]), f"something of {name} is gone"
    ours = comments(out).keys() - comments(data).keys()
    assert flat(main(out), ours) == flat(main(data), set())
    assert set(anchored(main(out))) >= ours
    numbers = [
        element.get(w("id"))
        for part in ("word/document.xml", "word/comments.xml")
        for element in etree.fromstring(after[part]).iter(
            *map(w, ("comment", "ins", "del", "rPrChange", "bookmarkStart"))
        )
    ]
    assert len(numbers) == len(set(numbers))


def text_of(root, *, accepted):
    """The main part's text with our changes taken, or refused."""
    gone = "del" if accepted else "ins"
    return "".join(
        element.text or ""
        for element in root.iter(w("t"), w("delText"))
        if not any(
            above.tag == w(gone) and above.get(w("author")) == "Bluepencil"
            for above in element.iterancestors()
        )
    )


def test_a_comment_lies_on_exactly_its_words_and_says_all():
    _, out = reviewed(p("Facts", "Heading1") + p("The pump stopped at noon."), "pump stopped")
    assert list(anchored(main(out)).values()) == ["pump stopped"]
    [comment] = python_docx.Document(io.BytesIO(out)).comments
    assert (comment.author, comment.initials, comment.timestamp) == ("Bluepencil", "B", AT)
    assert [paragraph.text for paragraph in comment.paragraphs] == [
        "Serious, evidence",
        "Nothing shows this.",
        "Say where it is recorded.",
        "Guideline: Every claim has its evidence",
    ]


def test_a_comment_names_the_other_places_that_it_is_about():
    data = whole_docx(p("Facts", "Heading1") + p("The pump stopped at noon."))
    document = read(data, "report.docx")
    remark = on(document, "pump stopped", also=(("Impact", "at one\no'clock"),))
    out = write(data, "report.docx", [remark], tracked=False)
    [comment] = python_docx.Document(io.BytesIO(out)).comments
    assert "See also “at one o'clock” in “Impact”." in comment.text


def test_a_divided_run_keeps_its_look_and_its_white_space():
    second = '<w:r w:rsidR="00A1"><w:t>stopped here</w:t></w:r>'
    body = f"<w:p>{r('The pump ', '<w:b/><w:i/>')}{second}</w:p>"
    _, out = reviewed(body, "pump stopped")
    runs = [
        (node.text, node.get("{http://www.w3.org/XML/1998/namespace}space"))
        for node in main(out).iter(w("t"))
    ]
    assert runs == [("The ", "preserve"), ("pump ", "preserve"), ("stopped", "preserve"),
                    (" here", "preserve")]  # fmt: skip
    divided = [run for run in main(out).iter(w("r")) if run.get(w("rsidR")) == "00A1"]
    assert len(divided) == 2
    bold = [run for run in main(out).iter(w("r")) if run.find(f"{w('rPr')}/{w('b')}") is not None]
    assert len(bold) == 2


@pytest.mark.parametrize(
    ("quotes", "words"),
    [
        (("one two three", "two"), ["one two three", "two"]),
        (("one two", "two three"), ["one two", "two three"]),
        (("one two", "one two"), ["one two", "one two"]),
        (("one ", "two three"), ["one ", "two three"]),
        (("one two three", "one", "three"), ["one", "one two three", "three"]),
    ],
)
def test_remarks_overlap_nest_and_meet(quotes, words):
    _, out = reviewed(f"<w:p>{r('Say one ')}{r('two three', '<w:b/>')}{r('.')}</w:p>", *quotes)
    assert sorted(anchored(main(out)).values()) == sorted(words)


@pytest.mark.parametrize(
    "inner",
    [
        '<w:hyperlink w:anchor="a">{}</w:hyperlink>',
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:ins w:id="7" w:author="Jane" w:date="2026-01-01T00:00:00Z">{}</w:ins>',
        '<w:moveTo w:id="7" w:author="Jane" w:date="2026-01-01T00:00:00Z">{}</w:moveTo>',
        "<w:smartTag>{}</w:smartTag>",
        '<w:fldSimple w:instr="AUTHOR">{}</w:fldSimple>',
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "<w:sdt><w:sdtContent><w:hyperlink>{}</w:hyperlink></w:sdtContent></w:sdt>",
    ],
    ids=["link", "control", "insertion", "move", "tag", "field", "long field", "nested"],
)
@pytest.mark.parametrize(
    "quote", ["in the middle", "before in", "middle after", "re in the middle a"]
)
def test_words_in_and_across_what_stands_in_a_paragraph(inner, quote):
    body = f"<w:p>{r('Word before ')}{inner.format(r('in the ') + r('middle'))}{r(' after.')}</w:p>"
    _, out = reviewed(body, quote)
    assert list(anchored(main(out)).values()) == [quote]
    # Where somebody refuses an insertion, or a field is brought up to date, the comment stays.
    for reference in main(out).iter(w("commentReference")):
        above = {etree.QName(one).localname for one in reference.iterancestors()}
        assert not above & {"ins", "moveTo", "hyperlink", "sdt", "fldSimple"}


def test_words_across_paragraphs_and_cells():
    row = "<w:tr>" + "".join(
        f"<w:tc><w:tcPr/>{p(text)}</w:tc>" for text in ("cell one", "cell two")
    )
    table = f"<w:tbl><w:tblPr/><w:tblGrid/>{row}</w:tr></w:tbl>"
    body = p("First end.") + p("Second.") + table + p("Third.")
    quotes = ("end.\nSec", "one\tcell", "Second.\ncell one")
    _, out = reviewed(body, *quotes)
    assert list(anchored(main(out)).values()) == ["end.Sec", "Second.cell one", "onecell"]
    _, out = reviewed(body, "one\tcell two\nThird")
    assert list(anchored(main(out)).values()) == ["onecell two"]  # LibreOffice would lose it else
    assert "On “one cell two Third”" in list(comments(out).values())[0]


def test_a_remark_on_the_section_lies_on_its_heading():
    body = p("Facts", "Heading1") + p("One.") + p("Cause", "Heading1") + p("Two.")
    data = whole_docx(body)
    document = read(data, "a.docx")
    out = write(data, "a.docx", [on(document, None, section_name="Cause")])
    check(data, out)
    assert list(anchored(main(out)).values()) == ["Cause"]


def test_without_a_heading_it_lies_on_the_first_paragraph():
    data = whole_docx(p("Only one paragraph.") + p("And another."))
    document = read(data, "a.docx")
    out = write(data, "a.docx", [on(document, None)])
    assert list(anchored(main(out)).values()) == ["Only one paragraph."]


def test_a_section_that_is_not_there_loses_no_remark():
    data = whole_docx(p("Facts", "Heading1") + p("One."))
    remark = replace(on(read(data, "a"), "One."), section_name="Gone", quote="Other", start=3)
    out = write(data, "a.docx", [remark])
    assert list(anchored(main(out)).values()) == ["Facts"]
    assert "On “Other”" in list(comments(out).values())[0]


def test_a_quote_that_has_moved_is_found_again():
    data = whole_docx(p("Facts", "Heading1") + p("One. Two."))
    out = write(data, "a.docx", [replace(on(read(data, "a"), "Two."), start=0, end=4)])
    assert list(anchored(main(out)).values()) == ["Two."]


def test_words_in_a_note_are_commented_where_the_note_is_referred_to():
    body = (
        p("Facts", "Heading1")
        + f'<w:p>{r("12 bar")}<w:r><w:footnoteReference w:id="2"/></w:r>{r(" then.")}</w:p>'
    )
    data = whole_docx(body, footnotes=f'<w:footnote w:id="2">{p("Measured twice.")}</w:footnote>')
    out = write(data, "a.docx", [on(read(data, "a"), "twice")])
    check(data, out)
    [start] = main(out).iter(w("commentRangeStart"))
    assert start.getnext().find(w("footnoteReference")) is not None
    assert "On “twice”" in list(comments(out).values())[0]


@pytest.mark.parametrize("reply", ["Around. ", "In the box."])
def test_a_text_box_is_commented_as_a_whole(reply):
    box = f"<w:txbxContent>{p('In the box.')}</w:txbxContent>"
    body = (
        f'<w:p>{r("Around. ")}<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback>"
        f"<w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        f"{r('After.')}</w:p>"
    )
    _, out = reviewed(body, reply)
    assert ("On “In the box.”" in list(comments(out).values())[0]) == (reply == "In the box.")
    for mark in main(out).iter(w("commentRangeStart"), w("commentReference")):
        assert not any(above.tag == w("txbxContent") for above in mark.iterancestors())


OTHERS = (
    '<w:comment w:id="0" w:author="Jane" w:date="2026-01-01T00:00:00Z" w:initials="J">'
    "<w:p><w:r><w:t>Why?</w:t></w:r></w:p></w:comment>"
)


def test_comments_and_changes_of_others_stay_byte_for_byte():
    deleted = '<w:del w:id="1" w:author="Jane"><w:r><w:delText>slowly </w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2" w:author="Jane">{r("suddenly ")}</w:ins>'
    theirs = (
        f'<w:commentRangeStart w:id="0"/>{r("pump ")}<w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r>'
    )
    body = f"<w:p>{r('The ')}{theirs}{deleted}{inserted}{r('stopped.')}</w:p>"
    data, out = reviewed(body, "The pump suddenly stopped", comments=OTHERS)
    part = members(out)["word/document.xml"].decode()
    assert all(markup in part for markup in (deleted, inserted, theirs))
    assert OTHERS in members(out)["word/comments.xml"].decode()
    assert anchored(main(out)) == {"0": "pump ", "3": "The pump suddenly stopped"}
    assert comments(out)["0"] == "Why?"
    for name in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        assert members(out)[name] == members(data)[name]


def test_a_recorded_change_of_look_is_not_numbered_twice():
    look = '<w:b/><w:rPrChange w:id="4" w:author="Jane"><w:rPr/></w:rPrChange>'
    _, out = reviewed(f"<w:p>{r('The pump stopped.', look)}</w:p>", "pump")
    numbers = [change.get(w("id")) for change in main(out).iter(w("rPrChange"))]
    assert len(set(numbers)) == 3


def test_a_change_takes_as_few_words_as_it_can():
    _, out = reviewed(
        f"<w:p>{r('It ')}{r('was decided by us', '<w:b/>')}{r(' to stop.')}</w:p>",
        ("It was decided by us to stop.", "It was decided by the board to stop."),
    )
    root = main(out)
    [gone], [new] = root.iter(w("del")), root.iter(w("ins"))
    assert "".join(node.text for node in gone.iter(w("delText"))) == "us"
    assert "".join(node.text for node in new.iter(w("t"))) == "the board"
    assert new.find(f"{w('r')}/{w('rPr')}/{w('b')}") is not None
    assert [one.get(w("author")) for one in (gone, new)] == ["Bluepencil"] * 2
    assert text_of(root, accepted=True) == "It was decided by the board to stop."
    assert text_of(root, accepted=False) == "It was decided by us to stop."
    assert list(anchored(root).values()) == ["It was decided by us to stop."]
    assert "Write:" not in list(comments(out).values())[0]


@pytest.mark.parametrize(
    ("quote", "new", "after"),
    [
        ("the pump", "the main pump", "Now the main pump stopped."),
        ("pump", "main pump", "Now the main pump stopped."),
        ("pump", "pump suddenly", "Now the pump suddenly stopped."),
        ("the pump", "pump", "Now pump stopped."),
        ("the pump ", "", "Now stopped."),
        ("Now the pump stopped.", "Nothing ran.", "Nothing ran."),
        ("the pump", "a & b < c", "Now a & b < c stopped."),
    ],
)
def test_words_are_put_in_taken_out_and_replaced(quote, new, after):
    body = f"<w:p>{r('Now th')}{r('e pu', '<w:i/>')}{r('mp stopped.')}</w:p>"
    data, out = reviewed(body, (quote, new))
    assert text_of(main(out), accepted=True) == after
    assert text_of(main(out), accepted=False) == "Now the pump stopped."
    assert list(anchored(main(out)).values()) == [quote]
    first = next(main(out).iter(w("commentRangeStart"), w("ins"), w("del")))
    assert first.tag == w("commentRangeStart")
    last = list(main(out).iter(w("commentRangeEnd"), w("ins"), w("del")))[-1]
    assert last.tag == w("commentRangeEnd")


def test_a_comment_that_ends_inside_deleted_words_is_not_deleted_with_them():
    _, out = reviewed(p("one two three four"), ("two three", "2 3"), "one two", "three four")
    assert sorted(anchored(main(out)).values()) == ["one two", "three four", "two three"]
    for reference in main(out).iter(w("commentReference")):
        assert not any(above.tag == w("del") for above in reference.iterancestors())


_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize(
    "body",
    [
        f'<w:p><w:ins w:id="5" w:author="Jane">{r("old words")}</w:ins></w:p>',
        f'<w:p>{r("old ")}<w:ins w:id="5" w:author="Jane">{r("words")}</w:ins></w:p>',
        f'<w:p>{r("old ")}<w:del w:id="5" w:author="Jane"><w:r><w:delText>x</w:delText></w:r>'
        f"</w:del>{r('words')}</w:p>",
        f"<w:p>{_FIELD.format(r('old words'))}</w:p>",
        f'<w:p><w:fldSimple w:instr="AUTHOR">{r("old words")}</w:fldSimple></w:p>',
        f"<w:p>{r('old ')}{r('hidden', '<w:vanish/>')}{r('words')}</w:p>",
        f'<w:p>{r("old ")}<w:hyperlink w:anchor="a">{r("words")}</w:hyperlink></w:p>',
        f"<w:p>{r('old')}<w:r><w:t> </w:t><w:drawing/><w:t>words</w:t></w:r></w:p>",
        "<w:p><w:sdt><w:sdtPr><w:dropDownList/></w:sdtPr><w:sdtContent>"
        f"{r('old words')}</w:sdtContent></w:sdt></w:p>",
        f"<w:sdt><w:sdtPr><w:date/></w:sdtPr><w:sdtContent>{p('old words')}</w:sdtContent></w:sdt>",
    ],
    ids=["insertion", "into insertion", "deletion", "field", "short field", "hidden", "link",
         "picture", "choice", "date"],
)  # fmt: skip
def test_where_a_change_is_not_safe_the_comment_says_the_wording(body):
    _, out = reviewed(body + p("End."), ("old words", "new text"))
    assert not [one for one in main(out).iter(w("ins"), w("del")) if one.get(w("id")) != "5"]
    assert "Write: “new text”" in list(comments(out).values())[0]
    assert list(anchored(main(out)).values()) == ["old words"]


def test_a_change_over_the_end_of_a_paragraph_is_only_proposed():
    _, out = reviewed(p("old") + p("words"), ("old\nwords", "new text"))
    assert not list(main(out).iter(w("ins"), w("del")))
    assert "Write: “new text”" in list(comments(out).values())[0]


def test_of_two_changes_of_the_same_words_the_second_is_only_proposed():
    _, out = reviewed(p("one two three"), ("one two", "1 2"), ("two three", "2 3"))
    assert len(list(main(out).iter(w("del")))) == 1
    assert sum("Write:" in text for text in comments(out).values()) == 1


def test_changes_work_in_links_and_content_controls():
    body = (
        f'<w:p><w:hyperlink w:anchor="a">{r("old link")}</w:hyperlink>{r(" and ")}<w:sdt><w:sdtPr/>'
        f"<w:sdtContent>{r('old control')}</w:sdtContent></w:sdt></w:p>"
    )
    _, out = reviewed(body, ("old link", "new link"), ("old control", "new control"))
    assert text_of(main(out), accepted=True) == "new link and new control"


@pytest.mark.parametrize("space", [W, "http://purl.oclc.org/ooxml/wordprocessingml/main"])
@pytest.mark.parametrize("prefix", ["w", "x", ""])
def test_any_prefix_and_both_vocabularies_are_kept_to(prefix, space):
    name = f"{prefix}:" if prefix else ""
    declared = f"xmlns:{prefix}" if prefix else "xmlns"
    body = "<w:p><w:r><w:t>The pump stopped.</w:t></w:r></w:p>".replace("w:", name)
    part = f"<{name}document {declared}='{space}'><{name}body>{body}</{name}body></{name}document>"
    data = zipped(members(raw_docx("<w:p/>")) | {"word/document.xml": part})
    remark = on(read(data, "a"), "pump stopped", "pump ran")
    root = main(write(data, "a.docx", [remark], tracked=True))
    names = [etree.QName(element) for element in root.iter()]
    assert {name.namespace for name in names} == {space}
    assert {"commentRangeStart", "commentRangeEnd", "commentReference", "ins", "del"} <= {
        name.localname for name in names
    }
    for element in root.iter(f"{{{space}}}commentReference"):
        assert element.get(f"{{{space}}}id") is not None


def test_other_encodings_entities_and_odd_spelling_of_the_xml():
    body = (
        "<w:p\n><w:r ><w:t xml:space='preserve' >A &amp; B &#x263A;\r\nthe pump</w:t ></w:r>"
        "<w:r><w:t><![CDATA[raw <text> here]]></w:t></w:r></w:p>"
    )
    _, out = reviewed(body, "& B ☺ the", "here")
    assert list(anchored(main(out)).values()) == ["& B ☺ the", "raw <text> here"]
    plain = members(whole_docx(p("Müller’s pump stopped.")))
    text = plain["word/document.xml"].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    data = zipped(plain | {"word/document.xml": text.encode("utf-16")})
    out = write(data, "a.docx", [on(read(data, "a"), "’s pump")])
    assert list(anchored(main(out)).values()) == ["’s pump"]


def test_what_stands_where_the_parts_are_missing_or_taken():
    data = members(raw_docx(p("The pump.")))
    del data["word/_rels/document.xml.rels"]
    data["word/comments.xml"] = b"somebody's own"
    out = members(write(zipped(data), "a.docx", [on(read(zipped(data), "a"), "pump")]))
    assert out["word/comments.xml"] == b"somebody's own"
    assert b"Nothing shows this." in out["word/comments2.xml"]
    assert b'Target="comments2.xml"' in out["word/_rels/document.xml.rels"]


def test_an_empty_part_for_comments_is_filled():
    data = members(whole_docx(p("The pump."), comments=""))
    data["word/comments.xml"] = data["word/comments.xml"].replace(b"></w:comments>", b"/>")
    out = write(zipped(data), "a.docx", [on(read(zipped(data), "a"), "pump")])
    assert len(comments(out)) == 1


def test_hostile_words_stay_words():
    data = whole_docx(p("The pump."))
    remark = on(read(data, "a"), "pump", description='</w:t>"<x>&\x00\ud800 \u202eend',
                author='"><evil a="')  # fmt: skip
    out = write(data, "a.docx", [remark])
    [text] = comments(out).values()
    assert '</w:t>"<x>& end' in text


def test_a_part_that_declares_a_document_type_is_refused():
    data = members(whole_docx(p("The pump."), comments=""))
    data["word/comments.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    with pytest.raises(BadDocument):
        write(zipped(data), "a.docx", [on(read(zipped(data), "a"), "pump")])


def test_without_remarks_the_file_comes_back_as_it_was():
    data = whole_docx(p("The pump."))
    assert write(data, "a.docx", []) == data


def test_other_libraries_read_every_comment_at_its_words():
    document = python_docx.Document()
    document.add_heading("Facts", 1)
    paragraph = document.add_paragraph("The pump ")
    paragraph.add_run("suddenly").bold = True
    paragraph.add_run(" stopped at noon.")
    table = document.add_table(1, 2)
    table.cell(0, 1).text = "twelve bar"
    data = saved(document)
    read_ = read(data, "a.docx")
    quotes = ["pump suddenly stopped", "suddenly", "twelve"]
    out = write(data, "a.docx", [on(read_, quote) for quote in quotes])
    with docx2python(io.BytesIO(out)) as theirs:
        assert [anchor for anchor, *_ in theirs.comments] == quotes
        assert {author for _, author, *_ in theirs.comments} == {"Bluepencil"}
    again = python_docx.Document(io.BytesIO(out))
    assert len(list(again.comments)) == 3
    assert [one.text for one in again.paragraphs] == [one.text for one in document.paragraphs]
    assert again.tables[0].cell(0, 1).text == "twelve bar"
