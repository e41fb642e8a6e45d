"""The oracle judged by hand: every example is small enough to count on one's fingers."""

import csv
import gzip
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from by_hand import JUNE, Company, fraction
from hypothesis import given
from hypothesis import strategies as st
from oracle import KPIS, BadExport, Counts, divide, interval, mean_interval, wilson
from oracle.periods import GRAINS, calendar, is_complete, next_start, period_start, previous_start, year_ago_start
from oracle.read import (
    decode,
    local_midnight,
    natural_order,
    parse_boolean,
    parse_date,
    parse_integer,
    parse_number,
    parse_timestamp,
    read_table,
)
from oracle.rules import EXPORTS
from oracle.scales import DEFAULT_SCALES, SATISFIED_FROM

ROOT = Path(__file__).resolve().parents[2]
SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")

CALLS = "call_id,direction,started_at,answered_at,ended_at,outcome,agent_id,request_id"
REQUESTS = (
    "request_id,request_type,created_at,resolved_at,cancelled_at,duplicate_of,agent_id,team_id,channel,customer_id"
)
COMPLAINTS = "complaint_id,submitted_at,request_id,agent_id,team_id,region,customer_id"
# Named as inputs in the registry, but no exports: without any row of theirs nothing is counted.
REFERENCE_TABLES = {"sla_policies", "assets", "regions_in_scope", "index_parts", "ahp_judgements"}

ANSWERS = "response_id,dimension,survey,responded_at,score,scale_min,scale_max,respondent_id,request_id"
AGENTS = "agent_id,valid_from,team_id"


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


# ---------------------------------------------------------------- call_connect_rate


def test_connect_rate_counts_inbound_calls_only(company: Company) -> None:
    company.put(
        "calls.csv",
        CALLS,
        "C1,inbound,2025-06-02 09:00,2025-06-02 09:01,2025-06-02 09:02,answered,,",
        "C2,,2025-06-02 10:00,,,busy,,",  # an empty direction is inbound
        "C3,Inbound,2025-06-02 11:00,2025-06-02 11:01,,,,",  # no outcome, but answered
        "C4,outbound,2025-06-02 12:00,2025-06-02 12:01,,answered,,",  # outbound
        "C5,inbound,2025-06-03 09:00,2025-06-03 09:01,,abandoned,,",  # the outcome says no
    )
    row = company.value("call_connect_rate")
    assert fraction(row) == (2, 4)
    assert row.value == 0.5
    assert row.sample_size == 4
    assert row.numerator_squares is None
    assert fraction(company.value("call_connect_rate", ("day", date(2025, 6, 2)))) == (2, 3)


def test_a_team_of_outbound_calls_alone_has_no_row_and_the_company_no_value(company: Company) -> None:
    company.put("agents.csv", AGENTS, "A1,,T1")
    company.put("calls.csv", CALLS, "C1,outbound,2025-06-02 09:00,,,answered,A1,")
    row = company.value("call_connect_rate")
    assert fraction(row) == (0, 0)
    assert (row.value, row.ci_low, row.ci_high) == (None, None, None)
    assert ("call_connect_rate", *JUNE, "team", "T1") not in company.evaluate().values


# ---------------------------------------------------------------- average_call_duration


def test_duration_is_of_calls_answered_and_ended_by_the_clock(company: Company) -> None:
    company.put(
        "calls.csv",
        CALLS,
        "C1,inbound,2025-06-02 09:00,2025-06-02 09:01,2025-06-02 09:02:40,answered,,",  # 100 s
        "C2,outbound,2025-06-02 23:59,2025-06-02 23:59:30,2025-06-03 00:04:30,,,",  # 300 s, whole on its first day
        "C3,inbound,2025-06-02 09:00,2025-06-02 09:01,,answered,,",  # not ended
        "C4,inbound,2025-06-02 09:00,,2025-06-02 09:02,answered,,",  # no moment of answer
        "C5,inbound,2025-06-02 09:00,2025-06-02 09:01,2025-06-02 09:02,abandoned,,",  # not answered
        "C6,inbound,2025-06-02 09:00,2025-06-02 09:01,2025-06-02,answered,,",  # ended on a date without a clock
    )
    row = company.value("average_call_duration", ("day", date(2025, 6, 2)))
    assert fraction(row) == (400, 2)
    assert (row.value, row.sample_size, row.numerator_squares) == (200, 2, 100**2 + 300**2)
    # Variance (100 000 - 2 x 200^2) / 1 = 20 000; standard error 100.
    assert row.ci_low == pytest.approx(200 - 195.9963984540054)
    assert row.ci_high == pytest.approx(200 + 195.9963984540054)
    after = company.value("average_call_duration", ("day", date(2025, 6, 3)))
    assert (fraction(after), after.value, after.numerator_squares) == ((0, 0), None, 0)


def test_fractions_of_a_second_are_kept(company: Company) -> None:
    company.put("calls.csv", CALLS, "C1,,2025-06-02 09:00,2025-06-02 09:00:00.25,2025-06-02 09:00:02,answered,,")
    row = company.value("average_call_duration")
    assert (row.value, row.numerator_squares, row.ci_low) == (1.75, 1.75**2, None)


# ---------------------------------------------------------------- service_request_volume, complaint_rate


def put_four_requests(company: Company) -> None:
    company.put(
        "service_requests.csv",
        REQUESTS,
        "R1,question,2025-05-30 09:00,2025-06-02 09:00,,,,T1,phone,",
        "R2,problem,2025-06-01 09:00,2025-06-02 10:00,2025-06-03 09:00,,,T1,phone,",  # cancelled, though resolved
        "R3,problem,2025-06-02 09:00,2025-06-02 11:00,,R2,,T1,phone,",  # a duplicate
        "R4,problem,2025-06-02 09:00,,,,,T2,email,",
    )


