"""Makes small wild exports from a seed: nulls, ties, bad values, repeated keys, edges of days, years and clocks."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

DAYS = (
    "2023-12-31", "2024-01-01", "2024-02-28", "2024-02-29", "2024-03-01", "2024-03-10", "2024-06-30", "2024-07-01",
    "2024-11-03", "2024-12-29", "2024-12-30", "2024-12-31", "2025-01-01", "2025-01-05", "2025-01-06", "2025-02-28",
)  # fmt: skip
CLOCKS = ("00:00:00", "00:00:01", "01:30:00", "02:30:00", "09:15:30", "12:00:00", "15:59:59", "16:00:00", "23:59:59")
JUNK = ("", "n/a", "2024-13-01", "2024-02-30 10:00:00", "31.12.2024", "yesterday", "infinity", "1e400", "nan", "1_0")
AS_OF = "2025-01-06"


def write(folder: Path, seed: int) -> Path:
    """Exports for the oracle and the models to read; some exports, and some columns, are left out."""
    random = Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for entity, columns in EXPORTS.items():
        if random.random() < 0.15:
            continue
        for part in range(random.choice((1, 1, 1, 2))):
            optional = [c for c in columns if c not in REQUIRED[entity]]
            left_out = set(random.sample(optional, random.choice((0, 0, 0, 1, 3))))
            header = [c for c in columns if c not in left_out]
            random.shuffle(header)
            many = random.choice((0, 1, 3, 25, 60)) * (5 if entity == "survey_responses" else 1)
            rows = [_row(random, columns, header) for _ in range(many)]
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
        for _ in range(3)
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("kpi_id", "scope_type", "scope_id", "period_grain", "valid_from", "target", "near_margin"))
        for row in sorted(keys):
            out.writerow((*row, random.choice(("0.5", "0.75", "1", "60", "3600")), random.choice(("0", "0.1", "0.5"))))
    return path


def _row(random: Random, columns: dict, header: list[str]) -> list[str]:
    start = datetime.fromisoformat(f"{random.choice(DAYS)} {random.choice(CLOCKS)}")
    values = {name: kind(random, start) for name, kind in columns.items()}
    if random.random() < 0.03:  # a deletion that says its key and no more
        values = {name: value if name in KEYS else "" for name, value in values.items()} | {"is_deleted": "true"}
    return [_spoilt(random, values[name]) for name in header]


def _spoilt(random: Random, value: str) -> str:
    if random.random() < 0.012:
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
    "item_id", "course_id", "scheduled_on", "goal_id", "assessed_on",
}  # fmt: skip
AGENT, CUSTOMER, REQUEST = key("A", 5), key("C", 6), key("R", 40)
MAYBE = {"updated_at": moment(0, 60, 3600, empty=0.7), "is_deleted": pick(*[""] * 30, "true", "0")}
MEMBERS = {"company": ("all",), "team": ("T1", "unknown"), "agent": ("A1",), "channel": ("phone",), "region": ("北",)}
EXPORTS = {
    "agents": {
        "agent_id": AGENT, "valid_from": moment(0, empty=0.4), "team_id": pick("T1", "T2", "T3"),
        "hired_on": day(-400, -30, 0, 1, 30, empty=0.6), "left_on": day(0, 1, 31, 200, empty=0.6),
    } | MAYBE,
    "customers": {"customer_id": CUSTOMER, "segment": pick("", "vip", "小微"), "region": pick("", "东", "西")} | MAYBE,
    "services": {
        "service_id": key("S", 3), "service_name": pick("a", "b"),
        "standard_handling_seconds": pick("", "0", "-1", "60", "64.5", "600"),
    } | MAYBE,
    "service_requests": {
        "request_id": REQUEST, "request_type": pick("problem", "Fault", "Inquiry"),
        "channel": pick("", "phone", "email"),
        "customer_id": pick("", "C1", "C2", "C9"), "agent_id": pick("", "A1", "A2", "A9"),
        "team_id": pick("", "", "T9"), "service_id": pick("", "S1", "S1", "S2", "S7"),
        "region": pick("", "", "北"), "created_at": moment(0, empty=0.01),
        "accepted_at": moment(0, 30, 86399, empty=0.4), "first_response_at": moment(0, 1, 61, 90000, empty=0.4),
        "first_resolved_at": moment(0, 60, empty=0.5), "resolved_at": moment(60, 60, 7200, 90000, 2_000_000),
        "cancelled_at": moment(500, empty=0.85), "due_at": moment(-60, 60, 7200, 90000, empty=0.3, date_only=0.2),
        "duplicate_of": pick(*[""] * 9, "R1"), "is_resolved": pick("", "", "Y", "n", "是"),
        "handling_seconds": pick("", "", "", "0", "60", "64.5", "3600"),
    } | MAYBE,
    "calls": {
        "call_id": key("K", 60), "direction": pick("", "inbound", "Outbound"), "customer_id": pick("", "C1", "C3"),
        "agent_id": pick("", "A1", "A2", "A3"), "request_id": pick("", "R1", "R2", "R3", "R4", "R5", "R99"),
        "service_id": pick("", "", "S2"), "started_at": moment(0, empty=0.01), "queued_at": moment(0, 5, empty=0.6),
        "answered_at": moment(5, 20, empty=0.5), "ended_at": moment(5, 6, 10, 20, 60, 86400, empty=0.2),
        "outcome": pick("", "", "answered", "abandoned", "Abandoned", "missed", "busy"),
        "wrap_up_seconds": pick("", "", "0", "3", "4.5"),
    } | MAYBE,
    "complaints": {
        "complaint_id": key("X", 30), "request_id": pick("", "R1", "R5"), "customer_id": pick("", "C1"),
        "agent_id": pick("", "A2", "A9"), "team_id": pick("", "", "T2"), "channel": pick("", "web"),
        "submitted_at": moment(0, empty=0.01), "resolved_at": moment(0, 60, 90000, empty=0.4),
    } | MAYBE,
    "survey_responses": {
        "response_id": key("Q", 400), "dimension": pick("", "overall", "Overall", "attitude"),
        "survey": pick("csat", "csat", "Review", "review", "employee", "employee", "employee", "employee_nps", "nps"),
        "respondent_type": pick("", "customer", "agent", "agent", "partner"),
        "respondent_id": pick("", "", "C1", "C2", "C3", "A0", "A1", "A2", "A3", "A4", "A9"),
        "request_id": pick("", "", "R1", "R2", "R6"), "agent_id": pick("", "", "", "A1", "A9"),
        "channel": pick("", "", "app"), "sent_at": moment(0, empty=0.5),
        "responded_at": moment(60, 5000, empty=0.15), "score": pick("", "1", "2", "3", "4", "5", "4", "5", "4.5", "9"),
        "scale_min": pick("", "", "1", "0"), "scale_max": pick("", "", "5", "10"),
    } | MAYBE,
    "quality_audits": {
        "audit_id": key("Z", 20), "item_id": pick("1", "2", "10", "a", "B", "项"),
        "criterion": pick("correct_handling", "correct_handling", "Standard", "attitude"),
        "request_id": pick("", "", "R1", "R2", "R99"), "call_id": pick("", "", "K1", "K2", "K3", "K99"),
        "agent_id": pick("", "", "A1", "A2", "A9"), "audited_at": moment(0, 0, 0, 86400, empty=0.01),
        "is_applicable": pick("", "true", "true", "false"), "is_passed": pick("", "true", "true", "false"),
        "error_count": pick("", "", "0", "1", "3"),
    } | MAYBE,
    "training_records": {
        "course_id": key("TR", 5), "agent_id": pick("A0", "A1", "A2", "A3", "A9"),
        "scheduled_on": day(0, 0, 1, empty=0.01), "attended": pick("", "true", "true", "false"),
    } | MAYBE,
    "agent_goals": {
        "goal_id": key("G", 40), "agent_id": pick("A0", "A1", "A2", "A9"),
        "kind": pick("goal", "goal", "Improvement_plan"), "set_on": day(0, empty=0.01),
        "due_on": day(0, 1, 30, 366, empty=0.01), "completed_on": day(0, 1, 30, 31, empty=0.4),
    } | MAYBE,
    "agent_assessments": {
        "agent_id": pick("A0", "A1", "A2", "A9"), "assessed_on": day(0, 0, 0, 1, empty=0.01),
        "dimension": pick("", "", "overall", "Overall", "tools"), "score": pick("0", "3", "60", "77.5", "100"),
        "max_score": pick("5", "100", "100", "100", "0", "-1"),
    } | MAYBE,
}  # fmt: skip
REQUIRED = {
    "agents": {"agent_id", "team_id"}, "customers": {"customer_id"}, "services": {"service_id"},
    "service_requests": {"request_id", "request_type", "created_at"}, "calls": {"call_id", "started_at"},
    "complaints": {"complaint_id", "submitted_at"}, "survey_responses": {"response_id", "survey"},
    "quality_audits": {"audit_id", "item_id", "criterion", "audited_at"},
    "training_records": {"course_id", "agent_id", "scheduled_on"},
    "agent_goals": {"goal_id", "agent_id", "kind", "set_on", "due_on"},
    "agent_assessments": {"agent_id", "assessed_on", "score", "max_score"},
}  # fmt: skip
