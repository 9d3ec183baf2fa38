"""LibreOffice opens what was written, and what it saves has every comment and change again."""

import itertools
import re
import shutil
import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bluepencil.documents import Limits
from bluepencil.documents.reader import read
from bluepencil.documents.reviewed.comments import read as read_comments
from bluepencil.documents.reviewed.docx import write
from bluepencil.documents.reviewed.new_docx import write as write_fresh
from tests.conftest import SAMPLES
from tests.documents.factory import p, r
from tests.documents.reviewed.making import (
    anchored,
    back_from_word,
    comments,
    main,
    on,
    w,
    whole_docx,
)
from tests.documents.reviewed.test_any_docx import _escaped, remarks, squeezed, words
from tests.documents.reviewed.test_docx import OTHERS
from tests.documents.reviewed.test_new_docx import documents

pytestmark = pytest.mark.slow

JANE = 'w:id="#" w:author="Jane" w:date="2026-01-01T00:00:00Z"'  # "#" becomes a number
GONE = f'<w:del {JANE}><w:r><w:delText xml:space="preserve">slow </w:delText></w:r></w:del>'
LINK = '<w:hyperlink w:anchor="x">§</w:hyperlink>'
CONTROL = "<w:sdt><w:sdtPr/><w:sdtContent>§</w:sdtContent></w:sdt>"
NEW = f"<w:ins {JANE}>§</w:ins>"
THEIRS = (
    '<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>Begin</w:t></w:r><w:commentRangeEnd w:id="0"/>'
    '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
)
# Not among them, because LibreOffice 7 itself loses words or places there, whoever comments:
# fields, content controls around paragraphs, links in content controls, smart tags of Word 2003.
AROUND = ("§", LINK, CONTROL, CONTROL.replace("§", CONTROL), NEW)
TABLE = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:tcPr/>§</w:tc><w:tc>§</w:tc></w:tr></w:tbl>"


def saved_again(folder):
    """Files before and after LibreOffice saved them; it is started once for all."""
    program = shutil.which("soffice")
    assert program, "LibreOffice is needed: `make tools`, or install libreoffice-writer-nogui"
    written = {**samples(), **by_hand(), **generated()}
    for name, data in written.items():
        (folder / f"{name}.docx").write_bytes(data)
    subprocess.run(
        [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "docx:Office Open XML Text", "--outdir", folder / "out",
         *(folder / f"{name}.docx" for name in written)],
        capture_output=True, timeout=100, check=True,
    )  # fmt: skip
    return {
        name: (data, (folder / "out" / f"{name}.docx").read_bytes())
        for name, data in written.items()
    }


def samples():
    """The sample with two remarks on each longer section, as it came and made new."""
    path = SAMPLES / "investigation-report.docx"
    data = path.read_bytes()
    document = read(data, path.name)
    told = [
        on(document, " ".join(section.text.split(" ")[2:6]), new)
        for section in document.sections
        for new in (None, "other words")
        if len(section.text) > 80
    ]
    return {
        "sample": write(data, "a.docx", told),
        "sample-tracked": write(data, "a.docx", told, tracked=True),
        "sample-fresh": write_fresh(document, told, tracked=True),
    }


def numbered(body):
    """The body, every "#" a number of its own."""
    numbers = itertools.count(1)
    return re.sub('w:id="#"', lambda _: f'w:id="{next(numbers)}"', body)


def by_hand():
    """Words in links, nested controls, tables, and others' changes."""
    body = THEIRS + (
        p("Facts", "Heading1")
        + f"<w:p>{r('It is ')}{LINK.replace('§', r('in the ') + r('plan'))}{r(' of May.')}</w:p>"
        + f"<w:p>{CONTROL.replace('§', r('outer ') + CONTROL.replace('§', r('inner words')))}</w:p>"
        + f"<w:p>{r('The ')}{GONE}{NEW.replace('§', r('main '))}{r('pump stopped at noon.')}</w:p>"
        + TABLE.replace("§", p("cell one"), 1).replace("§", p("cell two"))
        + p("The end of it.")
    )
    data = whole_docx(numbered(body), comments=OTHERS)
    quotes = [
        ("is in the plan of", "was in the plan of"), ("the plan", None), ("inner", "deeper"),
        ("outer inner", None), ("main pump stopped", None), ("at noon", "at 12:04"),
        ("cell one\tcell", None), ("two", "2"), ("end of", "very end of"), ("The end", "An end"),
        ("one\tcell two\nThe end", None),
    ]  # fmt: skip
    document = read(data, "a.docx")
    told = [on(document, *quote) for quote in quotes]
    return {
        "by-hand": write(data, "a.docx", told),
        "by-hand-tracked": write(data, "a.docx", told, tracked=True),
        "answered": answered(),
    }


