"""Hands the landed files to dbt: views over their Parquet in the build file, and the run's one-row context.

For every table of every source there is a view `landing_<source>.<table>` with all its declared columns as text
(null where no file has one) and `_file`, `_row`, `_line`, `_problem`; an export without a file is an empty view.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from . import holds, ledger, partitions
from .contract import contract
from .errors import UserError
from .files import full_disk_told
from .land import LandedFile
from .settings import Settings
from .sql import sql_file, sql_name

PATIENCE = 3.0  # seconds for which another program may have the build file open
LINEAGE = {"_file": "varchar", "_row": "bigint", "_line": "bigint", "_problem": "varchar"}


def register(settings: Settings, files: Iterable[LandedFile], run_id: str) -> None:
    """Make the build file's `landing` schemas say what is landed now.

    Raises UserError where another program has the build file open, OSError where the disk is full.
    """
    files = list(files)
    settings.warehouse.parent.mkdir(parents=True, exist_ok=True)
    connection = connect(settings)
    try:
        with full_disk_told():
            connection.execute("begin")
            connection.execute("create schema if not exists landing")
            _register_run(connection, settings, run_id)
            partitions.start_anew_if_made_otherwise(connection, settings)
            _register_files(connection, settings, files)
            _register_expectations(connection)
            ledger.hand_over(connection, settings)
            holds.hand_over(connection, settings)
            sources = {source.name: source for source in settings.sources}
            for name, tables in _tables(settings).items():
                schema = f"landing_{name}"
                connection.execute(f"create schema if not exists {sql_name(schema)}")
                for table, columns in tables.items():
                    in_force = [f for f in files if (f.source, f.table) == (name, table) and f.in_force]
                    _register_table(connection, settings, schema, table, columns, in_force if name in sources else [])
            connection.execute("commit")
    finally:
        connection.close()


def connect(settings: Settings, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open the build file; where another program has it open, wait a moment. Raises UserError with one line where that
    is not possible."""
    try:
        connection = _patiently(lambda: duckdb.connect(str(settings.warehouse), read_only=read_only))
    except duckdb.IOException as error:
        if "lock" in str(error):
            raise UserError(
                f"{settings.warehouse} is open in another program: close it there"
                " (BI tools read data/published/current, never the build file), then run again."
            ) from error
        raise UserError(
            f"{settings.warehouse} cannot be opened ({str(error).splitlines()[0]}): delete it,"
            " the next run builds it anew from what was landed."
        ) from error
    connection.execute("set TimeZone = 'UTC'")
    return connection


def _patiently(connect: Callable[[], duckdb.DuckDBPyConnection]) -> duckdb.DuckDBPyConnection:
    """Open a file that somebody may be looking into: what closes it within PATIENCE seconds stops no run."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return connect()
        except duckdb.IOException as error:
            if "lock" not in str(error) or time.monotonic() > until:
                raise
        time.sleep(0.1)


def _tables(settings: Settings) -> dict[str, dict[str, tuple[str, ...]]]:
    """Source -> table -> declared columns; `standard` always, so that an export nobody gives is an empty view."""
    tables = {"standard": {table.name: table.columns for table in contract().values()}}
    for source in settings.sources:
        tables[source.name] = {table.name: table.columns for table in source.tables.values()}
    return tables


def _register_table(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    schema: str,
    table: str,
    columns: tuple[str, ...],
    files: list[LandedFile],
) -> None:
    present = {column for file in files for column in file.columns}
    selected = [f"{sql_name(c)}" if c in present else f"cast(null as varchar) as {sql_name(c)}" for c in columns]
    if files:
        paths = ", ".join(sql_file(settings.landing_dir / file.parquet) for file in files)
        origin = f"read_parquet([{paths}], union_by_name = true)"
        selected += list(LINEAGE)
        where = ""
    else:
        origin = "(select 1)"
        selected += [f"cast(null as {kind}) as {column}" for column, kind in LINEAGE.items()]
        where = " where false"
    view = f"{sql_name(schema)}.{sql_name(table)}"
    connection.execute(f"create or replace view {view} as select {', '.join(selected)} from {origin}{where}")


def _register_run(connection: duckdb.DuckDBPyConnection, settings: Settings, run_id: str) -> None:
    as_of = settings.as_of.replace(tzinfo=None)
    registered_at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    connection.execute(
        "create or replace table landing.run_context"
        " (run_id varchar, as_of timestamp, registered_at timestamp, counted_by varchar)"
    )
    connection.execute(
        "insert into landing.run_context values (?, ?, ?, ?)",
        [run_id, as_of, registered_at, ledger.counted_by(settings)],
    )


def _register_files(connection: duckdb.DuckDBPyConnection, settings: Settings, files: list[LandedFile]) -> None:
    delivery = {(s.name, table): s.delivery_of(table) for s in settings.sources for table in s.tables}
    connection.execute(
        "create or replace table landing.files (source_name varchar, table_name varchar, source_file varchar,"
        " sha256 varchar, encoding varchar, file_format varchar, delivery varchar, file_order bigint,"
        " size_bytes bigint, landed_rows bigint, is_in_force boolean, landed_at varchar, landed_as varchar,"
        " unknown_columns varchar)"
    )
    connection.execute(
        "create or replace table landing.columns (source_name varchar, table_name varchar, column_name varchar)"
    )
    if files:
        connection.executemany(
            "insert into landing.files values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                [f.source, f.table, f.file, f.sha256, f.encoding, f.format, delivery[f.source, f.table],
                 f.file_order, f.bytes, f.rows, f.in_force, f.landed_at[:19],
                 _landed_as(settings.landing_dir / f.parquet), ", ".join(f.unknown) or None]
                for f in files
            ],
        )  # fmt: skip
        connection.executemany(
            "insert into landing.columns values (?, ?, ?)",
            sorted({(f.source, f.table, column) for f in files if f.in_force for column in f.columns}),
        )


def _landed_as(parquet: Path) -> str:
    """A landed file as it lies there: another text once anything has written it anew."""
    told = parquet.stat()
    return f"{parquet.name} {told.st_size} {told.st_mtime_ns}"


def _register_expectations(connection: duckdb.DuckDBPyConnection) -> None:
    """The table that the gate fills, empty: nothing was judged yet."""
    connection.execute(
        "create or replace table landing.expectations (run_id varchar, stage varchar, source_name varchar,"
        " table_name varchar, column_name varchar, expectation varchar, severity varchar, passed boolean,"
        " observed double, limit_value double, source_file varchar, sentence_en varchar, sentence_zh varchar)"
    )
