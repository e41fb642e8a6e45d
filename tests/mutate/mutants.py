"""The mutants of the measures, as mutants.yml lists them, and the measures and flags that it has to list."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from service_kpi.contract import PROJECT

LISTED = Path(__file__).with_name("mutants.yml")
MODELS = PROJECT / "models"
MARTS = MODELS / "marts"
KEYS = {"period_grain", "period_start", "scope_type", "scope_id"}
WHICH_ROWS = "rows"  # what stands in mutants.yml for no column: which rows are counted
# The macros that write what a mutant of these models changes.
MACROS = {
    "customers_by_created": "scopes/visits",
    "requests_by_resolved": "scopes/working_months",
    "fct_service_requests": "contract/merged_requests",
    "stg_standard__orders": "contract/exchange",
    "stg_standard__service_finances": "contract/exchange",
}

# A round of a loop in a model: its variable and the value, where a text names it.
Loop = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Mutant:
    """One mistake in one model: a text of it, what stands there instead, and what that does."""

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

    def stands_in(self, compiled: str) -> bool:
        """Whether the text stands in the SQL; with some settings a model leaves it out."""
        return _unrolled(self.old, self.loop) in compiled

    def apply(self, compiled: str) -> str:
        """The mutated SQL. Raises ValueError where the text stands in the SQL more than once, and not everywhere."""
        old = _unrolled(self.old, self.loop)
        times = compiled.count(old)
        if times > 1 and not self.everywhere:
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
        for loop in _loops(written_in(model), written["old"])
    ]


def _reason(written: str | dict[str, str] | None, loop: Loop) -> str | None:
    """Why a mutant survives; a reason may hold for some rounds of the loop alone."""
    if not isinstance(written, dict):
        return written
    return next((written[value] for _, value in loop if value in written), None)


@cache
def source(model: str) -> str:
    """The file of a model."""
    (path,) = MODELS.rglob(f"{model}.sql")
    return path.read_text(encoding="utf-8")


def written_in(model: str) -> str:
    """The texts that a model is written in: its file, and that of its macro where MACROS names one."""
    macro = MACROS.get(model)
    return source(model) + ((PROJECT / "macros" / f"{macro}.sql").read_text(encoding="utf-8") if macro else "")


def _loops(source: str, text: str) -> list[Loop]:
    """What the loop variable in a text goes through; one empty round where it names none."""
    lists = dict(re.findall(r"set (\w+) = (\[[^\]]*\]) %", source))
    for name, values in re.findall(r"for (\w+) in (\[.*?\]|\w+) %", source):
        if "{{ " + name + " }}" in text:
            return [((name, value),) for value in ast.literal_eval(lists.get(values, values))]
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
        # Those that a loop names may stand there as a list that another loop has put together.
        looped = re.findall(r" as (\{\{ \w+ \}\}\w+),$", text, re.MULTILINE)
        names = [_unrolled(name, loop) for name in looped for loop in _loops(text, name)]
        return names + [name for name in re.findall(r"'(\w+)'", rolled_up[1]) if name != "daily"]
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
        # By request_created_on a table is kept, not counted.
        worked_out = set(re.findall(r" as (\w+),?$", text, re.MULTILINE)) - {"request_created_on"}
        for column in worked_out & named & set(re.findall(r"(\w+),?$", _last_select(text), re.MULTILINE)):
            if re.search(r"^is_|_seconds$|_share$|_on$|^errors$", column):
                yield path.stem, column


def of_clocks_and_history() -> Iterator[str]:
    """The models that facts of clocks and history rest on and no measure names: a mistake in them shows further on."""
    for path in sorted((*MODELS.glob("intermediate/*.sql"), *MARTS.glob("core/*.sql"))):
        if re.match(r"int_(sla|schedule|opening)|fct_request_(events|states)|business_calendar", path.stem):
            yield path.stem
