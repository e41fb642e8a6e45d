"""Mistakes made on purpose, one at a time, in the SQL of the measures: each must change a figure (`make mutate`).

A mutant (mutants.yml) is a text of a model's compiled SQL and another in its place. What rests on the model is built
anew in bare DuckDB, and the figures are held against the oracle's: where they still agree, the mutant has survived.
The worlds in which mutants must live, the quickest first: hand-made exports on every edge (edge.py), read by the usual
settings on the evening of a day and by all the other settings at noon; and the demo company.
"""

from __future__ import annotations

import re
import shutil
import sys
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from graphlib import TopologicalSorter
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import jinja2

PROJECT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "python")]

import edge  # noqa: E402
from conftest import BuiltWarehouse, build_demo  # noqa: E402
from mutants import Mutant, listed  # noqa: E402
from oracle import Result, evaluate  # noqa: E402
from replay import compiled_models, replay_exports  # noqa: E402
from test_oracle_agrees import COMPARED, equal, figures  # noqa: E402

from service_kpi import settings as company  # noqa: E402

VALUES, REQUEST_TYPES = "scorecards.fct_kpi_values", "seeds.request_types"
DEMO = PROJECT / "companies" / "demo"
# The demo's settings, as the oracle takes them.
ZONE, DELIVERY = "Asia/Shanghai", {"default": "append", "agents": "full"}
TARGETS = DEMO / "seeds" / "kpi_targets.csv"

# Every setting that a KPI model reads, as the demo does not have it; and what no row of the seeds says.
OTHER_SETTINGS = {
    "connect_rate_counts_outbound": True,
    "count_short_abandons": True,
    "completion_time_to": "first_resolution",
    "error_rate_counts": "audits",
    "customer_satisfaction_by": "response",
    "smallest_group": 1,
}
STANDARDS = {"fault": 300}

Figures = dict[tuple, tuple]


class Models:
    """Compiled models by schema.name, each as (table or view, SQL)."""

    def __init__(self, compiled: dict[str, tuple[str, str]]) -> None:
        self.compiled = compiled
        named = {name: set(re.findall(r'\b(?=(\w+"?\."?\w+)\b)', sql)) for name, (_, sql) in compiled.items()}
        known = compiled.keys() | {REQUEST_TYPES}
        self._parents = {
            name: {word.replace('"', "") for word in words} & known - {name} for name, words in named.items()
        }
        self._in_order = list(TopologicalSorter(self._parents).static_order())

    def full_name(self, model: str) -> str:
        """schema.name of a model."""
        (name,) = (name for name in self.compiled if name.endswith(f".{model}"))
        return name

    def between(self, changed: str) -> list[str]:
        """A model or seed, all that the figures rest on and that rests on it, and the figures, in order of building."""
        resting, needed = {changed}, {VALUES}
        for name in self._in_order:
            if self._parents.get(name, set()) & resting:
                resting.add(name)
        for name in reversed(self._in_order):
            if name in needed:
                needed |= self._parents.get(name, set())
        return [name for name in self._in_order if name in resting & needed]


@dataclass(frozen=True)
class World:
    """Exports built with some settings, and what the oracle says of them."""

    name: str
    connection: duckdb.DuckDBPyConnection
    models: Models
    told: Figures

    def rebuild(self, changed: str, mutated: str | None = None) -> None:
        """Build anew what a model or seed changes of the figures; the model itself as the mutated SQL, if any."""
        for name in self.models.between(changed):
            if name in self.models.compiled:
                kind, sql = self.models.compiled[name]
                sql = mutated if mutated and name == changed else sql
                self.connection.execute(f"create or replace {kind} {name} as {sql}")

    def kpis_that_differ(self) -> list[str]:
        """The KPIs of which a figure is not the oracle's."""
        ours = figures(self.connection, VALUES)
        return sorted({key[0] for key in ours.keys() | self.told.keys() if not self._alike(ours.get(key), key)})

    def _alike(self, row: tuple | None, key: tuple) -> bool:
        told = self.told.get(key)
        return bool(row and told) and all(equal(a, b, 1e-9) for a, b in zip(row, told, strict=True))

    def kpis_changed_by(self, mutant: Mutant) -> list[str]:
        """The KPIs that tell the mutant. Raises ValueError where its text is stale, duckdb.Error where it is no SQL."""
        name = self.models.full_name(mutant.model)
        mutated = mutant.apply(self.models.compiled[name][1])
        self.connection.execute("begin")
        try:
            self.rebuild(name, mutated)
            return self.kpis_that_differ()
        finally:
            self.connection.execute("rollback")


def told_of(result: Result) -> Figures:
    """The oracle's answer in the shape of figures()."""
    return {key: tuple(getattr(row, name) for name in COMPARED) for key, row in result.values.items()}


