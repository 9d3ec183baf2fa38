"""A review in the terminal: reads files with the same engine, shows progress, prints findings."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import SecretStr

from bluepencil.build import Parts, build
from bluepencil.documents import Document, guideline, reader
from bluepencil.documents.guideline import Guideline
from bluepencil.documents.reviewed import Table, files
from bluepencil.documents.reviewed.verdicts import as_markdown
from bluepencil.errors import BluepencilError, Invalid
from bluepencil.review.findings import SEVERITIES, Item, Severity, weight
from bluepencil.review.remarks import in_order, remarks, table, without_minor
from bluepencil.review.session import Session
from bluepencil.settings import Settings
from bluepencil.values import Json, plural

Format = Literal["text", "json", "md"]
FileForm = Literal["docx", "html"]
_OTHERS = 3  # other places that are shown of those a finding is about
_OWNER = "local"


class Reviewed(NamedTuple):
    """One document with its findings in the order of the document, and how they were found."""

    document: Document
    file: bytes
    guideline: Guideline
    items: list[Item]
    result: Json
    reviewer: str
    table: Table | None
    minor: bool  # whether minor findings are shown

    @property
    def shown(self) -> tuple[list[Item], int]:
        """The findings that are shown, and how many minor ones are left out."""
        return (self.items, 0) if self.minor else without_minor(self.items)


@contextmanager
def reviewer(settings: Settings) -> Iterator[Parts]:
    """The parts over a store that is gone afterwards: a review in the terminal leaves no trace."""
    with tempfile.TemporaryDirectory(prefix="bluepencil-") as folder:
        own = {"data_dir": Path(folder), "store_url": SecretStr(""), "use_celery": False}
        parts = build(settings.model_copy(update=own))
        try:
            yield parts
        finally:
            parts.tasks.stop(0)
            parts.close()


def choose(parts: Parts, wanted: str | None, document: Document) -> Guideline:
    """A shipped guideline by name, any other from a file, or the one that fits the document.

    Raises Invalid for a name that is neither.
    """
    if wanted is None:
        return parts.guidelines[guideline.suggest(document, parts.guidelines)]
    if wanted in parts.guidelines:
        return parts.guidelines[wanted]
    path = Path(wanted)
    if not path.is_file():
        known = ", ".join(sorted(parts.guidelines))
        raise Invalid(f"There is no guideline “{wanted}”: name one of {known}, or a file.")
    text = guideline.text_of(reader.read(path.read_bytes(), path.name, parts.limits))
    return guideline.parse(text, path.stem)


def review(
    parts: Parts,
    data: bytes,
    name: str,
    wanted: str | None,
    progress: Callable[[int], None],
    *,
    minor: bool = False,
) -> Reviewed:
    """Review one document; `progress` is told percents; `minor`: minor findings are shown as well.

    Raises BluepencilError.
    """
    document = reader.read(data, name, parts.limits)
    chosen = choose(parts, wanted, document)
    session = Session(owner=_OWNER, document=document, guideline=chosen)
    parts.store.sessions.add(session, data)
    task = parts.tasks.submit("review_document", {"session_id": session.session_id}, _OWNER)
    try:
        while not task.ended:
            task = parts.tasks.wait(task.task_id, task.version, 1.0)
            progress(task.progress)
    except KeyboardInterrupt:
        parts.tasks.cancel(task.task_id, None)
        raise
    if task.result is None:
        error = task.error or {}
        raise BluepencilError(
            error.get("detail", "The review was stopped."), code=error.get("code")
        )
    done = parts.store.sessions.load(session.session_id)
    items = in_order(document, done.standing)
    model = task.result["model"]
    by = "Built-in checks, no AI" if parts.engine.name == "built-in" else f"Claude, {model}"
    verdicts = table(done, time.time())
    return Reviewed(document, data, chosen, items, task.result, by, verdicts, minor)


def reaches(done: list[Reviewed], threshold: Severity | Literal["never"]) -> bool:
    """Whether any finding is at or above the threshold; `never` is reached by none."""
    if threshold == "never":
        return False
    return any(weight(item.severity) <= weight(threshold) for one in done for item in one.items)


def render(done: list[Reviewed], form: Format) -> str:
    """The findings of all documents as text, Markdown or one JSON document."""
    if form == "json":
        return json.dumps(
            {"documents": [_as_json(one) for one in done]}, ensure_ascii=False, indent=2
        )
    return "\n\n".join((_as_text if form == "text" else _as_markdown)(one) for one in done)


def file_back(parts: Parts, one: Reviewed, form: FileForm, *, tracked: bool) -> bytes:
    """The document with every finding as a comment; `tracked`: with replacements as changes."""
    known = [one.guideline, *parts.guidelines.values()]
    shown, left_out = one.shown
    told = remarks(one.document, shown, known)
    return files.write(
        form,
        one.document,
        one.file,
        told,
        name=one.document.name,
        limits=parts.limits,
        tracked=tracked,
        table=one.table if form == "html" else None,
        left_out=left_out,
    )


def _as_json(one: Reviewed) -> Json:
    inner = one.result["result"]
    return {
        "document_name": one.document.name,
        "guidelines": one.guideline.name,
        "unread": list(one.document.unread),
        "engine": one.result["engine"],
        "model": one.result["model"],
        "usage": one.result["usage"],
        "duration": one.result["duration"],
        "feedback_count": len(one.items),
        "feedback_items": [item.model_dump(mode="json") for item in one.items],
        "verdicts": inner["verdicts"],
        "failed_sections": inner["failed_sections"],
        "notes": inner["notes"],
    }


def _as_text(one: Reviewed) -> str:
    lines = [
        f"{one.document.name}: {_counts(one)}",
        f"{one.reviewer}, held against {one.guideline.name}",
    ]
    for name, items in _by_section(one):
        lines += ["", name, "-" * min(len(name), 79)]
        for item in items:
            lines.append(f"  {SEVERITIES[item.severity]}, {item.category}: {item.description}")
            if item.quote:
                lines.append(f"    “{_one_line(item.quote)}”")
            lines += [f"    See also {other}" for other in _others(item)]
            if item.replacement:
                lines.append(f"    Write: “{item.replacement}”")
            elif item.suggestion:
                lines.append(f"    {item.suggestion}")
    return "\n".join([*lines, *_verdicts(one), *_troubles(one)])


def _verdicts(one: Reviewed) -> Iterator[str]:
    """How the document stands to its guideline, a line for each item."""
    if one.table is None:
        return
    heading = f"Guideline: {one.table.title}"
    yield from ("", heading, "-" * min(len(heading), 79), f"  {one.table.summary}")
    for row in one.table.rows:
        note = f" ({_one_line(row.note)})" if row.note else ""
        yield f"  {row.verdict}: {_one_line(row.text)}{note}"


def _as_markdown(one: Reviewed) -> str:
    lines = [
        f"# {one.document.name}",
        "",
        f"{_counts(one)}. {one.reviewer}, held against {one.guideline.name}.",
    ]
    for name, items in _by_section(one):
        lines += ["", f"## {name}"]
        for item in items:
            lines += ["", f"**{SEVERITIES[item.severity]}, {item.category}.** {item.description}"]
            if item.quote:
                lines += ["", f"> {_one_line(item.quote)}"]
            if item.also:
                lines += ["", f"See also {'; '.join(_others(item))}."]
            if item.replacement:
                lines += ["", f"Write: “{item.replacement}”"]
            elif item.suggestion:
                lines += ["", item.suggestion]
    verdicts = ["", as_markdown(one.table)] if one.table else []
    return "\n".join([*lines, *verdicts, *_troubles(one)])


def _others(item: Item) -> list[str]:
    """The first of the other places that a finding is about."""
    return [f"“{_one_line(one.quote)}” in “{one.section_name}”" for one in item.also[:_OTHERS]]


def _by_section(one: Reviewed) -> Iterator[tuple[str, list[Item]]]:
    shown, _ = one.shown
    for section in one.document.sections:
        items = [item for item in shown if item.section_name == section.name]
        if items:
            yield section.name, items


def _counts(one: Reviewed) -> str:
    shown, left_out = one.shown
    rest = f"{plural(left_out, 'minor finding')} left out (--minor shows them)" if left_out else ""
    if not shown:
        return rest or "no findings"
    counts = [
        f"{number} {word.casefold()}"
        for key, word in SEVERITIES.items()
        if (number := sum(item.severity == key for item in shown))
    ]
    counted = f"{plural(len(shown), 'finding')} ({', '.join(counts)})"
    return f"{counted}; {rest}" if rest else counted


def _troubles(one: Reviewed) -> list[str]:
    inner = one.result["result"]
    failed = [f"Not read: {f['section_name']}: {f['detail']}" for f in inner["failed_sections"]]
    told = [*one.document.unread, *failed, *inner["notes"]]
    return ["", *told] if told else []


def _one_line(text: str) -> str:
    return " ".join(text.split())