def test_volume_counts_completed_requests_without_duplicates(company: Company) -> None:
    put_four_requests(company)
    row = company.value("service_request_volume")
    assert (row.numerator, row.denominator, row.value, row.sample_size) == (2, None, 2, None)
    assert company.value("service_request_volume", ("month", date(2025, 5, 1))).value == 0
    values = company.evaluate().values
    assert ("service_request_volume", *JUNE, "team", "T1") in values
    assert ("service_request_volume", *JUNE, "team", "T2") not in values  # nothing of T2 was completed


def test_complaints_over_requests_not_cancelled(company: Company) -> None:
    put_four_requests(company)
    company.put(
        "complaints.csv",
        COMPLAINTS,
        "K1,2025-06-05 09:00,R4,,,,",
        "K2,2025-06-05 09:00,,,T3,,",
        "K3,2025-07-01 00:00,,,,,",  # July already
    )
    assert fraction(company.value("complaint_rate")) == (2, 1)
    assert company.value("complaint_rate").value == 2
    assert company.value("complaint_rate").ci_low is None
    assert ("complaint_rate", *JUNE, "team", "T1") not in company.evaluate().values  # its request was cancelled
    assert fraction(company.value("complaint_rate", scope="team", member="T2")) == (1, 1)  # by the request
    assert fraction(company.value("complaint_rate", scope="team", member="T3")) == (1, 0)
    assert ("complaint_rate", "day", date(2025, 7, 1), "company", "all") not in company.evaluate().values
    assert fraction(company.value("complaint_rate", ("month", date(2025, 5, 1)))) == (0, 1)


# ---------------------------------------------------------------- csat_top_box_rate, customer_satisfaction_score


def test_only_rated_overall_csat_answers_count(company: Company) -> None:
    company.put(
        "survey_responses.csv",
        ANSWERS + ",sent_at",
        "S1,,csat,2025-06-02 09:00,4,,,,,",  # satisfied: 4 of 5, the scale by default
        "S2,overall,CSAT,2025-06-02 09:00,3,1,5,,,",
        "S3,attitude,csat,2025-06-02 09:00,5,1,5,,,",  # another question
        "S4,,csat,2025-06-02 09:00,,1,5,,,",  # not rated
        "S5,,csat,,5,1,5,,,2025-06-01 09:00",  # no moment of answer
        "S6,,nps,2025-06-02 09:00,10,0,10,,,",  # another survey
        "S7,,csat,2025-06-02 09:00,7,0,10,,,",  # of 10 it takes 8
        "S8,,csat,2025-06-02 09:00,8,0,10,,,",
        "S9,,csat,2025-06-02 09:00,16,1,21,,,",  # a scale unknown: 15/20 is 0.75
        "S10,,csat,2025-06-02 09:00,15,1,21,,,",
    )
    row = company.value("csat_top_box_rate")
    assert fraction(row) == (3, 6)
    assert (row.value, row.sample_size) == (0.5, 6)


def test_a_customer_is_one_vote(company: Company) -> None:
    company.put("service_requests.csv", REQUESTS, "R1,question,2025-06-01 09:00,,,,,,,U3")
    company.put(
        "survey_responses.csv",
        ANSWERS,
        "S1,,csat,2025-06-02 09:00,3,1,5,U1,",
        "S2,,csat,2025-06-03 09:00,5,1,5,U1,",  # U1: (0.5 + 1) / 2 = 0.75, satisfied
        "S3,,csat,2025-06-02 09:00,4,1,5,U2,",
        "S4,,csat,2025-06-02 09:00,3,1,5,U2,",  # U2: 0.625
        "S5,,csat,2025-06-02 09:00,2,1,5,,R1",  # U3 by the request
        "S6,,csat,2025-06-02 09:00,5,1,5,,",  # nobody known: a customer of its own
        "S7,,csat,2025-06-02 09:00,5,1,5,,",
    )
    row = company.value("customer_satisfaction_score")
    assert fraction(row) == (3, 5)
    assert row.value == pytest.approx(0.6)
    assert fraction(company.value("customer_satisfaction_score", ("day", date(2025, 6, 2)))) == (2, 5)  # U1 gave a 3
    assert fraction(company.value("customer_satisfaction_score", ("day", date(2025, 6, 3)))) == (1, 1)


def test_the_mean_of_doubles_may_fall_short_by_a_rounding_error(company: Company) -> None:
    # 0.6 / 0.8 is 0.7499999999999999 in doubles.
    company.put("survey_responses.csv", ANSWERS, "S1,,csat,2025-06-02 09:00,0.6,0,0.8,U1,")
    assert fraction(company.value("customer_satisfaction_score")) == (1, 1)


def test_a_scale_without_width_satisfies_nobody(company: Company) -> None:
    company.put("survey_responses.csv", ANSWERS, "S1,,csat,2025-06-02 09:00,3,3,3,U1,")
    assert fraction(company.value("csat_top_box_rate")) == (0, 1)
    assert fraction(company.value("customer_satisfaction_score")) == (0, 1)


# ---------------------------------------------------------------- to whom a row belongs


def test_the_team_is_the_agents_at_that_moment(company: Company) -> None:
    company.put("agents.csv", AGENTS, "A1,,T1", "A1,2025-06-10 00:00,T2", "A2,2025-06-10,T3")
    company.put(
        "calls.csv",
        CALLS,
        "C1,,2025-06-09 23:59,,,missed,A1,",
        "C2,,2025-06-10 00:00,,,missed,A1,",
        "C3,,2025-06-09 23:59,,,missed,A2,",  # before the first state
    )
    rows = company.june("call_connect_rate").items()
    teams = {member: row.denominator for (scope, member), row in rows if scope == "team"}
    assert teams == {"T1": 1, "T2": 1, "unknown": 1}


