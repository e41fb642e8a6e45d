"""The gate judged: for each expectation an input that must trip it and nothing else, and a twin that must not."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pytest

from service_kpi import land, run, warehouse
from service_kpi import settings as company
from service_kpi.build import Built, PublicTable
from service_kpi.contract import PROJECT
from service_kpi.errors import BuildError, UserError
from service_kpi.gate import check, profile, published, rules
from service_kpi.gate.judge import Judge
from service_kpi.say import Say
from service_kpi.settings import Settings

Rows = list[dict[str, str]]
AS_OF = "2025-06-30"


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    one = Judge()
    yield one
    one.close()


def calls(count: int = 200, **columns: Callable[[int], str]) -> Rows:
    """So many calls of June 2025; columns: what is written there instead."""
    usual = {
        "call_id": lambda n: f"K{n}",
        "direction": lambda n: "inbound" if n % 2 else "outbound",
        "queue": queue,
        "agent_id": lambda n: f"A{n % 7}" if n % 10 else "",
        "started_at": lambda n: f"2025-06-{n % 28 + 1:02} 09:00:00",
        "answered_at": lambda n: f"2025-06-{n % 28 + 1:02} 09:00:10",
        "hold_seconds": lambda n: str(10 + n % 5),
    } | columns
    return [{name: value(n) for name, value in usual.items()} for n in range(count)]


def without(rows: Rows, column: str) -> Rows:
    return [{name: value for name, value in row.items() if name != column} for row in rows]


def some(share: float, value: str, other: Callable[[int], str]) -> Callable[[int], str]:
    """A column of which that share, evenly spread, holds a value, and the rest something else."""
    return lambda n: value if int((n + 1) * share) > int(n * share) else other(n)


class Company:
    """A company of nothing but calls, with a data folder of its own."""

    def __init__(self, folder: Path, judge: Judge) -> None:
        self.folder, self.judge, self.runs = folder, judge, 0
        (folder / "exports").mkdir(parents=True)
        (folder / "settings.yml").write_text("company: calls\nsources: {standard: {}}\n", encoding="utf-8")

    def deliver(self, rows: Rows, file: str = "calls.csv") -> None:
        path = self.folder / "exports" / file
        with open(path, "w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        os.utime(path, (1_700_000_000 + self.runs, 1_700_000_000 + self.runs))  # nothing waits for a copy to end

    def settings(self) -> Settings:
        return company.load(self.folder, as_of=AS_OF, data_dir=self.folder / "data")

    def pass_unjudged(self) -> None:
        """A run that lets pass whatever was delivered."""
        self._check(replace(self.settings(), expectations={}))

    def check(self) -> list[check.Finding]:
        """What is not met, as the build file has it."""
        self.error = None
        try:
            self._check(self.settings())
        except UserError as error:
            self.error = error
        with warehouse.connect(self.settings()) as connection:
            rows = connection.execute("from landing.expectations where not passed").fetchall()
        return [check.Finding(*row) for row in rows]

    def measured(self) -> list[dict]:
        with warehouse.connect(self.settings()) as connection:
            return profile.measures(connection)

    def _check(self, settings: Settings) -> None:
        self.runs += 1
        files = land.land(settings).files
        warehouse.register(settings, files, f"run {self.runs}")
        check.check_landed(settings, Say(as_json=True), f"run {self.runs}", files, self.judge)


@pytest.fixture
def calls_company(tmp_path, judge) -> Company:
    return Company(tmp_path / "company", judge)


def tripped(judge: Judge, rows: list[dict], expectations: dict[str, rules.Expectation] | None = None) -> set[tuple]:
    """(name, file or table, column) of what the rows do not meet."""
    wanted = list((expectations or rules.defaults()).values())
    return {
        (name, rows[n].get("source_file") or rows[n]["table_name"], rows[n]["column_name"])
        for name, numbers in judge.failed(rows, wanted).items()
        for n in numbers
    }


@dataclass(frozen=True)
class Spoiler:
    """Earlier deliveries (a run each), then one that trips one expectation and nothing else, and one that does not."""

    trips: str
    spoiled: Rows
    twin: Rows
    earlier: tuple[Rows, ...] = ()
    column: str = "*"


def queue(n: int) -> str:
    return f"queue {n % 4}"


def long_text(length: int) -> Callable[[int], str]:
    return lambda n: "x" * length if n == 3 else queue(n)


JUNK = some(0.25, "soon", lambda n: str(10 + n % 5))
SPOILERS = [
    Spoiler("column_still_there", without(calls(), "queue"), calls(210), (calls(),), "queue"),
    Spoiler("rows_not_collapsed", calls(1), calls(40), (calls(),)),
    Spoiler("rows_as_usual", calls(90), calls(101), (calls(200), calls(201), calls(202))),
    Spoiler("rows_as_usual", calls(410), calls(390), (calls(200), calls(201), calls(202))),
    Spoiler(
        "required_given",
        calls(call_id=some(0.25, "", lambda n: f"K{n}")),
        calls(call_id=some(0.15, " ", lambda n: f"K{n}")),
        column="call_id",
    ),
    Spoiler("column_not_emptied", calls(queue=lambda n: ""), calls(queue=some(0.1, "", queue)), (calls(),), "queue"),
    Spoiler(
        "given_as_usual",
        calls(agent_id=some(0.35, "", lambda n: f"A{n % 7}")),
        calls(agent_id=some(0.25, "", lambda n: f"A{n % 7}")),
        (calls(),),
        "agent_id",
    ),
    Spoiler("readable", calls(hold_seconds=JUNK), calls(hold_seconds=some(0.15, "soon", str)), column="hold_seconds"),
    Spoiler(
        "readable",
        calls(answered_at=lambda n: f"{n % 28 + 1:02}.06.2025 09:00"),
        calls(answered_at=lambda n: f"2025/06/{n % 28 + 1:02} 09:00"),
        column="answered_at",
    ),
    Spoiler(
        "known_values",
        calls(direction=lambda n: "in" if n % 4 == 0 else "outbound"),
        calls(direction=lambda n: "Inbound" if n % 2 else "outbound"),
        column="direction",
    ),
    Spoiler(
        "keys_distinct", calls(call_id=lambda n: f"K{n // 2}"), calls(call_id=lambda n: f"K{n % 190}"), column="call_id"
    ),
    Spoiler("texts_short", calls(queue=long_text(10_001)), calls(queue=long_text(10_000)), column="queue"),
    Spoiler(
        "values_as_usual", calls(queue=lambda n: str(n % 20)), calls(queue=lambda n: str(n % 9)), (calls(),), "queue"
    ),
    Spoiler("values_as_usual", calls(queue=lambda n: "q"), calls(queue=lambda n: f"q{n % 2}"), (calls(),), "queue"),
    Spoiler(
        "mean_as_usual",
        calls(hold_seconds=lambda n: str(10000 + n % 5)),
        calls(hold_seconds=lambda n: str(30 + n % 5)),
        (calls(),),
        "hold_seconds",
    ),
]


def test_each_spoiled_delivery_trips_one_expectation_and_its_twin_none(calls_company, judge):
    """All of them side by side, each in a series of its own."""
    names = {at: "".join(chr(97 + int(digit)) for digit in f"{at:02}") for at in range(len(SPOILERS))}
    for step in range(max(len(spoiler.earlier) for spoiler in SPOILERS)):
        for at, spoiler in enumerate(SPOILERS):
            for which in ("spoiled", "twin"):
                if step < len(spoiler.earlier):
                    calls_company.deliver(spoiler.earlier[step], f"calls-{names[at]}-{which}.csv")
        calls_company.pass_unjudged()
    for at, spoiler in enumerate(SPOILERS):
        for which in ("spoiled", "twin"):
            calls_company.deliver(getattr(spoiler, which), f"calls-{names[at]}-{which}.csv")
    found = calls_company.check()
    wanted = {(s.trips, f"calls-{names[at]}-spoiled.csv", s.column) for at, s in enumerate(SPOILERS)}
    unless = {("given_as_usual", *place) for name, *place in wanted if name == "column_not_emptied"}
    unless |= {("rows_as_usual", *place) for name, *place in wanted if name == "rows_not_collapsed"}
    assert tripped(judge, calls_company.measured()) - unless == wanted
    assert {(one.expectation, one.column_name) for one in found} == {(s.trips, s.column) for s in SPOILERS}
    for one in found:
        for text in (one.sentence_en, one.sentence_zh):
            assert text.startswith(one.source_file) and (one.column_name == "*" or one.column_name in text)
            assert "None" not in text and "nan" not in text
    fatal = [one for one in found if one.severity == "fatal"]
    said = str(calls_company.error)
    assert said.startswith(f"{fatal[0].sentence_en} {len(fatal) - 1} more failed: `service-kpi check` lists them.")
    assert "\n" not in said and "under `expectations` in settings.yml" in said


def test_what_a_source_writes_in_a_form_of_its_own_is_left_to_staging(calls_company):
    day_first = calls(started_at=lambda n: f"{n % 28 + 1}/6/2025 09:00", hold_seconds=lambda n: f"1.{100 + n},5")
    calls_company.deliver(day_first)
    assert {(found.column_name, found.expectation) for found in calls_company.check()} >= {
        ("started_at", "readable"),
        ("hold_seconds", "readable"),
    }
    (calls_company.folder / "settings.yml").write_text(
        "company: calls\nsources: {standard: {forms: {calls: {started_at: d/m/y, hold_seconds: '1.234,56'}}}}\n",
        encoding="utf-8",
    )
    assert [found.expectation for found in calls_company.check()] == []


def test_what_was_stopped_is_no_delivery_to_compare_with(calls_company):
    calls_company.deliver(calls())
    calls_company.pass_unjudged()
    calls_company.deliver(calls(1))
    assert [one.expectation for one in calls_company.check()] == ["rows_not_collapsed"]
    assert calls_company.error
    calls_company.deliver(calls(20))
    assert not calls_company.check() and not calls_company.error


def test_a_file_is_compared_with_those_of_its_series(calls_company):
    """A correction of three rows beside a year's file is no delivery that collapsed; the next year's file is."""
    calls_company.deliver(calls(600), "calls_2024.csv")
    calls_company.deliver(calls(5), "calls_2024_corrections.csv")
    calls_company.deliver(calls(5), "calls_2025.csv")
    (finding,) = calls_company.check()
    assert (finding.expectation, finding.source_file) == ("rows_not_collapsed", "calls_2025.csv")
    assert finding.sentence_en == (
        "calls_2025.csv holds 5 rows, 0.8 % of the smallest earlier delivery (600); expected: at least 1.0 %."
    )
    assert finding.sentence_zh == "calls_2025.csv 共 5 行，相当于此前最小一次交付（600 行）的 0.8%；至少应为 1.0%。"


def test_of_several_files_the_worst_is_named(calls_company):
    for at, share in enumerate((0.3, 0.6, 0.4)):
        calls_company.deliver(calls(hold_seconds=some(share, "soon", str)), f"calls-{'abc'[at]}.csv")
    (finding,) = calls_company.check()
    assert (finding.source_file, finding.observed) == ("calls-b.csv", 0.4)
    assert finding.sentence_en.endswith("expected: at least 80.0 %. The same of 2 more.")


def test_what_the_policy_empties_is_not_missed(calls_company):
    answers = [
        {"response_id": f"S{n}", "survey": "csat", "responded_at": "2025-06-01", "comment": f"good {n}"}
        for n in range(30)
    ]
    calls_company.deliver(answers, "survey_responses.csv")
    written = calls_company.folder / "settings.yml"
    at_first = written.read_text()
    written.write_text(f"{at_first}privacy: {{free_text: keep}}\n")
    assert calls_company.check() == []
    calls_company.deliver([one | {"comment": ""} for one in answers], "survey_responses.csv")
    assert [finding.column_name for finding in calls_company.check()] == ["comment"], "emptied by whoever exports"
    written.write_text(f"{at_first}privacy: {{free_text: drop}}\n")
    assert calls_company.check() == []


def test_a_profile_is_made_once_and_holds_no_text_of_a_row(calls_company):
    calls_company.deliver(calls(queue=lambda n: "13800138000"))  # landed as ***
    calls_company.pass_unjudged()
    (file,) = (calls_company.folder / "data" / "profiles").glob("*.parquet")
    calls_company.pass_unjudged()
    assert [file] == list((calls_company.folder / "data" / "profiles").glob("*.parquet")), "the same file again"
    with duckdb.connect() as reader:
        cursor = reader.execute(f"from '{file}'")
        names = [column[0] for column in cursor.description]
        of = {row["column_name"]: row for row in (dict(zip(names, r, strict=True)) for r in cursor.fetchall())}
    assert names == profile.KEPT and "13800138000" not in str(of) and "K17" not in str(of)
    assert (of["queue"]["rows"], of["queue"]["distinct_values"], of["queue"]["longest_text"]) == (200, 1, 3)
    assert (of["agent_id"]["given"], of["direction"]["known"], of["direction"]["largest"]) == (180, 200, "outbound")
    assert (of["hold_seconds"]["smallest"], of["hold_seconds"]["largest"]) == ("10.0", "14.0")
    assert of["hold_seconds"]["mean_value"] == pytest.approx(12)
    assert str(of["started_at"]["newest"][0]) == "2025-06-28 09:00:00" and of["answered_at"]["newest"] is None


def test_an_export_that_is_old_trips_one_expectation_and_its_twin_none(calls_company):
    """A moment that is misspelt into the future does not hide it."""
    calls_company.deliver(calls(started_at=lambda n: f"{2095 if n == 7 else 2025}-05-26 15:00:00"))
    (finding,) = calls_company.check()
    assert (finding.expectation, finding.column_name, finding.observed) == ("fresh", "started_at", 35.375)
    assert finding.sentence_en == (
        "calls: the newest started_at is 2025-05-26, 35.4 days before the clock of the run; expected: at most 35."
    )
    calls_company.deliver(calls(started_at=lambda n: "2025-05-27 09:00:00"))
    assert not calls_company.check()


# ---------------------------------------------------------------- settings


@pytest.mark.parametrize(
    ("written", "trips"),
    [
        ({}, {"calls", "complaints"}),
        ({"readable": 0.7}, {"calls"}),
        ({"readable": {"limit": 0.7, "exports": {"complaints": 0.9}}}, {"calls", "complaints"}),
        ({"readable": {"exports": {"calls": 0.5, "complaints": 0.75}}}, set()),
    ],
)
def test_a_company_sets_limits(judge, written, trips):
    rows = [
        {"table_name": name, "column_name": "a", "readable": share}
        for name, share in (("calls", 0.5), ("complaints", 0.75), ("orders", None), ("surveys", 1.0))
    ]
    chosen = rules.chosen(written, "settings.yml", ("calls", "complaints"))
    assert {table for _, table, _ in tripped(judge, rows, chosen)} == trips


def test_a_company_sets_severities():
    chosen = rules.chosen({"readable": {"severity": "warning"}, "fresh": {"severity": False}}, "settings.yml")
    assert (chosen["readable"].severity, chosen["fresh"].severity) == ("warning", "off")
    assert chosen["readable"].limit("calls") == 0.8


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("readible: 0.5", "readible is no expectation; known: column_still_there"),
        ("readable: much", "readable: limit: 'much' is no limit; write a number from 0"),
        ("readable: {least: 1}", "readable: least is not known; write limit, severity or exports"),
        ("readable: {severity: bad}", "readable: severity: bad is not known; choose fatal, warning, off"),
        ("readable: {exports: {call: 0.5}}", "readable: exports: call is no table of a source"),
        ("readable: {exports: 3}", "readable: exports: 3 is no table of a source"),
        ("statuses_known: 3", "statuses_known: limit: 3 is no limit"),
    ],
)
def test_a_mistake_in_them_is_one_line(tmp_path, written, says):
    (tmp_path / "exports").mkdir()
    (tmp_path / "settings.yml").write_text(f"expectations: {{{written}}}\n")
    with pytest.raises(UserError, match=re.escape(f"{tmp_path / 'settings.yml'}: expectations: {says}")):
        company.load(tmp_path)


# ---------------------------------------------------------------- the tables to publish

TABLES = {
    "dim_kpi": "select * from (values ('rate', 'proportion', 'percent'), ('wait', 'mean', 'duration'))"
    " as given (kpi_id, kind, unit)",
    "dim_periods": "select date '2025-01-01' as period_start, 'month' as period_grain",
    "kpi_scopes": "select 'rate' as kpi_id",
    "fct_kpi_values": "select kpi_id, value::double as value"
    " from (values ('rate', 0.0), ('rate', 1.0), ('wait', 0.0), ('wait', null)) as given (kpi_id, value), range(10)",
    "scorecard_company": "select kpi_id, 'month' as period_grain, date '2025-06-01' as period_start,"
    " value::double as value, target, status"
    " from (values ('rate', 0.5, 0.4, 'met'), ('wait', 3.0, 2.0, 'missed')) as given (kpi_id, value, target, status)",
    "dq_reconciliation": "select 'calls' as entity, 100 as landed, 20 as superseded, 40 as rejected",
}
BUILT = {
    "rows_given": ("delete from kpi_scopes", "kpi_scopes", "*"),
    "rows_as_before": ("delete from fct_kpi_values where coalesce(value, 0) = 0", "fct_kpi_values", "*"),
    "keys_given": ("update kpi_scopes set kpi_id = null", "kpi_scopes", "kpi_id"),
    "values_finite": ("insert into fct_kpi_values values ('wait', 'infinity')", "fct_kpi_values", "wait"),
    "shares_from_zero": ("insert into fct_kpi_values values ('wait', -1)", "fct_kpi_values", "wait"),
    "shares_to_one": ("insert into fct_kpi_values values ('rate', 1.01)", "fct_kpi_values", "rate"),
    "statuses_known": ("update scorecard_company set status = 'fine'", "scorecard_company", "status"),
    "kpis_as_before": ("delete from scorecard_company where kpi_id = 'wait'", "scorecard_company", "*"),
    "figures_as_before": ("update scorecard_company set value = null where kpi_id = 'wait'", "scorecard_company", "*"),
    "targets_as_before": ("update scorecard_company set target = null", "scorecard_company", "*"),
    "latest_month_there": (
        "update scorecard_company set period_start = '2025-05-01'",
        "scorecard_company",
        "period_start",
    ),
    "rows_accepted": ("update dq_reconciliation set rejected = 41", "calls", "*"),
}
# What comes close and is right.
TWINS = [
    "delete from fct_kpi_values where value = 0 and kpi_id = 'rate'",
    "insert into fct_kpi_values values ('wait', 1e9)",
    "update scorecard_company set status = 'no_data'",
    "insert into scorecard_company from scorecard_company",
    "insert into scorecard_company values ('more', 'month', '2025-06-01', null, null, 'no_data')",
    "delete from dq_reconciliation",
    "update dq_reconciliation set landed = 39, rejected = 19",
    "update dim_periods set period_start = '2025-07-01'; delete from scorecard_company where false",
]


@pytest.fixture
def to_publish(calls_company) -> tuple[Settings, Built]:
    """Small tables as a build leaves them, beside the same published before."""
    settings = calls_company.settings()
    empty = ", ".join(f"null::{kind} as {name}" for name, kind in check.COLUMNS.items())
    current = settings.published_dir / "current"
    current.mkdir(parents=True)
    settings.warehouse.parent.mkdir(parents=True)
    public = []
    with warehouse.connect(settings) as connection:
        for name, sql in (TABLES | {"dq_expectations": f"select {empty} limit 0"}).items():
            connection.execute(f"create table {name} as {sql}")
            columns = [row[0] for row in connection.execute(f"describe {name}").fetchall()]
            public.append(PublicTable(name, "main", "", dict.fromkeys(columns, "")))
        connection.execute(f"copy scorecard_company to '{current}/scorecard_company.parquet'")
    (current / "manifest.json").write_text('{"company": "calls", "rows": {"fct_kpi_values": 40, "dim_kpi": 2}}')
    return settings, Built(public=public, nodes=0)


def test_each_spoiled_table_trips_one_expectation_and_its_twin_none(to_publish, judge):
    settings, built = to_publish
    rows = []
    with warehouse.connect(settings) as connection:
        for change in [*(change for change, *_ in BUILT.values()), *TWINS]:
            connection.execute("begin")
            connection.execute(change)
            rows += [row | {"source_file": change} for row in published.measures(connection, settings, built)]
            connection.execute("rollback")
    wanted = {(name, change, column) for name, (change, _, column) in BUILT.items()}
    unless = {(name, BUILT["kpis_as_before"][0], "*") for name in ("figures_as_before", "targets_as_before")}
    unless |= {("rows_as_before", BUILT["rows_given"][0], "*")}
    assert tripped(judge, rows) - unless == wanted
    tables = {table for rule in BUILT for row in rows if (table := row["table_name"]) and row.get(rule) is not None}
    assert {table for _, table, _ in BUILT.values()} <= tables


def test_what_was_found_of_the_tables_stands_in_one_of_them(to_publish, judge):
    settings, built = to_publish
    with warehouse.connect(settings) as connection:
        connection.execute(BUILT["kpis_as_before"][0])
    check.check_published(settings, Say(as_json=True), "run", built, judge)  # a warning alone
    with warehouse.connect(settings) as connection:
        connection.execute(f"delete from dq_expectations; {BUILT['shares_to_one'][0]}")
    with pytest.raises(BuildError, match=r"largest value of the KPI rate is 101\.0 %; expected: at most 100\.0 %"):
        check.check_published(settings, Say(as_json=True), "run", built, judge)
    with warehouse.connect(settings) as connection:
        found = [check.Finding(*row) for row in connection.execute("from dq_expectations").fetchall()]
    failed = {one.expectation: one for one in found if not one.passed}
    assert set(failed) == {"kpis_as_before", "shares_to_one"} and len(found) > 20
    assert failed["shares_to_one"].sentence_zh == "fct_kpi_values：指标 rate 的最大值为 101.0%；最多应为 100.0%。"
    assert not [one for one in found if "None" in one.sentence_en + one.sentence_zh]


# ---------------------------------------------------------------- the whole


def test_every_expectation_has_a_spoiler():
    assert {spoiler.trips for spoiler in SPOILERS} | {"fresh", *BUILT} == set(rules.defaults())
    for rule in rules.defaults().values():
        assert rule.stage in ("landed", "published") and rule.severity in ("fatal", "warning")
        assert (rule.at_least is None) + (rule.at_most is None) + (not rule.in_set) == 2
        assert rule.unless is None or rule.unless in rules.defaults()


@pytest.mark.parametrize("command", [run.run, run.build_and_publish, run.check_only])
def test_what_is_fatal_stops_a_run_before_anything_is_built(calls_company, judge, monkeypatch, command):
    @contextmanager
    def loaded() -> Iterator[Judge]:
        yield judge

    monkeypatch.setattr(run.judge, "judge", loaded)
    monkeypatch.setattr(run, "load_dbt", lambda: None)
    monkeypatch.setattr(run, "build", lambda *_: pytest.fail("it was built"))
    calls_company.deliver(calls(hold_seconds=JUNK))
    settings = calls_company.settings()
    land.land(settings)
    with pytest.raises(UserError, match=r"^calls.csv: 75\.0 % of the 200 values of hold_seconds") as raised:
        command(settings, Say(as_json=True))
    (line,) = (settings.data_dir / "runs.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["status"] == "red" and json.loads(line)["message"] == str(raised.value)
    assert raised.value.exit_code == 1 and not settings.published_dir.exists()


def test_an_end_of_the_judge_is_a_defect_and_no_pass():
    broken = Judge()
    broken.load()
    broken._process.kill()
    broken._process.wait()
    with pytest.raises(RuntimeError, match="ended without an answer"):
        broken.failed([{"table_name": "calls", "readable": 1.0}], [rules.defaults()["readable"]])
    broken.close()


def test_an_expectation_that_cannot_be_worked_out_is_no_pass(judge):
    with pytest.raises(RuntimeError, match="could not judge"):
        judge.failed([{"table_name": "calls", "readable": "text"}], [rules.defaults()["readable"]])
    assert judge.failed([{"table_name": "calls", "readable": 0.1}], [rules.defaults()["readable"]]) == {"readable": {0}}


def test_the_demo_meets_what_is_expected(built):
    with duckdb.connect(str(built.published / "service_kpi.duckdb"), read_only=True) as published:
        rows = published.execute("select stage, count(*), count_if(passed) from dq_expectations group by 1").fetchall()
    assert {stage for stage, *_ in rows} == {"landed", "published"}
    assert all(count == passed > 100 for _, count, passed in rows)


def test_the_docs_name_every_expectation():
    text = (PROJECT / "docs" / "landing.md").read_text(encoding="utf-8")
    for rule in rules.defaults().values():
        limit = rule.at_least if rule.at_most is None else rule.at_most
        shown = "" if rule.in_set else f"{limit:g}"
        assert f"| `{rule.name}` | {rule.severity} | {shown} |".replace("|  |", "| |") in text
