"""The oracle's shops, assets, regions, services and indices judged by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from by_hand import Company, fraction
from oracle import KPIS
from oracle.weights import read_indices

MAY = ("month", date(2025, 5, 1))
OURS = Path(__file__).resolve().parents[2] / "seeds" / "company"

CHECKOUTS = "checkout_id,region,agent_id,queue_joined_at,service_started_at,service_ended_at"
STOCKOUTS = "stockout_id,region,out_at,restocked_at"
TASKS = "task_id,asset_id,due_on,done_on"
REQUESTS = (
    "request_id,request_type,created_at,resolved_at,asset_id,duplicate_of,cancelled_at,region,customer_id,team_id"
)
ASSETS = "asset_id,service_id,region,in_service_from,in_service_to"
REGIONS = "region,valid_from,valid_to"
PARTS = "index_id,valid_from,part,kpi_id,weight,floor,target"
ANSWERS = "response_id,survey,responded_at,score,scale_min,scale_max,request_id"


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


def request(request_id: str, request_type: str = "fault", **values: str) -> str:
    """A line of service_requests, created on June 2nd at nine where it does not say."""
    row = {"request_id": request_id, "request_type": request_type, "created_at": "2025-06-02 09:00"} | values
    return ",".join(row.get(column, "") for column in REQUESTS.split(","))


def seeds(company: Company) -> dict[str, Path]:
    """The company's own tables, as an option."""
    return {"seeds": company.folder / "seeds"}


def members(company: Company, kpi: str, scope: str, **options: object) -> dict[str, tuple]:
    """The fractions of June by member of a scope."""
    return {member: fraction(row) for (of, member), row in company.june(kpi, **options).items() if of == scope}


# ---------------------------------------------------------------- shops


def test_customers_queue_and_pay_by_the_clock(company: Company) -> None:
    company.put("agents.csv", "agent_id,valid_from,team_id", "A1,,T1", "A1,2025-06-10 12:00,T2")
    company.put(
        "store_checkouts.csv",
        CHECKOUTS,
        "X1,东,A1,2025-06-10 11:59,2025-06-10 12:01,2025-06-10 12:02",  # 120 s, 60 s; of T1
        "X2,东,A1,2025-06-10 12:00,2025-06-10 12:00,2025-06-10 12:00:30",  # 0 s, 30 s; of T2
        "X3,,A9,2025-06-10 12:00,2025-06-10 12:10,",  # 600 s
        "X4,,,2025-06-10,2025-06-10 12:10,2025-06-10 12:11",  # nobody knows how long he queued: 60 s
        "X5,,,2025-06-10 12:00,,",  # went away
        "X6,,,2025-05-31 23:59,2025-06-01 00:01,2025-06-01 00:02",  # of the day on which he came
        "X7,,,2025-06-10 12:00,2025-06-10,2025-06-10",
    )
    row = company.value("queue_waiting_time")
    assert (fraction(row), row.sample_size, row.numerator_squares) == ((720, 3), 3, 120**2 + 600**2)
    row = company.value("checkout_time")
    assert (fraction(row), row.value, row.sample_size, row.numerator_squares) == (
        (150, 3),
        50,
        3,
        60**2 + 30**2 + 60**2,
    )
    assert fraction(company.value("queue_waiting_time", MAY)) == (120, 1)
    assert members(company, "checkout_time", "team") == {"T1": (60, 1), "T2": (30, 1), "unknown": (60, 1)}
    assert members(company, "queue_waiting_time", "agent") == {"A1": (120, 2), "unknown": (600, 1)}
    assert members(company, "queue_waiting_time", "region") == {"东": (120, 2), "unknown": (600, 1)}
    assert company.value("checkout_time", ("day", date(2025, 6, 10))).value == 50


def test_shelves_are_empty_until_restocked(company: Company) -> None:
    company.put(
        "stockouts.csv",
        STOCKOUTS,
        "S1,东,2025-05-31 12:00,2025-06-01 12:00",  # by its end
        "S2,,2025-06-02 12:00,2025-06-02 12:01",
        "S3,东,2025-06-02 12:00,",
        "S4,东,2025-06-02,2025-06-02 12:00",
        "S5,东,2025-06-02 12:00,2025-06-01 12:00",  # rejected
    )
    row = company.value("restocking_time")
    assert (fraction(row), row.sample_size, row.numerator_squares) == ((86460, 2), 2, 86400**2 + 60**2)
    assert members(company, "restocking_time", "region") == {"东": (86400, 1), "unknown": (60, 1)}
    assert fraction(company.value("restocking_time", MAY)) == (0, 0)
    assert company.reasons() == [(6, "restocked_at", "before out_at")]


