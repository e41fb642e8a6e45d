"""How a KPI is counted: into which cells a fact goes, and the two plain ways of counting, shares and means.

A cell is (period_grain, period_start, scope_type, scope_id).
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from .attribute import Fact
from .periods import GRAINS, local_day, period_start
from .read import ONE_MICROSECOND, Moment

Cell = tuple[str, date, str, str]
Scale = tuple[str, float, float]

# (survey, scale_min, scale_max): satisfied from this score on.
SATISFIED_FROM: dict[Scale, float] = {
    ("csat", 1, 5): 4,
    ("csat", 1, 3): 3,
    ("csat", 1, 7): 6,
    ("csat", 1, 10): 8,
    ("csat", 0, 10): 8,
    ("csat", 0, 100): 75,
    ("csat", 0, 1): 1,
    ("review", 1, 5): 4,
    ("employee", 1, 5): 4,
}
# The ends of a scale that an answer does not name.
DEFAULT_SCALES = {"csat": (1.0, 5.0), "review": (1.0, 5.0), "employee": (1.0, 5.0)}
PROBLEM_TYPES = frozenset({"problem", "fault"})

_CHOICES = {
    "customer_satisfaction_by": ("customer", "response"),
    "completion_time_to": ("last_resolution", "first_resolution"),
    "error_rate_counts": ("errors", "audits"),
}


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

    def __post_init__(self) -> None:
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

    `problem_types` and `standard_seconds` (by request type; 0 is none) are those of the reference request_types.
    """

    days: list[date]
    zone: ZoneInfo
    as_of: datetime
    kept_grains: Mapping[str, Iterable[str]]
    settings: Settings = field(default_factory=Settings)
    satisfied_from: Mapping[Scale, float] = field(default_factory=lambda: SATISFIED_FROM)
    problem_types: frozenset[str] = PROBLEM_TYPES
    standard_seconds: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        grains = {scope: [grain for grain in GRAINS if grain in kept] for scope, kept in self.kept_grains.items()}
        self._periods = {
            day: {scope: [(grain, period_start(grain, day)) for grain in kept] for scope, kept in grains.items()}
            for day in self.days
        }
        self._cells: dict[tuple[date, str, str], list[Cell]] = {}

    def has_day(self, day: date) -> bool:
        """Whether the calendar holds the day."""
        return day in self._periods

    def cells(self, fact: Fact, column: str, scopes: Iterable[str]) -> Iterator[Cell]:
        """The cells of a fact dated by a column; none where that is empty or on a day outside the calendar."""
        value = fact[column]
        if value is None:
            return
        day = local_day(value.instant, self.zone) if isinstance(value, Moment) else value
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

    def by_cell(self, facts: Iterable[Fact], column: str, scopes: Iterable[str]) -> dict[Cell, list[Fact]]:
        """The facts of every cell, dated by one of their columns."""
        cells: dict[Cell, list[Fact]] = defaultdict(list)
        for fact in facts:
            for cell in self.cells(fact, column, scopes):
                cells[cell].append(fact)
        return cells

    def shares(
        self, facts: Iterable[Fact], column: str, scopes: Iterable[str], is_above: Callable[[Fact], bool]
    ) -> dict[Cell, Counts]:
        """All facts below the line, those that the test lets pass above it."""
        above: dict[Cell, int] = defaultdict(int)
        below: dict[Cell, int] = defaultdict(int)
        for fact in facts:
            passes = is_above(fact)
            for cell in self.cells(fact, column, scopes):
                above[cell] += passes
                below[cell] += 1
        return {cell: Counts(above[cell], count, count) for cell, count in below.items()}

    def means(
        self, facts: Iterable[Fact], column: str, scopes: Iterable[str], measure: Callable[[Fact], float | None]
    ) -> dict[Cell, Counts]:
        """The sum of a measure over the facts that have one."""
        measured: dict[Cell, list[float]] = defaultdict(list)
        for fact in facts:
            value = measure(fact)
            if value is not None:
                for cell in self.cells(fact, column, scopes):
                    measured[cell].append(value)
        return {
            cell: Counts(math.fsum(values), len(values), len(values), math.fsum(value * value for value in values))
            for cell, values in measured.items()
        }


def seconds_between(start: Moment | None, end: Moment | None) -> float | None:
    """From one moment to another; none where one of them is missing or has no clock."""
    if start is None or end is None or not (start.has_clock and end.has_clock):
        return None
    return (end.instant - start.instant) // ONE_MICROSECOND / 10**6
