"""Whose clock runs when: the schedules of a company, and which of them a request or a complaint has."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from .attribute import UNKNOWN, Fact, People
from .clock import ALWAYS, Schedule, read_schedules
from .periods import local_day
from .positions import Rule, read_rules, rule_for

PATTERNS = ("team_id", "channel", "customer_segment", "member_tier")


@dataclass
class Hours:
    """The schedules by id, and the rules that assign them. Days are of the reporting zone."""

    people: People | None = None
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    schedules: dict[str, Schedule] = field(default_factory=lambda: {ALWAYS.schedule_id: ALWAYS})
    assignments: list[Rule] = field(default_factory=list)

    def schedule_of(self, fact: Fact) -> Schedule:
        """The schedule of a request, by the day it was created; of a complaint, by the day it was submitted.

        Raises KeyError where the schedule assigned is not there.
        """
        first_moment = fact["created_at" if "created_at" in fact.row.values else "submitted_at"]
        values = {
            "team_id": fact.scopes["team"],
            "channel": fact.scopes["channel"],
            "customer_segment": fact.scopes["customer_segment"],
            "member_tier": self.tier_of(fact),
        }
        rule = rule_for(self.assignments, local_day(first_moment.instant, self.zone), values)
        return self.schedules[rule.says["schedule_id"]] if rule else ALWAYS

    def tier_of(self, fact: Fact) -> str:
        """The tier of the fact's customer as a member."""
        return self.people.tier_of(fact.customer) if self.people else UNKNOWN


def read_hours(folder: Path, our_holidays: Path, people: People, zone: ZoneInfo, last_year: int) -> Hours:
    """The schedules and assignments in a company's folder of reference tables; where it has none, always open."""
    assignments = read_rules(folder / "schedule_assignments.csv", PATTERNS)
    return Hours(people, zone, read_schedules(folder, our_holidays, last_year), assignments)
