"""What is made of an uploaded file: a name that can be shown, and a document of bearable size."""

import io

import pytest
from werkzeug.datastructures import FileStorage

from bluepencil.web.files import content, name_of


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("report.docx", "report.docx"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("a\x00b\x1b[31m\u202ec.md", "ab[31mc.md"),
        ("  spaced .md ", "spaced .md"),
        ("Übersicht – 概要.pdf", "Übersicht – 概要.pdf"),
        ("x" * 500, "x" * 200),
        ("", "document"),
        ("/", "document"),
        (None, "document"),
    ],
)
def test_a_name_is_shown_and_is_no_path(sent, shown):
    assert name_of(FileStorage(io.BytesIO(), filename=sent)) == shown


def test_the_content_is_all_of_it():
    assert content(FileStorage(io.BytesIO(b"a\r\nb\x00"))) == b"a\r\nb\x00"


@pytest.mark.parametrize("path", ["/upload", "/sessions/{}/versions"])
def test_a_document_of_too_many_sections_is_refused_and_nothing_is_made(make_app, path):
    client = make_app(max_sections=3).test_client()

    def send(to, sections):
        text = b"".join(b"# Heading %d\n\nText.\n\n" % number for number in range(sections))
        return client.post(to, data={"document": (io.BytesIO(text), "r.md")})

    session_id = send("/upload", 3).get_json()["session_id"]
    refused = send(path.format(session_id), 4)
    assert (refused.status_code, refused.get_json()["code"]) == (413, "too_many_sections")
    assert "4 sections" in refused.get_json()["detail"]
    assert len(client.get("/sessions").get_json()["sessions"]) == 1
    assert len(client.get(f"/sessions/{session_id}/versions").get_json()["versions"]) == 1
