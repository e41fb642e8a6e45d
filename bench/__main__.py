"""`make bench N=1000000`: generate, run, measure, print the table of targets, keep the figures."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from service_kpi.build import project_revision

from . import PROJECT, child, figures
from .parts import PARTS, Bench, drop_old_sets

BYTES_A_REQUEST = 4_000  # of disk, all that lies there at the same time; measured at a hundred thousand and a million
BYTES_AT_LEAST = 1_000_000_000


def main() -> int:
    """0: every part ran, and the results that must be equal are; 1: not so; 2: the bench cannot begin."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--requests", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--parts",
        nargs="*",
        choices=list(PARTS),
        default=list(PARTS),
        help="only these, in order; figures of earlier calls with --keep stay",
    )
    parser.add_argument("--keep", action="store_true", help="leave the scratch folder where it is")
    arguments = parser.parse_args()
    folder = Path(os.environ.get("SERVICE_KPI_DATA", PROJECT / "data")).resolve() / "bench"
    scratch = folder / str(arguments.requests)
    scratch.mkdir(parents=True, exist_ok=True)
    if told := too_little_room(scratch, arguments.requests):
        print(told, file=sys.stderr)
        return 2

    os.environ.setdefault("SERVICE_KPI_SALT", "the bench's customers are made up, and so is its salt")
    so_far = scratch / "figures.json"
    found = json.loads(so_far.read_text()) if so_far.exists() and "generate" not in arguments.parts else {}
    found |= {
        "requests": arguments.requests,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "revision": project_revision(),
        "machine": machine() | {"load_before": load()},
        "versions": {name: version(name) for name in ("duckdb", "dbt-core", "dbt-duckdb")}
        | {"python": platform.python_version()},
    }
    bench = Bench(scratch, arguments.requests, arguments.seed)
    failed = 0
    for name in arguments.parts:
        print(f"bench: {name}", flush=True)
        try:
            found |= PARTS[name](bench)
        except child.Failed as error:
            print(f"bench: {name} failed: {error}", file=sys.stderr, flush=True)
            failed += 1
        so_far.write_text(json.dumps(found))
        drop_old_sets(bench.run)
    found["machine"]["load_after"] = load()
    found |= figures.ratios(found)
    if found.get("run_cpu_s"):
        found["growth"] = figures.growth(found, folder / "history.jsonl")
    print(figures.table(found))
    print(f"kept in {figures.keep(found, folder)}")
    if not arguments.keep:
        shutil.rmtree(scratch)
    unequal = [key for key in ("floor_rows_that_differ", "new_day_rows_that_differ") if found.get(key)]
    for key in unequal:
        print(f"{key}: {found[key]:,} rows differ; they must be equal.", file=sys.stderr)
    return 1 if failed or unequal else 0


def too_little_room(scratch: Path, requests: int) -> str | None:
    """What to say where the disk has too little room for so many requests; None where it has enough."""
    needed, free = BYTES_AT_LEAST + BYTES_A_REQUEST * requests, shutil.disk_usage(scratch).free
    if free < needed:
        return f"bench: {requests:,} requests need {needed / 1e9:.1f} GB in {scratch}, {free / 1e9:.1f} GB are free."
    print(f"bench: {requests:,} requests, up to {needed / 1e9:.1f} GB of disk in {scratch}", flush=True)
    return None


def machine() -> dict:
    """Cores, memory in GB, the processor's name where Linux tells it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {"cores": os.cpu_count(), "memory_gb": round(memory, 1), "processor": names[0] if names else ""}


def load() -> float:
    """Processes that wanted to run, the mean of the last minute."""
    return round(os.getloadavg()[0], 2)


if __name__ == "__main__":
    sys.exit(main())
