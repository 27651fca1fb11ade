"""What is read of the machine: CPU time of processes, and how often the disk can make sure of a write."""

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Final

TICK: Final = 1 / os.sysconf("SC_CLK_TCK")
BLOCK: Final = b"\0" * 4096


def cpu_seconds(root: int) -> float:
    """User and system time of a process and all its descendants, as /proc has it (steps of 10 ms)."""
    return sum(_family(root).values())


def resident_mib(root: int) -> tuple[float, float]:
    """Memory of a process and all its descendants in MiB: the largest one's, and that of all together.

    Resident: what the largest has in memory, shared or not. Together: what is shared counts once (PSS).
    """
    each = [_memory(pid) for pid in _family(root)]
    return max(resident for resident, _ in each), sum(proportional for _, proportional in each)


def _family(root: int) -> dict[int, float]:
    """The CPU seconds of a process and of all its descendants."""
    processes = {int(path.name): _stat(path) for path in Path("/proc").iterdir() if path.name.isdigit()}
    wanted = {root}
    while True:
        children = {pid for pid, stat in processes.items() if stat and stat[0] in wanted} - wanted
        if not children:
            return {pid: stat[1] for pid in wanted if (stat := processes.get(pid))}
        wanted |= children


def _memory(pid: int) -> tuple[float, float]:
    """Resident and proportional MiB; nothing of a process that is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0, 0.0
    found = {line.partition(":")[0]: line.split()[1] for line in lines[1:]}
    return int(found["Rss"]) / 1024, int(found["Pss"]) / 1024


def _stat(process: Path) -> tuple[int, float] | None:
    """Parent and CPU seconds, those of children that ended included; None for a process that is gone."""
    try:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return int(fields[1]), sum(map(int, fields[11:15])) * TICK


def fdatasync_rate(directory: Path, seconds: float) -> float:
    """Appends of 4 KiB a second, each made sure of before the next."""
    path = directory / "fdatasync"
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    try:
        times, begin = 0, perf_counter()
        while perf_counter() < begin + seconds:
            os.write(file, BLOCK)
            os.fdatasync(file)
            times += 1
        return times / (perf_counter() - begin)
    finally:
        os.close(file)
        path.unlink()


def description() -> str:
    """One line on what was measured where."""
    return ", ".join(
        [
            f"{os.cpu_count()} cores ({platform.machine()})",
            f"{platform.system()} {platform.release().split('-')[0]}",
            f"Python {platform.python_version()}",
            f"SQLite {sqlite3.sqlite_version}",
            *(f"{name} {version(name)}" for name in ("litestar", "granian", "uvloop")),
            f"load average before the run {os.getloadavg()[0]:.1f}",
        ]
    )
