"""What runs on this machine: who is alive, whose child, and what it was started as."""

from pathlib import Path


def alive(pid: int) -> bool:
    """Whether there is such a process; the dead whom nobody has asked after do not count."""
    fields = _fields(pid)
    return bool(fields) and fields[0] != "Z"


def children(pid: int) -> list[int]:
    """The processes right below that one."""
    pids = [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]
    return [one for one in pids if _fields(one)[1:2] == [str(pid)] and alive(one)]


def command_of(pid: int) -> bytes:
    """The words it was started with, each ended by a zero byte; empty when it has gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _fields(pid: int) -> list[str]:
    """Its state, its parent and so on, as the kernel lists them after its name."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
