"""A bare DuckDB, set as profiles.yml sets it, and what a statement costs in it."""

from __future__ import annotations

import os
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import jinja2
import yaml

from . import PROJECT


def profile() -> dict:
    """The DuckDB output of profiles.yml, its environment variables filled in."""
    text = (PROJECT / "profiles.yml").read_text(encoding="utf-8")
    written = jinja2.Template(text).render(env_var=lambda name, default="": os.environ.get(name, default))
    return yaml.safe_load(written)["service_kpi"]["outputs"]["duckdb"]


def connect(file: Path) -> duckdb.DuckDBPyConnection:
    """Open a build file (or make it) with the options and settings of the profile, spilling beside it."""
    wanted = profile()
    connection = duckdb.connect(str(file), config=wanted["config_options"])
    connection.execute("set enable_progress_bar = false")
    for name, value in wanted["settings"].items():
        connection.execute(f"set {name} = '{value}'")
    return connection


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this process, user and system, all its threads, while it does some work."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def copy_build_file(source: Path, folder: Path, seeds_from: Path | None = None) -> Path:
    """Copy a build file to `<folder>/service_kpi.duckdb`, so that its catalog has the same name.

    seeds_from: a finished build file whose seeds are put into the copy; None where it has its own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "service_kpi.duckdb"
    for left in (target, target.with_name(target.name + ".wal")):
        left.unlink(missing_ok=True)
    shutil.copyfile(source, target)
    if seeds_from is not None:
        with connect(target) as connection:
            connection.execute(f"attach '{seeds_from}' as finished (read_only)")
            connection.execute("create schema if not exists seeds")
            tables = connection.execute(
                "select table_name from duckdb_tables() where database_name = 'finished' and schema_name = 'seeds'"
            ).fetchall()
            for (table,) in tables:
                connection.execute(f'create or replace table seeds."{table}" as from finished.seeds."{table}"')
    return target
