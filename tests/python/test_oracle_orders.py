"""The oracle's KPIs of orders, customers and members judged by hand."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from by_hand import Company, fraction

SHANGHAI = ZoneInfo("Asia/Shanghai")
MAY, APRIL = ("month", date(2025, 5, 1)), ("month", date(2025, 4, 1))

ORDERS = (
    "order_id,customer_id,service_id,channel,region,ordered_at,promised_at,delivered_at,cancelled_at,lost_at,"
    "wrong_item_count,missing_item_count,is_damaged,returned_at"
)
CUSTOMERS = "customer_id,segment,region,joined_on,closed_on,is_member,member_from_on,member_to_on"
REQUESTS = "request_id,request_type,created_at,customer_id,service_id,region,duplicate_of,cancelled_at"
MOVEMENTS = "activity_id,customer_id,occurred_at,points_earned,points_redeemed"
COMPLAINTS = "complaint_id,submitted_at,customer_id,request_id,team_id"


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


def order(order_id: str, customer_id: str = "C1", **values: str) -> str:
    """A line of orders, on June 2nd at nine where it does not say."""
    row = {"order_id": order_id, "customer_id": customer_id, "ordered_at": "2025-06-02 09:00"} | values
    return ",".join(row.get(column, "") for column in ORDERS.split(","))


def members(company: Company, kpi: str, scope: str, **options: object) -> dict[str, tuple]:
    """The fractions of June by member of a scope."""
    return {member: fraction(row) for (of, member), row in company.june(kpi, **options).items() if of == scope}


# ---------------------------------------------------------------- delivery


def test_orders_are_on_time_until_the_promise_ends(company: Company) -> None:
    company.put(
        "orders.csv",
        ORDERS,
        order("O1", promised_at="2025-06-05 12:00", delivered_at="2025-06-05 12:00"),
        order("O2", promised_at="2025-06-05 12:00", delivered_at="2025-06-05 12:00:01"),
        order("O3", promised_at="2025-06-05", delivered_at="2025-06-05 23:59:59"),  # until the end of the day
        order("O4", promised_at="2025-06-05", delivered_at="2025-06-06 00:00"),
        order("O5", promised_at="2025-06-05 12:00"),  # never came
        order("O6", promised_at="2025-06-05 12:00", lost_at="2025-06-04 12:00"),
        order("O7", promised_at="2025-06-05 12:00", cancelled_at="2025-06-05 11:59:59"),  # cancelled before
        order("O8", promised_at="2025-06-05 12:00", cancelled_at="2025-06-05 12:00"),  # too late to cancel
        order("O9", promised_at="2025-06-05", cancelled_at="2025-06-05"),  # cancelled that day, not due yet
        order("O10", promised_at="2025-07-01", delivered_at="2025-06-29 12:00"),  # due tomorrow
        order("O11", delivered_at="2025-06-05 12:00"),  # nothing was promised
        order("O12", promised_at="2025-06-30", ordered_at="2025-05-30 12:00"),
        order("O13", promised_at="2025-05-31 23:00", ordered_at="2025-05-30 12:00", delivered_at="2025-06-30 12:00"),
    )
    row = company.value("delivery_on_time_rate")
    assert (fraction(row), row.sample_size) == ((2, 8), 8)
    assert fraction(company.value("delivery_on_time_rate", MAY)) == (0, 1)
    assert fraction(company.value("delivery_on_time_rate", ("day", date(2025, 6, 5)))) == (2, 7)
    noon = datetime(2025, 6, 5, 12, tzinfo=SHANGHAI)  # those promised by the clock are due, not those of the day
    assert fraction(company.value("delivery_on_time_rate", as_of=noon)) == (1, 5)
    whole_day = datetime(2025, 6, 6, tzinfo=SHANGHAI)
    assert fraction(company.value("delivery_on_time_rate", as_of=whole_day)) == (2, 7)


def test_orders_are_right_damaged_returned(company: Company) -> None:
    def delivered(order_id: str, at: str = "2025-06-05 12:00", **values: str) -> str:
        return order(order_id, delivered_at=at, **values)

    company.put(
        "orders.csv",
        ORDERS,
        delivered("O1", wrong_item_count="0", missing_item_count="0", is_damaged="false"),
        delivered("O2", wrong_item_count="0", missing_item_count="2", is_damaged="true", returned_at="2025-06-09"),
        delivered("O3", wrong_item_count="1", missing_item_count="1"),  # two errors, one order
        delivered("O4", wrong_item_count="1", is_damaged="false", returned_at="2025-06-07 10:00"),  # one count unknown
        order("O5", wrong_item_count="0", missing_item_count="0", is_damaged="false"),  # not delivered
        order("O6", lost_at="2025-06-20 12:00"),
        delivered("O7", lost_at="2025-06-04 12:00"),  # found again; nobody knows whether damaged
        order("O8", lost_at="2025-06-20 12:00", is_damaged="false", returned_at="2025-06-21 12:00"),
        delivered(
            "O9", "2025-05-31 23:59", ordered_at="2025-05-30 09:00", wrong_item_count="0", missing_item_count="3"
        ),
        delivered("O10", "2025-06-05", cancelled_at="2025-06-03 09:00", wrong_item_count="0", missing_item_count="0"),
    )
    accuracy, errors = company.value("delivery_accuracy_rate"), company.value("order_error_rate")
    assert (fraction(accuracy), fraction(errors), errors.sample_size) == ((2, 4), (2, 4), 4)
    assert fraction(company.value("order_error_rate", MAY)) == (1, 1)
    row = company.value("delivery_safety_rate")
    assert (fraction(row), row.sample_size) == ((2, 5), 5)  # O1, O4 of O1, O2, O4, O6, O8
    assert fraction(company.value("delivery_safety_rate", ("day", date(2025, 6, 20)))) == (0, 2)
    assert fraction(company.value("return_rate")) == (2, 6)
    assert fraction(company.value("return_rate", MAY)) == (0, 1)


def test_orders_belong_to_their_region_else_to_their_customers(company: Company) -> None:
    company.put("customers.csv", CUSTOMERS, "C1,vip,东,,,,,", "C2,,,,,,,")
    company.put("services.csv", "service_id", "S1")
    company.put(
        "orders.csv",
        ORDERS,
        order("O1", delivered_at="2025-06-03 09:00", region="西", channel="app", service_id="S1"),
        order("O2", delivered_at="2025-06-03 09:00", service_id="S9"),
        order("O3", "C2", delivered_at="2025-06-03 09:00"),
        order("O4", "C3", delivered_at="2025-06-03 09:00"),
    )
    june = company.june("return_rate")
    assert {key: row.denominator for key, row in june.items()} == {
        ("company", "all"): 4,
        ("channel", "app"): 1,
        ("channel", "unknown"): 3,
        ("service", "S1"): 1,
        ("service", "unknown"): 3,
        ("region", "西"): 1,
        ("region", "东"): 1,
        ("region", "unknown"): 2,
        ("customer_segment", "vip"): 2,
        ("customer_segment", "unknown"): 2,
    }


# ---------------------------------------------------------------- customers who stay


def test_who_was_active_before_stays_or_goes(company: Company) -> None:
    company.put("customers.csv", CUSTOMERS, "C1,vip,,,,,,")
    company.put(
        "orders.csv",
        ORDERS,
        order("O1", "C1", ordered_at="2025-05-31 23:59", region="东", service_id="S1"),
        order("O2", "C1", ordered_at="2025-05-03 09:00", region="西", service_id="S1"),
        order("O3", "C1", region="南"),  # active, though elsewhere
        order("O4", "C2", ordered_at="2025-05-03 09:00", region="东"),
        order("O5", "C3", ordered_at="2025-05-03 09:00", region="东"),
        order("O6", "C3", cancelled_at="2025-06-29 09:00"),  # no order
        order("O7", "C4", ordered_at="2025-05-03 09:00", cancelled_at="2025-05-04 09:00"),
        order("O8", "C4"),
    )
    company.put(
        "service_requests.csv",
        REQUESTS,
        "R1,fault,2025-06-30 23:59,C2,,,,2025-06-30 23:59",  # a request, though cancelled
        "R2,fault,2025-06-10 09:00,C3,,,R1,",  # a duplicate
        "R3,fault,2025-05-10 09:00,,,,,",  # of nobody
        "R4,fault,2025-05-10 09:00,C5,S2,北,,",
        "R5,fault,2025-04-10 09:00,C5,S2,北,,",
    )
    row = company.value("customer_retention_rate")
    assert (fraction(row), row.sample_size) == ((2, 4), 4)  # C1, C2 of C1, C2, C3, C5
    assert fraction(company.value("customer_churn_rate")) == (2, 4)
    assert fraction(company.value("customer_retention_rate", MAY)) == (1, 1)
    assert fraction(company.value("customer_retention_rate", APRIL)) == (0, 0)  # nobody knows of March
    assert members(company, "customer_retention_rate", "region") == {"东": (2, 3), "西": (1, 1), "北": (0, 1)}
    assert members(company, "customer_churn_rate", "service") == {"S1": (0, 1), "unknown": (1, 2), "S2": (1, 1)}
    assert members(company, "customer_churn_rate", "customer_segment") == {"vip": (0, 1), "unknown": (2, 3)}
    assert {key[1] for key in company.evaluate().values if key[0] == "customer_churn_rate"} == {
        "month",
        "quarter",
        "year",
    }


def test_by_contract_who_had_joined_has_not_closed(company: Company) -> None:
    company.put(
        "customers.csv",
        CUSTOMERS,
        "C1,,东,,,,,",  # since ever
        "C2,,东,2025-05-31,,,,",
        "C3,,东,2025-06-01,,,,",  # joined in the month
        "C4,,西,2024-01-01,2025-06-01,,,",  # closed on the first day
        "C5,,西,2024-01-01,2025-05-31,,,",  # and before
        "C6,,西,2024-01-01,2025-06-30,,,",  # and on the last
        "C7,,西,2024-01-01,2025-07-01,,,",  # closes tomorrow
    )
    company.put("orders.csv", ORDERS, order("O1", "C1", service_id="S1"))
    by_contract = {"settings": {"retention_counts": "contract"}}
    assert members(company, "customer_retention_rate", "region", **by_contract) == {"东": (2, 2), "西": (1, 3)}
    assert members(company, "customer_churn_rate", "region", **by_contract) == {"西": (2, 3), "东": (0, 2)}
    assert members(company, "customer_retention_rate", "service", **by_contract) == {}
    assert fraction(company.value("customer_retention_rate", **by_contract)) == (3, 5)
    twentieth = by_contract | {"as_of": date(2025, 6, 20)}  # until the last day that is known
    assert fraction(company.value("customer_retention_rate", **twentieth)) == (4, 5)
    with pytest.raises(ValueError, match="retention_counts"):
        company.evaluate(settings={"retention_counts": "both"})


def test_orders_or_requests_are_enough_to_know_who_is_active(company: Company) -> None:
    company.put("customers.csv", CUSTOMERS, "C1,,,,,,,")
    assert fraction(company.value("customer_retention_rate")) == (None, None)
    company.put("orders.csv", ORDERS)
    assert fraction(company.value("customer_retention_rate")) == (0, 0)
    (company.folder / "orders.csv").unlink()
    company.put("service_requests.csv", REQUESTS, "R1,fault,2025-05-10 09:00,C5,S2,北,,")
    assert fraction(company.value("customer_churn_rate")) == (1, 1)


def test_repurchase_looks_back_from_the_last_day(company: Company) -> None:
    company.put(
        "orders.csv",
        ORDERS,
        order("O1", "C1", ordered_at="2024-06-30 23:59", region="东"),  # 365 days before the end of June 2025
        order("O2", "C1", ordered_at="2025-06-30 09:00", region="东"),
        order("O3", "C2", ordered_at="2024-07-01 00:00", region="东"),  # 364 days
        order("O4", "C2", ordered_at="2024-07-01 00:00", region="西"),
        order("O5", "C3", ordered_at="2025-01-01 09:00", region="西"),
        order("O6", "C3", ordered_at="2025-01-01 09:00", region="西", cancelled_at="2025-01-02 09:00"),
        order("O7", "C4", ordered_at="2025-01-01 09:00", region="西"),
        order("O8", "C4", ordered_at="2025-01-01 09:00", region="西"),
        order("O9", "C4", ordered_at="2025-01-01 09:00", region="西"),
    )
    row = company.value("repurchase_rate")
    assert (fraction(row), row.sample_size) == ((2, 4), 4)
    assert members(company, "repurchase_rate", "region") == {"东": (0, 2), "西": (1, 3)}
    assert fraction(company.value("repurchase_rate", ("quarter", date(2025, 4, 1)))) == (2, 4)
    assert fraction(company.value("repurchase_rate", ("year", date(2025, 1, 1)))) == (2, 4)
    assert fraction(company.value("repurchase_rate", settings={"repurchase_window_days": 366})) == (3, 4)
    assert fraction(company.value("repurchase_rate", settings={"repurchase_window_days": 1})) == (0, 1)
    assert fraction(company.value("repurchase_rate", as_of=date(2025, 6, 29))) == (2, 4)  # O1 in, O2 not yet


def test_a_customer_won_back_orders_after_the_complaint(company: Company) -> None:
    company.put(
        "orders.csv",
        ORDERS,
        *(order(f"O{n}", f"C{n}", ordered_at="2025-01-01 09:00") for n in range(1, 7)),
        order("O11", "C1", ordered_at="2025-06-01 09:00"),  # 90 days after, to the second
        order("O12", "C2", ordered_at="2025-06-01 09:00:01"),
        order("O13", "C3", ordered_at="2025-03-03 09:00"),  # at the moment of the complaint: neither before nor after
        order("O14", "C4", ordered_at="2025-03-04 09:00", cancelled_at="2025-03-05 09:00"),
        order("O15", "C7", ordered_at="2025-03-03 09:00"),  # none before
        order("O16", "C7", ordered_at="2025-03-05 09:00"),
        order("O17", "C5", ordered_at="2025-03-08 09:00"),
    )
    company.put("service_requests.csv", REQUESTS, "R1,fault,2025-03-01 09:00,C6,,,,")
    company.put(
        "complaints.csv",
        COMPLAINTS,
        *(f"X{n},2025-03-03 09:00,C{n},,T1" for n in (1, 2, 3, 4, 7)),
        "X8,2025-03-03 09:00,,,T1",  # of nobody
        "X9,2025-03-03 09:00,,R1,T1",  # C6, who did not come back
        "X5,2025-03-04 09:00,C5,,T1",
        "X6,2025-03-10 09:00,C5,,T2",  # his second; in T2 his first, after the order
        "X10,2025-04-02 09:00,C1,,T1",  # July 1st, 9:00: not over yet
    )
    row = company.value("service_recovery_rate")  # 90 days after March 3rd is June 1st
    assert (fraction(row), row.sample_size) == ((2, 6), 6)  # C1, C5 of C1 to C6
    assert members(company, "service_recovery_rate", "team") == {"T1": (2, 6), "T2": (0, 1)}
    window = {"settings": {"recovery_window_days": 91}}
    assert fraction(company.value("service_recovery_rate", **window)) == (3, 6)  # and C2
    just_before = datetime(2025, 6, 1, 8, 59, 59, tzinfo=SHANGHAI)
    assert fraction(company.value("service_recovery_rate", as_of=just_before)) == (0, 0)
    assert fraction(company.value("service_recovery_rate", as_of=date(2025, 6, 1))) == (1, 5)


def test_the_first_complaint_of_a_period_counts_alone(company: Company) -> None:
    company.put(
        "orders.csv",
        ORDERS,
        order("O1", "C1", ordered_at="2025-03-05 09:00"),  # between the two complaints
        order("O2", "C1", ordered_at="2025-03-25 09:00"),
        order("O3", "C2", ordered_at="2025-01-05 09:00"),
        order("O4", "C2", ordered_at="2025-06-10 09:00"),
    )
    company.put(
        "complaints.csv",
        COMPLAINTS,
        "X1,2025-03-04 09:00,C1,,",  # no order before it
        "X2,2025-03-20 09:00,C1,,",
        "X4,2025-03-20 09:00,C2,,",  # won back
        "X3,2025-03-05 09:00,C2,,",  # not within 90 days
    )
    assert fraction(company.value("service_recovery_rate")) == (0, 1)
    assert fraction(company.value("service_recovery_rate", ("quarter", date(2025, 4, 1)))) == (0, 1)


# ---------------------------------------------------------------- members


def put_members(company: Company) -> None:
    company.put(
        "customers.csv",
        CUSTOMERS,
        "C1,vip,东,,,,2025-06-30,",  # from the last day
        "C2,vip,东,,,,2024-01-01,2025-06-01",  # until the first
        "C3,,东,,,,2024-01-01,2025-05-31",
        "C4,,西,,,,2025-07-01,",
        "C5,,西,2025-06-15,,true,,",  # since he joined
        "C6,,西,,,true,,",  # since ever
        "C7,,西,2020-01-01,,,,",  # does not say that he is one
        "C8,,西,,,false,2024-01-01,",  # the dates say so
        "C9,,西,,,true,,2025-06-10",
        "C10,,西,2025-07-01,,true,,",
    )


def test_members_active_over_members(company: Company) -> None:
    put_members(company)
    company.put(
        "orders.csv",
        ORDERS,
        order("O1", "C1", region="北"),  # before he was one, and elsewhere
        order("O2", "C5", cancelled_at="2025-06-03 09:00"),
        order("O3", "C6"),
        order("O4", "C7"),
        order("O5", "C99"),
        order("O6", "C8", ordered_at="2025-05-31 09:00"),
    )
    company.put("member_activity.csv", MOVEMENTS, "M1,C6,2025-06-03 09:00,,", "M2,C9,2025-06-29 09:00,0,")
    row = company.value("member_active_rate")
    assert (fraction(row), row.sample_size) == ((3, 6), 6)  # C1, C6, C9 of C1, C2, C5, C6, C8, C9
    assert members(company, "member_active_rate", "region") == {"东": (1, 2), "西": (2, 4)}
    assert members(company, "member_active_rate", "customer_segment") == {"vip": (1, 2), "unknown": (2, 4)}
    # Until the 14th neither C1 nor C5 is one.
    assert fraction(company.value("member_active_rate", as_of=date(2025, 6, 14))) == (1, 4)
    (company.folder / "member_activity.csv").unlink()
    assert fraction(company.value("member_active_rate")) == (2, 6)
    (company.folder / "orders.csv").unlink()
    assert fraction(company.value("member_active_rate")) == (None, None)
    company.put("orders.csv", ORDERS, order("O1"))
    company.put("customers.csv", "customer_id,joined_on,member_to_on", "C1,2020-01-01,")  # nobody says who is one
    assert fraction(company.value("member_active_rate")) == (None, None)


def test_orders_by_members_on_the_day_of_the_order(company: Company) -> None:
    put_members(company)
    company.put(
        "orders.csv",
        ORDERS,
        order("O1", "C1", ordered_at="2025-06-29 23:59:59"),  # a day too early
        order("O2", "C1", ordered_at="2025-06-30 00:00", region="北"),
        order("O3", "C2", ordered_at="2025-06-01 23:59:59"),
        order("O4", "C2", ordered_at="2025-06-02 00:00"),
        order("O5", "C6"),
        order("O6", "C6"),
        order("O7", "C6", cancelled_at="2025-06-03 09:00"),
        order("O8", "C7"),
    )
    row = company.value("member_purchase_frequency")
    assert (fraction(row), row.sample_size, row.ci_low) == ((4, 6), 6, None)
    assert members(company, "member_purchase_frequency", "region") == {"东": (2, 2), "西": (2, 4)}


def test_points_redeemed_over_points_earned(company: Company) -> None:
    company.put("customers.csv", CUSTOMERS, "C1,vip,东,,,,,")
    company.put(
        "member_activity.csv",
        MOVEMENTS,
        "M1,C1,2025-06-02 09:00,100,",
        "M2,C1,2025-06-03 09:00,,150.5",
        "M3,C9,2025-06-03 09:00,,",
        "M4,C1,2025-05-31 23:59:59,40,10",
    )
    row = company.value("points_redemption_rate")
    assert (fraction(row), row.value, row.sample_size, row.ci_low) == ((150.5, 100), 1.505, 3, None)
    row = company.value("points_redemption_rate", ("day", date(2025, 6, 3)))
    assert (fraction(row), row.value, row.sample_size) == ((150.5, 0), None, 2)
    assert members(company, "points_redemption_rate", "region") == {"东": (150.5, 100)}  # C9 moved nothing


@pytest.mark.parametrize(
    ("name", "header", "line", "first"),
    [
        ("orders", ORDERS, order("O1", ordered_at="2024-02-29 09:00", promised_at="2024-01-01"), date(2024, 2, 29)),
        ("member_activity", MOVEMENTS, "M1,C1,2024-02-28 23:00,,", date(2024, 2, 28)),
        ("customers", CUSTOMERS, "C1,,,2020-01-01,,true,2020-01-01,", date(2025, 6, 30)),
    ],
)
def test_what_opens_the_calendar(company: Company, name: str, header: str, line: str, first: date) -> None:
    company.put(f"{name}.csv", header, line)
    assert company.evaluate().days[0] == first


def test_without_orders_there_is_no_figure_and_with_none_there_is_no_value(company: Company) -> None:
    company.put("service_requests.csv", REQUESTS)
    assert fraction(company.value("return_rate")) == (None, None)
    company.put("orders.csv", ORDERS)
    assert fraction(company.value("return_rate")) == (0, 0)
    company.put("orders.csv", "order_id,customer_id,ordered_at,delivered_at", "O1,C1,2025-06-02 09:00,2025-06-03 09:00")
    assert fraction(company.value("return_rate")) == (None, None)
    assert fraction(company.value("repurchase_rate")) == (0, 1)
    assert company.june("repurchase_rate")["company", "all"].status == "small_sample"
