"""A month of the demo closed and frozen, then corrected, through whole runs: what the published sets say, set by set.

The comparison is of the published files alone; nothing of the ledger's SQL is read.
"""

from __future__ import annotations

import csv
import math
import os
import shutil
from pathlib import Path

import duckdb
import pytest

from service_kpi import ledger, run
from service_kpi import settings as company
from service_kpi.contract import PROJECT
from service_kpi.say import Say

MAY = "2025-05-01"
FIGURE = "kpi_id, period_grain, period_start::varchar as period_start, scope_type, scope_id"
SHOWN = "value, numerator, denominator, sample_size, ci_low, ci_high, target, status, definition_version"

pytestmark = pytest.mark.skipif("WILD" not in os.environ, reason="make test-all: three whole runs of the demo")


def figures(published: Path, wanted: str = "true") -> dict[tuple, tuple]:
    """What a published set says: figure -> value, numerator, denominator, ..."""
    rows = duckdb.execute(
        f"select {FIGURE}, {SHOWN} from '{published}/fct_kpi_values.parquet' where is_complete and ({wanted})"
    ).fetchall()
    return {row[:5]: row[5:] for row in rows}


def differing(one: dict[tuple, tuple], other: dict[tuple, tuple]) -> set[tuple]:
    """The figures whose value, numerator, denominator, target or status is another one; a row without any is none."""
    return {key for key in one.keys() | other.keys() if not alike(one.get(key), other.get(key))}


def alike(one: tuple | None, other: tuple | None) -> bool:
    was, now = said(one), said(other)
    return all(
        a == b or (isinstance(a, float) and isinstance(b, float) and math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12))
        for a, b in zip(was, now, strict=True)
    )


def said(figure: tuple | None) -> list:
    value, numerator, denominator, _, _, _, target, status, _ = figure or [None] * 9
    is_nothing = value is None and not numerator and not denominator
    return [None, None, None, None, "no_data"] if is_nothing else [value, numerator, denominator, target, status]


def restated(published: Path, wanted: str) -> set[tuple]:
    return set(
        duckdb.execute(
            f"select distinct {FIGURE} from '{published}/kpi_restatements.parquet' where {wanted}"
        ).fetchall()
    )


def append(folder: Path, name: str, rows: list[dict]) -> None:
    with open(folder / name, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def may(folder: Path, name: str, moment: str, count: int) -> list[dict]:
    with open(folder / name, encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row[moment].startswith("2025-05")][:count]


def test_a_closed_month_stands_and_what_changed_is_told_figure_by_figure(tmp_path: Path):
    folder = tmp_path / "company"
    shutil.copytree(PROJECT / "companies" / "demo", folder)
    settings = (folder / "settings.yml").read_text(encoding="utf-8")

    def ran(policy: str) -> Path:
        (folder / "settings.yml").write_text(f"{settings}\nrestatements: {policy}\n", encoding="utf-8")
        return run.run(company.load(folder, data_dir=tmp_path / "data"), Say(as_json=True), force=True).resolve()

    first = ran("freeze")
    ledger.close(company.load(folder, data_dir=tmp_path / "data"), "2025-05")
    exports = folder / "exports"
    corrected = may(exports, "service_requests_2025H1.csv", "created_at", 60)
    for row in corrected:
        row |= dict.fromkeys(("first_resolved_at", "resolved_at", "closed_at"), "")
        row |= {"is_resolved": "false", "status": "open", "team_id": "T01", "updated_at": "2025-06-30 19:00:00"}
    append(exports, "service_requests_2025H1_z.csv", corrected)
    late = may(exports, "calls.csv", "started_at", 25)
    append(exports, "calls_late.csv", [row | {"call_id": "L" + row["call_id"]} for row in late])
    frozen = ran("freeze")

    in_may = f"period_grain = 'month' and period_start = date '{MAY}'"
    assert figures(frozen, in_may) == figures(first, in_may), "closed and frozen: every shown figure stands"
    assert len(figures(first, in_may)) > 4000
    now = figures(frozen)
    changed = differing(figures(first), now)
    assert restated(frozen, "not is_withheld") == changed
    assert {key[1] for key in changed} >= {"quarter", "week"}

    # KPIs that are made of others are made of what stands, so of a closed month they withhold nothing by themselves.
    derived = {
        kpi
        for (kpi,) in duckdb.execute(
            f"select kpi_id from '{first}/dim_kpi.parquet' where roll_up in ('change', 'composite')"
        ).fetchall()
    }
    withheld = {key for key in differing(now, figures(ran("restate"))) if key[0] not in derived}
    assert {key for key in restated(frozen, "is_withheld") if key[0] not in derived} == withheld
    assert {key[1:3] for key in withheld} >= {("month", MAY), ("day", "2025-05-01")}
