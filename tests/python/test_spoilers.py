"""The dbt tests judged: each spoiler changes one thing in a built warehouse, and exactly one test must notice.

A test that nothing can make fail proves nothing; a test that fails together with ten others says nothing. Every
singular test and every kind of generic test has a spoiler here.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from conftest import BuiltWarehouse, DataTest
from replay import compiled_models

# The last week runs on after as_of: it stands in no scorecard and nothing is compared with it.
RUNNING_WEEK = """period_grain = 'week' and period_start = (
    select max(period_start) from core.dim_periods where period_grain = 'week' and not is_complete
)"""
ONE_CALL = "call_id = (select min(call_id) from core.fct_calls where is_inbound and connected_seconds > 0)"
ONE_COMPLAINT = (
    "complaint_id = (select min(complaint_id) from core.fct_complaints"
    " where response_calendar_seconds > 0 and schedule_id <> 'always')"
)


@dataclass(frozen=True)
class Spoiler:
    """One change, and the one test that must fail on it."""

    change: str
    fails: str


SPOILERS = [
    # ---- the kinds of generic tests
    Spoiler(
        "insert into core.dim_services from core.dim_services limit 1",
        fails="dim_services__unique_service_id",
    ),
    Spoiler(
        "update core.dim_customers set customer_id = null"
        " where customer_id = (select min(customer_id) from core.dim_customers)",
        fails="dim_customers__unique_customer_id",
    ),
    Spoiler(
        "update core.dim_survey_scales set is_default = true where (survey, scale_max) = ('csat', 7)",
        fails="dim_survey_scales__one_default",
    ),
    Spoiler(
        "update seeds.kpi_targets set near_margin = null"
        " where (kpi_id, scope_id) = (select (min(kpi_id), min(scope_id)) from seeds.kpi_targets)",
        fails="kpi_targets__unique_grain",
    ),
    Spoiler(
        "update seeds.scope_types set scope_set = 'weather' where scope_type = 'region'",
        fails="scope_types__known_scope_set",
    ),
    Spoiler(
        "insert into core.kpi_scopes values ('weather_rate', 'team', 'week')",
        fails="kpi_scopes__kpi_id_in_dim_kpi",
    ),
    Spoiler(
        "insert into core.period_days from core.period_days where period_grain = 'day' limit 1",
        fails="period_days__unique_grain",
    ),
    Spoiler(
        "update intermediate.int_export_columns set column_name = null"
        " where entity = 'calls' and column_name = 'call_id'",
        fails="int_export_columns__unique_column",
    ),
    Spoiler(
        "insert into seeds.kpi_inputs from seeds.kpi_inputs limit 1",
        fails="kpi_inputs__unique_grain",
    ),
    Spoiler(
        f"update core.fct_calls set connected_seconds = -1 where {ONE_CALL}",
        fails="fct_calls__no_negative_duration",
    ),
    Spoiler(
        "update seeds.business_schedules set time_zone = 'Asia/Tokyo' where schedule_id = 'office' and opens = '09:00'",
        fails="business_schedules__one_time_zone_and_calendar",
    ),
    Spoiler(
        "update seeds.business_schedules set holiday_calendar = 'none'"
        " where schedule_id = 'office' and opens = '09:00'",
        fails="business_schedules__one_time_zone_and_calendar",
    ),
    # ---- singular tests
    Spoiler(
        "update quality.dq_reconciliation set accepted = accepted - 1"
        " where source_file = (select min(source_file) from quality.dq_reconciliation)",
        fails="assert_landed_is_accepted_superseded_or_rejected",
    ),
    Spoiler(
        "update landing.files set landed_rows = landed_rows + 1"
        " where source_file = (select min(source_file) from landing.files where table_name = 'calls' and is_in_force)",
        fails="assert_every_landed_row_is_staged",
    ),
    Spoiler(
        # A file of a company's own source that gives two exports, one of its three rows to neither.
        "insert into landing.files (source_name, table_name, source_file, landed_rows, is_in_force)"
        " values ('own', 'sheet', 'sheet.csv', 3, true); create temp table landed as from intermediate.int_landed_rows;"
        " drop view intermediate.int_landed_rows; create table intermediate.int_landed_rows as from landed;"
        " insert into intermediate.int_landed_rows"
        " (entity, source_name, source_file, source_row, row_key) values ('calls', 'own', 'sheet.csv', 2, 'a'),"
        " ('calls', 'own', 'sheet.csv', 3, 'b'), ('agents', 'own', 'sheet.csv', 3, 'b')",
        fails="assert_every_landed_row_is_staged",
    ),
    Spoiler(
        "update scorecards.index_parts_values set contribution_change = contribution_change + 0.001"
        " where index_id = 'service_quality_index' and part = 'accuracy' and scope_type = 'company'"
        " and period_start = date '2025-05-01' and period_grain = 'month'",
        fails="assert_index_parts_sum_to_their_index",
    ),
    Spoiler(
        "delete from core.kpi_scopes"
        " where kpi_id = 'call_connect_rate' and scope_type = 'team' and period_grain = 'week'",
        fails="assert_kpi_values_stand_where_kpi_scopes_allows",
    ),
    Spoiler(
        "delete from scorecards.fct_kpi_values"
        f" where kpi_id = 'customer_satisfaction_score' and scope_type = 'company' and {RUNNING_WEEK}",
        fails="assert_company_has_every_kpi_in_every_period",
    ),
    Spoiler(
        "update scorecards.fct_kpi_values set numerator = coalesce(numerator, 0) + 1"
        f" where kpi_id = 'average_call_duration' and scope_type = 'channel' and {RUNNING_WEEK}",
        fails="assert_scope_members_sum_to_the_company",
    ),
    Spoiler(
        "update core.period_days set period_start = date '2024-01-01'"
        " where period_grain = 'month' and day = date '2025-03-03'",
        fails="assert_days_sum_to_longer_periods",
    ),
    Spoiler(
        f"update core.fct_calls set is_answered = not is_answered where {ONE_CALL}",
        fails="assert_call_connect_rate_agrees_with_calls",
    ),
    Spoiler(
        "delete from core.fct_complaints where complaint_id = (select min(complaint_id) from core.fct_complaints)",
        fails="assert_complaints_counted_agree_with_complaints",
    ),
    Spoiler(
        "update core.dim_kpi set is_built = false where kpi_id = 'complaint_rate'",
        fails="assert_built_kpis_are_united_and_valued",
    ),
    Spoiler(
        "delete from seeds.kpi_inputs where kpi_id = 'service_request_volume'",
        fails="assert_built_kpis_name_their_inputs",
    ),
    Spoiler(
        "update scorecards.scorecard_team set value = value + 1 where value is not null"
        " and scope_id = (select min(scope_id) from scorecards.scorecard_team where value is not null)",
        fails="assert_scorecards_repeat_fct_kpi_values",
    ),
    Spoiler(
        "update scorecards.fct_kpi_values set previous_value = coalesce(previous_value, 0) + 1"
        f" where kpi_id = 'average_call_duration' and scope_type = 'company' and {RUNNING_WEEK}",
        fails="assert_compared_values_are_those_of_their_periods",
    ),
    Spoiler(
        f"update core.fct_calls set started_at = timestamp '2099-01-01 00:00:00' where {ONE_CALL}",
        fails="assert_nothing_begins_after_as_of",
    ),
    Spoiler(
        "update scorecards.fct_kpi_values set numerator = denominator + 1"
        f" where kpi_id = 'customer_satisfaction_score' and scope_type = 'team' and {RUNNING_WEEK}",
        fails="assert_proportions_lie_within_their_denominator",
    ),
    Spoiler(
        "update scorecards.fct_kpi_values set ci_high = ci_low / 2"
        f" where kpi_id = 'average_call_duration' and scope_type = 'channel' and ci_low > 0 and {RUNNING_WEEK}",
        fails="assert_intervals_hold_their_value",
    ),
    Spoiler(
        "update measures.ratings_by_responded set csat_ratings = csat_ratings + 1"
        f" where scope_type = 'company' and {RUNNING_WEEK}",
        fails="assert_answers_by_person_agree_with_answers_by_day",
    ),
    Spoiler(
        "update scorecards.fct_kpi_values set value = value + 1"
        " where kpi_id = 'service_quality_improvement_rate' and scope_type = 'team' and not is_complete",
        fails="assert_improvement_agrees_with_effectiveness",
    ),
    Spoiler(
        "update scorecards.fct_kpi_values set status = 'met'"
        " where kpi_id = 'call_connect_rate' and scope_type = 'channel' and status = 'no_target'",
        fails="assert_status_follows_target",
    ),
    Spoiler(
        "update core.fct_quality_audit_items set agent_id = 'nobody'"
        " where audit_id = (select min(audit_id) from core.fct_quality_audit_items)",
        fails="assert_scope_members_are_known",
    ),
    # ---- clocks and history
    Spoiler(
        "update core.fct_complaints set response_business_seconds = response_calendar_seconds + 1"
        f" where {ONE_COMPLAINT}",
        fails="assert_business_time_fits_into_calendar_time",
    ),
    Spoiler(
        f"update core.fct_complaints set response_business_seconds = null where {ONE_COMPLAINT}",
        fails="assert_schedules_cover_every_moment",
    ),
    Spoiler(
        "update core.business_calendar set open_before = open_before + 1"
        " where hour_number = (select max(hour_number) - 1000 from core.business_calendar)",
        fails="assert_business_clock_runs_on_without_a_jump",
    ),
    Spoiler(
        "update core.fct_service_requests set acceptance_business_seconds = acceptance_business_seconds / 2"
        " where request_id = (select min(request_id) from core.fct_service_requests"
        " where acceptance_business_seconds > 1 and handling_business_seconds is not null)",
        fails="assert_business_time_adds_up",
    ),
    Spoiler(
        "update core.fct_request_states set to_at = null where request_id = (select min(request_id)"
        " from core.fct_request_states where to_at is not null and state_number = 1 and state_after is null)",
        fails="assert_backlog_counted_agrees_with_its_changes",
    ),
    Spoiler(
        "update core.fct_sla_clocks set breach_at = started_at where request_id ="
        " (select min(request_id) from core.fct_sla_clocks where is_met and stopped_at > started_at)",
        fails="assert_service_levels_agree_with_their_breach_moment",
    ),
    Spoiler(
        "update scorecards.scorecard_findings set months_missed = months_missed + 1 where status = 'missed'",
        fails="assert_findings_agree_with_the_monthly_values",
    ),
    Spoiler(
        "insert into measures.calls_by_started from measures.calls_by_started where scope_type = 'region' limit 1",
        fails="assert_measures_have_one_row_per_cell",
    ),
    # ---- bounds
    Spoiler(
        "update scorecards.fct_kpi_values set value = value + 0.001 where kpi_id = 'customer_churn_rate'"
        " and scope_type = 'region' and not is_complete and value between 0.1 and 0.9",
        fails="assert_complements_sum_to_one",
    ),
    Spoiler(
        "update scorecards.fct_kpi_values set value = 101, ci_low = 100, ci_high = 102"
        " where kpi_id = 'net_promoter_score' and scope_type = 'service' and not is_complete and value is not null",
        fails="assert_scores_stay_within_their_scale",
    ),
    Spoiler(
        "insert into scorecards.fct_kpi_values (kpi_id, period_grain, period_start, scope_type, scope_id, status)"
        " select 'channel_consistency_index', 'year', (select max(period_start) from core.dim_periods where"
        " period_grain = 'year'), 'team', 'T' || number, 'no_data' from range(100000) as more (number)",
        fails="assert_kpi_values_stay_within_the_row_budget",
    ),
]


@pytest.fixture(scope="module")
def copy(built: BuiltWarehouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the build file under its own name, which the compiled SQL uses as its catalog."""
    path = tmp_path_factory.mktemp("copy") / Path(built.warehouse).name
    shutil.copy(built.warehouse, path)
    connection = duckdb.connect(str(path))
    connection.execute("set TimeZone = 'UTC'")
    yield connection
    connection.close()