# ---------------------------------------------------------------- assets


def put_assets(company: Company) -> None:
    company.put("services.csv", "service_id,launched_on", "S1,2025-06-01", "S2,2025-06-30")
    company.put(
        "seeds/assets.csv",
        ASSETS,
        "L1,S1,东,2020-01-01,9999-12-31",
        "L2,S1,西,2025-06-11,2025-06-20",  # ten days
        "L3,S9,东,2020-01-01,2025-06-01",  # one day in June; for a service that nobody knows
        "L4,S2,北,2025-07-01,9999-12-31",  # from tomorrow
        "L5,unknown,unknown,2025-06-30,2025-06-30",
    )


def test_faults_over_days_in_service(company: Company) -> None:
    put_assets(company)
    company.put(
        "service_requests.csv",
        REQUESTS,
        request("R1", asset_id="L1", created_at="2025-05-31 23:59"),
        request("R2", asset_id="L1", region="北"),  # where the asset is
        request("R3", "Fault", asset_id="L2", created_at="2025-06-11 00:00"),
        request("R4", asset_id="L2", created_at="2025-06-20 23:59:59"),
        request("R5", asset_id="L2", created_at="2025-06-21 00:00"),  # out of service
        request("R6", asset_id="L4"),
        request("R7", asset_id="L9"),  # of no asset that is known
        request("R8"),
        request("R9", "problem", asset_id="L1"),
        request("R10", asset_id="L1", cancelled_at="2025-06-03 09:00"),
        request("R11", asset_id="L1", duplicate_of="R2"),
        request("R12", asset_id="L3", created_at="2025-06-01 12:00"),
    )
    row = company.value("fault_rate", **seeds(company))
    assert (fraction(row), row.sample_size, row.ci_low) == ((4, 30 + 10 + 1 + 1), 42, None)
    assert members(company, "fault_rate", "service", **seeds(company)) == {"S1": (3, 40), "unknown": (1, 2)}
    assert members(company, "fault_rate", "region", **seeds(company)) == {
        "东": (2, 31),
        "西": (2, 10),
        "unknown": (0, 1),
    }
    assert fraction(company.value("fault_rate", MAY, **seeds(company))) == (1, 2)  # the calendar has one day of May
    assert fraction(company.value("fault_rate", as_of=date(2025, 6, 15), **seeds(company))) == (3, 15 + 5 + 1)
    assert fraction(company.value("fault_rate")) == (0, 0)  # a company without assets
    company.put("service_requests.csv", "request_id,request_type,created_at", "R1,fault,2025-06-02 09:00")
    assert fraction(company.value("fault_rate", **seeds(company))) == (None, None)


def test_upkeep_done_by_the_day_it_is_due(company: Company) -> None:
    put_assets(company)
    company.put(
        "maintenance_tasks.csv",
        TASKS,
        "M1,L1,2025-06-10,2025-06-10",
        "M2,L1,2025-06-10,2025-06-11",
        "M3,L2,2025-06-30,",
        "M4,L3,2025-06-10,2025-05-10",
        "M5,L9,2025-06-10,2025-06-01",
        "M6,L1,2025-07-01,2025-06-01",  # not due yet
        "M7,L1,2025-05-31,2025-05-31",  # opens the calendar
    )
    row = company.value("preventive_maintenance_rate", **seeds(company))
    assert (fraction(row), row.sample_size) == ((3, 5), 5)
    assert members(company, "preventive_maintenance_rate", "service", **seeds(company)) == {
        "S1": (1, 3),
        "unknown": (2, 2),
    }
    assert members(company, "preventive_maintenance_rate", "region", **seeds(company)) == {
        "东": (2, 3),
        "西": (0, 1),
        "unknown": (1, 1),
    }
    assert members(company, "preventive_maintenance_rate", "region") == {"unknown": (3, 5)}
    assert company.evaluate().days[0] == date(2025, 5, 31)
    assert fraction(company.value("preventive_maintenance_rate", as_of=date(2025, 6, 29))) == (3, 4)


# ---------------------------------------------------------------- regions, services


