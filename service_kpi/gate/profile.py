"""Profiles of what has landed: one row per column of each landed file, made by DuckDB in one pass per file.

A profile is made once per content and remembered in `data/profiles/<run_id>.parquet` by the first run that let the file
pass: later deliveries are compared with it. No text of a row stands in it, only counts, lengths, numbers and days;
smallest and largest are kept where the contract gives the column a type or a list of values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb

from .. import warehouse
from ..contract import Table
from ..files import full_disk_told
from ..land import LandedFile
from ..privacy import Privacy, is_landed
from ..settings import Settings, Source
from ..sql import sql_file, sql_name, sql_text

FEW = 20  # rows or values from which a share says something
LAST = 12  # deliveries that are looked back on
NEWEST = 20  # newest moments kept: some may be misspelt into the future

COLUMNS = """
    root varchar, source_name varchar, table_name varchar, series varchar, source_file varchar, delivery_id varchar,
    first_run varchar, column_name varchar, data_type varchar, rows bigint, given bigint, distinct_values bigint,
    smallest varchar, largest varchar, longest_text bigint, readable bigint, known bigint, mean_value double,
    newest timestamp[]
"""
KEPT = [column.split()[0] for column in COLUMNS.split(",")]

# A value in the type of the contract, null where it cannot be read; as the staging macros read it.
NUMBER = (
    "nullif(nullif(try_cast(case when regexp_full_match({0}, '[0-9+.eE-]*') then {0} end as double),"
    " 'infinity'::double), '-infinity'::double)"
)
READ = {
    "number": NUMBER,
    "integer": f"case when {NUMBER} % 1 = 0 then {NUMBER} end",
    "boolean": "case when lower({0}) in ('true', 't', 'yes', 'y', '1', '是') then true"
    " when lower({0}) in ('false', 'f', 'no', 'n', '0', '否') then false end",
    "date": "case when {0} >= '1900' and {0} < '2100' then"
    " try_cast(replace(split_part(split_part({0}, ' ', 1), 'T', 1), '/', '-') as timestamp) end",
    "timestamp": "case when {0} >= '1970' and {0} < '2100' then"
    " try_cast(case when contains({0}, ' +') or contains({0}, ' -') or contains({0}, ' Z')"
    " then replace(replace(replace({0}, ' +', '+'), ' -', '-'), ' Z', 'Z') else {0} end as timestamp) end",
}
NOTHING = "null::varchar"


def profile(connection: duckdb.DuckDBPyConnection, settings: Settings, files: list[LandedFile], run_id: str) -> None:
    """Make `profiles.columns` of the build file: the landed files' profiles and those of earlier deliveries.

    A file that was profiled before is not read again. Raises OSError where the disk is full.
    """
    with full_disk_told():
        connection.execute("create schema if not exists profiles")
        _remembered(connection, settings)
        known = {row[0] for row in connection.execute("select distinct delivery_id from profiles.known").fetchall()}
        sources = {source.name: source for source in settings.sources}
        for file in files:
            if file.parquet not in known:
                _profile_file(connection, settings, _judged_table(sources[file.source], file.table), file, run_id)
        _register(connection, settings, files)


def remember(connection: duckdb.DuckDBPyConnection, settings: Settings, run_id: str) -> None:
    """Keep the profiles that this run made: what it lets pass is what later deliveries are compared with."""
    ((new,),) = connection.execute("select count(*) from profiles.known where first_run = $1", [run_id]).fetchall()
    if new:
        folder = settings.data_dir / "profiles"
        folder.mkdir(parents=True, exist_ok=True)
        path, unfinished = folder / f"{run_id}.parquet", folder / f"{run_id}.tmp"
        with full_disk_told():
            connection.execute(
                f"copy (from profiles.known where first_run = {sql_text(run_id)}) to {sql_text(unfinished)}"
                " (format parquet, compression zstd)"
            )
        unfinished.replace(path)


def measures(connection: duckdb.DuckDBPyConnection) -> list[dict]:
    """The rows that the expectations on landed files judge, as `measures.sql` says."""
    sql = (Path(__file__).parent / "measures.sql").read_text(encoding="utf-8")
    cursor = connection.execute(sql, {"few": FEW, "last": LAST})
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@contextmanager
def opened(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """The build file. Raises UserError where another program has it open."""
    connection = warehouse.connect(settings)
    try:
        yield connection
    finally:
        connection.close()


def _remembered(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """`profiles.known`: what earlier runs let pass, each content once."""
    connection.execute(f"create or replace table profiles.known ({COLUMNS})")
    if files := ", ".join(sql_file(path) for path in (settings.data_dir / "profiles").glob("*.parquet")):
        connection.execute(
            f"insert into profiles.known select {', '.join(KEPT)} from read_parquet([{files}])"
            " qualify row_number() over (partition by delivery_id, column_name order by first_run) = 1"
        )


def _profile_file(
    connection: duckdb.DuckDBPyConnection, settings: Settings, table: Table, file: LandedFile, run_id: str
) -> None:
    """One pass over a file: every column's value and what is read of it, then all their aggregates at once."""
    about = [file.root, file.source, file.table, series(file.file), file.file, file.parquet, run_id]
    values, read, profiles = [], [], []
    for at, column in enumerate(file.columns):
        values.append(f"nullif(trim({sql_name(column)}), '') as v{at}")
        read.append(f"{_read(table, column).format(f'v{at}')} as r{at}")
        profiles.append(_profile(table, column, f"v{at}", f"r{at}"))
    if profiles:
        path = sql_file(settings.landing_dir / file.parquet)
        connection.execute(
            "insert into profiles.known select $1, $2, $3, $4, $5, $6, $7, unnest(profiles, max_depth := 2) from ("
            f" select [{', '.join(profiles)}] as profiles from (select *, {', '.join(read)} from ("
            f" select {', '.join(values)} from read_parquet({path}))))",
            about,
        )


