"""What the expectations on the tables to publish look at: small aggregates of them, and of the set published last."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from ..build import Built
from ..settings import Settings
from ..sql import sql_file, sql_name
from .profile import FEW

MUST_HAVE_ROWS = {"fct_kpi_values", "dim_kpi", "dim_periods", "kpi_scopes"}
MAY_SHRINK = {"rejected_rows", "dq_expectations", "scorecard_findings", "scorecard_team_gaps"}


def measures(connection: duckdb.DuckDBPyConnection, settings: Settings, built: Built) -> list[dict]:
    """A row per table, key column, KPI, status and export, with the figures that are judged of it."""
    names = {table.name: f"{sql_name(table.schema)}.{sql_name(table.name)}" for table in built.public}
    rows = _tables(connection, settings, built, names)
    if "fct_kpi_values" in names:
        rows += _kpis(connection, names)
    if "scorecard_company" in names:
        rows += _scorecard(connection, settings, names)
    if "dq_reconciliation" in names:
        rows += _exports(connection, names)
    return [{"source_name": "published"} | row for row in rows]


def _tables(connection: duckdb.DuckDBPyConnection, settings: Settings, built: Built, names: dict) -> list[dict]:
    before = _manifest(settings).get("rows", {})
    rows = []
    for table in built.public:
        key = next(iter(table.columns))
        [(count, given)] = connection.execute(f"select count(*), count({key}) from {names[table.name]}").fetchall()
        had = before.get(table.name, 0)
        rows.append(
            {
                "table_name": table.name,
                "column_name": "*",
                "rows": count,
                "rows_before": had,
                "rows_given": count if table.name in MUST_HAVE_ROWS else None,
                "rows_as_before": count / had if had >= FEW and table.name not in MAY_SHRINK else None,
            }
        )
        rows.append({"table_name": table.name, "column_name": key, "keys_given": count - given})
    return rows


def _kpis(connection: duckdb.DuckDBPyConnection, names: dict) -> list[dict]:
    """Of each KPI the range of its values: a proportion is a share of something, a duration or count not negative."""
    found = connection.execute(
        f"""
        select
            kpi_id, kind, unit,
            min(value) filter (where isfinite(value)) as least,
            max(value) filter (where isfinite(value)) as most,
            count(*) filter (where not isfinite(value)) as not_finite
        from {names["fct_kpi_values"]}
        inner join {names["dim_kpi"]} using (kpi_id)
        group by kpi_id, kind, unit
        order by kpi_id
        """
    ).fetchall()
    rows = []
    for kpi_id, kind, unit, least, most, not_finite in found:
        is_share = kind == "proportion"
        rows.append(
            {
                "table_name": "fct_kpi_values",
                "column_name": kpi_id,
                "unit": unit,
                "values_finite": not_finite,
                "shares_from_zero": least if is_share or unit in ("duration", "count") else None,
                "shares_to_one": most if is_share and unit == "percent" else None,
            }
        )
    return rows


def _scorecard(connection: duckdb.DuckDBPyConnection, settings: Settings, names: dict) -> list[dict]:
    """The company's scorecard beside that of the set published last, its statuses, and whether its month is due."""
    table = {"table_name": "scorecard_company"}
    counts = (
        "select count(distinct kpi_id), count(distinct kpi_id) filter (where value is not null),"
        " count(distinct kpi_id) filter (where target is not null) from {}"
    )
    now = connection.execute(counts.format(names["scorecard_company"])).fetchall()[0]
    row = table | {"column_name": "*"}
    file = settings.published_dir / "current" / "scorecard_company.parquet"
    if _manifest(settings) and file.is_file():
        before = connection.execute(counts.format(f"read_parquet({sql_file(file)})")).fetchall()[0]
        for what, count, had in zip(("kpis", "figures", "targets"), now, before, strict=True):
            row |= {what: count, f"{what}_before": had, f"{what}_as_before": max(0, had - count)}
    behind = {"column_name": "period_start", "latest_month_there": _months_behind(connection, settings, names)}
    rows = [row, table | behind]
    statuses = connection.execute(f"select distinct status from {names['scorecard_company']} order by 1").fetchall()
    return rows + [table | {"column_name": "status", "statuses_known": s, "text": s} for (s,) in statuses]


def _months_behind(connection: duckdb.DuckDBPyConnection, settings: Settings, names: dict) -> int | None:
    """Months from the scorecard's month to the last that is over; None where the calendar begins after it."""
    local = settings.as_of.astimezone(ZoneInfo(settings.reporting_timezone))
    due = (date(local.year, local.month, 1) - timedelta(days=1)).replace(day=1)
    [(first, latest)] = connection.execute(
        f"select (select min(period_start) from {names['dim_periods']} where period_grain = 'month'),"
        f" (select max(period_start) from {names['scorecard_company']} where period_grain = 'month')"
    ).fetchall()
    if first is None or first > due:
        return None
    latest = latest or first
    return (due.year - latest.year) * 12 + due.month - latest.month


def _exports(connection: duckdb.DuckDBPyConnection, names: dict) -> list[dict]:
    found = connection.execute(
        f"""
        select entity, sum(landed) - sum(superseded), sum(rejected) from {names["dq_reconciliation"]}
        group by entity having sum(landed) - sum(superseded) >= {FEW} order by entity
        """
    ).fetchall()
    return [
        {"table_name": entity, "column_name": "*", "rows": int(rows), "rows_accepted": 1 - float(rejected) / int(rows)}
        for entity, rows, rejected in found
    ]


def _manifest(settings: Settings) -> dict:
    """That of the set published last, where it was this company's; else nothing."""
    file: Path = settings.published_dir / "current" / "manifest.json"
    about = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return about if about.get("company") == settings.company else {}