def test_an_unknown_agent_stays_unknown_and_keeps_the_requests_team(company: Company) -> None:
    company.put("agents.csv", AGENTS, "A1,,T1")
    company.put("service_requests.csv", REQUESTS, "R1,question,2025-06-01 09:00,,,,A1,T9,phone,")
    company.put(
        "calls.csv",
        CALLS,
        "C1,,2025-06-02 09:00,,,missed,A8,R1",  # its own agent is not in the agents export: no falling back
        "C2,,2025-06-02 09:00,,,missed,,R1",
        "C3,,2025-06-02 09:00,,,missed,A1,R0",  # a request nobody has
    )
    counted = {member: row.denominator for member, row in company.june("call_connect_rate").items()}
    assert counted["agent", "unknown"] == 1
    assert counted["agent", "A1"] == 2
    assert counted["team", "T9"] == 2
    assert counted["team", "T1"] == 1
    assert counted["channel", "phone"] == 2
    assert counted["channel", "unknown"] == 1


def test_without_an_agents_file_ids_stand_as_given(company: Company) -> None:
    company.put("calls.csv", CALLS, "C1,,2025-06-02 09:00,,,missed,A8,")
    assert fraction(company.value("call_connect_rate", scope="agent", member="A8")) == (0, 1)
    assert fraction(company.value("call_connect_rate", scope="team", member="unknown")) == (0, 1)


def test_region_is_own_then_the_requests_then_the_customers(company: Company) -> None:
    company.put("customers.csv", "customer_id,region,segment", "U1,south,gold", "U2,,gold")
    company.put(
        "service_requests.csv",
        REQUESTS + ",region",
        "R1,question,2025-06-01 09:00,,,,,,,U1,north",
        "R2,question,2025-06-01 09:00,,,,,,,U1,",
        "R3,question,2025-06-01 09:00,,,,,,,U2,",
    )
    company.put(
        "complaints.csv",
        COMPLAINTS,
        "K1,2025-06-02 09:00,R1,,,west,",
        "K2,2025-06-02 09:00,R1,,,,U1",
        "K3,2025-06-02 09:00,R3,,,,U1",  # the request's region is unknown
        "K4,2025-06-02 09:00,R2,,,,",
        "K5,2025-06-02 09:00,,,,,U9",
    )
    counted = {member: fraction(row) for member, row in company.june("complaint_rate").items()}
    assert counted["region", "west"] == (1, 0)
    assert counted["region", "north"] == (1, 1)
    assert counted["region", "south"] == (2, 1)
    assert counted["region", "unknown"] == (1, 1)
    assert counted["customer_segment", "gold"] == (4, 3)
    assert counted["customer_segment", "unknown"] == (1, 0)


def test_an_answer_of_an_agent_is_the_customers_of_the_request(company: Company) -> None:
    company.put("customers.csv", "customer_id,segment", "U1,gold", "U2,silver")
    company.put("service_requests.csv", REQUESTS, "R1,question,2025-06-01 09:00,,,,,,,U2")
    company.put(
        "survey_responses.csv",
        ANSWERS + ",respondent_type",
        "S1,,csat,2025-06-02 09:00,5,1,5,U1,R1,agent",
        "S2,,csat,2025-06-02 09:00,5,1,5,U1,R1,customer",
        "S3,,csat,2025-06-02 09:00,5,1,5,U1,R1,",
    )
    assert fraction(company.value("csat_top_box_rate", scope="customer_segment", member="silver")) == (1, 1)
    assert fraction(company.value("csat_top_box_rate", scope="customer_segment", member="gold")) == (2, 2)


# ---------------------------------------------------------------- which copies and rows stand


def test_the_copy_updated_last_wins_and_then_the_later_file(company: Company) -> None:
    header = "call_id,started_at,outcome,updated_at"
    company.put("calls_9.csv", header, "C1,2025-06-02 09:00,answered,2025-06-04", "C2,2025-06-02 09:00,missed,")
    company.put("calls_10.csv", header, "C1,2025-06-02 09:00,missed,2025-06-03", "C2,2025-06-02 09:00,answered,")
    company.put("calls/late.csv", header, "C1,2025-06-02 09:00,missed,")  # never updated: before all that were
    result = company.evaluate()
    assert fraction(result.values["call_connect_rate", *JUNE, "company", "all"]) == (2, 2)
    accounts = {account.file: account for account in result.accounts}
    assert list(accounts) == ["calls/late.csv", "calls_9.csv", "calls_10.csv"]
    assert [(a.landed, a.accepted, a.superseded, a.rejected) for a in accounts.values()] == [
        (1, 0, 1, 0),
        (2, 1, 1, 0),
        (2, 1, 1, 0),
    ]


def test_of_a_full_export_the_newest_file_stands_alone(company: Company) -> None:
    company.put("calls_1.csv", "call_id,started_at,outcome", "C1,2025-06-02 09:00,missed", "C1,2025-06-02 09:00,busy")
    company.put(
        "calls_2.csv",
        "call_id,started_at,outcome",
        "C2,someday,answered",
        "C2,2025-06-02 09:00,answered",
        "C2,2025-06-02 09:00,missed",
    )
    result = company.evaluate(delivery={"calls": "full"})
    assert fraction(result.values["call_connect_rate", *JUNE, "company", "all"]) == (1, 1)
    assert [(a.landed, a.accepted, a.superseded, a.rejected) for a in result.accounts] == [(2, 0, 2, 0), (3, 1, 0, 2)]
    assert [(r.row, r.column) for r in result.rejected] == [(2, "started_at"), (4, "call_id")]


