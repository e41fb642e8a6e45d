"""A build that goes on from the one before equals one made anew, row for row; what did not change keeps its run.

`make test` corrects one request; WILD=300 takes six sequences of deliveries, and all measures (make test-all).
"""

from __future__ import annotations

import os
import re
import shutil
from datetime import date, timedelta
from pathlib import Path
from random import Random

import duckdb
import pytest
import wild
from conftest import environment_kept
from differences import differences
from replay import needed_for, replay_exports

from service_kpi import run
from service_kpi import settings as company
from service_kpi.build import run_dbt
from service_kpi.contract import PROJECT
from service_kpi.say import Say
from service_kpi.settings import Settings

SEQUENCES = max(1, int(os.environ.get("WILD", "1")) // 50)
DELIVERIES = 0 if SEQUENCES == 1 else 5
# What is built: in `make test` the models at the far ends.
LAST = ("requests_by_resolved", "backlog_by_change", "sla_clocks_by_breach")
if SEQUENCES > 1:
    LAST = tuple(sorted(path.stem for path in (PROJECT / "models" / "marts" / "measures").glob("*.sql")))
BUILD = ["build", "--select", *(f"+{model}" for model in LAST), "--exclude-resource-type", "test", "unit_test"]


def deliver(exports: Path, scratch: Path, random: Random, number: int) -> None:
    """Another delivery into the folder: new rows, later copies, deletions, rows of old days; at times a file less, or
    one that holds other rows under its old name."""
    given = wild.write(scratch / str(number), random.randrange(2**32))
    for file in sorted(given.iterdir()):
        if number == 0 or random.random() < 0.7:
            shutil.copy(file, exports / f"{file.stem}_{number:02}{file.suffix}")
    standing = sorted(exports.iterdir())
    if random.random() < 0.3:
        random.choice(standing).unlink()
    if random.random() < 0.3:
        replaced = random.choice(standing)
        if replaced.exists():
            lines = replaced.read_bytes().splitlines(keepends=True)
            replaced.write_bytes(b"".join(lines[:1] + [line for line in lines[1:] if random.random() < 0.8]))


def test_rows_that_exchange_a_value_have_another_digest_together():
    """What the macro digest says of DuckDB, on every column: random deliveries found that the last did not count."""
    (body,) = re.findall(
        r"macro default__digest\(columns\) -%}(.*?){%- endmacro", (PROJECT / "macros/ledger/digest.sql").read_text()
    )
    digest = body.replace("{{ columns | join(', ') }}", "a, b, c")

    def together(*rows: tuple) -> list:
        values = ", ".join(map(str, rows))
        return duckdb.execute(f"select bit_xor({digest}) from (values {values}) as t (a, b, c)").fetchall()

    before = together((1, "x", 10), (2, "y", 20))
    assert together((2, "y", 20), (1, "x", 10)) == before
    assert together((2, "x", 10), (1, "y", 20)) != before
    assert together((1, "y", 10), (2, "x", 20)) != before
    assert together((1, "x", 20), (2, "y", 10)) != before


def correct_one(exports: Path, warehouse: Path) -> date:
    """Deliver another copy of one request that stands (a first one where none does), so that its day and no other is
    touched; returns the day."""
    with duckdb.connect(str(warehouse), read_only=True) as build:
        found = build.execute(
            "select request_id, strftime(created_at + interval 8 hour, '%Y-%m-%d %H:%M:%S'), created_on"
            " from core.fct_service_requests order by request_id limit 1"
        ).fetchone()
    request, created, day = found or ("R-1", "2025-01-02 09:00:00", date(2025, 1, 2))
    lines = [
        "request_id,request_type,created_at,topic,updated_at",
        f"{request},consultation,{created},corrected,2025-12-31 23:59:59",
    ]
    (exports / "service_requests_99.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return day


def days_of_the_last_run(warehouse: Path) -> list[date]:
    """The days of creation on which the last run wrote requests."""
    with duckdb.connect(str(warehouse), read_only=True) as build:
        found = build.execute(
            "select distinct created_on from core.fct_service_requests"
            " where built_by_run = (select run_id from landing.run_context)"
        ).fetchall()
    return [day for (day,) in found]


@pytest.mark.parametrize("seed", range(2, 2 + SEQUENCES))
def test_a_build_that_goes_on_equals_one_made_anew(built, tmp_path, seed):
    """After each delivery of a random sequence, and after a last one that corrects one request; seed 2 has some."""
    random = Random(seed)
    exports, as_of = tmp_path / "exports", date.fromisoformat(wild.AS_OF)
    exports.mkdir()

    def build() -> Settings:
        chosen = company.load(PROJECT / "companies" / "demo", exports, as_of.isoformat(), tmp_path / "data")
        with environment_kept():
            run.land_only(chosen, Say(as_json=True), drop_missing=True)
            assert run_dbt(chosen, [*BUILD, "--quiet", "--log-level", "none"]) == 0
        return chosen

    def assert_as_made_anew(chosen: Settings, number: int) -> None:
        anew = company.load(chosen.company_dir, exports, as_of.isoformat(), tmp_path / f"anew_{number}")
        replay_exports(built, anew, only=needed_for(built.target, *LAST)).close()
        assert differences(chosen.warehouse, anew.warehouse) == [], number

    for number in range(DELIVERIES + 1):
        deliver(exports, tmp_path / "given", random, number)
        as_of += timedelta(days=random.choice((0, 0, 1, 40)))
        chosen = build()
        if number > 0:
            assert_as_made_anew(chosen, number)
    day = correct_one(exports, chosen.warehouse)
    assert days_of_the_last_run(build().warehouse) == [day]
    assert_as_made_anew(chosen, number + 1)