def test_regions_in_scope_that_were_served(company: Company) -> None:
    company.put("customers.csv", "customer_id,region,segment", "C1,南,vip")
    company.put(
        "seeds/regions_in_scope.csv",
        REGIONS,
        "东,2020-01-01,2025-06-10",
        "东,2025-06-20,9999-12-31",  # twice in the month, and one region
        "西,2020-01-01,2025-06-01",  # on one day
        "南,2025-06-30,9999-12-31",  # on one day
        "北,2020-01-01,2025-05-31",
        "中,2025-07-01,9999-12-31",
    )
    resolved = {"resolved_at": "2025-06-05 09:00"}
    company.put(
        "service_requests.csv",
        REQUESTS,
        request("R1", region="东", team_id="T1", **resolved),
        request("R2", region="东", team_id="T2", **resolved),
        request("R3", customer_id="C1", team_id="T2", **resolved),  # the region of the customer; before it is in scope
        request("R4", region="西", team_id="T1"),  # not completed
        request("R5", region="西", duplicate_of="R4", **resolved),
        request("R6", region="北", team_id="T3", **resolved),  # no longer in scope: nothing of it
        request("R7", team_id="T4", resolved_at="2025-05-31 09:00", created_at="2025-05-01 09:00"),
    )
    row = company.value("service_coverage_rate", **seeds(company))
    assert (fraction(row), row.sample_size) == ((2, 3), 3)
    assert members(company, "service_coverage_rate", "team", **seeds(company)) == {
        "T1": (1, 3),
        "T2": (2, 3),
        "T3": (0, 3),
    }
    assert members(company, "service_coverage_rate", "customer_segment", **seeds(company)) == {
        "vip": (1, 3),
        "unknown": (1, 3),
    }
    assert fraction(company.value("service_coverage_rate", MAY, **seeds(company))) == (0, 3)
    assert fraction(company.value("service_coverage_rate", as_of=date(2025, 6, 15), **seeds(company))) == (1, 2)
    none = company.value("service_coverage_rate")
    assert (fraction(none), none.value, set(company.june("service_coverage_rate"))) == (
        (0, 0),
        None,
        {("company", "all")},
    )


def test_services_launched(company: Company) -> None:
    put_assets(company)
    row = company.value("new_service_count", as_of=date(2025, 6, 29))
    assert (row.numerator, row.value) == (0, 0)  # the calendar knows one day, and nothing was launched on it
    assert company.value("new_service_count").value == 1  # on the 30th
    company.put("maintenance_tasks.csv", TASKS, "M1,L1,2025-06-01,")
    row = company.value("new_service_count")
    assert (fraction(row), row.value, row.sample_size) == ((2, None), 2, None)
    company.put("services.csv", "service_id", "S1")
    assert company.value("new_service_count").value is None


# ---------------------------------------------------------------- indices


def put_index(company: Company, *parts: str) -> None:
    """Four CSAT answers in June, of which 3 are satisfied; requests with 8 replies to 10, two teams."""
    company.put("seeds/index_parts.csv", PARTS, *parts)
    company.put(
        "survey_responses.csv",
        ANSWERS,
        *(f"Q{n},csat,2025-06-05 09:00,{score},1,5,R{n}" for n, score in enumerate((5, 5, 4, 1))),
    )
    company.put(
        "service_requests.csv",
        "request_id,request_type,created_at,first_response_at,team_id",
        *(
            f"R{n},fault,2025-06-02 09:00,{'2025-06-02 09:10' if n < 8 else ''},{'T1' if n < 2 else 'T2'}"
            for n in range(10)
        ),
        "R10,fault,2025-05-02 09:00,,T1",
    )


QUALITY = (
    "service_quality_index,2025-01-01,words,csat_top_box_rate,2,0.5,1",  # 0.75: half way
    "service_quality_index,2025-01-01,replies,reply_rate,1,0,0.5",  # 0.8: beyond the target
    "service_quality_index,2025-01-01,speed,service_response_time,0.5,1200,0",  # 600 s: half way down
    "service_quality_index,2025-01-01,audits,service_accuracy_score,1,0,1",  # nothing of it
    "customer_satisfaction_index,2025-01-01,words,csat_top_box_rate,1,0,1",
)


def test_an_index_weighs_the_parts_that_have_a_value(company: Company) -> None:
    put_index(company, *QUALITY)
    row = company.value("service_quality_index", **seeds(company))
    assert fraction(row) == (2 * 0.5 + 1 * 1 + 0.5 * 0.5, 3.5)
    assert (row.value, row.sample_size) == (pytest.approx(100 * 2.25 / 3.5), 4)
    assert (row.ci_low, row.numerator_squares, row.status) == (None, None, "small_sample")
    may = company.value("service_quality_index", MAY, **seeds(company))
    assert (fraction(may), may.value, may.sample_size) == ((0, 1), 0, 1)  # no reply: at the floor
    teams = members(company, "service_quality_index", "team", **seeds(company))
    assert teams == {"T1": (2 * 1 + 1 + 0.25, 3.5), "T2": (0 + 1 + 0.25, 3.5)}
    index = company.value("customer_satisfaction_index", **seeds(company))
    assert (fraction(index), index.value, index.sample_size) == ((0.75, 1), 75, 4)
    regions = members(company, "customer_satisfaction_index", "region", **seeds(company))
    assert regions == {"unknown": (0.75, 1)}
    grains = {key[1] for key in company.evaluate(**seeds(company)).values if key[0] == "service_quality_index"}
    assert grains == {"month", "quarter", "year"}


