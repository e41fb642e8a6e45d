"""A second implementation of the KPIs, in plain Python, to judge the first by.

It shares nothing with the project but the words of the contract and the catalogue: no SQL, no code, no rule read
from the models. Where the two differ, one of them has misread those words.

    result = evaluate("companies/demo/exports", as_of=date(2025, 6, 30), delivery={"agents": "full"})
    result.values["call_connect_rate", "month", date(2025, 6, 1), "team", "T1"].value
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from .attribute import attribute
from .kpis import KPIS, SATISFIED_FROM, Cell, Counting, Counts, Kpi
from .periods import GRAINS, calendar, end_of_day, is_complete, period_start, previous_start, year_ago_start
from .read import Account, BadExport, Exports, Rejected, read_exports

__all__ = ["KEPT_GRAINS", "KPIS", "Account", "BadExport", "Key", "Rejected", "Result", "Row", "evaluate", "wilson"]

Key = tuple[str, str, date, str, str]

Z_95 = 1.959963984540054

# The grains that a company keeps for each scope, where it says nothing else.
KEPT_GRAINS: dict[str, tuple[str, ...]] = {
    "company": GRAINS,
    "channel": GRAINS,
    "team": GRAINS[1:],
    "service": GRAINS[1:],
    "customer_segment": GRAINS[1:],
    "agent": GRAINS[2:],
    "region": GRAINS[2:],
}


@dataclass(frozen=True, slots=True)
class Row:
    """A KPI's value in one period and scope."""

    numerator: float | None
    denominator: float | None
    value: float | None
    sample_size: int | None
    numerator_squares: float | None
    previous_value: float | None
    year_ago_value: float | None
    is_complete: bool
    ci_low: float | None
    ci_high: float | None


@dataclass
class Result:
    """All values by (kpi_id, period_grain, period_start, scope_type, scope_id), and what became of every row read."""

    values: dict[Key, Row] = field(default_factory=dict)
    accounts: list[Account] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    exports: Exports = field(default_factory=Exports)


def evaluate(
    folder: Path | str,
    as_of: datetime | date,
    zone: str = "Asia/Shanghai",
    source_zone: str | None = None,
    delivery: Mapping[str, str] | None = None,
    kept_grains: Mapping[str, Iterable[str]] = KEPT_GRAINS,
    satisfied_from: Mapping[tuple[str, float, float], float] = SATISFIED_FROM,
) -> Result:
    """Every KPI for every period and scope of the exports in a folder.

    `as_of` is an instant, or a date for the end of that day in `zone`, the reporting zone. `source_zone` is that of
    the clocks in the exports, the same where not given. `delivery` says append or full, by entity or 'default'.
    """
    reporting = ZoneInfo(zone)
    moment = _instant(as_of, reporting)
    exports = read_exports(folder, moment, source_zone or zone, delivery)
    facts = attribute(exports)
    days = calendar(facts.first_moments, moment, reporting)
    kept = {scope: tuple(grains) for scope, grains in kept_grains.items()}
    result = Result(accounts=exports.accounts, rejected=exports.rejected, days=days, exports=exports)
    for kpi_id, kpi in KPIS.items():
        grains = {scope: [grain for grain in kept.get(scope, ()) if _is_kept(grain, kpi)] for scope in kpi.scopes}
        company = _company_cells(days, grains.get("company", ()))
        if is_available(kpi, exports):
            counting = Counting(frozenset(days), reporting, grains, satisfied_from)
            counts = dict.fromkeys(company, kpi.nothing) | kpi.count(facts, counting, kpi.scopes)
        else:
            counts = dict.fromkeys(company, Counts(None, None))
        _fill(result.values, kpi_id, kpi, counts, moment, reporting)
    return result


def _instant(as_of: datetime | date, zone: ZoneInfo) -> datetime:
    """The instant meant by as_of."""
    if not isinstance(as_of, datetime):
        return end_of_day(as_of, zone)
    if as_of.tzinfo is None:
        raise ValueError("as_of needs a time zone")
    return as_of.astimezone(UTC)


def _is_kept(grain: str, kpi: Kpi) -> bool:
    """Whether the KPI goes down to this grain."""
    return GRAINS.index(grain) >= GRAINS.index(kpi.finest_grain)


def _company_cells(days: Iterable[date], grains: Iterable[str]) -> set[Cell]:
    """The company's cells: every period of the calendar."""
    return {(grain, period_start(grain, day), "company", "all") for grain in grains for day in days}


def is_available(kpi: Kpi, exports: Exports) -> bool:
    """Whether every export that the KPI needs is there, with the columns it cannot do without."""
    return all(exports.has_file(entity) for entity in kpi.exports) and all(
        any(column in exports.headers[entity] for column in columns) for entity, columns in kpi.columns
    )


def _fill(
    values: dict[Key, Row], kpi_id: str, kpi: Kpi, counts: Mapping[Cell, Counts], as_of: datetime, zone: ZoneInfo
) -> None:
    """Divide each cell once, and set beside it the period before, the year before and the interval.

    Outside the company a cell stands only where there is something to count, above the line or below it.
    """
    counts = {
        cell: count for cell, count in counts.items() if cell[2] == "company" or count.numerator or count.denominator
    }
    divided = {cell: divide(count, kpi) for cell, count in counts.items()}
    complete: dict[tuple[str, date], bool] = {}
    for cell, count in counts.items():
        grain, start, *scope = cell
        if (grain, start) not in complete:
            complete[grain, start] = is_complete(grain, start, as_of, zone)
        low, high = interval(count, kpi)
        values[kpi_id, *cell] = Row(
            numerator=count.numerator,
            denominator=count.denominator,
            value=divided[cell],
            sample_size=count.sample_size,
            numerator_squares=count.numerator_squares,
            previous_value=divided.get((grain, previous_start(grain, start), *scope)),
            year_ago_value=divided.get((grain, year_ago_start(grain, start), *scope)),
            is_complete=complete[grain, start],
            ci_low=low,
            ci_high=high,
        )


def divide(count: Counts, kpi: Kpi) -> float | None:
    """Numerator over denominator, times the scale; a count is its numerator."""
    if count.numerator is None:
        return None
    if kpi.kind == "count":
        return count.numerator
    return count.numerator / count.denominator * kpi.scale if count.denominator else None


def interval(count: Counts, kpi: Kpi) -> tuple[float | None, float | None]:
    """The 95 % interval of a proportion or a mean; other kinds have none."""
    if not count.denominator:
        return None, None
    if kpi.kind == "proportion":
        low, high = wilson(count.numerator, count.denominator)
    elif kpi.kind == "mean" and count.denominator >= 2:
        low, high = mean_interval(count.numerator, count.denominator, count.numerator_squares)
    else:
        return None, None
    return low * kpi.scale, high * kpi.scale


def wilson(successes: float, trials: float) -> tuple[float, float]:
    """Wilson's score interval of a share."""
    share, z2 = successes / trials, Z_95 * Z_95
    middle = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = Z_95 * math.sqrt(share * (1 - share) / trials + z2 / (4 * trials * trials)) / (1 + z2 / trials)
    return max(0.0, middle - half), min(1.0, middle + half)


def mean_interval(total: float, n: float, squares: float) -> tuple[float, float]:
    """Mean and 1.96 standard errors to both sides, the variance taken from the sum of squares."""
    mean = total / n
    variance = max(0.0, (squares - n * mean * mean) / (n - 1))
    half = Z_95 * math.sqrt(variance / n)
    return mean - half, mean + half
