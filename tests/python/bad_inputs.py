"""Bad inputs, each with a twin that looks like it and is right: one table, `CASES`. test_bad_inputs.py judges them.

To add a case, add a line: `cell` is one bad cell in the middle of three rows of csv, `lines` a whole text, `cells` a
whole spreadsheet, `refused` a file that does not land at all. `@` stands for a text of the case's own, so that no two
cases share a key. The clock is the end of 30 June 2025 in New York, where the source stands too: 09:00 in June is 13:00
UTC. `agents` and `services` are delivered in full, the rest appended; the forms declared are `FORMS`.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from export_bytes import (
    Digits,
    Error,
    Formula,
    Times,
    flipped,
    laughing,
    misplaced,
    ods,
    ods_book,
    parquet,
    rewritten,
    swollen,
    xlsx,
)

AS_OF = "2025-06-30"
ZONE = "America/New_York"
DELIVERY = {"default": "append", "agents": "full", "services": "full"}
FORMS = {
    "complaints": {"submitted_at": "d/m/y", "compensation_amount": "1.234,56"},
    "stockouts": {"out_at": "m/d/y"},
    "store_checkouts": {"queue_joined_at": "m/d/y 12h"},
    "member_activity": {"occurred_at": "d-mon-yy", "points_earned": "1,234.56"},
    "maintenance_tasks": {"due_on": "serial"},
    "training_records": {"scheduled_on": "yy/m/d", "hours": "h:mm", "score_after": "1234.56%"},
    "service_finances": {"posted_on": "y年m月d日", "amount": "(¥1,234.56)"},
    "agent_shifts": {"handling_seconds": "h:mm:ss", "worked_seconds": "h时m分s秒", "shift_on": "ymd"},
}
# What a row of each export needs, in a form that is read.
ROWS = {
    "calls": {"call_id": "@", "started_at": "2025-06-01 09:00:00"},
    "service_requests": {"request_id": "@", "request_type": "incident", "created_at": "2025-06-01 09:00:00"},
    "survey_responses": {"response_id": "@", "survey": "csat", "responded_at": "2025-06-01 09:00:00"},
    "quality_audits": {"audit_id": "@", "item_id": "I1", "criterion": "standard", "audited_at": "2025-06-01 09:00:00"},
    "orders": {"order_id": "@", "customer_id": "C1", "ordered_at": "2025-06-01 09:00:00"},
    "request_events": {
        "event_id": "@", "request_id": "R1", "event_type": "agent_reply", "occurred_at": "2025-06-01 09:00:00",
    },
    "agent_goals": {
        "goal_id": "@", "agent_id": "A1", "kind": "goal", "set_on": "2025-05-01", "due_on": "2025-06-01",
    },
    "agent_assessments": {
        "agent_id": "@", "assessed_on": "2025-06-01", "dimension": "overall", "score": "8", "max_score": "10",
    },
    "customers": {"customer_id": "@", "joined_on": "2025-06-01"},
    "complaints": {"complaint_id": "@", "submitted_at": "1/6/2025 9:00"},
    "stockouts": {"stockout_id": "@", "out_at": "6/1/2025 9:00"},
    "store_checkouts": {"checkout_id": "@", "queue_joined_at": "6/1/2025 9:00 AM"},
    "member_activity": {"activity_id": "@", "customer_id": "C1", "occurred_at": "1-Jun-25"},
    "maintenance_tasks": {"task_id": "@", "asset_id": "X1", "due_on": "45809"},
    "training_records": {"course_id": "@", "agent_id": "A1", "scheduled_on": "25/6/1"},
    "service_finances": {
        "posting_id": "@", "posted_on": "2025年6月1日", "kind": "cost", "amount": "¥1", "currency": "USD",
    },
    "agent_shifts": {"agent_id": "@", "shift_on": "20250601"},
}  # fmt: skip


@dataclass(frozen=True)
class Reject:
    """One rejected row; line is None where the file has no lines."""

    row: int
    line: int | None
    column: str
    reason: str


@dataclass(frozen=True)
class Case:
    """One bad file and its twin. Of a text `@` is replaced, then `write` makes the file's bytes of it."""

    group: str
    what: str
    file: str  # its export and kind
    bad: object
    good: object
    rejects: tuple[Reject, ...] = ()  # of the bad file: all of them
    refusal: str | None = None  # the whole line where the bad file does not land; … stands for words of a library
    gives: dict[str, str | None] = field(default_factory=dict)  # what one row of the twin holds, as staging reads it
    superseded: int = 0  # rows of the bad file that a later copy replaces
    write: Callable[[str], bytes] | None = None  # of both; None: as the kind has it
    write_bad: Callable[[str], bytes] | None = None
    good_file: str | None = None  # where the twin is of another export
    cut: int | None = None  # where the bad file ends
    flip: int | None = None  # which of its bytes is damaged
    longest: int | None = None  # record that landing takes, where the usual one would cost seconds
    header_row: int = 1  # that the settings say for the bad file
    sheet: str | None = None

    @property
    def slug(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", f"{self.group} {self.what}".lower()).strip("-")

    @property
    def table(self) -> str:
        return self.file.split(".")[0]

    def name(self, which: str) -> str:
        """The file's name: `calls_clocks-24-01_bad.csv`."""
        file = self.good_file or self.file if which == "good" else self.file
        return file.replace(".", f"_{self.slug}_{which}.", 1)


CASES: list[Case] = []


def cell(group: str, column: str, bad: str, reason: str, good: str, gives: str | None, what: str = "", **given: str):
    """One bad cell in the second of three rows; given: other cells of that row. column: `calls.started_at`."""
    table, _, name = column.partition(".")
    known = ROWS[table]
    header = [*known, *(other for other in (name, *given) if other not in known)]

    def text(written: str) -> str:
        table_of_three = io.StringIO()
        rows = csv.DictWriter(table_of_three, header, lineterminator="\n")
        rows.writeheader()
        for at in (1, 2, 3):
            row = known | ({**given, name: written} if at == 2 else {})
            rows.writerow({key: value + str(at) if value == "@" else value for key, value in row.items()})
        return table_of_three.getvalue()

    CASES.append(
        Case(
            group,
            what or f"{name} {bad}",
            f"{table}.csv",
            text(bad),
            text(good),
            (Reject(3, 3, name, reason),),
            gives={name: gives},
        )
    )


def lines(group: str, what: str, bad: object, rejects: list[tuple], good: object, gives: dict, file="calls.csv", **how):
    """A whole file of which some rows are rejected: (row, line, column, reason) each."""
    CASES.append(Case(group, what, file, bad, good, tuple(Reject(*one) for one in rejects), gives=gives, **how))


def refused(group: str, what: str, bad: object, refusal: str, good: object, gives: dict, file="calls.csv", **how):
    """A file that does not land, and the line that says so; {file} is its name."""
    CASES.append(Case(group, what, file, bad, good, refusal=refusal, gives=gives, **how))


NOT_A_MOMENT, NOT_A_DATE = "not a timestamp", "not a date"
NOT_A_NUMBER, NOT_WHOLE, NOT_BOOLEAN = "not a number", "not a whole number", "not true or false"
EMPTY = "required but empty"

# fmt: off
# ---------------------------------------------------------------- dates and moments

cell("mixed dates", "calls.started_at", "01/06/2025", NOT_A_MOMENT, "2025/06/01", "2025-06-01 04:00:00")
cell("mixed dates", "calls.started_at", "1 June 2025", NOT_A_MOMENT, "2025-6-1", "2025-06-01 04:00:00")
cell("mixed dates", "calls.started_at", "20250601", NOT_A_MOMENT, "2025-06-01", "2025-06-01 04:00:00")
cell("mixed dates", "calls.started_at", "2025.06.01", NOT_A_MOMENT, "2025/6/1", "2025-06-01 04:00:00", "points")
cell("mixed dates", "calls.started_at", "2025-06/01", NOT_A_MOMENT, "2025-06-01", "2025-06-01 04:00:00", "two signs")
cell("mixed dates", "calls.started_at", "2025-06", NOT_A_MOMENT, "2025-06-01", "2025-06-01 04:00:00")
cell("mixed dates", "calls.started_at", "45809", NOT_A_MOMENT, "2025-06-01", "2025-06-01 04:00:00")
cell("mixed dates", "calls.started_at", "1748768400", NOT_A_MOMENT, "2025-06-01T09:00:00Z", "2025-06-01 09:00:00")
cell("mixed dates", "calls.started_at", "２０２５-06-01", NOT_A_MOMENT, "2025-06-01", "2025-06-01 04:00:00",
    "full-width digits")
cell("mixed dates", "calls.started_at", "2025年6月1日", NOT_A_MOMENT, "2025-06-01", "2025-06-01 04:00:00")
cell("mixed dates", "agent_goals.due_on", "2025-06-01 to 2025-06-30", NOT_A_DATE, "2025-06-01", "2025-06-01")
cell("mixed dates", "agent_goals.due_on", "2025-06-01Tuesday", NOT_A_DATE, "2025-06-01T00:00:00", "2025-06-01")
cell("mixed dates", "agent_goals.due_on", "2025-06-01 25:00", NOT_A_DATE, "2025-06-01 23:59", "2025-06-01")

cell("calendar", "calls.started_at", "2025-02-29 09:00", NOT_A_MOMENT, "2024-02-29 09:00", "2024-02-29 14:00:00")
cell("calendar", "calls.started_at", "2025-06-31", NOT_A_MOMENT, "2025-05-31", "2025-05-31 04:00:00")
cell("calendar", "calls.started_at", "2025-13-01", NOT_A_MOMENT, "2025-01-13", "2025-01-13 05:00:00")
cell("calendar", "calls.started_at", "2025-00-10", NOT_A_MOMENT, "2025-01-10", "2025-01-10 05:00:00")
cell("calendar", "calls.started_at", "1969-12-31 23:00", NOT_A_MOMENT, "1970-01-01 00:00", "1970-01-01 05:00:00")
cell("calendar", "calls.ended_at", "2100-01-01", NOT_A_MOMENT, "2099-12-31", "2099-12-31 05:00:00")
cell("calendar", "agent_goals.set_on", "1900-02-29", NOT_A_DATE, "1900-02-28", "1900-02-28")
cell("calendar", "agent_goals.due_on", "1899-12-30", NOT_A_DATE, "1900-01-01", "1900-01-01", set_on="1900-01-01")
cell("calendar", "customers.joined_on", "0000-00-00", NOT_A_DATE, "2000-01-01", "2000-01-01")

cell("clocks", "calls.started_at", "2025-06-01 24:00:01", NOT_A_MOMENT, "2025-06-01 24:00:00", "2025-06-02 04:00:00")
cell("clocks", "calls.started_at", "2025-06-01 24:01", NOT_A_MOMENT, "2025-06-01 24:00", "2025-06-02 04:00:00")
cell("clocks", "calls.started_at", "2025-06-01 25:00", NOT_A_MOMENT, "2025-06-01 23:00", "2025-06-02 03:00:00")
cell("clocks", "calls.started_at", "2025-06-01 09:60", NOT_A_MOMENT, "2025-06-01 09:59", "2025-06-01 13:59:00")
cell("clocks", "calls.started_at", "2025-06-01 09:00:60", NOT_A_MOMENT, "2025-06-01 09:00:59", "2025-06-01 13:00:59")
cell("clocks", "calls.started_at", "2025-06-01 9:00 PM", NOT_A_MOMENT, "2025-06-01 21:00", "2025-06-02 01:00:00")
cell("clocks", "calls.started_at", "2025-06-01 下午9:00", NOT_A_MOMENT, "2025-06-01 21:00", "2025-06-02 01:00:00")
cell("clocks", "calls.started_at", "2025-06-01 09", NOT_A_MOMENT, "2025-06-01 09:00", "2025-06-01 13:00:00")
cell("clocks", "calls.started_at", "09:00", NOT_A_MOMENT, "2025-06-01 9:00", "2025-06-01 13:00:00")
cell("clocks", "calls.started_at", "2025-06-01  09:00", NOT_A_MOMENT, "2025-06-01 09:00", "2025-06-01 13:00:00",
    "two blanks")
cell("clocks", "calls.started_at", "2025-06-01 09:00:00,5", NOT_A_MOMENT, "2025-06-01 09:00:00.5",
    "2025-06-01 13:00:00.5")

cell("offsets", "calls.started_at", "2025-06-01 09:00 EST", NOT_A_MOMENT, "2025-06-01 09:00-05:00",
    "2025-06-01 14:00:00")
cell("offsets", "calls.started_at", "2025-06-01T09:00+8", NOT_A_MOMENT, "2025-06-01T09:00+08", "2025-06-01 01:00:00")
cell("offsets", "calls.started_at", "2025-06-01T09:00:00+25:00", NOT_A_MOMENT, "2025-06-01T09:00:00+14:00",
    "2025-05-31 19:00:00")
cell("offsets", "calls.started_at", "2025-06-01T09:00:00+08:60", NOT_A_MOMENT, "2025-06-01T09:00:00+08:30",
    "2025-06-01 00:30:00")
cell("offsets", "calls.started_at", "2025-06-01+08:00", NOT_A_MOMENT, "2025-06-01T00:00+08:00", "2025-05-31 16:00:00")
cell("offsets", "calls.started_at", "2025-06-01T09:00:00ZZ", NOT_A_MOMENT, "2025-06-01T09:00:00Z",
    "2025-06-01 09:00:00")
cell("offsets", "calls.started_at", "2025-06-01 09:00 America/New_York", NOT_A_MOMENT, "2025-06-01 09:00 -0400",
    "2025-06-01 13:00:00")

cell("clock changes", "calls.started_at", "2025-03-09 02:30", NOT_A_MOMENT, "2025-03-09 03:30", "2025-03-09 07:30:00",
    "an hour that the clocks skip")
cell("clock changes", "calls.started_at", "2025-03-09 02:00:00", NOT_A_MOMENT, "2025-03-09 01:59:59",
    "2025-03-09 06:59:59", "the first moment that is skipped")
cell("clock changes", "calls.started_at", "2025-03-09T02:30 EST", NOT_A_MOMENT, "2025-03-09T02:30-05:00",
    "2025-03-09 07:30:00", "an offset tells it")
cell("clock changes", "calls.ended_at", "2024-11-03 00:59:59", "before started_at", "2024-11-03 01:30",
    "2024-11-03 05:30:00", "an hour that comes twice is the earlier one", started_at="2024-11-03 01:00")

cell("d/m and m/d", "complaints.submitted_at", "06/13/2025", "not written as d/m/y", "13/06/2025",
    "2025-06-13 04:00:00")
cell("d/m and m/d", "complaints.submitted_at", "31/06/2025", NOT_A_MOMENT, "30/06/2025", "2025-06-30 04:00:00")
cell("d/m and m/d", "complaints.submitted_at", "2025-06-13", "not written as d/m/y", "5/6/2025",
    "2025-06-05 04:00:00")
cell("d/m and m/d", "complaints.submitted_at", "5/6-2025", "not written as d/m/y", "5-6-2025", "2025-06-05 04:00:00")
cell("d/m and m/d", "stockouts.out_at", "13/06/2025", "not written as m/d/y", "06/13/2025", "2025-06-13 04:00:00")
cell("d/m and m/d", "stockouts.out_at", "2/29/2025", NOT_A_MOMENT, "2/29/2024", "2024-02-29 05:00:00")
cell("d/m and m/d", "stockouts.out_at", "6/1/2025 24:01", "not written as m/d/y", "6/1/2025 24:00",
    "2025-06-02 04:00:00")
cell("d/m and m/d", "store_checkouts.queue_joined_at", "6/1/2025 13:00 PM", "not written as m/d/y 12h",
    "6/1/2025 1:00 PM", "2025-06-01 17:00:00")
cell("d/m and m/d", "store_checkouts.queue_joined_at", "6/1/2025 9:00", "not written as m/d/y 12h",
    "6/1/2025 12:00 AM", "2025-06-01 04:00:00")

cell("years of two digits", "complaints.submitted_at", "13/06/25", "not written as d/m/y", "13/06/2025",
    "2025-06-13 04:00:00")
cell("years of two digits", "training_records.scheduled_on", "2025/6/1", "not written as yy/m/d", "25/6/1",
    "2025-06-01")
cell("years of two digits", "training_records.scheduled_on", "68/6/1", "in the future", "69/6/1", "1969-06-01")
cell("years of two digits", "member_activity.occurred_at", "1-Jun-2025", "not written as d-mon-yy", "1-Jun-25",
    "2025-06-01 04:00:00")
cell("years of two digits", "member_activity.occurred_at", "1-Juin-25", "not written as d-mon-yy", "1-June-25",
    "2025-06-01 04:00:00")
cell("years of two digits", "calls.started_at", "25-06-01", NOT_A_MOMENT, "2025-06-01", "2025-06-01 04:00:00")

cell("day numbers", "maintenance_tasks.due_on", "60", "not written as serial", "61", "1900-03-01", "29 February 1900")
cell("day numbers", "maintenance_tasks.due_on", "1", "not written as serial", "36526", "2000-01-01")
cell("day numbers", "maintenance_tasks.due_on", "-45809", "not written as serial", "45809", "2025-06-01")
cell("day numbers", "maintenance_tasks.due_on", "20250601", "not written as serial", "45809.75", "2025-06-01")
cell("day numbers", "maintenance_tasks.due_on", "2025-06-01", "not written as serial", "45809.0", "2025-06-01")
cell("day numbers", "agent_shifts.shift_on", "2025601", "not written as ymd", "20250601", "2025-06-01")
cell("day numbers", "agent_shifts.shift_on", "20250631", NOT_A_DATE, "20250630", "2025-06-30")

cell("the future", "calls.started_at", "2025-07-02 00:00:01", "in the future", "2025-07-02 00:00:00",
    "2025-07-02 04:00:00")
cell("the future", "calls.started_at", "2052-06-01", "in the future", "2025-06-01", "2025-06-01 04:00:00")
cell("the future", "agent_goals.set_on", "2025-07-03", "in the future", "2025-07-02", "2025-07-02",
    due_on="2025-08-01")
lines("the future", "the earlier of two moments counts",
    "response_id,survey,sent_at,responded_at\n@1,csat,,2025-07-03\n", [(2, 2, "responded_at", "in the future")],
    "response_id,survey,sent_at,responded_at\n@1,csat,2025-06-30,2025-07-03\n",
    {"responded_at": "2025-07-03 04:00:00"}, "survey_responses.csv")

cell("end before start", "calls.ended_at", "2025-06-01 08:59:59", "before started_at", "2025-06-01 09:00:00",
    "2025-06-01 13:00:00")
cell("end before start", "calls.ended_at", "2025-05-31", "before started_at", "2025-06-01", "2025-06-01 04:00:00",
    "a day ends with its day")
cell("end before start", "calls.ended_at", "2025-06-01T12:59:59Z", "before started_at", "2025-06-01T13:00:00Z",
    "2025-06-01 13:00:00")
cell("end before start", "calls.answered_at", "2025-06-01 09:00:05", "before queued_at", "2025-06-01 09:00:06",
    "2025-06-01 13:00:06", queued_at="2025-06-01 09:00:06")
cell("end before start", "calls.ended_at", "2025-06-01 09:00:30", "before answered_at", "2025-06-01 09:00:31",
    "2025-06-01 13:00:31", "ended before it was answered", answered_at="2025-06-01 09:00:31")
cell("end before start", "service_requests.resolved_at", "2025-06-01 08:00", "before created_at", "2025-06-01 10:00",
    "2025-06-01 14:00:00")
cell("end before start", "customers.closed_on", "2025-05-31", "before joined_on", "2025-06-01", "2025-06-01")

# ---------------------------------------------------------------- numbers

cell("no number", "calls.hold_seconds", "NaN", NOT_A_NUMBER, "0", "0.0")
cell("no number", "calls.hold_seconds", "inf", NOT_A_NUMBER, "1e5", "100000.0")
cell("no number", "calls.hold_seconds", "-Infinity", NOT_A_NUMBER, "", None)
cell("no number", "calls.hold_seconds", "1e999", NOT_A_NUMBER, "1e9", "1000000000.0")
cell("no number", "calls.hold_seconds", "1_000", NOT_A_NUMBER, "1000", "1000.0")
cell("no number", "calls.hold_seconds", "0x10", NOT_A_NUMBER, "16", "16.0")
cell("no number", "calls.hold_seconds", "1,000", NOT_A_NUMBER, "1000.0", "1000.0", "a comma in 1,000")
cell("no number", "calls.hold_seconds", "12,5", NOT_A_NUMBER, "12.5", "12.5")
cell("no number", "calls.hold_seconds", "１２", NOT_A_NUMBER, "12", "12.0", "full-width digits")
cell("no number", "calls.hold_seconds", "12 s", NOT_A_NUMBER, " 12 ", "12.0", "a unit")
cell("no number", "calls.hold_seconds", "1.2.3", NOT_A_NUMBER, "1.23", "1.23")
cell("no number", "calls.hold_seconds", "--5", NOT_A_NUMBER, "+5", "5.0", "two signs")
cell("no number", "calls.hold_seconds", "-", NOT_A_NUMBER, "-0", "-0.0", "a dash")
cell("no number", "calls.hold_seconds", "NULL", NOT_A_NUMBER, "", None)
cell("no number", "calls.hold_seconds", "12%", NOT_A_NUMBER, ".12", "0.12", "a percentage")
cell("no number", "calls.hold_seconds", "0:00:12", NOT_A_NUMBER, "12.", "12.0")
cell("no whole number", "orders.item_count", "12.5", NOT_WHOLE, "12.0", "12")
cell("no whole number", "orders.item_count", "one", NOT_WHOLE, "1", "1")
cell("no whole number", "orders.item_count", "99999999999999999999", NOT_WHOLE, "999999999999", "999999999999")
cell("no whole number", "orders.item_count", "1e-3", NOT_WHOLE, "1e3", "1000")
cell("no whole number", "orders.item_count", "1+1", NOT_WHOLE, "+1", "1")
cell("no whole number", "orders.item_count", "true", NOT_WHOLE, "007", "7")
cell("no whole number", "quality_audits.error_count", "1/2", NOT_WHOLE, "0", "0")

cell("thousands and decimals", "complaints.compensation_amount", "1,234.56", "not written as 1.234,56", "1.234,56",
    "1234.56", currency="USD")
cell("thousands and decimals", "complaints.compensation_amount", "1234.5", "not written as 1.234,56", "1234,5",
    "1234.5", currency="USD")
cell("thousands and decimals", "member_activity.points_earned", "1.234,56", "not written as 1,234.56", "1,234.56",
    "1234.56")
cell("thousands and decimals", "member_activity.points_earned", "1,23", "not written as 1,234.56", "1,230", "1230.0")
cell("thousands and decimals", "member_activity.points_earned", "12,34,567", "not written as 1,234.56", "1,234,567",
    "1234567.0")
cell("thousands and decimals", "member_activity.points_earned", "1e5", "not written as 1,234.56", "100,000",
    "100000.0")

cell("percentages", "training_records.score_after", "90", "not written as 1234.56%", "90%", "0.9")
cell("percentages", "training_records.score_after", "90‰", "not written as 1234.56%", "90.5 %", "0.905", "per mille")
cell("percentages", "training_records.score_after", "%90", "not written as 1234.56%", "９０％", "0.9", "sign first")
cell("percentages", "training_records.score_after", "1,050%", "not written as 1234.56%", "105%", "1.05", "over 100")

cell("amounts", "service_finances.amount", "¥1,20", "not written as (¥1,234.56)", "¥1,200", "1200.0")
cell("amounts", "service_finances.amount", "$120", "not written as (¥1,234.56)", "￥120", "120.0", "another sign")
cell("amounts", "service_finances.amount", "(-120)", "not written as (¥1,234.56)", "(120)", "-120.0",
    "twice negative")
cell("amounts", "service_finances.amount", "(120", "not written as (¥1,234.56)", "(¥120.50)", "-120.5",
    "half a bracket")
cell("amounts", "service_finances.amount", "3.5万", "not written as (¥1,234.56)", "35,000", "35000.0")
cell("amounts", "service_finances.amount", "120 USD", "not written as (¥1,234.56)", "-120", "-120.0",
    "a currency behind")
cell("currencies", "orders.currency", "US$", "no exchange rate on its day", "USD", "USD", amount="5")
cell("currencies", "orders.currency", "XXX", "no exchange rate on its day", "usd", "usd", amount="5")
cell("currencies", "orders.currency", "", "required where there is an amount", "CNY", "CNY", "empty", amount="-5")
cell("currencies", "orders.currency", "人民币", "no exchange rate on its day", "CNY", "CNY", "in words", amount="0")
MONEY = "posting_id,posted_on,kind,amount,currency\n@1,{},cost,5,USD\n"
lines("currencies", "before the first rate", MONEY.format("2023年12月31日"),
    [(2, 2, "currency", "no exchange rate on its day")], MONEY.format("2024年1月1日"), {"posted_on": "2024-01-01"},
    "service_finances.csv")

cell("durations", "agent_shifts.handling_seconds", "-0:03:45", "not written as h:mm:ss", "0:03:45", "225.0")
cell("durations", "agent_shifts.handling_seconds", "0:75:00", "not written as h:mm:ss", "1:15:00", "4500.0")
cell("durations", "agent_shifts.handling_seconds", "3:45", "not written as h:mm:ss", "00:03:45", "225.0")
cell("durations", "agent_shifts.handling_seconds", "225", "not written as h:mm:ss", "25:00:00", "90000.0")
cell("durations", "agent_shifts.worked_seconds", "20秒3分", "not written as h时m分s秒", "3分20秒", "200.0")
cell("durations", "agent_shifts.worked_seconds", "-3分", "not written as h时m分s秒", "1小时5分钟", "3900.0")
cell("durations", "training_records.hours", "1:60", "not written as h:mm", "1:59", "7140.0")
cell("scales", "survey_responses.score", "11", "outside its scale", "10", "10.0", scale_min="0", scale_max="10")
cell("scales", "survey_responses.score", "0", "outside its scale", "1", "1.0", scale_min="1", scale_max="5")
cell("scales", "survey_responses.score", "-1", "outside its scale", "-0", "-0.0", scale_min="0")
cell("scales", "survey_responses.expected_score", "5.01", "outside its scale", "5.00", "5.0", score="3",
    scale_max="5")
cell("scales", "survey_responses.score", "4 of 5", NOT_A_NUMBER, "4", "4.0", scale_min="1", scale_max="5")
lines("scales", "upside down",
    "response_id,survey,responded_at,score,scale_min,scale_max\n@1,csat,2025-06-01,3,5,1\n",
    [(2, 2, "score", "outside its scale")],
    "response_id,survey,responded_at,score,scale_min,scale_max\n@1,csat,2025-06-01,3,1,5\n",
    {"score": "3.0", "scale_min": "1.0"}, "survey_responses.csv")

# ---------------------------------------------------------------- words

cell("booleans", "calls.is_resolved", "maybe", NOT_BOOLEAN, "YES", "true")
cell("booleans", "calls.is_resolved", "2", NOT_BOOLEAN, "1", "true")
cell("booleans", "calls.is_resolved", "1.0", NOT_BOOLEAN, "0", "false")
cell("booleans", "calls.is_resolved", "oui", NOT_BOOLEAN, "是", "true")
cell("booleans", "calls.is_resolved", "-1", NOT_BOOLEAN, "N", "false")
cell("booleans", "calls.is_resolved", "✓", NOT_BOOLEAN, "T", "true")
cell("booleans", "calls.is_deleted", "deleted", NOT_BOOLEAN, "no", "false")
cell("listed values", "calls.outcome", "answerd", "not one of answered, abandoned, missed, busy", "Answered",
    "answered")
cell("listed values", "calls.outcome", "已接听", "not one of answered, abandoned, missed, busy", "\u3000BUSY\u00a0",
    "busy")
cell("listed values", "calls.direction", "in", "not one of inbound, outbound", "inbound", "inbound")
cell("listed values", "calls.direction", "in\u200bbound", "not one of inbound, outbound", "inbound", "inbound",
    "a blank of no width")
cell("listed values", "calls.direction", "inbоund", "not one of inbound, outbound", "inbound", "inbound",
    "a Cyrillic letter")
cell("listed values", "request_events.event_type", "replied",
    "not one of customer_message, agent_reply, assigned, transferred, escalated, status_changed, reopened, merged",
    "reopened", "reopened")
cell("required", "calls.call_id", "", EMPTY, "@x", "@x")
cell("required", "calls.call_id", " \u3000\u00a0\t ", EMPTY, " @x ", "@x", "white space alone")
cell("required", "calls.started_at", "", EMPTY, "2025-06-01", "2025-06-01 04:00:00")
cell("required", "service_requests.request_type", "", EMPTY, "incident", "incident")
cell("required", "quality_audits.item_id", "", EMPTY, "I2", "I2")
lines("required", "one of two", "response_id,survey,sent_at,responded_at\n@1,csat,,\n",
    [(2, 2, "sent_at", "at least one of sent_at, responded_at is required")],
    "response_id,survey,sent_at,responded_at\n@1,csat,2025-06-01,\n", {"sent_at": "2025-06-01 04:00:00"},
    "survey_responses.csv")
lines("required", "a deletion without its key", "call_id,started_at,is_deleted\n,,true\n@1,2025-06-01,\n",
    [(2, 2, "call_id", EMPTY)], "call_id,started_at,is_deleted\n@0,,true\n@1,2025-06-01,\n",
    {"call_id": "@0", "is_deleted": "true"})


cell("keys that say nothing", "calls.call_id", "NULL", "stands for nothing", "@NULL", "@NULL")
cell("keys that say nothing", "calls.call_id", "None", "stands for nothing", "@None", "@None")
cell("keys that say nothing", "calls.call_id", "nan", "stands for nothing", "@nan", "@nan")
cell("keys that say nothing", "orders.order_id", "#N/A", "stands for nothing", "@#N/A", "@#N/A")
lines("keys that say nothing", "a customer", "customer_id,joined_on\n@1,2025-06-01\nNULL,2025-06-01\n",
    [(3, 3, "customer_id", "stands for nothing")], "customer_id,joined_on\n@NULL,2025-06-02\n",
    {"joined_on": "2025-06-02"}, "customers.csv")
lines("keys that say nothing", "a customer's number", "customer_id,joined_on\n 1.23457E+18 ,2025-06-01\n",
    [(2, 2, "customer_id", "a number without its last digits")],
    "customer_id,joined_on\n1234570000000000001,2025-06-03\n", {"joined_on": "2025-06-03"}, "customers.csv")
lines("keys that say nothing", "whose order", "order_id,customer_id,ordered_at\n@1,#N/A,2025-06-01\n",
    [(2, 2, "customer_id", "stands for nothing")], "order_id,customer_id,ordered_at\n@1,N/A-1,2025-06-01\n",
    {"order_id": "@1"}, "orders.csv")
cell("keys that say nothing", "complaints.complaint_id", "#REF!", "stands for nothing", "@#REF!", "@#REF!")
cell("long ids", "calls.call_id", "1.23457E+18", "a number without its last digits", "1234567890123456789",
    "1234567890123456789")
cell("long ids", "orders.order_id", "6.21098e+15", "a number without its last digits", "6210981234567890",
    "6210981234567890", "a card's number")
cell("long ids", "service_requests.request_id", "1E+05", "a number without its last digits", "1E5", "1E5")
cell("below zero", "calls.hold_seconds", "-1", "below zero", "0", "0.0")
cell("below zero", "calls.wrap_up_seconds", "-0.5", "below zero", "0.5", "0.5")
cell("below zero", "service_requests.handling_seconds", "-60", "below zero", "60", "60.0")
cell("below zero", "service_requests.contact_count", "-1", "below zero", "1", "1")
cell("below zero", "orders.item_count", "-2", "below zero", "2", "2")
cell("below zero", "quality_audits.error_count", "-1.0", "below zero", "1.0", "1")

# ---------------------------------------------------------------- copies

lines("duplicates", "in a full delivery", "agent_id,team_id\n007,T1\n7,T1\n007,T2\n",
    [(4, 4, "agent_id", "the key stands in this file before")], "service_id,service_name\n007,a\n7,b\n07,c\n",
    {"service_id": "007"}, "agents.csv", good_file="services.csv")
lines("duplicates", "in an append the later counts", "call_id,started_at,topic\n@1,2025-06-01,a\n@1,2025-06-01,b\n",
    [], "call_id,started_at,topic\n@1,2025-06-01,a\n@01,2025-06-01,b\n", {"call_id": "@01", "topic": "b"},
    superseded=1)
lines("duplicates", "a rejected copy replaces nothing",
    "call_id,started_at,updated_at\n@1,2025-06-01,2025-06-02\n@1,x,2025-06-03\n",
    [(3, 3, "started_at", NOT_A_MOMENT)],
    "call_id,started_at,updated_at\n@1,2025-06-01,2025-06-02\n@2,2025-06-01,2025-06-03\n",
    {"call_id": "@2", "updated_at": "2025-06-03 04:00:00"})

# ---------------------------------------------------------------- rows of text

HEAD = "call_id,started_at,topic\n"
GOOD = HEAD + "@1,2025-06-01,a\n@2,2025-06-02,b\n@3,2025-06-03,c\n"
B = {"call_id": "@2", "topic": "b"}


def fields(found: int, width: int = 3) -> str:
    return f"the row has {found} fields, the header has {width}"


lines("shifted cells", "too few", HEAD + "@1,2025-06-01\n@2,2025-06-02,b\n", [(2, 2, "row", fields(2))],
    HEAD + "@1,2025-06-01,\n@2,2025-06-02,b\n", B)
lines("shifted cells", "too many", HEAD + "@1,2025-06-01,a,b\n@2,2025-06-02,b\n", [(2, 2, "row", fields(4))],
    HEAD + '@1,2025-06-01,"a,b"\n@2,2025-06-02,b,,\n', B)
lines("shifted cells", "a lone quoted nothing", HEAD + '@1,2025-06-01,a\n""\n', [(3, 3, "row", fields(1))],
    HEAD + "@2,2025-06-01,b\n\n", B)
lines("shifted cells", "a total below", HEAD + "@2,2025-06-01,b\nTotal: 1\n", [(3, 3, "row", fields(1))],
    HEAD + "@2,2025-06-01,b\n\n\n", B)
lines("shifted cells", "the header once more", GOOD + HEAD + "@4,2025-06-01,d\n",
    [(5, 5, "started_at", NOT_A_MOMENT)], GOOD, B)
lines("quotes", "a comma out of its quotes", HEAD + '@1,2025-06-01,a "b, c" d\n@2,2025-06-02,b\n',
    [(2, 2, "row", fields(4))], HEAD + '@1,2025-06-01,"a ""b, c"" d"\n@2,2025-06-02,b\n', B)
lines("quotes", "rows after a line break in quotes", HEAD + '@1,2025-06-01,"a\nb"\n@2,x,b\n',
    [(3, 4, "started_at", NOT_A_MOMENT)], HEAD + '@1,2025-06-01,"a\nb"\n@2,2025-06-02,b\n', B)
lines("quotes", "a blank before the quote", HEAD + '@1,2025-06-01, "a, b"\n', [(2, 2, "row", fields(4))],
    HEAD + '@1,2025-06-01,"a, b"\n', {"topic": "a, b"})
lines("line ends", "mixed", HEAD + "@1,2025-06-01,a\r\n@2,x,b\r@3,2025-06-01,c\n",
    [(3, 3, "started_at", NOT_A_MOMENT)], HEAD + "@1,2025-06-01,a\r\n@2,2025-06-01,b\r@3,2025-06-01,c", B)
lines("line ends", "a blank line between", HEAD + "@1,2025-06-01,a\n\n@2,x,b\n", [(4, 4, "started_at", NOT_A_MOMENT)],
    HEAD + "\n@1,2025-06-01,a\n\n\n@2,2025-06-02,b\n", B)
lines("line ends", "a line of blanks", HEAD + "@1,2025-06-01,a\n  \n@2,2025-06-02,b\n", [(3, 3, "row", fields(1))],
    HEAD + "@1,2025-06-01,a\n\n@2,2025-06-02,b\n", B)
lines("line ends", "of old Macs", (HEAD + "@1,2025-06-01,a\n@2,x,b\n").replace("\n", "\r"),
    [(3, 3, "started_at", NOT_A_MOMENT)], GOOD.replace("\n", "\r"), B)
lines("line ends", "of Unicode are none", HEAD + "@1,2025-06-01,a\u2028@2,2025-06-02,b\n", [(2, 2, "row", fields(5))],
    HEAD + "@1,2025-06-01,a\u2028\x85b\n@2,2025-06-02,b\n", B)
lines("control characters", "in a moment", HEAD + "@1,2025-06-01\x1a,a\n", [(2, 2, "started_at", NOT_A_MOMENT)],
    HEAD + "@1,2025-06-01,a\x1a\x1b[31m\n@2,2025-06-02,b\n", B)
lines("control characters", "the marks landing itself uses", HEAD + "@1,x,\x1f\x1ber\r\n",
    [(2, 2, "started_at", NOT_A_MOMENT)], HEAD + '@1,2025-06-01,"\x1f\x1be\n\x1br"\r\n',
    {"topic": "\x1f\x1be\n\x1br"})
lines("formulas", "in a number", "call_id,started_at,hold_seconds\n@1,2025-06-01,=1+1\n",
    [(2, 2, "hold_seconds", NOT_A_NUMBER)], "call_id,started_at,topic\n@1,2025-06-01,=1+1\n", {"topic": "=1+1"})
lines("formulas", "in a moment", HEAD + '@1,"=HYPERLINK(""http://x"",""2025-06-01"")",a\n',
    [(2, 2, "started_at", NOT_A_MOMENT)], HEAD + "@1,2025-06-01,@SUM(A1)\n", {"call_id": "@1"})
lines("formulas", "text forced by a sign", HEAD + "@1,'2025-06-01,a\n", [(2, 2, "started_at", NOT_A_MOMENT)],
    HEAD + '@1,2025-06-01,"=""007"""\n', {"topic": '="007"'})
lines("long cells", "a million characters in a number",
    "call_id,started_at,hold_seconds\n@1,2025-06-01," + "9" * 1_000_000 + "\n@2,2025-06-02,1\n",
    [(2, 2, "hold_seconds", NOT_A_NUMBER)], HEAD + "@1,2025-06-01," + "9" * 1_000_000 + "\n@2,2025-06-02,b\n",
    {"topic": "9" * 1_000_000})

# ---------------------------------------------------------------- JSON lines

LINE = '{"call_id": "@1", "started_at": "2025-06-01", "topic": "a"}\n'


def no_object(why: str) -> str:
    return f"the line is no JSON object: {why}"


for what, line, why in (
    ("half a line", '{"a": 1, "b"', "Expecting ':' delimiter at character 13"),
    ("an open text", '{"call_id": "cut', "Unterminated string starting at character 13"),
    ("two objects in a line", '{"call_id": 1} {"call_id": 2}', "Extra data at character 16"),
    ("no JSON", "x", "Expecting value at character 1"),
    ("a single quote", "{'call_id': 2}", "Expecting property name enclosed in double quotes at character 2"),
    ("a comma at the end", '{"call_id": 2,}', "Expecting property name enclosed in double quotes at character 15"),
    ("a leading zero", '{"call_id": 01}', "Expecting ',' delimiter at character 14"),
    ("a tab in a text", '{"call_id": "\t"}', "Invalid control character at character 14"),
    ("a list", "[1]", "a list"),
    ("a number", "17", "a single value"),
    ("nothing", "null", "a single value"),
    ("a key twice", '{"call_id": 1, "call_id": 2}', "the key call_id stands twice"),
    ("half a surrogate", '{"call_id": "\\ud83d"}', "an escape stands for half a character"),
    ("a key with a NUL", '{"\\u0000": 1}', "a key holds a NUL"),
    ("nested too deeply", '{"call_id": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deeply"),
):
    lines("lines that are no object", what, LINE + line + "\n" + LINE.replace("@1", "@3"),
        [(2, 2, "row", no_object(why))], LINE + "\n" + LINE.replace("@1", "@3"), {"call_id": "@3"}, "calls.jsonl")
lines("JSON values", "a list for a moment", LINE + LINE.replace('"2025-06-01"', '["2025-06-01"]').replace("@1", "@2"),
    [(2, 2, "started_at", NOT_A_MOMENT)], LINE + LINE.replace("@1", "@2").replace('"a"', '["a"]'),
    {"call_id": "@2", "topic": '["a"]'}, "calls.jsonl")
lines("JSON values", "null in a key", LINE + LINE.replace('"@1"', "null"), [(2, 2, "call_id", EMPTY)],
    LINE.replace('"a"', "null"), {"call_id": "@1", "topic": None}, "calls.jsonl")
lines("JSON values", "the word null in a key", LINE + LINE.replace("@1", "null"),
    [(2, 2, "call_id", "stands for nothing")], LINE.replace('"a"', '"null"'), {"call_id": "@1", "topic": "null"},
    "calls.jsonl")
SECONDS = LINE.replace('"topic": "a"', '"hold_seconds": 1')
lines("JSON values", "NaN", SECONDS + SECONDS.replace(": 1", ": NaN").replace("@1", "@2"),
    [(2, 2, "hold_seconds", NOT_A_NUMBER)], SECONDS.replace(": 1", ": 1E+2"), {"hold_seconds": "100.0"},
    "calls.ndjson")
lines("JSON values", "a NUL in a moment", LINE + LINE.replace("06-01", "06-01\\u0000").replace("@1", "@2"),
    [(2, 2, "started_at", NOT_A_MOMENT)], LINE + LINE.replace("@1", "@2").replace('"a"', '"\\u0000"'),
    {"call_id": "@2", "topic": "\0"}, "calls.jsonl")
lines("long ids", "digits of JSON", LINE.replace('"@1"', "1.2345678901234568e+18"),
    [(1, 1, "call_id", "a number without its last digits")], LINE.replace('"@1"', "1234567890123456791"),
    {"call_id": "1234567890123456791"}, "calls.jsonl")

# ---------------------------------------------------------------- spreadsheets

DAY = datetime(2025, 6, 1)
NINE = datetime(2025, 6, 1, 9)
ROW = ["@1", NINE, "a"]
COLUMNS = ["call_id", "started_at", "topic"]

for file in ("calls.xlsx", "calls.ods"):
    lines("spreadsheets", f"a day as text {file}", [COLUMNS, ROW, ["@2", "6/1/2025", "b"]],
        [(3, None, "started_at", NOT_A_MOMENT)], [COLUMNS, ROW, ["@2", DAY, "b"]],
        {"call_id": "@2", "started_at": "2025-06-01 04:00:00"}, file)
    lines("spreadsheets", f"a number for a moment {file}", [COLUMNS, ROW, ["@2", 45809.375, "b"]],
        [(3, None, "started_at", NOT_A_MOMENT)], [COLUMNS, ROW, ["@2", NINE, 45809.375]],
        {"call_id": "@2", "topic": "45809.375"}, file)
    lines("spreadsheets", f"a key that is empty {file}", [COLUMNS, ROW, [None, NINE, "b"]],
        [(3, None, "call_id", EMPTY)], [COLUMNS, ROW, [None, None, None], ["@2", NINE, "b"]], B, file)
    lines("spreadsheets", f"an error for a key {file}", [COLUMNS, ROW, [Error("#N/A"), NINE, "b"]],
        [(3, None, "call_id", "stands for nothing")], [COLUMNS, ["@2", NINE, Error("#N/A")]],
        {"call_id": "@2", "topic": "#N/A"}, file)
    lines("spreadsheets", f"an error for a number {file}",
        [["call_id", "started_at", "hold_seconds"], [*ROW[:2], Error("#DIV/0!")]],
        [(2, None, "hold_seconds", NOT_A_NUMBER)], [["call_id", "started_at", "hold_seconds"], [*ROW[:2], 7]],
        {"hold_seconds": "7.0"}, file)
    lines("spreadsheets", f"a total below {file}", [COLUMNS, ROW, [None, None, "Total: 1"]],
        [(3, None, "call_id", EMPTY)], [COLUMNS, ROW, [], [None, "", None]], {"call_id": "@1"}, file)
    lines("spreadsheets", f"a length of time for seconds {file}",
        [["call_id", "started_at", "hold_seconds"], [*ROW[:2], timedelta(seconds=144)]],
        [(2, None, "hold_seconds", NOT_A_NUMBER)], [["call_id", "started_at", "hold_seconds"], [*ROW[:2], 144]],
        {"hold_seconds": "144.0"}, file)
    lines("formulas", f"the value of one {file}",
        [["call_id", "started_at", "hold_seconds"], [*ROW[:2], Formula("=1/0", Error("#DIV/0!"))]],
        [(2, None, "hold_seconds", NOT_A_NUMBER)],
        [["call_id", "started_at", "hold_seconds"], [*ROW[:2], Formula("=1+1", 2)]], {"hold_seconds": "2.0"}, file)
lines("long ids", "a number of a spreadsheet", [COLUMNS, ROW, [1234567890123456789, NINE, "b"]],
    [(3, None, "call_id", "a number without its last digits")], [COLUMNS, ROW, ["1234567890123456783", NINE, "b"]],
    {"call_id": "1234567890123456783"}, "calls.xlsx")
lines("long ids", "a number of LibreOffice", [COLUMNS, ROW, [Digits("1.23456789012346E+018"), NINE, "b"]],
    [(3, None, "call_id", "a number without its last digits")],
    [COLUMNS, ROW, [Digits("1234567890123456785"), NINE, "b"]], {"call_id": "1234567890123456785"}, "calls.ods")
lines("spreadsheets", "merged cells", [COLUMNS, ROW, ["@2", NINE, "b"], [None, NINE, "c"]],
    [(4, None, "call_id", EMPTY)], [COLUMNS, ROW, ["@2", NINE, "b"], ["@3", NINE, "c"]], B, "calls.xlsx",
    write_bad=lambda rows: xlsx(rows, merge="A3:A4"))
lines("spreadsheets", "hidden rows are read", [COLUMNS, ROW, ["@2", "x", "b"]],
    [(3, None, "started_at", NOT_A_MOMENT)], [COLUMNS, ROW, ["@2", NINE, "b"]], B, "calls.xlsx",
    write=lambda rows: xlsx(rows, hide=2))
lines("spreadsheets", "repeated rows", [COLUMNS, ROW, Times(3, [None, NINE, "b"])],
    [(3, None, "call_id", EMPTY), (4, None, "call_id", EMPTY), (5, None, "call_id", EMPTY)],
    [COLUMNS, ROW, Times(3, [None, None, None]), ["@2", NINE, "b"]], B, "calls.ods")
lines("spreadsheets", "days of 1904", [COLUMNS, ROW, ["@2", 43951, "b"]], [(3, None, "started_at", NOT_A_MOMENT)],
    [COLUMNS, ROW, ["@2", NINE, "b"]], {"call_id": "@2", "started_at": "2025-06-01 13:00:00"}, "calls.xlsx",
    write=lambda rows: xlsx(rows, date_1904=True))

# ---------------------------------------------------------------- Parquet

SELECT = (
    "select '@' || i as call_id, timestamp '2025-06-01 09:00:00' as started_at, 'b' as topic from range(1, 4) t (i)"
)
lines("Parquet", "a moment as text",
    SELECT.replace("timestamp '2025-06-01 09:00:00'", "if(i = 2, 'x', '2025-06-01')"),
    [(2, None, "started_at", NOT_A_MOMENT)], SELECT, {"call_id": "@2", "started_at": "2025-06-01 13:00:00"},
    "calls.parquet")
lines("Parquet", "a null in a key", SELECT.replace("'@' || i", "if(i = 2, null, '@' || i)"),
    [(2, None, "call_id", EMPTY)], SELECT.replace("'b'", "if(i = 2, null, 'b')"), {"call_id": "@2", "topic": None},
    "calls.parquet")
lines("Parquet", "a number for a moment", SELECT.replace("timestamp '2025-06-01 09:00:00'", "1748768400 + i"),
    [(at, None, "started_at", NOT_A_MOMENT) for at in (1, 2, 3)],
    SELECT.replace("timestamp '", "timestamptz '").replace(":00'", ":00+00'"),
    {"call_id": "@2", "started_at": "2025-06-01 09:00:00"}, "calls.parquet")
lines("Parquet", "not a number", SELECT.replace("'b' as topic", "if(i = 2, 'nan', '1')::double as hold_seconds"),
    [(2, None, "hold_seconds", NOT_A_NUMBER)], SELECT.replace("'b' as topic", "i::double as hold_seconds"),
    {"call_id": "@2", "hold_seconds": "2.0"}, "calls.parquet")
lines("Parquet", "a nested key", SELECT.replace("'b' as topic", "if(i = 2, [1], []) as is_resolved"),
    [(at, None, "is_resolved", NOT_BOOLEAN) for at in (1, 2, 3)],
    SELECT.replace("'b' as topic", "i = 2 as is_resolved"), {"call_id": "@2", "is_resolved": "true"}, "calls.parquet")
lines("long ids", "a number of pandas", SELECT.replace("'@' || i", "(1234567890123456000 + 1000 * i)::double"),
    [(at, None, "call_id", "a number without its last digits") for at in (1, 2, 3)],
    SELECT.replace("'@' || i", "1234567890123456000 + 1000 * i"), {"call_id": "1234567890123458000"}, "calls.parquet")


# ---------------------------------------------------------------- files that do not land: the lines that say so

NO_BYTE = "{file} is empty, without even a header; export it again, or take it away."
NOTHING = "{file} is empty; export it again, or take it away."
NO_HEADER = (
    "{file}: row 1, where the header should be, is empty or missing; correct the file or the source's header_row."
)
NO_HEADER_IN_S = NO_HEADER.replace("row 1,", "row 1 of sheet 'S',")
NO_GZIP = "{file} is not a whole gzip file (…); fetch it again."
WEB_PAGE = "{file} is a web page, XML or PDF, not a table; export it as csv."
NO_XLSX = "{file} cannot be read as xlsx (…); it may be cut short or of another kind: save it again as .xlsx."
NO_ODS = "{file} cannot be read as ods (…); it may be cut short or of another kind: save it again as .ods."
NO_PARQUET = (
    "{file} cannot be read as Parquet (…); it is damaged or of another kind: fetch it again or export it again."
)
BEYOND = "{file} has cells beyond the end of any sheet; export it again."
SWOLLEN = "{file} unpacks to 4.3 GB; export fewer rows at a time, or as csv."
TWICE = "{file}: the header holds the column call_id twice; remove or rename one of the two."
TWO_MARKS = "{file}: cannot tell whether ',' or ';' separates the columns of row 1; save it with commas."


def missing(header: str, columns: str = "call_id, started_at") -> str:
    are = "s {} of calls are" if "," in columns else " {} of calls is"
    return (
        f"{{file}}: the required column{are.format(columns)} not in its header ({header}); add or rename, or say in the"
        " settings which row holds the header."
    )


def no_encoding(why: str) -> str:
    return f"{{file}}: cannot tell the encoding: {why}; save it as UTF-8 (a spreadsheet calls it CSV UTF-8)."


# ---------------------------------------------------------------- files that do not land: encodings

TOPIC = "call_id,started_at,topic\n@1,2025-06-01,"
UNKNOWN = no_encoding("not UTF-8 (first bad byte in line 2); …")

for encoding, text, twin in (
    ("latin-1", "Müller, très bien, naïveté", "utf-8"),
    ("latin-1", "Müller", "utf-8"),
    ("latin-1", "größe", "utf-8"),
    ("latin-1", "25°C", "utf-8-sig"),
    ("cp1252", "it’s “fine” – 5 €", "utf-16"),
    ("cp1251", "Привет, мир, жалоба на обслуживание", "utf-8"),
    ("cp1253", "Καλημέρα σας", "utf-16-le"),
    ("shift_jis", "お客様のご意見をお聞かせください", "utf-16-be"),
    ("euc_jp", "お客様のご意見をお聞かせください", "utf-8-sig"),
    ("big5", "客戶服務中心的滿意度調查，謝謝您", "gb18030"),
):
    refused("encodings", f"{encoding} {text}", f'{TOPIC}"{text}"\n', UNKNOWN, f'{TOPIC}"{text}"\n',
        {"topic": text}, write=lambda whole, encoding=twin: whole.encode(encoding),
        write_bad=lambda whole, encoding=encoding: whole.encode(encoding))
CHINESE = TOPIC + "客户投诉处理不及时，要求退款\n"
refused("encodings", "utf-32", CHINESE,
    "{file} is UTF-32, which is not read; save it as UTF-8 (a spreadsheet calls it CSV UTF-8).", CHINESE,
    {"topic": "客户投诉处理不及时，要求退款"}, write=lambda whole: whole.encode("gb18030"),
    write_bad=lambda whole: whole.encode("utf-32"))
refused("encodings", "half a character of UTF-16", CHINESE, no_encoding("not UTF-16 (first bad byte in line 2)"),
    CHINESE, {"topic": "客户投诉处理不及时，要求退款"}, write=lambda whole: whole.encode("utf-16"),
    write_bad=lambda whole: whole.encode("utf-16")[:-1])
refused("encodings", "half a character of UTF-8", CHINESE.rstrip(),
    no_encoding("not UTF-8 (first bad byte in line 2); not GB18030 (first bad byte in line 2)"), CHINESE.rstrip(),
    {"topic": "客户投诉处理不及时，要求退款"}, write_bad=lambda whole: whole.encode()[:-1])
refused("encodings", "two encodings in one file", CHINESE,
    no_encoding("not UTF-8 (first bad byte in line 3); not GB18030 (first bad byte in line 2)"), CHINESE,
    {"topic": "客户投诉处理不及时，要求退款"},
    write_bad=lambda whole: (whole + "@2,2025-06-02,").encode() + "退款".encode("gbk") + b"\n")
refused("encodings", "a surrogate in UTF-8", TOPIC + "a\n",
    no_encoding("not UTF-8 (first bad byte in line 3); not GB18030 (first bad byte in line 3)"), TOPIC + "😀\n",
    {"topic": "😀"}, write_bad=lambda whole: whole.encode() + b"@2,2025-06-02,\xed\xa0\xbd\n")
refused("encodings", "latin-1 in JSON", LINE.replace('"a"', '"Müller"'),
    no_encoding("not UTF-8 (first bad byte in line 1); …"), LINE.replace('"a"', '"M\\u00fcller"'), {"topic": "Müller"},
    "calls.jsonl", write_bad=lambda whole: whole.encode("latin-1"))
refused("byte order marks", "that of UTF-16 before UTF-8", GOOD, no_encoding("not UTF-16 (first bad byte in line 1)"),
    GOOD, B, write=lambda whole: b"\xef\xbb\xbf" + whole.encode(),
    write_bad=lambda whole: b"\xff\xfe" + whole.encode())
refused("byte order marks", "alone", b"\xef\xbb\xbf", NO_HEADER, b"\xef\xbb\xbfcall_id,started_at\n", {})
refused("byte order marks", "of UTF-16 alone", b"\xff\xfe", NO_HEADER, "\ufeffcall_id,started_at\n", {},
    write=lambda whole: whole.encode("utf-16-le"))
refused("byte order marks", "between two files", GOOD, missing("Report"), GOOD, B, "calls.tsv",
    write=lambda whole: whole.replace(",", "\t").encode("utf-8-sig"),
    write_bad=lambda whole: b"\xef\xbb\xbf" + b"Report\r\n\xef\xbb\xbf" + whole.replace(",", "\t").encode())
refused("NUL bytes", "in a cell", TOPIC + "a\0\n",
    "{file}: line 2 holds a NUL byte: the file is damaged or no text; export it again.", TOPIC + "a\\0\n",
    {"topic": "a\\0"})
refused("NUL bytes", "at the end", GOOD + "\0" * 100,
    "{file}: line 5 holds a NUL byte: the file is damaged or no text; export it again.", GOOD, B)
refused("NUL bytes", "far down", GOOD + "1,2025-06-01,\n" * 300_000 + "2,\0,\n",
    "{file}: line 300005 holds a NUL byte: the file is damaged or no text; export it again.", GOOD, B)
refused("NUL bytes", "in JSON", LINE + '{"call_id": "\0"}\n',
    "{file}: line 2 holds a NUL byte: the file is damaged or no text; export it again.",
    LINE.replace('"a"', '"\\u0000"'), {"topic": "\0"}, "calls.jsonl")

# ---------------------------------------------------------------- files that do not land: empty, half, other kinds

refused("empty files", "no byte", b"", NO_BYTE, b"call_id,started_at", {})
refused("empty files", "blank lines", b"\n\n", NO_HEADER, b"call_id,started_at,topic\r\n\r\n", {})
refused("empty files", "delimiters alone", ",,\n1,2,3\n", NO_HEADER, "call_id,started_at,\n@1,2025-06-01,\n",
    {"call_id": "@1"})
refused("empty files", "tsv", b"", NO_BYTE, b"call_id\tstarted_at\n", {}, "calls.tsv")
refused("empty files", "jsonl", b"", NO_BYTE, LINE, {"call_id": "@1"}, "calls.jsonl")
refused("empty files", "jsonl of blanks", b"\n \n", NOTHING, "\n \n" + LINE, {"call_id": "@1"}, "calls.jsonl")
refused("empty files", "jsonl without keys", b"{}\n{}\n",
    "{file}: no line holds a key; export it again, or take it away.", LINE + "\n", {"call_id": "@1"}, "calls.jsonl")
refused("empty files", "gzip of nothing", gzip.compress(b""), NO_BYTE, GOOD, B, "calls.csv.gz")
refused("empty files", "gzip", b"", NO_BYTE, GOOD, B, "calls.csv.gz")
refused("empty files", "xlsx", b"", NOTHING, [COLUMNS], {}, "calls.xlsx")
refused("empty files", "xlsx without a cell", [], NO_HEADER_IN_S, [COLUMNS], {}, "calls.xlsx")
refused("empty files", "ods", b"", NOTHING, [COLUMNS], {}, "calls.ods")
refused("empty files", "ods without a cell", [], NO_HEADER_IN_S, [COLUMNS], {}, "calls.ods")
refused("empty files", "ods without a sheet", None, "{file} has no sheet with cells; export it again.",
    [COLUMNS, ROW], {"call_id": "@1"}, "calls.ods", write_bad=lambda _: ods_book({}))
refused("empty files", "parquet", b"", NOTHING, SELECT + " where false", {}, "calls.parquet")

WHOLE_GZIP = gzip.compress(GOOD.encode())
refused("half files", "gzip", WHOLE_GZIP[:-9], NO_GZIP, GOOD, B, "calls.csv.gz")
refused("half files", "gzip of two parts", WHOLE_GZIP + WHOLE_GZIP[:30], NO_GZIP, GOOD, B, "calls.csv.gz",
    write=lambda text: gzip.compress(text[:40].encode()) + gzip.compress(text[40:].encode()))
refused("half files", "gzip with a wrong sum", WHOLE_GZIP[:-8] + bytes(4) + WHOLE_GZIP[-4:], NO_GZIP, GOOD, B,
    "calls.csv.gz")
refused("half files", "gzip with more behind it", WHOLE_GZIP + b"<html>", NO_GZIP, GOOD, B, "calls.csv.gz",
    write=lambda text: gzip.compress(text.encode()) + bytes(512))
refused("half files", "gzip of JSON", gzip.compress(LINE.encode())[:-9], NO_GZIP, LINE, {"call_id": "@1"},
    "calls.jsonl.gz")
refused("half files", "JSON lines", LINE + '{"call_id": "@2"',
    "{file} is cut short: line 2, the last, breaks off (Expecting ',' delimiter at character 42); fetch it again.",
    LINE + '{"call_id": "@2", "started_at": "2025-06-01"}', {"call_id": "@2"}, "calls.jsonl")
refused("half files", "xlsx", [COLUMNS, ROW], NO_XLSX, [COLUMNS, ROW], {"call_id": "@1"}, "calls.xlsx",
    write_bad=lambda rows: xlsx(rows)[:3000])
refused("half files", "ods", [COLUMNS, ROW], NO_ODS, [COLUMNS, ROW], {"call_id": "@1"}, "calls.ods",
    write_bad=lambda rows: ods(rows)[:400])
refused("half files", "ods with a damaged byte", [COLUMNS, ROW], NO_ODS, [COLUMNS, ROW], {"call_id": "@1"},
    "calls.ods", write_bad=lambda rows: flipped(ods(rows), 200))
refused("half files", "parquet", SELECT,
    "{file} is cut short: a Parquet file ends as it begins, this one does not; fetch it again or export it again.",
    SELECT, B, "calls.parquet", cut=-20)
refused("half files", "parquet of four bytes", b"PAR1", NO_PARQUET, SELECT, B, "calls.parquet")
refused("half files", "parquet with a damaged foot", SELECT, NO_PARQUET, SELECT, B, "calls.parquet", flip=-60)
refused("half files", "parquet with a damaged page", SELECT, NO_PARQUET, SELECT, B, "calls.parquet", flip=5)
refused("quotes", "never closed", HEAD + '@1,2025-06-01,a\n@2,2025-06-02,"b\n@3,2025-06-03,c\n',
    "{file}: the quote that opens in line 3 is never closed; correct that line or export the file again.",
    HEAD + '@1,2025-06-01,a\n@2,2025-06-02,"b"\n@3,2025-06-03,c"\n', B)
refused("quotes", "never closed in the header", 'call_id,"started_at\n@1,2025-06-01\n',
    "{file}: the quote that opens in line 1 is never closed; correct that line or export the file again.",
    'call_id,"started_at"\n@1,2025-06-01\n', {"call_id": "@1"})
refused("quotes", "single ones", "'call_id','started_at'\n'@1','2025-06-01'\n", missing("'call_id', 'started_at'"),
    '"call_id","started_at"\n"@1","2025-06-01"\n', {"call_id": "@1"})

PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"
refused("other kinds", "gzip as csv", gzip.compress(GOOD.encode()),
    "{file} is a gzip file, not text; name it .csv.gz if it is one.", GOOD, B)
refused("other kinds", "gzip as tsv", gzip.compress(GOOD.encode()),
    "{file} is a gzip file, not text; name it .tsv.gz if it is one.", GOOD.replace(",", "\t"), B, "calls.tsv")
refused("other kinds", "gzip as jsonl", gzip.compress(LINE.encode()),
    "{file} is a gzip file, not text; name it .jsonl.gz if it is one.", LINE, {"call_id": "@1"}, "calls.jsonl")
refused("other kinds", "gzip twice", gzip.compress(gzip.compress(GOOD.encode())),
    "{file} is packed twice; unpack it once and keep its name.", GOOD, B, "calls.csv.gz")
refused("other kinds", "xlsx as csv", [COLUMNS, ROW],
    "{file} is a zip file or a spreadsheet, not text; name it .xlsx or .ods if it is one.", GOOD, B,
    write_bad=lambda rows: xlsx(rows))
refused("other kinds", "parquet as csv", b"PAR1....PAR1", "{file} is a Parquet file, not text; name it .parquet.",
    GOOD, B)
refused("other kinds", "pdf as csv", PDF, WEB_PAGE, GOOD, B)
refused("other kinds", "a web page as csv", b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head>\n", WEB_PAGE,
    GOOD, B)
refused("other kinds", "a web page as xlsx", b"<html><table><tr><td>call_id</td></tr></table>", NO_XLSX,
    [COLUMNS, ROW], {"call_id": "@1"}, "calls.xlsx")
refused("other kinds", "csv as csv.gz", GOOD, "{file} is no gzip file; name it .csv if it is plain text.", GOOD, B,
    "calls.csv.gz", write_bad=str.encode)
refused("other kinds", "csv as jsonl", GOOD,
    "{file}: line 1 is no JSON object (Expecting value at character 1); in JSON lines each line is one: export"
    " it so, or as csv.", LINE, {"call_id": "@1"}, "calls.jsonl")
refused("other kinds", "a JSON list", "[" + LINE.strip() + ",\n" + LINE.strip() + "]\n",
    "{file}: line 1 is no JSON object (Expecting value at character 89); in JSON lines each line is one: export"
    " it so, or as csv.", LINE, {"call_id": "@1"}, "calls.jsonl")
refused("other kinds", "a JSON document", "\n{\n" + '"call_id": "@1"\n}\n',
    "{file}: line 2 is no JSON object (Expecting property name enclosed in double quotes at character 2); in"
    " JSON lines each line is one: export it so, or as csv.", LINE, {"call_id": "@1"}, "calls.jsonl")
refused("other kinds", "csv as tsv", GOOD,
    "{file}: row 1, the header, holds no tab; name the file .csv if another mark separates its columns.",
    GOOD.replace(",", "\t"), B, "calls.tsv")
refused("other kinds", "csv as xlsx", GOOD, NO_XLSX, [COLUMNS, ROW], {"call_id": "@1"}, "calls.xlsx",
    write_bad=str.encode)
refused("other kinds", "xls as xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "{file} is protected by a password or an old .xls; save it as .xlsx without a password.", [COLUMNS, ROW],
    {"call_id": "@1"}, "calls.xlsx")
refused("other kinds", "ods as xlsx", [COLUMNS, ROW], "{file} is an OpenDocument workbook; name it .ods.",
    [COLUMNS, ROW], {"call_id": "@1"}, "calls.xlsx", write_bad=lambda rows: ods(rows))
refused("other kinds", "csv as ods", GOOD, NO_ODS, [COLUMNS, ROW], {"call_id": "@1"}, "calls.ods",
    write_bad=str.encode)
refused("other kinds", "xlsx as ods", [COLUMNS, ROW], "{file} is an Excel workbook; name it .xlsx.", [COLUMNS, ROW],
    {"call_id": "@1"}, "calls.ods", write_bad=lambda rows: xlsx(rows))
refused("other kinds", "another zip as ods", b"PK\x05\x06" + bytes(18), NO_ODS, [COLUMNS, ROW], {"call_id": "@1"},
    "calls.ods")
refused("other kinds", "another zip as xlsx", b"PK\x05\x06" + bytes(18), NO_XLSX, [COLUMNS, ROW], {"call_id": "@1"},
    "calls.xlsx")
refused("other kinds", "ods with a password", None, "{file} is protected by a password; save it without one.",
    [COLUMNS, ROW], {"call_id": "@1"}, "calls.ods",
    write_bad=lambda _: ods_book({}, **{"META-INF__manifest_xml": "<manifest:encryption-data/>"}))
refused("other kinds", "csv as parquet", GOOD,
    "{file} is no Parquet file; name it after its kind, or export it again.", SELECT, B, "calls.parquet",
    write_bad=str.encode)
refused("other kinds", "gzip as parquet", gzip.compress(b"PAR1"),
    "{file} is a gzip file; name it after its kind, or export it again.", SELECT, B, "calls.parquet")
refused("other kinds", "parquet with a password", b"PARE" + bytes(50) + b"PARE",
    "{file} is encrypted; export it without encryption.", SELECT, B, "calls.parquet")

# ---------------------------------------------------------------- files that do not land: columns, delimiters, size

refused("columns", "renamed", GOOD.replace("started_at", "start"), missing("call_id, start, topic", "started_at"),
    GOOD.replace("started_at", " Started_AT "), B)
refused("columns", "two are missing", "id;start;topic\n@1;2025-06-01;a\n", missing("id, start, topic"),
    "TOPIC;CALL_ID;STARTED_AT\nb;@2;2025-06-01\n", B)
refused("columns", "twice", GOOD.replace("topic", "Call_ID"), TWICE, GOOD.replace("topic", "call id"),
    {"call_id": "@2"})
refused("columns", "twice in JSON", LINE + LINE.replace("call_id", "Call_Id"), TWICE, LINE + LINE.replace("@1", "@2"),
    {"call_id": "@2"}, "calls.jsonl")
refused("columns", "a title above", "Report of June\n\n" + GOOD, missing("Report of June"), GOOD, B)
refused("columns", "no header", "@1,2025-06-01,a\n@2,2025-06-02,b\n", missing("@1, 2025-06-01, a"), GOOD, B)
refused("columns", "with control characters", GOOD.replace("started_at", "\x1b[31mstarted_at"),
    missing("call_id, \\x1b[31mstarted_at, topic", "started_at"), GOOD.replace("topic", "\x1b[31m"),
    {"call_id": "@2"})
refused("columns", "merged in a spreadsheet", [["Call", None, "About"], COLUMNS, ROW],
    missing("Call, (empty), About"), [COLUMNS, ROW], {"call_id": "@1"}, "calls.xlsx",
    write_bad=lambda rows: xlsx(rows, merge="A1:B1"))
refused("columns", "of Parquet", SELECT.replace("call_id", "call"), missing("call, started_at, topic", "call_id"),
    SELECT.replace("call_id", '"CALL_ID"'), B, "calls.parquet")
refused("sheets", "the first is a cover", {"Cover": [["Report of June"]], "Data": [COLUMNS, ROW]},
    missing("Report of June") + " {file}: sheet 'Cover' is read; 'Data' is not (settings: sheet).",
    {"Data": [COLUMNS, ROW], "Cover": [["Report of June"]]}, {"call_id": "@1"}, "calls.xlsx")
refused("sheets", "the first is hidden", {"Lists": [["answered"]], "Data": [COLUMNS, ROW]},
    missing("answered") + " {file}: sheet 'Lists' is read; 'Data' is not (settings: sheet).",
    {"Data": [COLUMNS, ROW], "Lists": [["answered"]]}, {"call_id": "@1"}, "calls.xlsx",
    write=lambda rows: xlsx(rows, hide_sheet="Lists"))
refused("sheets", "none of that name", [COLUMNS, ROW],
    "{file} has no sheet 'June'; it has 'S': correct the source's sheet.", {"June": [COLUMNS, ROW]},
    {"call_id": "@1"}, "calls.xlsx", sheet="June")
refused("sheets", "the first is a cover of ods", {"Cover": [["Report of June"]], "Data": [COLUMNS, ROW]},
    missing("Report of June") + " {file}: sheet 'Cover' is read; 'Data' is not (settings: sheet).",
    {"Data": [COLUMNS, ROW], "Cover": [["Report of June"]]}, {"call_id": "@1"}, "calls.ods")
refused("columns", "the header row is too far down", GOOD,
    "{file}: row 9, where the header should be, is empty or missing; correct the file or the source's header_row.",
    GOOD, B, header_row=9)
refused("delimiters", "none that is known", GOOD.replace(",", "^"), missing("call_id^started_at^topic"),
    "sep=^\n" + GOOD.replace(",", "^"), B)
refused("delimiters", "two that fit", "call_id,started_at;topic\n@1,2025-06-01;a\n", TWO_MARKS,
    "call_id;started_at;topic,x\n@1;2025-06-01;a,b\n", {"topic": None})
refused("delimiters", "blanks", GOOD.replace(",", "  "), missing("call_id started_at topic"), GOOD.replace(",", "|"),
    B)
refused("delimiters", "full-width commas", GOOD.replace(",", "，"), missing("call_id，started_at，topic"),
    GOOD.replace("b", "，"), {"topic": "，"})
refused("delimiters", "another in the header", GOOD.replace("call_id,started_at", "call_id;started_at"), TWO_MARKS,
    GOOD.replace(",", ";"), B)
MANY_KEYS = "".join(f'{{"call_id": "@", "k{n}": {n}}}\n' for n in range(5001))
refused("half files", "ods that names another place in itself", [COLUMNS, ROW], NO_ODS, [COLUMNS, ROW],
    {"call_id": "@1"}, "calls.ods", write_bad=lambda rows: misplaced(ods(rows)))
refused("half files", "xlsx that names another place in itself", [COLUMNS, ROW], NO_XLSX, [COLUMNS, ROW],
    {"call_id": "@1"}, "calls.xlsx", write_bad=lambda rows: misplaced(xlsx(rows)))
refused("encodings", "one that no XML is in", [COLUMNS, ROW], NO_ODS, [COLUMNS, ROW], {"call_id": "@1"}, "calls.ods",
    write_bad=lambda rows: rewritten(ods(rows), "UTF-8", "UTF-9"))
refused("too large", "an ods text of a hundred billion blanks", [COLUMNS, ROW], NO_ODS, [COLUMNS, ROW],
    {"call_id": "@1"}, "calls.ods",
    write_bad=lambda rows: rewritten(ods(rows), ">a<", '><text:s text:c="99999999999"/><'))
refused("spreadsheets", "a row without a number calls.xlsx", [COLUMNS, ROW], NO_XLSX, [COLUMNS, ROW],
    {"call_id": "@1"}, "calls.xlsx", write_bad=lambda rows: rewritten(xlsx(rows), '<row r="2"', '<row r="two"'))
refused("too large", "an ods row of a billion cells", [COLUMNS, ROW], BEYOND, [COLUMNS, ROW], {"call_id": "@1"},
    "calls.ods", write_bad=lambda rows: ods(rows, repeated=999_999_999))
refused("too large", "an ods of a trillion rows", [COLUMNS, Times(10**12, ROW)], BEYOND, [COLUMNS, ROW],
    {"call_id": "@1"}, "calls.ods")
refused("too large", "a workbook that unpacks to gigabytes", [COLUMNS, ROW], SWOLLEN, [COLUMNS, ROW],
    {"call_id": "@1"}, "calls.xlsx", write_bad=lambda rows: swollen(xlsx(rows)))
refused("too large", "an ods that unpacks to gigabytes", [COLUMNS, ROW], SWOLLEN, [COLUMNS, ROW], {"call_id": "@1"},
    "calls.ods", write_bad=lambda rows: swollen(ods(rows)))
refused("too large", "a line without end", gzip.compress(b"call_id,started_at\n" + b"x" * (3 << 20)),
    "{file}: line 2 is longer than 1 MB; is its end missing, or is it no text?",
    gzip.compress(b"call_id,started_at\n" + b"\n" * 100_000), {}, "calls.csv.gz", longest=1 << 20)
refused("too large", "entities within entities", [COLUMNS, ROW], NO_ODS, [COLUMNS, ROW], {"call_id": "@1"},
    "calls.ods", write_bad=lambda rows: laughing(ods(rows)))
refused("too large", "a word without end in the header", "call_id," + "x" * 400_000 + "\n@1,2\n",
    "{file}: the required column started_at of calls is not in its header (call_id, xxx…xxx ...); add or rename, or say"
    " in the settings which row holds the header.", "call_id,started_at," + "x" * 4000 + "\n@1,2025-06-01,2\n",
    {"call_id": "@1"})
refused("too large", "thousands of keys", MANY_KEYS,
    "{file}: up to line 5000 there are more than 5000 different keys; export it with the same keys in every line.",
    LINE, {"call_id": "@1"}, "calls.jsonl")

# fmt: on


# ---------------------------------------------------------------- the bytes of a file


def content(case: Case, which: str, folder: Path) -> bytes:
    """The bytes of the bad file or of its twin; folder: where DuckDB may write."""
    is_bad = which == "bad"
    given = _filled(case.bad if is_bad else case.good, f"{case.slug}-{which}-")
    kind = case.file.partition(".")[2]
    write = (is_bad and case.write_bad) or case.write
    if isinstance(given, bytes):
        raw = given
    elif write:
        raw = write(given)
    elif kind == "parquet":
        raw = parquet(given, folder)
    elif kind in ("xlsx", "ods"):
        raw = xlsx(given) if kind == "xlsx" else ods(given)
    else:
        raw = gzip.compress(given.encode()) if kind.endswith(".gz") else given.encode()
    if is_bad and case.cut:
        raw = raw[: case.cut]
    return flipped(raw, case.flip) if is_bad and case.flip else raw


def _filled(given: object, prefix: str) -> object:
    match given:
        case str():
            return given.replace("@", prefix)
        case list():
            return [_filled(one, prefix) for one in given]
        case dict():
            return {name: _filled(one, prefix) for name, one in given.items()}
        case Times():
            return Times(given.times, _filled(given.cells, prefix))
    return given
