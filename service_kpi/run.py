"""A whole run: land, build, publish; and what is said at its end."""

from __future__ import annotations

import contextlib
import functools
import time
import traceback
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from . import (
    alert,
    forget,
    holds,
    indices,
    land,
    partitions,
    publish,
    report,
    retention,
    runs,
    scan,
    scorecard,
    seeds,
    unchanged,
    warehouse,
)
from .build import Built, build, load_dbt, project_revision
from .errors import UserError
from .gate import check, judge
from .privacy import without_personal_data
from .say import Say
from .settings import Settings

T = TypeVar("T")


def run(settings: Settings, say: Say, target: str = "duckdb", drop_missing: bool = False, force: bool = False) -> Path:
    """Land, build, publish under the lock; append the run to the log, whatever becomes of it.

    With nothing new it ends after landing: what is published stands. force: build in any case, and publish what the
    holds would keep back. Returns the published folder. Raises UserError (and what derives from it), having recorded
    why.
    """
    with runs.only_run(settings.data_dir), _recorded(settings, say) as run, judge.judge() as gate:
        publish.check_place(settings)
        seeds.check(settings.company_dir, settings.reporting_currency)
        run["made_by"] = unchanged.made_by(settings, target)
        before = None if force else unchanged.last(settings, run["made_by"])
        if before is None:
            gate.load()
            forget.prepare(settings)
        files = _land(settings, say, run, drop_missing)
        if before and before["landed"] == unchanged.landed(files):
            return _nothing_new(settings, say, run, before)
        built, current = _build_and_publish(settings, say, run, files, gate, target, force)
        run["rejected"] = scorecard.rejected_rows(current)
        forget.finish(settings, run["run_id"])
        retention.tidy(settings)
        unchanged.note(run, settings, files)
    say.line(f"build: {built.nodes} models, seeds and tests, all green")
    scan.note(_timed(run, "scan", lambda: scan.published(settings, current)), say)
    _say_rejected(say, run["rejected"], scorecard.judged_rows(current))
    scorecard.show(current, say)
    return current


def land_only(settings: Settings, say: Say, drop_missing: bool = False) -> None:
    """The first step alone: what is landed can then be built with plain dbt."""
    with runs.only_run(settings.data_dir), _recorded(settings, say) as run:
        _register(settings, run, _land(settings, say, run, drop_missing))


def check_only(settings: Settings, say: Say, drop_missing: bool = False) -> None:
    """Land and judge what was landed; build nothing."""
    with runs.only_run(settings.data_dir), _recorded(settings, say) as run, judge.judge() as gate:
        gate.load()
        files = _land(settings, say, run, drop_missing)
        _register(settings, run, files)
        work = functools.partial(check.check_landed, settings, say, run["run_id"], files, gate, list_all=True)
        _timed(run, "check", work)


def build_and_publish(settings: Settings, say: Say, target: str = "duckdb", force: bool = False) -> Path:
    """Build and publish what was landed before, with the settings and the clock of now."""
    with runs.only_run(settings.data_dir):
        return _publish_landed(settings, say, target, force)


def rebuild(settings: Settings, say: Say, first: date, last: date, force: bool = False) -> Path:
    """Build these days anew from what was landed, and what is made of them, and publish."""
    with runs.only_run(settings.data_dir):
        found = partitions.forget_days(settings, first, last)
        say.line(f"rebuild: {found} days on which something stands, from {first} to {last}")
        return _publish_landed(settings, say, "duckdb", force)


def rewrite_report(settings: Settings, audience: str) -> Path:
    """Write the report of the published set for an audience anew; returns its place."""
    with runs.only_run(settings.data_dir):
        return report.rewrite(settings, audience)


def _publish_landed(settings: Settings, say: Say, target: str, force: bool) -> Path:
    with _recorded(settings, say) as run, judge.judge() as gate:
        publish.check_place(settings)
        seeds.check(settings.company_dir, settings.reporting_currency)
        gate.load()
        run["made_by"] = unchanged.made_by(settings, target)
        files = land.landed_before(settings)
        _, current = _build_and_publish(settings, say, run, files, gate, target, force)
        unchanged.note(run, settings, files)
        return current


