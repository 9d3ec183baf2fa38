"""The file back over HTTP: what was decided, in every type of file, under a safe name."""

import html
import io
import json
import re
from urllib.parse import unquote

import pytest

from bluepencil.documents.reader import read
from tests.conftest import SAMPLES
from tests.documents.factory import p, zipped
from tests.documents.reviewed.making import anchored, comments, main, members, w, whole_docx

HOMES = ("laptop", "postgres")

REPORT = SAMPLES / "investigation-report.docx"
TEXT = b"# One\n\nSeveral vials *broke* soon.\n\n# Two\n\nIt was decided <script>x()</script>.\n"
PAGE = b"<html><body><h1>One</h1><p>Several vials broke soon.</p></body></html>"
MS_WORD = "application/vnd.ms-word"
OPEN_XML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SAFE = re.compile(r"[^\\/:*?\"<>|%\x00-\x1f\x7f]{1,140} reviewed\.docx")


def upload(client, data, name="r.md"):
    answer = client.post("/upload", data={"document": (io.BytesIO(data), name)})
    return f"/sessions/{answer.get_json()['session_id']}"


def comment(client, session, quote, section="One", **more):
    """A finding of the reader's own, accepted."""
    body = {"section_name": section, "description": "Say who.", "quote": quote, **more}
    item = client.post(f"{session}/feedback", json=body).get_json()
    client.patch(f"{session}/feedback/{item['id']}", json={"decision": "accepted"})
    return item["id"]


def exported(client, session, form, **more):
    response = client.get(f"{session}/export", query_string={"format": form, **more})
    assert response.status_code == 200, response.data
    assert response.headers["Cache-Control"] == "no-store"
    return response


def name_of(response):
    """The name a client saves the file under."""
    kind, _, names = response.headers["Content-Disposition"].partition("; ")
    assert kind == "attachment"
    _, any_script, name = names.partition("filename*=UTF-8''")
    return unquote(name) if any_script else re.fullmatch('filename="?([^"]+)"?', names)[1]


def test_the_word_file_comes_back_with_what_was_accepted(client):
    session = upload(client, REPORT.read_bytes(), "report.docx")
    client.done("/review_document", {"session_id": session.rpartition("/")[2]})
    items = [one for one in client.get(session).get_json()["feedback"] if one["quote"]]
    accepted, rejected, changed = items[:3]
    feedback = f"{session}/feedback"
    client.patch(f"{feedback}/{accepted['id']}", json={"decision": "accepted"})
    client.patch(f"{feedback}/{rejected['id']}", json={"decision": "rejected"})
    own = {"decision": "accepted", "description": "In my own words.", "reason": "As agreed."}
    client.patch(f"{feedback}/{changed['id']}", json=own)
    response = exported(client, session, "docx", minor="true")
    assert response.mimetype.endswith("wordprocessingml.document")
    assert name_of(response) == "report reviewed.docx"
    told = comments(response.data)
    assert len(told) == 2
    assert any("In my own words." in one and "As agreed." in one for one in told.values())
    assert {accepted["quote"], changed["quote"]} == set(anchored(main(response.data)).values())
    before, after = members(REPORT.read_bytes()), members(response.data)
    marked = {
        "word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels",
        "[Content_Types].xml",
    }  # fmt: skip
    assert {name for name in after if before.get(name) != after[name]} == marked


def test_undecided_ones_only_where_asked_for_and_rejected_ones_never(client):
    session = upload(client, TEXT)
    kept = comment(client, session, "Several vials")
    gone = comment(client, session, "vials", description="Wrong.")
    client.patch(f"{session}/feedback/{gone}", json={"decision": "rejected"})
    body = {"section_name": "Two", "description": "Who?", "quote": "decided"}
    client.post(f"{session}/feedback", json=body)
    client.patch(f"{session}/feedback/{kept}", json={"description": "Say how many."})
    both = exported(client, session, "docx", include="all").data
    one = exported(client, session, "docx").data
    assert ["Say how many." in text for text in comments(one).values()] == [True]
    assert list(anchored(main(both)).values()) == ["Several vials", "decided"]
    assert 'w:author="Reviewer"' in members(one)["word/comments.xml"].decode()


