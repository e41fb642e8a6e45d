"""What a business duration costs beside a calendar one: `make bench-business-time` after a run of the demo.

Ten million requests, from their creation to a moment up to two weeks later, on all the demo's schedules. Both
durations are added up by the very SQL that the facts are built by, in one process, in turns. CPU seconds, and their
ratio. Beside it the same with durations of an hour, and the naive way: a row for each day that a request lasts.
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
HOUR, TWO_WEEKS = 3_600, 14 * 86_400  # seconds
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


# The naive way: a row for each UTC day that a request lasts, its openings on that day joined, put together again.
EXPLODED = """
with days as (
    select
        request_number,
        schedule_number,
        created_at,
        resolved_at,
        unnest(range(epoch_us(created_at) // 86400000000, epoch_us(resolved_at) // 86400000000 + 1)) as day_number
    from requests
),

parts as (
    select
        days.request_number,
        greatest(
            0,
            least(epoch_us(days.resolved_at), openings.to_minute * 60000000)
            - greatest(epoch_us(days.created_at), openings.from_minute * 60000000)
        ) as part_us
    from days
    inner join openings
        on days.schedule_number = openings.schedule_number
        and days.day_number = openings.day_number
),

durations as (
    select request_number, sum(part_us) / 1e6 as seconds
    from parts
    group by request_number
)

select sum(seconds) from durations
"""
MOST_EXPLODED = 1_000_000  # requests: more would only take longer, the ratio is of the same requests


def compiled(sql: str, data: Path) -> str:
    """SQL with the project's macros, as dbt writes it."""
    dbt = [sys.executable, "-m", "service_kpi", "dbt", "--quiet"]
    command = [*dbt, "compile", "--target-path", str(data / "bench" / "target"), "--inline", sql]
    environment = os.environ | {"SERVICE_KPI_DATA": str(data)}
    done = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True, env=environment)
    return done.stdout


def cost(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[float, float, float]:
    """(CPU seconds, wall seconds, result) of a query that gives one number."""
    used, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    ((result,),) = connection.execute(sql).fetchall()
    now = resource.getrusage(resource.RUSAGE_SELF)
    cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    return cpu, time.perf_counter() - started, result


def made_up(connection: duckdb.DuckDBPyConnection, requests: int, longest_s: int) -> None:
    """A table `requests`, in the order of their creation as an export has them; each lasts up to so many seconds."""
    connection.execute(
        f"""create or replace table requests as
        select
            number as request_number,
            schedules[1 + number % len(schedules)] as schedule_number,
            timestamp '2024-01-02' + to_microseconds(number * {SPAN // requests}) as created_at,
            created_at + to_microseconds((hash(number + 1) % {longest_s * 1_000_000})::bigint) as resolved_at
        from range({requests}) as numbers(number)
        cross join (select list(distinct schedule_number order by schedule_number) as schedules
                    from service_kpi.intermediate.int_schedule_days) as known"""
    )


def measure(requests: int, rounds: int, data: Path) -> dict:
    """What business time costs, by the calendar of the build in a data folder; ratios are medians over the rounds.

    Raises AssertionError where exploding gives other durations.
    """
    calendar_sql, business_sql = compiled(CALENDAR, data), compiled(BUSINESS, data)
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    connection.execute(f"attach '{data}/warehouse/service_kpi.duckdb' as service_kpi (read_only)")
    connection.execute(
        """create table openings as
        select distinct schedule_number, openings.day_number, from_minute, to_minute
        from service_kpi.intermediate.int_openings as openings
        inner join service_kpi.intermediate.int_schedule_days as days using (schedule_id)"""
    )

    made_up(connection, requests, HOUR)
    short = median(cost(connection, business_sql)[0] for _ in range(rounds))
    made_up(connection, requests, TWO_WEEKS)
    taken = [(cost(connection, calendar_sql), cost(connection, business_sql)) for _ in range(rounds)]
    calendar, business = (median(one[side][0] for one in taken) for side in (0, 1))

    made_up(connection, min(requests, MOST_EXPLODED), TWO_WEEKS)
    ours, exploded = cost(connection, business_sql), cost(connection, EXPLODED)
    assert abs(ours[2] - exploded[2]) <= 1e-9 * ours[2], (ours[2], exploded[2])
    return {
        "calendar_cpu_s": round(calendar, 3),
        "business_cpu_s": round(business, 3),
        "business_wall_s": round(median(one[1][1] for one in taken), 3),
        "business_vs_calendar": round(median(b[0] / c[0] for c, b in taken), 1),
        "business_long_vs_short": round(business / short, 2),
        "explode_vs_business": round(exploded[0] / ours[0], 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    figures = measure(arguments.requests, arguments.rounds, DATA)
    print(json.dumps({"requests": arguments.requests} | figures))


if __name__ == "__main__":
    main()
