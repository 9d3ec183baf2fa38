"""The machine and the program itself: versions, settings, clock, folder and disk."""

from __future__ import annotations

import platform
import shutil
import tempfile
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from bluepencil import VERSION
from bluepencil.doctor.verdict import Verdict, ok, problem, size, warning
from bluepencil.settings import Settings

FEW, TOO_FEW = 1e9, 200e6  # bytes free
OPTIONAL = ("psycopg", "boto3")


def program(_: Settings) -> Verdict:
    """The versions that run, and the optional packages that are there."""
    there = []
    for name in OPTIONAL:
        try:
            there.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    versions = f"Bluepencil {VERSION} on Python {platform.python_version()}"
    return ok(f"{versions}; optional packages: {', '.join(there) or 'none'}.")


def settings_given(settings: Settings) -> Verdict:
    """The settings are valid, or there would be none; some do not go together."""
    if settings.postgres and settings.secret_key is None:
        return warning(
            "Each web process signs cookies with a key of its own, in its DATA_DIR.",
            "Where there is more than one web process, or the disk does not last, set SECRET_KEY.",
        )
    return ok(f"Valid; {len(settings.model_fields_set)} are set.")


def clock(_: Settings) -> Verdict:
    """The time cannot be before the program was installed."""
    now, installed = datetime.now(UTC), Path(__file__).stat().st_mtime
    said = f"{now:%Y-%m-%d %H:%M:%S} UTC"
    if now.timestamp() < installed - 24 * 3600:  # what was copied may keep another zone's time
        return problem(
            f"{said} is before this release was installed.",
            "Set the clock; without the right time no TLS connection can be made.",
        )
    return ok(f"{said}.")


def data(settings: Settings) -> Verdict:
    """DATA_DIR can be written, and what is in it read by nobody else."""
    folder = settings.data_dir
    there = _existing(folder)
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        return problem(
            f"{there} cannot be written: {error.strerror}.",
            "Let the user that runs Bluepencil write to it, or set DATA_DIR.",
        )
    if there != folder:
        return ok(f"{folder} will be made at the first start.")
    files = [*folder.glob("*.db*"), *folder.glob("secret_key")]
    if open_to_all := sorted(str(file) for file in files if file.stat().st_mode & 0o077):
        return warning(
            f"Other users of this machine can read {', '.join(open_to_all)}.",
            f"chmod 600 {' '.join(open_to_all)}",
        )
    return ok(f"{folder} can be written.")


def disk(settings: Settings) -> Verdict:
    """There is room where things are kept."""
    folder = _existing(settings.data_dir if settings.postgres else settings.database.parent)
    free = shutil.disk_usage(folder).free
    said = f"{size(free)} free in {folder}."
    advice = "Make room: on a full disk nothing can be kept."
    if free < TOO_FEW:
        return problem(said, advice)
    return warning(said, advice) if free < FEW else ok(said)


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next(one for one in (folder, *folder.absolute().parents) if one.exists())
