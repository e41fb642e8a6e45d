"""The memory of what was published: `data/ledger/<company>/<id>/`, one folder for each run that had something to say.

values.parquet holds each figure of a complete period when it first appeared or changed, days.parquet what stood then
of each export by day, closed.parquet the months that were closed, with the KPIs that were published then. Folders are
added and never changed.

A run writes its folder as `<run_id>.pending` before `current` is switched, and drops the suffix after. Only the switch
decides: whatever is still pending when the next command comes is kept where `current` names its run, else dropped.
So an end at any moment loses no entry and doubles none.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from . import __version__, runs
from .contract import PROJECT
from .errors import UserError
from .files import full_disk_told, sync, sync_folder
from .settings import Settings
from .sql import sql_file, sql_text

FORMAT = 1
PENDING = ".pending"
COLUMNS = {
    "values": {
        "format": "bigint",
        "kpi_id": "varchar",
        "period_grain": "varchar",
        "period_start": "date",
        "scope_type": "varchar",
        "scope_id": "varchar",
        "value": "double",
        "numerator": "double",
        "denominator": "double",
        "sample_size": "bigint",
        "ci_low": "double",
        "ci_high": "double",
        "target": "double",
        "status": "varchar",
        "definition_version": "bigint",
        "is_withheld": "boolean",
        "why": "varchar",
        "run_id": "varchar",
        "recorded_at": "timestamp",
        "as_of": "timestamp",
        "counted_by": "varchar",
    },
    "days": {
        "format": "bigint",
        "entity": "varchar",
        "begins_on": "date",
        "standing_rows": "bigint",
        "keys_digest": "varchar",
        "rows_digest": "varchar",
        "engine": "varchar",
        "run_id": "varchar",
        "recorded_at": "timestamp",
    },
    "closed": {"format": "bigint", "month": "date", "kpi_id": "varchar", "run_id": "varchar", "closed_at": "timestamp"},
}
SPOKEN = {"values": "ledger.int_kpi_value_changes", "days": "intermediate.int_changed_days"}  # in the build file


@dataclass(frozen=True)
class ClosedMonth:
    """A month that was closed, and the published run whose figures it was closed with."""

    month: date  # its first day
    run_id: str
    closed_at: datetime  # UTC


def folder(settings: Settings) -> Path:
    """The company's part of the ledger. Of the blank company each folder of exports is a company of its own."""
    name = settings.company
    if settings.company_dir == PROJECT / "companies" / "blank":
        name += " " + " ".join(os.path.relpath(source.folder, settings.data_dir) for source in settings.sources)
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    readable = re.sub(r"[^\w-]+", "-", settings.company)
    return settings.data_dir / "ledger" / f"{readable}-{digest}"


COUNTS_NOTHING = {"kpi_targets.csv", "benchmarks.csv", "evaluation_plan.csv"}  # seeds that figures are held against


