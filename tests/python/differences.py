"""Two build files beside each other, row for row, less what tells of the run that made a row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

SCHEMAS = ("staging", "intermediate", "core", "measures")
OF_A_RUN = ("built_by_run", "run_id", "registered_at", "recorded_at", "landed_at", "landed_as")


def tables(connection: duckdb.DuckDBPyConnection, schemas: Sequence[str]) -> list[str]:
    """The tables that dbt made there."""
    return [
        f"{schema}.{table}"
        for schema, table in connection.execute(
            "select schema_name, table_name from duckdb_tables()"
            " where database_name = 'one' and list_contains(?, schema_name) order by all",
            [list(schemas)],
        ).fetchall()
    ]


def differences(one: Path, other: Path, schemas: Sequence[str] = SCHEMAS) -> list[str]:
    """Each table with the number of rows that only one of two build files holds."""
    connection = duckdb.connect()
    connection.execute(f"attach '{one}' as one (read_only)")
    connection.execute(f"attach '{other}' as other (read_only)")
    found = []
    for table in tables(connection, schemas):
        described = connection.execute(f"describe one.{table}").fetchall()
        columns = ", ".join(
            f"format('{{:.9e}}', \"{name}\")" if kind == "DOUBLE" else f'"{name}"'
            for name, kind, *_ in described
            if name not in OF_A_RUN
        )
        ((count,),) = connection.execute(
            f"select count(*) from ((select {columns} from one.{table} except all select {columns} from other.{table})"
            f" union all (select {columns} from other.{table} except all select {columns} from one.{table}))"
        ).fetchall()
        if count:
            found.append(f"{table}: {count}")
    return found
