"""Replays dbt's compiled SQL in one bare DuckDB process: the same models on other data, without dbt's start."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

import duckdb

from service_kpi import warehouse
from service_kpi.land import land
from service_kpi.settings import Settings


def compiled_models(target: Path) -> list[tuple[str, str, str]]:
    """The models of dbt's last run in the order in which they were built: (schema.name, table or view, SQL)."""
    nodes = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    models = [(nodes[r["unique_id"]], r["compiled_code"]) for r in results if r["unique_id"].startswith("model.")]
    return [
        (f"{node['schema']}.{node['name']}", "view" if node["config"]["materialized"] == "view" else "table", sql)
        for node, sql in models
    ]


def replay(built, folder: Path, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """Build all models anew from the landing and the seeds of a built warehouse, in a file of their own.

    folder: where that file goes, under the build file's name, since compiled SQL names the catalog. Returns the open
    connection; close it.
    """
    copy = duckdb.connect(str(folder / built.warehouse.name))
    return _build(copy, built, "schema_name like 'landing%' or schema_name = 'seeds'", threads)


def replay_exports(
    built,
    settings: Settings,
    seeds: Path | None = None,
    only: Collection[str] = (),
    instead: dict[str, str] | None = None,
) -> duckdb.DuckDBPyConnection:
    """Land other exports into a data folder of their own and build all models on them. Close the connection.

    seeds: a folder whose tables stand in for the company's of the same names; only: the models that are built;
    instead: model -> SQL in place of its own, as a table.
    """
    warehouse.register(settings, land(settings).files, "replay")
    return rebuild(settings, built, seeds, only=only, instead=instead)


def rebuild(
    settings: Settings,
    built,
    seeds: Path | None = None,
    only: Collection[str] = (),
    swap: tuple[str, str] = ("", ""),
    instead: dict[str, str] | None = None,
) -> duckdb.DuckDBPyConnection:
    """Build all models, or only those named, on what was registered. Close the connection.

    swap: a text of the SQL, and what stands in its place; instead: as in `replay_exports`.
    """
    copy = duckdb.connect(str(settings.warehouse))
    return _build(copy, built, "schema_name = 'seeds'", seeds=seeds, only=only, swap=swap, instead=instead)


def needed_for(target: Path, *models: str) -> set[str]:
    """The names of the models that these are built on, and of they themselves."""
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    nodes, parents = manifest["nodes"], manifest["parent_map"]
    names = {key: node["name"] for key, node in nodes.items() if key.startswith("model.")}
    todo = [key for key, name in names.items() if name in models]
    found: set[str] = set()
    while todo:
        key = todo.pop()
        if key in names and key not in found:
            found.add(key)
            todo += parents[key]
    return {names[key] for key in found}


def _build(
    copy: duckdb.DuckDBPyConnection,
    built,
    given: str,
    threads: int | None = None,
    seeds: Path | None = None,
    only: Collection[str] = (),
    swap: tuple[str, str] = ("", ""),
    instead: dict[str, str] | None = None,
) -> duckdb.DuckDBPyConnection:
    copy.execute("set TimeZone = 'UTC'")
    if threads:
        copy.execute(f"set threads = {threads}")
    copy.execute(f"attach '{built.warehouse}' as built (read_only)")
    given = f"database_name = 'built' and ({given})"
    for schema, table in copy.execute(f"select schema_name, table_name from duckdb_tables() where {given}").fetchall():
        copy.execute(f"create schema if not exists {schema}")
        copy.execute(f"create or replace table {schema}.{table} as from built.{schema}.{table}")
    for schema, sql in copy.execute(f"select schema_name, sql from duckdb_views() where {given}").fetchall():
        copy.execute(f"create schema if not exists {schema}")
        copy.execute(sql)
    copy.execute("detach built")
    for path in seeds.glob("*.csv") if seeds else ():
        copy.execute(f"truncate seeds.{path.stem}")
        copy.execute(f"insert into seeds.{path.stem} from read_csv('{path}', header = true, all_varchar = true)")
    for name, kind, sql in compiled_models(built.target):
        if only and name.split(".")[1] not in only:
            continue
        if instead and name in instead:
            kind, sql = "table", instead[name]  # read more than once
        copy.execute(f"create schema if not exists {name.split('.')[0]}")
        copy.execute(f"create or replace {kind} {name} as {sql.replace(*swap) if swap[0] else sql}")
    return copy
