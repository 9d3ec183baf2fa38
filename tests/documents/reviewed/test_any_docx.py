"""Whatever a document is made of: the text stays, and every comment lies on its words."""

import itertools
import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bluepencil.documents.reader import read
from bluepencil.documents.reviewed.docx import write
from tests.documents.factory import p, raw_docx
from tests.documents.reviewed.making import anchored, comments, main, on
from tests.documents.reviewed.test_docx import OTHERS, check, text_of

JANE = 'w:id="#" w:author="Jane" w:date="2026-01-01T00:00:00Z"'  # "#" becomes a number
LOOKS = (
    "", "<w:rPr/>", "<w:rPr><w:b/></w:rPr>", "<w:rPr><w:vanish/></w:rPr>",
    f"<w:rPr><w:i/><w:rPrChange {JANE}><w:rPr><w:b/></w:rPr></w:rPrChange></w:rPr>",
)  # fmt: skip
IN_RUN = ("", "", "", "<w:tab/>", "<w:br/>", "<w:noBreakHyphen/>", "<w:lastRenderedPageBreak/>",
          "<w:t/>", '<w:sym w:font="Symbol" w:char="F0B3"/>', "<w:drawing/>")  # fmt: skip
BOX = "<w:txbxContent><w:p>§</w:p></w:txbxContent>"
AROUND = (
    '<w:hyperlink w:anchor="a">§</w:hyperlink>',
    "<w:smartTag>§</w:smartTag>",
    "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>§</w:sdtContent></w:sdt>",
    "<w:sdt><w:sdtPr><w:dropDownList/></w:sdtPr><w:sdtContent>§</w:sdtContent></w:sdt>",
    f"<w:ins {JANE}>§</w:ins>",
    '<w:fldSimple w:instr="AUTHOR">§</w:fldSimple>',
    '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>REF</w:instrText></w:r><w:r>'
    '<w:fldChar w:fldCharType="separate"/></w:r>§<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{BOX}</w:drawing></mc:Choice><mc:Fallback>"
    f"<w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
)
ALONE = (
    f"<w:del {JANE}><w:r><w:delText>gone</w:delText></w:r></w:del>",
    '<w:r><w:footnoteReference w:id="2"/></w:r>',
    '<w:proofErr w:type="spellStart"/>',
    '<w:bookmarkStart w:id="#" w:name="b"/>',
    "<!-- no text -->",
    "\n",
)
NOTE = f'<w:footnote w:id="2">{p("a note below")}</w:footnote>'
words = st.text("abc dé😀&<'\n", min_size=1, max_size=8)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("é", "&#233;")


def _text(text: str, attribute: str, after: str) -> str:
    return f"<w:t{attribute}>{_escaped(text)}</w:t>{after}"


texts = st.builds(
    _text,
    words,
    st.sampled_from(("", ' xml:space="preserve"', "\n xml:space = 'preserve' ")),
    st.sampled_from(IN_RUN),
)
runs = st.builds(
    lambda look, content: f"<w:r>{look}{''.join(content)}</w:r>",
    st.sampled_from(LOOKS),
    st.lists(texts, min_size=1, max_size=3),
)
inline = st.recursive(
    runs | runs | st.sampled_from(ALONE),
    lambda inner: st.builds(
        lambda around, parts: around.replace("§", "".join(parts)),
        st.sampled_from(AROUND),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)
paragraphs = st.builds(
    lambda style, parts: f"<w:p>{style}{''.join(parts)}</w:p>",
    st.sampled_from(("", "<w:pPr/>", '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>')),
    st.lists(inline, min_size=1, max_size=4),
)
TABLE = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:tcPr/>§</w:tc><w:tc>§</w:tc></w:tr></w:tbl>"
CONTROL = "<w:sdt><w:sdtPr/><w:sdtContent>§</w:sdtContent></w:sdt>"
THEIRS = '<w:commentRangeStart w:id="0"/>§<w:commentRangeEnd w:id="0"/>'
blocks = st.builds(
    lambda around, content: around.replace("§", content),
    st.sampled_from(("§", "§", "§", TABLE, CONTROL)),
    paragraphs,
)


def _body(found: list[str]) -> str:
    numbers = itertools.count(1)
    body = THEIRS.replace("§", "".join(found) + p("The end."))
    return re.sub('w:id="#"', lambda _: f'w:id="{next(numbers)}"', body)


bodies = st.lists(blocks, min_size=1, max_size=4).map(_body)


@st.composite
def remarks(draw, document):
    """A remark on any words of it, or on a section."""
    section = draw(st.sampled_from(document.sections))
    if not section.text or draw(st.integers(0, 5)) == 0:
        return on(document, None, section_name=section.name)
    start = draw(st.integers(0, len(section.text) - 1))
    end = draw(st.integers(start + 1, len(section.text)))
    quote = section.text[start:end]
    new = draw(st.none() | st.sampled_from(("", "new", quote + " more", "more " + quote)))
    return on(document, quote, new, section_name=section.name, start=start, end=end)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_the_text_stays_and_every_comment_lies_on_its_words(data):
    file = raw_docx(data.draw(bodies), comments=OTHERS, footnotes=NOTE)
    document = read(file, "a.docx")
    made = data.draw(st.lists(remarks(document), min_size=1, max_size=5))
    tracked = data.draw(st.booleans())
    for number, remark in enumerate(made):
        object.__setattr__(remark, "description", f"Remark {number}.")
    out = write(file, "a.docx", made, tracked=tracked)
    check(file, out)
    assert text_of(main(out), accepted=False) == text_of(main(file), accepted=False)
    told, words_of = comments(out), anchored(main(out))
    assert len(told) == len(made) + 1
    for number, remark in enumerate(made):
        found = [key for key, text in told.items() if f"Remark {number}." in text]
        assert len(found) == 1
        if remark.quote is not None and "\nOn “" not in told[found[0]]:
            assert squeezed(words_of[found[0]]) == squeezed(expected(document, remark))
    if not tracked:
        assert [section.text for section in read(out, "a.docx").sections] == [
            section.text for section in document.sections
        ]


def expected(document, remark) -> str:
    """Those of the quote's characters that stand in the file."""
    section = document.section(remark.section_name)
    return "".join(
        section.text[max(origin.start, remark.start) : min(origin.end, remark.end)]
        for origin in section.origins
        if origin.start < remark.end and remark.start < origin.end
    )


def squeezed(text: str) -> str:
    """Without white space: at the ends of paragraphs it is not read."""
    return "".join(text.split())