def test_of_a_full_export_only_the_newest_file_says_which_columns_there_are(company: Company) -> None:
    company.put("agents_1.csv", "agent_id,team_id,hired_on,left_on", "A1,T1,2024-01-01,")
    company.put("agents_2.csv", "agent_id,team_id,hired_on", "A1,T1,2024-01-01")
    turnover = ("employee_turnover_rate", *JUNE, "team", "T1")
    assert turnover in company.evaluate().values
    assert turnover not in company.evaluate(delivery={"agents": "full"}).values  # who left, nobody says


def test_a_deleted_key_is_gone(company: Company) -> None:
    header = "call_id,started_at,outcome,updated_at,is_deleted"
    company.put(
        "calls.csv",
        header,
        "C1,2025-06-02 09:00,answered,2025-06-02 10:00,",
        "C1,2025-06-02 09:00,answered,2025-06-02 11:00,是",
        "C2,2025-06-02 09:00,answered,2025-06-02 11:00,N",
        "C2,2025-06-02 09:00,answered,2025-06-02 10:00,true",  # deleted first, and then it came back
    )
    result = company.evaluate()
    assert fraction(result.values["call_connect_rate", *JUNE, "company", "all"]) == (1, 1)
    assert [(a.accepted, a.superseded) for a in result.accounts] == [(2, 2)]


def test_an_empty_part_of_a_key_is_a_value(company: Company) -> None:
    company.put("agents.csv", AGENTS, "A1,,T1", "A1,,T2")
    company.put("calls.csv", CALLS, "C1,,2025-06-02 09:00,,,missed,A1,")
    assert fraction(company.value("call_connect_rate", scope="team", member="T2")) == (0, 1)


def test_bad_rows_are_rejected_for_the_first_reason(company: Company) -> None:
    company.put(
        "calls.csv",
        "call_id,direction,started_at,answered_at,ended_at,hold_seconds,is_resolved",
        ",sideways,2025-06-02 09:00,,,,",  # row 2: column by column, the key first
        "C3,sideways,not a moment,,,,",
        "C4,,not a moment,,,many,",
        "C5,,2025-06-02 09:00,2025-06-02 08:59,2025-06-02 08:58,,",
        "C6,,2025-06-02 09:00,,,1_0,",
        "C7,,2025-06-02 09:00,,,,perhaps",
        "C8,,2025-06-02 09:00,,,",  # a field short
        "",
        "C10,,2025-07-02 00:00:01,,,,",  # as_of is July 1st, 00:00
        "C11,,2025-07-02 00:00,,,,",  # 24 hours are not more than 24 hours
        "C12,,,,,,",
    )
    assert company.reasons() == [
        (2, "call_id", "required but empty"),
        (3, "direction", "not one of: inbound, outbound"),
        (4, "started_at", "not a timestamp"),
        (5, "answered_at", "before started_at"),
        (6, "hold_seconds", "not a number"),
        (7, "is_resolved", "not true or false"),
        (8, None, "6 fields where the header has 7"),
        (10, "started_at", "in the future"),
        (12, "started_at", "required but empty"),
    ]
    [account] = company.evaluate().accounts
    assert (account.landed, account.accepted, account.superseded, account.rejected) == (10, 1, 0, 9)


def test_a_survey_row_needs_a_moment_and_a_score_on_its_scale(company: Company) -> None:
    company.put(
        "survey_responses.csv",
        "response_id,survey,sent_at,responded_at,score,expected_score,scale_min,scale_max",
        "S2,csat,,,5,,1,5",
        "S3,csat,2025-06-02 09:00,2025-06-01 09:00,5,,1,5",
        "S4,csat,,2025-06-02 09:00,6,,1,5",
        "S5,csat,,2025-06-02 09:00,5,0,1,5",
        "S6,csat,,2025-06-02 09:00,9,,1,",  # the scale is not given whole
        "S7,csat,2025-06-02 09:00,2025-07-09 09:00,5,,1,5",  # its first moment is past
        "S8,csat,,2025-07-09 09:00,5,,1,5",
        "S9,bliss,,2025-06-02 09:00,5,,1,5",
    )
    assert [(row, column) for row, column, _ in company.reasons()] == [
        (2, "sent_at"),
        (3, "responded_at"),
        (4, "score"),
        (5, "expected_score"),
        (8, "responded_at"),
        (9, "survey"),
    ]


def test_an_end_without_a_clock_lasts_until_its_day_is_over(company: Company) -> None:
    company.put(
        "service_requests.csv",
        REQUESTS,
        "R1,question,2025-06-02 09:00,2025-06-02,,,,,,",
        "R2,question,2025-06-03,2025-06-03 00:00,,,,,,",
        "R3,question,2025-06-03 00:00,2025-06-02,,,,,,",  # that day was over
    )
    assert company.reasons() == [(4, "resolved_at", "before created_at")]
    assert company.value("service_request_volume").value == 2


def test_rows_are_numbered_as_a_spreadsheet_does(company: Company) -> None:
    company.put("calls.csv", "call_id,topic,started_at", 'C1,"two', 'lines",2025-06-02 09:00', "C2,,never")
    [rejected] = company.evaluate().rejected
    assert (rejected.row, rejected.line) == (3, 4)


def test_a_blank_line_is_no_row_and_an_empty_value_is_one(company: Company) -> None:
    company.put("customers.csv", "customer_id,region", "", "  ", '""', "U1,south")
    assert company.reasons() == [(4, None, "1 fields where the header has 2")]
    assert company.evaluate().accounts[0].landed == 2


# ---------------------------------------------------------------- absent, empty, incomplete