@pytest.mark.parametrize(("data", "name"), [(TEXT, "r.md"), (PAGE, "r.html"), (b"One\n", "r.txt")])
def test_other_types_become_a_word_file_that_reads_the_same(client, data, name):
    session = upload(client, data, name)
    sections = client.get(session).get_json()["sections"]
    out = exported(client, session, "docx").data
    again = read(out, "again.docx")
    assert [one.text for one in again.sections] == [one["text"] for one in sections]


def test_replacements_are_tracked_changes_where_asked_for(client):
    data = whole_docx(p("One", "Heading1") + p("Several vials broke."))
    session = upload(client, data, "r.docx")
    item = comment(client, session, "Several")
    client.patch(f"{session}/feedback/{item}", json={"replacement": "Four"})
    plain = main(exported(client, session, "docx").data)
    tracked = main(exported(client, session, "docx", changes="tracked").data)
    assert [len(list(root.iter(w("ins"), w("del")))) for root in (plain, tracked)] == [0, 2]
    names = [
        name_of(exported(client, session, "docx", changes=changes))
        for changes in ("none", "tracked")
    ]
    assert names == ["r reviewed.docx", "r reviewed, tracked.docx"]


def test_markdown_comes_back_as_it_was_with_footnotes(client):
    session = upload(client, TEXT)
    comment(client, session, "vials broke")
    response = exported(client, session, "md")
    assert response.headers["Content-Type"] == "text/markdown; charset=utf-8"
    body, _, notes = response.text.partition("\n\n[^r1]: ")
    assert body.replace("[^r1]", "") == TEXT.decode().rstrip("\n")
    assert "vials *broke*[^r1] soon" in body or "vials *broke[^r1]* soon" in body
    assert "Say who." in notes


def test_nothing_to_hand_back_gives_the_upload(client):
    latin = "# One\r\n\r\nÄrger über Öl.\r\n".encode("cp1252")
    for data, name, form in ((latin, "r.md", "md"), (REPORT.read_bytes(), "r.docx", "docx")):
        assert exported(client, upload(client, data, name), form).data == data


def test_a_page_runs_nothing_and_needs_nothing(client):
    session = upload(client, TEXT)
    comment(client, session, "Several", description="<img src=x onerror=hurt()>")
    response = exported(client, session, "html")
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "&lt;img src=x onerror=hurt()&gt;" in response.text
    assert "<img" not in response.text
    assert "<script" not in response.text
    assert not re.search(r"(src|href)=\"(?!#)", response.text)
    assert '<mark>Several</mark><a class="mark" id="w1" href="#r1">1</a>' in response.text


def test_json_has_all_that_is_known(client):
    session = upload(client, TEXT)
    gone = comment(client, session, "Several")
    client.patch(f"{session}/feedback/{gone}", json={"decision": "rejected"})
    client.done("/chat", {"session_id": session.rpartition("/")[2], "message": "Why?"})
    whole = json.loads(exported(client, session, "json").data)
    now = client.get(session).get_json()
    assert {key: whole[key] for key in now} == now
    assert [one["decision"] for one in whole["feedback"]] == ["rejected"]
    assert whole["chat"][0]["message"] == "Why?"
    assert [one["what"] for one in whole["activity"]][0] == "uploaded"
    assert whole["versions"][0]["file_name"] == "r.md"
    assert whole["guideline"].startswith("# ")


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", 'a"b\r\nX-Injected: 1', "報告書.docx", "..", "a" * 200,
     "50%; filename=x.exe", "CON", "<b>.md", "\ud800", "\u202egnp.exe", ".docx"],
)  # fmt: skip
def test_the_file_has_a_safe_name_whatever_the_review_is_called(client, name):
    session = upload(client, TEXT)
    client.patch(session, json={"name": name})
    response = exported(client, session, "docx")
    assert SAFE.fullmatch(name_of(response)), name_of(response)
    assert "X-Injected" not in response.headers


