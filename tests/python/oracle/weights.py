"""What the parts of an index weigh from day to day: as given, or as judges compared them two at a time."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from .reference import read_csv

RANDOM_INDEX = {3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49}
MOST = 0.1  # a consistency ratio above it: the judgements contradict each other

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """A KPI that an index weighs: at the floor it is worth nothing, at the target its whole weight."""

    part: str
    kpi_id: str
    weight: float
    floor: float
    target: float

    def reached(self, value: float) -> float:
        """How far a value is from the floor to the target, from 0 to 1."""
        return min(1.0, max(0.0, (value - self.floor) / (self.target - self.floor)))


@dataclass
class Index:
    """An index: its parts from a day on, and the judgements from a day on: parent -> pair -> one answer a judge."""

    parts: dict[date, list[Part]] = field(default_factory=lambda: defaultdict(list))
    rounds: dict[date, dict[str, dict[Pair, list[float]]]] = field(default_factory=dict)

    def on(self, day: date) -> list[Part]:
        """The parts with the weights in force; none before the first, and none where the judgements contradict."""
        given = _latest(self.parts, day) or []
        judged = {parent: priorities(answers) for parent, answers in (_latest(self.rounds, day) or {}).items()}
        if not judged or not given:
            return given
        if any(ratio > MOST for _, ratio in judged.values()):
            return []
        of_part = judged["*"][0] if "*" in judged else _shares(given, [part.part for part in given])
        weighed = []
        for part in given:
            same = [other for other in given if other.part == part.part]
            within = judged[part.part][0] if part.part in judged else _shares(same, [other.kpi_id for other in same])
            weighed.append(replace(part, weight=of_part[part.part] * within[part.kpi_id]))
        return weighed


def read_indices(parts: Path, judgements: Path) -> dict[str, Index]:
    """The indices of an index_parts.csv and an ahp_judgements.csv."""
    indices: dict[str, Index] = defaultdict(Index)
    for row in read_csv(parts):
        numbers = (float(row[name]) for name in ("weight", "floor", "target"))
        part = Part(row["part"], row["kpi_id"], *numbers)
        indices[row["index_id"]].parts[date.fromisoformat(row["valid_from"])].append(part)
    for row in read_csv(judgements):
        rounds = indices[row["index_id"]].rounds.setdefault(date.fromisoformat(row["valid_from"]), {})
        answers = rounds.setdefault(row["parent"], {})
        answers.setdefault((row["item_a"], row["item_b"]), []).append(float(Fraction(row["judgement"])))
    return indices


def priorities(answers: Mapping[Pair, list[float]]) -> tuple[dict[str, float], float]:
    """Weights by item, and the consistency ratio, of all that the judges answered."""
    items = sorted({item for pair in answers for item in pair})
    times = {(item, item): 1.0 for item in items}
    for a in items:
        for b in items:
            said = answers.get((a, b), []) + [1 / answer for answer in answers.get((b, a), [])]
            if a != b:
                times[a, b] = math.prod(said) ** (1 / len(said))
    weights, eigenvalue = _eigenvector(items, times)
    size = len(items)
    return weights, max(0.0, eigenvalue - size) / (size - 1) / RANDOM_INDEX[size] if size > 2 else 0.0


def _eigenvector(items: list[str], times: Mapping[Pair, float]) -> tuple[dict[str, float], float]:
    """Step by step until nothing moves."""
    weights = dict.fromkeys(items, 1 / len(items))
    for _ in range(10_000):
        made = {a: math.fsum(times[a, b] * weights[b] for b in items) for a in items}
        total = math.fsum(made.values())
        made = {item: weight / total for item, weight in made.items()}
        if max(abs(made[item] - weights[item]) for item in items) < 1e-16:
            break
        weights = made
    return made, total


def _shares(parts: Iterable[Part], names: Iterable[str]) -> dict[str, float]:
    """What each name has of the weights given."""
    shares: dict[str, float] = defaultdict(float)
    for part, name in zip(parts, names, strict=True):
        shares[name] += part.weight
    whole = math.fsum(shares.values())
    return {name: weight / whole for name, weight in shares.items()}


def _latest(by_day: Mapping[date, object], day: date):
    """What began last, on the day or before it; None where nothing had."""
    began = [first for first in by_day if first <= day]
    return by_day[max(began)] if began else None
