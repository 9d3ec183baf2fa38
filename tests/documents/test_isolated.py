"""Large files, and those whose size says little, are read in a process of its own, with limits."""

import subprocess

import pytest

from bluepencil.documents import Limits, isolated, reader
from bluepencil.errors import BadDocument, TooLarge, Unavailable, UnsupportedType
from tests.documents.factory import damaged_page, p, pdf, pdf_pages, raw_docx

PAGE = pdf([[("The pump stopped.", 72, 700, 11, False)]])
LONG = "# One\n\nThe pump stopped.\n\n- a\n- b\n\n|a|b|\n|-|-|\n|c|d|\n\n" * 3_000


def without_origins(document):
    bare = {"origins": (), "heading": ()}
    sections = tuple(section.model_copy(update=bare) for section in document.sections)
    return document.model_copy(update={"sections": sections})


def as_if(monkeypatch, code):
    """Have the process do this before it reads, or instead."""
    monkeypatch.setattr(isolated, "_START", isolated._START.replace("isolated.main()", code))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (LONG.encode(), "ä\n.md"),
        (PAGE, "x.pdf"),
        (damaged_page(pdf_pages(9, 9), 2), "x.pdf"),
        (raw_docx(p("A longer text. ") * 20_000), "x.docx"),
    ],
    ids=["text", "pdf", "damaged", "docx"],
)
def test_what_is_read_there_is_what_would_be_read_here(data, name):
    assert not isolated.is_small(data)
    here = reader.read(data, name)
    assert isolated.read(data, name) == without_origins(here)


@pytest.mark.parametrize("data", [b"# One\n\nText.\n", raw_docx(p("Text."))], ids=["text", "docx"])
def test_for_small_files_no_process_is_started(monkeypatch, data):
    monkeypatch.setattr(subprocess, "Popen", None)
    assert isolated.read(data, "x.md").sections


def test_an_archive_is_as_large_as_what_is_in_it():
    assert not isolated.is_small(raw_docx("<w:p/>" * 200_000))


@pytest.mark.parametrize(
    ("data", "limits", "error"),
    [
        (b"%PDF-1.7\nnothing", Limits(), BadDocument),
        (LONG.encode(), Limits(words=100), TooLarge),
        (b"\x89PNG" + bytes(200_000), Limits(), UnsupportedType),
    ],
    ids=["damaged", "long", "picture"],
)
def test_what_is_refused_there_is_refused_with_the_same_words(data, limits, error):
    with pytest.raises(error) as here:
        reader.read(data, "x", limits)
    with pytest.raises(error) as there:
        isolated.read(data, "x", limits)
    assert (there.value.code, there.value.detail) == (here.value.code, here.value.detail)


def test_what_takes_too_much_time_of_the_processor_is_refused(monkeypatch):
    as_if(monkeypatch, "isolated.PROCESSOR_SECONDS = 1; isolated.reader.read = lambda *_: "
          "[0 for _ in iter(int, 1)]; isolated.main()")  # fmt: skip
    with pytest.raises(TooLarge, match="too much time") as refused:
        isolated.read(PAGE, "x.pdf")
    assert refused.value.code == "document_too_large"


def test_what_takes_too_much_memory_is_refused(monkeypatch):
    as_if(monkeypatch, "isolated.reader.read = lambda *_: bytes(2**30); isolated.main()")
    with pytest.raises(TooLarge, match="too much memory"):
        isolated.read(PAGE, "x.pdf")


def test_a_library_that_crashes_ends_only_that_process(monkeypatch):
    as_if(monkeypatch, "import os; os.kill(os.getpid(), 11)")
    with pytest.raises(BadDocument, match="damaged"):
        isolated.read(PAGE, "x.pdf")


def test_a_fault_of_ours_there_is_a_fault_of_ours_here(monkeypatch):
    as_if(monkeypatch, "raise SystemExit(1)")
    with pytest.raises(RuntimeError):
        isolated.read(PAGE, "x.pdf")


def test_where_no_process_can_be_started_one_is_asked_to_try_again(monkeypatch):
    monkeypatch.setattr(isolated.sys, "executable", "/no/such/python")
    with pytest.raises(Unavailable, match="Try again") as refused:
        isolated.read(PAGE, "x.pdf")
    assert refused.value.retry_after
