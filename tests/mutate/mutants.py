"""The mutants of the measures, as mutants.yml lists them, and the measures and flags that it has to list."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from service_kpi.contract import PROJECT

LISTED = Path(__file__).with_name("mutants.yml")
MARTS = PROJECT / "models" / "marts"
KEYS = {"period_grain", "period_start", "scope_type", "scope_id"}
WHICH_ROWS = "rows"  # what stands in mutants.yml for no column: which rows are counted


@dataclass(frozen=True)
class Mutant:
    """One mistake in one model: a text of its file, what stands there instead, and what that does."""

    model: str
    column: str
    means: str
    old: str
    new: str
    survives: str | None = None  # why no figure can tell it from the model
    loop: tuple[tuple[str, str], ...] = ()  # the model's loop variable and its value, where the text names it

    def __str__(self) -> str:
        return f"{self.model}.{self._unrolled(self.column)}: {self.means}"

    def apply(self, compiled: str) -> str:
        """The mutated SQL. Raises ValueError where the text does not stand exactly once in the compiled SQL."""
        old = self._unrolled(self.old)
        if compiled.count(old) != 1:
            raise ValueError(f"stale: {compiled.count(old)} times in the compiled SQL: {old}")
        return compiled.replace(old, self._unrolled(self.new))

    def _unrolled(self, text: str) -> str:
        for name, value in self.loop:
            text = text.replace("{{ " + name + " }}", value)
        return text


def listed() -> list[Mutant]:
    """All mutants in the order of the file; a loop of the model is unrolled."""
    models = yaml.safe_load(LISTED.read_text(encoding="utf-8"))
    return [
        Mutant(model, column, **(written | {"survives": _reason(written.get("survives"), loop)}), loop=loop)
        for model, columns in models.items()
        for column, mutants in columns.items()
        for written in mutants
        for loop in _loops(source(model), written["old"])
    ]


def _reason(written: str | dict[str, str] | None, loop: tuple[tuple[str, str], ...]) -> str | None:
    """Why a mutant survives; a reason may hold for some rounds of the loop alone."""
    if not isinstance(written, dict):
        return written
    return next((written[value] for _, value in loop if value in written), None)


def source(model: str) -> str:
    """The file of a measure model or a fact."""
    (path,) = MARTS.glob(f"*/{model}.sql")
    return path.read_text(encoding="utf-8")


def _loops(source: str, text: str) -> list[tuple[tuple[str, str], ...]]:
    """What the loop variable in a text goes through; one empty round where it names none."""
    for name, values in re.findall(r"for (\w+) in (\[.*?\]) %", source):
        if "{{ " + name + " }}" in text:
            return [((name, value),) for value in ast.literal_eval(values)]
    return [()]


def measures(model: str) -> list[str]:
    """The columns that a measure model yields, its keys left out, as they are written there."""
    text = source(model)
    rolled_up = re.search(r"roll_up\((.*)\)", text, re.DOTALL)
    if rolled_up:
        return [name for name in re.findall(r"'(\w+)'", rolled_up[1]) if name != "daily"]
    last_select = re.split(r"^select$", text, flags=re.MULTILINE)[-1].split("\nfrom ")[0]
    aliases = re.findall(r" as ((?:\{\{ \w+ \}\})?\w+)(?:,|$|\n    \{\{-)", last_select, re.MULTILINE)
    return [name for name in aliases if name not in KEYS]


def read_by_measures() -> Iterator[tuple[str, str]]:
    """(fact, column) of every flag, duration and day that a fact works out and a measure model names."""
    files = (MARTS / "measures").glob("*.sql")
    named = {word for path in files for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))}
    for path in sorted((MARTS / "core").glob("fct_*.sql")):
        for column in re.findall(r" as (\w+),?$", path.read_text(encoding="utf-8"), re.MULTILINE):
            if column in named and re.search(r"^is_|_seconds$|_share$|_on$|^errors$", column):
                yield path.stem, column
