"""Calls besides those of the demo, until there are as many as requests: a week after others, of no request."""

from __future__ import annotations

from pathlib import Path

import duckdb

FILE = "calls_more.csv"
MOMENTS = ("started_at", "queued_at", "answered_at", "ended_at")


def write(exports: Path, requests: int) -> int:
    """Write what is missing into the folder of the demo's exports; returns rows."""
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    calls = f"read_csv('{exports / 'calls.csv'}', all_varchar = true, null_padding = true)"
    ((there,),) = connection.execute(f"select count(*) from {calls}").fetchall()
    later = ", ".join(
        f"strftime(try_cast({moment} as timestamp) + interval 7 day, '%Y-%m-%d %H:%M:%S') as {moment}"
        for moment in MOMENTS
    )
    (rows,) = connection.execute(
        f"copy (select * replace ('M' || call_id as call_id, null as request_id, {later}) from {calls}"
        " where try_cast(started_at as timestamp) < timestamp '2025-06-23' order by hash(call_id), call_id"
        f" limit {max(0, requests - there)}) to '{exports / FILE}' (format csv, header true)"
    ).fetchone()
    return rows
