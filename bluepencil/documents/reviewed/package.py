"""Writes the archive of a .docx anew with changed parts and a part for comments."""

from __future__ import annotations

import io
import itertools
import posixpath
import re
import zipfile
from collections.abc import Collection

from bluepencil.documents.archive import Archive
from bluepencil.documents.package import Package
from bluepencil.documents.reviewed.scan import scan, utf8
from bluepencil.documents.styles import STRICT
from bluepencil.documents.types import BY_ID, Variant

_NUMBERED = r"(?:footnotes|endnotes|header\d*|footer\d*)\.xml"
_TYPES = "[Content_Types].xml"
_OVERRIDE = (
    '<Override xmlns="http://schemas.openxmlformats.org/package/2006/content-types" '
    'PartName="/{}" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/>'
)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NO_RELATIONS = (
    f"{_DECLARATION}<Relationships "
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
).encode()
_RELATION = (
    '<Relationship xmlns="http://schemas.openxmlformats.org/package/2006/relationships" '
    'Id="{}" Type="{}/relationships/comments" Target="{}"/>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument"


def with_text(archive: Archive, package: Package) -> set[str]:
    """The names of the parts with text that people read, in which marks have ids."""
    folder = posixpath.dirname(package.main)
    named = re.compile(re.escape(posixpath.join(folder, "")) + _NUMBERED)
    names = {name for name in archive.names if named.fullmatch(name)}
    return names | {package.main} | ({package.part("comments")} & archive.names)


def variant(archive: Archive) -> Variant | None:
    """The variant of a Word file: a template, or one with macros; None for a plain document."""
    types = archive.read(_TYPES) if _TYPES in archive.names else b""
    return next((one for one in BY_ID["docx"].variants if one.main in types), None)


def others(archive: Archive, package: Package) -> list[bytes]:
    """The other parts in which comments and tracked changes have ids."""
    names = sorted(with_text(archive, package) - {package.main})
    return [utf8(archive.read(name)) for name in names]


def with_comments(
    archive: Archive, package: Package, main: bytes, space: str, comments: bytes
) -> bytes:
    """The archive with this main part, and with these `w:comment` elements added to its comments.

    `space` is the namespace of the main part. All other members keep their content and order.
    """
    changed = {package.main: main}
    part = package.part("comments")
    names = archive.names
    if part in names:
        changed[part] = appended(utf8(archive.read(part)), comments)
        return _written(archive, changed)
    if not part:
        part = _free(names, posixpath.dirname(package.main))
        relations = package.relationships
        before = utf8(archive.read(relations)) if relations in names else _NO_RELATIONS
        changed[relations] = appended(before, _relation(before, part, space))
    changed[part] = _part(space, comments)
    types = utf8(archive.read(_TYPES)) if _TYPES in names else b""
    if types and f'"/{part}"'.encode() not in types:
        changed[_TYPES] = appended(types, _OVERRIDE.format(part).encode())
    return _written(archive, changed)


def appended(part: bytes, content: bytes) -> bytes:
    """An XML part with content added at the end of its root element."""
    root = scan(part).root
    if not root.empty:
        return part[: root.stop] + content + part[root.stop :]
    name = part[root.start + 1 : root.end].split(None, 1)[0].rstrip(b"/>")
    opened = part[: root.inside - 2] + b">" + content + b"</" + name + b">"
    return opened + part[root.end :]


def _part(space: str, comments: bytes) -> bytes:
    head = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:comments xmlns:w="{space}">'
    )
    return head.encode() + comments + b"</w:comments>"


def _free(names: Collection[str], folder: str) -> str:
    """A name for the part of comments that no member has."""
    for number in itertools.count(1):
        name = posixpath.join(folder, f"comments{'' if number == 1 else number}.xml")
        if name not in names:
            return name
    raise AssertionError("there are more numbers than members")


def _relation(relations: bytes, part: str, space: str) -> bytes:
    used = {int(number) for number in re.findall(rb"rIdComments(\d{1,9})", relations)}
    identifier = f"rIdComments{max(used, default=0) + 1}"
    office = _STRICT_OFFICE if space == STRICT.strip("{}") else _OFFICE
    return _RELATION.format(identifier, office, posixpath.basename(part)).encode()


def _written(archive: Archive, changed: dict[str, bytes]) -> bytes:
    """The archive with these members replaced, and new ones added at the end."""
    stream = io.BytesIO()
    members = {member.filename: member for member in archive.members}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, member in members.items():
            content = changed[name] if name in changed else archive.read(member)
            target.writestr(member, content)
        for name in [name for name in changed if name not in members]:
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            target.writestr(member, changed[name], zipfile.ZIP_DEFLATED)
    return stream.getvalue()
