"""Reviewed documents as files: which are the original with markup, and which are new."""

import pytest

from bluepencil.documents import Limits
from bluepencil.documents.reader import read
from bluepencil.documents.reviewed import files
from tests.documents.factory import p
from tests.documents.reviewed.making import comments, on, whole_docx

SOURCES = {
    "docx": whole_docx(p("Result", "Heading1") + p("The pump stopped.")),
    "md": b"# Result\n\nThe pump stopped.\n",
    "html": b"<html><body><h1>Result</h1><p>The pump stopped.</p></body></html>",
    "txt": b"Result\n======\n\nThe pump stopped.\n",
}


def written(source: str, form: files.Form, *quotes: str) -> bytes:
    document = read(SOURCES[source], f"x.{source}")
    remarks = [on(document, quote) for quote in quotes]
    return files.write(form, document, SOURCES[source], remarks, name="report", limits=Limits())


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("form", ["docx", "md", "html"])
def test_every_type_can_be_written_as_every_other_with_its_text(source, form):
    data = written(source, form, "pump")
    again = read(data, f"x.{form}")
    assert again.media_type == form
    assert "The pump" in "\n".join(section.text for section in again.sections)


@pytest.mark.parametrize("form", ["docx", "md"])
def test_without_remarks_a_file_of_the_same_type_is_the_original(form):
    assert written(form, form) == SOURCES[form]


@pytest.mark.parametrize("source", SOURCES)
def test_word_files_have_comments(source):
    assert len(comments(written(source, "docx", "pump", "stopped"))) == 2


def test_a_page_has_the_name_of_the_document():
    assert b"<title>report</title>" in written("txt", "html", "pump")
