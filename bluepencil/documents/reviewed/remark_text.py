"""The text of a remark, in paragraphs, for a comment or a footnote."""

from __future__ import annotations

from bluepencil.documents.blocks import clean
from bluepencil.documents.reviewed import Remark, one_line

_OTHERS = 5  # other places that a comment names


def paragraphs(remark: Remark, *, with_quote: bool, with_replacement: bool) -> list[str]:
    """The paragraphs of a remark, first its severity and category.

    `with_quote`: its anchor does not show what it is about. `with_replacement`: no tracked change
    shows what it proposes.
    """
    lines = [remark.label]
    if with_quote and remark.quote:
        lines.append(f"On “{one_line(remark.quote)}”")
    lines.append(remark.description)
    lines += [
        f"See also “{one_line(words)}” in “{section}”." for section, words in remark.also[:_OTHERS]
    ]
    if remark.suggestion:
        lines.append(remark.suggestion)
    if with_replacement and remark.replacement is not None:
        replacement = remark.replacement
        lines.append(f"Write: “{replacement}”" if replacement.strip() else "Leave these words out.")
    if remark.note:
        lines.append(f"Note: {remark.note}")
    if remark.guideline:
        lines.append(f"Guideline: {remark.guideline}")
    return [line for text in lines for line in clean(text).split("\n") if line.strip()]
