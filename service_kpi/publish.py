"""Publishes a green build: `published/<run_id>/` written whole, then `published/current` switched to it.

A reader of `current` sees the old set or the new one, never a mixture; a kill at any moment leaves the old one.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb

from . import __version__, ledger, report
from .build import Built, PublicTable, project_revision
from .errors import UserError
from .files import full_disk_told, sha256, sync, sync_folder, write_whole
from .settings import Settings, dbt_defaults
from .sql import sql_name, sql_text

# The newest storage that every DuckDB since 1.2 reads: what 2.0 writes by default opens in no BI driver of 1.x.
STORAGE_VERSION = "v1.2.0"


def check_place(settings: Settings) -> None:
    """Raise UserError where `current` cannot be switched: better said before half a minute of building."""
    current = settings.published_dir / "current"
    if current.exists() and not current.is_symlink():
        raise UserError(f"{current} is a folder, not the link that publishing switches: move it away and run again.")


def publish(settings: Settings, built: Built, run_id: str, held: Sequence[str] = ()) -> Path:
    """Write the public tables as Parquet and as one DuckDB file, the report, a manifest; switch `current` to them.

    held: what would have held it back and was published all the same. What is new goes into the ledger: written before
    the switch, and there from the switch on. Returns the folder `published/current`. Raises UserError where the disk
    does not take them.
    """
    target = settings.published_dir / run_id
    unfinished = settings.published_dir / f"{run_id}.tmp"
    try:
        unfinished.mkdir(parents=True)
        about = _about(settings, run_id, _write_tables(settings, built, unfinished)) | {"forced": list(held)}
        page = report.render(unfinished, about, with_agents=settings.privacy.agent_pages)
        (unfinished / "report.html").write_text(page, encoding="utf-8")
        files = sorted(path for path in unfinished.iterdir())
        manifest = about | {"sha256": {path.name: sha256(path) for path in files}}
        write_whole(unfinished / "manifest.json", json.dumps(manifest, indent=2))
        for path in files:
            sync(path)
        sync_folder(unfinished)
        for path in unfinished.iterdir():
            path.chmod(0o444)
        os.replace(unfinished, target)
        sync_folder(settings.published_dir)
        ledger.prepare(settings, run_id)
        _switch(settings.published_dir, run_id)
    except OSError as error:
        shutil.rmtree(unfinished, ignore_errors=True)  # a full disk needs the room
        ledger.settle(settings)
        raise UserError(
            f"{settings.published_dir} does not take the published set ({error.strerror}): make room or correct its"
            " permissions and run again; the last published set stands."
        ) from error
    ledger.settle(settings)
    _remove_old(settings, run_id)
    return settings.published_dir / "current"


def _write_tables(settings: Settings, built: Built, folder: Path) -> dict[str, int]:
    """Copy each public table into the DuckDB file's schema main and beside it as Parquet; rows by table."""
    rows: dict[str, int] = {}
    try:
        with full_disk_told(), duckdb.connect() as connection:
            connection.execute("set TimeZone = 'UTC'")
            connection.execute(f"attach {sql_text(settings.warehouse)} as build (read_only)")
            file = sql_text(folder / "service_kpi.duckdb")
            connection.execute(f"attach {file} as published (storage_version '{STORAGE_VERSION}')")
            for table in built.public:
                name = f"published.main.{sql_name(table.name)}"
                source = f"build.{sql_name(table.schema)}.{sql_name(table.name)}"
                connection.execute("begin")  # or each description waits for the disk: three hundred of them
                connection.execute(f"create table {name} as select * from {source}")
                _describe(connection, name, table)
                connection.execute("commit")
                parquet = sql_text(folder / f"{table.name}.parquet")
                connection.execute(f"copy {name} to {parquet} (format parquet, compression zstd)")
                ((rows[table.name],),) = connection.execute(f"select count(*) from {name}").fetchall()
            connection.execute("checkpoint published")
            connection.execute("detach published")
    except duckdb.IOException as error:
        raise OSError(0, str(error).splitlines()[0]) from error
    return rows


def _describe(connection: duckdb.DuckDBPyConnection, name: str, table: PublicTable) -> None:
    """Put the descriptions of dbt's YAML into the file, where BI tools show them.

    Here and not by dbt's persist_docs, which would say them to every table of every build: a fifth of its time.
    """
    connection.execute(f"comment on table {name} is {sql_text(table.description)}")
    for column, description in table.columns.items():
        connection.execute(f"comment on column {name}.{sql_name(column)} is {sql_text(description)}")


def _about(settings: Settings, run_id: str, rows: dict[str, int]) -> dict:
    """The manifest less the checksums: what the set is, and what it was made by."""
    return {
        "format": 1,
        "run_id": run_id,
        "company": settings.company,
        "as_of": settings.as_of.isoformat(),
        "reporting_timezone": settings.reporting_timezone,
        "reporting_currency": settings.reporting_currency,
        "revision": project_revision(),
        "versions": {"service_kpi": __version__, "duckdb": duckdb.__version__, "storage": STORAGE_VERSION},
        "minimum_sample": settings.vars.get("minimum_sample", dbt_defaults()["minimum_sample"]),
        "rows": rows,
    }


def damaged(folder: Path) -> list[str]:
    """The files of a published set that are not what its manifest says; the manifest itself where it says nothing."""
    try:
        told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["sha256"]
        return [name for name, known in told.items() if not (folder / name).is_file() or sha256(folder / name) != known]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ["manifest.json"]


def _switch(published: Path, run_id: str) -> None:
    link = published / "current.tmp"
    link.unlink(missing_ok=True)
    link.symlink_to(run_id)
    os.replace(link, published / "current")
    sync_folder(published)


def _remove_old(settings: Settings, run_id: str) -> None:
    """Keep the newest sets (setting keep_published) and what `current` names; sweep what a kill left half-written."""
    folders = sorted(path for path in settings.published_dir.iterdir() if path.is_dir() and not path.is_symlink())
    for unfinished in [path for path in folders if path.suffix == ".tmp"]:
        shutil.rmtree(unfinished, ignore_errors=True)
    finished = [path for path in folders if path.suffix != ".tmp"]
    for old in finished[: -max(settings.keep_published, 1)]:
        if old.name != run_id:
            shutil.rmtree(old, ignore_errors=True)