def answered():
    """One comment resolved and one answered, as Word saves it."""
    data = whole_docx(p("Several vials broke.") + p("It was late."))
    document = read(data, "a.docx")
    told = [on(document, "vials", description="Which?"), on(document, "late", description="When?")]
    return back_from_word(
        write(data, "a.docx", told), resolved=["Which?"], answers={"When?": "At 04:10."}
    )


def _run(look, parts):
    texts = "".join(
        f'<w:t xml:space="preserve">{_escaped(text)}</w:t>{sign}' for text, sign in parts
    )
    return f"<w:r>{look}{texts}</w:r>"


signs = st.sampled_from(("", "", "<w:tab/>", "<w:br/>"))
looks = st.sampled_from(("", "<w:rPr><w:b/></w:rPr>"))
runs = st.builds(_run, looks, st.lists(st.tuples(words, signs), min_size=1, max_size=3))


@st.composite
def bodies(draw):
    """Paragraphs and tables of runs, with one sort of thing around some of them."""
    around = draw(st.sampled_from(AROUND))
    parts = st.lists(runs, min_size=1, max_size=3).map("".join)
    parts = parts | parts.map(lambda inner: around.replace("§", inner)) | st.just(GONE)
    blocks = st.lists(parts, min_size=1, max_size=4).map(
        lambda inner: f"<w:p>{''.join(inner)}</w:p>"
    )
    blocks = blocks | blocks.map(lambda inner: TABLE.replace("§", inner))
    found = "".join(draw(st.lists(blocks, min_size=1, max_size=4)))
    return numbered(THEIRS + found + p("The end."))


def generated():
    """What other people's documents may be made of, and new ones of any blocks."""
    found = []

    @settings(max_examples=50, deadline=None, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.data())
    def collect(data):
        file = whole_docx(data.draw(bodies()), comments=OTHERS)
        document = read(file, "a.docx")
        told = data.draw(st.lists(remarks(document), min_size=1, max_size=5))
        found.append(write(file, "a.docx", told, tracked=data.draw(st.booleans())))
        made = data.draw(documents())
        found.append(write_fresh(made, [on(made, None)]))

    collect()
    return {f"generated-{number}": data for number, data in enumerate(found)}


def told(data):
    """What each comment says, and the words it lies on."""
    lies_on = anchored(main(data))
    return sorted(
        (squeezed(lies_on.get(number, "")), squeezed(text))
        for number, text in comments(data).items()
    )


def changed(data):
    """The words that each author put in and took out, in order; neighbours are one to it."""
    found = {}
    for change in main(data).iter(w("ins"), w("del")):
        key = change.tag, change.get(w("author"))
        found[key] = found.get(key, "") + squeezed("".join(change.itertext()))
    return {key: text for key, text in found.items() if text}


def test_what_it_saves_has_every_word_comment_and_change_again(tmp_path):
    opened = saved_again(tmp_path)
    assert len(opened) > 100
    for name, (before, after) in opened.items():
        kept = [squeezed("".join(main(data).itertext())) for data in (before, after)]
        assert kept[0] == kept[1], name
        assert told(after) == told(before), name
        assert changed(after) == changed(before), name
    ours = {name for name, (_, after) in opened.items() if "Bluepencil" in str(changed(after))}
    assert {"sample-tracked", "sample-fresh", "by-hand-tracked"} <= ours
    assert not {"sample", "by-hand"} & ours
    for file in opened["answered"]:  # LibreOffice 7 does not save what an answer belongs to
        found = [one for one in read_comments(file, Limits()) if one.author == "Bluepencil"]
        assert [one.resolved for one in found] == [True, False]