@pytest.mark.parametrize("spoiler", SPOILERS, ids=[spoiler.fails for spoiler in SPOILERS])
def test_exactly_one_test_notices(
    spoiler: Spoiler, copy: duckdb.DuckDBPyConnection, data_tests: list[DataTest]
) -> None:
    changed = re.match(r"(?:update|insert into|delete from) (\S+)", spoiler.change)[1]
    copy.execute("begin")
    try:
        (rows,) = copy.execute(spoiler.change).fetchone()
        # Tests that do not rest on the changed table cannot tell the difference.
        failing = {test.name for test in data_tests if changed in test.reads and test.fails(copy)}
    finally:
        copy.execute("rollback")
    assert rows > 0, "the spoiler changed nothing"
    assert failing == {spoiler.fails}


def test_an_unspoiled_copy_passes_every_test(copy: duckdb.DuckDBPyConnection, data_tests: list[DataTest]) -> None:
    assert [test.name for test in data_tests if test.fails(copy)] == []


def test_a_target_of_a_kpi_without_a_direction_is_no_judgement(copy, data_tests) -> None:
    (test,) = (test for test in data_tests if test.name == "assert_status_follows_target")
    copy.execute("begin")
    try:
        changed = "update scorecards.fct_kpi_values set target = 60 where kpi_id = 'service_demand_volume'"
        assert copy.execute(changed).fetchone()[0] > 0
        assert not test.fails(copy)
    finally:
        copy.execute("rollback")


