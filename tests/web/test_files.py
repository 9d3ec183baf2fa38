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


def test_where_too_many_large_files_are_being_read_one_more_is_told_to_come_again(make_app):
    app = make_app(web_threads=8)
    site, client = app.extensions["bluepencil"], app.test_client()
    large = b"# One\n\nThe pump stopped.\n\n" * 6_000

    def send(data):
        return client.post("/upload", data={"document": (io.BytesIO(data), "r.md")})

    held = [slots for slots in (site.readers, site.slots) for _ in iter(slots.acquire, False)]
    refused = send(large)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert send(b"# One\n\nSmall.\n").status_code == 201
    held[-1].release()
    assert send(large).status_code == 201
    assert site.slots.acquire()  # it was given back
