"""Finds the parts of a .docx in its archive."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from bluepencil.documents import types
from bluepencil.documents.archive import Archive, damaged
from bluepencil.documents.styles import tags

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """The parts of a .docx, found through its relationships as the format requires."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._linked: dict[str, str] = {}  # the parts that the main part links to, by id
        self._read: set[str] = set()  # those of them that were asked for
        self._names = {name.casefold(): name for name in archive.names}
        main = self._related("_rels/.rels", "").get("officeDocument", "word/document.xml")
        self.main = self._member(main)
        if self.main not in archive.names or not self._is_word():
            raise self._not_word()
        folder, name = posixpath.split(self.main)
        self.relationships = self._member(f"{folder}/_rels/{name}.rels".lstrip("/"))
        self._linked.clear()
        self._parts = self._related(self.relationships, folder)

    def _member(self, name: str) -> str:
        """The name as it is written in the archive: case makes no difference."""
        return self._names.get(name.casefold(), name)

    def _related(self, part: str, folder: str) -> dict[str, str]:
        """The targets in a relationships part, by the last segment of the relationship's type."""
        part = self._member(part)
        if part not in self.archive.names:
            return {}
        related: dict[str, str] = {}
        parents = frozenset((_RELATIONSHIP + "s",))
        for relationship in self.archive.children(part, parents):
            kind = (relationship.get("Type") or "").rpartition("/")[2]
            target = relationship.get("Target") or ""
            inside = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            target = self._member(posixpath.normpath(inside))
            related.setdefault(kind, target)
            self._linked[relationship.get("Id") or ""] = target
        return related

    def _is_word(self) -> bool:
        root = next(self.archive.elements(self.main, "start"), None)
        return root is not None and root.tag in tags("document")

    def _not_word(self) -> Exception:
        """The error for an archive without a main document part."""
        if any(name.startswith("word/") for name in self.archive.names):
            return damaged()
        return types.unsupported("This archive does not contain a Word document")

    def elements(self, kind: str, root: str) -> Iterator[etree._Element]:
        """The children of the root of the part of that kind; none if there is no such part."""
        part = self._parts.get(kind)
        if part in self.archive.names:
            yield from self.archive.children(str(part), tags(root))

    def part(self, kind: str) -> str:
        """The name of the part of that kind ("comments") of the document; "" if there is none."""
        return self._parts.get(kind, "")

    def linked(self, identifier: str) -> str:
        """The name of the part that the main part links to under that id.

        "" if there is none, or if it was asked for before: however often a file refers to a part,
        it is read once.
        """
        part = self._linked.get(identifier, "")
        if part not in self.archive.names or part in self._read:
            return ""
        self._read.add(part)
        return part
