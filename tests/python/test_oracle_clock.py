"""The oracle's clocks judged by hand: business time, whose schedule, SLA clocks."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import business_pairs
import pytest
import wild
from by_hand import JUNE, Company, fraction
from oracle import KPIS, Row, evaluate, sla
from oracle.clock import ALWAYS, OutsideCoverage, Schedule, counted, is_open, read_schedules
from oracle.counting import BY_EITHER_CLOCK
from oracle.reference import read_csv
from oracle.sla import Policy, SlaClock, breach_of

HOUR, MINUTE = 3600, 60
SHANGHAI, NEW_YORK, KOLKATA = (ZoneInfo(name) for name in ("Asia/Shanghai", "America/New_York", "Asia/Kolkata"))

SCHEDULES = "schedule_id,valid_from,time_zone,holiday_calendar,weekdays,opens,closes"
HOLIDAYS = "holiday_calendar,day,kind,name_en,name_zh"
EXTRAS = "schedule_id,day,kind,from_time,to_time"
ASSIGNMENTS = "position,valid_from,team_id,channel,customer_segment,member_tier,schedule_id"
POLICIES = "position,valid_from,request_type,priority,channel,customer_segment,member_tier,target,minutes,clock,pauses"
REQUESTS = (
    "request_id,request_type,priority,channel,customer_id,agent_id,team_id,created_at,accepted_at,first_response_at,"
    "first_resolved_at,resolved_at,cancelled_at,duplicate_of"
)
EVENTS = "event_id,request_id,event_type,occurred_at,actor_id,actor_type,from_value,to_value,is_public"

OFFICE = (
    "office,2024-01-01,Asia/Shanghai,CN,12345,09:00,12:00",
    "office,2024-01-01,Asia/Shanghai,CN,12345,13:30,18:00",
)
NIGHT = "night,2024-01-01,Asia/Shanghai,CN,1234567,22:00,06:00"


def write(path: Path, *lines: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def schedules(tmp_path: Path) -> Callable[..., dict[str, Schedule]]:
    """The schedules that these rows of the reference tables make."""

    def read(*windows: str, holidays: tuple[str, ...] = (), extras: tuple[str, ...] = ()) -> dict[str, Schedule]:
        write(tmp_path / "business_schedules.csv", SCHEDULES, *windows)
        write(tmp_path / "public_holidays_overrides.csv", HOLIDAYS, *holidays)
        write(tmp_path / "extra_holidays.csv", EXTRAS, *extras)
        return read_schedules(tmp_path, business_pairs.OUR_HOLIDAYS, last_year=2027)

    return read


def at(text: str, zone: ZoneInfo = SHANGHAI, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


def seconds(schedule: Schedule, start: str, end: str, zone: ZoneInfo = SHANGHAI) -> float:
    return schedule.open_microseconds(at(start, zone), at(end, zone)) / 10**6


def is_open_at(schedule: Schedule, *moments: str) -> list[bool]:
    return [is_open(schedule, at(moment, schedule.zone)) for moment in moments]


# ---------------------------------------------------------------- business time


def test_an_office_shuts_for_lunch_nights_and_weekends(schedules) -> None:
    office = schedules(*OFFICE)["office"]
    assert seconds(office, "2025-06-04 11:00", "2025-06-04 14:00") == 1.5 * HOUR
    assert seconds(office, "2025-06-04 12:00", "2025-06-04 13:30") == 0
    assert seconds(office, "2025-06-06 17:00", "2025-06-09 10:00") == 2 * HOUR  # Friday to Monday
    assert seconds(office, "2025-06-09", "2025-06-16") == 5 * 7.5 * HOUR
    assert is_open_at(office, "2025-06-04 08:59:59", "2025-06-04 09:00", "2025-06-04 11:59:59") == [False, True, True]
    assert is_open_at(office, "2025-06-04 12:00", "2025-06-04 13:30", "2025-06-04 18:00") == [False, True, False]


def test_time_is_counted_to_the_microsecond_and_never_backwards(schedules) -> None:
    office = schedules(*OFFICE)["office"]
    assert seconds(office, "2025-06-04 08:59:59.5", "2025-06-04 09:00:00.25") == 0.25
    assert seconds(office, "2025-06-04 11:59:59.999999", "2025-06-04 12:30") == 0.000001
    assert seconds(office, "2025-06-04 10:00", "2025-06-04 10:00") == 0
    assert seconds(office, "2025-06-04 11:00", "2025-06-04 10:00") == 0


def test_a_night_belongs_to_the_day_on_which_it_begins(schedules) -> None:
    night = schedules(NIGHT)["night"]
    assert seconds(night, "2025-04-30 20:00", "2025-05-06 12:00") == 8 * HOUR  # runs on into the first of five holidays
    assert is_open_at(night, "2025-05-01 05:59", "2025-05-01 22:00", "2025-05-06 05:00", "2025-05-06 22:00") == [
        True, False, False, True,
    ]  # fmt: skip
    of_fridays = schedules("friday,2024-01-01,Asia/Shanghai,CN,5,18:00,02:00")["friday"]
    assert seconds(of_fridays, "2025-06-04", "2025-06-09") == 8 * HOUR
    assert is_open_at(of_fridays, "2025-06-06 01:00", "2025-06-07 01:00") == [False, True]


def test_a_make_up_day_has_the_windows_of_a_monday(schedules) -> None:
    known = schedules(  # 27 April 2025, a Sunday
        *OFFICE,
        "mondays,2024-01-01,Asia/Shanghai,CN,1,10:00,11:00",
        "sundays,2024-01-01,Asia/Shanghai,CN,7,10:00,11:00",
        "no_holidays,2024-01-01,Asia/Shanghai,none,12345,09:00,18:00",
    )
    day = "2025-04-27", "2025-04-28"
    assert seconds(known["office"], *day) == 7.5 * HOUR
    assert seconds(known["mondays"], *day) == HOUR
    assert seconds(known["sundays"], *day) == 0
    assert seconds(known["no_holidays"], *day) == 0
    assert seconds(known["no_holidays"], "2025-05-01", "2025-05-02") == 9 * HOUR


def test_an_hour_that_comes_twice_is_open_twice(schedules) -> None:
    shop = schedules("shop,2025-01-01,America/New_York,none,1234567,01:00,03:30")["shop"]
    assert seconds(shop, "2025-03-08", "2025-03-09", NEW_YORK) == 2.5 * HOUR
    assert seconds(shop, "2025-03-09", "2025-03-10", NEW_YORK) == 1.5 * HOUR  # 02:00 to 03:00 never was
    assert seconds(shop, "2025-11-02", "2025-11-03", NEW_YORK) == 3.5 * HOUR  # 01:00 to 02:00 was twice
    first, second = at("2025-11-02 01:30", NEW_YORK), at("2025-11-02 01:30", NEW_YORK, fold=1)
    assert shop.open_microseconds(first, second) == HOUR * 10**6
    assert seconds(shop, "2025-03-09 01:30", "2025-03-09 03:30", NEW_YORK) == HOUR


def test_a_zone_off_by_half_an_hour(schedules) -> None:
    shop = schedules("shop,2025-01-01,Asia/Kolkata,none,123456,09:15,18:45")["shop"]
    assert seconds(shop, "2025-06-04 03:00", "2025-06-04 04:00", ZoneInfo("UTC")) == 15 * MINUTE
    assert seconds(shop, "2025-06-07", "2025-06-09", KOLKATA) == 9.5 * HOUR


def test_part_of_a_day_is_closed_or_open_besides(schedules) -> None:
    known = schedules(
        *OFFICE,
        NIGHT,
        extras=(
            "*,2025-06-04,closed,11:00,24:00",
            "office,2025-06-04,open,14:00,14:20",  # open wins
            "office,2025-06-07,open,10:00,11:00",  # a Saturday
            "office,2025-06-07,open,10:30,11:30",
            "night,2025-06-11,closed,00:00,02:00",  # of the night that runs on
        ),
    )
    assert seconds(known["office"], "2025-06-04", "2025-06-05") == 2 * HOUR + 20 * MINUTE
    assert seconds(known["office"], "2025-06-07", "2025-06-08") == 1.5 * HOUR
    assert seconds(known["night"], "2025-06-04 12:00", "2025-06-05 12:00") == 6 * HOUR  # not before midnight
    assert seconds(known["night"], "2025-06-10 12:00", "2025-06-11 12:00") == 6 * HOUR
    assert is_open_at(known["office"], "2025-06-04 14:19:59", "2025-06-04 14:20") == [True, False]


def test_the_version_in_force_is_that_of_the_day_on_which_a_window_opens(schedules) -> None:
    changing = schedules(
        "changing,2024-01-01,Asia/Shanghai,CN,1234567,22:00,06:00",
        "changing,2025-06-03,Asia/Shanghai,CN,12345,09:00,18:00",
    )["changing"]
    assert seconds(changing, "2025-06-02 12:00", "2025-06-04") == 9 * HOUR  # 2 June 2025 is a holiday
    changing = schedules(
        "changing,2024-01-01,Asia/Shanghai,CN,1234567,22:00,06:00",
        "changing,2025-06-04,Asia/Shanghai,CN,12345,05:00,18:00",
        "changing,2025-06-04,Asia/Shanghai,CN,3,12:00,19:00",  # overlaps: counted once
    )["changing"]
    assert seconds(changing, "2025-06-03 12:00", "2025-06-05") == 2 * HOUR + 19 * HOUR


def test_windows_may_last_a_day(schedules) -> None:
    known = schedules(
        "whole,2024-01-01,Asia/Shanghai,none,3,00:00,24:00",
        "round,2024-01-01,Asia/Shanghai,none,3,08:00,08:00",
        "from_midnight,2024-01-01,Asia/Shanghai,none,3,00:00,00:00",
        "until_midnight,2024-01-01,Asia/Shanghai,none,3,20:00,24:00",
    )
    week = "2025-06-02", "2025-06-09"
    assert [seconds(known[name], *week) / HOUR for name in ("whole", "round", "from_midnight", "until_midnight")] == [
        24, 24, 24, 4,
    ]  # fmt: skip
    assert is_open_at(known["round"], "2025-06-04 07:59", "2025-06-05 07:59", "2025-06-05 08:00") == [
        False, True, False,
    ]  # fmt: skip


def test_our_holidays_are_those_of_three_years() -> None:
    rows = read_csv(business_pairs.OUR_HOLIDAYS)
    days = [date.fromisoformat(row["day"]) for row in rows]
    assert days == sorted(set(days)) and {row["holiday_calendar"] for row in rows} == {"CN"}
    assert all(value and "'" not in value for row in rows for value in row.values())
    numbers = Counter((day.year, row["kind"]) for day, row in zip(days, rows, strict=True))
    assert numbers == {
        (2024, "holiday"): 28, (2024, "working_day"): 8, (2025, "holiday"): 28, (2025, "working_day"): 5,
        (2026, "holiday"): 33, (2026, "working_day"): 6,
    }  # fmt: skip
    made_up = [day for day, row in zip(days, rows, strict=True) if row["kind"] == "working_day"]
    assert all(day.isoweekday() > 5 for day in made_up)


def test_a_companys_holidays_replace_ours_and_add_to_them(schedules) -> None:
    known = schedules(
        *OFFICE,
        "shop,2025-01-01,America/New_York,US,12345,09:00,17:00",
        holidays=(
            "CN,2025-05-02,working_day,A busy day,加班",
            "CN,2025-06-04,holiday,A day off,休息",
            "US,2025-07-04,holiday,Independence Day,独立日",
        ),
    )
    assert seconds(known["office"], "2025-05-01", "2025-05-06") == 7.5 * HOUR
    assert seconds(known["office"], "2025-06-03", "2025-06-06") == 2 * 7.5 * HOUR
    assert seconds(known["shop"], "2025-07-03", "2025-07-08", NEW_YORK) == 2 * 8 * HOUR


def test_beyond_its_coverage_a_schedule_knows_nothing(schedules) -> None:
    known = schedules(
        *OFFICE,
        "early,2020-01-01,Asia/Shanghai,CN,12345,09:00,18:00",
        "late,2025-03-03,Asia/Shanghai,none,12345,09:00,18:00",
    )
    assert (known["early"].first_day, known["early"].last_day) == (date(2024, 1, 1), date(2026, 12, 31))
    assert (known["late"].first_day, known["late"].last_day) == (date(2025, 3, 3), date(2027, 12, 31))
    inside = at("2025-06-04 09:00")
    for outside in ("2025-03-02 23:59:59.999999", "2028-01-01"):
        assert not known["late"].covers(at(outside))
        with pytest.raises(OutsideCoverage, match="late is known from 2025-03-03 to 2027-12-31"):
            known["late"].open_microseconds(at(outside), inside)
        with pytest.raises(OutsideCoverage):
            known["late"].open_microseconds(inside, at(outside))
    assert seconds(known["late"], "2025-03-03", "2027-12-31 23:59:59.999999") > 0


def test_a_schedule_that_contradicts_itself_is_none(schedules) -> None:
    with pytest.raises(ValueError, match="one time zone"):
        schedules(*OFFICE, "office,2025-01-01,Asia/Tokyo,CN,1,09:00,18:00")
    with pytest.raises(ValueError, match="one time zone"):
        schedules(*OFFICE, "office,2025-01-01,Asia/Shanghai,none,1,09:00,18:00")
    with pytest.raises(ValueError, match="no holiday calendar XX"):
        schedules("office,2025-01-01,Asia/Shanghai,XX,1,09:00,18:00")


def test_always_is_calendar_time() -> None:
    assert seconds(ALWAYS, "1970-01-01", "2099-01-01") == (at("2099-01-01") - at("1970-01-01")).total_seconds()
    assert seconds(ALWAYS, "2025-06-05", "2025-06-04") == 0
    assert ALWAYS.latest(at("2025-06-04"), 90 * 10**6) == at("2025-06-04 00:01:30")


# ---------------------------------------------------------------- until when


def test_the_last_moment_in_time(schedules) -> None:
    office = schedules(*OFFICE)["office"]

    def latest(start: str, minutes: float) -> datetime | None:
        return office.latest(at(start), round(minutes * MINUTE * 10**6))

    assert latest("2025-06-04 10:00", 30) == at("2025-06-04 10:30")
    assert latest("2025-06-04 11:30", 45) == at("2025-06-04 13:45")
    assert latest("2025-06-04 11:30", 30) == at("2025-06-04 13:30")  # used up at noon: in time until it opens again
    assert latest("2025-06-06 17:00", 60) == at("2025-06-09 09:00")
    assert latest("2025-06-07 12:00", 1) == at("2025-06-09 09:01")
    assert latest("2025-06-09 09:01", 5 * 7.5 * 60) == at("2025-06-16 09:01")
    assert latest("2025-06-04 11:59:30.5", 1) == at("2025-06-04 13:30:30.5")
    assert latest("2026-12-31 17:00", 59) == at("2026-12-31 17:59")
    assert latest("2026-12-31 17:00", 60) is None
    assert latest("2027-01-01", 1) is None
    assert latest("2023-12-31 23:59", 1) is None


def test_a_microsecond_after_the_last_moment_is_late() -> None:
    random = Random(7)
    for schedule_id, schedule in business_pairs.schedules().items():
        for _ in range(60):
            start = at("2024-01-02") + timedelta(seconds=random.randrange(2 * 365 * 24 * HOUR), microseconds=1)
            allowed = random.choice((1, 60 * 10**6, random.randrange(10**12), 15 * MINUTE * 10**6))
            last = schedule.latest(start, allowed)
            assert schedule.open_microseconds(start, last) == allowed, schedule_id
            assert schedule.open_microseconds(start, last + timedelta(microseconds=1)) == allowed + 1, schedule_id


# ---------------------------------------------------------------- against the count second by second


def test_short_pairs_equal_the_count_second_by_second() -> None:
    schedules = business_pairs.schedules()
    short = [pair for pair in business_pairs.pairs() if business_pairs.is_short(pair) and pair[2] > pair[1]]
    asked = Random(1).sample(short, 310)
    assert {pair[0] for pair in asked} == schedules.keys() - {"always"}
    told = [counted(schedules[schedule_id], start, end) / 10**6 for schedule_id, start, end in asked]
    wrong = [row for row in zip(asked, told, business_pairs.expected(asked), strict=True) if row[1] != row[2]]
    assert not wrong, wrong[:3]


def test_the_pairs_are_many_and_of_every_kind() -> None:
    pairs = business_pairs.pairs()
    told = business_pairs.expected(pairs)
    assert len(pairs) == len(set(pairs)) >= 5000
    assert pairs == business_pairs.pairs() != business_pairs.pairs(seed=1)
    of_kind = {
        "the same instant": sum(end == start for _, start, end in pairs),
        "an open end": sum(end is None for _, _, end in pairs),
        "the end first": sum(end is not None and end < start for _, start, end in pairs),
        "a fraction of a second": sum(start.microsecond > 0 for _, start, _ in pairs),
        "two years": sum(end is not None and end - start > timedelta(days=730) for _, start, end in pairs),
        "open throughout": sum(
            0 < (told[n] or 0) == (p[2] - p[1]).total_seconds() for n, p in enumerate(pairs) if p[2]
        ),
        "open in part": sum(0 < (told[n] or 0) < (p[2] - p[1]).total_seconds() for n, p in enumerate(pairs) if p[2]),
    }
    assert all(number >= 100 for number in of_kind.values()), of_kind
    assert all(
        0 <= seconds <= max(0.0, (end - start).total_seconds())
        for (_, start, end), seconds in zip(pairs, told, strict=True)
        if end is not None
    )


# ---------------------------------------------------------------- whose schedule


class Firm(Company):
    """A company with reference tables of its own, in the folder seeds."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.put("seeds/business_schedules.csv", SCHEDULES, *OFFICE, NIGHT)

    def assign(self, *rules: str) -> None:
        self.put("seeds/schedule_assignments.csv", ASSIGNMENTS, *rules)

    def promise(self, *policies: str) -> None:
        self.put("seeds/sla_policies.csv", POLICIES, *policies)

    def requests(self, **rows: dict[str, str]) -> None:
        """Problems created on Wednesday, June 4th, at nine, where they do not say."""
        base = {"request_type": "problem", "created_at": "2025-06-04 09:00"}
        full = [base | row | {"request_id": name} for name, row in rows.items()]
        lines = [",".join(row.get(column, "") for column in REQUESTS.split(",")) for row in full]
        self.put("service_requests.csv", REQUESTS, *lines)

    def events(self, *events: str) -> None:
        """Lines of `request what moment [to_value]`; a reply is one of agent A1."""
        lines = []
        for number, event in enumerate(events, start=1):
            request_id, kind, moment, *to_value = event.split(" ", 3)
            actor = "A1,agent" if kind == "agent_reply" else ","
            to = to_value[0] if to_value else ""
            lines.append(f"E{number:02},{request_id},{kind},{moment.replace('T', ' ')},{actor},,{to},")
        self.put("request_events.csv", EVENTS, *lines)

    def evaluate(self, **options: object):
        return super().evaluate(**{"seeds": self.folder / "seeds", **options})

    def days(self, kpi: str, **options: object) -> dict[int, tuple[float | None, float | None]]:
        """Numerator and denominator of every day in June on which there is something."""
        rows = {key: row for key, row in self.evaluate(**options).values.items() if key[:2] == (kpi, "day")}
        return {
            key[2].day: fraction(row)
            for key, row in rows.items()
            if key[3] == "company" and row.denominator and key[2].month == 6
        }


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    return Firm(tmp_path)


