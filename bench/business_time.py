"""What a business duration costs beside a calendar one: `make bench-business-time` after a run of the demo.

Ten million requests, from their creation to a moment up to two weeks later, on all the demo's schedules. Both durations
are added up by the very SQL that the facts are built by, in one process, in turns. CPU seconds, and their ratio.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import duckdb

PROJECT = Path(__file__).resolve().parents[1]
SPAN = 546 * 86_400_000_000  # microseconds from 2 January 2024 to the demo's end
DATA = Path(os.environ.get("SERVICE_KPI_DATA", PROJECT / "data"))

CALENDAR = "select sum({{ elapsed_seconds('created_at', 'resolved_at') }}) from requests"
BUSINESS = """
with clocked as (
    select
        {{ business_clock('created_hour', 'requests.schedule_number', 'requests.created_at') }} as created_clock,
        {{ business_clock('resolved_hour', 'requests.schedule_number', 'requests.resolved_at') }} as resolved_clock
    from requests
    {{ from_business_hour('created_hour', 'requests.schedule_number', 'requests.created_at') }}
    {{ from_business_hour('resolved_hour', 'requests.schedule_number', 'requests.resolved_at') }}
)
select sum({{ business_seconds('created_clock', 'resolved_clock') }}) from clocked
"""


def compiled(sql: str) -> str:
    """SQL with the project's macros, as dbt writes it."""
    dbt = [sys.executable, "-m", "service_kpi", "dbt", "--quiet"]
    command = [*dbt, "compile", "--target-path", str(DATA / "bench" / "target"), "--inline", sql]
    return subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True).stdout


def cpu_seconds(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[float, float]:
    """(CPU seconds, wall seconds) of a query."""
    used, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    connection.execute(sql).fetchall()
    now = resource.getrusage(resource.RUSAGE_SELF)
    cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    return cpu, time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    calendar_sql, business_sql = compiled(CALENDAR), compiled(BUSINESS)

    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    connection.execute(f"attach '{DATA}/warehouse/service_kpi.duckdb' as service_kpi (read_only)")
    # In the order of their creation, as an export has them.
    connection.execute(
        f"""create table requests as
        select
            schedules[1 + number % len(schedules)] as schedule_number,
            timestamp '2024-01-02' + to_microseconds(number * {SPAN // arguments.requests}) as created_at,
            created_at + to_microseconds((hash(number + 1) % {14 * 86_400_000_000})::bigint) as resolved_at
        from range({arguments.requests}) as numbers(number)
        cross join (select list(distinct schedule_number order by schedule_number) as schedules
                    from service_kpi.intermediate.int_schedule_days) as known"""
    )
    rounds = [
        (cpu_seconds(connection, calendar_sql), cpu_seconds(connection, business_sql)) for _ in range(arguments.rounds)
    ]
    calendar, business = (median(one[side][0] for one in rounds) for side in (0, 1))
    print(json.dumps({
        "requests": arguments.requests,
        "calendar_cpu_s": round(calendar, 3),
        "business_cpu_s": round(business, 3),
        "business_wall_s": round(median(one[1][1] for one in rounds), 3),
        "business_vs_calendar": round(median(b[0] / c[0] for c, b in rounds), 1),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
