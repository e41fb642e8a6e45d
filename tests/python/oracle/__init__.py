"""A second implementation of the KPIs, in plain Python, to judge the first by.

It shares nothing with the project but the words of the contract and the catalogue: no SQL, no code, no rule read
from the models. Where the two differ, one of them has misread those words.

    result = evaluate("companies/demo/exports", as_of=date(2025, 6, 30), delivery={"agents": "full"})
    result.values["call_connect_rate", "month", date(2025, 6, 1), "team", "T1"].value
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from .attribute import attribute
from .counting import LONGER_TYPES, PROBLEM_TYPES, Cell, Counting, Counts, Settings
from .history import read_statuses
from .hours import read_hours
from .kpis import KPIS, Kpi
from .periods import (
    GRAINS,
    calendar,
    end_of_day,
    is_complete,
    is_provisional,
    previous_start,
    year_ago_start,
)
from .read import Account, BadExport, Exports, Rejected, read_exports
from .reference import read_areas, read_assets, read_rates, read_regions
from .scales import read_scales
from .sla import read_policies
from .targets import Targets, read_targets, status_of, target_for
from .weights import read_indices

__all__ = [
    "KEPT_GRAINS",
    "KPIS",
    "SETTINGS",
    "Account",
    "BadExport",
    "Counts",
    "Key",
    "Kpi",
    "Rejected",
    "Result",
    "Row",
    "evaluate",
    "wilson",
]

Key = tuple[str, str, date, str, str]

# The reference tables that come with the code.
OURS = Path(__file__).resolve().parents[3] / "seeds"

# A schedule that keeps no holidays is known until the end of so many years after that of as_of.
YEARS_KNOWN_WITHOUT_HOLIDAYS = 2

WITHOUT_DENOMINATOR = {"count", "money", "stock", "quantile", "extreme"}

Z_95 = 1.959963984540054

# The names of the settings that an evaluation takes.
SETTINGS = tuple(setting.name for setting in fields(Settings))

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
    target: float | None
    target_to: float | None
    status: str
    is_complete: bool
    is_provisional: bool
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
    settings: Mapping[str, Any] | None = None,
    seeds: Path | str | None = None,
    problem_types: Iterable[str] = PROBLEM_TYPES,
    longer_types: Iterable[str] = LONGER_TYPES,
    standard_seconds: Mapping[str, float] | None = None,
    reporting_currency: str = "CNY",
    only: Iterable[str] | None = None,
) -> Result:
    """Every KPI for every period and scope of the exports in a folder.

    `as_of` is an instant, or a date for the end of that day in `zone`, the reporting zone. `source_zone` is that of
    the clocks in the exports, the same where not given. `delivery` says append or full, by entity or 'default'.
    `settings` are those of `Settings`, by name; `seeds` is the company's folder of reference tables. The last
    three stand for the reference table request_types (its problems; its types that cannot be resolved at first contact;
    its standards by type). `only` names the KPIs to tell, all where it is not given; an index needs its parts.
    """
    reporting = ZoneInfo(zone)
    moment = _instant(as_of, reporting)
    theirs = Path(seeds or OURS / "company")
    rates = read_rates(theirs / "exchange_rates.csv", reporting_currency)
    exports = read_exports(folder, moment, zone, source_zone or zone, delivery, rates)
    assets, regions = read_assets(theirs / "assets.csv"), read_regions(theirs / "regions_in_scope.csv")
    facts = attribute(exports, reporting, assets, regions)
    days = calendar(facts.first_moments, moment, reporting)
    chosen, aims = Settings(**(settings or {})), read_targets(theirs / "kpi_targets.csv")
    scales = read_scales(theirs / "survey_scales_overrides.csv")
    statuses = read_statuses(OURS / "request_statuses.csv", theirs / "request_statuses_overrides.csv")
    last_year = moment.astimezone(reporting).year + YEARS_KNOWN_WITHOUT_HOLIDAYS
    result = Result(accounts=exports.accounts, rejected=exports.rejected, days=days, exports=exports)
    hours = read_hours(theirs, OURS / "public_holidays.csv", facts.people, reporting, last_year)
    countings = {
        finest: Counting(
            days=days,
            zone=reporting,
            as_of=moment,
            kept_grains={
                scope: [grain for grain in kept if GRAINS.index(grain) >= GRAINS.index(finest)]
                for scope, kept in kept_grains.items()
            },
            settings=chosen,
            scales=scales,
            problem_types=frozenset(problem_types),
            longer_types=frozenset(longer_types),
            standard_seconds=standard_seconds or {},
            statuses=statuses,
            hours=hours,
            policies=read_policies(theirs / "sla_policies.csv"),
            indices=read_indices(_theirs_or_ours(theirs, "index_parts.csv"), theirs / "ahp_judgements.csv"),
            areas=read_areas(OURS / "kpi_registry.csv"),
            values=result.values,
        )
        for finest in {kpi.finest_grain for kpi in KPIS.values()}
    }
    for kpi_id, kpi in sorted(KPIS.items(), key=lambda item: item[1].kind == "composite"):  # these weigh the others
        if only is not None and kpi_id not in only:
            continue
        counting = countings[kpi.finest_grain]
        company = [(*period, "company", "all") for period in counting.periods("company")]
        if is_available(kpi, exports):
            counts = dict.fromkeys(company, kpi.nothing) | kpi.count(facts, counting, kpi.scopes)
            if kpi.hides_small_groups:
                counts = {cell: _hidden_if_small(count, chosen.smallest_group) for cell, count in counts.items()}
        else:
            counts = dict.fromkeys(company, Counts(None, None))
        _fill(result.values, kpi_id, kpi, counts, moment, reporting, aims, chosen.minimum_sample)
    return result


def _theirs_or_ours(theirs: Path, name: str) -> Path:
    """A table of the company's folder, the one that comes with the code where it has none."""
    return theirs / name if (theirs / name).is_file() else OURS / "company" / name


