"""What of the build file stands from one run to the next: tables that are rebuilt by partition.

The macro by_partition rebuilds the partitions (landed files, days) whose inputs changed and notes in
`built.partitions` what went into each. What is no input of a partition - code, settings, seeds, the engine - stands in
one digest here: where it changed, the notes are dropped and every table is made anew.
"""

from __future__ import annotations

import hashlib
from datetime import date

import duckdb

from . import ledger, warehouse
from .contract import PROJECT
from .errors import UserError
from .files import content_below
from .settings import Settings

FORMAT = 1  # raised when a table must be made anew though neither SQL nor settings changed
CODE = ("models", "macros", "seeds", "dbt_project.yml")


def start_anew_if_made_otherwise(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Drop the notes where tables were made by other code, settings, seeds or engine, or with an as_of later than the
    one registered."""
    connection.execute("create schema if not exists built")
    connection.execute("create table if not exists built.made_with (digest varchar, as_of timestamp)")
    now = (_made_with(settings), *connection.execute("select as_of from landing.run_context").fetchone())
    before = connection.execute("select digest, as_of from built.made_with").fetchone()
    if before is None or before[0] != now[0] or before[1] > now[1]:
        connection.execute("drop table if exists built.partitions")
    connection.execute(
        "create table if not exists built.partitions"
        " (model varchar, partition varchar, inputs varchar, built_by_run varchar)"
    )
    connection.execute("delete from built.made_with")
    connection.execute("insert into built.made_with values (?, ?)", now)


def forget_days(settings: Settings, first: date, last: date) -> int:
    """Have the next build make these days anew, and with them what is made of them; returns how many of the days
    anything stands on. Raises UserError where nothing was built yet."""
    if not settings.warehouse.is_file():
        raise UserError(f"nothing was built in {settings.data_dir} yet: `service-kpi run` builds every day.")
    days = "try_cast(partition as date) between ? and ?"
    with warehouse.connect(settings) as connection:
        if not connection.execute("select 1 from duckdb_tables() where schema_name = 'built'").fetchone():
            raise UserError(f"an earlier version built {settings.warehouse}: `service-kpi run` builds every day.")
        ((found,),) = connection.execute(
            f"select count(distinct partition) from built.partitions where {days}", [first, last]
        ).fetchall()
        connection.execute(f"update built.partitions set inputs = null where {days}", [first, last])
    return found


def rewritten(settings: Settings, run_id: str) -> dict[str, tuple[int, int]]:
    """Each table that is kept by partition: how many partitions the run wrote, how many there are."""
    with warehouse.connect(settings, read_only=True) as connection:
        found = connection.execute(
            "select model, count(*) filter (where built_by_run = ?), count(*)"
            " from built.partitions group by 1 order by 1",
            [run_id],
        ).fetchall()
    return {model: (written, of) for model, written, of in found}


def _made_with(settings: Settings) -> str:
    made_with = f"{FORMAT} {duckdb.__version__} {ledger.counted_by(settings)} {content_below(PROJECT, CODE)}"
    return hashlib.sha256(made_with.encode()).hexdigest()[:16]
