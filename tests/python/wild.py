"""Makes small wild exports from a seed: nulls, ties, bad values, repeated keys, edges of days, years and clocks.

And a company's own reference tables: hours, holidays, policies, what a status means, scales, assets, regions, rates,
indices.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path
from random import Random

DAYS = (
    "2023-12-31", "2024-01-01", "2024-02-28", "2024-02-29", "2024-03-01", "2024-03-10", "2024-06-30", "2024-07-01",
    "2024-11-03", "2024-12-02", "2024-12-29", "2024-12-30", "2024-12-31", "2025-01-01", "2025-01-05", "2025-01-06",
    "2025-02-28",
)  # fmt: skip
CLOCKS = ("00:00:00", "00:00:01", "01:30:00", "02:30:00", "09:15:30", "12:00:00", "15:59:59", "16:00:00", "23:59:59")
# So many rows in a file of a few exports, unlike in the others.
MANY = {
    "service_requests": (0, 3, 60, 60, 90),
    "request_events": (0, 5, 125, 300, 300),
    "survey_responses": (0, 5, 250, 400, 400),
    "orders": (0, 3, 40, 60, 90),
}
JUNK = ("", "n/a", "2024-13-01", "2024-02-30 10:00:00", "31.12.2024", "yesterday", "infinity", "1e400", "nan", "1_0")
AS_OF = "2025-01-06"

# The company's own reference tables, and what they choose from.
SEEDS = {
    "business_schedules": "schedule_id,valid_from,time_zone,holiday_calendar,weekdays,opens,closes",
    "public_holidays_overrides": "holiday_calendar,day,kind,name_en,name_zh",
    "extra_holidays": "schedule_id,day,kind,from_time,to_time",
    "schedule_assignments": "position,valid_from,team_id,channel,customer_segment,member_tier,schedule_id",
    "sla_policies": "position,valid_from,request_type,priority,channel,customer_segment,member_tier,target,minutes,"
    "clock,pauses",
    "request_statuses_overrides": "status,kind",
    "survey_scales_overrides": "survey,scale_min,scale_max,satisfied_from,is_reversed,is_default",
    "assets": "asset_id,service_id,region,in_service_from,in_service_to",
    "regions_in_scope": "region,valid_from,valid_to",
    "exchange_rates": "currency,valid_from,rate",
    "index_parts": "index_id,valid_from,part,kpi_id,weight,floor,target",
    "ahp_judgements": "index_id,valid_from,parent,judge,item_a,item_b,judgement",
}
# Scales of its own; no two of them are the same, and no survey has two by default.
SCALES = (
    ("ces", 1, 7, 3, "true", "true"), ("ces", 1, 5, 3, "false", "false"), ("csat", 0, 5, 1.5, "true", "false"),
    ("csat", 1, 5, 4.5, "false", "true"), ("csat", 1, 100, 60, "false", "false"), ("nps", 1, 5, 4, "false", "false"),
    ("review", 1, 10, 2, "true", "true"), ("employee", 0, 7, 6, "false", "true"),
    ("partner", 1, 5, 2, "true", "true"), ("third_party", 1, 5, 2, "true", "true"),
)  # fmt: skip
SCHEDULES = ("day", "night", "odd")
ZONES = ("Asia/Shanghai", "Asia/Shanghai", "America/New_York", "Europe/London", "Asia/Kolkata", "Australia/Lord_Howe")
WEEKDAYS = ("12345", "1234567", "67", "135")
WINDOWS = (
    [("09:00", "12:00"), ("13:30", "18:00")],
    [("09:00", "12:00"), ("11:00", "18:00")],
    [("22:00", "06:00")],
    [("22:00", "06:00"), ("02:00", "03:00")],
    [("00:00", "24:00")],
    [("18:00", "18:00")],
    [("16:00", "24:00"), ("00:00", "01:30")],
)
PARTS_OF_DAY = (("00:00", "24:00"), ("09:00", "12:00"), ("10:30", "11:00"), ("22:00", "24:00"), ("00:00", "02:30"))
TARGETS = ("first_response", "next_reply", "resolution")
REGIONS = ("北", "东", "西", "华东")
STILL = "9999-12-31"
# What an index may weigh, from a floor to a target: shares, durations, counts, money, what is hidden in small groups.
PARTS = (
    ("csat_top_box_rate", 0, 1), ("reply_rate", 0.5, 0.75), ("service_response_time", 86400, 60),
    ("complaint_volume", 10, 0), ("open_backlog", 0, 5), ("employee_satisfaction_rate", 0, 1),
    ("service_accuracy_score", -1, 1), ("service_cost", 1000, -1000), ("return_rate", 1, 0), ("fault_rate", 0.01, 0),
    ("positive_feedback_rate", 0.25, 2), ("repurchase_rate", 0, 0.5),
)  # fmt: skip
PATTERNS = {
    "team": ("T1", "T9", "unknown"), "channel": ("phone", "web", "unknown"), "segment": ("vip", "unknown"),
    "tier": ("gold", "unknown"), "type": ("problem", "fault", "Inquiry"), "priority": ("high", "Normal"),
}  # fmt: skip


def write(folder: Path, seed: int) -> Path:
    """Exports for the oracle and the models to read; some exports, and some columns, are left out."""
    random = Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    starts = {f"R{number}": _start(random) for number in range(40)}
    for entity, columns in EXPORTS.items():
        if random.random() < 0.15:
            continue
        for part in range(random.choice((1, 1, 1, 2))):
            optional = [c for c in columns if c not in REQUIRED[entity]]
            left_out = set(random.sample(optional, random.choice((0, 0, 0, 1, 3))))
            header = [c for c in columns if c not in left_out]
            random.shuffle(header)
            many = random.choice(MANY.get(entity, (0, 1, 3, 25, 60)))
            rows = [_row(random, columns, header, starts) for _ in range(many)]
            name = f"{entity}_{part + 9}.csv" if part or random.random() < 0.5 else f"{entity}.csv"
            with open(folder / name, "w", encoding=random.choice(("utf-8", "utf-8-sig")), newline="") as file:
                out = csv.writer(file, lineterminator=random.choice(("\n", "\r\n")))
                out.writerow(header)
                for row in rows:
                    out.writerow(row[: random.choice((len(row),) * 30 + (len(row) - 1,))])
    return folder


def write_targets(path: Path, kpi_ids: Iterable[str], seed: int) -> Path:
    """A kpi_targets.csv for the KPIs: of members and of all, for grains and for all, some of them replaced later."""
    random = Random(seed)
    with REGISTRY.open(encoding="utf-8") as file:
        registry = {row["kpi_id"]: row for row in csv.DictReader(file)}
    keys = {
        (
            kpi_id,
            scope,
            random.choice(("*", "*", *members)),
            random.choice(("*", "*", "month", "year")),
            random.choice(("2023-01-01", "2024-02-29", "2024-04-01", "2024-12-30")),
        )
        for kpi_id in sorted(kpi_ids)
        for scope, members in MEMBERS.items()
        if scope in registry[kpi_id]["scopes"].split()
        for _ in range(3)
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(
            ("kpi_id", "scope_type", "scope_id", "period_grain", "valid_from", "target", "target_to", "near_margin")
        )
        for row in sorted(keys):
            is_percentage = registry[row[0]]["unit"] == "percent"
            aim = random.choice(("0.5", "0.75", "1") if is_percentage else ("0.5", "0.75", "1", "60", "3600"))
            end = str(float(aim) * 1.5) if registry[row[0]]["better"] == "target" and random.random() < 0.5 else ""
            out.writerow((*row, aim, end, random.choice(("0", "0.1", "0.5"))))
    return path


def write_seeds(folder: Path, seed: int) -> Path:
    """A company's reference tables: of business time, SLA policies, statuses, scales, assets, regions, rates, indices.

    Schedules cover every moment that wild exports can hold: they begin in 2023, and so do the calendars of holidays.
    """
    random = Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    calendars = {schedule: random.choice(("CN", "CN", "US", "none")) for schedule in SCHEDULES}
    zones = {schedule: random.choice(ZONES) for schedule in SCHEDULES}
    index_parts, judgements = _indices(random)
    tables = {
        "business_schedules": [
            (schedule, valid_from, zones[schedule], calendars[schedule], random.choice(WEEKDAYS), *window)
            for schedule in SCHEDULES
            for valid_from in ("2023-01-01", *random.sample(DAYS[1:], random.randrange(3)))
            for window in random.choice(WINDOWS)
        ],
        "public_holidays_overrides": [
            *((name, f"{year}-10-02", "holiday", "Autumn", "秋") for name in ("CN", "US") for year in (2023, 2026)),
            *(
                (
                    random.choice(("CN", "US")),
                    special,
                    random.choice(("holiday", "holiday", "working_day")),
                    "Day",
                    "日",
                )
                for special in random.sample(DAYS, 5)
            ),
        ],
        "extra_holidays": [
            (random.choice(("*", *SCHEDULES)), random.choice(DAYS), random.choice(("closed", "open")), *hours)
            for hours in random.choices(PARTS_OF_DAY, k=random.randrange(6))
        ],
        "schedule_assignments": [
            (position, valid_from, *_patterns(random, "team", "channel", "segment", "tier"), schedule)
            for position in range(1, random.randrange(1, 6))
            for valid_from in _versions(random)
            for schedule in [random.choice((*SCHEDULES, "always"))]
        ],
        "sla_policies": [
            (
                position,
                valid_from,
                *_patterns(random, "type", "priority", "channel", "segment", "tier"),
                TARGETS[position % 3],
                random.choice((0, 1, 2, 60, 480, 1440, 10080)),
                random.choice(("business", "calendar")),
                random.choice(("true", "false")),
            )
            for position in range(1, random.randrange(4, 12))
            for valid_from in _versions(random)
        ],
        "request_statuses_overrides": [
            (status, random.choice(("open", "paused", "resolved", "cancelled")))
            for status in random.sample(("weird", "pending", "closed", "new", "已解决"), random.randrange(4))
        ],
        "survey_scales_overrides": random.sample(SCALES, random.randrange(len(SCALES))),
        "assets": [
            (asset, random.choice(("S0", "S1", "S9", "unknown")), random.choice((*REGIONS, "unknown")), *days)
            for asset in random.sample(("L1", "L2", "L3", "L4", "AS101"), random.randrange(6))
            for days in [_days(random)]
        ],
        "regions_in_scope": [
            (region, *days)
            for region in random.sample(REGIONS, random.randrange(5))
            for days in random.choice(
                (
                    [_days(random)],
                    [_days(random)],
                    [("2023-01-01", "2024-02-29"), ("2024-03-01", STILL)],
                    [("2024-11-03", "2024-12-29"), ("2024-02-28", "2024-03-01")],
                )
            )
        ],
        "exchange_rates": [
            (currency, valid_from, random.choice((7.25, 6.5, 0.5, 8)))
            for currency, first in (("USD", "2023-01-01"), ("EUR", random.choice(DAYS)))
            for valid_from in sorted({first, *random.sample(DAYS[1:], random.randrange(3))})
        ],
        "index_parts": index_parts,
        "ahp_judgements": judgements,
    }
    for name, rows in tables.items():
        with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(SEEDS[name].split(","))
            out.writerows(rows)
    return folder


def _days(random: Random) -> tuple[str, str]:
    """From one day to another, often with no end."""
    first, last = sorted(random.choices(DAYS, k=2))
    return random.choice(("2020-01-01", first)), random.choice((STILL, STILL, last))


def _indices(random: Random) -> tuple[list[tuple], list[tuple]]:
    """Rows of index_parts in one version or two, and rounds of judgements of the last one: at peace, or at odds."""
    parts, judgements = [], []
    for index in ("customer_satisfaction_index", "service_quality_index"):
        for valid_from in _versions(random):
            version = [
                (index, valid_from, f"part {number % 3}", kpi_id, random.choice((1, 1, 0.5, 2.25)), floor, target)
                for number, (kpi_id, floor, target) in enumerate(random.sample(PARTS, random.randrange(1, 6)))
            ]
            parts += version
        for day in random.choice(((), (valid_from,), (valid_from, "2025-02-01"))):
            judgements += _judgements(random, version, day)
    return parts, judgements


def _judgements(random: Random, version: list[tuple], day: str) -> list[tuple]:
    """All that judges compare, at the top and within parts, or at some of these."""
    groups: dict[str, list[str]] = {"*": sorted({row[2] for row in version})}
    for row in version:
        groups.setdefault(row[2], []).append(row[3])
    judges = random.choice((1, 1, 3))
    said = random.choice((["1", "2", "1/2"], ["1", "2", "3", "1/3"], ["9", "1/9", "0.5", "7"]))
    return [
        (version[0][0], day, parent, f"judge {judge}", *pair[:: random.choice((1, -1))], random.choice(said))
        for parent, items in groups.items()
        if random.random() < 0.7
        for judge in range(judges)
        for pair in combinations(items, 2)
    ]


def _versions(random: Random) -> list[str]:
    """The days from which a position says something; the first may come after requests do."""
    first = random.choice(("2023-01-01", "2023-01-01", "2024-03-01"))
    return [first, "2024-12-31"] if random.random() < 0.3 else [first]


def _patterns(random: Random, *names: str) -> list[str]:
    """What each must be, mostly anything."""
    return ["*" if random.random() < 0.85 else random.choice(PATTERNS[name]) for name in names]


def _start(random: Random) -> datetime:
    return datetime.fromisoformat(f"{random.choice(DAYS)} {random.choice(CLOCKS)}")


def _row(random: Random, columns: dict, header: list[str], starts: dict[str, datetime]) -> list[str]:
    """One row; what is about a request mostly starts when that does."""
    start = _start(random)
    request = {"request_id": columns["request_id"](random, start)} if "request_id" in columns else {}
    if random.random() < 0.75:
        start = starts.get(request.get("request_id"), start)
    values = {name: kind(random, start) for name, kind in columns.items()} | request
    if random.random() < 0.03:  # a deletion that says its key and no more
        values = {name: value if name in KEYS else "" for name, value in values.items()} | {"is_deleted": "true"}
    return [_spoilt(random, values[name], 0.2 / len(header)) for name in header]


def _spoilt(random: Random, value: str, how_often: float) -> str:
    if random.random() < how_often:
        return random.choice(JUNK)
    if random.random() < 0.04:
        return f"{random.choice(' 　' + chr(9) + chr(160))}{value}{random.choice(('', ' ', chr(9)))}"
    return value


def pick(*values: str):
    return lambda random, start: random.choice(values)


def key(prefix: str, many: int):
    return lambda random, start: f"{prefix}{random.randrange(many)}"


def moment(*seconds: int, empty: float = 0.2, date_only: float = 0.05):
    """A moment so many seconds after the row's start, written in one of the ways that are read.

    Where it names an offset, its clock is mostly set for one in China, so that the order of the row's moments holds.
    """

    def kind(random: Random, start: datetime) -> str:
        if random.random() < empty:
            return ""
        at = start + timedelta(seconds=random.choice(seconds))
        if random.random() < date_only:
            return at.strftime("%Y-%m-%d")
        if random.random() < 0.2:
            offset = random.choice(("", "", "+00:00", "Z"))
            at = _set_for(random, at, offset)
            return f"{at.year}/{at.month}/{at.day} {at.hour}:{at.minute:02}{offset}"
        form = random.choice(("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"))
        offset = random.choice(("", "", "", "", ".250", "+08:00", "Z", "-05", " +0800"))
        return _set_for(random, at, offset).strftime(form) + offset

    return kind


def _set_for(random: Random, at: datetime, offset: str) -> datetime:
    """The same instant on a clock with the offset; now and then left as it is in China."""
    behind = {"Z": 8, "+00:00": 8, "-05": 13}.get(offset, 0)
    return at if random.random() < 0.2 else at - timedelta(hours=behind)


def day(*days: int, empty: float = 0.2):
    """A day so many days after the row's start, also written as a moment of it."""

    def kind(random: Random, start: datetime) -> str:
        if random.random() < empty:
            return ""
        at = start + timedelta(days=random.choice(days))
        return random.choice((f"{at:%Y-%m-%d}",) * 6 + (f"{at.year}/{at.month}/{at.day}", f"{at:%Y-%m-%d} 23:59:59"))

    return kind