def test_a_name_in_any_script_is_kept(client):
    session = upload(client, TEXT)
    client.patch(session, json={"name": "報告書 Prüfung.docx"})
    assert name_of(exported(client, session, "md")) == "報告書 Prüfung reviewed.md"


def test_a_version_that_comes_meanwhile_is_the_one_handed_back(client, monkeypatch):
    session = upload(client, whole_docx(p("The first.")), "first.docx")
    comment(client, session, "first", client.get(session).get_json()["sections"][0]["name"])
    sessions = type(client.application.extensions["bluepencil"].store.sessions)
    file_of = sessions.file

    def overtaken(self, session_id):
        monkeypatch.setattr(sessions, "file", file_of)
        data = {"document": (io.BytesIO(whole_docx(p("The next."))), "next.docx")}
        assert client.post(f"{session}/versions", data=data).status_code == 201
        return file_of(self, session_id)

    monkeypatch.setattr(sessions, "file", overtaken)
    file = exported(client, session, "docx", include="all").data
    assert read(file, "next.docx").sections[0].text == "The next."


def test_it_is_told_in_the_activity(client):
    session = upload(client, TEXT)
    comment(client, session, "Several")
    exported(client, session, "docx")
    exported(client, session, "html", include="all")
    assert client.head(f"{session}/export").status_code == 200  # takes no file
    rows = client.get(f"{session}/activity").get_json()["activity"]
    told = [(row["detail"], row["numbers"]) for row in rows if row["what"] == "exported"]
    assert told == [
        ("Word file with 1 comment", {"comments": 1}),
        ("HTML file with 1 comment", {"comments": 1}),
    ]


@pytest.mark.parametrize(
    "query", ["format=pdf", "changes=yes", "include=rejected", "frmat=md", "minor=x"]
)
def test_what_cannot_be_asked_for_is_named(client, query):
    session = upload(client, TEXT)
    response = client.get(f"{session}/export?{query}")
    assert response.status_code == 422
    assert response.get_json()["errors"][0]["field"] == query.partition("=")[0]


def test_what_is_not_yours_is_not_there(client):
    assert client.get("/sessions/unknown/export").status_code == 404


def reviewed_and_accepted(client):
    """A review with serious and minor findings, all of them accepted."""
    session = upload(
        client, b"# One\n\nThe the cost is TBD.\n\n# Two\n\nWe met in order to decide.\n"
    )
    client.done("/review_document", {"session_id": session.rpartition("/")[2]})
    items = client.get(session).get_json()["feedback"]
    body = {"ids": [one["id"] for one in items], "decision": "accepted"}
    client.patch(f"{session}/feedback", json=body)
    return session, items


@pytest.mark.parametrize("form", ["md", "html"])
def test_minor_findings_are_left_out_and_counted_unless_asked_for(client, form):
    session, items = reviewed_and_accepted(client)
    minor = [one for one in items if one["severity"] == "low"]
    others = [one for one in items if one["severity"] != "low"]
    assert minor and others
    text = html.unescape(exported(client, session, form).text)
    assert f"{len(minor)} minor" in text and "left out" in text
    for one in minor:
        assert one["description"] not in text
    whole = html.unescape(exported(client, session, form, minor="true").text)
    assert "left out" not in whole and minor[0]["description"] in whole
    assert len(exported(client, session, "json").get_json()["feedback"]) == len(items)


def test_the_readers_own_are_never_minor(client):
    session = upload(client, TEXT)
    comment(client, session, "Several vials", severity="low")
    assert len(comments(exported(client, session, "docx").data)) == 1


