"""service-kpi explain: the rows behind a figure are those of the build, add up to it, and are the oracle's own."""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import oracle
import pytest
import yaml
from click.testing import CliRunner
from oracle.counting import Counting

from service_kpi import catalogue, cli, explain, trace
from service_kpi.contract import PROJECT
from service_kpi.errors import UserError
from service_kpi.say import Say

MONTH = "2025-06"
# A KPI of each shape of measure, and a scope besides the company.
SHAPES = {
    "problem_resolution_rate": "team",  # counts with filters
    "average_speed_of_answer": "channel",  # sums with filters
    "call_abandonment_rate": "service",  # a difference of counts
    "complaint_rate": "region",  # two measures, each its own rows
    "maximum_response_time": "agent",  # the largest
    "p90_response_time": "customer_segment",  # a percentile
    "customer_satisfaction_score": "team",  # persons
    "csat_top_box_rate": "channel",  # sums over persons
    "training_participation_rate": "team",  # agents, of two CTEs
    "personal_growth_index": "agent",  # agents, a difference of sums
    "improvement_plan_execution_rate": "team",  # grouped by period and scope at once
    "open_backlog": "team",  # a stock
}
# KPIs that the oracle counts as shares of one kind of fact, with the key of that fact.
SHARES = {
    "problem_resolution_rate": "request_id",
    "service_effectiveness_rate": "request_id",
    "reply_rate": "request_id",
    "follow_up_rate": "request_id",
    "call_connect_rate": "call_id",
    "complaint_resolution_rate": "complaint_id",
}


@pytest.fixture(scope="module")
def build(built):
    with explain.open_build(built.settings) as opened:
        yield opened


def members(build, kpi: str, scope: str) -> list[str]:
    """Members of a scope that have a figure in the month, the first and the last."""
    found = build.query(
        "select scope_id from scorecards.fct_kpi_values where kpi_id = ? and scope_type = ? and period_grain = 'month'"
        " and period_start = ? order by scope_id",
        [kpi, scope, date.fromisoformat(f"{MONTH}-01")],
    )
    return sorted({found[0][0], found[-1][0]})


def keys(build, explained, part: set[str], key: str) -> set[str]:
    parts = ", ".join(f"'{name}'" for name in part)
    return {
        found
        for listing in explained.listings
        for (found,) in build.query(f"select {key} from {listing.table} where part in ({parts})")
    }


@pytest.mark.parametrize("kpi", sorted(catalogue.kpi_files())[:: 1 if "WILD" in os.environ else 3])
def test_every_figure_of_the_company_adds_up_from_its_rows(build, kpi):
    explained = explain.explain(build, kpi, MONTH, "company")
    assert explained.sides or explained.parts_of
    assert explain.disagreement(explained) is None


@pytest.mark.parametrize(("kpi", "scope"), SHAPES.items())
def test_figures_of_members_and_other_periods_add_up_too(build, kpi, scope):
    for member in members(build, kpi, scope):
        for period in (MONTH, "2025-Q1", "2024"):
            explained = explain.explain(build, kpi, period, f"{scope}:{member}")
            assert explain.disagreement(explained) is None, (period, member)


@pytest.mark.parametrize("kpi", sorted(SHAPES))
def test_every_row_names_its_line_in_an_export(build, kpi):
    for listing in explain.explain(build, kpi, MONTH, "company").listings:
        assert build.query(f"select count(*) from {listing.table} where source is null") == [(0,)]