KEYS = {
    "agent_id", "customer_id", "service_id", "request_id", "call_id", "complaint_id", "response_id", "audit_id",
    "item_id", "event_id", "course_id", "scheduled_on", "goal_id", "assessed_on", "shift_on", "posting_id", "order_id",
    "activity_id", "task_id", "checkout_id", "stockout_id", "action_id",
}  # fmt: skip
AGENT, CUSTOMER, REQUEST = key("A", 5), key("C", 6), key("R", 40)
MAYBE = {"updated_at": moment(0, 60, 3600, empty=0.7), "is_deleted": pick(*[""] * 30, "true", "0")}
MONEY, CURRENCY = (
    pick("", "0", "100", "64.5", "12.25", "-7.5"),
    pick("", *["CNY"] * 5, "cny", "USD", "usd", "EUR", "GBP"),
)
ASSET = pick("", "L1", "L2", "L3", "L9", "AS101", "AS131", "AS145")
SECONDS = pick("", "0", "0", "1800", "3600", "5000.25", "28800")
TOPIC = pick("", "refund", "Refund", "物流")
DAYS_30 = 30 * 86400
DIMENSIONS = (
    "attitude", "professionalism", "problem_solving", "response_speed", "product_quality", "price", "environment",
    "company_image", "relationship", "communication", "delivery", "after_sales", "personalisation", "price_tolerance",
)  # fmt: skip
VALUES = (
    "open", "Resolved", "pending", "Pending", "On_Hold", "closed", "new", "weird", "已解决", "cancelled", "T1", "A1",
    "R1",
)  # fmt: skip
REGISTRY = Path(__file__).parents[2] / "seeds" / "kpi_registry.csv"
MEMBERS = {"company": ("all",), "team": ("T1", "unknown"), "agent": ("A1",), "channel": ("phone",), "region": ("北",)}
EXPORTS = {
    "agents": {
        "agent_id": AGENT, "valid_from": moment(0, empty=0.4), "team_id": pick("T1", "T2", "T3"),
        "hired_on": day(-400, -30, 0, 1, 30, empty=0.6), "left_on": day(-1, 0, 0, 1, 31, 200, empty=0.6),
    } | MAYBE,
    "customers": {
        "customer_id": CUSTOMER, "segment": pick("", "vip", "小微"), "region": pick("", "东", "西"),
        "member_tier": pick("", "gold", "silver"), "joined_on": day(-400, -30, 0, empty=0.3),
        "closed_on": day(0, 1, 31, 200, empty=0.5), "is_member": pick("", "true", "true", "false"),
        "member_from_on": day(-400, -30, 0, 1, empty=0.5), "member_to_on": day(1, 31, 200, empty=0.7),
    } | MAYBE,
    "services": {
        "service_id": key("S", 3), "service_name": pick("a", "b"), "launched_on": day(-365, -366, 0, 0, 1, empty=0.2),
        "is_customised": pick("", "true", "no"),
        "standard_handling_seconds": pick("", "0", "-1", "60", "64.5", "600"),
    } | MAYBE,
    "service_requests": {
        "request_id": REQUEST, "request_type": pick(
            "problem", "Fault", "fault", "Inquiry", "feedback", "Suggestion", "project", "Project",
        ),
        "topic": TOPIC, "priority": pick("", "", "High", "normal"), "channel": pick("", "phone", "email"),
        "customer_id": pick("", "C1", "C2", "C9"), "agent_id": pick("", "A1", "A2", "A9"),
        "team_id": pick("", "", "T9"), "service_id": pick("", "S0", "S1", "S1", "S2", "S7"),
        "region": pick("", "", "北", "华东"), "asset_id": ASSET, "created_at": moment(0, empty=0.01, date_only=0.03),
        "accepted_at": moment(0, 30, 86399, empty=0.4), "first_response_at": moment(0, 1, 61, 90000, empty=0.4),
        "first_resolved_at": moment(0, 60, empty=0.4), "resolved_at": moment(60, 60, 7200, 90000, 2_000_000, empty=0.3),
        "closed_at": moment(7200, 7200, 90000, empty=0.3), "followed_up_at": moment(60, 7200, 90000, date_only=0.3),
        "cancelled_at": moment(500, empty=0.85), "due_at": moment(-60, 60, 7200, 90000, empty=0.3, date_only=0.2),
        "duplicate_of": pick(*[""] * 9, "R1"), "is_resolved": pick("", "", "Y", "n", "是"),
        "handling_seconds": pick("", "", "", "0", "60", "64.5", "3600"),
        "contact_count": pick("", "1", "1", "1", "2"), "reopened_count": pick("", "0", "0", "1"),
        "rework_of": pick(*[""] * 6, "R1", "R2", "R3", "R4"),
    } | MAYBE,
    "request_events": {
        "event_id": key("E", 400), "request_id": key("R", 42),
        "event_type": pick(
            *["customer_message"] * 4, *["agent_reply"] * 4, "Agent_reply", *["status_changed"] * 4, *["assigned"] * 2,
            *["transferred"] * 2, "escalated", "reopened", "merged",
        ),
        "occurred_at": moment(
            -60, 0, 0, 1, 30, 60, 60, 61, 61, 500, 3600, 7200, 90000, 604800, 604860, 604861, empty=0.01
        ),
        "actor_id": pick("", "A1", "A1", "A2", "A3", "A9"),
        "actor_type": pick("", "agent", "agent", "agent", "Agent", "customer", "system"),
        "from_value": pick("", "", *VALUES), "to_value": pick("", *VALUES),
        "is_public": pick("", "", "", "true", "false"),
    } | MAYBE,
    "calls": {
        "call_id": key("K", 60), "direction": pick("", "inbound", "Outbound"), "topic": TOPIC,
        "customer_id": pick("", "C1", "C3"), "agent_id": pick("", "A1", "A2", "A3"),
        "request_id": pick("", "R1", "R2", "R3", "R4", "R5", "R99"),
        "service_id": pick("", "", "S2"), "started_at": moment(0, empty=0.01), "queued_at": moment(0, 5, empty=0.6),
        "answered_at": moment(5, 20, 21, 25, empty=0.5), "ended_at": moment(5, 6, 10, 20, 25, 60, 86400, empty=0.2),
        "outcome": pick("", "", "answered", "abandoned", "Abandoned", "missed", "busy"),
        "wrap_up_seconds": pick("", "", "0", "3", "4.5"),
    } | MAYBE,
    "complaints": {
        "complaint_id": key("X", 30), "request_id": pick("", "R1", "R5", "R6", "R7"),
        "customer_id": pick("", "C1", "C1", "C2"), "category": pick("", "delay", "Delay", "价格"),
        "accepted_at": moment(0, 30, 90000, empty=0.4),
        "first_response_at": moment(0, 86399, 86400, 86401, empty=0.4),
        "agent_id": pick("", "A2", "A9"), "team_id": pick("", "", "T2"), "channel": pick("", "web"),
        "submitted_at": moment(0, 0, 0, 0, 0, 7200, 90000, DAYS_30 + 7200, DAYS_30 + 7201, empty=0.01),
        "resolved_at": moment(0, 60, 90000, empty=0.4),
        "compensation_amount": pick("", "", "", "100", "0"), "currency": CURRENCY,
    } | MAYBE,
    "survey_responses": {
        "response_id": key("Q", 400), "invitation_id": pick("", *(f"I{number}" for number in range(40)), "Q1", "Q2"),
        "dimension": pick(*["", "", "overall", "Overall"] * 4, *DIMENSIONS, "Attitude", "warmth"),
        "survey": pick(
            *["csat"] * 9, "Review", "review", "employee", "employee", "employee", "employee_nps", "employee_nps",
            "nps", "nps", "NPS", "ces", "ces", "collaboration", "partner", "third_party",
        ),
        "respondent_type": pick("", "customer", "agent", "agent", "partner"),
        "respondent_id": pick("", "", "C1", "C2", "C3", "A0", "A1", "A2", "A3", "A4", "A9"),
        "request_id": pick("", "", "", *(f"R{number}" for number in range(7))),
        "agent_id": pick("", "", "", "A1", "A9"), "service_id": pick("", "", "S1"),
        "channel": pick("", "", "app", "web"),
        "sent_at": moment(0, 0, 60, empty=0.4),
        "responded_at": moment(60, 5000, 7200, 90000, DAYS_30 + 7200, DAYS_30 + 7201, empty=0.15),
        "score": pick(
            "", "0", "1", "1", "2", "3", *["4", "5"] * 4, "4.5", "6", "6", "6.5", "7", "8", "9", "10", "75",
        ),
        "expected_score": pick("", "", "", "3", "4", "4.5", "8"),
        "scale_min": pick(*[""] * 9, "1", "0", "5"), "scale_max": pick(*[""] * 9, "5", "7", "10", "100", "0"),
    } | MAYBE,
    "quality_audits": {
        "audit_id": key("Z", 20), "item_id": pick("1", "2", "10", "a", "B", "项"),
        "criterion": pick(
            "correct_handling", "correct_handling", "Standard", "standard", "attitude", "record_entry",
            "Information_given",
        ),
        "request_id": pick("", "", "R1", "R2", "R99"), "call_id": pick("", "", "K1", "K2", "K3", "K99"),
        "agent_id": pick("", "", "A1", "A2", "A9"), "audited_at": moment(0, 0, 0, 86400, empty=0.01),
        "is_applicable": pick("", "true", "true", "false"), "is_passed": pick("", "true", "true", "false"),
        "is_fatal": pick("", "", "false", "true"), "score": pick("", "0", "5", "7.5", "10"),
        "max_score": pick("", "0", "10", "10", "10"), "error_count": pick("", "", "0", "1", "3"),
    } | MAYBE,
    "training_records": {
        "course_id": key("TR", 5), "agent_id": pick("A0", "A1", "A2", "A3", "A9"),
        "scheduled_on": day(0, 0, 1, empty=0.01), "attended": pick("", "true", "true", "false"),
        "passed": pick("", "true", "true", "false"), "score_before": pick("", "0", "40", "62.5"),
        "score_after": pick("", "55", "80", "100"),
        "cost": pick("", "", "", "100", "0"), "currency": CURRENCY,
    } | MAYBE,
    "agent_goals": {
        "goal_id": key("G", 40), "agent_id": pick("A0", "A1", "A2", "A9"),
        "kind": pick("goal", "goal", "Improvement_plan"), "set_on": day(0, empty=0.01),
        "due_on": day(0, 1, 30, 366, empty=0.01), "completed_on": day(0, 1, 30, 31, empty=0.4),
    } | MAYBE,
    "agent_assessments": {
        "agent_id": pick("A0", "A1", "A2", "A9"), "assessed_on": day(0, 0, 0, 1, empty=0.01),
        "dimension": pick("", "", "overall", "Overall", "tools", "Tools", "communication", "learning"),
        "score": pick("0", "3", "60", "77.5", "100"),
        "max_score": pick("5", "100", "100", "100", "0", "-1"),
    } | MAYBE,
    "agent_shifts": {
        "agent_id": pick("A0", "A1", "A1", "A2", "A3", "A9"), "shift_on": day(0, 0, 1, empty=0.01),
        "worked_seconds": SECONDS, "available_seconds": SECONDS, "handling_seconds": SECONDS,
    } | MAYBE,
    "service_finances": {
        "posting_id": key("F", 60), "posted_on": day(0, 0, 1, empty=0.01),
        "kind": pick("cost", "cost", "Cost", "revenue", "revenue", "operating_profit"),
        "category": pick("", "labour", "Maintenance", "maintenance", "innovation", "other"),
        "team_id": pick("", "T1", "T2"), "service_id": pick("", "S1", "S2", "S7"),
        "is_service": pick("", "true", "true", "true", "false"), "amount": MONEY, "currency": CURRENCY,
    } | MAYBE,
    "orders": {
        "order_id": key("O", 90), "customer_id": pick("C0", "C1", "C1", "C2", "C2", "C3", "C9"),
        "service_id": pick("", "S1", "S2", "S7"), "channel": pick("", "app", "web"),
        "region": pick("", "", "北", "华东"), "ordered_at": moment(0, empty=0.01), "amount": MONEY,
        "currency": pick("CNY", "CNY", "USD", "EUR", ""),
        "promised_at": moment(-60, 3600, 86400, 172800, date_only=0.3),
        "delivered_at": moment(0, 3600, 86400, 90000, 172800, date_only=0.15),
        "cancelled_at": moment(500, 86400, 90000, empty=0.85), "lost_at": moment(86400, 172800, empty=0.8),
        "wrong_item_count": pick("", "0", "0", "1"), "missing_item_count": pick("", "0", "0", "2"),
        "is_damaged": pick("", "false", "false", "true"), "returned_at": moment(90000, 600_000, empty=0.7),
    } | MAYBE,
    "member_activity": {
        "activity_id": key("M", 60), "customer_id": pick("C0", "C1", "C3", "C4", "C9"),
        "occurred_at": moment(0, empty=0.01), "points_earned": pick("", "0", "100", "12.5"),
        "points_redeemed": pick("", "0", "0", "50", "150"),
    } | MAYBE,
    "maintenance_tasks": {
        "task_id": key("MT", 60), "asset_id": ASSET, "due_on": day(0, 0, 1, 30, 400, empty=0.01),
        "done_on": day(-40, 0, 1, 31, empty=0.3),
    } | MAYBE,
    "store_checkouts": {
        "checkout_id": key("CO", 60), "region": pick("", "北", "东"), "agent_id": pick("", "A1", "A2", "A9"),
        "queue_joined_at": moment(0, empty=0.01), "service_started_at": moment(0, 60, 60, 600),
        "service_ended_at": moment(60, 600, 660, 90000),
    } | MAYBE,
    "stockouts": {
        "stockout_id": key("SO", 60), "region": pick("", "北", "东"), "out_at": moment(0, empty=0.01),
        "restocked_at": moment(0, 3600, 90000, 2_000_000),
    } | MAYBE,
    "improvement_actions": {
        "action_id": key("IA", 30), "kpi_id": pick("reply_rate", "error_rate"), "started_on": day(0, 1, empty=0.01),
        "completed_on": day(0, 30, empty=0.5), "budget_amount": MONEY, "actual_amount": MONEY, "currency": CURRENCY,
    } | MAYBE,
}  # fmt: skip
REQUIRED = {
    "agents": {"agent_id", "team_id"}, "customers": {"customer_id"}, "services": {"service_id"},
    "service_requests": {"request_id", "request_type", "created_at"}, "calls": {"call_id", "started_at"},
    "request_events": {"event_id", "request_id", "event_type", "occurred_at"},
    "complaints": {"complaint_id", "submitted_at"}, "survey_responses": {"response_id", "survey"},
    "quality_audits": {"audit_id", "item_id", "criterion", "audited_at"},
    "training_records": {"course_id", "agent_id", "scheduled_on"},
    "agent_goals": {"goal_id", "agent_id", "kind", "set_on", "due_on"},
    "agent_assessments": {"agent_id", "assessed_on", "score", "max_score"}, "agent_shifts": {"agent_id", "shift_on"},
    "service_finances": {"posting_id", "posted_on", "kind", "amount", "currency"},
    "orders": {"order_id", "customer_id", "ordered_at"}, "maintenance_tasks": {"task_id", "asset_id", "due_on"},
    "member_activity": {"activity_id", "customer_id", "occurred_at"},
    "store_checkouts": {"checkout_id", "queue_joined_at"},
    "stockouts": {"stockout_id", "out_at"}, "improvement_actions": {"action_id", "kpi_id", "started_on"},
}  # fmt: skip
