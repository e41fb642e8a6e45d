"""The rows that were rejected: how many, where and why; and a file of them for whoever corrects them.

Reads the build file's rejected_rows, and the landed files for the rows as they were written.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from itertools import groupby
from pathlib import Path

import duckdb
from rich.table import Table
from rich.text import Text

from . import warehouse
from .errors import UserError, legible
from .explain import nothing_built
from .say import Say, console
from .settings import Settings
from .shown import harmless
from .sql import sql_file

WORDS = {
    "source_name": ("source", "来源"),
    "entity": ("export", "导出"),
    "source_file": ("file", "文件"),
    "source_row": ("row", "行"),
    "source_line": ("line", "物理行"),
    "column_name": ("column", "列"),
    "reason": ("reason", "原因"),
    "rows": ("rows", "行数"),
    "run_id": ("run", "运行"),
    "none": ("no rejected row", "没有被拒绝的行"),
    "all": ("rejected by the run {run}: {rows}", "运行 {run} 拒绝的行数：{rows}"),
    "more": (
        "{shown} of {all} rows are shown; --limit shows more, --csv FILE writes all.",
        "共 {all} 行，显示 {shown} 行；--limit 可多显示，--csv FILE 写出全部。",
    ),
    "written": ("rows written to {path}: {rows}", "已将 {rows} 行写入 {path}"),
}  # fmt: skip


@dataclass(frozen=True)
class Rejected:
    """One rejected row, as rejected_rows has it."""

    source_name: str
    entity: str
    source_file: str
    source_row: int
    source_line: int | None
    column_name: str
    reason: str
    run_id: str


@dataclass(frozen=True)
class Wanted:
    """Which rows are asked for; reason and file by a part of them, in any case."""

    source: str | None = None
    entity: str | None = None
    reason: str | None = None
    file: str | None = None


@contextmanager
def open_build(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """The last build, read-only. Raises UserError: there is none, it is an earlier version's, or files landed since."""
    if not settings.warehouse.is_file():
        raise nothing_built(settings)
    with warehouse.connect(settings, read_only=True) as build:
        of_table = "select column_name from information_schema.columns where table_name = 'rejected_rows'"
        columns = [column for (column,) in build.execute(of_table).fetchall()]
        if not columns:
            raise nothing_built(settings)
        if "run_id" not in columns:
            raise UserError(f"an earlier version built {settings.warehouse}: run `service-kpi run` first.")
        judged = "select run_id from quality.dq_reconciliation except select run_id from landing.run_context"
        if build.execute(judged).fetchall():
            raise UserError("files have landed since the last build: run `service-kpi build`, which judges them.")
        yield build


def rejected_rows(build: duckdb.DuckDBPyConnection, wanted: Wanted) -> list[Rejected]:
    """The rows asked for, in the order of the files. Raises UserError for a source or export that has no file."""
    for name, column, known in (("source", "source_name", wanted.source), ("entity", "entity", wanted.entity)):
        names = [n for (n,) in build.execute(f"select distinct {column} from quality.dq_reconciliation").fetchall()]
        if known is not None and known not in names:
            raise UserError(f"--{name} {known} has no landed file; there are: {', '.join(sorted(names))}.")
    columns = [field.name for field in fields(Rejected)]
    rows = build.execute(
        f"select {', '.join(columns)} from quality.rejected_rows"
        " where coalesce(source_name = $source, true) and coalesce(entity = $entity, true)"
        " and coalesce(contains(lower(column_name || ': ' || reason), lower($reason)), true)"
        " and coalesce(contains(lower(source_file), lower($file)), true)"
        " order by source_name, entity, source_file, source_row",
        vars(wanted),
    ).fetchall()
    return [Rejected(*row) for row in rows]