def in_business_time(*kpi_ids: str) -> dict[str, object]:
    return {"settings": {"business_time_kpis": list(kpi_ids)}}


def test_a_kpi_is_in_business_time_where_the_company_says_so(firm: Firm) -> None:
    firm.assign("1,2024-01-01,*,*,*,*,office")
    firm.requests(
        R1={"accepted_at": "2025-06-04 11:00", "first_response_at": "2025-06-04 14:00"},  # 2 h; 3.5 h, by clock 5
        R2={"accepted_at": "2025-06-04", "first_response_at": "2025-06-05 09:30"},  # no clock; 8 h, by clock 24.5
        R3={"created_at": "2025-06-07 09:00", "accepted_at": "2025-06-07 10:00"},  # a Saturday: 0, by clock 1 h
        R4={"created_at": "2025-06-04", "accepted_at": "2025-06-04 10:00"},
    )
    plain = firm.evaluate().values
    business = firm.evaluate(**in_business_time("service_response_time", "service_response_speed")).values
    of_june = (*JUNE, "company", "all")
    assert fraction(plain["service_response_time", *of_june]) == (29.5 * HOUR, 2)
    assert fraction(business["service_response_time", *of_june]) == (11.5 * HOUR, 2)
    assert business["service_response_time", *of_june].numerator_squares == (3.5 * HOUR) ** 2 + (8 * HOUR) ** 2
    assert fraction(plain["service_response_speed", *of_june]) == (3 * HOUR, 2)
    assert fraction(business["service_response_speed", *of_june]) == (2 * HOUR, 2)


