"""The parts of the bench, in their order: each measures one thing and returns its figures.

The first makes the exports and every later one needs what the parts before it left in the scratch folder.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from . import business_time, child, engine, floor, more_calls, new_day, replay

COMPANY = ["--company", "companies/demo"]
DURATIONS = 10_000_000
ARTIFACTS = ("manifest.json", "run_results.json")


@dataclass(frozen=True)
class Bench:
    """Where the bench works. `run`: the data folder of the runs that are measured."""

    scratch: Path
    requests: int
    seed: int

    @property
    def exports(self) -> Path:
        return self.scratch / "exports"

    @property
    def run(self) -> Path:
        return self.scratch / "run"

    @property
    def artifacts(self) -> Path:
        """What dbt left of the first run."""
        return self.scratch / "artifacts"

    @property
    def before(self) -> Path:
        """The build file as it stood before dbt ran the first time."""
        return self.scratch / "before" / "service_kpi.duckdb"

    @property
    def finished(self) -> Path:
        """The build file of the runs."""
        return build_file(self.run)

    def on_exports(self, command: str, *more: str) -> list[str]:
        return [command, *COMPANY, "--exports", str(self.exports), *more]


def build_file(data: Path) -> Path:
    return data / "warehouse" / "service_kpi.duckdb"


def generate(bench: Bench) -> dict:
    """The demo company's exports with as many calls as requests, and an empty data folder."""
    for folder in (bench.exports, bench.run):
        shutil.rmtree(folder, ignore_errors=True)
    arguments = ["demo", "--requests", str(bench.requests), "--seed", str(bench.seed), "--out", str(bench.exports)]
    cost = child.service_kpi(arguments, bench.run)
    more_calls.write(bench.exports, bench.requests)
    size = sum(file.stat().st_size for file in bench.exports.iterdir())
    return {"generate_cpu_s": cost.cpu_s, "exports_mb": round(size / 1e6)}


def run(bench: Bench) -> dict:
    """The whole run, from exports to published tables; dbt writes its statements down for the replay."""
    cost = logged(bench.on_exports("run"), bench.run, bench.artifacts)
    record = last_run(bench.run)
    with engine.connect(bench.finished) as connection:
        connection.execute(f"copy {floor.RESULT} to '{bench.artifacts / 'result.parquet'}' (format parquet)")
    return {
        "run_wall_s": cost.wall_s,
        "run_cpu_s": cost.cpu_s,
        "peak_mb": cost.peak_mb,
        "largest_process_mb": cost.largest_mb,
        "rows_landed": record["rows"],
        "phases": record["seconds"],
        "build_file_mb": round(bench.finished.stat().st_size / 1e6),
    }


def rerun(bench: Bench) -> dict:
    """The same run again with nothing new."""
    cost = child.service_kpi(bench.on_exports("run"), bench.run, PYTHONPROFILEIMPORTTIME="1")
    return {
        "rerun_wall_s": cost.wall_s,
        "rerun_cpu_s": cost.cpu_s,
        "rerun_imports_dbt": "dbt.cli.main" in cost.said,
    }


def engine_cpu(bench: Bench) -> dict:
    """The SQL of the first run, replayed in a bare process on the build file as it stood before."""
    landed = bench.scratch / "landed"
    link_landing(bench.run, landed)
    child.service_kpi(bench.on_exports("land"), landed)
    engine.copy_build_file(build_file(landed), bench.before.parent, seeds_from=bench.finished)
    costs = replayed(bench, bench.artifacts, engine.copy_build_file(bench.before, bench.scratch / "replay"))
    models, tests = replay.models_and_tests(costs)
    return {
        "engine_cpu_s": round(models, 2),
        "tests_cpu_s": round(tests, 2),
        "dearest": replay.dearest(costs),
        "replay": costs,
    }


def floor_cpu(bench: Bench) -> dict:
    """The floor, and whether it gives the same rows."""
    file = engine.copy_build_file(bench.before, bench.scratch / "floor")
    made = in_a_process("bench.floor", bench.artifacts, file, out=bench.scratch / "floor.json")
    shutil.rmtree(file.parent)
    hand, compiled = sum(made["by_hand"].values()), sum(made["compiled"].values())
    ranked = sorted((made["by_hand"] | made["compiled"]).items(), key=lambda item: -item[1])
    return {
        "floor_cpu_s": round(hand + compiled, 2),
        "floor_by_hand_cpu_s": round(hand, 2),
        "floor_rows": made["rows"],
        "floor_rows_that_differ": made["rows_that_differ"],
        "floor_dearest": dict(ranked[:10]),
        "floor": made["by_hand"] | made["compiled"],
    }


