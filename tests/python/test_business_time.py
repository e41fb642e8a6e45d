"""Business time in SQL against an independent algorithm: thousands of pairs of moments on many schedules, and back.

The pairs come in as requests, one schedule a channel: what is asked is the very SQL that the facts are built by.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from business_pairs import Pair, expected, pairs, schedules, write_seeds
from conftest import BuiltWarehouse
from oracle.clock import OutsideCoverage
from replay import compiled_models

# A target for every priority, in business minutes: under a quarter of an hour to a quarter of a year.
TARGETS = (1, 14, 60, 480, 2400, 30_000)
SINCE = "date '2020-01-01'"
# What stands between the seeds and the answers, without the figures.
ASKED = {
    "dim_holidays", "int_schedule_days", "int_opening_hours", "int_zone_offsets", "int_openings", "business_calendar",
    "int_openings_by_clock", "int_schedules_in_force", "fct_service_requests", "fct_request_events",
    "fct_request_states", "fct_reply_waits", "int_sla_targets", "int_sla_clocks", "int_sla_runs", "fct_sla_clocks",
}  # fmt: skip


@pytest.fixture(scope="module")
def asked() -> list[Pair]:
    return pairs(many=700)


@pytest.fixture(scope="module")
def answers(built: BuiltWarehouse, asked: list[Pair], tmp_path_factory: pytest.TempPathFactory):
    """request_id, business and calendar seconds, breach moment of every pair."""
    folder = tmp_path_factory.mktemp("business_time")
    copy = shutil.copy(built.warehouse, folder)  # under its name: compiled SQL names the catalog
    with duckdb.connect(copy) as warehouse:
        warehouse.execute("set TimeZone = 'UTC'")
        _put_schedules(warehouse, write_seeds(folder / "seeds"))
        _put_requests(warehouse, asked)
        for name, kind, sql in compiled_models(built.target):
            if name.split(".")[1] in ASKED:
                warehouse.execute(f"create or replace {kind} {name} as {sql}")
        yield {
            row[0]: row[1:]
            for row in warehouse.execute(
                "select requests.request_id, completion_business_seconds, completion_calendar_seconds, breach_at"
                " from core.fct_service_requests as requests"
                " left join core.fct_sla_clocks as clocks"
                " on requests.request_id = clocks.request_id and target = 'first_response'"
            ).fetchall()
        }


def _put_schedules(warehouse: duckdb.DuckDBPyConnection, seeds: Path) -> None:
    for path in seeds.glob("*.csv"):
        warehouse.execute(f"delete from seeds.{path.stem}")
        warehouse.execute(f"insert into seeds.{path.stem} by name from read_csv('{path}', all_varchar = true)")
    warehouse.execute("delete from seeds.schedule_assignments")
    warehouse.execute(
        "insert into seeds.schedule_assignments"
        f" select row_number() over (), {SINCE}, '*', schedule_id, '*', '*', schedule_id"
        " from (select distinct schedule_id from seeds.business_schedules)"
    )
    warehouse.execute("delete from seeds.sla_policies")
    for position, minutes in enumerate(TARGETS, start=1):
        warehouse.execute(
            "insert into seeds.sla_policies"
            f" values ({position}, {SINCE}, '*', 'p{position}', '*', '*', '*', 'first_response', {minutes}, 'business',"
            " false)"
        )


def _put_requests(warehouse: duckdb.DuckDBPyConnection, asked: list[Pair]) -> None:
    """A request for every pair: created at its start, resolved at its end."""
    columns = [list(column) for column in zip(*asked, strict=True)]
    warehouse.execute(
        "create temp table pairs as select unnest(range(?)) as number, unnest(?) as channel,"
        " unnest(?)::timestamp as start_at, unnest(?)::timestamp as end_at",
        [len(asked), columns[0], [_utc(start) for start in columns[1]], [end and _utc(end) for end in columns[2]]],
    )
    table = "staging.stg_standard__service_requests"
    warehouse.execute(f"create temp table shape as from {table} limit 0")
    warehouse.execute(f"drop table {table}")
    warehouse.execute(f"create table {table} as from shape")
    warehouse.execute(
        f"""insert into {table} by name
        select
            'P' || number as request_id, 'problem' as request_type, channel,
            'p' || (1 + number % {len(TARGETS)}) as priority,
            start_at as created_at, start_at::text as created_at_text,
            end_at as resolved_at, end_at::text as resolved_at_text,
            'pairs.csv' as source_file, number as source_row, number as source_line
        from pairs"""
    )


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def test_business_seconds_equal_an_independent_algorithm(asked, answers):
    assert len(asked) >= 5_000
    wrong = [
        (pair, answers[f"P{number}"][0], told)
        for number, (pair, told) in enumerate(zip(asked, expected(asked), strict=True))
        if answers[f"P{number}"][0] != told
    ]
    assert not wrong, (len(wrong), wrong[:5])


def test_the_pairs_are_of_every_kind(asked):
    given = [(start, end) for _, start, end in asked if end is not None]
    lengths = [(end - start).total_seconds() for start, end in given]
    assert any(end is None for *_, end in asked), "open"
    assert any(length < 0 for length in lengths) and any(length == 0 for length in lengths), "reversed, same instant"
    assert any(length > 2 * 365 * 86_400 for length in lengths) and any(length % 1 for length in lengths)


def test_the_breach_is_the_last_moment_in_time(asked, answers):
    """The calendar read backwards: the latest moment at which no more than the target is used up."""
    known = schedules()
    wrong = []
    for number, (schedule_id, start, _) in enumerate(asked):
        try:
            told = known[schedule_id].latest(start, TARGETS[number % len(TARGETS)] * 60_000_000)
        except OutsideCoverage:
            told = None
        if answers[f"P{number}"][2] != (told and _utc(told)):
            wrong.append((asked[number], answers[f"P{number}"][2], told))
    assert not wrong, (len(wrong), wrong[:5])


def test_a_schedule_that_never_shuts_is_the_calendar(asked, answers):
    """From the day on after which no closing of every schedule concerns it."""
    open_since = datetime(2024, 5, 21, tzinfo=UTC)
    rows = [
        answers[f"P{number}"]
        for number, (schedule_id, start, end) in enumerate(asked)
        if schedule_id == "never_shut" and end and open_since <= start <= end
    ]
    assert len(rows) > 200
    assert all(business == calendar for business, calendar, _ in rows)