def test_completion_and_complaints_in_business_time(firm: Firm) -> None:
    firm.assign("1,2024-01-01,*,phone,*,*,office", "2,2024-01-01,T9,*,*,*,night")
    firm.requests(
        R1={"first_resolved_at": "2025-06-04 13:00", "resolved_at": "2025-06-05 09:00", "channel": "phone"},
    )
    firm.put(
        "complaints.csv",
        "complaint_id,request_id,team_id,channel,submitted_at,resolved_at",
        "K1,R1,,,2025-06-04 17:00,2025-06-05 10:00",  # the channel of its request: 2 h
        "K2,R1,T9,web,2025-06-04 17:00,2025-06-05 10:00",  # its own team and channel: 8 h
        "K3,,,,2025-06-04 17:00,2025-06-04 18:30",  # always open
        "K4,,,,2025-06-04,2025-06-04 18:30",
    )
    chosen = in_business_time("average_completion_time", "complaint_handling_time")
    assert fraction(firm.value("average_completion_time", **chosen)) == (7.5 * HOUR, 1)
    assert fraction(firm.value("complaint_handling_time", **chosen)) == (11.5 * HOUR, 3)
    assert fraction(firm.value("complaint_handling_time")) == (35.5 * HOUR, 3)
    chosen["settings"]["completion_time_to"] = "first_resolution"
    assert fraction(firm.value("average_completion_time", **chosen)) == (3 * HOUR, 1)


