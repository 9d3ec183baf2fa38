"""The command: serves; `worker`, `all`, `review FILE…` in the terminal, and the upkeep."""

from __future__ import annotations

import socket
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import click

from bluepencil import VERSION, logs
from bluepencil.errors import BluepencilError
from bluepencil.settings import Settings, secrets_of, table
from bluepencil.upkeep import backup, doctor, load_settings, restore

_FILES = ("docx", "html")  # what `review` writes that is the document itself


def _settings_help() -> str:
    rows = table()
    width = max(len(row.name) for row in rows)
    lines = [
        f"  {row.name:<{width}}  {row.meaning}"
        + (f" Default: {row.default}." if row.default else "")
        for row in rows
    ]
    return (
        "\b\nSettings, from the environment or a line in .env; any may come from <NAME>_FILE:\n"
        + ("\n".join(lines))
    )


@click.group(
    invoke_without_command=True,
    help="Review documents section by section. Without a command: serve the page and the API.",
    epilog=_settings_help(),
    context_settings={"max_content_width": 160, "help_option_names": ["-h", "--help"]},
)
@click.version_option(VERSION, prog_name="Bluepencil")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Serve, unless a command is given."""
    if ctx.invoked_subcommand is None:
        settings = load_settings()
        logs.configure(settings.log_level, secrets_of(settings))
        _check_place(settings)
        from bluepencil.server import Server  # here, so that other commands start without gunicorn

        Server(settings, _create_app).run()


def _create_app(settings: Settings) -> Any:
    from app import create_app

    return create_app(settings)


for command in (backup, restore, doctor):
    main.add_command(command)


def _check_data(settings: Settings) -> None:
    """Say in one sentence why nothing can be kept here."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.data_dir):
            pass
    except OSError as error:
        raise click.ClickException(
            f"DATA_DIR: cannot write to {settings.data_dir}: {error}."
        ) from error


def _check_place(settings: Settings) -> None:
    """Say in one sentence why the server cannot start here."""
    _check_data(settings)
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise click.ClickException(
                f"PORT: cannot listen on {settings.host}:{settings.port}: {error.strerror}. "
                "Stop what uses it, or set PORT to another."
            ) from error


def _move(bar: Any, percent: int) -> None:
    bar.update(percent - bar.pos)


def _check_output(files: tuple[str, ...], form: str, output: str | None, tracked: bool) -> None:
    """Say before any work is done why its outcome could not be written."""
    if tracked and form != "docx":
        raise click.UsageError("Only a .docx has tracked changes: --tracked needs --format docx.")
    if form in _FILES and len(files) > 1:
        raise click.UsageError(f"A .{form} holds one document: review one file at a time.")
    if form == "docx" and output is None and sys.stdout.isatty():
        raise click.UsageError("A .docx is not for reading here: name a file with -o.")
    for name in files:
        if output and name != "-" and Path(output).resolve() == Path(name).resolve():
            raise click.UsageError(f"{output} is the document itself: name another file with -o.")


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "md", "docx", "html"]),
    default="text",
    show_default=True,
    help="docx and html are the document itself, with every finding as a comment.",
)
@click.option("--tracked", is_flag=True, help="In a .docx: replacements are tracked changes too.")
@click.option("--minor", is_flag=True, help="With minor findings, also in a file. JSON has all.")
@click.option("--guidelines", metavar="NAME|FILE", help="A shipped guideline or one of your own.")
@click.option("-o", "--output", metavar="FILE", help="Write there instead of to standard output.")
@click.option(
    "--fail-on",
    type=click.Choice(["high", "medium", "low", "never"]),
    default="high",
    show_default=True,
    help="End with status 1 when there is a finding this serious or more.",
)
def review(
    files: tuple[str, ...],
    form: Any,
    tracked: bool,
    minor: bool,
    guidelines: str | None,
    output: str | None,
    fail_on: Any,
) -> None:
    """Review documents in the terminal ("-" reads standard input).

    Ends with 0 when nothing is at or above --fail-on, 1 when something is, 2 for bad input.
    """
    from bluepencil import terminal  # here, so that the server's master process stays small

    settings = load_settings()
    _check_output(files, form, output, tracked)
    logs.configure("error", secrets_of(settings))
    done = []
    try:
        with terminal.reviewer(settings) as parts:
            for name in files:
                data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
                with click.progressbar(
                    length=100,
                    label=Path(name).name,
                    file=sys.stderr,
                    hidden=not sys.stderr.isatty(),
                ) as bar:
                    done.append(
                        terminal.review(
                            parts,
                            data,
                            "standard input" if name == "-" else Path(name).name,
                            guidelines,
                            partial(_move, bar),
                            minor=minor,
                        )
                    )
            if form in _FILES:
                content = terminal.file_back(parts, done[0], form, tracked=tracked)
                if left_out := done[0].shown[1]:
                    click.echo(f"{left_out} minor left out; --minor adds them.", err=True)
            else:
                content = (terminal.render(done, form) + "\n").encode()
        if output:
            Path(output).write_bytes(content)
        else:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        sys.stdout = None  # the reader has left; nothing more to say, not even at exit
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        raise click.UsageError(f"{place}{error.strerror or error}") from error
    except BluepencilError as error:
        raise click.UsageError(error.detail) from error
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(1 if terminal.reaches(done, fail_on) else 0)


@main.command()
@click.option("--queues", default="", metavar="A,B", help="Be one worker, for these only.")
def worker(queues: str) -> None:
    """Run queued tasks (needs USE_CELERY=true and Redis).

    One worker for what people wait for (chat, tests), one for the rest: a review never stands
    before a question.
    """
    settings = load_settings()
    logs.configure(settings.log_level, secrets_of(settings))
    _check_data(settings)
    if not settings.use_celery:
        raise click.UsageError("There is no queue to work for: set USE_CELERY=true.")
    if not queues:
        sys.exit(_supervised(settings, _workers()))
    import celery_tasks  # here, so that other commands start without Celery

    try:
        sys.exit(celery_tasks.work(settings, [name for name in queues.split(",") if name]))
    except BluepencilError as error:
        raise click.UsageError(error.detail) from error


@main.command(name="all")
def everything() -> None:
    """Serve and run queued tasks, supervised: what one container runs.

    Without USE_CELERY=true that is the web process alone. Ends with 1 when a part keeps dying.
    """
    settings = load_settings()
    logs.configure(settings.log_level, secrets_of(settings))
    _check_place(settings)
    commands = {"web": [sys.executable, __file__]}
    sys.exit(_supervised(settings, commands | (_workers() if settings.use_celery else {})))


def _workers() -> dict[str, list[str]]:
    """The command of each worker process, by its lane."""
    from bluepencil.work import catalogue
    from celery_config import lanes

    served = lanes(kind.queue for kind in catalogue.load().values())
    return {
        f"worker-{lane}": [sys.executable, __file__, "worker", "--queues", ",".join(queues)]
        for lane, queues in served.items()
        if queues
    }


def _supervised(settings: Settings, commands: dict[str, list[str]]) -> int:
    from bluepencil.supervisor import supervise

    return supervise(commands, grace=settings.stop_grace)


if __name__ == "__main__":
    main()
