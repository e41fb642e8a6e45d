"""Tells whether a run would only say again what stands published: the same files, code, seeds, settings and clock as
the last green run, whose set is whole and whose build file nobody has touched since.

A green run notes three digests in its line of `runs.jsonl`: `made_by`, what it was told, as it began; `landed`, the
files that count; `left`, what it left behind. What is in doubt counts as another: a run too many costs minutes, one too
few lets a figure stand that is no longer right.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from . import forget, ledger, publish, runs
from .contract import PROJECT
from .files import content_below
from .land import LandedFile
from .settings import Settings

SETUP = ("dbt_project.yml", "profiles.yml")
CODE = ("service_kpi", "models", "macros", "seeds", "tests/generic", "tests/singular", *SETUP)
OF_COMPANY = ("models", "seeds", "settings.yml")
ENGINES = ("duckdb", "dbt-core", "dbt-duckdb", "great-expectations")


def note(run: dict, settings: Settings, files: Iterable[LandedFile]) -> None:
    """Complete the record of a run that has published: the last thing that it does within the data folder."""
    run |= {"landed": landed(files), "left": left(settings)}


def last(settings: Settings, made_by: str) -> dict | None:
    """The record of the last run, where one now would differ from it by the landed files at most; else None."""
    run = runs.last(settings.data_dir)
    if run is None or run.get("status") not in runs.FINE or (run.get("made_by"), "left" in run) != (made_by, True):
        return None
    if any(not one.is_finished for one in forget.load(settings)) or not settings.warehouse.is_file():
        return None
    if publish.damaged(settings.published_dir / "current"):
        return None
    return run if run["left"] == left(settings) else None


def made_by(settings: Settings, target: str) -> str:
    """A digest of all that a run is told but its exports: code, engines, the company's folder, clock, target."""
    told = [ledger.counted_by(settings), settings.company, settings.as_of.isoformat(), target, *_engines()]
    told += [os.path.relpath(source.folder, settings.data_dir) for source in settings.sources]
    told += [content_below(settings.company_dir, OF_COMPANY), content_below(PROJECT, CODE)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def landed(files: Iterable[LandedFile]) -> str:
    """A digest of the files that count: their landed content, its order, which of them are in force."""
    told = [[file.source, file.table, file.file, file.parquet, file.file_order, file.in_force] for file in files]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def left(settings: Settings) -> str:
    """A digest of what a run leaves for the next, by size and time: build file, published set, ledger, profiles."""
    places = [settings.warehouse, settings.published_dir / "current" / "manifest.json", forget.place(settings)]
    places += sorted([*ledger.folder(settings).rglob("*"), *(settings.data_dir / "profiles").glob("*.parquet")])
    told = []
    for path in places:
        found = path.stat() if path.is_file() else None
        where = os.path.relpath(path.resolve(), settings.data_dir.resolve())
        told.append([where, found and found.st_size, found and found.st_mtime_ns])
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


@cache
def _engines() -> tuple[str, ...]:
    """The versions of what works the figures out."""
    return tuple(f"{name} {_version(name)}" for name in ENGINES)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