def test_every_kpi_that_may_be_in_business_time_alone_changes(firm: Firm) -> None:
    firm.assign("1,2024-01-01,*,*,*,*,office")
    later = {
        "accepted_at": "2025-06-04 19:00",
        "first_response_at": "2025-06-05 09:00",
        "first_resolved_at": "2025-06-05 14:00",
        "resolved_at": "2025-06-05 14:00",
    }
    firm.requests(R1=later | {"request_type": "fault"})
    firm.events("R1 transferred 2025-06-05T11:00", "R1 customer_message 2025-06-05T11:00")
    with (firm.folder / "request_events.csv").open("a", encoding="utf-8") as file:
        file.write("E99,R1,agent_reply,2025-06-05 13:45,A2,agent,,,true\n")
    firm.put(
        "complaints.csv",
        "complaint_id,submitted_at,accepted_at,resolved_at",
        "K1,2025-06-04 09:00,2025-06-04 13:00,2025-06-05 09:30",
    )
    hours = {
        "service_response_time": (24, 7.5),
        "service_response_speed": (10, 7.5),
        "maximum_response_time": (24, 7.5),
        "median_response_time": (24, 7.5),
        "p90_response_time": (24, 7.5),
        "average_reply_time": ((24 + 2.75) / 2, (7.5 + 1.25) / 2),
        "average_completion_time": (29, 11),
        "median_completion_time": (29, 11),
        "complaint_handling_time": (24.5, 8),
        "complaint_acceptance_time": (4, 3),
        "feedback_handling_time": (29, 11),
        "handover_waiting_time": (2.75, 1.25),
        "mean_time_to_repair": (29, 11),
    }
    assert hours.keys() == set(BY_EITHER_CLOCK)
    of_problems = {"feedback_includes_problems": True}  # so that one request is a fault and feedback
    told_plain = firm.evaluate(settings=of_problems).values
    plain = {key: row.value for key, row in told_plain.items() if row.value is not None}
    for kpi, told in hours.items():
        business = firm.evaluate(settings=of_problems | in_business_time(kpi)["settings"]).values
        of_june = (kpi, *JUNE, "company", "all")
        assert (plain[of_june], business[of_june].value) == tuple(HOUR * number for number in told), kpi
        assert {key[0] for key, value in plain.items() if business[key].value != value} == {kpi}


