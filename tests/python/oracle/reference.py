"""Tables of reference: the company's assets, regions and rates, and the areas of the KPIs."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from pathlib import Path


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a reference table; none where it is not there."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True, slots=True)
class Span:
    """Local days, both included."""

    first_day: date
    last_day: date

    def has(self, day: date) -> bool:
        """Whether it holds a day."""
        return self.first_day <= day <= self.last_day

    def meets(self, first_day: date, last_day: date) -> int:
        """How many of the days from one to another, both included, it holds."""
        return max(0, (min(self.last_day, last_day) - max(self.first_day, first_day)).days + 1)


@dataclass(frozen=True, slots=True)
class Asset:
    """An asset: for which service, in which region, and its days in service."""

    service: str
    region: str
    in_service: Span


def read_assets(path: Path) -> dict[str, Asset]:
    """The assets of an assets.csv by id; none of none."""
    return {
        row["asset_id"]: Asset(row["service_id"], row["region"], _span(row, "in_service_from", "in_service_to"))
        for row in read_csv(path)
    }


def read_regions(path: Path) -> list[tuple[str, Span]]:
    """The regions of a regions_in_scope.csv, each with days on which it is one; none of none."""
    return [(row["region"], _span(row, "valid_from", "valid_to")) for row in read_csv(path)]


def _span(row: dict[str, str], first: str, last: str) -> Span:
    return Span(date.fromisoformat(row[first]), date.fromisoformat(row[last]))


# ---------------------------------------------------------------- rates


@dataclass
class Rates:
    """What a unit of a currency is worth in the one that the company reports in."""

    reporting_currency: str = "CNY"
    since: dict[str, list[tuple[date, float]]] = field(default_factory=dict)

    def of(self, currency: str, day: date) -> float | None:
        """The rate in force on a day; None where there is none. Small letters and capitals are the same currency."""
        if currency.upper() == self.reporting_currency:
            return 1
        rates = self.since.get(currency.upper(), [])
        number = bisect_right(rates, day, key=itemgetter(0))
        return rates[number - 1][1] if number else None


def read_rates(path: Path, reporting_currency: str) -> Rates:
    """The rates of an exchange_rates.csv; none of none."""
    since: dict[str, list[tuple[date, float]]] = defaultdict(list)
    for row in read_csv(path):
        since[row["currency"]].append((date.fromisoformat(row["valid_from"]), float(row["rate"])))
    return Rates(reporting_currency, {currency: sorted(rates) for currency, rates in since.items()})


# ---------------------------------------------------------------- areas


def read_areas(registry: Path) -> dict[str, str]:
    """The area of each KPI, as the registry has it."""
    return {row["kpi_id"]: row["area"] for row in read_csv(registry)}