def test_a_page_and_markdown_end_with_the_verdicts(client):
    session, _ = reviewed_and_accepted(client)
    told = client.get(f"{session}/verdicts").get_json()["verdicts"]
    client.patch(f"{session}/verdicts/actors", json={"verdict": "met", "note": "<b>All</b> | us"})
    page = exported(client, session, "html").text
    assert "Guideline: General" in page and "<b>" not in page
    for one in told:
        assert one["text"] in html.unescape(page)
    markdown = exported(client, session, "md").text
    assert "# Guideline: General" in markdown and "Every action names one owner" in markdown
    assert "\\| us" in markdown  # what the reader wrote makes no cell of its own
    assert "Guideline: General" not in exported(client, session, "md", verdicts="false").text


def test_verdicts_are_the_first_comment_of_a_word_file_on_wish(client):
    session, _ = reviewed_and_accepted(client)
    plain = comments(exported(client, session, "docx").data)
    whole = comments(exported(client, session, "docx", verdicts="true").data)
    (added,) = [one for one in whole.values() if one not in plain.values()]
    assert len(whole) == len(plain) + 1
    assert added.startswith("Guideline: General")
    assert "Not applicable: " in added and next(iter(whole.values())) == added


def test_before_a_review_there_are_no_verdicts_to_hand_back(client):
    session = upload(client, TEXT)
    for form in ("md", "html", "docx"):
        assert b"Guideline" not in exported(client, session, form, verdicts="true").data


def test_a_receipt_says_what_an_export_changes_and_is_no_export(client):
    session = upload(client, REPORT.read_bytes(), "report.docx")
    section = client.get(session).get_json()["sections"][0]
    comment(client, session, section["text"].split(".")[0], section["name"], replacement="Short")
    asked = {"format": "docx", "changes": "tracked", "receipt": "true"}
    told = client.get(f"{session}/export", query_string=asked).get_json()
    assert told["rejecting_all_gives_the_original"] is True
    parts = {part["name"]: part for part in told["parts"]}
    assert parts["word/document.xml"]["inserted_marks"] >= 3
    assert parts["word/comments.xml"]["added"] is True
    assert parts["word/styles.xml"] == {
        "name": "word/styles.xml", "changed": False, "added": False, "inserted_marks": 0,
        "text_equal": True,
    }  # fmt: skip
    whats = [row["what"] for row in client.get(f"{session}/activity").get_json()["activity"]]
    assert "exported" not in whats


@pytest.mark.parametrize(("data", "name"), [(TEXT, "r.md"), (PAGE, "r.html")])
def test_the_receipt_of_a_converted_file_is_held_against_one_without_comments(client, data, name):
    session = upload(client, data, name)
    comment(client, session, "Several vials", severity="high")
    told = client.get(f"{session}/export?format=docx&receipt=true").get_json()
    assert told["rejecting_all_gives_the_original"] is True
    assert sum(part["inserted_marks"] for part in told["parts"]) == 3


@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_a_receipt_is_for_word_files_only(client, form):
    session = upload(client, TEXT)
    answer = client.get(f"{session}/export?format={form}&receipt=true")
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"] == "receipt"


@pytest.mark.parametrize(
    ("suffix", "main", "media_type"),
    [
        (
            "docm",
            f"{MS_WORD}.document.macroEnabled.main+xml",
            f"{MS_WORD}.document.macroEnabled.12",
        ),
        ("dotx", f"{OPEN_XML}.template.main+xml", f"{OPEN_XML}.template"),
        (
            "dotm",
            f"{MS_WORD}.template.macroEnabledTemplate.main+xml",
            f"{MS_WORD}.template.macroEnabled.12",
        ),
    ],
)
def test_a_template_or_a_file_with_macros_comes_back_as_such(client, suffix, main, media_type):
    parts = members(whole_docx(p("Several vials broke.")))
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = re.sub(
        rb"application/[\w.-]+wordprocessingml\.document\.main\+xml", main.encode(), types
    )
    session = upload(client, zipped(parts), f"form.{suffix}")
    section = client.get(session).get_json()["sections"][0]["name"]
    comment(client, session, "vials", section)
    back = exported(client, session, "docx")
    assert name_of(back) == f"form reviewed.{suffix}"
    assert back.headers["Content-Type"] == media_type
    assert main.encode() in members(back.data)["[Content_Types].xml"]
