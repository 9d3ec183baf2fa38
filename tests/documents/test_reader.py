"""Reading any bytes: by content, not by name; a result or a sentence, never anything else."""

import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluepencil.documents import Limits, reader
from bluepencil.errors import BadDocument, BluepencilError, TooLarge, UnsupportedType
from tests.documents.factory import long_docx, raw_docx

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
DOCX = (SAMPLES / "investigation-report.docx").read_bytes()
MD = (SAMPLES / "design-document.md").read_bytes()


def check(document):
    """What holds for every document: names are unique, blocks lie in their sections in order."""
    names = [section.name for section in document.sections]
    assert len(names) == len(set(names))
    for section in document.sections:
        end = 0
        for block in section.blocks:
            assert end <= block.start <= block.end <= len(section.text)
            end = block.end
            for start, stop in block.cells:
                assert block.start <= start <= stop <= block.end
        section.model_dump_json().encode()


@pytest.mark.parametrize("name", ["x.docx", "x.pdf", "x", "x.txt"])
def test_the_name_does_not_decide(name):
    assert reader.read(DOCX, name).media_type == "docx"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_document"),
        (b"  \n\t ", "empty_document"),
        (DOCX[: len(DOCX) // 2], "damaged_document"),
        (b"PK\x03\x04", "damaged_document"),
        (b"%PDF-1.7 and nothing", "damaged_document"),
    ],
)
def test_bad_documents_have_a_code_and_a_sentence(data, code):
    with pytest.raises(BadDocument) as refused:
        reader.read(data, "report.docx")
    assert refused.value.code == code
    assert refused.value.detail.endswith(".")


def test_a_picture_is_not_supported():
    with pytest.raises(UnsupportedType):
        reader.read(b"\x89PNG\r\n\x1a\n" + bytes(100), "report.docx")


def test_too_many_bytes_are_refused():
    with pytest.raises(TooLarge):
        reader.read(b"word " * 1000, "long.txt", Limits(upload_bytes=1000))


def test_too_many_words_are_refused():
    with pytest.raises(BluepencilError) as refused:
        reader.read(b"word " * 1000, "long.txt", Limits(words=500))
    assert refused.value.code == "too_many_words"


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        bomb.writestr("word/document.xml", b"0" * 300_000_000)
    with pytest.raises(BluepencilError) as refused:
        reader.read(out.getvalue(), "bomb.docx")
    assert refused.value.code == "suspicious_archive"


def test_entities_are_not_expanded():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><w:p><w:r><w:t>&l9;</w:t></w:r></w:p>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw_docx(""))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, body if name == "word/document.xml" else old.read(name))
    with pytest.raises(BluepencilError):
        reader.read(out.getvalue(), "laughs.docx")


def test_the_samples_are_read_whole():
    document = reader.read(DOCX, "report.docx")
    check(document)
    assert len(document.sections) == 12
    text = "\n".join(section.text for section in document.sections)
    for kept in ("The insurer has been informed on 12 April 2026.", "[1] The telephone list",
                 "3. The maintenance file", "Ines Ferro\tsoon"):  # fmt: skip
        assert kept in text


def test_a_long_document_is_read_whole():
    document = reader.read(long_docx(20_000), "long.docx")
    check(document)
    assert sum(section.words for section in document.sections) >= 20_000


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=2000),
    st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4\n", b"\xff\xfe", b"<html>", b"# "]),
)
def test_any_bytes_give_a_document_or_a_sentence(data, head):
    try:
        check(reader.read(head + data, "any.bin"))
    except BluepencilError as error:
        assert error.detail


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=1500), st.sampled_from(["a.md", "a.txt", "a.html"]))
def test_any_text_gives_a_document_or_a_sentence(text, name):
    try:
        check(reader.read(text.encode("utf-8", "replace"), name))
    except BluepencilError as error:
        assert error.detail


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_a_damaged_word_file_gives_a_document_or_a_sentence(seed):
    chance = random.Random(seed)
    data = bytearray(DOCX)
    for _ in range(chance.randint(1, 30)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        check(reader.read(bytes(data), "damaged.docx"))
    except BluepencilError as error:
        assert error.detail


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_damaged_xml_inside_gives_a_document_or_a_sentence(seed):
    chance = random.Random(seed)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(DOCX)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith(".xml") and chance.random() < 0.4:
                start = chance.randrange(max(1, len(part)))
                part = part[:start] + part[start + chance.randrange(200) :]
            new.writestr(name, part)
    try:
        check(reader.read(out.getvalue(), "damaged.docx"))
    except BluepencilError as error:
        assert error.detail