def _build_and_publish(
    settings: Settings, say: Say, run: dict, files: list[land.LandedFile], gate: judge.Judge, target: str, force: bool
) -> tuple[Built, Path]:
    """Judge what was landed, build, judge the tables, publish them; what was built and the published folder."""
    _register(settings, run, files)
    _timed(run, "check", lambda: check.check_landed(settings, say, run["run_id"], files, gate, load_dbt))
    say.line("build: reading, judging, counting, testing")
    built = _timed(run, "build", lambda: build(settings, say, target))
    _say_rewritten(settings, say, run)
    _timed(run, "check_published", lambda: check.check_published(settings, say, run["run_id"], built, gate))
    indices.note_held(settings, say)
    run["forced"] = holds.judge(settings, say, force)
    current = _timed(run, "publish", lambda: publish.publish(settings, built, run["run_id"], run["forced"]))
    return built, current


def _land(settings: Settings, say: Say, run: dict, drop_missing: bool) -> list[land.LandedFile]:
    with say.progress("landing") as bar:
        task = bar.add_task("looking for new files", total=None)
        tell = functools.partial(bar.update, task)
        landing = _timed(
            run, "land", lambda: land.land(settings, lambda line: tell(description=line), drop_missing=drop_missing)
        )
    run["files"] = len(landing.files)
    run["rows"] = sum(file.rows for file in landing.files)
    say.line(f"land: {landing.new} new or changed files, {landing.unchanged} unchanged, {run['rows']:,} rows in all")
    for note in landing.notes:
        say.note(note)
    return landing.files


def _register(settings: Settings, run: dict, files: list[land.LandedFile]) -> None:
    _timed(run, "register", lambda: warehouse.register(settings, files, run["run_id"]))


def _nothing_new(settings: Settings, say: Say, run: dict, before: dict) -> Path:
    """Let the published set stand: say so, and record it as of the run that it is of."""
    retention.tidy(settings)
    current = settings.published_dir / "current"
    run |= {"status": "unchanged", "stands": current.resolve().name, "landed": before["landed"], "left": before["left"]}
    say.line(f"nothing new since run {run['stands']}: the published set stands ({current})")
    return current


def _say_rewritten(settings: Settings, say: Say, run: dict) -> None:
    """Of the tables that are rebuilt by partition (file, day, period), how many partitions this run wrote."""
    run["partitions"] = partitions.rewritten(settings, run["run_id"])
    some = {model: told for model, told in run["partitions"].items() if 0 < told[0] < told[1]}
    whole = sum(written == of for written, of in run["partitions"].values())
    say.line(f"rebuilt: {whole} tables whole, {len(some)} in part, {len(run['partitions']) - whole - len(some)} not")
    if some:
        say.line("partitions: " + ", ".join(f"{model} {written} of {of}" for model, (written, of) in some.items()))


def _say_rejected(say: Say, rejected: int, judged: int) -> None:
    if rejected:
        say.note(
            f"{rejected:,} of {judged:,} rows judged were rejected: table rejected_rows says which file, row, column"
            " and why."
        )


@contextmanager
def _recorded(settings: Settings, say: Say):
    """Yields the run's record; appends it to data/runs.jsonl with how it ended; if red, has the report say so and
    whoever the settings name be told."""
    started = time.monotonic()
    run = {
        "run_id": runs.new_run_id(settings.data_dir),
        "started_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "company": settings.company,
        "as_of": settings.as_of.isoformat(),
        "revision": project_revision(),
        "status": "green",
        "message": None,
        "seconds": {},
    }
    try:
        yield run
    except KeyboardInterrupt:
        run |= {"status": "interrupted", "message": "interrupted from outside"}
        raise
    except UserError as error:
        run |= {"status": "red", "message": without_personal_data(error.recorded)}
        raise
    except BaseException as error:
        at = traceback.extract_tb(error.__traceback__)[-1]  # its text may hold a cell
        run |= {"status": "red", "message": f"{type(error).__name__} in {Path(at.filename).name}, line {at.lineno}"}
        raise
    finally:
        run["seconds"]["all"] = round(time.monotonic() - started, 2)
        run["ended_at"] = datetime.now(UTC).isoformat(timespec="seconds")
        with contextlib.suppress(OSError):  # a disk too full for this line has already said so
            runs.record(settings.data_dir, run)
        with contextlib.suppress(OSError, UserError):  # nothing was published yet, or the same full disk
            report.place(settings)
        if run["status"] == "red":
            for fault in alert.failed(settings, run):
                say.note(fault)


def _timed(run: dict, step: str, work: Callable[[], T]) -> T:
    runs.stop_if_asked()
    started = time.monotonic()
    try:
        return work()
    except Exception:
        runs.stop_if_asked()  # an interrupted query of DuckDB's ends as a RuntimeError
        raise
    finally:
        run["seconds"][step] = round(time.monotonic() - started, 2)
