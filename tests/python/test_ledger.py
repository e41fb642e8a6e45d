"""The ledger judged: what a correction, late rows, another definition, another target and a closed month leave in it.

The models' own SQL on tiny exports, run after run in a data folder; what publishing writes is written by its own code.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from conftest import BuiltWarehouse
from replay import rebuild

from service_kpi import holds, ledger, warehouse
from service_kpi import settings as company
from service_kpi.contract import PROJECT
from service_kpi.errors import HoldError, UserError
from service_kpi.land import land
from service_kpi.say import Say

HEADER = "call_id,started_at,answered_at,ended_at,updated_at"
TARGETS = """kpi_id,scope_type,scope_id,period_grain,valid_from,target,target_to,near_margin
call_connect_rate,company,*,month,2025-01-01,0.75,,0.05
"""
# What a second run builds anew; all else rests on exports that are not there.
AGAIN = {
    "stg_standard__calls", "int_landed_rows", "int_set_aside_rows", "int_standing_days", "int_changed_days",
    "fct_calls", "period_days", "dim_periods", "dim_kpi", "calls_by_started", "kpi_average_call_duration",
    "int_kpi_closed_values",
    "int_kpi_values_measured", "int_kpi_targets", "fct_kpi_values", "scorecard_company", "int_kpi_said_values",
    "int_kpi_change_reasons", "int_kpi_withheld_values", "int_kpi_value_changes", "kpi_restatements",
    "first_published_value", "int_kpi_jumps", "int_kpi_shrunk_totals", "int_kpi_vanished", "publishing_holds",
}  # fmt: skip
RATE = "call_connect_rate"


def call(name: str, day: str, answered: bool = True, updated: str = "2025-01-01") -> str:
    answer = f"{day} 09:00:10" if answered else ""
    return f"{name},{day} 09:00:00,{answer},{day} 09:03:00,{updated} 00:00:00"


# 40 calls in each of eight months, 32 of them answered.
CALLS = [
    call(f"K{month}-{n}", f"2025-{month:02}-{n % 28 + 1:02}", answered=n % 5 > 0)
    for month in range(1, 9)
    for n in range(40)
]


class Company:
    """A made-up company that delivers calls, and what it published run after run."""

    def __init__(self, folder: Path, built: BuiltWarehouse, policy: str = "restate") -> None:
        self.folder, self.built, self.policy = folder, built, policy

    def deliver(self, name: str, rows: Iterable[str]) -> None:
        path = self.folder / "exports" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join([HEADER, *rows]) + "\n")

    def seed(self, name: str, text: str) -> None:
        path = self.folder / "seeds" / f"{name}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def settings(self) -> company.Settings:
        found = company.load(self.folder, as_of="2025-08-31", data_dir=self.folder / "data")
        return replace(found, restatements=self.policy)

    def build(self, run_id: str, only: Iterable[str] = AGAIN, swap: tuple[str, str] = ("", "")) -> None:
        settings = self.settings()
        warehouse.register(settings, land(settings).files, run_id)
        rebuild(settings, self.built, self.folder / "seeds", set(only), swap).close()

    def switch(self, run_id: str) -> None:
        """As publishing does: a set, and `current` that names it."""
        folder = self.settings().published_dir
        (folder / run_id).mkdir(parents=True)
        for table in ("dim_periods", "dim_kpi"):
            self.ask(f"copy core.{table} to '{folder / run_id / table}.parquet' (format parquet)")
        (folder / "current").unlink(missing_ok=True)
        (folder / "current").symlink_to(run_id)

    def publish(self, run_id: str, **how) -> None:
        self.build(run_id, **how)
        ledger.prepare(self.settings(), run_id)
        self.switch(run_id)
        ledger.settle(self.settings())

    def ask(self, sql: str) -> list[tuple]:
        with duckdb.connect(str(self.settings().warehouse)) as build:
            return build.execute(sql).fetchall()

    def restated(self, run_id: str, grain: str = "month") -> list[tuple]:
        """Of the company: KPI, month, why, whether withheld, was and now of value and target, by one run."""
        return self.ask(
            "select kpi_id, month(period_start), why, is_withheld, round(was_value, 4), round(now_value, 4),"
            f" was_target, now_target from ledger.kpi_restatements where now_run_id = '{run_id}'"
            f" and scope_type = 'company' and period_grain = '{grain}' order by 1, 2"
        )

    def months(self, column: str = "value") -> list:
        rows = self.ask(
            f"select round({column}, 4) from scorecards.fct_kpi_values where kpi_id = '{RATE}'"
            " and scope_type = 'company' and period_grain = 'month' order by period_start"
        )
        return [value for (value,) in rows]

    def ledger(self) -> list[str]:
        return sorted(path.name for path in ledger.folder(self.settings()).iterdir())


@pytest.fixture(scope="module")
def published_once(built: BuiltWarehouse, tmp_path_factory: pytest.TempPathFactory) -> Company:
    first = Company(tmp_path_factory.mktemp("first") / "calls", built)
    first.folder.mkdir()
    (first.folder / "settings.yml").write_text("company: calls\n")
    first.seed("kpi_targets", TARGETS)
    first.deliver("calls.csv", CALLS)
    first.publish("run1", only=())
    return first


@pytest.fixture
def calls(published_once: Company, tmp_path: Path) -> Company:
    """The company after its first run, for a test to go on with."""
    shutil.copytree(published_once.folder, tmp_path / "calls", symlinks=True)
    return Company(tmp_path / "calls", published_once.built)


def test_the_first_run_says_every_figure_of_a_complete_period_for_the_first_time(published_once: Company):
    said = published_once.ask("from ledger.first_published_value select count(*), count(distinct run_id)")
    shown = published_once.ask(
        "select count(*), 1 from scorecards.fct_kpi_values"
        " where is_complete and (value is not null or numerator <> 0 or denominator <> 0)"
    )
    assert said == shown and said[0][0] > 500
    assert published_once.months() == [0.8] * 8
    assert not published_once.ask("from ledger.kpi_restatements")
    assert not published_once.ask("from ledger.publishing_holds"), "nothing was published before"
    assert published_once.ledger() == ["run1"]


def test_a_correction_and_late_rows_are_told_apart_by_the_days_of_their_rows(calls: Company):
    corrected = call("K3-0", "2025-03-01", answered=True, updated="2025-09-01")
    calls.deliver("calls_2.csv", [corrected, call("L1", "2025-04-05", answered=False)])
    calls.publish("run2")
    answers = [row for row in calls.restated("run2") if row[0] == RATE]
    assert answers == [
        (RATE, 3, "correction", False, 0.8, 0.825, 0.75, 0.75),
        (RATE, 4, "late_data", False, 0.8, 0.7805, 0.75, 0.75),
    ]
    days = calls.ask(
        f"select distinct period_start::varchar, why from ledger.kpi_restatements where kpi_id = '{RATE}'"
        " and period_grain = 'day' order by 1"
    )
    assert days == [("2025-03-01", "correction"), ("2025-04-05", "late_data")]
    assert {row[0] for row in calls.restated("run2")} == {RATE, "average_call_duration", "average_speed_of_answer"}
    calls.publish("run3")
    assert calls.restated("run2") and not calls.restated("run3"), "it is remembered, and said once"
    assert calls.ledger() == ["run1", "run2"], "a run that says nothing new appends nothing"
    assert calls.ask("select count(*) from ledger.first_published_value where run_id <> 'run1'") == [(0,)]


def test_another_definition_and_another_target_give_the_rows_that_they_change_and_no_others(calls: Company):
    with open(PROJECT / "seeds" / "kpi_registry.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    version = rows[0].index("definition_version")
    for row in rows:
        if row[0] in ("average_call_duration", "average_speed_of_answer"):  # of the second only the words change
            row[version] = "2"
    with open(calls.folder / "seeds" / "kpi_registry.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    calls.seed("kpi_targets", TARGETS + f"{RATE},company,*,month,2025-06-01,0.85,,0.05\n")
    calls.publish("run2", swap=("connected_seconds as numerator", "connected_seconds + 32 as numerator"))
    assert calls.restated("run2") == [
        *(("average_call_duration", month, "definition", False, 170, 171, None, None) for month in range(1, 9)),
        *((RATE, month, "target", False, 0.8, 0.8, 0.75, 0.85) for month in (6, 7, 8)),
    ]
    assert {row[0] for row in calls.restated("run2", "quarter")} == {"average_call_duration"}


def test_a_changed_setting_is_a_change_of_definition(calls: Company):
    """Here the answers themselves are counted otherwise; only the setting's digest tells why."""
    (calls.folder / "settings.yml").write_text("company: calls\nvars: {satisfied_from: 0.9}\n")
    calls.publish("run2", swap=("connected_seconds as numerator", "connected_seconds + 32 as numerator"))
    assert calls.restated("run2") == [
        ("average_call_duration", month, "definition", False, 170, 171, None, None) for month in range(1, 9)
    ]
    calls.deliver("calls_2.csv", [call("K3-0", "2025-03-01", updated="2025-09-01")])
    (calls.folder / "settings.yml").write_text("company: calls\n")
    calls.publish("run3")
    whys = {(row[0], row[1]): row[2] for row in calls.restated("run3")}
    assert whys[RATE, 3] == "correction", "rows of the month itself go before a setting"
    assert whys["average_call_duration", 2] == "definition"