def _judged_table(source: Source, name: str) -> Table:
    """The table without the types of columns that the source writes in a form of its own: staging alone reads those."""
    table, forms = source.tables[name], source.forms.get(name, {})
    return replace(table, types={column: type_ for column, type_ in table.types.items() if column not in forms})


def _read(table: Table, column: str) -> str:
    """How a value `{0}` is read, null where it cannot be. Text is not read, and neither is a column of which the
    contract says more than that it is required or its values: how such a one is written, staging alone knows."""
    known_rules = table.rules.get(column, {}).keys() <= {"required", "values", "personal"}
    return READ.get(table.types.get(column), NOTHING) if known_rules else NOTHING


def _profile(table: Table, column: str, value: str, read: str) -> str:
    """The profile of a column as a struct of aggregates, in the order of COLUMNS."""
    kind = table.types.get(column)
    is_read = _read(table, column) != NOTHING
    is_number = is_read and kind in ("number", "integer")
    values = ", ".join(sql_text(value) for value in table.rules.get(column, {}).get("values", ()))
    listed = f"case when lower({value}) in ({values}) then lower({value}) end" if values else "null::varchar"
    ordered = read if is_read else listed
    parts = {
        "column_name": sql_text(column),
        "data_type": sql_text(kind) if kind else "null::varchar",
        "rows": "count(*)",
        "given": f"count({value})",
        "distinct_values": f"approx_count_distinct({value})",
        "smallest": f"min({ordered})::varchar",
        "largest": f"max({ordered})::varchar",
        "longest_text": f"max(length({value}))",
        "readable": f"count({read})" if is_read else "null::bigint",
        "known": f"count({listed})" if values else "null::bigint",
        "mean_value": f"avg({read})" if is_number else "null::double",
        "newest": f"max({read}, {NEWEST})" if is_read and column in table.moments else "null::timestamp[]",
    }
    return "{" + ", ".join(f"'{name}': {sql}" for name, sql in parts.items()) + "}"


def _register(connection: duckdb.DuckDBPyConnection, settings: Settings, files: list[LandedFile]) -> None:
    """`profiles.columns`, and the clock of each source in its own time zone."""
    connection.execute("create or replace temp table landed (delivery_id varchar, file_order bigint, in_force boolean)")
    connection.execute("create or replace temp table contract (source_name varchar, table_name varchar,"
                       " column_name varchar, required boolean, key boolean, moment boolean)")  # fmt: skip
    connection.execute("create or replace table profiles.clocks (source_name varchar, as_of timestamp)")
    if files:
        connection.executemany(
            "insert into landed values (?, ?, ?)", [[file.parquet, file.file_order, file.in_force] for file in files]
        )
    declared = [row for source in settings.sources for row in _declared(source, settings.privacy)]
    connection.execute(f"insert into contract values {', '.join(declared)}")
    for source in settings.sources:
        connection.execute(
            "insert into profiles.clocks values ($1, timezone($2, $3::timestamptz))",
            [source.name, source.timezone, settings.as_of],
        )
    roots = ", ".join(sql_text(root) for root in {file.root for file in files})
    connection.execute(
        f"""
        create or replace table profiles.columns as
        select
            known.*,
            landed.file_order,
            coalesce(landed.in_force, false) as is_in_force,
            contract.column_name is not null as is_declared,
            coalesce(contract.required, false) as is_required,
            coalesce(contract.key, false) as is_key,
            coalesce(contract.moment, false) as is_moment
        from profiles.known as known
        left join landed using (delivery_id)
        left join contract using (source_name, table_name, column_name)
        where known.root in ({roots or "''"})
        """
    )


def _declared(source: Source, policy: Privacy) -> Iterator[str]:
    """The columns of a source's tables as rows of SQL: whether required, the whole key, a moment. Of what is not landed
    nothing is expected: it was emptied on purpose."""
    for table in source.tables.values():
        for column in (column for column in table.columns if is_landed(table, column, policy)):
            flags = (column in table.required, table.key == (column,), column in table.moments)
            names = ", ".join(sql_text(text) for text in (source.name, table.name, column))
            yield f"({names}, {', '.join(map(str, flags))})"


def series(file: str) -> str:
    """What a file has in common with those before and after it: its name less the numbers."""
    return re.sub(r"[0-9]+", "#", file)
