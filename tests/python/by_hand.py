"""A company so small that its KPIs can be counted on one's fingers, and what the oracle makes of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from oracle import Result, Row, evaluate
from oracle.kpis import KPIS

JUNE = ("month", date(2025, 6, 1))
END_OF_JUNE = date(2025, 6, 30)


class Company:
    """A folder of exports, and what the oracle makes of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, *lines: str) -> None:
        """Write a file line by line, the header first."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def evaluate(self, **options: object) -> Result:
        """All values at the end of June 2025."""
        return evaluate(self.folder, **{"as_of": END_OF_JUNE, **options})

    def value(
        self,
        kpi: str,
        period: tuple[str, date] = JUNE,
        scope: str = "company",
        member: str = "all",
        **options: object,
    ) -> Row:
        """One value at the end of June 2025."""
        return self._told(kpi, options)[kpi, *period, scope, member]

    def june(self, kpi: str, **options: object) -> dict[tuple[str, str], Row]:
        """The values of June by scope and member."""
        return {key[3:]: row for key, row in self._told(kpi, options).items() if key[:3] == (kpi, *JUNE)}

    def _told(self, kpi: str, options: dict[str, object]) -> dict[tuple, Row]:
        only = None if KPIS[kpi].kind == "composite" else {kpi}  # an index is made of others
        return self.evaluate(**{"only": only, **options}).values

    def reasons(self, **options: object) -> list[tuple[int, str | None, str]]:
        """Row, column and reason of every rejected row."""
        return [(row.row, row.column, row.reason) for row in self.evaluate(**options).rejected]


def fraction(row: Row) -> tuple[float | None, float | None]:
    """Numerator and denominator."""
    return row.numerator, row.denominator
