"""The published figures of the demo company against the oracle: every KPI, period and scope; every row's fate."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest
import yaml
from conftest import BuiltWarehouse
from oracle import SETTINGS, evaluate
from replay import replay

from service_kpi.contract import PROJECT

COMPARED = (
    "numerator", "denominator", "value", "sample_size", "previous_value", "year_ago_value", "target", "status",
    "is_complete", "is_provisional", "ci_low", "ci_high",
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


def test_the_thread_count_changes_nothing(built: BuiltWarehouse, tmp_path):
    """Whole numbers exactly, doubles to 1e-12."""
    versions = []
    for threads in (1, 4):
        (tmp_path / str(threads)).mkdir()
        with replay(built, tmp_path / str(threads), threads) as again:
            versions.append(figures(again, "scorecards.fct_kpi_values"))
    with duckdb.connect(str(built.published / "service_kpi.duckdb"), read_only=True) as connection:
        versions.append(figures(connection, "fct_kpi_values"))
    first, *others = versions
    for other in others:
        assert first.keys() == other.keys()
        assert not [
            (key, a, b)
            for key, row in first.items()
            for a, b in zip(row, other[key], strict=True)
            if not equal(a, b, 0 if isinstance(a, int) else 1e-12)
        ]