def test_the_lowest_position_that_fits_says_whose_schedule_it_is(firm: Firm) -> None:
    firm.put("customers.csv", "customer_id,segment,member_tier", "U1,vip,gold", "U2,vip,", "U3,,gold")
    firm.assign(
        "20,2024-01-01,*,*,vip,*,office",
        "3,2024-01-01,*,*,vip,gold,night",  # 3 before 20
        "4,2024-01-01,T1,*,*,*,always",
        "5,2024-01-01,*,*,unknown,unknown,night",
        "1,2025-06-05,T2,*,*,*,night",  # from the next day on
        "2,2024-01-01,T3,*,*,*,office",
        "2,2025-06-04,T3,phone,*,*,office",  # from that day on of the phone alone
    )
    replied = {"first_response_at": "2025-06-05 09:00"}
    by_request = {
        "R1": ({"customer_id": "U1"}, 8),  # night
        "R2": ({"customer_id": "U2"}, 7.5),  # office
        "R3": ({"customer_id": "U2", "team_id": "T1"}, 24),  # 4 before 20
        "R4": ({"customer_id": "U3"}, 24),  # nothing fits
        "R5": ({"team_id": "T7"}, 8),  # no customer
        "R6": ({"customer_id": "U9"}, 8),  # nobody known
        "R7": ({"customer_id": "U3", "team_id": "T2"}, 24),  # not in force yet
        "R8": ({"customer_id": "U3", "team_id": "T3"}, 24),  # replaced
        "R9": ({"customer_id": "U3", "team_id": "T3", "channel": "phone"}, 7.5),
        "R10": ({"customer_id": "U2", "agent_id": "A1"}, 24),  # in the team of its agent
    }
    firm.put("agents.csv", "agent_id,team_id", "A1,T1")
    for name, (row, hours) in by_request.items():
        firm.requests(**{name: row | replied})
        told = firm.value("service_response_time", **in_business_time("service_response_time"))
        assert fraction(told) == (hours * HOUR, 1), name


def test_assignments_go_by_the_day_in_the_reporting_zone(firm: Firm) -> None:
    firm.assign("1,2025-06-05,*,*,*,*,office")
    firm.requests(R1={"created_at": "2025-06-04 23:30Z", "first_response_at": "2025-06-05 02:00Z"})
    chosen = in_business_time("service_response_time")
    assert fraction(firm.value("service_response_time", **chosen)) == (HOUR, 1)  # created at 07:30 on the 5th
    assert fraction(firm.value("service_response_time", zone="America/New_York", **chosen)) == (2.5 * HOUR, 1)


def test_without_assignments_business_time_is_calendar_time(firm: Firm) -> None:
    firm.requests(R1={"first_response_at": "2025-06-07 09:00"})
    assert firm.evaluate(**in_business_time("service_response_time")).values == firm.evaluate().values


def test_what_is_not_covered_or_not_there_is_refused(firm: Firm) -> None:
    firm.requests(R1={"created_at": "2023-12-29 09:00", "first_response_at": "2024-01-02 10:00"})
    firm.assign("1,2020-01-01,*,*,*,*,office")
    with pytest.raises(OutsideCoverage, match="office"):
        firm.evaluate(**in_business_time("service_response_time"))
    firm.assign("1,2020-01-01,*,*,*,*,nobody")
    with pytest.raises(KeyError, match="nobody"):
        firm.evaluate(**in_business_time("service_response_time"))
    firm.evaluate()
    firm.put("seeds/business_schedules.csv", SCHEDULES, "always_known,2020-01-01,Asia/Shanghai,none,12345,09:00,18:00")
    firm.assign("1,2020-01-01,*,*,*,*,always_known")
    firm.requests(R1={"resolved_at": "2027-12-31 23:59:59"})  # two years after that of as_of
    firm.evaluate(**in_business_time("average_completion_time"))
    firm.requests(R1={"resolved_at": "2028-01-01"}, R2={"resolved_at": "2028-01-01 00:00:00"})
    with pytest.raises(OutsideCoverage, match="always_known is known from 2020-01-01 to 2027-12-31"):
        firm.evaluate(**in_business_time("average_completion_time"))
    with pytest.raises(ValueError, match="business_time_kpis: 'reply_rate'"):
        firm.evaluate(**in_business_time("reply_rate"))


# ---------------------------------------------------------------- SLA clocks

RESPONSE, RESOLUTION = "response_sla_attainment_rate", "resolution_sla_attainment_rate"
NEXT_REPLY, IN_WINDOW = "next_reply_sla_attainment_rate", "resolution_within_response_window_rate"


