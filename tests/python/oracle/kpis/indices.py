"""The indices, which weigh what other KPIs found: the values of the same period and member."""

import math
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from ..attribute import Facts
from ..counting import Cell, Counting, Counts
from ..weights import Part


def customer_satisfaction_index(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of weight x part over the parts with data / sum of the weights of those parts"""
    return _weighed("customer_satisfaction_index", counting, scopes)


def service_quality_index(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of weight x part over the parts with data / sum of the weights of those parts

    A company may choose the parts that its customers judge.
    """
    return _weighed("service_quality_index", counting, scopes)


def parts_behind(index_id: str, counting: Counting, scopes: Iterable[str]) -> dict[Cell, list[tuple[Part, Any]]]:
    """The parts of each cell that have a value, by the weights of the period's first day."""
    is_of_surveys = index_id == "service_quality_index" and counting.settings.service_quality_index_of == "surveys"
    in_force: dict[date, dict[str, Part]] = {}
    found: dict[Cell, list[tuple[Part, Any]]] = defaultdict(list)
    periods = {scope: set(counting.periods(scope)) for scope in scopes}
    for (kpi_id, *cell), row in counting.values.items():
        if row.value is None or tuple(cell[:2]) not in periods.get(cell[2], ()):
            continue
        if cell[1] not in in_force:
            in_force[cell[1]] = {part.kpi_id: part for part in counting.indices[index_id].on(cell[1])}
        part = in_force[cell[1]].get(kpi_id)
        if part and not (is_of_surveys and counting.areas[kpi_id] != "satisfaction"):
            found[tuple(cell)].append((part, row))
    return found


def _weighed(index_id: str, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """The parts that have a value; the sample is the smallest of theirs."""
    return {
        cell: Counts(
            math.fsum(part.weight * part.reached(row.value) for part, row in theirs),
            math.fsum(part.weight for part, _ in theirs),
            min((row.sample_size for _, row in theirs if row.sample_size is not None), default=None),
        )
        for cell, theirs in parts_behind(index_id, counting, scopes).items()
    }
