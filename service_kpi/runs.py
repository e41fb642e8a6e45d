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
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from .errors import BusyError, UserError
from .files import write_whole

LOG = "runs.jsonl"
TIME = "%Y%m%dT%H%M%SZ"  # a run's name begins with it
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


def new_run_id(data_dir: Path) -> str:
    """A name that sorts by time: 20250630T160000Z-1a2b.

    Also where the clock was put back: never before a run that the data folder knows, since the newest name is what
    was said last. Then it is the second after that one.
    """
    folders = [*(data_dir / "published").glob("*-*"), *(data_dir / "ledger").glob("*/*-*")]
    known = [path.name for path in folders] + [run.get("run_id", "") for run in history(data_dir)]
    moments = [moment for name in known if (moment := moment_of(name))]
    moment = max([datetime.now(UTC), *(known + timedelta(seconds=1) for known in moments)])
    return moment.strftime(TIME) + "-" + secrets.token_hex(2)


def moment_of(run_id: str) -> datetime | None:
    """When a run began, by its name; None for another name."""
    try:
        return datetime.strptime(run_id[:16], TIME).replace(tzinfo=UTC)
    except ValueError:
        return None


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
    later = [run for run in history(data_dir) if run.get("run_id", "") > run_id and run.get("status") not in FINE]
    return later[-1] if later else None


def stands(run: dict) -> bool:
    """Whether the published set says what the exports said when a run ended: it published, or found nothing new."""
    published = run.get("status") == "green" and "publish" in (run.get("seconds") or {})
    return published or run.get("status") == "unchanged"


def last_green(data_dir: Path) -> dict | None:
    """The newest run after which what is published was what the exports say; None where there is none."""
    return next(filter(stands, reversed(history(data_dir))), None)


def last(data_dir: Path) -> dict | None:
    """The newest run of the log; None where there is none, or its line was left unfinished."""
    return next((_read(line) for line in reversed(_lines(data_dir))), None)


def history(data_dir: Path) -> list[dict]:
    """The runs of the log, the first one first. A line that a full disk or a power cut left unfinished is no run."""
    return [run for run in map(_read, _lines(data_dir)) if run is not None]


def _lines(data_dir: Path) -> list[bytes]:
    log = data_dir / LOG
    return log.read_bytes().splitlines() if log.exists() else []


def _read(line: bytes) -> dict | None:
    try:
        run = json.loads(line)
    except ValueError:
        return None
    return run if isinstance(run, dict) else None


def record(data_dir: Path, run: dict) -> None:
    """Append a run to the log, on a line of its own whatever the last one is, and have the disk hold it."""
    log = data_dir / LOG
    ends = b"\n"
    if log.exists() and log.stat().st_size:
        with open(log, "rb") as file:
            file.seek(-1, os.SEEK_END)
            ends = file.read(1)
    with open(log, "a", encoding="utf-8") as file:
        file.write("\n" * (ends != b"\n") + json.dumps(run, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


def rewrite(data_dir: Path, runs: list[dict]) -> None:
    """Put these runs in the place of the log."""
    write_whole(data_dir / LOG, "".join(json.dumps(run, ensure_ascii=False) + "\n" for run in runs))