def test_a_closed_month_keeps_its_figures_where_they_are_frozen(calls: Company):
    closed = ledger.close(calls.settings(), "2025-03")
    assert (str(closed.month), closed.run_id) == ("2025-03-01", "run1")
    assert [found.month for found in ledger.closed_months(calls.settings())] == [closed.month]
    calls.policy = "freeze"
    calls.deliver(
        "calls_2.csv",
        [call("K3-0", "2025-03-01", updated="2025-09-01"), call("K4-0", "2025-04-01", updated="2025-09-01")],
    )
    calls.seed("kpi_targets", TARGETS.replace("0.75", "0.9"))
    calls.publish("run2")
    assert calls.months() == [0.8, 0.8, 0.8, 0.825, 0.8, 0.8, 0.8, 0.8]
    assert calls.months("target") == [0.9, 0.9, 0.75, 0.9, 0.9, 0.9, 0.9, 0.9]
    assert calls.months("previous_value")[3] == 0.8, "what April is compared with is what March was closed with"
    status = calls.ask(
        f"select status, is_frozen from scorecards.fct_kpi_values where kpi_id = '{RATE}' and scope_type = 'company'"
        " and period_grain = 'month' and period_start = date '2025-03-01'"
    )
    assert status == [("met", True)]
    rate = {row[1]: row[2:] for row in calls.restated("run2") if row[0] == RATE}
    assert rate[3] == ("correction", True, 0.8, 0.825, 0.75, 0.75)
    assert rate[4] == ("correction", False, 0.8, 0.825, 0.75, 0.9)
    assert rate[5] == ("target", False, 0.8, 0.8, 0.75, 0.9)
    frozen = calls.ask("select distinct period_grain from scorecards.fct_kpi_values where is_frozen order by 1")
    assert frozen == [("day",), ("month",), ("week",)], "the quarter has months that are open"
    calls.publish("run3")
    assert calls.ledger()[-1] == "run2", "what is withheld is said once"
    calls.policy = "restate"
    calls.publish("run4")
    assert calls.months()[2] == 0.825
    assert [row[2:6] for row in calls.restated("run4") if row[:2] == (RATE, 3)] == [("other", False, 0.8, 0.825)]


