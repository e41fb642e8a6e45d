"""The KPIs, one function each, written from the registry's words: the first line of each docstring.

A function is given the facts and how to count, and answers with the counts of every cell that has a record of the
KPI's base. A cell is (period_grain, period_start, scope_type, scope_id).
"""

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from .attribute import SCOPE_TYPES, Fact, Facts
from .periods import GRAINS, local_day, period_start
from .read import ONE_MICROSECOND

Cell = tuple[str, date, str, str]

# (survey, scale_min, scale_max): satisfied from this score on. The first scale is the one an answer has by default.
SATISFIED_FROM: dict[tuple[str, float, float], float] = {
    ("csat", 1, 5): 4,
    ("csat", 1, 3): 3,
    ("csat", 1, 7): 6,
    ("csat", 1, 10): 8,
    ("csat", 0, 10): 8,
    ("csat", 0, 100): 75,
    ("csat", 0, 1): 1,
}
DEFAULT_SCALE = (1.0, 5.0)
SATISFIED_SHARE_OF_SCALE = 0.75
TOLERANCE_OF_MEANS = 1e-9


@dataclass(frozen=True, slots=True)
class Counts:
    """What a KPI counts in one cell, before any division."""

    numerator: float | None
    denominator: float | None
    sample_size: int | None = None
    numerator_squares: float | None = None


@dataclass
class Counting:
    """Into which cells a record goes: the calendar's days, the reporting zone, the grains kept for each scope."""

    days: frozenset[date]
    zone: ZoneInfo
    kept_grains: Mapping[str, Iterable[str]]
    satisfied_from: Mapping[tuple[str, float, float], float] = field(default_factory=lambda: SATISFIED_FROM)
    _periods: dict[date, dict[str, list[tuple[str, date]]]] = field(default_factory=dict)

    def cells(self, fact: Fact, moment: datetime, scopes: Iterable[str]) -> Iterable[Cell]:
        """The cells of a fact dated by the moment; none on a day outside the calendar."""
        day = local_day(moment, self.zone)
        if day not in self.days:
            return
        periods = self._periods.get(day)
        if periods is None:
            periods = self._periods[day] = {
                scope: [(grain, period_start(grain, day)) for grain in GRAINS if grain in grains]
                for scope, grains in self.kept_grains.items()
            }
        for scope in scopes:
            for grain, start in periods.get(scope, ()):
                yield grain, start, scope, fact.scopes[scope]

    def by_cell(self, facts: Iterable[Fact], moment: str, scopes: Iterable[str]) -> dict[Cell, list[Fact]]:
        """The facts of every cell, dated by one of their columns; those without it are in none."""
        cells: dict[Cell, list[Fact]] = defaultdict(list)
        for fact in facts:
            if fact[moment] is not None:
                for cell in self.cells(fact, fact[moment].instant, scopes):
                    cells[cell].append(fact)
        return cells


# ---------------------------------------------------------------- what counts


def is_inbound(call: Fact) -> bool:
    """A call without direction came in."""
    return call["direction"] in (None, "inbound")


def is_answered(call: Fact) -> bool:
    """By its outcome; where that is empty, by the moment it was answered."""
    return call["answered_at"] is not None if call["outcome"] is None else call["outcome"] == "answered"


def connected_microseconds(call: Fact) -> int | None:
    """From answer to end, for a call answered and ended by the clock."""
    answered, ended = call["answered_at"], call["ended_at"]
    if not is_answered(call) or answered is None or ended is None or not (answered.has_clock and ended.has_clock):
        return None
    return (ended.instant - answered.instant) // ONE_MICROSECOND


def requests_but_duplicates(facts: Facts) -> list[Fact]:
    """All requests: those that repeat no other."""
    return [request for request in facts.service_requests if request["duplicate_of"] is None]


def overall_csat_answers(facts: Facts) -> list[Fact]:
    """Rated answers to the overall question of the CSAT survey."""
    return [
        answer
        for answer in facts.survey_responses
        if answer["survey"] == "csat"
        and (answer["dimension"] or "overall").lower() == "overall"
        and answer["score"] is not None
        and scale_of(answer)[0] <= answer["score"] <= scale_of(answer)[1]  # beyond its scale it says nothing
        and answer["responded_at"] is not None
    ]


def scale_of(answer: Fact) -> tuple[float, float]:
    """The answer's scale; each end that it does not name is the default scale's."""
    low, high = answer["scale_min"], answer["scale_max"]
    return (DEFAULT_SCALE[0] if low is None else low, DEFAULT_SCALE[1] if high is None else high)


def rescaled(answer: Fact) -> float | None:
    """The score on a scale from 0 to 1; none where the scale has no width."""
    low, high = scale_of(answer)
    return (answer["score"] - low) / (high - low) if high != low else None


def is_satisfied(answer: Fact, satisfied_from: Mapping[tuple[str, float, float], float]) -> bool:
    """At or above the threshold of its scale; on a scale without one, in the upper quarter."""
    threshold = satisfied_from.get((answer["survey"], *scale_of(answer)))
    if threshold is not None:
        return answer["score"] >= threshold
    share = rescaled(answer)
    return share is not None and share >= SATISFIED_SHARE_OF_SCALE


# ---------------------------------------------------------------- the KPIs


