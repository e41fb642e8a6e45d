"""The exports of one new day on top of the demo's: three new files, as a scheduled delivery would bring them.

Five sixths of the rows are requests, events and calls of the day after the demo's last. The others concern the thirty
days before it: rows that come late, corrections (the same key again with a later updated_at), a few deletions. All
are made from rows of the demo's last month (new_day.sql), so that they look like them; the same exports give the same.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

DAY = date(2025, 7, 1)
ROWS_PER_THOUSAND_REQUESTS = 3
FEWEST = 300
READ = {"requests": "service_requests_2025H1.csv", "events": "request_events.csv", "calls": "calls.csv"}
WRITTEN = {"new_requests": "service_requests", "new_events": "request_events", "new_calls": "calls"}


def rows_of_a_day(requests: int) -> int:
    """How many rows a new day brings in all, where there are so many requests in eighteen months."""
    return max(FEWEST, requests * ROWS_PER_THOUSAND_REQUESTS // 1000)


def write(exports: Path, requests: int) -> dict[str, int]:
    """Write the new day's files into the folder of the demo's exports; returns rows by file.

    About a third of the rows each are requests, events, calls.
    """
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    connection.execute("set variable day = ?::date", [DAY])
    connection.execute("set variable third = ?::int", [rows_of_a_day(requests) // 3])
    for view, file in READ.items():
        connection.execute(
            f"create view {view} as from read_csv('{exports / file}', all_varchar = true, null_padding = true)"
        )
    connection.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
    rows = {}
    for table, entity in WRITTEN.items():
        name = f"{entity}_{DAY}.csv"
        copy = f"copy (from {table} order by 1) to '{exports / name}' (format csv, header true)"
        (rows[name],) = connection.execute(copy).fetchone()
    return rows
