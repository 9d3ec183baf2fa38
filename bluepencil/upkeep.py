"""The commands of who looks after an installation: back up, restore, examine."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bluepencil import logs
from bluepencil.errors import BluepencilError, Invalid
from bluepencil.settings import BadSettings, Settings, load, secrets_of

if TYPE_CHECKING:
    from bluepencil.doctor import Verdict

_COLOURS = {"ok": "green", "warning": "yellow", "problem": "red"}


def load_settings() -> Settings:
    """The settings, for a command. Raises click.UsageError, which names each bad value."""
    try:
        return load()
    except BadSettings as error:
        raise click.UsageError(f"Bluepencil cannot start:\n{error}") from error


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Overwrite FILE.")
def backup(file: Path, force: bool) -> None:
    """Copy everything that is kept to FILE, while the server runs.

    The copy is what was kept at one moment: documents, findings, chat, tasks. The key that signs
    cookies is not in it; without it people sign in once more. Ends with 0 when the copy is whole.
    """
    from bluepencil import backup as backups  # here, so that the server starts fast

    with _sentences():
        backups.backup(load_settings(), file, force=force)
    click.echo(f"Backed up to {file}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Put a backup in place of everything that is kept.

    Stop the server and the workers first; it refuses while they run. What is replaced is kept
    beside it. Work that waited or ran when the backup was made runs at the next start.
    """
    from bluepencil import backup as backups

    with _sentences():
        kept = backups.restore(load_settings(), file)
    click.echo(f"Restored from {file}." + (f" What was there is now {kept}." if kept else ""))


@contextmanager
def _sentences() -> Iterator[None]:
    """End with 2 for what was asked wrongly and 1 for what cannot be done, in a sentence each."""
    try:
        yield
    except Invalid as error:
        raise click.UsageError(error.detail) from error
    except BluepencilError as error:
        raise click.ClickException(error.detail) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}.") from error


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def doctor(as_json: bool) -> None:
    """Look at every part of the installation and say what is wrong and what to do.

    Nothing is changed; Claude is asked one short question. Ends with 1 when there is a problem.
    """
    seen = []
    for part, verdict in _verdicts():
        seen.append({"part": part, **verdict._asdict()})
        if not as_json:
            status = click.style(f"{verdict.status:<8}", fg=_COLOURS[verdict.status])
            click.echo(f"{status} {part:<9} {verdict.detail}")
            if verdict.advice:
                click.echo(f"{'':18} {verdict.advice}")
    if as_json:
        click.echo(json.dumps(seen, indent=2))
    sys.exit(any(one["status"] == "problem" for one in seen))


def _verdicts() -> Iterator[tuple[str, Verdict]]:
    from bluepencil.doctor import Verdict, examine

    try:
        settings = load()
    except BadSettings as error:
        yield "Settings", Verdict("problem", str(error), "Nothing else can be seen before.")
        return
    logs.configure("error", secrets_of(settings))
    yield from examine(settings)