def test_a_month_that_cannot_be_closed_is_told(calls: Company):
    for month, words in (
        ("2025-13", "no month"),
        ("March", "no month"),
        ("2025-09", "complete"),
        ("2024-12", "complete"),
    ):
        with pytest.raises(UserError, match=words):
            ledger.close(calls.settings(), month)
    ledger.close(calls.settings(), "2025-03")
    with pytest.raises(UserError, match="closed already"):
        ledger.close(calls.settings(), "2025-03")


def test_an_end_between_ledger_and_current_loses_nothing_and_doubles_nothing(calls: Company):
    calls.deliver("calls_2.csv", [call("L1", "2025-04-05", answered=False)])
    calls.build("run2")
    ledger.prepare(calls.settings(), "run2")
    assert calls.ledger() == ["run1", "run2.pending"]
    ledger.settle(calls.settings())
    assert calls.ledger() == ["run1"], "killed before the switch: `current` does not name it, it was not published"
    ledger.prepare(calls.settings(), "run2")
    calls.switch("run2")
    calls.build("run3")  # killed right after the switch: the next run begins by settling
    assert calls.ledger() == ["run1", "run2"]
    assert calls.restated("run2") and not calls.ask("from ledger.int_kpi_value_changes")
    ledger.prepare(calls.settings(), "run3")
    assert calls.ledger() == ["run1", "run2"], "nothing new, no folder"


