"""What the tests of the contradictions share: documents in a few words, and what a look finds."""

from bluepencil.documents import reader
from bluepencil.engines.checks.consistency.reading import Reading


def reading(text, name="report.md"):
    """A document of this text; one that does not begin with a heading gets one."""
    if not text.startswith("#") and name.endswith(".md"):
        text = f"# Report\n\n## Findings\n\n{text}\n"
    return Reading(reader.read(text.encode(), name))


def found(look, text, name="report.md"):
    """What one look finds; each quote is checked to be where it is said to be."""
    read = reading(text, name)
    findings = list(look(read))
    for one in findings:
        for place in (one, *one.also):
            if place.quote is not None:
                section = read.document.require(place.section_name)
                assert section.text[place.start : place.end] == place.quote
        assert one.source == "checks"
        assert one.description.endswith(".")
    return findings


def quotes(look, text, name="report.md"):
    """The words that one look finds fault with."""
    return [one.quote for one in found(look, text, name)]


def table(*rows):
    """A table in Markdown of these rows, each in one string with bars."""
    head, *rest = (f"| {row} |" for row in rows)
    return "\n".join([head, "|" + " --- |" * (head.count("|") - 1), *rest])