def _hidden_if_small(count: Counts, smallest: int) -> Counts:
    """Of a group too small to be shown, no more than its size; of nobody there is nothing to hide."""
    return count if not 0 < count.sample_size < smallest else Counts(None, None, count.sample_size)


def _instant(as_of: datetime | date, zone: ZoneInfo) -> datetime:
    """The instant meant by as_of."""
    if not isinstance(as_of, datetime):
        return end_of_day(as_of, zone)
    if as_of.tzinfo is None:
        raise ValueError("as_of needs a time zone")
    return as_of.astimezone(UTC)


def is_available(kpi: Kpi, exports: Exports) -> bool:
    """Whether every export that the KPI needs is there, with the columns it cannot do without."""
    return all(exports.has_file(entity) for entity in kpi.exports) and all(
        any(_is_given(name, exports) for name in need.split()) for need in kpi.needs
    )


def _is_given(name: str, exports: Exports) -> bool:
    """Whether an export has the column of entity.column; entity.* stands for the export."""
    entity, _, column = name.partition(".")
    return exports.has_file(entity) if column == "*" else column in exports.headers[entity]


def _fill(
    values: dict[Key, Row],
    kpi_id: str,
    kpi: Kpi,
    counts: Mapping[Cell, Counts],
    as_of: datetime,
    zone: ZoneInfo,
    targets: Targets,
    minimum_sample: int,
) -> None:
    """Divide each cell once, and set beside it the period before, the year before, the interval and the target.

    Outside the company a cell stands only where there is something to count: above the line or below it; without a
    line in the sample.
    """
    counts = {
        cell: count
        for cell, count in counts.items()
        if cell[2] == "company"
        or count.numerator
        or count.denominator
        or (kpi.kind in ("quantile", "extreme") and count.sample_size)
    }
    divided = {cell: divide(count, kpi) for cell, count in counts.items()}
    ended: dict[tuple[str, date], tuple[bool, bool]] = {}
    for cell, count in counts.items():
        grain, start, *scope = cell
        if (grain, start) not in ended:
            provisional = is_provisional(grain, start, as_of, zone, kpi.maturity_days)
            ended[grain, start] = is_complete(grain, start, as_of, zone), provisional
        complete, provisional = ended[grain, start]
        low, high = interval(count, kpi)
        target = target_for(targets, kpi_id, *cell)
        values[kpi_id, *cell] = Row(
            numerator=count.numerator,
            denominator=count.denominator,
            value=divided[cell],
            sample_size=count.sample_size,
            numerator_squares=count.numerator_squares,
            previous_value=divided.get((grain, previous_start(grain, start), *scope)),
            year_ago_value=divided.get((grain, year_ago_start(grain, start), *scope)),
            target=target.target if target else None,
            target_to=target.target_to if target else None,
            status=status_of(
                divided[cell],
                target,
                kpi.better,
                complete,
                count.sample_size,
                minimum_sample,
                kpi.hides_small_groups,
            ),
            is_complete=complete,
            is_provisional=provisional,
            ci_low=low,
            ci_high=high,
        )


def divide(count: Counts, kpi: Kpi) -> float | None:
    """Numerator over denominator, times the scale; a count, a stock, a quantile is its numerator."""
    if count.numerator is None:
        return None
    if kpi.kind in WITHOUT_DENOMINATOR:
        return count.numerator
    return count.numerator / count.denominator * kpi.scale if count.denominator else None


def interval(count: Counts, kpi: Kpi) -> tuple[float | None, float | None]:
    """The 95 % interval of a proportion or a mean; other kinds have none."""
    if not count.denominator:
        return None, None
    if kpi.kind == "proportion":
        low, high = wilson(count.numerator / count.denominator, count.sample_size)
    elif kpi.kind == "mean" and count.denominator >= 2:
        low, high = mean_interval(count.numerator, count.denominator, count.numerator_squares)
    else:
        return None, None
    return low * kpi.scale, high * kpi.scale


def wilson(share: float, trials: float) -> tuple[float, float]:
    """Wilson's score interval of a share of so many independent trials."""
    z2 = Z_95 * Z_95
    middle = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = Z_95 * math.sqrt(share * (1 - share) / trials + z2 / (4 * trials * trials)) / (1 + z2 / trials)
    return max(0.0, middle - half), min(1.0, middle + half)


def mean_interval(total: float, n: float, squares: float) -> tuple[float, float]:
    """Mean and 1.96 standard errors to both sides, the variance taken from the sum of squares."""
    mean = total / n
    variance = max(0.0, (squares - n * mean * mean) / (n - 1))
    half = Z_95 * math.sqrt(variance / n)
    return mean - half, mean + half
