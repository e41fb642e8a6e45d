"""The oracle judged by hand: states, waits, handovers, what came back, what is open."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from by_hand import JUNE, Company, fraction
from oracle import OURS
from oracle.attribute import Facts, attribute
from oracle.counting import LONGER_TYPES, PROBLEM_TYPES, quantile
from oracle.history import Wait, handovers_of, kind_of, read_statuses, reply_waits_of, states_of
from oracle.read import Moment

SHANGHAI = ZoneInfo("Asia/Shanghai")
MAY = ("month", date(2025, 5, 1))
STATUSES = {"open": "open", "pending": "paused", "done": "resolved", "void": "cancelled"}

REQUESTS = (
    "request_id,request_type,created_at,first_response_at,first_resolved_at,resolved_at,closed_at,cancelled_at,due_at,"
    "followed_up_at,contact_count,reopened_count,duplicate_of,rework_of,customer_id,topic,team_id,agent_id"
)
EVENTS = "event_id,request_id,event_type,occurred_at,actor_id,actor_type,from_value,to_value,is_public"
COMPLAINTS = "complaint_id,submitted_at,accepted_at,first_response_at,resolved_at,customer_id,category,request_id"
CALLS = "call_id,direction,started_at,customer_id,topic,request_id"


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


def put(company: Company, entity: str, header: str, rows: Iterable[dict[str, str]]) -> None:
    """Write an export; a moment `2 09:00` is of June 2025, `5-31 09:00` of another month of that year."""
    lines = [",".join(_moment(column, row.get(column, "")) for column in header.split(",")) for row in rows]
    company.put(f"{entity}.csv", header, *lines)


def _moment(column: str, text: str) -> str:
    if not text or not column.endswith("_at"):
        return text
    day, _, clock = text.partition(" ")
    return f"2025-{day if '-' in day else f'6-{day}'} {clock}".strip()


def put_requests(company: Company, *rows: dict[str, str]) -> None:
    """Requests, R1 and so on, created on the second at nine where they do not say."""
    default = {"request_type": "problem", "created_at": "2 09:00"}
    put(
        company,
        "service_requests",
        REQUESTS,
        ({"request_id": f"R{place}"} | default | row for place, row in enumerate(rows, start=1)),
    )


def put_events(company: Company, *events: tuple[str, str] | tuple[str, str, dict[str, str]]) -> None:
    """Events (type, moment, other values), E1 and so on, of the request R1 where they do not say."""
    put(
        company,
        "request_events",
        EVENTS,
        (
            {"event_id": f"E{place}", "request_id": "R1", "event_type": kind, "occurred_at": at} | dict(*rest)
            for place, (kind, at, *rest) in enumerate(events, start=1)
        ),
    )


def status(at: str, to_value: str, **values: str) -> tuple[str, str, dict[str, str]]:
    """A change of status."""
    return "status_changed", at, {"to_value": to_value} | values


def by(agent: str, **values: str) -> dict[str, str]:
    """The values of an event of an agent."""
    return {"actor_id": agent, "actor_type": "agent"} | values


def facts_of(company: Company) -> Facts:
    return attribute(company.evaluate().exports, SHANGHAI)


def clock(instant: datetime | None) -> str | None:
    """A moment of June 2025 as it is written here."""
    return f"{(local := instant.astimezone(SHANGHAI)).day} {local:%H:%M}" if instant else None


def states(company: Company) -> list[tuple[str, str, str | None]]:
    """The states of the first request."""
    facts = facts_of(company)
    told = states_of(facts.service_requests[0], facts, STATUSES)
    return [(state.kind, clock(state.since), clock(state.until)) for state in told]


def spans(waits: list[Wait]) -> list[tuple[str | None, str | None]]:
    def told(moment: Moment | None) -> str | None:
        return clock(moment.instant if moment else None)

    return [(told(wait.began_at), told(wait.ended_at)) for wait in waits]


def reply_waits(company: Company) -> list[tuple[str | None, str | None]]:
    facts = facts_of(company)
    return spans(reply_waits_of(facts.service_requests[0], facts))


def handovers(company: Company) -> list[tuple[str | None, str | None]]:
    facts = facts_of(company)
    return spans(handovers_of(facts.service_requests[0], facts))


# ---------------------------------------------------------------- statuses


def test_a_later_file_of_statuses_replaces_and_adds(company: Company) -> None:
    company.put("ours.csv", "status,kind", "open,open", "待客户回复,paused", "wait,paused")
    company.put("theirs.csv", "status,kind", "Wait,open", "gone,cancelled")
    told = read_statuses(company.folder / "ours.csv", company.folder / "theirs.csv", company.folder / "none.csv")
    assert told == {"open": "open", "待客户回复": "paused", "wait": "open", "gone": "cancelled"}
    assert [kind_of(text, told) for text in ("GONE", "待客户回复", "what", None)] == ["cancelled", "paused", None, None]


def test_our_statuses_are_in_lower_case_and_of_a_kind() -> None:
    with (OURS / "request_statuses.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["status"] for row in rows] == list(dict.fromkeys(row["status"].strip().lower() for row in rows))
    assert {row["kind"] for row in rows} == {"open", "paused", "resolved", "cancelled"}
    assert all(row["status"] and "'" not in row["status"] for row in rows)
    told = {row["status"]: row["kind"] for row in rows}
    assert (told["new"], told["on_hold"], told["closed"], told["canceled"]) == (
        "open",
        "paused",
        "resolved",
        "cancelled",
    )
    assert (told["处理中"], told["挂起"], told["已办结"], told["作废"]) == ("open", "paused", "resolved", "cancelled")


def test_the_types_are_those_of_the_seed() -> None:
    with (OURS / "request_types.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["request_type"] for row in rows if row["is_problem"] == "true"} == PROBLEM_TYPES
    assert {row["request_type"] for row in rows if row["is_first_contact_resolvable"] == "false"} == LONGER_TYPES


# ---------------------------------------------------------------- states


def test_without_events_a_request_is_open_from_creation_to_its_end(company: Company) -> None:
    put_requests(company, {"first_resolved_at": "3 09:00", "resolved_at": "4 09:00", "cancelled_at": "5 09:00"})
    assert states(company) == [("open", "2 09:00", "4 09:00")]
    put_requests(company, {"resolved_at": "4 09:00", "cancelled_at": "3 09:00"})
    assert states(company) == [("open", "2 09:00", "3 09:00")]
    put_requests(company, {"first_resolved_at": "3 09:00"})
    assert states(company) == [("open", "2 09:00", None)]
    put_requests(company, {"resolved_at": "2"})  # at its local 00:00: before it was created
    assert states(company) == []


def test_a_request_pauses_and_goes_on(company: Company) -> None:
    put_requests(company, {"resolved_at": "2 18:00"})
    put_events(
        company,
        status("2 10:00", "Pending"),
        status("2 11:00", "pending"),  # the same again
        status("2 12:00", "what?"),  # of no kind
        status("2 13:00", ""),
        status("2 14:00", "open"),
        status("2 15:00", "done"),  # closed, and never opened after: left out
        status("2 08:59", "pending"),  # before its creation
        status("2 18:00", "pending"),  # at its end
    )
    expected = [("open", "2 09:00", "2 10:00"), ("paused", "2 10:00", "2 14:00"), ("open", "2 14:00", "2 18:00")]
    assert states(company) == expected
    put_requests(company, {})
    put_events(company, status("2 10:00", "pending"), status("2 11:00", "void"))
    assert states(company) == [("open", "2 09:00", "2 10:00"), ("paused", "2 10:00", None)]


def test_a_request_is_closed_where_it_was_opened_again(company: Company) -> None:
    put_requests(company, {"first_resolved_at": "3 09:00", "resolved_at": "6 09:00"})
    put_events(company, ("reopened", "4 09:00"), status("5 09:00", "done"))
    expected = [("open", "2 09:00", "3 09:00"), ("resolved", "3 09:00", "4 09:00"), ("open", "4 09:00", "6 09:00")]
    assert states(company) == expected
    put_events(company, status("4 09:00", "void"), ("reopened", "5 09:00", {"to_value": "PENDING"}))
    expected = [("open", "2 09:00", "3 09:00"), ("resolved", "3 09:00", "5 09:00"), ("paused", "5 09:00", "6 09:00")]
    assert states(company) == expected
    put_events(company, ("reopened", "4 09:00", {"to_value": "done"}))  # opened, whatever it says
    assert states(company)[-1] == ("open", "4 09:00", "6 09:00")


def test_at_the_same_moment_creation_comes_first_then_the_resolution_then_events_by_id(company: Company) -> None:
    put_requests(company, {"first_resolved_at": "3 09:00", "resolved_at": "6 09:00"})
    put_events(company, ("reopened", "3 09:00"))
    assert states(company) == [("open", "2 09:00", "6 09:00")]
    put_events(company, status("2 09:00", "pending"))
    assert states(company) == [("paused", "2 09:00", "6 09:00")]
    late = ("reopened", "5 09:00")
    put_events(company, status("4 09:00", "pending", event_id="E9"), status("4 09:00", "done", event_id="E10"), late)
    expected = [("open", "2 09:00", "3 09:00"), ("resolved", "3 09:00", "4 09:00"), ("paused", "4 09:00", "5 09:00")]
    assert states(company) == [*expected, ("open", "5 09:00", "6 09:00")]  # E10 comes before E9


# ---------------------------------------------------------------- open_backlog


def test_what_is_open_at_the_end_of_a_period(company: Company) -> None:
    put_requests(
        company,
        {"team_id": "T1"},  # open to this day
        {"team_id": "T1", "resolved_at": "3 00:00"},  # at the very end of the second
        {"team_id": "T1", "created_at": "3 00:00"},  # at the very beginning of the third
        {"team_id": "T2", "cancelled_at": "2 23:59"},
        {"team_id": "T1", "duplicate_of": "R1"},
        {"team_id": "T1", "created_at": "5-31 10:00", "first_resolved_at": "1 10:00", "resolved_at": "3 12:00"},
    )
    put_events(
        company,
        ("reopened", "3 10:00", {"request_id": "R6"}),
        status("2 10:00", "on_hold"),
    )

    def backlog(grain: str, start: date, **options: object) -> float:
        return company.value("open_backlog", (grain, start), **options).value

    days = {day: backlog("day", date(2025, 6, day)) for day in (1, 2, 3, 4)}
    assert days == {1: 0, 2: 2, 3: 2, 4: 2}
    assert backlog("day", date(2025, 5, 31)) == backlog(*MAY) == 1
    assert (backlog(*JUNE), backlog("year", date(2025, 1, 1))) == (2, 2)
    row = company.value("open_backlog")
    assert (fraction(row), row.sample_size, row.numerator_squares, row.ci_low) == ((2, None), None, None, None)
    assert {key for key in company.june("open_backlog") if key[0] == "team"} == {("team", "T1")}


def test_in_the_running_period_what_is_open_now(company: Company) -> None:
    put_requests(
        company,
        {"created_at": "3 12:00"},  # just then: not before it
        {"created_at": "3 11:59:59"},
        {"created_at": "3 10:00", "resolved_at": "3 12:00"},  # open until then
        {"created_at": "3 10:00", "resolved_at": "3 11:59:59"},
    )
    noon = datetime(2025, 6, 3, 12, tzinfo=SHANGHAI)
    for period in (("day", date(2025, 6, 3)), JUNE):
        assert company.value("open_backlog", period, as_of=noon).value == 2


# ---------------------------------------------------------------- average_reply_time


def test_a_wait_runs_from_the_first_message_to_the_next_reply(company: Company) -> None:
    put_requests(company, {})
    assert reply_waits(company) == [("2 09:00", None)]
    put_events(
        company,
        ("customer_message", "2 09:30"),
        ("agent_reply", "2 10:00", by("A1")),
        ("agent_reply", "2 10:30", by("A1")),  # to nobody
        ("customer_message", "2 11:00", {"actor_type": "agent"}),  # a message is one whoever wrote it down
        ("agent_reply", "2 11:10", by("A1", is_public="false")),
        ("agent_reply", "2 11:20", {"actor_type": "system"}),
        ("agent_reply", "2 11:30", {"actor_type": "customer"}),
        ("customer_message", "2 11:40"),
        ("agent_reply", "2 12:00"),  # of nobody known
        ("customer_message", "2 13:00"),
    )
    assert reply_waits(company) == [("2 09:00", "2 10:00"), ("2 11:00", "2 12:00"), ("2 13:00", None)]
    row = company.value("average_reply_time")
    assert (fraction(row), row.value, row.sample_size, row.numerator_squares) == ((7200, 2), 3600, 2, 2 * 3600**2)


def test_at_the_same_moment_a_message_comes_before_the_reply(company: Company) -> None:
    put_requests(company, {})
    put_events(company, ("agent_reply", "2 10:00", by("A1")), ("customer_message", "2 10:00"))
    assert reply_waits(company) == [("2 09:00", "2 10:00")]
    put_events(company, ("agent_reply", "2 09:00"), ("customer_message", "2 08:00"))
    assert reply_waits(company) == [("2 08:00", "2 09:00")]
    put_events(company, ("agent_reply", "2 08:00"), ("customer_message", "2 07:00"))  # before its creation
    assert reply_waits(company) == [("2 07:00", "2 08:00"), ("2 09:00", None)]


def test_the_first_response_is_a_reply_that_no_event_tells(company: Company) -> None:
    put_requests(company, {"first_response_at": "2 09:10", "agent_id": "A7", "team_id": "T7"})
    put_events(company, ("agent_reply", "2 09:10", by("A1")), ("agent_reply", "2 09:20", by("A2")))
    assert reply_waits(company) == [("2 09:00", "2 09:10")]
    assert {key[1] for key in company.june("average_reply_time") if key[0] == "agent"} == {"A1"}
    # The one at that moment is no public reply: the column speaks, for the request's agent.
    put_events(company, ("agent_reply", "2 09:10", by("A1", is_public="false")))
    assert {key[1] for key in company.june("average_reply_time") if key[0] == "agent"} == {"A7"}
    put_events(company, ("customer_message", "2 09:05"), ("customer_message", "2 09:15"))
    assert reply_waits(company) == [("2 09:00", "2 09:10"), ("2 09:15", None)]


def test_a_wait_is_of_who_replied_and_on_that_day(company: Company) -> None:
    company.put("agents.csv", "agent_id,valid_from,team_id", "A1,,T1", "A1,2025-06-04 00:00,T2", "A3,,T3")
    put_requests(company, {"agent_id": "A3"}, {"agent_id": "A8"}, {"duplicate_of": "R1"})
    put_events(
        company,
        ("agent_reply", "3 09:00", by("A1")),
        ("agent_reply", "4 09:00", by("A1", request_id="R2")),  # its own agent is not known, nor its team
        ("agent_reply", "2 10:00", by("A1", request_id="R3")),
        ("agent_reply", "2 10:00", by("A1", request_id="R4")),  # there is no such request
    )
    june = {key: fraction(row) for key, row in company.june("average_reply_time").items()}
    assert june["company", "all"] == (86400 + 2 * 86400, 2)
    assert june["agent", "A1"] == (3 * 86400, 2)
    assert june["team", "T3"] == (86400, 1) and june["team", "T2"] == (2 * 86400, 1)
    put_events(company, ("agent_reply", "3 09:00", by("A9")))
    assert ("agent", "unknown") in company.june("average_reply_time")
    assert fraction(company.value("average_reply_time", ("day", date(2025, 6, 2)))) == (0, 0)


def test_a_wait_without_a_clock_is_no_time(company: Company) -> None:
    put_requests(company, {"created_at": "2"}, {})
    put_events(
        company,
        ("agent_reply", "2 10:00"),
        ("customer_message", "2 11:00"),
        ("agent_reply", "3"),
        ("agent_reply", "2 09:01", {"request_id": "R2"}),
    )
    row = company.value("average_reply_time")
    assert (fraction(row), row.sample_size) == ((60, 1), 1)


# ---------------------------------------------------------------- handover_waiting_time


def test_a_handover_waits_for_another_agent(company: Company) -> None:
    put_requests(company, {})
    transfer = {"from_value": "T1", "to_value": "T2"}
    put_events(
        company,
        ("agent_reply", "2 10:00", by("A1")),
        ("transferred", "2 11:00", transfer),  # of nobody known: A1 was the one before
        ("transferred", "2 12:00", by("A5") | transfer),  # before any action: the same wait
        ("agent_reply", "2 12:30", by("A1")),  # the agent before
        ("agent_reply", "2 12:40", {"actor_type": "agent"}),  # nobody known acts
        ("agent_reply", "2 12:50", {"actor_id": "A2"}),
        ("assigned", "2 12:55", by("A2")),
        status("2 13:00", "open", **by("A2")),
        ("transferred", "2 14:00", by("A3") | transfer),  # who passes on was the one before, not A2
        ("agent_reply", "2 14:30", by("A3")),
        ("agent_reply", "2 15:00", by("A2", is_public="false")),  # to colleagues is an action too
        ("transferred", "2 16:00", transfer),  # nobody acts after it
        ("agent_reply", "2 17:00", by("A2")),
    )
    assert handovers(company) == [("2 11:00", "2 13:00"), ("2 14:00", "2 15:00")]
    row = company.value("handover_waiting_time")
    assert (fraction(row), row.value, row.sample_size) == ((3 * 3600, 2), 5400, 2)
    assert {key[1] for key in company.june("handover_waiting_time") if key[0] == "agent"} == {"A2"}


def test_without_an_agent_before_anybody_ends_the_wait(company: Company) -> None:
    put_requests(company, {})
    put_events(
        company,
        ("transferred", "2 10:00", {"actor_type": "system", "actor_id": "A1"}),
        ("agent_reply", "2 11:00", by("A1")),
    )
    assert handovers(company) == [("2 10:00", "2 11:00")]
    put_events(company, ("transferred", "2 10:00", {"actor_type": "agent"}), ("agent_reply", "2 11:00", by("A1")))
    assert handovers(company) == [("2 10:00", "2 11:00")]
    put_events(company, ("transferred", "2 10:00", by("A1")), ("agent_reply", "2 11:00", by("A1")))
    assert handovers(company) == []


def test_two_runs_may_end_with_one_action(company: Company) -> None:
    put_requests(company, {})
    put_events(
        company,
        ("transferred", "2 10:00", by("A1")),
        ("agent_reply", "2 11:00", by("A1")),
        ("transferred", "2 12:00", by("A1")),
        ("agent_reply", "2 13:00", by("A2")),
    )
    assert handovers(company) == [("2 10:00", "2 13:00"), ("2 12:00", "2 13:00")]


def test_passed_on_to_the_same_is_no_transfer(company: Company) -> None:
    put_requests(company, {}, {}, {"cancelled_at": "3 09:00"}, {}, {})
    put_events(
        company,
        ("transferred", "2 10:00", {"from_value": "T1", "to_value": "T1"}),
        ("agent_reply", "2 11:00", by("A1")),
        ("transferred", "2 10:00", {"request_id": "R2"}),  # from nobody known to nobody known
        ("transferred", "2 10:00", {"request_id": "R3", "to_value": "T2"}),  # cancelled
        ("escalated", "2 10:00", {"request_id": "R4"}),
        ("escalated", "2 11:00", {"request_id": "R4"}),
    )
    assert handovers(company) == []
    assert fraction(company.value("transfer_rate")) == (1, 4)
    row = company.value("escalation_rate")
    assert (fraction(row), row.sample_size) == ((1, 4), 4)


def test_at_the_same_moment_the_event_id_decides(company: Company) -> None:
    put_requests(company, {})
    put_events(company, ("transferred", "2 10:00"), ("agent_reply", "2 10:00", by("A1")))
    assert handovers(company) == [("2 10:00", "2 10:00")]
    assert fraction(company.value("handover_waiting_time")) == (0, 1)
    put_events(company, ("agent_reply", "2 10:00", by("A1")), ("transferred", "2 10:00"))
    assert handovers(company) == []


# ---------------------------------------------------------------- merged


def test_a_merged_request_is_a_duplicate(company: Company) -> None:
    put_requests(company, *[{"resolved_at": "3 09:00"}] * 4)
    put_events(
        company,
        ("merged", "2 10:00", {"request_id": "R2", "to_value": "R1"}),
        ("merged", "2 10:00", {"request_id": "R3"}),
        ("merged", "2 10:00", {"request_id": "R4", "to_value": "R4"}),
    )
    assert company.value("service_request_volume").value == 3
    with (company.folder / "request_events.csv").open("a") as file:
        file.write("E9,R4,merged,2025-06-02 11:00,,,,R1,\n")
    assert company.value("service_request_volume").value == 2


def test_an_event_opens_the_calendar_and_may_be_rejected(company: Company) -> None:
    put_requests(company, {})
    put_events(company, ("escalated", "5-30 09:00", {"request_id": "R9"}), ("vanished", "2 09:00"), ("merged", "7-2"))
    assert company.evaluate().days[0] == date(2025, 5, 30)
    assert [(row, column) for row, column, _ in company.reasons()] == [(3, "event_type")]
    put_events(company, ("escalated", "7-2 00:00:01"))
    assert company.reasons() == [(2, "occurred_at", "in the future")]


# ---------------------------------------------------------------- process_complexity, team_collaboration_efficiency


def test_steps_before_the_resolution(company: Company) -> None:
    put_requests(company, {"resolved_at": "2 18:00"}, {"resolved_at": "2 18:00"}, {}, {"resolved_at": "2 10:00"})
    put_events(
        company,
        ("assigned", "2 09:01", {"to_value": "A1"}),  # the first
        ("assigned", "2 09:02", {"to_value": "A1"}),  # the same
        ("assigned", "2 09:03", {"to_value": "A2"}),  # 1
        ("assigned", "2 09:04", {"to_value": "A3", "from_value": "A3"}),
        ("assigned", "2 09:05", {"to_value": "A4", "from_value": "A9"}),  # 2
        ("assigned", "2 09:06"),  # to nobody
        ("assigned", "2 09:07", {"to_value": "A5"}),  # after nobody: a first one
        ("transferred", "2 10:00", {"to_value": "T2"}),  # 3
        ("transferred", "2 10:01", {"from_value": "T2", "to_value": "T2"}),
        status("2 11:00", "pending"),  # 4
        status("2 12:00", "what?"),  # 5
        status("2 13:00", ""),  # 6
        status("2 14:00", "CLOSED"),
        status("2 18:00", "open"),  # not before
        ("escalated", "2 12:00"),
        ("transferred", "2 10:00", {"request_id": "R3"}),  # not completed
        ("assigned", "2 09:01", {"request_id": "R4", "to_value": "A1", "from_value": "A2"}),  # 7: from another
    )
    row = company.value("process_complexity")
    assert (fraction(row), row.sample_size, row.ci_low) == ((7, 3), 3, None)


def test_work_of_two_agents_in_time(company: Company) -> None:
    due = {"due_at": "5 09:00"}
    put_requests(
        company,
        due | {"resolved_at": "5 09:00"},
        due | {"resolved_at": "5 09:01"},
        due | {"resolved_at": "4 09:00"},
        due | {"resolved_at": "4 09:00", "cancelled_at": "5 09:00"},
        {"resolved_at": "4 09:00"},
    )
    two = [("agent_reply", by("A1")), ("status_changed", by("A2"))]
    events = [(kind, "3 09:00", who | {"request_id": f"R{number}"}) for number in (1, 2, 4, 5) for kind, who in two]
    once = {"request_id": "R3"}
    put_events(
        company,
        *events,
        ("agent_reply", "3 09:00", by("A1", is_public="false") | once),
        status("3 10:00", "open", **by("A1"), **once),
        ("transferred", "3 10:00", by("A2") | once),  # merely passing on
        ("agent_reply", "3 10:00", {"actor_id": "A3"} | once),
    )
    row = company.value("team_collaboration_efficiency")
    assert (fraction(row), row.sample_size) == ((1, 2), 2)


# ---------------------------------------------------------------- what came back


def test_reopened_within_the_window(company: Company) -> None:
    first = {"first_resolved_at": "3 09:00"}
    put_requests(company, *[first] * 8, first | {"cancelled_at": "4 09:00"}, {"first_resolved_at": "24 00:00:01"}, {})
    put_events(
        company,
        ("reopened", "3 09:00"),  # at once
        ("reopened", "10 09:00", {"request_id": "R2"}),  # on the stroke
        ("reopened", "10 09:00:01", {"request_id": "R3"}),
        ("reopened", "3 08:59:59", {"request_id": "R4"}),
        status("4 09:00", "pending", from_value="Closed", request_id="R5"),
        status("4 09:00", "open", from_value="", request_id="R6"),  # from what?
        status("4 09:00", "closed", from_value="resolved", request_id="R7"),
        status("4 09:00", "open", from_value="pending", request_id="R8"),
    )
    row = company.value("reopen_rate")
    assert (fraction(row), row.sample_size) == ((3, 8), 8)
    assert fraction(company.value("reopen_rate", ("day", date(2025, 6, 10)))) == (3, 8)
    row = company.value("reopen_rate", settings={"resolution_window_days": 8})
    assert fraction(row) == (4, 8)
    assert fraction(company.value("reopen_rate", as_of=datetime(2025, 6, 10, 8, 59, tzinfo=SHANGHAI))) == (0, 0)
    assert fraction(company.value("reopen_rate", as_of=datetime(2025, 6, 10, 9, tzinfo=SHANGHAI))) == (3, 8)


def test_without_events_the_request_counts_its_reopenings(company: Company) -> None:
    first = {"first_resolved_at": "3 09:00"}
    counted = first | {"reopened_count": "2"}
    put_requests(company, counted, counted, first | {"reopened_count": "0"}, first)
    assert fraction(company.value("reopen_rate")) == (2, 4)
    put_events(company, status("3 09:00", "done"), ("escalated", "4 09:00", {"request_id": "R2"}))
    assert fraction(company.value("reopen_rate")) == (1, 4)  # R1's events would say so


def test_done_again_under_another_number(company: Company) -> None:
    first = {"first_resolved_at": "3 09:00"}
    again = {"created_at": "10 09:00"}
    put_requests(
        company,
        *[first] * 5,
        first | {"reopened_count": "1"},
        again | {"rework_of": "R1", "cancelled_at": "11 09:00"},
        {"rework_of": "R2", "created_at": "10 09:00:01"},
        again | {"rework_of": "R3", "duplicate_of": "R1"},
        {"rework_of": "R4", "created_at": "3 08:59:59"},
        first | {"created_at": "3 09:00", "rework_of": "R11"},  # of itself
        {"rework_of": "R5", "created_at": "3 09:00"},
    )
    assert fraction(company.value("rework_rate")) == (3, 7)  # R1, R5; R6 was reopened
    assert fraction(company.value("reopen_rate")) == (1, 7)


def test_resolved_at_the_first_contact(company: Company) -> None:
    first = {"first_resolved_at": "3 09:00", "contact_count": "1"}
    put_requests(
        company,
        first,  # nobody's, about nothing: nobody can come back
        first | {"contact_count": "2"},
        first | {"contact_count": ""},
        first | {"reopened_count": "1"},
        first | {"customer_id": "C1", "topic": "Refund"},
        first | {"customer_id": "C2", "topic": "Refund"},
        first | {"customer_id": "C3", "topic": "Refund"},
        first | {"customer_id": "C4", "topic": "Refund"},
        first | {"customer_id": "C5", "topic": ""},
        first | {"request_type": "Project"},
        {"created_at": "3 09:00:01", "customer_id": "C1", "topic": "refund"},
        {"created_at": "3 09:00", "customer_id": "C2", "topic": "refund"},  # at that moment, not after it
        {"created_at": "10 09:00:01", "customer_id": "C2", "topic": "refund"},
        {"created_at": "4 09:00", "customer_id": "C2", "topic": "delivery"},
        {"created_at": "4 09:00", "customer_id": "C2", "topic": "refund", "duplicate_of": "R6"},
    )
    put(
        company,
        "calls",
        CALLS,
        (
            {"call_id": f"K{place}"} | row
            for place, row in enumerate(
                [
                    {"started_at": "10 09:00", "request_id": "R7", "topic": "REFUND"},  # the customer of its request
                    {"started_at": "4 09:00", "customer_id": "C4", "topic": "refund", "direction": "outbound"},
                    {"started_at": "4 09:00", "customer_id": "C5"},
                ]
            )
        ),
    )
    row = company.value("first_contact_resolution_rate")
    assert (fraction(row), row.sample_size) == ((5, 10), 10)  # R1, R6, R8, R9, R10
    net = {"settings": {"first_contact_resolution": "net"}}
    assert fraction(company.value("first_contact_resolution_rate", **net)) == (4, 9)
    assert fraction(company.value("first_contact_resolution_rate", **net, longer_types=["problem"])) == (1, 1)


# ---------------------------------------------------------------- requests


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([5], 0.9, 5), ([4, 1, 2], 0.5, 2), ([1, 2, 4, 10], 0.5, 3), ([0, 10], 0.9, 9), ([3, 1, 2], 1, 3), ([0], 0.5, 0)],
)
def test_a_quantile_lies_between_its_neighbours(values: list[float], share: float, expected: float) -> None:
    assert quantile(values, share) == pytest.approx(expected, abs=1e-12)


def test_the_longest_the_median_the_ninetieth_percentile(company: Company) -> None:
    put_requests(
        company,
        {"first_response_at": "2 09:01", "resolved_at": "2 09:02", "team_id": "T1"},
        {"first_response_at": "2 09:02", "resolved_at": "2 09:06", "cancelled_at": "3 09:00", "team_id": "T1"},
        {"first_response_at": "2 09:00", "resolved_at": "2 09:00", "team_id": "T2"},
        {"first_response_at": "3", "resolved_at": "3", "team_id": "T3"},  # no clock
        {"first_response_at": "2 19:00", "duplicate_of": "R1", "team_id": "T4"},
    )
    row = company.value("maximum_response_time")
    assert (fraction(row), row.value, row.sample_size, row.numerator_squares) == ((120, None), 120, 3, None)
    assert (row.ci_low, row.ci_high) == (None, None)
    assert company.value("median_response_time").value == 60
    assert company.value("p90_response_time").value == pytest.approx(108)
    row = company.value("median_completion_time", settings={"completion_time_to": "first_resolution"})
    assert (row.value, row.sample_size, row.status) == (120, 3, "small_sample")
    for kpi in ("maximum_response_time", "median_response_time", "p90_response_time", "median_completion_time"):
        june = company.june(kpi)
        assert {key[1] for key in june if key[0] == "team"} == {"T1", "T2"}
        assert (june["team", "T2"].value, june["team", "T2"].sample_size) == (0, 1)  # nothing is a figure
        row = company.value(kpi, ("day", date(2025, 6, 3)))
        assert (fraction(row), row.value, row.sample_size, row.status) == ((None, None), None, 0, "no_data")


def test_replied_followed_up(company: Company) -> None:
    closed = {"closed_at": "3 09:00"}
    put_requests(
        company,
        closed | {"followed_up_at": "3 09:00", "first_response_at": "2 09:00"},
        closed | {"followed_up_at": "3 08:59:59"},
        closed | {"followed_up_at": "3"},  # some time on that day
        closed | {"followed_up_at": "2"},
        closed,
        closed | {"followed_up_at": "4 09:00", "cancelled_at": "4 09:00", "first_response_at": "2 09:00"},
        {"followed_up_at": "4 09:00", "first_response_at": "2"},  # not closed; replied to on that day
    )
    row = company.value("follow_up_rate")
    assert (fraction(row), row.sample_size) == ((2, 5), 5)
    assert fraction(company.value("follow_up_rate", ("day", date(2025, 6, 3)))) == (2, 5)
    assert fraction(company.value("reply_rate")) == (2, 6)
    assert fraction(company.value("reply_rate", ("day", date(2025, 6, 2)))) == (2, 6)


def test_feedback_is_handled(company: Company) -> None:
    put_requests(
        company,
        {"request_type": "Feedback", "resolved_at": "2 10:00"},
        {"request_type": "suggestion", "resolved_at": "2 09:00", "cancelled_at": "3 09:00"},
        {"request_type": "fault", "resolved_at": "2 11:00"},
        {"request_type": "feedback"},
        {"request_type": "complaint", "resolved_at": "2 11:00"},
    )
    assert fraction(company.value("feedback_handling_time")) == (3600, 2)
    row = company.value("feedback_handling_time", settings={"feedback_includes_problems": True})
    assert (fraction(row), row.numerator_squares) == ((3600 + 7200, 3), 3600**2 + 7200**2)


# ---------------------------------------------------------------- complaints, collaboration


def put_complaints(company: Company, *rows: dict[str, str]) -> None:
    default = {"submitted_at": "2 09:00"}
    put(
        company,
        "complaints",
        COMPLAINTS,
        ({"complaint_id": f"K{place}"} | default | row for place, row in enumerate(rows)),
    )


def test_complaints_received_accepted_resolved(company: Company) -> None:
    put_complaints(
        company,
        {"accepted_at": "3 09:00", "resolved_at": "4 09:00"},
        {"accepted_at": "3", "resolved_at": "4"},
        {"submitted_at": "5-31 23:00", "accepted_at": "1 00:00"},
    )
    row = company.value("complaint_acceptance_time")
    assert (fraction(row), row.numerator_squares) == ((86400 + 3600, 2), 86400**2 + 3600**2)
    assert fraction(company.value("complaint_resolution_rate")) == (2, 2)
    assert fraction(company.value("complaint_resolution_rate", MAY)) == (0, 1)
    row = company.value("complaint_volume")
    assert (fraction(row), row.value, row.sample_size) == ((2, None), 2, None)
    assert company.value("complaint_volume", ("day", date(2025, 6, 3))).value == 0


def test_complaints_answered_within_a_day(company: Company) -> None:
    put_complaints(
        company,
        {"first_response_at": "3 09:00"},
        {"first_response_at": "3 09:00:01"},
        {},
        {"first_response_at": "2"},  # who knows when
        {"submitted_at": "2", "first_response_at": "2 10:00"},
        {"submitted_at": "29 12:00", "first_response_at": "29 13:00"},
        {"submitted_at": "29 12:00:01", "first_response_at": "29 13:00"},
    )
    kpi = "complaint_first_response_24h_rate"
    noon = datetime(2025, 6, 30, 12, tzinfo=SHANGHAI)
    row = company.value(kpi, as_of=noon)
    assert (fraction(row), row.sample_size) == ((2, 4), 4)
    assert fraction(company.value(kpi, ("day", date(2025, 6, 3)))) == (1, 3)
    assert fraction(company.value(kpi, as_of=noon, settings={"complaint_answer_hours": 25})) == (2, 3)


def test_complaints_that_follow_another(company: Company) -> None:
    put_requests(company, {"customer_id": "C1"}, {})
    once = {"customer_id": "C1", "category": "Delay", "submitted_at": "5-3 09:00"}
    put_complaints(
        company,
        once,
        once | {"submitted_at": "2 09:00"},  # thirty days after
        {"request_id": "R1", "category": "delay", "submitted_at": "2 09:00"},  # at the same moment, by a higher id
        once | {"category": "price", "submitted_at": "3 09:00"},
        once | {"category": "", "submitted_at": "3 09:00"},
        once | {"category": "", "submitted_at": "4 09:00"},
        {"request_id": "R2", "category": "delay", "submitted_at": "3 09:00"},  # of nobody known
        {"customer_id": "C2", "category": "delay"},
        {"customer_id": "C3", "category": "delay", "submitted_at": "5-3 08:59:59"},
        {"customer_id": "C3", "category": "delay"},  # a second too late
    )
    row = company.value("repeat_complaint_rate")
    assert (fraction(row), row.sample_size) == ((2, 7), 7)
    assert fraction(company.value("repeat_complaint_rate", MAY)) == (0, 2)
    assert fraction(company.value("repeat_complaint_rate", settings={"repeat_complaint_days": 31})) == (3, 7)


def test_satisfied_with_colleagues(company: Company) -> None:
    company.put(
        "survey_responses.csv",
        "response_id,survey,dimension,responded_at,score,respondent_type,respondent_id,agent_id",
        "S1,collaboration,,2025-06-02 09:00,4,agent,A1,",
        "S2,collaboration,Overall,2025-06-02 09:00,3,agent,A1,",
        "S3,collaboration,speed,2025-06-02 09:00,1,agent,A1,",
        "S4,employee,,2025-06-02 09:00,1,agent,A1,",
    )
    row = company.value("collaboration_satisfaction_rate")
    assert (fraction(row), row.sample_size) == ((1, 2), 1)  # both by the same colleague
    keys = [key for key in company.evaluate().values if key[0] == "collaboration_satisfaction_rate"]
    assert {key[3] for key in keys} == {"company", "team"}
    assert {key[1] for key in keys} == {"day", "week", "month", "quarter", "year"}


# ---------------------------------------------------------------- what is needed


@pytest.mark.parametrize(
    ("kpi", "columns", "has_events", "is_there"),
    [
        ("reopen_rate", "first_resolved_at", False, False),
        ("reopen_rate", "first_resolved_at,reopened_count", False, True),
        ("reopen_rate", "first_resolved_at", True, True),
        ("reopen_rate", "reopened_count", True, False),
        ("rework_rate", "first_resolved_at,rework_of", False, True),
        ("first_contact_resolution_rate", "first_resolved_at", True, False),
        ("first_contact_resolution_rate", "first_resolved_at,contact_count", False, True),
        ("open_backlog", "cancelled_at", True, False),
        ("open_backlog", "resolved_at", False, True),
        ("transfer_rate", "resolved_at", False, False),
        ("transfer_rate", "resolved_at", True, True),
        ("process_complexity", "cancelled_at", True, False),
        ("average_reply_time", "first_response_at", False, False),
        ("average_reply_time", "cancelled_at", True, True),
        ("follow_up_rate", "closed_at", True, False),
    ],
)
def test_a_kpi_is_told_where_its_inputs_are(
    company: Company, kpi: str, columns: str, has_events: bool, is_there: bool
) -> None:
    company.put("service_requests.csv", f"request_id,request_type,created_at,{columns}")
    if has_events:
        put_events(company)
    row = company.value(kpi)
    assert (row.numerator is not None) is is_there


@pytest.mark.parametrize("name", ["first_contact_resolution"])
def test_a_choice_that_is_none_is_refused(company: Company, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        company.evaluate(settings={name: "both"})
