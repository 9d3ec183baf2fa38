"""Makes whole .docx files of raw content, and remarks on them; reads back what was written."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from collections.abc import Collection, Mapping
from datetime import UTC, datetime

import docx
from lxml import etree

from bluepencil.documents import Document
from bluepencil.documents.reviewed import Remark
from tests.documents.factory import _SPACES, W, saved, zipped

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
LATER = "http://schemas.microsoft.com/office/2011/relationships"
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
OURS = "Bluepencil"
_UNSEEN = frozenset(("txbxContent", "AlternateContent", "drawing", "pict", "del", "moveFrom"))


@functools.cache
def _empty() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(saved(docx.Document()))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def whole_docx(body: str, **parts: str) -> bytes:
    """A file with all that Word expects, its body as given; `comments`, `footnotes` and
    `endnotes` are the content of parts of these names.
    """
    files: dict[str, str | bytes] = dict(_empty())
    relations = files["word/_rels/document.xml.rels"].decode()
    types = files["[Content_Types].xml"].decode()
    for kind, content in parts.items():
        files[f"word/{kind}.xml"] = f"<w:{kind} {_SPACES}>{content}</w:{kind}>"
        link = f'<Relationship Id="x{kind}" Type="{R}/{kind}" Target="{kind}.xml"/>'
        relations = relations.replace("</Relationships>", link + "</Relationships>")
        entry = f'<Override PartName="/word/{kind}.xml" ContentType="{_OFFICE}.{kind}+xml"/>'
        types = types.replace("</Types>", entry + "</Types>")
    files["word/_rels/document.xml.rels"] = relations
    files["[Content_Types].xml"] = types
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    files["word/document.xml"] = (
        f'{head}<w:document {_SPACES} xmlns:r="{R}"><w:body>{body}'
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
    )
    return zipped(files)


def on(document: Document, quote: str | None, replacement: str | None = None, **more) -> Remark:
    """A remark on the first place where `quote` stands in the document."""
    sections = document.sections
    if quote is None:
        name, start = more.pop("section_name", sections[0].name), None
    else:
        name, start = next(
            (section.name, section.text.index(quote))
            for section in sections
            if quote in section.text
        )
    given = {
        "section_name": name,
        "start": start,
        "end": None if start is None else start + len(quote),
        "quote": quote,
        "severity": "high",
        "category": "evidence",
        "description": "Nothing shows this.",
        "suggestion": "Say where it is recorded.",
        "replacement": replacement,
        "guideline": "Every claim has its evidence",
        "author": OURS,
        "at": AT,
    }
    return Remark(**(given | more))


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert len(archive.namelist()) == len(set(archive.namelist()))
        return {name: archive.read(name) for name in archive.namelist()}


def main(data: bytes) -> etree._Element:
    return etree.fromstring(members(data)["word/document.xml"])


def comments(data: bytes) -> dict[str, str]:
    """The text of each comment by its number, a line a paragraph."""
    part = members(data).get("word/comments.xml")
    if part is None:
        return {}
    return {
        comment.get(w("id")): "\n".join(
            "".join(node.text or "" for node in paragraph.iter(w("t")))
            for paragraph in comment.iter(w("p"))
        )
        for comment in etree.fromstring(part)
    }


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def anchored(root: etree._Element) -> dict[str, str]:
    """The words each comment lies on, by its number, as they stood before any change of ours."""
    found: dict[str, list[str]] = {}
    open_: set[str] = set()
    done: dict[str, str] = {}

    def walk(element: etree._Element, seen: bool = True) -> None:
        tag = element.tag
        if not isinstance(tag, str):
            return
        name = tag.rpartition("}")[2]
        if name == "commentRangeStart":
            assert element.get(w("id")) not in found, "two ranges of one comment"
            open_.add(element.get(w("id")))
            found[element.get(w("id"))] = []
        elif name == "commentRangeEnd":
            open_.discard(element.get(w("id")))
            done[element.get(w("id"))] = "".join(found[element.get(w("id"))])
        ours = element.get(w("author")) == OURS
        if (name in _UNSEEN and not (name == "del" and ours)) or (name == "ins" and ours):
            seen = False
        if name == "r" and element.find(f"{w('rPr')}/{w('vanish')}") is not None:
            seen = False
        if seen and name in ("t", "delText"):
            for number in open_:
                found[number].append(re.sub(r"[\n\r\t]", " ", element.text or ""))
        for child in element:
            walk(child, seen)

    walk(root)
    assert not open_, "a range without an end"
    return done


def flat(root: etree._Element, ours: set[str]) -> list[object]:
    """The part character by character, with the look of each, as it stood before us: how runs are
    divided does not show, nor do the comments of these numbers and changes of ours.
    """
    out: list[object] = []

    def run(element: etree._Element) -> None:
        style = (_look(element), tuple(sorted(element.attrib.items())))
        for child in element:
            inner = str(child.tag).rpartition("}")[2]
            if inner in ("t", "delText") and not _is_deleted(child):
                out.extend((letter, style) for letter in child.text or "")
            elif inner != "rPr":
                out.append(("in run", style))
                walk(child)

    def walk(element: etree._Element) -> None:
        name = str(element.tag).rpartition("}")[2]
        theirs = element.get(w("author")) != OURS
        if name == "r":
            if not any(one.get(w("id")) in ours for one in element.iter(w("commentReference"))):
                run(element)
        elif name == "del" and not theirs:
            for child in element:
                walk(child)
        elif not _is_ours(element, name, ours):
            out.append((element.tag, tuple(sorted(element.attrib.items())), element.text))
            for child in element:
                walk(child)
            out.append(("end", element.tag))

    walk(root)
    return out


def _is_deleted(text: etree._Element) -> bool:
    """Whether somebody else deleted it."""
    return any(
        above.tag == w("del") and above.get(w("author")) != OURS for above in text.iterancestors()
    )


def _look(run: etree._Element) -> bytes:
    properties = run.find(w("rPr"))
    if properties is None:
        return b""
    text = etree.tostring(properties, method="c14n")
    return re.sub(rb'(<w:rPrChange[^>]*?w:id=")\d+', rb"\1", text)


def _is_ours(element: etree._Element, name: str, ours: set[str]) -> bool:
    if name in ("commentRangeStart", "commentRangeEnd"):
        return element.get(w("id")) in ours
    return name == "ins" and element.get(w("author")) == OURS


def back_from_word(
    data: bytes, *, resolved: Collection[str] = (), answers: Mapping[str, str] = {}
) -> bytes:
    """The file as Word saves it after some comments were resolved and answered.

    Both name comments by words that are in them; the answers are by “Ann”.
    """
    parts = members(data)
    root = etree.fromstring(parts["word/comments.xml"])
    states, body = [], parts["word/document.xml"].decode()
    for number, comment in enumerate(list(root), 1):
        text = "".join(node.text or "" for node in comment.iter(w("t")))
        name = f"{number:08X}"
        comment.findall(w("p"))[-1].set(f"{{{W14}}}paraId", name)
        done = any(words in text for words in resolved)
        states.append(f'<w15:commentEx w15:paraId="{name}" w15:done="{done:d}"/>')
        for at, (words, answer) in enumerate(answers.items(), 1):
            if words in text:
                reply = etree.fromstring(
                    f'<w:comment xmlns:w="{W}" xmlns:w14="{W14}" w:id="{900 + number * 10 + at}" '
                    f'w:author="Ann"><w:p w14:paraId="{number:04X}{at:04X}"><w:r><w:t>{answer}'
                    "</w:t></w:r></w:p></w:comment>"
                )
                root.append(reply)
                body = _anchored_as(comment.get(w("id")), reply.get(w("id")), body)
                states.append(
                    f'<w15:commentEx w15:paraId="{number:04X}{at:04X}" '
                    f'w15:paraIdParent="{name}" w15:done="{done:d}"/>'
                )
    parts["word/document.xml"] = body.encode()
    parts["word/comments.xml"] = etree.tostring(root)
    parts["word/commentsExtended.xml"] = (
        f'<w15:commentsEx xmlns:w15="{W15}">{"".join(states)}</w15:commentsEx>'.encode()
    )
    target = "commentsExtended.xml"
    link = f'<Relationship Id="rIdEx" Type="{LATER}/commentsExtended" Target="{target}"/>'
    relations = parts["word/_rels/document.xml.rels"].decode()
    parts["word/_rels/document.xml.rels"] = relations.replace(
        "</Relationships>", link + "</Relationships>"
    ).encode()
    entry = (
        '<Override PartName="/word/commentsExtended.xml" '
        f'ContentType="{_OFFICE}.commentsExtended+xml"/>'
    )
    types = parts["[Content_Types].xml"].decode()
    parts["[Content_Types].xml"] = types.replace("</Types>", entry + "</Types>").encode()
    return zipped(parts)


def _anchored_as(comment: str, reply: str, body: str) -> str:
    """The body with the reply on the words of the comment."""
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        mark = f'<w:{name} w:id="{comment}"/>'
        body = body.replace(mark, mark + f'<w:{name} w:id="{reply}"/>')
    return body
