"""What the tests of the checks share: the findings in one section of Markdown."""

from bluepencil.documents import reader
from bluepencil.documents.guideline import Guideline, Item
from bluepencil.engines.checks.facts import facts
from bluepencil.engines.checks.reviewer import check_section
from bluepencil.work.cancel import Cancel

GUIDELINE = Guideline(
    name="house", title="House", text="", items=(Item(id="numbers", text="Count."),), terms=("QLX",)
)


def findings(text, heading="Report", guideline=GUIDELINE):
    """What is found in one section of this Markdown."""
    document = reader.read(f"# {heading}\n\n{text}\n".encode(), "text.md")
    known = facts(document, guideline)
    found = []
    for section in document.sections:
        for finding in check_section(section, known, Cancel()):
            assert section.text[finding.start : finding.end] == finding.quote
            found.append(finding)
    return found