def test_a_ledger_that_cannot_be_read_stops_the_run(calls: Company):
    values = ledger.folder(calls.settings()) / "run1" / "values.parquet"
    newer = calls.folder / "newer.parquet"
    duckdb.execute(f"copy (select * replace (99 as format) from '{values}') to '{newer}' (format parquet)")
    shutil.move(newer, values)
    with pytest.raises(UserError, match="format 99"):
        warehouse.register(calls.settings(), [], "run2")
    values.write_bytes(b"PAR1")
    with pytest.raises(UserError, match="back-up"):
        warehouse.register(calls.settings(), [], "run2")


def test_entries_of_an_earlier_version_are_read(calls: Company):
    values = ledger.folder(calls.settings()) / "run1" / "values.parquet"
    older = calls.folder / "older.parquet"
    duckdb.execute(f"copy (select * exclude (counted_by) from '{values}') to '{older}' (format parquet)")
    shutil.move(older, values)
    calls.deliver("calls_2.csv", [call("K3-0", "2025-03-01", updated="2025-09-01")])
    calls.publish("run2")
    assert (RATE, 3, "correction", False, 0.8, 0.825, 0.75, 0.75) in calls.restated("run2")


def test_what_is_too_unlike_is_found(calls: Company):
    """February is gone; August has one call fewer, and few of them were answered."""
    kept = [row for row in CALLS if not row.startswith(("K2-", "K8-"))]
    august = [call(f"K8-{n}", f"2025-08-{n % 28 + 1:02}", answered=n % 5 == 0) for n in range(39)]
    calls.deliver("calls.csv", kept + august)
    calls.build("run2")
    found = calls.ask(
        "select kind, action, subject, what, month(period_start), sentence_en from ledger.publishing_holds"
    )
    told = {row[5] for row in found}
    assert "calls, 2025-08: 39 rows, 40 when it was last published" in told
    assert any("2025-08: 20.5 % is far from 80.0 %" in sentence for sentence in told)
    assert sorted(row[:5] for row in found) == [
        ("jump", "warn", "kpi", RATE, 8),
        ("shrunk", "warn", "export", "calls", 2),
        ("shrunk", "warn", "export", "calls", 8),
        ("vanished", "hold", "month", "month", 2),
    ]
    with pytest.raises(HoldError, match=r"vanished.*--force") as told:
        holds.judge(calls.settings(), Say(as_json=True), force=False)
    assert told.value.exit_code == 5
    assert holds.judge(calls.settings(), Say(as_json=True), force=True) == ["vanished"]
