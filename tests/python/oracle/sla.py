"""SLA clocks: how long a request may wait for its first response, its next reply, its resolution."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from .attribute import Fact, Facts
from .clock import ALWAYS, Schedule
from .counting import Counting
from .history import PAUSED, RESOLVED, end_of, reply_waits_of, states_of
from .periods import local_day
from .positions import Rule, read_rules, rule_for
from .read import Moment

FIRST_RESPONSE, NEXT_REPLY, RESOLUTION = "first_response", "next_reply", "resolution"
PATTERNS = ("request_type", "priority", "channel", "customer_segment", "member_tier")
MICROSECONDS_OF_MINUTE = 60 * 10**6

Stop = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Policy:
    """So many microseconds by this clock; whether it stands still while the request is paused."""

    microseconds: int
    schedule: Schedule
    pauses: bool


@dataclass(frozen=True, slots=True)
class SlaClock:
    """A clock of a request: when it started and ended (None: not yet), when it stands still, when it is breached.

    Without `breach_at` it is not, as things stand; `is_withdrawn` where the request was called off before.
    """

    request: Fact
    policy: Policy
    started_at: Moment
    ended_at: Moment | None
    stops: list[Stop]
    breach_at: datetime | None
    is_withdrawn: bool

    @property
    def scopes(self) -> dict[str, str]:
        """A clock belongs where its request does."""
        return self.request.scopes

    def __getitem__(self, column: str) -> Any:
        return getattr(self, column)

    def is_due(self, as_of: datetime) -> bool:
        """Whether it is judged by as_of: breached or beyond being so, not called off, not ended without a clock."""
        is_judged = self.ended_at is None or self.ended_at.has_clock
        return is_judged and not self.is_withdrawn and self.breach_at is not None and self.breach_at <= as_of

    def is_in_time(self, end: Moment | None) -> bool:
        """Whether something came by then; what has not come yet has not."""
        if end is None:
            return False
        return running(self.policy, self.started_at.instant, end.instant, self.stops) <= self.policy.microseconds

    @property
    def is_met(self) -> bool:
        """Whether what it waited for came in time."""
        return self.is_in_time(self.ended_at)


def read_policies(path: Path) -> dict[str, list[Rule]]:
    """The policies of an sla_policies.csv by target. Raises ValueError for a target or clock that is none."""
    policies: dict[str, list[Rule]] = {FIRST_RESPONSE: [], NEXT_REPLY: [], RESOLUTION: []}
    for rule in read_rules(path, PATTERNS, in_lower_case=("request_type", "priority")):
        if rule.says["target"] not in policies or rule.says["clock"] not in ("business", "calendar"):
            raise ValueError(f"sla_policies: {dict(rule.says)}")
        policies[rule.says["target"]].append(rule)
    return policies


def clocks(facts: Facts, counting: Counting, target: str) -> Iterator[SlaClock]:
    """The clocks of a target, of every request that is no duplicate and was created by the clock."""
    for request in facts.service_requests:
        if request["duplicate_of"] is None and request["created_at"].has_clock:
            for started_at, ended_at in _starts_and_ends(request, facts, target):
                policy = _policy_for(request, started_at, counting, target) if started_at.has_clock else None
                if policy is not None:
                    stops = _stops(request, facts, counting, policy, target)
                    yield _clock(request, target, policy, started_at, ended_at, stops)


def _starts_and_ends(request: Fact, facts: Facts, target: str) -> Iterator[tuple[Moment, Moment | None]]:
    """Each stretch with a clock of the target; the first wait of a request is that for its first response."""
    if target == NEXT_REPLY:
        for wait in reply_waits_of(request, facts)[1:]:
            yield wait.began_at, wait.ended_at
    else:
        yield request["created_at"], request["first_response_at" if target == FIRST_RESPONSE else "resolved_at"]


def _policy_for(request: Fact, started_at: Moment, counting: Counting, target: str) -> Policy | None:
    """The policy in force on the day the clock starts; None where none fits, or the one that does sets no target."""
    priority = request["priority"]
    values = {
        "request_type": request["request_type"].lower(),
        "priority": None if priority is None else priority.lower(),
        "channel": request.scopes["channel"],
        "customer_segment": request.scopes["customer_segment"],
        "member_tier": counting.hours.tier_of(request),
    }
    rule = rule_for(counting.policies.get(target, ()), local_day(started_at.instant, counting.zone), values)
    minutes = float(rule.says["minutes"]) if rule else 0
    if minutes == 0:
        return None
    return Policy(
        microseconds=round(minutes * MICROSECONDS_OF_MINUTE),
        schedule=counting.hours.schedule_of(request) if rule.says["clock"] == "business" else ALWAYS,
        pauses=rule.says["pauses"].lower() == "true",
    )


def _stops(request: Fact, facts: Facts, counting: Counting, policy: Policy, target: str) -> list[Stop]:
    """When a clock stands still: in pauses where the policy says so; for the resolution also while it is resolved."""
    still = {PAUSED} if policy.pauses else set()
    if target == RESOLUTION:
        still.add(RESOLVED)
    return [(state.since, state.until) for state in states_of(request, facts, counting.statuses) if state.kind in still]


def _clock(
    request: Fact, target: str, policy: Policy, started_at: Moment, ended_at: Moment | None, stops: list[Stop]
) -> SlaClock:
    """A clock with the moment of its breach, and whether the request was called off, or over without reply, before."""
    over = [request["cancelled_at"].instant] if request["cancelled_at"] is not None else []
    if target == NEXT_REPLY and ended_at is None and (end := end_of(request)) is not None:
        over.append(max(started_at.instant, end))
    breach = breach_of(policy, started_at.instant, stops if ended_at is None else _before(stops, ended_at.instant))
    return SlaClock(
        request=request,
        policy=policy,
        started_at=started_at,
        ended_at=ended_at,
        stops=stops,
        breach_at=breach,
        is_withdrawn=breach is not None and any(moment < breach for moment in over),
    )


# ---------------------------------------------------------------- how long a clock has run


def _before(stops: list[Stop], end: datetime) -> list[tuple[datetime, datetime]]:
    """The stops as far as they come before the end."""
    return [(since, end if until is None else min(until, end)) for since, until in stops if since < end]


def running(policy: Policy, start: datetime, end: datetime, stops: list[Stop]) -> int:
    """The microseconds that a clock ran from start to end. Raises OutsideCoverage."""
    stood = sum(policy.schedule.open_microseconds(max(start, since), until) for since, until in _before(stops, end))
    return policy.schedule.open_microseconds(start, end) - stood


def breach_of(policy: Policy, start: datetime, stops: list[Stop]) -> datetime | None:
    """The last moment at which a clock has run no longer than it may; None where it never runs so long.

    It stands still in the stops, which are in order; one without an end never ends.
    """
    left, at = policy.microseconds, start
    for since, until in stops:
        ran = policy.schedule.open_microseconds(at, since)
        if ran > left:
            break
        if until is None:
            return None
        left, at = left - ran, max(at, until)
    return policy.schedule.latest(at, left)
