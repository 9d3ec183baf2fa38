"""Acronyms: which are spelled out nowhere, and what capitals are none."""

import pytest

from bluepencil.documents import reader
from bluepencil.engines.checks.acronyms import unexplained


def found(text, fine=()):
    document = reader.read(f"# Report\n\n{text}\n".encode(), "t.md")
    return [
        section.text[start:end]
        for section in document.sections
        for start, end in unexplained(document, fine).get(section.name, ())
    ]


def test_the_first_use_of_one_that_is_explained_nowhere():
    assert found("The LIMS stopped. The LIMS and the ZQRTs ran.") == ["LIMS", "ZQRTs"]


@pytest.mark.parametrize(
    "text",
    [
        "Quality assurance (ZQA) approved it. ZQA signed.",
        "The Cloud Native Computing Foundation(ZNCF) signed; ZNCF is known.",
        "The Cloud Native Working Group met; the CNWG decided.",
        "ZQRT (Zonal Query Run Time) is used; ZQRT runs.",
        "ZQRT stands for something; ZQRT runs.",
        "You MUST NOT and DON'T do it; it is VERY bad; see ERROR below.",
        "GET and DELETE need HTTPS and a JSON body on POSIX.",
        "ISO 9001 and ZEP 529 apply; the ZEP says so.",
        "The right to privacy [UDHR] holds.",
        "The variable ZQRT_HOME, the file a/ZQRT.txt and ZQRT.run() are set.",
        "```\nZQRT\n```\n",
    ],
)
def test_it_is_none(text):
    assert found(text) == []


def test_the_terms_of_the_guideline_are_fine():
    assert found("The LIMS stopped.", ("LIMS",)) == []