def anchors(bench: Bench) -> dict:
    """Passes over the facts of the first run that nobody tunes."""
    return in_a_process("bench.anchors", bench.artifacts, bench.finished, out=bench.scratch / "anchors.json")


def durations(bench: Bench) -> dict:
    """Business time against calendar time, and against exploding into days; of made-up requests, always as many."""
    os.environ["SERVICE_KPI_DATA"] = str(bench.run)
    return business_time.measure(DURATIONS, rounds=3, data=bench.run)


def a_day(bench: Bench) -> dict:
    """One new day's files on top: what its build costs the engine, and whether it equals a full rebuild."""
    rows = new_day.write(bench.exports, bench.requests)
    as_of = ("--as-of", str(new_day.DAY))
    child.service_kpi(bench.on_exports("land", *as_of), bench.run)
    file = engine.copy_build_file(bench.finished, bench.scratch / "day_before")
    artifacts = bench.scratch / "day_artifacts"
    cost = logged(bench.on_exports("build", *as_of, "--force"), bench.run, artifacts)
    costs = replayed(bench, artifacts, file)
    models, _ = replay.models_and_tests(costs)
    rebuilt = bench.scratch / "rebuilt"
    link_landing(bench.run, rebuilt)
    child.service_kpi(bench.on_exports("build", *as_of, "--force"), rebuilt)
    with engine.connect(bench.finished) as connection:
        connection.execute(f"attach '{build_file(rebuilt)}' as rebuilt (read_only)")
        _, differ = floor.compare(connection, f"service_kpi.{floor.RESULT}", f"rebuilt.{floor.RESULT}")
    shutil.rmtree(rebuilt)
    return {
        "new_day_rows": sum(rows.values()),
        "new_day_build_cpu_s": cost.cpu_s,
        "new_day_engine_cpu_s": round(models, 2),
        "new_day_rows_that_differ": differ,
        "new_day_dearest": replay.dearest(costs),
    }


def later(bench: Bench) -> dict:
    """A run a day later without new files."""
    day = str(new_day.DAY + timedelta(days=1))
    cost = child.service_kpi(bench.on_exports("run", "--as-of", day, "--force"), bench.run)
    return {"later_wall_s": cost.wall_s, "later_cpu_s": cost.cpu_s}


PARTS: dict[str, Callable[[Bench], dict]] = {
    "generate": generate,
    "run": run,
    "rerun": rerun,
    "engine": engine_cpu,
    "floor": floor_cpu,
    "anchors": anchors,
    "durations": durations,
    "new_day": a_day,
    "later": later,
}


def last_run(data: Path) -> dict:
    """The record of the last run in a data folder."""
    return json.loads((data / "runs.jsonl").read_text(encoding="utf-8").splitlines()[-1])


def drop_old_sets(data: Path) -> None:
    """Remove the published sets that are no longer the current one: at ten million each is gigabytes."""
    current = (data / "published" / "current").resolve()
    for old in (data / "published").glob("*"):
        if old.resolve() != current:
            shutil.rmtree(old)


def logged(arguments: list[str], data: Path, folder: Path) -> child.Cost:
    """Run a command that builds, and keep what dbt wrote about it in a folder, with every statement it sent."""
    (data / "logs" / "dbt.log").unlink(missing_ok=True)
    cost = child.service_kpi(arguments, data, **replay.LOGGED)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ARTIFACTS:
        shutil.copyfile(data / "target" / name, folder / name)
    (data / "logs" / "dbt.log").replace(folder / "dbt.log")
    return cost


def link_landing(source: Path, target: Path) -> None:
    """A data folder that has landed what another has, without a copy of the files."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source / "landing", target / "landing", copy_function=os.link)


def replayed(bench: Bench, artifacts: Path, file: Path) -> dict[str, float]:
    """CPU seconds of each node of a build, replayed on a copy of the build file as it stood before, which goes then."""
    costs = in_a_process("bench.replay", artifacts / "dbt.log", file, out=bench.scratch / "replay.json")
    shutil.rmtree(file.parent)
    return costs


def in_a_process(module: str, *places: Path, out: Path) -> dict:
    """Run a module of the bench in a process of its own and return what it wrote. Raises child.Failed."""
    child.measured([sys.executable, "-m", module, *map(str, places), str(out)])
    return json.loads(out.read_text(encoding="utf-8"))
