"""Tables of rules in positions: of each position the version in force counts, and of those that fit the lowest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .reference import read_csv

ANY = "*"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: its position, its first day, the value of each column that it is for, or `*`; all it says."""

    position: int
    valid_from: date
    patterns: Mapping[str, str]
    says: Mapping[str, str]

    def fits(self, values: Mapping[str, str | None]) -> bool:
        """Whether every pattern is any or the value; a missing value is only any."""
        return all(pattern in (ANY, values[column]) for column, pattern in self.patterns.items())


def read_rules(path: Path, columns: Iterable[str], in_lower_case: Iterable[str] = ()) -> list[Rule]:
    """The rules of a table, with the patterns of the columns named; those compared in lower case are made so."""
    return [
        Rule(
            position=int(row["position"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            patterns={column: row[column].lower() if column in in_lower_case else row[column] for column in columns},
            says=row,
        )
        for row in read_csv(path)
    ]


def rule_for(rules: Iterable[Rule], day: date, values: Mapping[str, str | None]) -> Rule | None:
    """The rule that applies on a day; None where none fits."""
    in_force: dict[int, Rule] = {}
    for rule in rules:
        earlier = in_force.get(rule.position)
        if rule.valid_from <= day and (earlier is None or earlier.valid_from < rule.valid_from):
            in_force[rule.position] = rule
    fitting = [rule for rule in in_force.values() if rule.fits(values)]
    return min(fitting, key=lambda rule: rule.position, default=None)
