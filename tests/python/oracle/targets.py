"""What a company aims at, and how a value stands beside it."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

TOLERANCE = 1e-12


@dataclass(frozen=True, slots=True)
class Target:
    """A target from a day on; the margin is a share of it. A target without a value ends the one before it."""

    valid_from: date
    target: float | None
    near_margin: float
    target_to: float | None = None  # the upper end of a band


Targets = dict[tuple[str, str, str, str], list[Target]]


def read_targets(path: Path) -> Targets:
    """The rows of a kpi_targets.csv by (kpi_id, scope_type, scope_id, period_grain), the latest first; none of none."""
    targets: Targets = defaultdict(list)
    if not path.is_file():
        return targets
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["kpi_id"], row["scope_type"], row["scope_id"] or "*", row["period_grain"] or "*")
            since = date.fromisoformat(row["valid_from"]) if row["valid_from"] else date.min
            aim = float(row["target"]) if row["target"] else None
            end = float(row["target_to"]) if row["target_to"] else None
            targets[key].append(Target(since, aim, float(row["near_margin"] or 0), end))
    for same in targets.values():
        same.sort(key=lambda target: target.valid_from, reverse=True)
    return targets


def target_for(targets: Targets, kpi_id: str, grain: str, start: date, scope: str, member: str) -> Target | None:
    """The one that applies: of the member before that of all, then of the grain before that of all grains."""
    for scope_id in (member, "*"):
        for period_grain in (grain, "*"):
            for target in targets.get((kpi_id, scope, scope_id, period_grain), ()):
                if target.valid_from <= start:
                    return target
    return None


def status_of(
    value: float | None,
    target: Target | None,
    better: str,
    is_complete: bool,
    sample_size: int | None,
    minimum_sample: int,
    hides_small_groups: bool,
) -> str:
    """Why there is no verdict, or the verdict: the first that applies."""
    if value is None:
        return "small_sample" if hides_small_groups and sample_size else "no_data"
    if not is_complete:
        return "in_progress"
    if sample_size is not None and sample_size < minimum_sample:
        return "small_sample"
    if target is None or target.target is None or better == "none":
        return "no_target"
    if target.target_to is not None:
        return _in_band(value, target.target, target.target_to, target.near_margin)
    aim, is_near, hair = target.target, _is_within(value, target), TOLERANCE * max(1, abs(target.target))
    if {"higher": value >= aim - hair, "lower": value <= aim + hair, "target": is_near}[better]:
        return "met"
    return "near" if is_near else "missed"


def _in_band(value: float, low: float, high: float, margin: float) -> str:
    hair = TOLERANCE * max(1, abs(low))
    if low - hair <= value <= high + hair:
        return "met"
    is_near = low - margin * abs(low) - hair <= value <= high + margin * abs(high) + hair
    return "near" if is_near else "missed"


def _is_within(value: float, target: Target) -> bool:
    """Whether a value lies within the margin of its target."""
    return abs(value - target.target) <= target.near_margin * abs(target.target) + TOLERANCE * max(
        1, abs(target.target)
    )
