"""Lets go of what the company keeps for some days only: `privacy: retention_days` of its settings.

landing: files landed longer ago that left their folder. rejects: the cells of rejected rows landed longer ago. runs:
published sets but the current one, lines of runs.jsonl, logs. Ages are by the machine's clock, not by `as_of`. The
ledger is never touched.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta

import duckdb

from . import runs
from .settings import Settings

KEPT_REASON = "="  # begins the problem of a row of which only `<column>: <reason>` was kept (macro judge)


def is_over(settings: Settings, what: str, moment: str) -> bool:
    """Whether a moment (ISO 8601, UTC) lies so far back that `what` is not kept any longer."""
    days = settings.privacy.retention_days.get(what)
    return days is not None and datetime.fromisoformat(moment) < datetime.now(UTC) - timedelta(days=days)


def rejected_rows(settings: Settings) -> dict[tuple[str, str, str], dict[int, str]]:
    """(source, file, sha256) -> row -> why: the rows that the last build rejected, whatever export they gave.

    Nothing where there is no such build, or one of an earlier version.
    """
    from . import warehouse

    if not settings.warehouse.is_file():
        return {}
    rows: dict[tuple[str, str, str], dict[int, str]] = {}
    with warehouse.connect(settings, read_only=True) as build:
        try:
            found = build.execute(
                """
                select files.source_name, files.source_file, files.sha256, rejected.source_row,
                    min(rejected.column_name || ': ' || rejected.reason)
                from quality.rejected_rows as rejected
                inner join landing.files as files using (source_name, source_file)
                inner join (
                    select source_name, source_file, count(*) as exports from quality.dq_reconciliation group by all
                ) as given using (source_name, source_file)
                group by all
                having count(*) = max(given.exports)
                """
            ).fetchall()
        except duckdb.CatalogException:
            return {}
    for source, file, sha256, row, why in found:
        rows.setdefault((source, file, sha256), {})[row] = why
    return rows


def tidy(settings: Settings) -> None:
    """Remove what is left of runs that ended longer ago: published sets, lines of the log, logs."""
    if "runs" not in settings.privacy.retention_days:
        return
    current = settings.published_dir / "current"
    for path in settings.published_dir.iterdir() if settings.published_dir.is_dir() else ():
        is_set = path.is_dir() and not path.is_symlink() and path.name != current.resolve().name
        if is_set and is_over(settings, "runs", _moment_of(path.name)):
            shutil.rmtree(path, ignore_errors=True)
    logged = runs.history(settings.data_dir)
    kept = [run for run in logged if not is_over(settings, "runs", run["started_at"])]
    if len(kept) < len(logged):
        runs.rewrite(settings.data_dir, kept)
    for path in (settings.data_dir / "logs").glob("*"):
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat()
        if path.is_file() and is_over(settings, "runs", written):
            path.unlink()


def _moment_of(run_id: str) -> str:
    """When a run began, by its name; a folder of another name is of now."""
    return (runs.moment_of(run_id) or datetime.now(UTC)).isoformat()