def call_connect_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """inbound calls answered / inbound calls

    A cell with nothing but outbound calls is there, with nothing to divide by.
    """
    counts = {}
    for cell, calls in counting.by_cell(facts.calls, "started_at", scopes).items():
        inbound = [call for call in calls if is_inbound(call)]
        counts[cell] = Counts(sum(map(is_answered, inbound)), len(inbound), len(inbound))
    return counts


def average_call_duration(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of connected time (answered_at to ended_at with hold) / calls connected and ended

    In seconds, of both directions, on the day the call started. Summed in whole microseconds, so nothing is lost.
    """
    counts = {}
    for cell, calls in counting.by_cell(facts.calls, "started_at", scopes).items():
        durations = [length for length in map(connected_microseconds, calls) if length is not None]
        seconds, squares = sum(durations) / 10**6, sum(length * length for length in durations) / 10**12
        counts[cell] = Counts(seconds, len(durations), len(durations), squares)
    return counts


def service_request_volume(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """requests completed

    By the day of their last resolution; duplicates are no requests of their own.
    """
    cells = counting.by_cell(requests_but_duplicates(facts), "resolved_at", scopes)
    return {cell: Counts(len(requests), None) for cell, requests in cells.items()}


def complaint_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """complaints / service requests

    Complaints by the day they were submitted over requests by the day they were created, the cancelled ones left out.
    """
    complaints = counting.by_cell(facts.complaints, "submitted_at", scopes)
    requests = counting.by_cell(requests_but_duplicates(facts), "created_at", scopes)
    counts = {}
    for cell in complaints.keys() | requests.keys():
        standing = sum(request["cancelled_at"] is None for request in requests.get(cell, ()))
        counts[cell] = Counts(len(complaints.get(cell, ())), standing, standing)
    return counts


def csat_top_box_rate(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """overall CSAT responses at or above survey_scales' threshold / overall CSAT responses"""
    counts = {}
    for cell, answers in counting.by_cell(overall_csat_answers(facts), "responded_at", scopes).items():
        satisfied = sum(is_satisfied(answer, counting.satisfied_from) for answer in answers)
        counts[cell] = Counts(satisfied, len(answers), len(answers))
    return counts


def customer_satisfaction_score(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """customers whose mean overall CSAT rating in the period (rescaled to 0-1) is at least 0.75 / customers who gave \
an overall CSAT rating in the period

    A customer is one vote in each period and scope; an answer of nobody known is a customer of its own.
    """
    counts = {}
    for cell, answers in counting.by_cell(overall_csat_answers(facts), "responded_at", scopes).items():
        ratings: dict[Hashable, list[float]] = defaultdict(list)
        for answer in answers:
            customer = ("customer", answer.customer) if answer.customer else ("response", answer["response_id"])
            share = rescaled(answer)
            ratings[customer] += [] if share is None else [share]
        satisfied = sum(_mean_is_satisfied(shares) for shares in ratings.values())
        counts[cell] = Counts(satisfied, len(ratings), len(ratings))
    return counts


def _mean_is_satisfied(shares: list[float]) -> bool:
    """Whether the mean rating lies in the upper quarter, give or take the rounding of doubles."""
    return bool(shares) and math.fsum(shares) / len(shares) >= SATISFIED_SHARE_OF_SCALE - TOLERANCE_OF_MEANS


# ---------------------------------------------------------------- the list of them


@dataclass(frozen=True)
class Kpi:
    """A KPI and what the catalogue says of it. `columns`: of each group at least one must be in the export."""

    count: Callable[[Facts, Counting, Iterable[str]], dict[Cell, Counts]]
    kind: str
    scopes: tuple[str, ...]
    exports: tuple[str, ...]
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    scale: float = 1
    finest_grain: str = "day"

    @property
    def nothing(self) -> Counts:
        """The counts of a company period in which nothing happened."""
        if self.kind == "count":
            return Counts(0, None)
        return Counts(0, 0, 0, 0 if self.kind == "mean" else None)


_CALL_SCOPES = ("company", "team", "agent", "channel", "service", "customer_segment")
_RATED = (("survey_responses", ("score",)), ("survey_responses", ("responded_at",)))

KPIS: dict[str, Kpi] = {
    "customer_satisfaction_score": Kpi(
        customer_satisfaction_score, "proportion", SCOPE_TYPES, ("survey_responses",), _RATED
    ),
    "csat_top_box_rate": Kpi(csat_top_box_rate, "proportion", SCOPE_TYPES, ("survey_responses",), _RATED),
    "complaint_rate": Kpi(complaint_rate, "count_ratio", SCOPE_TYPES, ("complaints", "service_requests")),
    "service_request_volume": Kpi(
        service_request_volume,
        "count",
        SCOPE_TYPES,
        ("service_requests",),
        (("service_requests", ("resolved_at",)),),
    ),
    "average_call_duration": Kpi(
        average_call_duration,
        "mean",
        _CALL_SCOPES,
        ("calls",),
        (("calls", ("answered_at",)), ("calls", ("ended_at",))),
    ),
    "call_connect_rate": Kpi(
        call_connect_rate, "proportion", _CALL_SCOPES, ("calls",), (("calls", ("answered_at", "outcome")),)
    ),
}