def test_header_only_is_zero_and_absent_is_nothing(company: Company) -> None:
    company.put("service_requests.csv", REQUESTS, "R1,question,2025-06-30 09:00,,,,,,,")
    company.put("calls.csv", CALLS)
    values = company.evaluate().values
    connect, volume, complaints = (
        values[kpi, *JUNE, "company", "all"]
        for kpi in ("call_connect_rate", "service_request_volume", "complaint_rate")
    )
    assert (fraction(connect), connect.value, connect.sample_size) == ((0, 0), None, 0)
    assert (fraction(volume), volume.value) == ((0, None), 0)
    assert (fraction(complaints), complaints.value, complaints.sample_size) == ((None, None), None, None)
    assert [key for key in values if key[0] == "complaint_rate" and key[3] != "company"] == []


@pytest.mark.parametrize(
    ("kpi", "header", "is_there"),
    [
        ("call_connect_rate", "call_id,started_at", False),
        ("call_connect_rate", "call_id,started_at,outcome", True),
        ("call_connect_rate", "call_id,started_at,answered_at", True),
        ("average_call_duration", "call_id,started_at,answered_at", False),
        ("average_call_duration", "call_id,started_at,answered_at,ended_at", True),
    ],
)
def test_a_column_that_a_kpi_cannot_do_without(company: Company, kpi: str, header: str, is_there: bool) -> None:
    company.put("calls.csv", header, "C1,2025-06-02 09:00" + "," * (header.count(",") - 1))
    assert (company.value(kpi).denominator is not None) is is_there


def test_without_any_fact_the_calendar_is_the_day_of_as_of(company: Company) -> None:
    company.put("calls.csv", CALLS)
    result = company.evaluate()
    assert result.days == [date(2025, 6, 30)]
    assert fraction(company.value("call_connect_rate")) == (0, 0)
    assert fraction(company.value("complaint_rate")) == (None, None)


def test_a_missing_required_column_stops_the_run(company: Company) -> None:
    company.put("calls.csv", "call_id,outcome")
    with pytest.raises(BadExport, match="required column started_at"):
        company.evaluate()


# ---------------------------------------------------------------- which rows exist


def test_grains_are_kept_by_scope(company: Company) -> None:
    company.put("agents.csv", AGENTS, "A1,,T1")
    company.put("service_requests.csv", REQUESTS, "R1,question,2025-06-30 09:00,2025-06-30 10:00,,,A1,,phone,")
    company.put("calls.csv", CALLS, "C1,,2025-06-30 09:00,,,missed,A1,R1")
    keys = [key for key in company.evaluate().values if key[4] != "all"]
    kept = {
        scope: sorted({key[1] for key in keys if key[3] == scope}, key=GRAINS.index) for scope in {k[3] for k in keys}
    }
    assert kept == {
        "channel": ["day", "week", "month", "quarter", "year"],
        "team": ["week", "month", "quarter", "year"],
        "service": ["week", "month", "quarter", "year"],
        "customer_segment": ["week", "month", "quarter", "year"],
        "agent": ["month", "quarter", "year"],
        "region": ["month", "quarter", "year"],
    }
    assert not [key for key in keys if key[0].endswith(("connect_rate", "call_duration")) and key[3] == "region"]


def test_the_company_has_every_period_of_the_calendar(company: Company) -> None:
    company.put("quality_audits.csv", "audit_id,item_id,criterion,audited_at", "Q1,1,standard,2025-06-28 09:00")
    company.put("calls.csv", CALLS)
    result = company.evaluate()
    assert result.days == [date(2025, 6, 28), date(2025, 6, 29), date(2025, 6, 30)]
    starts = [key[1:3] for key in result.values if key[0] == "call_connect_rate"]
    assert sorted(starts) == sorted(
        [("day", day) for day in result.days]
        + [("week", date(2025, 6, 23)), ("week", date(2025, 6, 30))]
        + [("month", date(2025, 6, 1)), ("quarter", date(2025, 4, 1)), ("year", date(2025, 1, 1))]
    )


def test_days_outside_the_calendar_count_nowhere(company: Company) -> None:
    company.put(
        "service_requests.csv",
        REQUESTS,
        "R1,question,2025-06-30 09:00,2025-07-01 00:00,,,,,,",
        "R2,question,2025-06-30 09:00,2025-06-30 23:59,,,,,,",
    )
    values = company.evaluate().values
    assert values["service_request_volume", "year", date(2025, 1, 1), "company", "all"].value == 1


# ---------------------------------------------------------------- previous, year ago, complete


def test_previous_and_year_ago_go_by_the_calendar(company: Company) -> None:
    company.put(
        "calls.csv",
        CALLS,
        "C1,,2024-06-03 09:00,,,answered,,",  # 364 days before June 2nd, 2025
        "C2,,2024-06-30 09:00,,,missed,,",
        "C3,,2025-06-01 09:00,,,missed,,",
        "C4,,2025-06-02 09:00,,,answered,,",
    )
    day = company.value("call_connect_rate", ("day", date(2025, 6, 2)))
    assert (day.value, day.previous_value, day.year_ago_value) == (1, 0, 1)
    week = company.value("call_connect_rate", ("week", date(2025, 6, 2)))
    assert (week.value, week.previous_value, week.year_ago_value) == (1, 0, 1)
    month = company.value("call_connect_rate")
    assert (month.value, month.previous_value, month.year_ago_value) == (0.5, None, 0.5)  # no call in May
    year = company.value("call_connect_rate", ("year", date(2025, 1, 1)))
    assert (year.previous_value, year.year_ago_value) == (0.5, 0.5)
    channel = company.value("call_connect_rate", ("day", date(2025, 6, 2)), "channel", "unknown")
    assert (channel.previous_value, channel.year_ago_value) == (0, 1)


