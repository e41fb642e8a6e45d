"""Mistakes made on purpose, one at a time, in the SQL of the measures: each must change a figure (`make mutate`).

A mutant (mutants.yml) is a text of a model's compiled SQL and another in its place. What rests on the model is built
anew in bare DuckDB, and the figures are held against the oracle's: where they still agree, the mutant has survived.
The worlds in which mutants must live, the quickest first: hand-made exports and reference tables on every edge
(edge.py), read by the usual settings on the evening of a day and by all the other settings at noon; and the demo
company.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from graphlib import TopologicalSorter
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

PROJECT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "python")]

import edge  # noqa: E402
from conftest import BuiltWarehouse, build_demo  # noqa: E402
from mutants import Mutant, listed  # noqa: E402
from oracle import Result, evaluate  # noqa: E402
from replay import compiled_models, replay_exports  # noqa: E402
from test_oracle_agrees import COMPARED, equal, figures  # noqa: E402

from service_kpi import settings as company  # noqa: E402
from service_kpi.build import run_dbt  # noqa: E402

VALUES, REQUEST_TYPES = "scorecards.fct_kpi_values", "seeds.request_types"
DEMO = PROJECT / "companies" / "demo"
# The demo's settings, as the oracle takes them.
ZONE, DELIVERY = "Asia/Shanghai", {"default": "append", "agents": "full"}
SEEDS = DEMO / "seeds"

# Every setting that decides what counts, as the demo does not have it; and what no row of the seeds says.
OTHER_SETTINGS = {
    "connect_rate_counts_outbound": True,
    "count_short_abandons": True,
    "completion_time_to": "first_resolution",
    "error_rate_counts": "audits",
    "customer_satisfaction_by": "response",
    "smallest_group": 1,
    "resolution_window_days": 3,
    "first_contact_resolution": "net",
    "complaint_answer_hours": 25,
    "repeat_complaint_days": 7,
    "feedback_includes_problems": True,
    "service_rating_of": "maximum",
    "customer_effort_by": "share",
    "fatal_item_voids_audit": False,
    "service_level_seconds": 10,
    "service_level_formula": "abandons_within_met",
    "minimum_sample": 3,
    "feedback_window_days": 3,
    "recovery_window_days": 7,
    "repurchase_window_days": 10,
    "retention_counts": "contract",
    "service_quality_index_of": "surveys",
    "business_time_kpis": sorted(company.HAVE_BUSINESS_TIME),
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

    def rests_on(self, name: str, others: set[str]) -> bool:
        """Whether a model reads one of the others itself."""
        return bool(self._parents[name] & others)

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
    contents: dict[str, tuple] = field(default_factory=dict)  # of each table as it was built: how many rows, which

    def note_contents(self) -> None:
        """Remember the tables as they are."""
        for name, (kind, _) in self.models.compiled.items():
            if kind == "table":
                self.contents[name] = self._content(name)

    def rebuild(self, changed: str, mutated: str | None = None) -> bool:
        """Build anew what a model or seed changes of the figures; the model itself as the mutated SQL, if any.

        Tables that come out as they were are as far as it goes. Says whether it went as far as the figures.
        """
        otherwise = {changed}
        for name in self.models.between(changed):
            if name == changed or self.models.rests_on(name, otherwise):
                if self._comes_out_otherwise(name, mutated if name == changed else None):
                    otherwise.add(name)
                else:
                    otherwise.discard(name)
        return VALUES in otherwise

    def _comes_out_otherwise(self, name: str, mutated: str | None) -> bool:
        if name not in self.models.compiled:
            return True
        kind, sql = self.models.compiled[name]
        if kind == "table" or mutated:
            self.connection.execute(f"create or replace {kind} {name} as {mutated or sql}")
        return kind == "view" or self._content(name) != self.contents.get(name)

    def _content(self, name: str) -> tuple:
        (content,) = self.connection.execute(f"select count(*), sum(hash(t)) from {name} as t").fetchall()
        return content

    def kpis_that_differ(self) -> list[str]:
        """The KPIs of which a figure is not the oracle's."""
        ours = figures(self.connection, VALUES)
        return sorted({key[0] for key in ours.keys() | self.told.keys() if not self._alike(ours.get(key), key)})

    def _alike(self, row: tuple | None, key: tuple) -> bool:
        told = self.told.get(key)
        return bool(row and told) and all(equal(a, b, 1e-9) for a, b in zip(row, told, strict=True))

    def has(self, mutant: Mutant) -> bool:
        """Whether the mutant's text stands in its model, as the settings have it."""
        return mutant.stands_in(self.models.compiled[self.models.full_name(mutant.model)][1])

    def kpis_changed_by(self, mutant: Mutant) -> list[str]:
        """The KPIs that tell the mutant. Raises ValueError where its text is stale, duckdb.Error where it is no SQL."""
        name = self.models.full_name(mutant.model)
        mutated = mutant.apply(self.models.compiled[name][1])
        self.connection.execute("begin")
        try:
            return self.kpis_that_differ() if self.rebuild(name, mutated) else []
        finally:
            self.connection.execute("rollback")