@pytest.fixture(scope="module")
def told():
    """KPI -> cell -> (keys above the line, keys below it), as the oracle counts them in the demo exports."""
    demo = PROJECT / "companies" / "demo"
    written = yaml.safe_load((demo / "settings.yml").read_text(encoding="utf-8"))
    seen = defaultdict(lambda: defaultdict(lambda: (set(), set())))
    counted = {"kpi": ""}
    shares = Counting.shares

    def listening(self, facts, dated_by, scopes, is_above):
        facts = list(facts)
        for fact in facts:
            for cell in self.cells(fact, dated_by, scopes):
                above, below = seen[counted["kpi"]][cell]
                below.add(fact[SHARES[counted["kpi"]]])
                if is_above(fact):
                    above.add(fact[SHARES[counted["kpi"]]])
        return shares(self, facts, dated_by, scopes, is_above)

    def naming(kpi, count):
        def counting(*arguments):
            counted["kpi"] = kpi
            return count(*arguments)

        return counting

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Counting, "shares", listening)
        patch.setattr(
            oracle,
            "KPIS",
            {kpi: replace(oracle.KPIS[kpi], count=naming(kpi, oracle.KPIS[kpi].count)) for kpi in SHARES},
        )
        oracle.evaluate(
            demo / "exports",
            as_of=date.fromisoformat(str(written["as_of"])),
            zone=written["reporting_timezone"],
            delivery=written["sources"]["standard"]["delivery"],
            settings={name: value for name, value in written.get("vars", {}).items() if name in oracle.SETTINGS},
            seeds=demo / "seeds",
        )
    return seen


@pytest.mark.parametrize(("kpi", "key"), SHARES.items())
def test_the_rows_are_those_that_the_oracle_counts(build, told, kpi, key):
    scopes = [("company", "all"), *(("team", member) for member in members(build, kpi, "team"))]
    for scope, member in scopes:
        explained = explain.explain(build, kpi, MONTH, f"{scope}:{member}")
        above, below = told[kpi]["month", date.fromisoformat(f"{MONTH}-01"), scope, member]
        assert keys(build, explained, {"both", "numerator"}, key) == above
        assert keys(build, explained, {"both", "denominator"}, key) == below
        assert below


def test_what_is_left_out_says_why_in_both_languages(build):
    english, chinese = (
        {reason for listing in explain.explain(build, "problem_resolution_rate", MONTH, "company", language).listings
         for part, reason, *_ in listing.counts if part != "both"}
        for language in ("en", "zh")
    )  # fmt: skip
    assert {reason.split(" (")[0] for reason in english} == {
        "is_duplicate holds", "is_cancelled holds", "is_problem does not hold", "is_resolved does not hold",
    }  # fmt: skip
    assert all(" (" in reason for reason in english), "the column in words"
    assert any("是否为重复工单" in reason for reason in chinese)


def test_a_row_that_is_counted_and_taken_off_again_is_left_out(build):
    (listing,) = explain.explain(build, "call_abandonment_rate", MONTH, "company").listings
    assert [rows for part, reason, rows, *_ in listing.counts if reason == "counted, and taken off again"] == [1]


def test_a_stock_lists_what_stayed(build):
    explained = explain.explain(build, "open_backlog", MONTH, "team:T01")
    stayed = keys(build, explained, {"numerator"}, "request_id")
    assert len(stayed) == explained.sides["numerator"] == explained.value[0]


def test_answers_of_employees_are_not_listed(build, capsys):
    explained = explain.explain(build, "employee_satisfaction_rate", "2025", "company")
    explain.tell(build, explained, Say(as_json=True), 5, None, "en")
    said = capsys.readouterr().out
    assert "is not listed" in said and "rows behind" in said and "agent A" not in said
    others = explain.explain(build, "csat_top_box_rate", "2025", "company")
    assert not {who for who in keys(build, others, {"both", "left_out"}, "respondent") if who.startswith("agent")}


def test_a_group_that_is_too_small_to_be_shown_is_not_counted_either(build, capsys):
    explained = explain.explain(build, "employee_satisfaction_rate", "2025", "team:T01")
    assert not explained.is_hidden
    explained.value = (None, None, None)  # as where fewer than smallest_group answered
    explain.tell(build, explained, Say(as_json=True), 5, None, "en")
    assert "rows behind" not in capsys.readouterr().out


