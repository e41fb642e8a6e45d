"""How a KPI is counted: into which cells a fact goes, and the two plain ways of counting, shares and means.

A cell is (period_grain, period_start, scope_type, scope_id).
"""

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from .attribute import Fact
from .clock import Schedule
from .hours import Hours
from .periods import GRAINS, local_day, next_start, period_start
from .positions import Rule
from .read import ONE_MICROSECOND, Moment, local_midnight
from .scales import Scales
from .weights import Index

Cell = tuple[str, date, str, str]
# What dates a fact: one of its columns, or what a function says.
DatedBy = str | Callable[[Any], Moment | datetime | date | None]
PROBLEM_TYPES = frozenset({"problem", "fault"})
# What nobody can settle at the first contact.
LONGER_TYPES = frozenset({"application", "feedback", "suggestion", "complaint", "project"})

_CHOICES = {
    "customer_satisfaction_by": ("customer", "response"),
    "completion_time_to": ("last_resolution", "first_resolution"),
    "error_rate_counts": ("errors", "audits"),
    "first_contact_resolution": ("gross", "net"),
    "service_rating_of": ("range", "maximum"),
    "customer_effort_by": ("mean", "share"),
    "service_level_formula": (
        "offered_without_short_abandons",
        "offered",
        "answered",
        "abandons_within_met",
        "abandons_within_out",
    ),
    "retention_counts": ("activity", "contract"),
    "service_quality_index_of": ("all", "surveys"),
}

# The KPIs that a company may have in business time.
BY_EITHER_CLOCK = (
    "service_response_time",
    "service_response_speed",
    "maximum_response_time",
    "median_response_time",
    "p90_response_time",
    "average_reply_time",
    "average_completion_time",
    "median_completion_time",
    "complaint_handling_time",
    "complaint_acceptance_time",
    "feedback_handling_time",
    "handover_waiting_time",
    "mean_time_to_repair",
)


@dataclass(frozen=True)
class Settings:
    """What a company decides, and what holds where it does not. Raises ValueError for a choice that is none."""

    satisfied_from: float = 0.75
    minimum_sample: int = 30
    smallest_group: int = 5
    customer_satisfaction_by: str = "customer"
    connect_rate_counts_outbound: bool = False
    short_abandon_seconds: float = 5
    count_short_abandons: bool = False
    completion_time_to: str = "last_resolution"
    error_rate_counts: str = "errors"
    resolution_window_days: float = 7
    first_contact_resolution: str = "gross"
    complaint_answer_hours: float = 24
    repeat_complaint_days: float = 30
    feedback_includes_problems: bool = False
    recovery_window_days: int = 90
    repurchase_window_days: int = 365
    retention_counts: str = "activity"
    service_quality_index_of: str = "all"
    business_time_kpis: tuple[str, ...] = ()
    service_rating_of: str = "range"
    customer_effort_by: str = "mean"
    feedback_window_days: float = 30
    fatal_item_voids_audit: bool = True
    service_level_seconds: float = 20
    service_level_formula: str = "offered_without_short_abandons"

    def __post_init__(self) -> None:
        for kpi_id in self.business_time_kpis:
            if kpi_id not in BY_EITHER_CLOCK:
                raise ValueError(f"business_time_kpis: {kpi_id!r} is not one of {', '.join(BY_EITHER_CLOCK)}")
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                raise ValueError(f"{name}: {getattr(self, name)!r} is not one of {', '.join(choices)}")


@dataclass(frozen=True, slots=True)
class Counts:
    """What a KPI counts in one cell, before any division."""

    numerator: float | None
    denominator: float | None
    sample_size: int | None = None
    numerator_squares: float | None = None


