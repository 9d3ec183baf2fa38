"""Equations of a .docx on one line."""

import pytest
from lxml import etree

from bluepencil.documents.equations import linear

M = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def r(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def fraction(above: str, below: str) -> str:
    return f"<m:f><m:fPr/><m:num>{above}</m:num><m:den>{below}</m:den></m:f>"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (r("x") + r("=2"), "x=2"),
        (fraction(r("1"), r("2")), "1/2"),
        (fraction(r("a+b"), r("2.5")), "(a+b)/2.5"),
        (fraction(fraction(r("1"), r("2")), r("3")), "(1/2)/3"),
        (f"<m:sSup><m:e>{r('10')}</m:e><m:sup>{r('-6')}</m:sup></m:sSup>", "10^(-6)"),
        (f"<m:sSub><m:e>{r('p')}</m:e><m:sub>{r('max')}</m:sub></m:sSub>", "p_max"),
        (f"<m:rad><m:deg/><m:e>{r('a+b')}</m:e></m:rad>", "√(a+b)"),
        ("", ""),
    ],
)
def test_structure_is_kept_in_a_line(content, text):
    assert linear(etree.fromstring(f'<m:oMath xmlns:m="{M}">{content}</m:oMath>')) == text
