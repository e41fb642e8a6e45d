"""What is changed today changes nothing that was: agents who move, service levels that are agreed anew."""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path

import duckdb
import pytest
from conftest import BuiltWarehouse
from replay import compiled_models, replay_exports
from test_oracle_agrees import different

from service_kpi import settings as company

pytestmark = pytest.mark.skipif("WILD" not in os.environ, reason="make test-all: the demo counted anew, twice")
LAST_DAY = "2025-06-30"  # of the demo: today


@pytest.fixture(scope="module")
def agents_moved_today(built: BuiltWarehouse, tmp_path_factory: pytest.TempPathFactory):
    """The demo with one more state of every agent: from today on all of them are in one team."""
    folder = tmp_path_factory.mktemp("moved")
    exports = shutil.copytree(built.settings.company_dir / "exports", folder / "exports")
    with duckdb.connect(str(built.warehouse), read_only=True) as warehouse:
        rows = warehouse.execute("select columns('^[^_].*') from landing_standard.agents").fetchall()
        header = [column[0] for column in warehouse.description]
    states = [dict(zip(header, row, strict=True)) for row in rows]
    moved = [
        state | {"valid_from": LAST_DAY, "team_id": "T01"}
        for state in {state["agent_id"]: state for state in states}.values()
    ]
    with open(exports / "agents_today.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header)
        writer.writeheader()
        writer.writerows(states + moved)
    settings = company.load(built.settings.company_dir, exports, data_dir=folder / "data")
    with replay_exports(built, settings) as warehouse:
        yield warehouse


def test_moving_agents_today_changes_no_figure_of_an_earlier_period(built: BuiltWarehouse, agents_moved_today):
    agents_moved_today.execute(f"attach '{built.warehouse}' as before (read_only)")
    values, over = (
        "before.scorecards.fct_kpi_values",
        (
            "(period_grain, period_start) in"
            f" (select period_grain, period_start from before.core.dim_periods where period_end < date '{LAST_DAY}')"
        ),
    )
    assert agents_moved_today.execute(f"select count(*) from {values} where {over}").fetchone()[0] > 100_000
    changed = different(agents_moved_today, "scorecards.fct_kpi_values", values, 1e-9, over)
    assert not changed, changed[:5]


def test_the_move_takes_effect_from_today_on(agents_moved_today):
    teams = agents_moved_today.execute(
        "select distinct team_id from core.dim_agent_states"
        f" where valid_from_at >= timestamp '{LAST_DAY}' - interval '8' hour"
    ).fetchall()
    assert teams == [("T01",)]


def test_a_service_level_changed_today_changes_no_clock_that_started_before(built: BuiltWarehouse, tmp_path: Path):
    copy = shutil.copy(built.warehouse, tmp_path)
    with duckdb.connect(copy) as warehouse:
        warehouse.execute("set TimeZone = 'UTC'")
        before = _clocks(warehouse)
        warehouse.execute(
            "insert into seeds.sla_policies by name"
            f" select distinct on (target, position) * replace (date '{LAST_DAY}' as valid_from, 1 as minutes)"
            " from seeds.sla_policies order by target, position, valid_from desc"
        )
        for name, kind, sql in compiled_models(built.target):
            if "sla_" in name:
                warehouse.execute(f"create or replace {kind} {name} as {sql}")
        after = _clocks(warehouse)
    started_before = [key for key in before if key[3] < LAST_DAY]
    assert len(started_before) > 5_000
    assert not [key for key in started_before if before[key] != after.get(key)]
    assert any(before[key] != after.get(key) for key in before.keys() - set(started_before)), "and it does hold today"


def _clocks(warehouse: duckdb.DuckDBPyConnection) -> dict[tuple, tuple]:
    """Every clock with the local day it started on, and all that is known of it."""
    rows = warehouse.execute(
        "select request_id, target, clock_number, strftime(started_at + interval '8' hour, '%Y-%m-%d'),"
        " target_seconds, elapsed_seconds, breach_at, is_due, is_met, is_withdrawn, is_resolved_in_response_time"
        " from core.fct_sla_clocks"
    ).fetchall()
    return {row[:4]: row[4:] for row in rows}
