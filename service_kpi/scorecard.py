"""The company scorecard at the end of a run, read from what was just published."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
from rich.table import Table

from . import shown
from .say import Say, console, is_chinese

GRAIN_ZH = {"day": "日", "week": "周", "month": "月", "quarter": "季度", "year": "年"}


def rejected_rows(current: Path) -> int:
    """How many landed rows the published set says were rejected."""
    ((rows,),) = _query(current, "select count(*) from rejected_rows")
    return rows


def judged_rows(current: Path) -> int:
    """How many landed rows belong to exports that have facts, and so were judged."""
    ((rows,),) = _query(current, "select coalesce(sum(landed), 0) from dq_reconciliation")
    return rows


def show(current: Path, say: Say) -> None:
    """Print the company's latest complete month (else the coarsest complete period there is), and where all lies.

    The KPIs that have a target; where none has, those that have a figure.
    """
    rows = _query(
        current,
        """
        with ranked as (
            select *, min(list_position(['month', 'week', 'day', 'quarter', 'year'], period_grain)) over () as best
            from scorecard_company
        )
        select area, name_en, name_zh, unit, value, previous_value, sample_size, status, target, period_grain,
            period_start
        from ranked
        where list_position(['month', 'week', 'day', 'quarter', 'year'], period_grain) = best and not is_pilot
        order by area, name_en
        """,
    )
    if say.as_json:
        say.line(f"published: {current}")
        return
    chinese = is_chinese()
    if rows:
        grain, start = rows[0][9:]
        title = f"公司记分卡（{GRAIN_ZH[grain]} {start}）" if chinese else f"Company scorecard, {grain} {start}"
        table = Table(title=title, title_justify="left")
        for heading in (
            ("指标", "数值", "上期", "样本", "状态") if chinese else ("KPI", "value", "before", "sample", "status")
        ):
            table.add_column(heading, justify="left" if heading in ("KPI", "status", "指标", "状态") else "right")
        aimed_at = [row for row in rows if row[8] is not None] or [row for row in rows if row[4] is not None]
        for _, name_en, name_zh, unit, value, before, sample, status, *_ in aimed_at:
            table.add_row(
                name_zh if chinese else name_en,
                shown.figure(value, unit, chinese),
                shown.figure(before, unit, chinese),
                "" if sample is None else f"{sample:,}",
                shown.status_word(status, chinese),
            )
        console.print(table)
        if more := sum(row[4] is not None for row in rows) - sum(row[4] is not None for row in aimed_at):
            console.print(
                f"报告中另有 {more} 个未设目标的指标。"
                if chinese
                else f"{more} more KPIs, without a target, stand in the report."
            )
    else:
        console.print("No period is complete yet: fct_kpi_values holds the running ones.")
    if newest := _older_than_the_scorecard(current):
        say.note(f"nothing happened after {newest}: with --as-of {newest} the scorecard shows the time up to that day.")
    console.print(f"report   {current.parent.parent / 'report.html'}")
    console.print(f"tables   {current}/*.parquet")
    console.print(f"database {current}/service_kpi.duckdb (open it read-only)")


def _older_than_the_scorecard(current: Path) -> date | None:
    """The last day on which anything was counted, where it lies before the month that the scorecard shows."""
    ((newest, month),) = _query(
        current,
        """
        select
            max(period_start) filter (where period_grain = 'day' and (numerator > 0 or denominator > 0)),
            max(period_start) filter (where period_grain = 'month' and is_complete)
        from fct_kpi_values
        where scope_type = 'company'
        """,
    )
    return newest if newest and month and newest < month else None


def _query(current: Path, sql: str) -> list[tuple]:
    # The run's own folder, not the link: DuckDB keeps files by path, and `current` named another set a moment ago.
    connection = duckdb.connect(str(current.resolve() / "service_kpi.duckdb"), read_only=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()