def test_a_period_is_complete_when_its_last_day_is_over(company: Company) -> None:
    company.put("calls.csv", CALLS, "C1,,2025-06-02 09:00,,,answered,,")
    values = company.evaluate().values
    complete = {key[1:3]: row.is_complete for key, row in values.items() if key[0] == "call_connect_rate"}
    assert complete["day", date(2025, 6, 30)] and complete[JUNE] and complete["quarter", date(2025, 4, 1)]
    assert not complete["year", date(2025, 1, 1)]
    assert not complete["week", date(2025, 6, 30)]
    assert not complete["year", date(2025, 1, 1)]
    noon = datetime(2025, 6, 30, 12, tzinfo=SHANGHAI)
    assert not is_complete(*JUNE, noon, SHANGHAI)


def test_iso_weeks_at_the_end_of_the_year() -> None:
    assert period_start("week", date(2024, 12, 31)) == date(2024, 12, 30)  # week 1 of 2025
    assert period_start("week", date(2025, 1, 5)) == date(2024, 12, 30)
    assert period_start("week", date(2021, 1, 3)) == date(2020, 12, 28)  # week 53 of 2020
    assert previous_start("week", date(2024, 12, 30)) == date(2024, 12, 23)
    assert year_ago_start("week", date(2024, 12, 30)) == date(2024, 1, 1)


def test_the_leap_day_belongs_to_its_month_and_year() -> None:
    leap_day = date(2024, 2, 29)
    assert [period_start(grain, leap_day) for grain in GRAINS] == [
        leap_day,
        date(2024, 2, 26),
        date(2024, 2, 1),
        date(2024, 1, 1),
        date(2024, 1, 1),
    ]
    assert next_start("day", leap_day) == date(2024, 3, 1)
    assert previous_start("day", date(2024, 3, 1)) == leap_day
    assert year_ago_start("day", leap_day) == date(2023, 3, 2)
    assert previous_start("quarter", date(2024, 1, 1)) == date(2023, 10, 1)


@given(st.sampled_from(GRAINS), st.dates(date(1971, 1, 1), date(2098, 12, 31)))
def test_every_day_lies_in_exactly_one_period(grain: str, day: date) -> None:
    start = period_start(grain, day)
    after = next_start(grain, start)
    assert start <= day < after
    assert period_start(grain, after) == after
    assert previous_start(grain, after) == start
    assert year_ago_start(grain, start) == period_start(grain, year_ago_start(grain, start))


# ---------------------------------------------------------------- clocks


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-06-01 09:03", utc(2025, 6, 1, 1, 3)),
        ("2025/6/1 9:03:07", utc(2025, 6, 1, 1, 3, 7)),
        ("2025-06-01T09:03:07.5", utc(2025, 6, 1, 1, 3, 7, 500000)),
        ("2025-06-01T09:03:07Z", utc(2025, 6, 1, 9, 3, 7)),
        ("2025-06-01 09:03:07+08", utc(2025, 6, 1, 1, 3, 7)),
        ("2025-06-01 09:03:07 -0330", utc(2025, 6, 1, 12, 33, 7)),
        ("2025-06-01T09:03:07+05:30", utc(2025, 6, 1, 3, 33, 7)),
        ("2025-06-01 24:00:00", utc(2025, 6, 1, 16)),
        ("2025-06-01", utc(2025, 5, 31, 16)),
        ("1970-01-01", utc(1969, 12, 31, 16)),
    ],
)
def test_moments_that_can_be_read(text: str, instant: datetime) -> None:
    moment = parse_timestamp(text, SHANGHAI)
    assert moment is not None
    assert moment.instant == instant
    assert moment.has_clock == (len(text) > 10)


@pytest.mark.parametrize(
    "text",
    ["01/06/2025 09:00", "2025-02-29", "2025-06-31 09:00", "2025-06-01 25:00", "2025-06-01 24:00:01", "2025-06-01 9",
     "1969-12-31 09:00", "2100-01-01", "20250601", "2025-06/01", "2025-06-01 09:00 CST", "45000", "2025-06-01T",
     "2025-06-01 09:60", "2025-06-01 09:00:00.1234567", "2025年6月1日"],
)  # fmt: skip
def test_moments_that_cannot_be_read(text: str) -> None:
    assert parse_timestamp(text, SHANGHAI) is None


def test_a_clock_that_comes_twice_is_the_earlier_and_one_that_never_comes_is_none() -> None:
    assert parse_timestamp("2025-11-02 01:30", NEW_YORK).instant == utc(2025, 11, 2, 5, 30)  # still summer time
    assert parse_timestamp("2025-11-02 02:00", NEW_YORK).instant == utc(2025, 11, 2, 7)
    assert parse_timestamp("2025-03-09 02:30", NEW_YORK) is None
    assert parse_timestamp("2025-03-09 03:00", NEW_YORK).instant == utc(2025, 3, 9, 7)
    assert parse_timestamp("2025-03-09 02:30-05:00", NEW_YORK).instant == utc(2025, 3, 9, 7, 30)


def test_an_hour_that_clocks_skip_or_repeat_in_a_call(company: Company) -> None:
    company.put(
        "calls.csv",
        CALLS,
        "C1,,2025-03-09 02:30,,,answered,,",
        "C2,,2025-11-02 00:50,2025-11-02 00:55,2025-11-02 02:05,answered,,",  # 2 h 10 min on the clock of the world
    )
    options = {"zone": "America/New_York", "as_of": date(2025, 11, 30)}
    assert company.reasons(**options) == [(2, "started_at", "not a timestamp")]
    values = company.evaluate(**options).values
    assert values["average_call_duration", "day", date(2025, 11, 2), "company", "all"].value == 2 * 3600 + 600


