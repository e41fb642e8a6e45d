"""The oracle's currencies, costs, revenues and shifts judged by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from by_hand import Company, fraction

MAY = ("month", date(2025, 5, 1))
QUARTER = ("quarter", date(2025, 4, 1))

FINANCES = "posting_id,posted_on,kind,category,team_id,service_id,is_service,amount,currency"
SHIFTS = "agent_id,shift_on,worked_seconds,available_seconds,handling_seconds"
REQUESTS = "request_id,request_type,created_at,resolved_at,agent_id,team_id,duplicate_of,service_id"
AGENTS = "agent_id,valid_from,team_id"
RATES = "currency,valid_from,rate"
REQUIRED, NO_RATE = "required where there is an amount", "no exchange rate on its day"


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


def posting(posting_id: str, kind: str, amount: str, **values: str) -> str:
    """A line of service_finances, of customer service, on June 30th in yuan where it does not say."""
    row = {"posting_id": posting_id, "kind": kind, "amount": amount, "posted_on": "2025-06-30", "currency": "CNY"}
    row |= {"is_service": "true"} | values
    return ",".join(row.get(column, "") for column in FINANCES.split(","))


def request(request_id: str, agent_id: str = "", **values: str) -> str:
    """A line of service_requests, completed on June 10th at nine where it does not say."""
    row = {"request_id": request_id, "request_type": "fault", "created_at": "2025-05-01 09:00", "agent_id": agent_id}
    row |= {"resolved_at": "2025-06-10 09:00"} | values
    return ",".join(row.get(column, "") for column in REQUESTS.split(","))


def members(company: Company, kpi: str, **options: object) -> dict[str, tuple]:
    """The fractions of June by member, that of the company left out."""
    return {
        member: fraction(row) for (scope, member), row in company.june(kpi, **options).items() if scope != "company"
    }


# ---------------------------------------------------------------- currencies


def test_amounts_are_converted_by_the_rate_of_their_day(company: Company) -> None:
    company.put("seeds/exchange_rates.csv", RATES, "USD,2025-06-10,7.5", "USD,2025-01-01,7", "EUR,2025-06-20,8")
    company.put(
        "service_finances.csv",
        FINANCES,
        posting("F1", "cost", "100", posted_on="2025-06-09", currency="usd"),  # 700; small letters are the same
        posting("F2", "cost", "100", posted_on="2025-06-10", currency="USD"),  # 750
        posting("F3", "cost", "-10", posted_on="2025-06-30", currency="EUR"),  # -80
        posting("F4", "cost", "3", currency="cny"),
        posting("F5", "cost", "1", posted_on="2025-06-19", currency="EUR"),
        posting("F6", "cost", "1", posted_on="2024-12-31", currency="USD"),
        posting("F7", "cost", "0", currency="GBP"),  # of nothing, and still nobody knows how much
        posting("F8", "cost", "1", currency=""),
    )
    seeds = {"seeds": company.folder / "seeds"}
    assert company.value("service_cost", **seeds).numerator == 700 + 750 - 80 + 3
    assert company.reasons(**seeds) == [
        (6, "currency", NO_RATE),
        (7, "currency", NO_RATE),
        (8, "currency", NO_RATE),
        (9, "currency", "required but empty"),
    ]
    in_dollars = seeds | {"reporting_currency": "USD"}  # worth 1, whatever the table says
    assert company.value("service_cost", **in_dollars).numerator == 100 + 100 - 80
    assert [row for row, *_ in company.reasons(**in_dollars)] == [5, 6, 8, 9]
    assert company.value("service_cost").numerator == 3  # without rates


def test_an_amount_needs_a_currency_and_a_rate_and_none_needs_neither(company: Company) -> None:
    company.put("seeds/exchange_rates.csv", RATES, "USD,2025-06-10,7")
    company.put(
        "orders.csv",
        "order_id,customer_id,ordered_at,delivered_at,amount,currency",
        "O1,C1,2025-06-10 00:00,,5,USD",
        "O2,C1,2025-06-09 23:59:59,,5,USD",
        "O3,C1,2025-06-09,,,USD",
        "O4,C1,2025-06-10,,5,",
        "O5,C1,2025-06-10,2025-06-09 12:00,5,",  # what was wrong with it before is what is said
        "O6,C1,2025-07-03,,5,",
        "O7,C1,2025-06-10,,,",
        "O8,C1,2025-06-10,,five,",
    )
    company.put("complaints.csv", "complaint_id,submitted_at,compensation_amount,currency", "X1,2025-06-09 12:00,5,USD")
    company.put(
        "training_records.csv",
        "course_id,agent_id,scheduled_on,cost,currency",
        "T1,A1,2025-06-09,5,",
        "T2,A1,2025-06-10,,",
    )
    company.put(
        "improvement_actions.csv",
        "action_id,kpi_id,started_on,budget_amount,actual_amount,currency",
        "I1,error_rate,2025-06-09,,5,USD",
        "I2,error_rate,2025-06-10,3,5,USD",
        "I3,error_rate,2025-06-10,3,,",
    )
    result = company.evaluate(seeds=company.folder / "seeds")
    rejected = {(row.entity, row.row): (row.column, row.reason) for row in result.rejected}
    assert rejected == {
        ("orders", 3): ("currency", NO_RATE),
        ("orders", 5): ("currency", REQUIRED),
        ("orders", 6): ("delivered_at", "before ordered_at"),
        ("orders", 7): ("ordered_at", "in the future"),
        ("orders", 9): ("amount", "not a number"),
        ("complaints", 2): ("currency", NO_RATE),
        ("training_records", 2): ("currency", REQUIRED),
        ("improvement_actions", 2): ("currency", NO_RATE),
        ("improvement_actions", 4): ("currency", REQUIRED),
    }
    [order, *_] = result.exports.rows["orders"]
    [action] = result.exports.rows["improvement_actions"]
    assert (order["amount"], action["budget_amount"], action["actual_amount"]) == (35, 21, 35)


def test_the_day_of_a_rate_is_that_of_the_reporting_zone(company: Company) -> None:
    company.put("seeds/exchange_rates.csv", RATES, "USD,2025-06-10,7")
    company.put("orders.csv", "order_id,customer_id,ordered_at,amount,currency", "O1,C1,2025-06-09 20:00,5,USD")
    seeds = {"seeds": company.folder / "seeds"}
    assert company.reasons(source_zone="America/New_York", **seeds) == []  # the 10th in Shanghai
    assert company.reasons(**seeds) == [(2, "currency", NO_RATE)]


# ---------------------------------------------------------------- costs and revenues


def put_postings(company: Company) -> None:
    company.put(
        "service_finances.csv",
        FINANCES,
        posting("F1", "cost", "300", category="labour", team_id="T1"),
        posting("F2", "Cost", "50", category="Maintenance", service_id="S1"),
        posting("F3", "cost", "20", category="maintenance", is_service="false", service_id="S1"),
        posting("F4", "cost", "10", category="innovation", is_service=""),  # does not say: not of customer service
        posting("F5", "cost", "-100", category="indirect"),  # booked back
        posting("F6", "revenue", "400", team_id="T1"),
        posting("F7", "revenue", "600", is_service="false"),
        posting("F8", "operating_profit", "150"),
        posting("F9", "operating_profit", "-30", is_service="false", team_id="T2"),
        posting("F10", "revenue", "5", posted_on="2025-05-31"),
        posting("F11", "cost", "7", posted_on="2025-07-01"),  # tomorrow
        posting("F12", "cost", "40", category="innovation"),
    )


def test_costs_and_revenues_of_customer_service(company: Company) -> None:
    put_postings(company)
    row = company.value("service_cost")
    assert (fraction(row), row.value, row.sample_size, row.ci_low) == ((290, None), 290, None, None)
    costs = {key: value.numerator for key, value in company.june("service_cost").items()}
    assert costs == {
        ("company", "all"): 290,
        ("team", "T1"): 300,
        ("team", "unknown"): -10,
        ("service", "S1"): 50,
        ("service", "unknown"): 240,
    }
    assert company.value("maintenance_cost").value == 70
    assert company.value("service_revenue").value == 400
    assert company.value("service_cost", MAY).value == 0  # nothing was posted
    assert company.value("service_revenue", QUARTER).value == 405
    assert {key[1] for key in company.evaluate().values if key[0] == "service_cost"} == {"month", "quarter", "year"}


def test_margins_and_ratios(company: Company) -> None:
    put_postings(company)
    row = company.value("service_profit_margin")
    assert (fraction(row), row.value, row.sample_size) == ((110, 400), 0.275, None)
    assert fraction(company.value("operating_profit_margin")) == (120, 1000)
    assert fraction(company.value("service_cost_ratio")) == (290, 1000)
    assert fraction(company.value("innovation_investment_ratio")) == (50, 1000)
    assert fraction(company.value("service_profit_margin", scope="team", member="unknown")) == (10, 0)  # booked back
    loss = company.value("service_profit_margin", scope="service", member="S1")
    assert (fraction(loss), loss.value) == ((-50, 0), None)
    assert fraction(company.value("operating_profit_margin", scope="team", member="T2")) == (-30, 0)
    assert fraction(company.value("innovation_investment_ratio", scope="team", member="T1")) == (0, 400)
    assert ("team", "T2") not in company.june("service_cost_ratio")  # neither cost nor revenue
    may = company.value("service_cost_ratio", MAY)
    assert (fraction(may), may.sample_size) == ((0, 5), None)


def test_without_a_column_there_is_no_figure(company: Company) -> None:
    company.put("service_finances.csv", "posting_id,posted_on,kind,amount,currency", "F1,2025-06-30,revenue,5,CNY")
    assert company.value("operating_profit_margin").value == 0
    for kpi in ("service_cost", "service_revenue", "service_cost_ratio", "maintenance_cost"):
        assert fraction(company.value(kpi)) == (None, None)
    company.put("service_finances.csv", FINANCES)
    row = company.value("service_cost_ratio")
    assert (fraction(row), row.sample_size, row.status) == ((0, 0), 0, "no_data")
    assert (company.value("service_cost").value, company.value("service_cost").status) == (0, "no_target")


def test_the_cost_of_a_request_is_over_those_completed(company: Company) -> None:
    put_postings(company)
    company.put(
        "service_requests.csv",
        REQUESTS,
        request("R1", service_id="S1", team_id="T1"),
        request("R2", team_id="T3"),
        request("R3", resolved_at=""),
        request("R4", duplicate_of="R1"),
        request("R5", resolved_at="2025-05-31 23:59"),
    )
    row = company.value("unit_service_cost")
    assert (fraction(row), row.value, row.sample_size) == ((290, 2), 145, 2)
    row = company.value("unit_service_cost", scope="team", member="T3")
    assert (fraction(row), row.value) == ((0, 1), 0)
    row = company.value("unit_service_cost", scope="service", member="unknown")
    assert fraction(row) == (240, 1)
    assert fraction(company.value("unit_service_cost", MAY)) == (0, 1)


# ---------------------------------------------------------------- shifts


def put_shifts(company: Company) -> None:
    company.put("agents.csv", AGENTS, "A1,,T1", "A1,2025-06-15 00:00,T2", "A2,,T1", "A3,,T1", "A4,,T1")
    company.put(
        "agent_shifts.csv",
        SHIFTS,
        "A1,2025-06-14,7200,1000,3000",  # T1
        "A1,2025-06-15,3600,1000,500",  # T2 by then
        "A2,2025-06-01,3600,,1800",
        "A2,2025-06-02,,100,900",  # nobody says how long
        "A3,2025-06-01,0,50,",  # rostered, and did not come
        "A3,2025-05-31,3600,,",  # in May
        "A9,2025-06-01,3600,0,0",  # not in the export
        "A4,2025-07-01,3600,,",  # tomorrow
    )
    company.put(
        "service_requests.csv",
        REQUESTS,
        request("R1", "A1"),
        request("R2", "A1", team_id="T9", resolved_at="2025-06-30 23:59"),
        request("R3", "A2", duplicate_of="R1"),
        request("R4", "A3"),  # no shift worked in June
        request("R5", "A3", resolved_at="2025-05-02 09:00"),
        request("R6", "A9"),  # nobody knows this agent
        request("R7"),
        request("R8", "A4"),  # will work tomorrow
        request("R9", "A2", resolved_at=""),
        request("R10", "A2", resolved_at="2025-07-01 09:00"),
    )


def test_requests_over_hours_and_over_days_worked(company: Company) -> None:
    put_shifts(company)
    row = company.value("service_throughput")
    assert (fraction(row), row.value, row.sample_size, row.ci_low) == ((2, 5), 0.4, 2, None)
    assert members(company, "service_throughput") == {
        "A1": (2, 3),
        "A2": (0, 1),
        "unknown": (0, 1),  # the hours of A9 stand, its requests do not
        "T1": (1, 3),
        "T2": (0, 1),
        "T9": (1, 0),  # the request's own team
    }
    row = company.value("requests_per_agent_day")
    assert (fraction(row), row.sample_size) == ((2, 4), 2)
    assert members(company, "requests_per_agent_day")["A1"] == (2, 2)
    assert fraction(company.value("service_throughput", MAY)) == (1, 1)
    quarter = company.value("service_throughput", QUARTER)
    assert fraction(quarter) == (3, 6)  # month by month: what A3 did in June is not in it
    assert fraction(company.value("requests_per_agent_day", QUARTER)) == (3, 5)


def test_revenue_over_hours(company: Company) -> None:
    put_shifts(company)
    put_postings(company)
    row = company.value("labor_productivity")
    assert (fraction(row), row.value, row.sample_size) == ((400, 5), 80, None)
    assert members(company, "labor_productivity") == {"T1": (400, 3), "T2": (0, 1), "unknown": (0, 1)}
    (company.folder / "service_finances.csv").unlink()
    assert fraction(company.value("labor_productivity")) == (None, None)


def test_how_busy_agents_are(company: Company) -> None:
    put_shifts(company)
    row = company.value("resource_utilization")
    assert (fraction(row), row.sample_size, row.ci_low) == ((5300, 18000), 4, None)  # A1 twice, A2 once, A9
    assert fraction(company.value("resource_utilization", scope="agent", member="A1")) == (3500, 10800)
    assert fraction(company.value("resource_utilization", ("day", date(2025, 6, 15)))) == (500, 3600)
    row = company.value("occupancy")
    assert (fraction(row), row.sample_size) == ((4400, 6500), 4)  # A1 twice, A2 on the 2nd, A9
    occupied = {key: fraction(row) for key, row in company.june("occupancy").items()}
    assert occupied == {
        ("company", "all"): (4400, 6500),
        ("team", "T1"): (3900, 5000),
        ("team", "T2"): (500, 1500),
        ("agent", "A1"): (3500, 5500),
        ("agent", "A2"): (900, 1000),
    }  # A9 had nothing to do, above the line and below it


def test_work_is_even_or_not_between_agents(company: Company) -> None:
    company.put("agents.csv", AGENTS, "A1,,T1", "A2,,T1", "A3,,T1", "A4,,T2", "A5,,T2")
    company.put(
        "agent_shifts.csv",
        SHIFTS,
        "A1,2025-06-01,3600,,",
        "A1,2025-06-02,1,,",
        "A2,2025-06-01,3600,,",
        "A3,2025-06-01,3600,,",
        "A3,2025-06-02,0,,",
        "A4,2025-06-01,3600,,",
        "A5,2025-06-01,,,",
        "A9,2025-06-01,3600,,",
    )
    company.put(
        "service_requests.csv",
        REQUESTS,
        *(request(f"R{n}", "A1") for n in range(4)),  # 2 a day
        *(request(f"R{n}", "A2") for n in range(4, 8)),  # 4 a day
        request("R8", "A2", team_id="T2"),  # of another team: 5 in the company
        request("R9", "A5"),
        *(request(f"R{n}", "A9") for n in range(10, 20)),
        request("R20", "A2", duplicate_of="R4"),
    )
    june = company.june("workload_distribution")
    assert set(june) == {("company", "all"), ("team", "T1")}
    whole, team = june["company", "all"], june["team", "T1"]
    # 2, 5, 0, 0: mean 1.75, squares 29 / 4 - 3.0625
    assert fraction(whole) == (pytest.approx(4.1875**0.5), 1.75)
    assert (whole.sample_size, whole.ci_low) == (4, None)
    # 2, 4, 0: mean 2, variance 8 / 3
    assert fraction(team) == (pytest.approx((8 / 3) ** 0.5), 2)
    assert (team.value, team.sample_size) == (pytest.approx((2 / 3) ** 0.5), 3)
    company.put("agent_shifts.csv", SHIFTS, "A1,2025-06-01,3600,,", "A2,2025-06-01,3600,,")
    row = company.value("workload_distribution")
    assert (fraction(row), row.sample_size) == ((0, 0), 0)  # two are too few to compare


@pytest.mark.parametrize(
    ("name", "header", "line", "first"),
    [
        ("agent_shifts", SHIFTS, "A1,2024-02-29,,,", date(2024, 2, 29)),
        ("service_finances", FINANCES, posting("F1", "cost", "1", posted_on="2024-02-28"), date(2024, 2, 28)),
        ("improvement_actions", "action_id,kpi_id,started_on", "I1,error_rate,2024-01-01", date(2025, 6, 30)),
    ],
)
def test_what_opens_the_calendar(company: Company, name: str, header: str, line: str, first: date) -> None:
    company.put(f"{name}.csv", header, line)
    assert company.evaluate().days[0] == first
