"""Reads the comments of a .docx: what of ours came back, resolved or answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree

from bluepencil.documents import Limits
from bluepencil.documents.archive import Archive, opened
from bluepencil.documents.package import Package
from bluepencil.documents.reviewed import FileComment, Remark, Reply, one_line
from bluepencil.documents.styles import tags, value

_COMMENT, _PARAGRAPH, _TEXT = tags("comment"), tags("p"), tags("t")
# Which comments are resolved, and which answer others, is in a part that came later; it names a
# comment by the identifier of its last paragraph ([MS-DOCX] 2.5.1, commentsEx).
_IDENTIFIER = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_LATER = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_LIST = frozenset((_LATER + "commentsEx",))


class _State(NamedTuple):
    resolved: bool
    answers: str  # the identifier of the comment that it answers, or ""


def read(data: bytes, limits: Limits) -> list[FileComment]:
    """The comments of a .docx in order, answers with what they answer. Errors: as `opened`."""
    with opened(data, limits) as archive:
        return of(archive, Package(archive))


def of(archive: Archive, package: Package) -> list[FileComment]:
    """The same of an open file."""
    states = _states(archive, package)
    found: dict[str, FileComment] = {}
    answers: list[tuple[str, Reply]] = []
    for number, element in enumerate(package.elements("comments", "comments")):
        if element.tag not in _COMMENT:
            continue
        author, lines, name = _read(element)
        state = states.get(name, _State(False, ""))
        if state.answers:
            answers.append((state.answers, Reply(author, "\n".join(lines))))
        else:
            found[name or f"#{number}"] = FileComment(author, lines, state.resolved)
    for name, reply in answers:
        if name in found:
            comment = found[name]
            found[name] = comment._replace(replies=(*comment.replies, reply))
    return list(found.values())


def without_those(remarks: Iterable[Remark], comments: Iterable[FileComment]) -> list[Remark]:
    """The remarks that have no comment yet; each comment stands for one."""
    left, wanted = list(comments), []
    for remark in remarks:
        known = next((one for one in left if one.is_of(remark)), None)
        if known is None:
            wanted.append(remark)
        else:
            left.remove(known)
    return wanted


def _read(element: etree._Element) -> tuple[str, tuple[str, ...], str]:
    """The author, the lines and the identifier of a comment."""
    paragraphs = list(element.iter(*_PARAGRAPH))
    texts = ("".join(one.text or "" for one in part.iter(*_TEXT)) for part in paragraphs)
    lines = tuple(line for text in texts if (line := one_line(text)))
    name = paragraphs[-1].get(_IDENTIFIER) if paragraphs else None
    return value(element, "author") or "", lines, name or ""


def _states(archive: Archive, package: Package) -> dict[str, _State]:
    part = package.part("commentsExtended")
    if part not in archive.names:
        return {}
    return {
        element.get(_LATER + "paraId", ""): _State(
            element.get(_LATER + "done") in ("1", "true"), element.get(_LATER + "paraIdParent", "")
        )
        for element in archive.children(part, _LIST)
    }
