"""The published figures of the demo company against the oracle: every KPI, period and scope; every row's fate."""

from __future__ import annotations

import os
from datetime import date

import duckdb
import pytest
import yaml
from conftest import BuiltWarehouse
from oracle import OURS, SETTINGS, evaluate
from oracle.weights import read_indices
from replay import replay

from service_kpi.contract import PROJECT

COMPARED = (
    "numerator", "denominator", "value", "sample_size", "previous_value", "year_ago_value", "target", "target_to",
    "status", "is_complete", "is_provisional", "ci_low", "ci_high",
)  # fmt: skip


def figures(connection: duckdb.DuckDBPyConnection, table: str) -> dict[tuple, tuple]:
    rows = connection.execute(
        f"select kpi_id, period_grain, period_start, scope_type, scope_id, {', '.join(COMPARED)} from {table}"
    ).fetchall()
    return {row[:5]: row[5:] for row in rows}


@pytest.fixture(scope="module")
def told(built: BuiltWarehouse):
    """What the oracle says of the demo exports."""
    demo = PROJECT / "companies" / "demo"
    written = yaml.safe_load((demo / "settings.yml").read_text(encoding="utf-8"))
    return evaluate(
        demo / "exports",
        as_of=date.fromisoformat(str(written["as_of"])),
        zone=written["reporting_timezone"],
        delivery=written["sources"]["standard"]["delivery"],
        settings={name: value for name, value in written.get("vars", {}).items() if name in SETTINGS},
        seeds=demo / "seeds",
    )


@pytest.fixture(scope="module")
def published(built: BuiltWarehouse):
    with duckdb.connect(str(built.published / "service_kpi.duckdb"), read_only=True) as connection:
        yield connection


def equal(ours, theirs, tolerance: float) -> bool:
    if not isinstance(ours, int | float) or not isinstance(theirs, int | float):
        return ours == theirs
    return ours == theirs or abs(ours - theirs) <= tolerance * max(1, abs(theirs))


def different(
    connection: duckdb.DuckDBPyConnection, ours: str, theirs: str, tolerance: float, where: str = "true"
) -> list[tuple]:
    """Rows of two tables of figures that only one has, or that differ: the key, then both. Doubles to the tolerance.

    where: of the key.
    """
    kinds = dict(connection.execute(f"select column_name, column_type from (describe {ours})").fetchall())

    def differs(name: str) -> str:
        a, b = f"ours.{name}", f"theirs.{name}"
        if kinds[name] != "DOUBLE":
            return f"{a} is distinct from {b}"
        far = f"coalesce(not isfinite({a} - {b}) or abs({a} - {b}) > {tolerance} * greatest(1, abs({b})), true)"
        return f"{a} is distinct from {b} and {far} or isnan({a})"

    either = " or ".join(["ours.kpi_id is null", "theirs.kpi_id is null", *map(differs, COMPARED)])
    key = "kpi_id, period_grain, period_start, scope_type, scope_id"
    return connection.execute(
        f"select {key}, ours, theirs from {ours} as ours full join {theirs} as theirs using ({key})"
        f" where ({where}) and ({either})"
    ).fetchall()


def assert_agree(ours: dict[tuple, tuple], told) -> None:
    """The same rows, and every figure to 1e-9."""
    theirs = {key: tuple(getattr(row, name) for name in COMPARED) for key, row in told.values.items()}
    assert ours.keys() - theirs.keys() == set(), "rows that the oracle does not know"
    assert theirs.keys() - ours.keys() == set(), "rows that are missing"
    different = [
        (key, name, a, b)
        for key, row in ours.items()
        for name, a, b in zip(COMPARED, row, theirs[key], strict=True)
        if not equal(a, b, 1e-9)
    ]
    assert not different, different[:10]


def test_every_figure_equals_the_oracle(published, told):
    ours = figures(published, "fct_kpi_values")
    assert len(ours) > 20_000
    assert_agree(ours, told)


def test_every_part_of_an_index_contributes_what_the_oracle_weighs(published, told):
    """Contribution and change of each, to 1e-9; a part without a value contributes nothing."""
    made_of = read_indices(OURS / "company" / "index_parts.csv", PROJECT / "companies/demo/seeds/ahp_judgements.csv")
    before = dict(
        published.execute("select (period_grain, next_period_start), period_start from dim_periods").fetchall()
    )

    def contributions(index, *cell) -> dict[str, float]:
        if (index, *cell) not in told.values or told.values[index, *cell].value is None:
            return {}
        rows = [(part, told.values.get((part.kpi_id, *cell))) for part in made_of[index].on(cell[1])]
        whole = sum(part.weight for part, row in rows if row and row.value is not None)
        return {
            part.kpi_id: 100 * part.weight * part.reached(row.value) / whole if row and row.value is not None else 0
            for part, row in rows
        }

    ours = published.execute(
        "select index_id, period_grain, period_start, scope_type, scope_id, kpi_id, contribution, contribution_change"
        " from index_parts_values"
    ).fetchall()
    assert len(ours) > 5_000 and sum(row[7] is not None for row in ours) > 1_000
    found = {}
    for *key, kpi, contribution, change in ours:
        now = found.setdefault(tuple(key), contributions(*key))
        index, grain, start, *scope = key
        then = contributions(index, grain, before.get((grain, start)), *scope)
        assert contribution == pytest.approx(now[kpi], abs=1e-9), (key, kpi)
        expected = now[kpi] - then.get(kpi, 0) if then else None
        assert change == (expected if expected is None else pytest.approx(expected, abs=1e-9)), (key, kpi)
    assert found.keys() == {key for key, row in told.values.items() if key[0] in made_of and row.value is not None}, (
        "an index without its parts"
    )


def test_every_row_has_the_fate_that_the_oracle_gives_it(published, told):
    ours = published.execute(
        "select entity, source_file, landed, accepted, superseded, rejected from dq_reconciliation order by all"
    ).fetchall()
    theirs = sorted((a.entity, a.file, a.landed, a.accepted, a.superseded, a.rejected) for a in told.accounts)
    assert ours == theirs
    rejected = published.execute("select entity, source_file, source_row, source_line, column_name from rejected_rows")
    assert sorted(rejected.fetchall()) == sorted(
        (r.entity, r.file, r.row, r.line, r.column or "row") for r in told.rejected
    )
    assert len(told.rejected) >= 5 and any(a.superseded for a in told.accounts), "the demo exercises both"


@pytest.mark.skipif("WILD" not in os.environ, reason="make test-all: the demo built anew by one thread and by four")
def test_the_thread_count_changes_nothing(built: BuiltWarehouse, tmp_path):
    """Whole numbers exactly, doubles to 1e-12. The build took a thread for every core."""
    for threads in (1, 4):
        (tmp_path / str(threads)).mkdir()
        with replay(built, tmp_path / str(threads), threads) as again:
            again.execute(f"attach '{built.published / 'service_kpi.duckdb'}' as published (read_only)")
            assert again.execute("select count(*) from published.fct_kpi_values").fetchone()[0] > 20_000
            changed = different(again, "scorecards.fct_kpi_values", "published.fct_kpi_values", 1e-12)
            assert not changed, changed[:5]
