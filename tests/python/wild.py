"""Makes small wild exports from a seed: nulls, ties, bad values, repeated keys, edges of days, years and clocks."""

from __future__ import annotations

import csv
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
            rows = [_row(random, columns, header) for _ in range(random.choice((0, 1, 3, 25, 60)))]
            name = f"{entity}_{part + 9}.csv" if part or random.random() < 0.5 else f"{entity}.csv"
            with open(folder / name, "w", encoding=random.choice(("utf-8", "utf-8-sig")), newline="") as file:
                out = csv.writer(file, lineterminator=random.choice(("\n", "\r\n")))
                out.writerow(header)
                for row in rows:
                    out.writerow(row[: random.choice((len(row),) * 30 + (len(row) - 1,))])
    return folder


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
    """A moment so many seconds after the row's start, written in one of the ways that are read."""

    def kind(random: Random, start: datetime) -> str:
        if random.random() < empty:
            return ""
        at = start + timedelta(seconds=random.choice(seconds))
        if random.random() < date_only:
            return at.strftime("%Y-%m-%d")
        if random.random() < 0.2:
            return f"{at.year}/{at.month}/{at.day} {at.hour}:{at.minute:02}" + random.choice(("", "", "+00:00", "Z"))
        plain = at.strftime(random.choice(("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")))
        return plain + random.choice(("", "", "", "", ".250", "+08:00", "Z", "-05", " +0800"))

    return kind


KEYS = {
    "agent_id", "customer_id", "service_id", "request_id", "call_id", "complaint_id", "response_id", "audit_id",
    "item_id",
}  # fmt: skip
AGENT, CUSTOMER, REQUEST = key("A", 5), key("C", 6), key("R", 40)
MAYBE = {"updated_at": moment(0, 60, 3600, empty=0.7), "is_deleted": pick(*[""] * 30, "true", "0")}
EXPORTS = {
    "agents": {"agent_id": AGENT, "valid_from": moment(0, empty=0.4), "team_id": pick("T1", "T2", "T3")} | MAYBE,
    "customers": {"customer_id": CUSTOMER, "segment": pick("", "vip", "小微"), "region": pick("", "东", "西")} | MAYBE,
    "services": {"service_id": key("S", 3), "service_name": pick("a", "b")} | MAYBE,
    "service_requests": {
        "request_id": REQUEST, "request_type": pick("problem", "Inquiry"), "channel": pick("", "phone", "email"),
        "customer_id": pick("", "C1", "C2", "C9"), "agent_id": pick("", "A1", "A2", "A9"),
        "team_id": pick("", "", "T9"),
        "service_id": pick("", "S1", "S7"), "region": pick("", "", "北"), "created_at": moment(0, empty=0.01),
        "resolved_at": moment(0, 60, 7200, 90000, 2_000_000), "cancelled_at": moment(500, empty=0.85),
        "duplicate_of": pick(*[""] * 9, "R1"), "is_resolved": pick("", "Y", "n", "是"),
    } | MAYBE,
    "calls": {
        "call_id": key("K", 60), "direction": pick("", "inbound", "Outbound"), "customer_id": pick("", "C1", "C3"),
        "agent_id": pick("", "A1", "A2", "A3"), "request_id": pick("", "R1", "R2", "R3", "R99"),
        "service_id": pick("", "", "S2"), "started_at": moment(0, empty=0.01), "queued_at": moment(0, 5, empty=0.6),
        "answered_at": moment(5, 20, empty=0.4), "ended_at": moment(20, 60, 86400, empty=0.2),
        "outcome": pick("", "", "answered", "abandoned", "missed"), "wrap_up_seconds": pick("", "3", "4.5"),
    } | MAYBE,
    "complaints": {
        "complaint_id": key("X", 30), "request_id": pick("", "R1", "R5"), "customer_id": pick("", "C1"),
        "agent_id": pick("", "A2", "A9"), "team_id": pick("", "", "T2"), "channel": pick("", "web"),
        "submitted_at": moment(0, empty=0.01), "resolved_at": moment(60, 90000, empty=0.5),
    } | MAYBE,
    "survey_responses": {
        "response_id": key("Q", 60), "dimension": pick("", "overall", "overall", "attitude"),
        "survey": pick("csat", "csat", "csat", "nps"), "respondent_type": pick("", "customer", "partner"),
        "respondent_id": pick("", "C1", "C2", "C3"), "request_id": pick("", "R1", "R2", "R6"),
        "agent_id": pick("", "A1"), "channel": pick("", "", "app"), "sent_at": moment(0, empty=0.5),
        "responded_at": moment(60, 5000, empty=0.15), "score": pick("", "1", "2", "3", "4", "5", "4.5", "9"),
        "scale_min": pick("", "", "1", "0"), "scale_max": pick("", "", "5", "10"),
    } | MAYBE,
    "quality_audits": {
        "audit_id": key("Z", 20), "item_id": pick("1", "2"), "criterion": pick("standard", "attitude"),
        "audited_at": moment(0, empty=0.01), "is_passed": pick("", "true", "false"),
    } | MAYBE,
}  # fmt: skip
REQUIRED = {
    "agents": {"agent_id", "team_id"}, "customers": {"customer_id"}, "services": {"service_id"},
    "service_requests": {"request_id", "request_type", "created_at"}, "calls": {"call_id", "started_at"},
    "complaints": {"complaint_id", "submitted_at"}, "survey_responses": {"response_id", "survey"},
    "quality_audits": {"audit_id", "item_id", "criterion", "audited_at"},
}  # fmt: skip
