"""The seeds that a company keeps in its own folder, checked before dbt loads them: a mistake is a line, not a page."""

from __future__ import annotations

import csv
import math
from datetime import date
from pathlib import Path

import yaml

from .contract import PROJECT
from .errors import UserError

OURS = PROJECT / "seeds" / "company"  # header only; one of the same name in the company's folder takes its place
READERS = {
    "string": (str, "text"),
    "date": (date.fromisoformat, "a date as 2025-06-30"),
    "double": (lambda text: _finite(float(text)), "a number"),
    "boolean": ({"true": True, "false": False}.__getitem__, "true or false"),
}


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise ValueError(number)
    return number


def company_seeds(company_dir: Path) -> list[str]:
    """Which of the seeds that a company may keep lie in its folder."""
    return sorted(seed.stem for seed in OURS.glob("*.csv") if (company_dir / "seeds" / seed.name).is_file())


def check(company_dir: Path) -> None:
    """Raise UserError for the first value that its column cannot hold: file, row, column, what to write."""
    types = _types()
    for name in company_seeds(company_dir):
        _check(company_dir / "seeds" / f"{name}.csv", types[name])


def _types() -> dict[str, dict[str, str]]:
    """Seed -> its columns with their types, as dbt is told them."""
    declared = yaml.safe_load((PROJECT / "seeds" / "_seeds.yml").read_text(encoding="utf-8"))["seeds"]
    return {seed["name"]: seed.get("config", {}).get("column_types", {}) for seed in declared}


def _check(path: Path, types: dict[str, str]) -> None:
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file)) or [[]]
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not UTF-8: save it again as CSV UTF-8.") from error
    if header != list(types):
        raise UserError(f"{path}: the header is {','.join(header)}; write {','.join(types)}.")
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise UserError(f"{path}: row {number}: {len(row)} values where the header has {len(header)} columns.")
        for column, text in zip(header, row, strict=True):
            read, wanted = READERS[types[column]]
            try:
                read(text)
            except (ValueError, KeyError) as error:
                raise UserError(f"{path}: row {number}, column {column}: {text!r} is not {wanted}.") from error