@dataclass
class Counting:
    """How to count: the calendar's days, the reporting zone, the grains kept for each scope, the company's choices.

    `problem_types`, `longer_types` (those not resolvable at first contact) and `standard_seconds` (by request type;
    0 is none) are those of the reference request_types; `statuses` are the kinds of request_statuses, `hours` the
    schedules and who has which, `policies` the SLA policies by target, `scales` those of survey_scales. `indices` say
    what each is made of, `areas` the KPIs' own, and `values` what was counted before, by (kpi_id, *cell): with `value`
    and `sample_size`.
    """

    days: list[date]
    zone: ZoneInfo
    as_of: datetime
    kept_grains: Mapping[str, Iterable[str]]
    settings: Settings = field(default_factory=Settings)
    scales: Scales = field(default_factory=Scales)
    problem_types: frozenset[str] = PROBLEM_TYPES
    longer_types: frozenset[str] = LONGER_TYPES
    standard_seconds: Mapping[str, float] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    hours: Hours = field(default_factory=Hours)
    policies: Mapping[str, list[Rule]] = field(default_factory=dict)
    indices: Mapping[str, Index] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[tuple[str, str, date, str, str], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        grains = {scope: [grain for grain in GRAINS if grain in kept] for scope, kept in self.kept_grains.items()}
        self._periods = {
            day: {scope: [(grain, period_start(grain, day)) for grain in kept] for scope, kept in grains.items()}
            for day in self.days
        }
        self._cells: dict[tuple[date, str, str], list[Cell]] = {}

    def duration(self, start: Moment | None, end: Moment | None, fact: Fact, kpi_id: str) -> float | None:
        """Seconds from one moment to another as the KPI takes time; `fact` is the request or complaint it is about."""
        if kpi_id not in self.settings.business_time_kpis:
            return seconds_between(start, end)
        return business_seconds_between(start, end, self.hours.schedule_of(fact))

    def has_day(self, day: date) -> bool:
        """Whether the calendar holds the day."""
        return day in self._periods

    def cells(self, fact: Fact, dated_by: DatedBy, scopes: Iterable[str]) -> Iterator[Cell]:
        """The cells of a fact; none where it has no date or one on a day outside the calendar."""
        value = fact[dated_by] if isinstance(dated_by, str) else dated_by(fact)
        if value is None:
            return
        instant = value.instant if isinstance(value, Moment) else value
        day = local_day(instant, self.zone) if isinstance(instant, datetime) else instant
        if day in self._periods:
            for scope in scopes:
                yield from self._cells_of(day, scope, fact.scopes[scope])

    def _cells_of(self, day: date, scope: str, member: str) -> list[Cell]:
        """The cells of a member on a day."""
        cells = self._cells.get((day, scope, member))
        if cells is None:
            periods = self._periods[day].get(scope, ())
            cells = self._cells[day, scope, member] = [(grain, start, scope, member) for grain, start in periods]
        return cells

    def periods(self, scope: str) -> dict[tuple[str, date], tuple[date, date]]:
        """The periods kept for a scope, each with the first and the last of its days in the calendar."""
        days: dict[tuple[str, date], tuple[date, date]] = {}
        for day in self.days:
            for period in self._periods[day].get(scope, ()):
                days[period] = (days[period][0] if period in days else day, day)
        return days

    def by_cell(self, facts: Iterable[Fact], dated_by: DatedBy, scopes: Iterable[str]) -> dict[Cell, list[Fact]]:
        """The facts of every cell."""
        cells: dict[Cell, list[Fact]] = defaultdict(list)
        for fact in facts:
            for cell in self.cells(fact, dated_by, scopes):
                cells[cell].append(fact)
        return cells

    def shares(
        self, facts: Iterable[Fact], dated_by: DatedBy, scopes: Iterable[str], is_above: Callable[[Fact], bool]
    ) -> dict[Cell, Counts]:
        """All facts below the line, those that the test lets pass above it."""
        above: dict[Cell, int] = defaultdict(int)
        below: dict[Cell, int] = defaultdict(int)
        for fact in facts:
            passes = is_above(fact)
            for cell in self.cells(fact, dated_by, scopes):
                above[cell] += passes
                below[cell] += 1
        return {cell: Counts(above[cell], count, count) for cell, count in below.items()}

    def means(
        self, facts: Iterable[Fact], dated_by: DatedBy, scopes: Iterable[str], measure: Callable[[Fact], float | None]
    ) -> dict[Cell, Counts]:
        """The sum of a measure over the facts that have one."""
        return {
            cell: Counts(math.fsum(values), len(values), len(values), math.fsum(value * value for value in values))
            for cell, values in self._measured(facts, dated_by, scopes, measure).items()
        }

    def quantiles(
        self,
        facts: Iterable[Fact],
        dated_by: DatedBy,
        scopes: Iterable[str],
        measure: Callable[[Fact], float | None],
        share: float,
    ) -> dict[Cell, Counts]:
        """The quantile of a measure over the facts that have one; the quantile of share 1 is the largest."""
        return {
            cell: Counts(quantile(values, share), None, len(values))
            for cell, values in self._measured(facts, dated_by, scopes, measure).items()
        }

    def _measured(
        self, facts: Iterable[Fact], dated_by: DatedBy, scopes: Iterable[str], measure: Callable[[Fact], float | None]
    ) -> dict[Cell, list[float]]:
        """A measure's values in every cell."""
        measured: dict[Cell, list[float]] = defaultdict(list)
        for fact in facts:
            value = measure(fact)
            if value is not None:
                for cell in self.cells(fact, dated_by, scopes):
                    measured[cell].append(value)
        return measured

    def stocks(
        self, spans: Iterable[tuple[Fact, datetime, datetime | None]], scopes: Iterable[str]
    ) -> dict[Cell, Counts]:
        """How many facts stand at the end of a period, in the running one at as_of; a span is (fact, since, until).

        What stood just before that instant.
        """
        counts: dict[Cell, int] = defaultdict(int)
        ends = {scope: self._ends(scope) for scope in scopes}
        for fact, since, until in spans:
            for scope, (over, running) in ends.items():
                for grain, periods in over.items():
                    first = bisect_right(periods, since, key=itemgetter(0))
                    last = bisect_right(periods, until, key=itemgetter(0)) if until else len(periods)
                    for _, start in periods[first:last]:
                        counts[grain, start, scope, fact.scopes[scope]] += 1
                if since < self.as_of and (until is None or until >= self.as_of):
                    for period in running:
                        counts[*period, scope, fact.scopes[scope]] += 1
        return {cell: Counts(count, None) for cell, count in counts.items()}

    def _ends(self, scope: str) -> tuple[dict[str, list[tuple[datetime, date]]], list[tuple[str, date]]]:
        """The periods that are over, by grain, each with the instant of its end, in order; and those that are not."""
        over: dict[str, list[tuple[datetime, date]]] = defaultdict(list)
        running = []
        for grain, start in self.periods(scope):
            end = local_midnight(next_start(grain, start), self.zone)
            if end <= self.as_of:
                over[grain].append((end, start))
            else:
                running.append((grain, start))
        return over, running


def quantile(values: Iterable[float], share: float) -> float:
    """The value below which the share lies, interpolated between two neighbours. Raises IndexError without values."""
    ordered = sorted(values)
    below, part = divmod((len(ordered) - 1) * share, 1)
    low = ordered[int(below)]
    return low + part * (ordered[int(below) + 1] - low) if part else low


def seconds_between(start: Moment | None, end: Moment | None) -> float | None:
    """From one moment to another; none where one of them is missing or has no clock."""
    if start is None or end is None or not (start.has_clock and end.has_clock):
        return None
    return (end.instant - start.instant) // ONE_MICROSECOND / 10**6


def business_seconds_between(start: Moment | None, end: Moment | None, schedule: Schedule) -> float | None:
    """As seconds_between, but only those in which the schedule is open; 0 where the end comes first."""
    if start is None or end is None or not (start.has_clock and end.has_clock):
        return None
    return schedule.open_microseconds(start.instant, end.instant) / 10**6