def test_an_odd_evaluation_passes_every_test(built: BuiltWarehouse, copy, data_tests) -> None:
    """What a company may well plan: one tried and missed, a band overshot, customers told by quarter, then month."""
    copy.execute("begin")
    try:
        for change in (
            "update seeds.evaluation_plan set status = 'pilot' where kpi_id = 'call_connect_rate'",
            "update seeds.kpi_targets set target_to = '0.51' where kpi_id = 'resource_utilization'",
            "update seeds.evaluation_plan set frequency = 'quarterly', valid_to = '2025-05-31'"
            " where (kpi_id, audience) = ('complaint_rate', 'customers')",
            "insert into seeds.evaluation_plan values ('complaint_rate', 'customers', '2025-06-01', '9999-12-31',"
            " 'monthly', 'review', 'desk', null, null, 'in_force')",
        ):
            assert copy.execute(change).fetchone()[0] > 0, change
        for name, kind, sql in compiled_models(built.target):
            if name.startswith("scorecards."):
                copy.execute(f"create or replace {kind} {name} as {sql}")
        status = "select status, is_pilot from scorecards.scorecard_findings where kpi_id in"
        odd = copy.execute(f"{status} ('call_connect_rate', 'resource_utilization') order by 2").fetchall()
        assert odd == [("missed", False), ("missed", True)]
        assert [test.name for test in data_tests if test.fails(copy)] == []
    finally:
        copy.execute("rollback")


def test_every_singular_test_and_every_generic_kind_has_a_spoiler(data_tests: list[DataTest]) -> None:
    kinds = {test.name: test.kind for test in data_tests}
    assert {kinds[spoiler.fails] for spoiler in SPOILERS} == set(kinds.values())