def test_an_index_without_a_part_says_nothing(company: Company) -> None:
    put_index(company, *QUALITY)
    company.put("survey_responses.csv", ANSWERS)
    row = company.value("customer_satisfaction_index", **seeds(company))
    assert (fraction(row), row.value, row.sample_size, row.status) == ((None, None), None, None, "no_data")
    assert set(company.june("customer_satisfaction_index", **seeds(company))) == {("company", "all")}
    assert fraction(company.value("service_quality_index", **seeds(company))) == (1.25, 1.5)


def test_an_index_may_be_of_what_customers_say(company: Company) -> None:
    put_index(company, *QUALITY)
    options = seeds(company) | {"settings": {"service_quality_index_of": "surveys"}}
    row = company.value("service_quality_index", **options)
    assert (fraction(row), row.value, row.sample_size) == ((1, 2), 50, 4)
    assert fraction(company.value("service_quality_index", MAY, **options)) == (None, None)


def test_a_part_of_a_group_too_small_is_hidden_and_one_without_sample_has_none(company: Company) -> None:
    put_index(
        company,
        "service_quality_index,2025-01-01,staff,employee_satisfaction_rate,1,0,1",
        "service_quality_index,2025-01-01,volume,complaint_volume,1,10,0",
    )
    with (company.folder / "survey_responses.csv").open("a") as file:
        file.write("Q9,employee,2025-06-05 09:00,5,1,5,\n")
    company.put("complaints.csv", "complaint_id,submitted_at,team_id", "X1,2025-06-05 09:00,T1")
    row = company.value("service_quality_index", **seeds(company))
    assert (fraction(row), row.sample_size, row.status) == ((0.9, 1), None, "no_target")
    options = seeds(company) | {"settings": {"smallest_group": 1}}
    row = company.value("service_quality_index", **options)
    assert (fraction(row), row.sample_size) == ((1 + 0.9, 2), 1)


def test_our_indices_stand_in_for_a_company_without_its_own(company: Company) -> None:
    put_index(company)
    (company.folder / "seeds" / "index_parts.csv").unlink()
    company.put(
        "quality_audits.csv",
        "audit_id,item_id,criterion,audited_at,is_passed",
        "Z1,1,correct_handling,2025-06-05 09:00,true",
        "Z2,1,correct_handling,2025-06-05 09:00,false",
    )
    for options in (seeds(company), {}):
        row = company.value("customer_satisfaction_index", **options)
        assert (fraction(row), row.value) == ((0.5, 1), 50)
    indices = read_indices(OURS / "index_parts.csv", OURS / "ahp_judgements.csv")
    parts = {index: made_of.on(date(2025, 6, 1)) for index, made_of in indices.items()}
    assert {index: (len(rows), sum(part.weight for part in rows)) for index, rows in parts.items()} == {
        "customer_satisfaction_index": (11, 11),
        "service_quality_index": (5, 4),
    }
    assert set(parts) == {kpi_id for kpi_id, kpi in KPIS.items() if kpi.kind == "composite"}


def test_a_choice_that_is_none_is_refused(company: Company) -> None:
    with pytest.raises(ValueError, match="service_quality_index_of"):
        company.evaluate(settings={"service_quality_index_of": "audits"})


@pytest.mark.parametrize(
    ("name", "header", "line", "first"),
    [
        ("store_checkouts", CHECKOUTS, "X1,,,2024-02-29 23:59,2024-03-01 00:00,", date(2024, 2, 29)),
        ("stockouts", STOCKOUTS, "S1,,2024-02-28 23:59,", date(2024, 2, 28)),
        ("maintenance_tasks", TASKS, "M1,L1,2024-02-27,2024-01-01", date(2024, 2, 27)),
        ("maintenance_tasks", TASKS, "M1,L1,2026-02-27,2024-01-01", date(2025, 6, 30)),
        ("services", "service_id,launched_on", "S1,2024-01-01", date(2025, 6, 30)),
    ],
)
def test_what_opens_the_calendar(company: Company, name: str, header: str, line: str, first: date) -> None:
    company.put(f"{name}.csv", header, line)
    assert company.evaluate().days[0] == first
