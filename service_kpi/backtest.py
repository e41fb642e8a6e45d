"""What a new definition does to the figures: a KPI's months as they were published and as they are built now, as a
table for its section in docs/kpi_decisions.md."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from . import catalogue, shown
from .errors import UserError
from .explain import Build, check_registered
from .sql import sql_text

MONTHS = (
    "select period_start, value, definition_version from {values} where kpi_id = '{kpi}' and period_grain = 'month'"
    " and scope_type = 'company' and is_complete"
)


def backtest(build: Build, kpi: str, before: Path) -> tuple[list[str], list[str]]:
    """The lines of the table, and notes on what else may have moved the figures.

    before: the folder of a published set. Raises UserError: an unknown KPI, no set there, nothing to compare.
    """
    check_registered(kpi)
    values = before / "fct_kpi_values.parquet"
    if not values.is_file():
        raise UserError(f"{before} holds no published set: --before names a folder with an fct_kpi_values.parquet.")
    try:
        old = build.query(MONTHS.format(values=f"read_parquet({sql_text(values)})", kpi=kpi))
    except duckdb.Error as error:
        raise UserError(f"{values} is not that of a published set: {str(error).splitlines()[0]}") from error
    new = build.query(MONTHS.format(values=build.relation("fct_kpi_values"), kpi=kpi))
    if not old and not new:
        raise UserError(f"{kpi} has no complete month of the company, neither published nor built.")
    return _table(kpi, old, new), _notes(build, kpi, before, old, new)


def _table(kpi: str, old: list[tuple], new: list[tuple]) -> list[str]:
    unit = catalogue.registry()[kpi]["unit"]
    before, after = {day: value for day, value, _ in old}, {day: value for day, value, _ in new}
    lines = [header(_version(old), _version(new)), "|---|---:|---:|---:|"]
    for day in sorted(before | after):
        was, now = before.get(day), after.get(day)
        moved = shown.NOTHING if was is None or now is None else _moved(now - was, unit)
        lines.append(f"| {day:%Y-%m} | {shown.figure(was, unit)} | {shown.figure(now, unit)} | {moved} |")
    return lines


def header(before: str, after: str) -> str:
    """The first line of the table; a test looks for it in the section of a KPI with a changed definition."""
    return f"| month | version {before} | version {after} | change |"


def _moved(by: float, unit: str) -> str:
    sign = "+" if by > 0 else "−" if by < 0 else ""
    return sign + shown.difference(by, unit)


def _version(rows: list[tuple]) -> str:
    return str(max(version for *_, version in rows)) if rows else shown.NOTHING


def _notes(build: Build, kpi: str, before: Path, old: list[tuple], new: list[tuple]) -> list[str]:
    notes = []
    if _version(old) == _version(new):
        notes.append(f"both are version {_version(new)}: raise definition_version and valid_from in the registry.")
    if {day: value for day, value, _ in old} == {day: value for day, value, _ in new}:
        notes.append("no month differs: is it the new definition that was built (`service-kpi dbt build`)?")
    manifest = before / "manifest.json"
    then = json.loads(manifest.read_text(encoding="utf-8"))["as_of"] if manifest.is_file() else None
    ((now,),) = build.query("select as_of from landing.run_context")
    if then is not None and not then.startswith(now.isoformat()):
        notes.append(
            f"the set is as of {then}, the build as of {now.isoformat()}: not all that moved is the definition."
        )
    return notes