def evening(built: BuiltWarehouse, models: Models, folder: Path) -> World:
    """The edges at the end of a day, with the demo's settings."""
    exports = edge.write(folder / "evening_exports")
    settings = company.load(DEMO, exports, "2025-02-10", folder / "evening")
    told = evaluate(exports, date(2025, 2, 10), ZONE, delivery=DELIVERY, targets=TARGETS)
    return World("evening", replay_exports(built, settings), models, told_of(told))


def noon(built: BuiltWarehouse, models: Models, folder: Path) -> World:
    """The edges in the middle of a day, with every other setting and with standards for types of request."""
    at, exports = "2025-02-10T12:00:00+08:00", edge.write(folder / "noon_exports")
    settings = company.load(DEMO, exports, at, folder / "noon")
    told = evaluate(
        exports,
        datetime.fromisoformat(at),
        ZONE,
        delivery=DELIVERY,
        settings=OTHER_SETTINGS,
        targets=TARGETS,
        standard_seconds=STANDARDS,
    )
    connection = replay_exports(built, settings)
    for request_type, seconds in STANDARDS.items():
        connection.execute(
            f"update {REQUEST_TYPES} set standard_handling_seconds = ? where request_type = ?", [seconds, request_type]
        )
    otherwise = with_other_settings(models)
    world = World("noon", connection, Models(models.compiled | otherwise), told_of(told))
    for name in (REQUEST_TYPES, *otherwise):
        world.rebuild(name)
    return world


def with_other_settings(models: Models) -> dict[str, tuple[str, str]]:
    """The KPI models that read one of the other settings, compiled with it."""
    values = company.dbt_defaults() | OTHER_SETTINGS
    compiled = {}
    for path in (PROJECT / "models" / "marts" / "kpis").glob("*/kpi_*.sql"):
        text = path.read_text(encoding="utf-8")
        if any(f"var('{name}')" in text for name in OTHER_SETTINGS):
            name = models.full_name(path.stem)
            sql = jinja2.Template(text).render(var=values.__getitem__, ref=models.full_name)
            compiled[name] = (models.compiled[name][0], sql)
    return compiled


def demo(built: BuiltWarehouse, models: Models, folder: Path) -> World:
    """The demo company as it was built, in a copy."""
    copy = folder / built.warehouse.name
    shutil.copy(built.warehouse, copy)
    connection = duckdb.connect(str(copy))
    connection.execute("set TimeZone = 'UTC'")
    told = evaluate(DEMO / "exports", built.settings.as_of, ZONE, delivery=DELIVERY, targets=TARGETS)
    return World("demo", connection, models, told_of(told))


def verdict(mutant: Mutant, worlds: list[World]) -> tuple[bool, str]:
    """Whether all is well with a mutant, and what became of it."""
    for world in worlds:
        try:
            kpis = world.kpis_changed_by(mutant)
        except (ValueError, duckdb.Error) as error:
            return False, str(error).partition("\n")[0]
        if kpis and mutant.survives:
            return False, f"killed in {world.name} by {kpis[0]}: `survives` no longer holds"
        if kpis:
            return True, f"{world.name}: {', '.join(kpis)}"
    return (True, "survives, with reason") if mutant.survives else (False, "SURVIVES")


def mutate(built: BuiltWarehouse, mutants: list[Mutant]) -> int:
    """Judge the mutants and print two lines for each; the exit code says whether all is well."""
    began = time.monotonic()
    models = Models({name: (kind, sql) for name, kind, sql in compiled_models(built.target)})
    counts: Counter[str] = Counter()
    failed = []
    with TemporaryDirectory() as folder, ExitStack() as open_worlds:
        worlds = [make(built, models, Path(folder)) for make in (evening, noon, demo)]
        for world in worlds:
            open_worlds.callback(world.connection.close)
            if kpis := world.kpis_that_differ():
                print(f"{world.name}: models and oracle disagree before any mutant: {', '.join(kpis)}")
                return 1
        for mutant in mutants:
            started = time.monotonic()
            is_well, what = verdict(mutant, worlds)
            counts[what.partition(":")[0] if is_well else "failed"] += 1
            print(f"{time.monotonic() - started:5.1f} s  {mutant}\n         {what}", flush=True)
            if not is_well:
                failed.append(f"{mutant}\n    {what}")
    totals = ", ".join(f"{what} {count}" for what, count in counts.most_common())
    print(f"{counts.total()} mutants in {time.monotonic() - began:.0f} s: {totals}")
    if failed:
        print("\n".join(["Not well:", *failed]))
    return 1 if failed else 0


def main(models: list[str]) -> int:
    """Build the demo company, then judge the mutants of the models named, of all where none is."""
    mutants = [mutant for mutant in listed() if not models or mutant.model in models]
    with TemporaryDirectory() as folder:
        return mutate(build_demo(Path(folder)), mutants)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
