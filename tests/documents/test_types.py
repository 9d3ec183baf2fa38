"""The table of document types: what the page, the reader and the export take from it."""

from typing import get_args

import pytest

from bluepencil.documents import MediaType, reader, types
from bluepencil.documents.reviewed import files
from bluepencil.errors import UnsupportedType
from bluepencil.web import export


def test_every_type_is_described_once():
    assert [one.id for one in types.TYPES] == list(dict.fromkeys(get_args(MediaType)))
    suffixes = [suffix for one in types.TYPES for suffix in one.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert ",".join(suffixes) == types.ACCEPT


def test_what_can_be_exported_is_what_can_be_written_and_asked_for():
    assert set(types.EXPORTED) == set(get_args(files.Form))
    assert {*types.EXPORTED, "json"} == set(get_args(export.Format))


@pytest.mark.parametrize(
    ("data", "expected"),
    [(b"PK\x03\x04rest", "docx"), (b"junk before %PDF-1.7", "pdf"), (b"%PDF-", "pdf"),
     (b" " * 1019 + b"%PDF-", "pdf"), (b" " * 1020 + b"%PDF-", None), (b" PK\x03\x04", None),
     (b"# Heading", None), (b"", None)],
)  # fmt: skip
def test_binary_types_are_known_by_their_signature(data, expected):
    assert types.by_signature(data) == expected


@pytest.mark.parametrize(
    ("name", "expected", "stem"),
    [("Report.DOCX", "docx", "Report"), ("a.b.markdown", "md", "a.b"), ("page.htm", "html", "page"),
     ("setup.exe", None, "setup.exe"), ("notes", None, "notes"), (".md", "md", "")],
)  # fmt: skip
def test_a_name_claims_a_type_by_its_suffix(name, expected, stem):
    assert types.by_suffix(name) == expected
    assert types.without_suffix(name) == stem


def test_a_refusal_names_every_type_that_can_be_uploaded():
    with pytest.raises(UnsupportedType) as refused:
        reader.read(b"\x89PNG\r\n\x1a\n", "picture.png")
    for one in types.TYPES:
        assert one.suffixes[0] in refused.value.detail
