"""One run at a time, and a line in `data/runs.jsonl` for each, red ones too."""

from __future__ import annotations

import json
import os
import secrets
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from .errors import BusyError, UserError

FINE = ("green", "unchanged")  # how a run ends after which the published set says what the exports say

_asked_to_stop = False


def ask_to_stop(*_) -> None:
    """What SIGINT and SIGTERM do: end the step, or where a library swallows that, the run before it publishes."""
    global _asked_to_stop
    _asked_to_stop = True
    raise KeyboardInterrupt


def raise_again(dropped) -> None:
    """As `sys.unraisablehook`: a stop asked for within a finalizer, where Python drops it with a trace, comes again."""
    if issubclass(dropped.exc_type, KeyboardInterrupt):
        again = threading.Timer(0.01, os.kill, [os.getpid(), signal.SIGINT])
        again.daemon = True
        again.start()
    else:
        sys.__unraisablehook__(dropped)


def stop_if_asked() -> None:
    """Raise KeyboardInterrupt where one was asked for and got lost."""
    if _asked_to_stop:
        raise KeyboardInterrupt


def new_run_id() -> str:
    """A name that sorts by time: 20250630T160000Z-1a2b."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ") + "-" + secrets.token_hex(2)


@contextmanager
def only_run(data_dir: Path) -> Iterator[None]:
    """Hold the data folder for this process. Raises BusyError where another process holds it."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(data_dir / "run.lock")
        lock.acquire(timeout=0)
    except Timeout:
        raise BusyError(f"another run is using {data_dir}: wait until it has ended, then run again.") from None
    except OSError as error:
        raise UserError(
            f"{data_dir} cannot be written ({error.strerror}): correct its permissions, or set SERVICE_KPI_DATA to"
            " another folder."
        ) from error
    try:
        yield
    finally:
        lock.release()


def failed_since(data_dir: Path, run_id: str) -> dict | None:
    """The newest run after the one named that did not end well; None where there is none."""
    later = [run for run in map(json.loads, _lines(data_dir)) if run["run_id"] > run_id and run["status"] not in FINE]
    return later[-1] if later else None


def last(data_dir: Path) -> dict | None:
    """The newest run of the log; None where there is none, or its line was cut short."""
    try:
        return json.loads(_lines(data_dir)[-1])
    except (IndexError, ValueError):
        return None


def _lines(data_dir: Path) -> list[str]:
    log = data_dir / "runs.jsonl"
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def record(data_dir: Path, run: dict) -> None:
    """Append a run to the log and have the disk hold it."""
    with open(data_dir / "runs.jsonl", "a", encoding="utf-8") as file:
        file.write(json.dumps(run, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
