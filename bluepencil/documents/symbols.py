"""Characters that something beside them makes what they are: a symbol font, or a raised line."""

from __future__ import annotations

UNKNOWN = "□"
_SUPERSCRIPTS = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_RAISED = frozenset(map(chr, _SUPERSCRIPTS)) | {" "}
# What the characters of two fonts that predate Unicode stand for, by their codes.
WINGDINGS = {
    0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "❑", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢",
    0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
SYMBOL = (
    {code: chr(code) for code in range(0x20, 0x40)}
    | dict(enumerate("ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", 0x41))
    | dict(enumerate("αβχδεφγηιϕκλμνοπθρστυϖωξψζ", 0x61))
    | {
        0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅", 0x5C: "∴", 0x5E: "⊥",
        0x7E: "∼", 0xA2: "′", 0xA3: "≤", 0xA4: "⁄", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑",
        0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB5: "∝",
        0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xC5: "⊕",
        0xC6: "∅", 0xC7: "∩", 0xC8: "∪", 0xCD: "⊆", 0xCE: "∈", 0xCF: "∉", 0xD0: "∠", 0xD1: "∇",
        0xD5: "∏", 0xD6: "√", 0xD7: "⋅", 0xD8: "¬", 0xD9: "∧", 0xDA: "∨", 0xDB: "⇔", 0xDC: "⇐",
        0xDE: "⇒", 0xE5: "∑", 0xF2: "∫",
    }
)  # fmt: skip


def raised(text: str) -> str:
    """Text that stands above its line: 10⁶ is not 106. What has no raised form stays as it is."""
    return text.translate(_SUPERSCRIPTS) if _RAISED.issuperset(text) else text