def counted_by(settings: Settings) -> str:
    """A digest of what the company says about counting: its settings, its seeds but those, its models, and the
    version of the project. Where it is another and no row is, a figure changed by definition."""
    told = [__version__, settings.vars, settings.reporting_timezone, settings.reporting_currency, settings.entities]
    told += [[source.name, source.timezone, source.delivery, source.forms] for source in settings.sources]
    digest = hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode())
    for part in ("seeds", "models"):
        for path in sorted((settings.company_dir / part).rglob("*")):
            if path.is_file() and path.name not in COUNTS_NOTHING:
                digest.update(path.relative_to(settings.company_dir).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def settle(settings: Settings) -> None:
    """Keep or drop what a run left pending: `current` says whether it was published. Drop a month half closed."""
    for unfinished in folder(settings).glob("*.tmp"):
        shutil.rmtree(unfinished)
    current = settings.published_dir / "current"
    published = os.readlink(current) if current.is_symlink() else None
    for pending in sorted(folder(settings).glob(f"*{PENDING}")):
        if pending.stem == published:
            os.replace(pending, pending.with_suffix(""))
        else:
            shutil.rmtree(pending)
        sync_folder(pending.parent)


def prepare(settings: Settings, run_id: str) -> None:
    """Write down, as pending, what the build says for the first time or otherwise; no folder where it says nothing new.

    Raises OSError where the disk does not take it.
    """
    pending = folder(settings) / f"{run_id}{PENDING}"
    with full_disk_told(), duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach {sql_text(settings.warehouse)} as build (read_only)")
        ((built_by,),) = connection.execute("select run_id from build.landing.run_context").fetchall()
        if (folder(settings) / built_by).exists():
            return  # this build has been written down before
        for kind, table in SPOKEN.items():
            columns = ", ".join(name for name in COLUMNS[kind] if name != "format")
            ((found,),) = connection.execute(f"select count(*) from build.{table}").fetchall()
            if found:
                pending.mkdir(parents=True, exist_ok=True)
                rows = f"select cast({FORMAT} as bigint) as format, {columns} from build.{table}"
                _write(connection, rows, pending / f"{kind}.parquet")
    if pending.is_dir():
        sync_folder(pending)
        sync_folder(pending.parent)


def hand_over(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Settle, and make the build file's schema `landing` say what the ledger holds: ledger_values, ledger_days,
    closed_months. Raises UserError where the ledger was written by a newer version or is damaged."""
    settle(settings)
    for kind in ("values", "days"):
        connection.execute(f"create or replace view landing.ledger_{kind} as {_read(connection, settings, kind)}")
    frozen = "true" if settings.restatements == "freeze" else "false"
    connection.execute(
        "create or replace table landing.closed_months as"
        f" select month, kpi_id, run_id, closed_at, {frozen} as is_frozen"
        f" from ({_read(connection, settings, 'closed')})"
    )


def close(settings: Settings, month: str) -> ClosedMonth:
    """Close a month with the figures that are published now. Raises UserError where that cannot be."""
    with runs.only_run(settings.data_dir):
        settle(settings)
        first = _first_day(month)
        current = settings.published_dir / "current"
        if not current.is_symlink() or not folder(settings).is_dir():
            raise UserError(
                f"{settings.company} has published nothing yet: run `service-kpi run` before closing a month."
            )
        if first in {closed.month for closed in closed_months(settings)}:
            raise UserError(f"{month} is closed already: `service-kpi close --list` shows since when.")
        with duckdb.connect() as connection:
            if not connection.execute(
                f"from read_parquet({sql_file(current.resolve() / 'dim_periods.parquet')})"
                " where period_grain = 'month' and period_start = ? and is_complete",
                [first],
            ).fetchall():
                raise UserError(f"{month} is not published as a complete month: only such a month can be closed.")
            closed = ClosedMonth(first, os.readlink(current), datetime.now(UTC).replace(tzinfo=None, microsecond=0))
            pending = folder(settings) / f"{runs.new_run_id(settings.data_dir)}.tmp"
            pending.mkdir(parents=True)
            rows = (
                f"select cast({FORMAT} as bigint) as format, date '{closed.month}' as month, kpi_id,"
                f" {sql_text(closed.run_id)} as run_id, timestamp '{closed.closed_at}' as closed_at"
                f" from read_parquet({sql_file(current.resolve() / 'dim_kpi.parquet')})"
            )
            _write(connection, rows, pending / "closed.parquet")
        sync_folder(pending)
        os.replace(pending, pending.with_suffix(""))
        sync_folder(pending.parent)
    return closed


def closed_months(settings: Settings) -> list[ClosedMonth]:
    """The closed months in their order."""
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"select distinct month, run_id, closed_at from ({_read(connection, settings, 'closed')}) order by month"
        ).fetchall()
    return [ClosedMonth(*row) for row in rows]


def entries(settings: Settings) -> int:
    """How many runs have something in the ledger. Raises UserError where it is damaged or of a newer version."""
    with duckdb.connect() as connection:
        for kind in COLUMNS:
            connection.execute(f"select count(*) from ({_read(connection, settings, kind)})").fetchall()
    return sum(path.suffix == "" for path in folder(settings).glob("*"))


def _first_day(month: str) -> date:
    try:
        if not re.fullmatch(r"\d{4}-\d\d", month, re.ASCII):
            raise ValueError
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        raise UserError(f"{month} is no month: write it as 2025-06.") from None


def _read(connection: duckdb.DuckDBPyConnection, settings: Settings, kind: str) -> str:
    """A query of all entries of a kind. Raises UserError where a file cannot be read or is of a newer format."""
    columns = COLUMNS[kind]
    files = sorted(path for path in folder(settings).glob(f"*/{kind}.parquet") if path.parent.suffix == "")
    if not files:
        return f"select {', '.join(_nothing(*column) for column in columns.items())} where false"
    listed = f"read_parquet([{', '.join(map(sql_file, files))}], union_by_name = true)"
    try:
        ((newest,),) = connection.execute(f"select max(format) from {listed}").fetchall()
        there = {name for name, *_ in connection.execute(f"describe from {listed}").fetchall()}
    except duckdb.Error as error:
        raise UserError(
            f"the ledger in {folder(settings)} cannot be read ({str(error).splitlines()[0]}): put a back-up copy of it"
            " in its place; nothing can make it anew."
        ) from error
    if newest > FORMAT:
        raise UserError(
            f"the ledger in {folder(settings)} has format {newest}, this version reads {FORMAT}: update service-kpi."
        )
    # Entries of an earlier version lack what was added since.
    given = [name if name in there else _nothing(name, sql_type) for name, sql_type in columns.items()]
    return f"select {', '.join(given)} from {listed}"


def _nothing(name: str, sql_type: str) -> str:
    return f"cast(null as {sql_type}) as {name}"


def _write(connection: duckdb.DuckDBPyConnection, rows: str, path: Path) -> None:
    connection.execute(f"copy ({rows}) to {sql_text(path)} (format parquet, compression zstd)")
    sync(path)
