"""What runs left of themselves: the last one, the last green one and its age, what is published, what failed and why.

Reads the log of runs, the published manifest and the table of locks; needs no settings and changes nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table
from rich.text import Text

from . import runs
from .errors import UserError, legible
from .say import Say, console
from .shown import figure

LOCKS = Path("/proc/locks")
NEVER = "never"


@dataclass(frozen=True)
class Run:
    """A run as the log has it. Moments: UTC, ISO 8601."""

    run_id: str
    company: str
    started_at: str
    ended_at: str | None
    seconds: float | None
    ended: str  # green, unchanged, red, interrupted
    step: str  # how far it came: land, register, check, build, check_published, publish, scan
    published: bool
    stands: bool  # from it on the published set says what the exports say: it published, or found nothing new
    rows: int | None
    rejected: int | None
    message: str | None  # its first line


@dataclass(frozen=True)
class Status:
    """All that `service-kpi status` tells."""

    data_dir: str
    running: int | None  # the process of a run that goes on now; None for none, 0 where the system does not say
    published: dict | None  # run_id, company, as_of, tables, rows, forced
    last: Run | None
    last_green: Run | None  # the last that published or found nothing new
    green_age_hours: float | None
    last_failed: Run | None
    failed_since_green: int
    history: list[Run]  # the newest first


def status(data_dir: Path, last: int, now: datetime | None = None) -> Status:
    """What the data folder says of its runs; `last`: how many of them are listed."""
    logged = [_run(one) for one in runs.history(data_dir)]
    about = _published(data_dir / "published" / "current" / "manifest.json")
    green = next((run for run in reversed(logged) if run.stands), None)
    if about and (green is None or about["run_id"] > green.run_id):
        green = _unlogged(about)
    since = [run for run in logged if green is None or run.run_id > green.run_id]
    ended = green and datetime.fromisoformat(green.ended_at or green.started_at)
    return Status(
        data_dir=str(data_dir),
        running=holder(data_dir / "run.lock"),
        published=about,
        last=logged[-1] if logged else None,
        last_green=green,
        green_age_hours=round(((now or datetime.now(UTC)) - ended).total_seconds() / 3600, 2) if ended else None,
        last_failed=next((run for run in reversed(logged) if run.ended not in runs.FINE), None),
        failed_since_green=sum(run.ended not in runs.FINE for run in since),
        history=logged[::-1][:last],
    )


def _run(logged: dict) -> Run:
    seconds = logged.get("seconds") or {}
    steps = [step for step in seconds if step != "all"]
    ended = str(logged.get("status") or "unknown")
    message = logged.get("message")
    return Run(
        run_id=str(logged.get("run_id") or ""),
        company=str(logged.get("company") or ""),
        started_at=str(logged.get("started_at") or ""),
        ended_at=logged.get("ended_at"),
        seconds=seconds.get("all"),
        ended=ended,
        step=steps[-1] if steps else "start",
        published=ended == "green" and "publish" in seconds,
        stands=runs.stands(logged),
        rows=logged.get("rows"),
        rejected=logged.get("rejected"),
        message=legible(str(message).splitlines()[0]) if message else None,
    )


def _unlogged(about: dict) -> Run:
    """A run that published and was killed before it could say so in the log."""
    began = runs.moment_of(about["run_id"]) or datetime.now(UTC)
    nothing = dict.fromkeys(("ended_at", "seconds", "rows", "rejected", "message"))
    place = {"run_id": about["run_id"], "company": about["company"], "started_at": began.isoformat()}
    return Run(**place, **nothing, ended="green", step="publish", published=True, stands=True)


def _published(manifest: Path) -> dict | None:
    """What `current` names; None where nothing is published or its manifest cannot be read."""
    try:
        about = json.loads(manifest.read_text(encoding="utf-8"))
        return {
            "run_id": about["run_id"],
            "company": about["company"],
            "as_of": about["as_of"],
            "tables": len(about["rows"]),
            "rows": sum(about["rows"].values()),
            "forced": about.get("forced", []),
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def holder(lock: Path) -> int | None:
    """The process that has locked a file, None for nobody, 0 where the system does not say. The lock is not taken, not
    even for a moment: a run that starts then would leave."""
    if not lock.exists():
        return None
    try:
        found = lock.stat()
        place = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"
        held = [line.split() for line in LOCKS.read_text(encoding="ascii").splitlines() if place in line.split()]
    except OSError:
        return 0
    return next((int(words[4]) for words in held if words[1] != "->"), None)


def tell(found: Status, say: Say, as_json: bool) -> None:
    """Print it: lines and a table of the runs, or one JSON object."""
    if as_json or say.as_json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=None if say.as_json else 2), flush=True)
        return
    for name, text in _lines(found):
        console.print(Text.assemble((f"{name:<13}", "bold"), text))
    if found.history:
        console.print(_table(found.history))
    for run in found.history:
        if run.message and run != found.last_failed:
            console.print(Text.assemble((f"{run.run_id} ", "bold"), run.message))


def _lines(found: Status) -> list[tuple[str, str]]:
    lines = [("data folder", found.data_dir)]
    now = {None: "no", 0: "this system does not say"}
    lines.append(("running now", now.get(found.running, f"yes, process {found.running}")))
    if about := found.published:
        said = f"{about['run_id']} of {about['company']}, as of {_moment(about['as_of'])}, {about['tables']} tables,"
        said += f" {about['rows']:,} rows"
        lines.append(("published", said + (f", forced past {', '.join(about['forced'])}" if about["forced"] else "")))
    else:
        lines.append(("published", "nothing"))
    lines.append(("last green", _ago(found.last_green, found.green_age_hours) if found.last_green else NEVER))
    if found.failed_since_green:
        lines.append(("since then", f"{found.failed_since_green} not green"))
    lines.append(("last run", _how(found.last) if found.last else NEVER))
    if failed := found.last_failed:
        lines.append(
            ("last failure", f"{_moment(failed.ended_at or failed.started_at)}, at {failed.step}: {_why(failed)}")
        )
    return lines


def _ago(run: Run, hours: float) -> str:
    what = "" if run.published else ", with nothing new"
    return f"{_moment(run.ended_at or run.started_at)}, {age(hours)} ago ({run.run_id}{what})"


def _how(run: Run) -> str:
    what = "published" if run.published else "nothing new" if run.stands else f"{run.ended}, as far as {run.step}"
    return f"{_moment(run.ended_at or run.started_at)}, {what}"


def _why(run: Run) -> str:
    return run.message or run.ended


def age(hours: float) -> str:
    """3 h 5 min, 4 days 2 h."""
    days, rest = divmod(max(hours, 0), 24)
    if not days:
        return figure(rest * 3600, "duration")
    return f"{days:.0f} day{'s' * (days > 1)}" + f" {rest:.0f} h" * (rest >= 0.5)


def _moment(moment: str | None) -> str:
    try:
        return f"{datetime.fromisoformat(moment).astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    except (TypeError, ValueError):
        return "an unknown moment"


def _table(history: list[Run]) -> Table:
    table = Table(title="Runs, the newest first", title_justify="left")
    several = len({run.company for run in history}) > 1
    cells: dict[str, Callable[[Run], str]] = {
        "run": lambda run: run.run_id,
        "company": lambda run: run.company,
        "ended": lambda run: run.ended,
        "as far as": lambda run: run.step,
        "seconds": lambda run: "" if run.seconds is None else f"{run.seconds:.0f}",
        "rows": lambda run: "" if run.rows is None else f"{run.rows:,}",
        "rejected": lambda run: "" if run.rejected is None else f"{run.rejected:,}",
    }
    chosen = [name for name in cells if several or name != "company"]
    for name in chosen:
        numbers = name in ("seconds", "rows", "rejected")
        table.add_column(name, justify="right" if numbers else "left", no_wrap=True)
    for run in history:
        table.add_row(*(Text(legible(cells[name](run))) for name in chosen))
    return table


def too_old(found: Status, hours: float) -> None:
    """Raise UserError where no run ended well for so long: what a watch-dog asks, who hears of no run at all."""
    if found.green_age_hours is None:
        raise UserError(f"{found.data_dir} has no green run: `service-kpi run` makes one.")
    if found.green_age_hours > hours:
        why = "no run failed since: see whether the schedule still starts it"
        if found.failed_since_green:
            why = f"the last failure said: {_why(found.last_failed)}"
        gone = f"ended {age(found.green_age_hours)} ago, more than {hours:g} h"
        raise UserError(f"the last green run in {found.data_dir} {gone}; {why}")