def test_a_first_response_is_in_time_until_the_target_is_used_up(firm: Firm) -> None:
    firm.promise("1,2024-01-01,*,*,*,*,*,first_response,60,calendar,false")
    firm.requests(
        R1={"first_response_at": "2025-06-04 10:00"},  # to the second
        R2={"first_response_at": "2025-06-04 10:00:00.000001"},
        R3={},  # never
        R4={"created_at": "2025-06-04 23:30", "first_response_at": "2025-06-04 23:40"},  # judged on the 5th
        R5={"duplicate_of": "R1"},
        R6={"created_at": "2025-06-04"},  # not known when it began
        R7={"first_response_at": "2025-06-04"},  # not known when it ended
        R8={"created_at": "2025-06-30 23:00"},  # due with the last moment of June: which is July
        R9={"created_at": "2025-06-30 22:59:59", "first_response_at": "2025-06-30 23:00"},
        R10={"created_at": "2025-06-30 23:01", "first_response_at": "2025-06-30 23:02"},  # met, but not due
    )
    assert firm.days(RESPONSE) == {4: (1, 3), 5: (1, 1), 30: (1, 1)}
    row = firm.value(RESPONSE)
    assert (fraction(row), row.value, row.sample_size) == ((3, 5), 0.6, 5)
    assert fraction(firm.value(RESOLUTION)) == (0, 0)  # nothing promised
    for moment, due in ((at("2025-06-04 10:00"), 3), (at("2025-06-04 09:59:59"), 0)):
        assert fraction(firm.value(RESPONSE, as_of=moment))[1] == due


def test_business_clocks_used_up_at_closing_time_are_breached_at_the_next_opening(firm: Firm) -> None:
    firm.assign("1,2024-01-01,*,*,*,*,office")
    firm.promise("1,2024-01-01,*,*,*,*,*,first_response,60,business,false")
    firm.requests(
        R1={"created_at": "2025-06-04 17:00", "first_response_at": "2025-06-04 22:00"},  # in the night: in time
        R2={"created_at": "2025-06-06 17:30", "first_response_at": "2025-06-09 09:30"},  # Friday to Monday
        R3={"created_at": "2025-06-06 17:30", "first_response_at": "2025-06-09 09:30:01"},
        R4={"created_at": "2025-06-07 10:00"},  # in the weekend
    )
    assert firm.days(RESPONSE) == {5: (1, 1), 9: (1, 3)}


def test_beyond_what_a_schedule_knows_nothing_is_due(firm: Firm) -> None:
    firm.assign("1,2024-01-01,*,*,*,*,office")
    firm.promise("1,2024-01-01,*,*,*,*,*,first_response,60,business,false")
    firm.requests(R1={"created_at": "2026-12-31 17:30", "first_response_at": "2026-12-31 17:40"})
    as_of = {"as_of": datetime(2027, 2, 1, tzinfo=SHANGHAI)}
    assert fraction(firm.value(RESPONSE, ("year", date(2026, 1, 1)), **as_of)) == (0, 0)


@pytest.mark.parametrize(
    ("policies", "request_", "minutes"),
    [
        (("1 problem * * * *", "2 * * * * *"), {}, 1),
        (("1 Problem HIGH * * *", "2 * * * * *"), {"priority": "High"}, 1),
        (("1 problem high * * *", "2 * * * * *"), {"priority": ""}, 2),
        (("1 * * phone * *", "2 * * unknown * *"), {}, 2),
        (("1 * * * vip *", "2 * * * * gold"), {"customer_id": "U1"}, 1),
        (("10 * * * vip *", "9 * * * * gold"), {"customer_id": "U1"}, 9),
        (("1 * * * vip *",), {"customer_id": "U2"}, None),
        (("1 * * * unknown silver",), {"customer_id": "U2"}, 1),
    ],
)
def test_the_lowest_policy_that_fits_applies(firm: Firm, policies, request_, minutes) -> None:
    """A policy in position n allows n minutes."""
    firm.put("customers.csv", "customer_id,segment,member_tier", "U1,vip,gold", "U2,,silver")
    lines = []
    for policy in policies:
        position, *patterns = policy.split()
        lines.append(f"{position},2024-01-01,{','.join(patterns)},first_response,{position},calendar,false")
    firm.promise(*lines)
    for seconds_taken, met in ((60 * (minutes or 0), 1), (60 * (minutes or 0) + 1, 0)):
        replied = {"first_response_at": f"2025-06-04 09:{seconds_taken // 60:02}:{seconds_taken % 60:02}"}
        firm.requests(R1=request_ | replied)
        assert fraction(firm.value(RESPONSE)) == ((met, 1) if minutes else (0, 0))


def test_a_policy_holds_from_its_day_on_and_of_its_target_alone(firm: Firm) -> None:
    firm.promise(
        "1,2024-01-01,*,*,*,*,*,first_response,60,calendar,false",
        "1,2025-06-05,*,*,*,*,*,first_response,10,calendar,false",
        "1,2025-06-09,*,*,*,*,*,first_response,0,calendar,false",  # no target any more, and no other position asked
        "2,2024-01-01,*,*,*,*,*,first_response,5,calendar,false",
        "1,2025-06-04,*,*,*,*,*,resolution,1440,calendar,false",
    )
    firm.requests(
        R1={"created_at": "2025-06-04 23:50", "first_response_at": "2025-06-05 00:20"},
        R2={"created_at": "2025-06-05 00:00", "first_response_at": "2025-06-05 00:20"},
        R3={"created_at": "2025-06-09 00:00", "first_response_at": "2025-06-09 00:01"},
        R4={"created_at": "2025-06-03 12:00"},
    )
    assert firm.days(RESPONSE) == {3: (0, 1), 5: (1, 2)}
    assert firm.days(RESOLUTION) == {5: (0, 1), 6: (0, 1), 10: (0, 1)}


def test_a_clock_stands_still_in_pauses_where_its_policy_says_so(firm: Firm) -> None:
    firm.requests(R1={"first_response_at": "2025-06-04 11:30"})
    firm.events("R1 status_changed 2025-06-04T09:30 pending", "R1 status_changed 2025-06-04T11:00 open")
    for pauses, met in (("true", 1), ("false", 0)):
        firm.promise(f"1,2024-01-01,*,*,*,*,*,first_response,60,calendar,{pauses}")
        assert fraction(firm.value(RESPONSE)) == (met, 1)
    firm.promise("1,2024-01-01,*,*,*,*,*,first_response,59,calendar,true")
    assert fraction(firm.value(RESPONSE)) == (0, 1)


