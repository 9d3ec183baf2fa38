"""Writes the equations of a .docx on one line: fractions, powers, indices and roots."""

from __future__ import annotations

from lxml import etree

_PARTS = ("num", "den", "e", "sup", "sub", "deg")


def linear(element: etree._Element) -> str:
    """The text of an equation, or of a part of one, on one line: “1/2”, “10^6”, “√(a+b)”."""
    name = _name(element)
    if name == "t":
        return element.text or ""
    parts = {_name(part): _grouped(part) for part in element if _name(part) in _PARTS}
    if name == "f":
        return f"{parts.get('num', '')}/{parts.get('den', '')}"
    if name in ("sSup", "sSub", "sSubSup"):
        index = f"_{parts['sub']}" if "sub" in parts else ""
        power = f"^{parts['sup']}" if "sup" in parts else ""
        return parts.get("e", "") + index + power
    if name == "rad":
        return f"{parts.get('deg', '')}√{parts.get('e', '')}"
    return "".join(linear(part) for part in element)


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _grouped(part: etree._Element) -> str:
    """A part of an equation, in brackets if it is more than a number or a name."""
    text = "".join(linear(one) for one in part)
    simple = text.replace(".", "").replace(",", "").isalnum() or not text
    return text if simple else f"({text})"
