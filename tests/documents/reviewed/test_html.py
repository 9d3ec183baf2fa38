"""The page of a review: words marked, remarks beside them, and nothing that could run."""

import re

from lxml import etree, html

from bluepencil.documents.reader import read
from bluepencil.documents.reviewed.html import write
from tests.documents.reviewed.making import on
from tests.documents.reviewed.test_markdown import HOSTILE, hostile
from tests.documents.reviewed.test_new_docx import document


def page(found, *remarks):
    return html.fromstring(write(found, "report.md", remarks))


def test_overlapping_words_are_marked_and_each_remark_is_pointed_to_once():
    found = document()
    shown = page(found, on(found, "pump stopped"), on(found, "stopped at"), on(found, "worn"))
    assert [mark.text for mark in shown.iter("mark")] == ["pump ", "stopped", " at", "worn"]
    assert [one.get("href") for one in shown.find_class("mark")] == ["#r1", "#r2", "#r3"]
    for link in shown.iter("a"):
        assert shown.get_element_by_id(link.get("href").removeprefix("#")) is not None


def test_a_remark_on_no_words_is_pointed_to_at_its_heading():
    found = document()
    lost = on(found, None, section_name="Not there")
    shown = page(found, on(found, None, section_name="Cause"), lost)
    assert shown.xpath("string(//h3[a/@href='#r1'])") == "Cause1"
    assert "the whole document" in shown.xpath("string(//aside/@aria-label)")


def test_the_words_of_the_document_stand_in_order():
    found = document()
    shown = page(found, on(found, "stopped"))
    for pointer in shown.find_class("mark"):
        pointer.drop_tree()
    words = "".join(shown.xpath("//section/div//text()"))
    expected = "".join(f"{one.name}{one.text}" for one in found.sections)
    assert "".join(words.split()) == "".join(expected.split())


def test_what_to_do_about_it_is_said():
    found = document()
    text = write(found, "a", [on(found, "noon", "12:04", suggestion="Say when.", note="Agreed.")])
    for words in ("Serious, evidence", "Say when.", "Write: “12:04”", "Note: Agreed."):
        assert words in text


def test_hostile_words_stay_words():
    found = hostile(HOSTILE)
    remark = on(found, "hurt()", description=HOSTILE, author=HOSTILE, guideline=HOSTILE)
    text = write(found, HOSTILE, [remark])
    tags = {element.tag for element in html.fromstring(text).iter() if element.tag is not etree}
    assert not {"script", "img", "b", "em"} & tags
    assert html.fromstring(text).findtext(".//title") == HOSTILE
    assert not re.search(r"\s(?:on\w+|src)=[\"']", text)
    assert "default-src 'none'" in text


def test_a_document_without_findings_says_so():
    assert "No comments" in write(read(b"One line.", "a.txt"), "a.txt", [])