def test_a_clock_in_a_pause_without_end_is_not_breached_any_more(firm: Firm) -> None:
    firm.promise("1,2024-01-01,*,*,*,*,*,resolution,60,calendar,true")
    firm.requests(R1={}, R2={}, R3={}, R4={"first_response_at": "2025-06-04 09:50"})
    firm.events(
        "R1 status_changed 2025-06-04T09:59 pending",
        "R2 status_changed 2025-06-04T10:00 pending",  # used up at that moment: still in time
        "R3 status_changed 2025-06-04T10:01 pending",  # late before
        "R4 status_changed 2025-06-04T09:30 pending",
    )
    assert fraction(firm.value(RESOLUTION)) == (0, 1)
    firm.promise("1,2024-01-01,*,*,*,*,*,first_response,60,calendar,true")
    assert fraction(firm.value(RESPONSE)) == (1, 2)  # R4's ended in the pause, and runs on from there


def test_pauses_and_closing_hours_add_up(firm: Firm) -> None:
    firm.assign("1,2024-01-01,*,*,*,*,office")
    firm.promise("1,2024-01-01,*,*,*,*,*,resolution,180,business,true")
    firm.requests(
        R1={"created_at": "2025-06-04 10:00", "resolved_at": "2025-06-05 10:00"},
        R2={"created_at": "2025-06-04 10:00", "resolved_at": "2025-06-05 10:00:01"},
    )
    moments = (  # an hour until the pause, a quarter until lunch, three quarters after it, an hour the next day
        "04T11:00 pending",
        "04T11:45 open",
        "04T14:15 on_hold",
        "05T09:00 in_progress",
    )
    firm.events(*(f"{name} status_changed 2025-06-{moment}" for name in ("R1", "R2") for moment in moments))
    assert firm.days(RESOLUTION) == {5: (1, 2)}


def test_the_breach_is_where_counting_the_minutes_puts_it() -> None:
    random = Random(11)
    schedules = business_pairs.schedules()
    breaches = 0
    for schedule in random.choices(list(schedules.values()), k=120):
        edges = sorted(random.sample(range(4000), 2 * random.randrange(4) + 1))
        start, *stops = (at("2024-10-24") + number * timedelta(minutes=1) for number in edges)
        stops = list(zip(stops[::2], stops[1::2], strict=True))
        if stops and random.random() < 0.3:
            stops[-1] = (stops[-1][0], None)
        allowed = random.randrange(1, 900)
        ran, moment = 0, start
        while moment < start + timedelta(days=30):
            stands = any(since <= moment and (until is None or moment < until) for since, until in stops)
            if not stands and (schedule is ALWAYS or is_open(schedule, moment)):
                if ran == allowed:
                    break
                ran += 1
            moment += timedelta(minutes=1)
        else:
            moment = None
        policy = Policy(allowed * MINUTE * 10**6, schedule, pauses=True)
        assert breach_of(policy, start, stops) == moment, (schedule.schedule_id, start, stops, allowed)
        breaches += moment is not None
    assert 60 < breaches < 120


def test_a_resolution_clock_stands_still_between_reopenings(firm: Firm) -> None:
    firm.promise("1,2024-01-01,*,*,*,*,*,resolution,120,calendar,false")
    reopened = {"first_resolved_at": "2025-06-04 10:00"}
    firm.requests(
        R1=reopened | {"resolved_at": "2025-06-06 10:00"},  # one hour, two days resolved, one hour
        R2=reopened | {"resolved_at": "2025-06-06 10:00:01"},
        R3=reopened,  # still open: breached at 11 on the 6th too
        R4=reopened | {"resolved_at": "2025-06-06 10:00"},  # without an event that says so it was open all the time
    )
    firm.events(*(f"R{number} reopened 2025-06-06T09:00" for number in (1, 2, 3)))
    assert firm.days(RESOLUTION) == {4: (0, 1), 6: (1, 3)}


def test_a_first_response_clock_runs_on_while_the_request_is_resolved(firm: Firm) -> None:
    firm.promise("1,2024-01-01,*,*,*,*,*,first_response,120,calendar,true")
    firm.requests(R1={"first_resolved_at": "2025-06-04 10:00", "first_response_at": "2025-06-06 09:30"}, R2={})
    firm.events("R1 reopened 2025-06-06T09:00", "R2 status_changed 2025-06-04T10:00 resolved")
    assert firm.days(RESPONSE) == {4: (0, 2)}


def test_what_is_cancelled_before_its_breach_is_out(firm: Firm) -> None:
    firm.promise("1,2024-01-01,*,*,*,*,*,first_response,60,calendar,false")
    firm.requests(
        R1={"cancelled_at": "2025-06-04 09:59:59"},
        R2={"cancelled_at": "2025-06-04 10:00"},
        R3={"cancelled_at": "2025-06-04 09:30", "first_response_at": "2025-06-04 09:20"},
        R4={"cancelled_at": "2025-06-05", "first_response_at": "2025-06-04 09:20"},
    )
    assert fraction(firm.value(RESPONSE)) == (1, 2)


