"""All findings in a document: within the sections and across them."""

from bluepencil.documents import reader
from bluepencil.documents.guideline import Guideline
from evaluation.findings import findings_of


def test_it_reads_sections_and_the_whole():
    text = b"# A\n\nThe pump was was off.\n\n### B\n\nx\n"
    found = findings_of(reader.read(text, "t.md"), Guideline(name="g", title="g", text=""))
    assert {one.rule for one in found} == {"doubled-word", "heading-jump"}
