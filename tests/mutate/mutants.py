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
MODELS = PROJECT / "models"
MARTS = MODELS / "marts"
KEYS = {"period_grain", "period_start", "scope_type", "scope_id"}
WHICH_ROWS = "rows"  # what stands in mutants.yml for no column: which rows are counted


# A round of a loop in a model: its variable and the value, where a text names it.
Loop = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Mutant:
    """One mistake in one model: a text of its file, what stands there instead, and what that does."""

    model: str
    column: str
    means: str
    old: str
    new: str
    survives: str | None = None  # why no figure can tell it from the model
    everywhere: bool = False  # the compiled text stands in every round of a loop that it does not name
    loop: Loop = ()

    def __str__(self) -> str:
        return f"{self.model}.{self.column}: {self.means}"

    def apply(self, compiled: str) -> str:
        """The mutated SQL. Raises ValueError where the text does not stand exactly once, or everywhere, in the SQL."""
        old = _unrolled(self.old, self.loop)
        times = compiled.count(old)
        if times == 0 or (times > 1 and not self.everywhere):
            raise ValueError(f"stale: {times} times in the compiled SQL: {old}")
        return compiled.replace(old, _unrolled(self.new, self.loop))


def listed() -> list[Mutant]:
    """All mutants in the order of the file; a loop of the model is unrolled."""
    models = yaml.safe_load(LISTED.read_text(encoding="utf-8"))
    return [
        Mutant(
            model,
            _unrolled(column, loop),
            **(written | {"survives": _reason(written.get("survives"), loop)}),
            loop=loop,
        )
        for model, columns in models.items()
        for column, mutants in columns.items()
        for written in mutants
        for loop in _loops(source(model), written["old"])
    ]


def _reason(written: str | dict[str, str] | None, loop: Loop) -> str | None:
    """Why a mutant survives; a reason may hold for some rounds of the loop alone."""
    if not isinstance(written, dict):
        return written
    return next((written[value] for _, value in loop if value in written), None)


def source(model: str) -> str:
    """The file of a model."""
    (path,) = (*MARTS.glob(f"*/{model}.sql"), *MODELS.glob(f"intermediate/{model}.sql"))
    return path.read_text(encoding="utf-8")


def _loops(source: str, text: str) -> list[Loop]:
    """What the loop variable in a text goes through; one empty round where it names none."""
    for name, values in re.findall(r"for (\w+) in (\[.*?\]) %", source):
        if "{{ " + name + " }}" in text:
            return [((name, value),) for value in ast.literal_eval(values)]
    return [()]


def _unrolled(text: str, loop: Loop) -> str:
    for name, value in loop:
        text = text.replace("{{ " + name + " }}", value)
    return text


def measures(model: str) -> list[str]:
    """The columns that a measure model yields, its keys left out."""
    text = source(model)
    rolled_up = re.search(r"roll_up\((.*)\)", text, re.DOTALL)
    if rolled_up:
        return [name for name in re.findall(r"'(\w+)'", rolled_up[1]) if name != "daily"]
    names = re.findall(r"(?:^ *| as )((?:\{\{ \w+ \}\})?\w+)(?:,|$|\n    \{\{-)", _last_select(text), re.MULTILINE)
    return [_unrolled(name, loop) for name in names if name not in KEYS for loop in _loops(text, name)]


def _last_select(text: str) -> str:
    """What a model selects in the end: the text between its last select and from."""
    return re.split(r"\n *from ", re.split(r"^ *select$", text, flags=re.MULTILINE)[-1])[0]


def read_by_measures() -> Iterator[tuple[str, str]]:
    """(fact, column) of every flag, duration and day that a fact works out and a measure model of it names."""
    files = [path.read_text(encoding="utf-8") for path in (MARTS / "measures").glob("*.sql")]
    for path in sorted((MARTS / "core").glob("fct_*.sql")):
        named = {word for text in files if f"'{path.stem}'" in text for word in re.findall(r"\w+", text)}
        text = path.read_text(encoding="utf-8")
        worked_out = set(re.findall(r" as (\w+),?$", text, re.MULTILINE))
        for column in worked_out & named & set(re.findall(r"(\w+),?$", _last_select(text), re.MULTILINE)):
            if re.search(r"^is_|_seconds$|_share$|_on$|^errors$", column):
                yield path.stem, column


def of_clocks_and_history() -> Iterator[str]:
    """The models that facts of clocks and history rest on and no measure names: a mistake in them shows further on."""
    for path in sorted((*MODELS.glob("intermediate/*.sql"), *MARTS.glob("core/*.sql"))):
        if re.match(r"int_(sla|schedule|opening)|fct_request_(events|states)|business_calendar", path.stem):
            yield path.stem
