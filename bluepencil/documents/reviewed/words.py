"""What a remark says, as paragraphs for a comment or a note."""

from __future__ import annotations

from bluepencil.documents.pieces import clean
from bluepencil.documents.reviewed import Remark, one_line

_OTHERS = 5  # other places that a comment names


def said(remark: Remark, *, quoted: bool, worded: bool) -> list[str]:
    """The remark in paragraphs, the first of them its severity and sort.

    `quoted`: with the words it is about, because its place does not show them. `worded`: with the
    proposed wording, because no change shows it.
    """
    lines = [remark.label]
    if quoted and remark.quote:
        lines.append(f"On “{one_line(remark.quote)}”")
    lines.append(remark.description)
    lines += [
        f"See also “{one_line(words)}” in “{section}”." for section, words in remark.also[:_OTHERS]
    ]
    if remark.suggestion:
        lines.append(remark.suggestion)
    if worded and remark.replacement is not None:
        wording = remark.replacement
        lines.append(f"Write: “{wording}”" if wording.strip() else "Leave these words out.")
    if remark.note:
        lines.append(f"Note: {remark.note}")
    if remark.guideline:
        lines.append(f"Guideline: {remark.guideline}")
    return [line for text in lines for line in clean(text).split("\n") if line.strip()]
