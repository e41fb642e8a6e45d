"""A command run as a child process, and what it took."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from . import PROJECT

EVERY = 0.2  # seconds between two looks at the memory


@dataclass(frozen=True)
class Cost:
    """What a command took: wall and CPU seconds (user and system, of it and all it started), and memory in MB.

    peak_mb: the largest sum of the resident memory of the whole process tree that was seen, looking every 0.2 s
    (memory that two processes share counts twice). largest_mb: the peak of its largest single process, as the kernel
    has it. said: what it wrote to both its outputs.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float
    largest_mb: float
    said: str = ""


class Failed(Exception):
    """A command that did not end with 0; its text is what it said."""


def service_kpi(arguments: list[str], data: Path, **environment: str) -> Cost:
    """Run `service-kpi` with this data folder. Raises Failed."""
    return measured([sys.executable, "-m", "service_kpi", *arguments], SERVICE_KPI_DATA=str(data), **environment)


def measured(command: list[str], **environment: str) -> Cost:
    """Run a command in the project's folder, its words kept back. Raises Failed where it does not end with 0."""
    started = time.perf_counter()
    child = subprocess.Popen(
        command,
        cwd=PROJECT,
        env=os.environ | {"PYTHONPATH": str(PROJECT)} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    memory = _Memory(child.pid)
    memory.start()
    said = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    memory.stop()
    if child.returncode:
        raise Failed(f"{' '.join(command[1:])}\nended with {child.returncode}:\n{said[-3000:]}")
    return Cost(
        wall_s=round(wall, 2),
        cpu_s=round(usage.ru_utime + usage.ru_stime, 2),
        peak_mb=round(memory.peak / 1e6),
        largest_mb=round(usage.ru_maxrss * 1024 / 1e6),
        said=said,
    )


class _Memory(threading.Thread):
    """Looks at the resident memory of a process and all its descendants until told to stop; `peak` in bytes."""

    def __init__(self, pid: int):
        super().__init__(daemon=True)
        self.pid, self.peak, self._ended = pid, 0, threading.Event()

    def run(self) -> None:
        while not self._ended.wait(EVERY):
            self.peak = max(self.peak, sum(map(_resident, _tree(self.pid))))

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _tree(pid: int) -> list[int]:
    """The process and its descendants, those that are still there (Linux; elsewhere none is found)."""
    found = [pid]
    for parent in found:
        for listed in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += map(int, listed.read_text().split())
            except OSError:  # it ended meanwhile
                continue
    return found


def _resident(pid: int) -> int:
    """Resident memory of a process in bytes; 0 where it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0
