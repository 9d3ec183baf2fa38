"""Writes the pages that come from the code: settings, kinds and `.env.example`."""

from __future__ import annotations

import sys
from pathlib import Path

from bluepencil import settings
from bluepencil.work import catalogue

ROOT = Path(__file__).resolve().parent.parent


def settings_page() -> str:
    """`docs/settings.md`."""
    lines = [
        "# Settings",
        "",
        "Each is an environment variable or a line in `.env`; any may come from a file named by",
        "`<NAME>_FILE`. A value that cannot be used stops the start and is named. This page is",
        "written by `make docs`.",
        "",
        "| setting | default | meaning |",
        "| --- | --- | --- |",
    ]
    for row in settings.table():
        default = f"`{row.default}`" if row.default else "–"
        lines.append(f"| `{row.name}` | {default} | {row.meaning} |")
    return "\n".join(lines) + "\n"


def kinds_page() -> str:
    """`docs/kinds.md`."""
    lines = [
        "# Kinds of work",
        "",
        "A kind is one file in `bluepencil/kinds/`: its input, its result, its queue and the",
        "function that does it. Adding one is adding a file, its test in `tests/kinds/`, and a",
        "line in the changelog. This page is written by `make docs`.",
    ]
    for kind in catalogue.load().values():
        lines += ["", f"## {kind.name}", "", kind.description, ""]
        lines.append(f"Queue `{kind.queue}`, at most {kind.timeout:g} s.")
        for role, fields in (("Takes", kind.fields), ("Gives", kind.output.model_fields)):
            names = ", ".join(f"`{name}`" for name in fields) or "nothing"
            lines += ["", f"{role}: {names}."]
    return "\n".join(lines) + "\n"


def env_example() -> str:
    """`.env.example`: every setting, commented out, with its default."""
    lines = [
        "# Copy to .env and change what you need; docs/settings.md says the same as a table.",
        "",
    ]
    for row in settings.table():
        lines += [f"# {row.meaning}", f"#{row.name}={row.default}", ""]
    return "\n".join(lines).rstrip() + "\n"


PAGES = {
    "docs/settings.md": settings_page,
    "docs/kinds.md": kinds_page,
    ".env.example": env_example,
}


def main() -> int:
    """Write them all."""
    for name, page in PAGES.items():
        (ROOT / name).write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