def test_the_day_is_that_of_the_reporting_zone(company: Company) -> None:
    company.put("calls.csv", CALLS, "C1,,2025-06-01 20:00,,,answered,,")
    values = company.evaluate(source_zone="America/New_York").values
    assert values["call_connect_rate", "day", date(2025, 6, 2), "company", "all"].numerator == 1


def test_the_calendar_ends_with_the_day_of_as_of() -> None:
    first = utc(2025, 6, 28, 20)  # the 29th in Shanghai
    assert calendar([first], local_midnight(date(2025, 7, 1), SHANGHAI), SHANGHAI)[-1] == date(2025, 6, 30)
    assert calendar([first], datetime(2025, 6, 30, 9, tzinfo=SHANGHAI), SHANGHAI) == [
        date(2025, 6, 29),
        date(2025, 6, 30),
    ]
    assert calendar([], utc(2025, 6, 30), SHANGHAI) == [date(2025, 6, 30)]


# ---------------------------------------------------------------- reading values and files


def test_values() -> None:
    assert parse_date("1950/1/2 10:00") == date(1950, 1, 2)
    assert parse_date("2025-06-01 24:00") == date(2025, 6, 1)  # as written
    assert parse_date("1899-12-31") is None
    assert parse_number("1e3") == 1000
    assert [parse_number(text) for text in ("1_000", "inf", "nan", "1,5", "1e999", "0x1")] == [None] * 6
    assert (parse_integer("12.0"), parse_integer("12.5"), parse_integer("12")) == (12, None, 12)
    assert [parse_boolean(text) for text in ("True", "Y", "1", "是", "FALSE", "no", "0", "否", "2")] == [
        *[True] * 4,
        *[False] * 4,
        None,
    ]


def test_white_space_around_a_value_is_nothing(company: Company) -> None:
    company.put(
        "calls.csv", CALLS, "\u3000C1\u00a0, ,\t2025-06-02 09:00 ,,, ANSWERED,,", "C1,,2025-06-02 09:00,,,busy,,"
    )
    assert fraction(company.value("call_connect_rate")) == (0, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("is_packed", [False, True])
def test_encodings(company: Company, encoding: str, is_packed: bool) -> None:
    data = "\r\n".join([AGENTS, "A1,,一线客服组", "A2,,𠮷组", ""]).encode(encoding)
    path = company.folder / ("agents.csv.gz" if is_packed else "agents.csv")
    path.write_bytes(gzip.compress(data) if is_packed else data)
    header, records = read_table(path)
    assert header == AGENTS.split(",")
    assert [fields[2] for _, _, fields in records] == ["一线客服组", "𠮷组"]


def test_what_no_encoding_reads_stops_the_run() -> None:
    with pytest.raises(BadExport, match="cannot be decoded"):
        decode(b"call_id\n\xff\xff\n")


def test_a_spreadsheet_says_what_a_text_file_would(company: Company) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    book = xlsxwriter.Workbook(str(company.folder / "agents_2025.xlsx"))
    sheet = book.add_worksheet()
    clock = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_row(0, 0, ["agent_id", "valid_from", "team_id", "hourly_cost", "is_deleted"])
    sheet.write_string(1, 0, "0012345678901234567")
    sheet.write_datetime(1, 1, datetime(2025, 6, 1, 9, 30), clock)
    sheet.write_row(1, 2, [7, 31.5, False])
    sheet.write_row(3, 0, ["A2", "", ""])
    book.close()
    company.put("calls.csv", CALLS, "C1,,2025-06-02 09:00,,,missed,0012345678901234567,")
    result = company.evaluate(delivery={"default": "append", "agents": "full"})
    assert fraction(result.values["call_connect_rate", *JUNE, "team", "7"]) == (0, 1)
    assert [(r.row, r.line, r.column) for r in result.rejected] == [(4, None, "team_id")]
    [row] = result.exports.rows["agents"]
    assert (row["valid_from"].instant, row["hourly_cost"]) == (utc(2025, 6, 1, 1, 30), 31.5)


def test_files_come_in_natural_order() -> None:
    names = ["calls_10.csv", "calls_9.csv", "calls.csv", "calls/2025-6.csv", "calls/2025-12.csv"]
    assert sorted(names, key=natural_order) == [
        "calls.csv",
        "calls/2025-6.csv",
        "calls/2025-12.csv",
        "calls_9.csv",
        "calls_10.csv",
    ]


def test_a_file_still_being_copied_waits(company: Company) -> None:
    company.put("calls.csv.part", CALLS)
    company.put("service_requests.csv", REQUESTS, "R1,question,2025-06-02 09:00,,,,,,,")
    assert company.value("call_connect_rate").denominator is None


# ---------------------------------------------------------------- intervals


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)  # the last two digits as Newcombe (1998) prints them: 81 of 263 from 0.2553 to 0.3662
def test_wilson_agrees_with_published_values(successes: int, trials: int, low: float, high: float) -> None:
    assert wilson(successes / trials, trials) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(st.integers(1, 10**7).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials))))
def test_wilson_holds_the_share_and_stays_a_share(counts: tuple[int, int]) -> None:
    share = counts[0] / counts[1]
    low, high = wilson(share, counts[1])
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1


def test_the_interval_of_a_mean() -> None:
    # 2, 4, 4, 4, 5, 5, 7, 9: mean 5, sample variance 32/7.
    low, high = mean_interval(40, 8, 232)
    assert (low + high) / 2 == pytest.approx(5)
    assert high - 5 == pytest.approx(1.959963984540054 * math.sqrt(32 / 7 / 8))
    assert mean_interval(0.3, 3, 0.03) == (pytest.approx(0.1), pytest.approx(0.1))  # never below nothing