def test_each_later_wait_of_the_customer_has_a_clock(firm: Firm) -> None:
    firm.promise("1,2024-01-01,*,*,*,*,*,next_reply,60,calendar,false")
    firm.requests(
        R1={"first_response_at": "2025-06-04 12:00"},  # the first reply has its own KPI
        R2={"first_response_at": "2025-06-04 09:10", "resolved_at": "2025-06-04 15:30"},
        R3={"first_response_at": "2025-06-04 09:10", "resolved_at": "2025-06-05 12:00"},
        R4={"cancelled_at": "2025-06-07 09:00"},
        R5={"first_response_at": "2025-06-10 09:10", "resolved_at": "2025-06-10 10:30"},
    )
    firm.events(
        "R1 customer_message 2025-06-04T13:00",
        "R1 customer_message 2025-06-04T13:30",
        "R1 agent_reply 2025-06-04T14:00",  # in time, after the first of two messages
        "R1 customer_message 2025-06-05T13:00",
        "R1 agent_reply 2025-06-05T14:00:01",
        "R1 customer_message 2025-06-06",  # without a clock
        "R1 agent_reply 2025-06-06T14:00",
        "R1 customer_message 2025-06-09T13:00",
        "R1 agent_reply 2025-06-09",  # before the message as it stands: ends nothing
        "R2 customer_message 2025-06-04T15:00",  # resolved before its hour is over
        "R3 customer_message 2025-06-04T15:00",  # not answered, resolved long after
        "R3 customer_message 2025-06-05T13:00",  # belongs to the same wait
        "R4 customer_message 2025-06-05T13:00",  # still the first wait
        "R5 customer_message 2025-06-10T10:00",
        "R5 agent_reply 2025-06-10T10:20",  # answered, and resolved before its hour is over
    )
    assert firm.days(NEXT_REPLY) == {4: (1, 2), 5: (0, 1), 9: (0, 1), 10: (1, 1)}
    values = firm.evaluate().values
    assert values[NEXT_REPLY, *JUNE, "agent", "unknown"].denominator == 5  # where the request belongs


def test_resolved_within_the_response_window(firm: Firm) -> None:
    firm.promise("1,2024-01-01,*,*,*,*,*,first_response,60,calendar,true")
    firm.requests(
        R1={"first_response_at": "2025-06-04 09:10", "resolved_at": "2025-06-04 10:00"},
        R2={"first_response_at": "2025-06-04 09:10", "resolved_at": "2025-06-04 10:01"},
        R3={"first_response_at": "2025-06-04 09:10", "resolved_at": "2025-06-04 10:31"},  # paused for half an hour
        R4={"first_response_at": "2025-06-04 09:10", "resolved_at": "2025-06-04 10:30"},
        R5={"first_response_at": "2025-06-04 09:10", "resolved_at": "2025-06-04"},  # on a date
        R6={"first_response_at": "2025-06-04", "resolved_at": "2025-06-04 09:30"},  # answered on a date
        R7={"resolved_at": "2025-06-04 09:30"},  # resolved without a response
        R8={"first_response_at": "2025-06-04 09:10"},
    )
    firm.events(
        *(
            f"{name} status_changed 2025-06-04T{clock} {status}"
            for name in ("R3", "R4")
            for clock, status in (("09:20", "pending"), ("09:50", "open"))
        )
    )
    assert fraction(firm.value(RESPONSE)) == (6, 7)
    assert fraction(firm.value(IN_WINDOW)) == (3, 6)


def test_sla_rates_need_the_moment_they_wait_for(firm: Firm) -> None:
    rows: dict[str, Row] = {}

    def told(header: str) -> dict[str, bool]:
        firm.put("service_requests.csv", header, *(["R1,problem,2025-06-04 09:00"] if header == REQUESTS else []))
        rows.update({kpi: firm.value(kpi) for kpi in (RESPONSE, RESOLUTION, NEXT_REPLY, IN_WINDOW)})
        return {kpi: row.denominator is not None for kpi, row in rows.items()}

    plain = "request_id,request_type,created_at"
    assert told(plain) == {RESPONSE: False, RESOLUTION: False, NEXT_REPLY: False, IN_WINDOW: False}
    assert told(f"{plain},first_response_at")[RESPONSE]
    assert told(f"{plain},resolved_at") == {RESPONSE: False, RESOLUTION: True, NEXT_REPLY: False, IN_WINDOW: True}
    firm.events()
    assert told(plain)[NEXT_REPLY]
    assert {fraction(rows[NEXT_REPLY])} == {(0, 0)}  # and without any policy nothing is counted


# ---------------------------------------------------------------- what always holds


@pytest.mark.parametrize("seed", range(4 if "WILD" in os.environ else 2))
def test_business_time_is_never_longer_than_calendar_time(tmp_path: Path, seed: int) -> None:
    exports, seeds = wild.write(tmp_path / "exports", seed), wild.write_seeds(tmp_path / "seeds", seed)
    options = {"as_of": date.fromisoformat(wild.AS_OF), "delivery": {"agents": "full"}, "seeds": seeds}
    calendar = evaluate(exports, **options).values
    business = evaluate(exports, settings={"business_time_kpis": BY_EITHER_CLOCK}, **options).values
    assert calendar.keys() == business.keys()
    for key, row in business.items():
        if key[0] in BY_EITHER_CLOCK and row.numerator is not None:
            assert (row.denominator, row.sample_size) == (calendar[key].denominator, calendar[key].sample_size)
            assert row.numerator <= calendar[key].numerator + 1e-6
        elif key[0] not in BY_EITHER_CLOCK and KPIS[key[0]].kind != "composite":  # an index may weigh a duration
            assert row == calendar[key]


def test_a_clock_is_met_when_it_ends_no_later_than_its_breach(tmp_path: Path, monkeypatch) -> None:
    seen: list[SlaClock] = []

    def watched(*arguments) -> list[SlaClock]:
        clocks = list(sla.clocks(*arguments))
        seen.extend(clocks)
        return clocks

    monkeypatch.setattr("oracle.kpis.sla.clocks", watched)
    for seed in range(6 if "WILD" in os.environ else 3):
        exports, seeds = wild.write(tmp_path / f"x{seed}", seed), wild.write_seeds(tmp_path / f"s{seed}", seed)
        evaluate(exports, date.fromisoformat(wild.AS_OF), delivery={"agents": "full"}, seeds=seeds)
    ended = [clock for clock in seen if clock.ended_at is not None and clock.breach_at is not None]
    assert len(ended) > 20 and {clock.is_met for clock in ended} == {True, False}
    assert all(clock.is_met == (clock.ended_at.instant <= clock.breach_at) for clock in ended)