def told_of(result: Result) -> Figures:
    """The oracle's answer in the shape of figures()."""
    return {key: tuple(getattr(row, name) for name in COMPARED) for key, row in result.values.items()}


def evening(built: BuiltWarehouse, models: Models, folder: Path) -> World:
    """The edges at the end of a day, with the demo's settings."""
    exports, seeds = edges(folder / "evening_edges")
    settings = company.load(DEMO, exports, "2025-02-10", folder / "evening")
    told = evaluate(exports, date(2025, 2, 10), ZONE, delivery=DELIVERY, seeds=seeds)
    return World("evening", replay_exports(built, settings, seeds), models, told_of(told))


def noon(built: BuiltWarehouse, models: Models, folder: Path) -> World:
    """The edges in the middle of a day, with every other setting and with standards for types of request."""
    at = "2025-02-10T12:00:00+08:00"
    exports, seeds = edges(folder / "noon_edges")
    settings = company.load(DEMO, exports, at, folder / "noon")
    told = evaluate(
        exports,
        datetime.fromisoformat(at),
        ZONE,
        delivery=DELIVERY,
        settings=OTHER_SETTINGS,
        seeds=seeds,
        standard_seconds=STANDARDS,
    )
    otherwise = with_other_settings(built, folder / "otherwise")
    connection = replay_exports(otherwise, settings, seeds)
    for request_type, seconds in STANDARDS.items():
        connection.execute(
            f"update {REQUEST_TYPES} set standard_handling_seconds = ? where request_type = ?", [seconds, request_type]
        )
    world = World("noon", connection, Models(compiled(otherwise)), told_of(told))
    world.rebuild(REQUEST_TYPES)
    return world


def edges(folder: Path) -> tuple[Path, Path]:
    """The hand-made exports and reference tables as files: their folders. Targets are the demo's."""
    folder.mkdir()
    exports, seeds = edge.write(folder / "exports"), edge.write_seeds(folder / "seeds")
    shutil.copy(SEEDS / "kpi_targets.csv", seeds)
    return exports, seeds


def with_other_settings(built: BuiltWarehouse, target: Path) -> BuiltWarehouse:
    """The same, its models compiled with the other settings into another target folder."""
    before = dict(os.environ)
    try:
        settings = replace(built.settings, vars=built.settings.vars | OTHER_SETTINGS)
        chosen = ["--select", "resource_type:model", "--target-path", str(target)]
        run_dbt(settings, ["compile", *chosen, "--quiet", "--log-level", "none"])
    finally:
        os.environ.clear()
        os.environ.update(before)
    return replace(built, target=target)


def compiled(built: BuiltWarehouse) -> dict[str, tuple[str, str]]:
    """The compiled models by schema.name, each as (table or view, SQL)."""
    return {name: (kind, sql) for name, kind, sql in compiled_models(built.target)}


def demo(built: BuiltWarehouse, models: Models, folder: Path) -> World:
    """The demo company as it was built, in a copy."""
    copy = folder / built.warehouse.name
    shutil.copy(built.warehouse, copy)
    connection = duckdb.connect(str(copy))
    connection.execute("set TimeZone = 'UTC'")
    told = evaluate(DEMO / "exports", built.settings.as_of, ZONE, delivery=DELIVERY, seeds=SEEDS)
    return World("demo", connection, models, told_of(told))


def verdict(mutant: Mutant, worlds: list[World]) -> tuple[bool, str]:
    """Whether all is well with a mutant, and what became of it."""
    worlds = [world for world in worlds if world.has(mutant)]
    if not worlds:
        return False, "stale: nowhere in the compiled SQL"
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
    models = Models(compiled(built))
    counts: Counter[str] = Counter()
    failed = []
    with TemporaryDirectory() as folder, ExitStack() as open_worlds:
        worlds = [make(built, models, Path(folder)) for make in (evening, noon, demo)]
        for world in worlds:
            open_worlds.callback(world.connection.close)
            world.note_contents()
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