def test_scale_reaches_value_and_interval() -> None:
    kpi = replace(KPIS["average_call_duration"], scale=100)
    counts = Counts(1.5, 2, 2, 1.25)
    assert divide(counts, kpi) == 75
    assert interval(counts, kpi)[1] == pytest.approx(100 * mean_interval(1.5, 2, 1.25)[1])


# ---------------------------------------------------------------- the whole


def test_members_of_a_scope_sum_to_the_company(company: Company) -> None:
    company.put("agents.csv", AGENTS, "A1,,T1", "A2,2025-03-01,T2")
    company.put(
        "calls.csv",
        CALLS,
        *(
            f"C{n},{'outbound' if n % 7 == 0 else ''},{date(2025, 1, 1) + timedelta(days=n)} 10:00,,,"
            f"{'missed' if n % 3 else 'answered'},{['A1', 'A2', '', 'A9'][n % 4]},"
            for n in range(150)
        ),
    )
    values = company.evaluate().values
    for kpi, grain, start, scope, _ in values:
        if scope in ("team", "agent") and kpi == "call_connect_rate":
            members = [row for key, row in values.items() if key[:4] == (kpi, grain, start, scope)]
            whole = values[kpi, grain, start, "company", "all"]
            assert sum(row.numerator for row in members) == whole.numerator
            assert sum(row.denominator for row in members) == whole.denominator


def contract_tables() -> Iterator[dict]:
    for entity in EXPORTS:
        described = yaml.safe_load((ROOT / "models" / "contract" / f"{entity}.yml").read_text(encoding="utf-8"))
        yield next(table for source in described["sources"] for table in source["tables"] if table["name"] == entity)


@pytest.mark.parametrize("table", list(contract_tables()), ids=lambda table: table["name"])
def test_the_contract_says_what_the_oracle_says(table: dict) -> None:
    export, meta = EXPORTS[table["name"]], table["config"]["meta"]
    assert list(export.key) == meta["key"]
    assert [list(pair) for pair in export.in_order] == meta.get("in_order", [])
    assert list(export.required_any) == meta.get("required_any", [])
    assert list(export.money) == meta.get("money", [])
    if "first_moment" in meta:
        assert list(export.first_moment) == [meta["first_moment"]]
    said = [
        (column["name"], column["data_type"], column.get("config", {}).get("meta", {})) for column in table["columns"]
    ]
    assert [(column.name, column.type) for column in export.columns] == [(name, kind) for name, kind, _ in said]
    assert [column.required for column in export.columns] == [meta.get("required", False) for *_, meta in said]
    assert [list(column.values) for column in export.columns] == [meta.get("values", []) for *_, meta in said]


def seed(name: str) -> list[dict[str, str]]:
    with (ROOT / "seeds" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def straight(text: str) -> str:
    """Apostrophes all alike."""
    return text.replace("\u2019", "'")


@pytest.mark.parametrize("kpi_id", KPIS)
def test_the_registry_says_what_the_oracle_says(kpi_id: str) -> None:
    [row] = [row for row in seed("kpi_registry.csv") if row["kpi_id"] == kpi_id]
    kpi = KPIS[kpi_id]
    words = " / ".join(filter(None, [row["numerator"], row["denominator"]]))
    assert straight(first_line(kpi.count)) == straight(words)
    assert (kpi.kind, kpi.better, kpi.scale) == (row["kind"], row["better"], float(row["scale"]))
    assert (kpi.finest_grain, kpi.maturity_days) == (row["finest_grain"], int(row["maturity_days"]))
    assert set(kpi.scopes) == set(row["scopes"].split())
    exports = {name for name in row["exports"].split() if not name.startswith("[")} - REFERENCE_TABLES
    assert set(kpi.exports) == {name for name in exports if "|" not in name}
    needed = [{column.partition(".")[0] for column in need.split()} for need in kpi.needs]
    assert all(set(either.split("|")) in needed for either in exports if "|" in either)


def first_line(function: Callable) -> str:
    return function.__doc__.splitlines()[0]


def test_the_scales_are_those_of_the_seed() -> None:
    scales = seed("survey_scales.csv")
    ends = {(row["survey"], float(row["scale_min"]), float(row["scale_max"])): row for row in scales}
    assert {row["is_reversed"] for row in scales} == {"false"}
    assert {scale: float(row["satisfied_from"]) for scale, row in ends.items()} == SATISFIED_FROM
    assert {scale[0]: scale[1:] for scale, row in ends.items() if row["is_default"] == "true"} == DEFAULT_SCALES


@pytest.mark.parametrize("kpi_id", KPIS)
def test_the_inputs_say_what_the_oracle_says(kpi_id: str) -> None:
    needs: dict[str, set[tuple[str, str]]] = {}
    for row in seed("kpi_inputs.csv"):
        if row["kpi_id"] == kpi_id:
            needs.setdefault(row["need"], set()).add((row["entity"], row["column_name"]))
    if not needs:
        pytest.skip("the seed does not name it yet")
    kpi = KPIS[kpi_id]
    ours = [{tuple(name.split(".")) for name in need.split()} for need in kpi.needs]
    ours += [{(entity, "*")} for entity in kpi.exports]
    assert strictest(ours) == strictest(needs.values())


def strictest(needs: Iterable[set[tuple[str, str]]]) -> set[frozenset[tuple[str, str]]]:
    """The needs that no other implies: a column's implies its export's, and a required column's says no more."""
    required = {(name, column.name) for name, export in EXPORTS.items() for column in export.columns if column.required}
    said = {frozenset((column[0], "*") if column in required else column for column in need) for need in needs}
    of_one = {need: {entity for entity, _ in need} for need in said}
    implied = {
        frozenset({(entity, "*")})
        for need, entities in of_one.items()
        for entity in entities
        if len(entities) == 1 and (entity, "*") not in need
    }
    return said - implied
