"""The indices, which weigh what other KPIs found: the values of the same period and member."""

import math
from collections import defaultdict
from collections.abc import Iterable

from ..attribute import Facts
from ..counting import Cell, Counting, Counts
from ..reference import Part


def customer_satisfaction_index(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of weight x part over the parts with data / sum of the weights of those parts"""
    return _weighed(counting.parts["customer_satisfaction_index"], counting, scopes)


def service_quality_index(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """sum of weight x part over the parts with data / sum of the weights of those parts

    A company may choose the parts that its customers judge.
    """
    is_of_surveys = counting.settings.service_quality_index_of == "surveys"
    parts = [
        part
        for part in counting.parts["service_quality_index"]
        if not is_of_surveys or counting.areas[part.kpi_id] == "satisfaction"
    ]
    return _weighed(parts, counting, scopes)


def _weighed(parts: Iterable[Part], counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """The parts that have a value; the sample is the smallest of theirs."""
    by_kpi: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        by_kpi[part.kpi_id].append(part)
    found: dict[Cell, list[tuple[Part, float, int | None]]] = {}
    periods = {scope: set(counting.periods(scope)) for scope in scopes}
    for (kpi_id, *cell), row in counting.values.items():
        if kpi_id in by_kpi and row.value is not None and tuple(cell[:2]) in periods.get(cell[2], ()):
            theirs = found.setdefault(tuple(cell), [])
            theirs += [(part, row.value, row.sample_size) for part in by_kpi[kpi_id]]
    return {
        cell: Counts(
            math.fsum(part.weight * part.reached(value) for part, value, _ in theirs),
            math.fsum(part.weight for part, _, _ in theirs),
            min((size for *_, size in theirs if size is not None), default=None),
        )
        for cell, theirs in found.items()
    }