def test_a_figure_made_of_figures_names_them(build):
    explained = explain.explain(build, "service_quality_improvement_rate", MONTH, "company")
    assert [(kpi, start.month) for kpi, start, *_ in explained.parts_of] == [
        ("service_effectiveness_rate", 5),
        ("service_effectiveness_rate", 6),
    ]


def test_rows_that_do_not_add_up_are_an_error(build, capsys):
    explained = explain.explain(build, "problem_resolution_rate", MONTH, "company")
    explained.value = (explained.value[0] + 1, *explained.value[1:])
    with pytest.raises(UserError, match="the rows give a numerator of 129, fct_kpi_values has 130"):
        explain.tell(build, explained, Say(as_json=True), 0, None, "en")


@pytest.mark.parametrize(
    ("kpi", "period", "scope", "message"),
    [
        ("complaint_rat", MONTH, "company", "no KPI of the registry; did you mean complaint_rate"),
        ("complaint_rate", "2025-13", "company", "2025-13 is no period: write 2025"),
        ("complaint_rate", "2031", "company", "2031 is no period of the calendar, which goes from 2024-01-01"),
        ("complaint_rate", "2025-06-01", "team:T01", "not kept by day for the scope team; it is by: week, month"),
        ("call_connect_rate", MONTH, "region:华东", "not kept for the scope region; it is for: agent, channel"),
        ("complaint_rate", MONTH, "team:T1", "team has no member T1; did you mean T01"),
        ("complaint_rate", MONTH, "team", "name the member too, as --scope team:ID"),
        ("complaint_rate", MONTH, "company:acme", "the company has no members"),
    ],
)
def test_a_figure_that_there_is_not_is_one_line(build, kpi, period, scope, message):
    with pytest.raises(UserError, match=message) as raised:
        explain.explain(build, kpi, period, scope)
    assert "\n" not in str(raised.value)


def test_without_a_build_it_says_so(tmp_path):
    with pytest.raises(UserError, match=r"nothing was built in .* yet: run `service-kpi run`"):  # noqa: SIM117
        with explain.open_build(SimpleNamespace(warehouse=tmp_path / "no.duckdb", data_dir=tmp_path)):
            pass


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select (", "cannot be read"),
        ("select 1", "reads nothing"),
        ("select a.n from core.a as a", "does not end in one grouping"),
        ("select 'x' as period_grain, sum(n) as n from core.a group by all having sum(n) > 1", "not worked out"),
    ],
)
def test_a_shape_that_cannot_be_traced_is_said(sql, message):
    cell = trace.Cell("month", date(2025, 6, 1), date(2025, 6, 1), date(2025, 6, 30), "company", "all")
    with pytest.raises(trace.NotTraceable, match=message):
        trace.rows_of("a", ["n"], cell, SimpleNamespace(sql=lambda model: sql, columns=lambda model: []))


def test_an_index_is_made_of_the_rows_that_it_weighs():
    sql = "select sum(weight) as numerator from w.scorecards.int_parts where index_id = 'quality' group by period_grain"
    assert trace.parts_of_index(sql) == "FROM w.scorecards.int_parts WHERE index_id = 'quality'"
    assert trace.parts_of_index("with a as (select * from w.s.b) select * from a") is None


def test_the_command_shows_the_first_rows_and_writes_all(built, tmp_path, monkeypatch):
    monkeypatch.setenv("SERVICE_KPI_DATA", str(built.settings.data_dir))
    path = tmp_path / "rows.csv"
    said = CliRunner().invoke(
        cli.main,
        ["explain", "reply_rate", "--period", MONTH, "--limit", "2", "--csv", str(path), "--language", "zh"],
    )
    assert said.exit_code == 0 and "已核对：上述行得出分子 319和分母 351" in said.output, said.output
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    parts = [row["part"] for row in rows]
    assert parts.count("both") == 319 and parts.count("both") + parts.count("denominator") == 351
    assert all(row["source_file"] and row["source_row"] for row in rows)
