"""A whole run on the data folder that the previous release left; what needs no build of it: test_operations.py."""

from __future__ import annotations

import duckdb
from faults import assert_whole, company, remains, whole_run
from previous import unpacked

from service_kpi import runs

FIGURES = "select kpi_id, period_grain, period_start, scope_type, scope_id, value, status from fct_kpi_values"


def test_a_run_upgrades_the_data_folder_of_the_previous_release(tmp_path):
    home = unpacked(tmp_path / "home")
    before, published = remains(home), assert_whole(home)
    figures = said(home)
    ended = whole_run(home)
    assert ended.returncode == 0, ended.stderr
    assert assert_whole(home) != published and said(home) == figures
    after = remains(home)
    assert after["landed"] == before["landed"], "nothing is landed again"
    assert after["ledger"]["values"] == before["ledger"]["values"], "no figure is said again"
    with duckdb.connect(str(company(home).warehouse), read_only=True) as build:
        kept = build.execute("select distinct model from built.partitions").fetchall()
    assert ("fct_calls",) in kept
    ended = whole_run(home)
    assert ended.returncode == 0 and "nothing new since run" in ended.stdout, ended.stdout
    assert [run["status"] for run in runs.history(company(home).data_dir)] == ["green", "green", "unchanged"]


def said(home) -> list[tuple]:
    current = company(home).published_dir / "current"
    with duckdb.connect(str(current / "service_kpi.duckdb"), read_only=True) as reader:
        return reader.execute(f"{FIGURES} order by all").fetchall()