def tell(rows: list[Rejected], say: Say, limit: int, chinese: bool) -> None:
    """How many by source, export, file and reason; then the first rows."""
    if not rows:
        say.line(WORDS["none"][chinese])
        return
    say.line(WORDS["all"][chinese].format(rows=f"{len(rows):,}", run=rows[0].run_id))
    groups = ["entity", "source_file", "column_name", "reason"]
    if len({row.source_name for row in rows}) > 1:
        groups.insert(0, "source_name")
    counts: dict[tuple, int] = {}
    for row in rows:
        key = tuple(getattr(row, column) for column in groups)
        counts[key] = counts.get(key, 0) + 1
    most_first = sorted(counts, key=lambda key: (key[:-2], -counts[key]))
    _print(say, [*groups, "rows"], [(*key, counts[key]) for key in most_first], chinese)
    shown = rows[:limit]
    if shown:
        columns = [*groups[:-2], "source_row", "source_line", "column_name", "reason"]
        _print(say, columns, [tuple(getattr(row, column) for column in columns) for row in shown], chinese)
    if len(shown) < len(rows):
        say.line(WORDS["more"][chinese].format(shown=len(shown), all=f"{len(rows):,}"))


def _print(say: Say, columns: list[str], rows: list[tuple], chinese: bool) -> None:
    headings = [WORDS[column][chinese] for column in columns]
    if say.as_json:
        for row in rows:
            say.line(", ".join(f"{h}={'' if v is None else v}" for h, v in zip(headings, row, strict=True)))
        return
    table = Table()
    for heading, cell in zip(headings, rows[0], strict=True):
        table.add_column(heading, justify="right" if isinstance(cell, int) else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if cell is None else legible(str(cell), lines=True)) for cell in row))
    console.print(table)


# ---------------------------------------------------------------- the file for whoever corrects them


def write_csv(build: duckdb.DuckDBPyConnection, settings: Settings, rows: list[Rejected], path: Path) -> int:
    """Write the rows as they were landed, each with where it stood and why it was rejected; returns how many.

    The columns are _source, _export, _file, _row, _line, _column, _reason and those of the files, by name. UTF-8 with a
    mark, which spreadsheets need for Chinese; no cell is a formula.
    Raises UserError where a landed file is not there any more.
    """
    landed = list(_as_landed(build, settings, rows))
    own = list(dict.fromkeys(column for _, row in landed for column in row))
    head = ["_source", "_export", "_file", "_row", "_line", "_column", "_reason"]
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([harmless(name) for name in (*head, *own)])
        for one, cells in landed:
            where = (one.source_name, one.entity, one.source_file, one.source_row, one.source_line)
            told = (*where, one.column_name, one.reason, *(cells.get(column) for column in own))
            writer.writerow([harmless(cell) for cell in told])
    return len(landed)


def _as_landed(
    build: duckdb.DuckDBPyConnection, settings: Settings, rows: Iterable[Rejected]
) -> Iterator[tuple[Rejected, dict[str, str | None]]]:
    """Each row with the columns of its file, as text."""
    manifest = settings.landing_dir / "manifest.json"
    entries = json.loads(manifest.read_text(encoding="utf-8"))["files"] if manifest.is_file() else []
    parquets = {(e["source"], e["file"], e["sha256"]): settings.landing_dir / e["parquet"] for e in entries}
    checksums = {
        (source, file): checksum
        for source, file, checksum in build.execute(
            "select source_name, source_file, sha256 from landing.files"
        ).fetchall()
    }
    for (source, file), of_file in groupby(rows, key=lambda row: (row.source_name, row.source_file)):
        wanted = list(of_file)
        parquet = parquets.get((source, file, checksums.get((source, file))))
        if parquet is None or not parquet.is_file():
            raise UserError(f"{file}: what was landed of it is not there any more: run `service-kpi run`.")
        cursor = build.execute(
            f"from read_parquet({sql_file(parquet)}) where list_contains(?::bigint[], _row)",
            [[row.source_row for row in wanted]],
        )
        names = [column[0] for column in cursor.description]
        found = {cells["_row"]: cells for cells in (dict(zip(names, row, strict=True)) for row in cursor.fetchall())}
        for row in wanted:
            cells = found[row.source_row]
            yield row, {name: cells[name] for name in names if name not in warehouse.LINEAGE}
