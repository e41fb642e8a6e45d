"""Runs a worked example on a real export beside the project, and reads its figures as a reader does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from conftest import environment_kept

from service_kpi import run
from service_kpi import settings as company
from service_kpi.contract import PROJECT
from service_kpi.say import Say

EXAMPLES = PROJECT / "companies" / "examples"
EXPORTS = PROJECT.parent / "shared" / "data"  # no licence lets these files go with the project


class Example:
    """A published example: its KPI tables, and the build file that its queries read."""

    def __init__(self, name: str, published: duckdb.DuckDBPyConnection, build: duckdb.DuckDBPyConnection) -> None:
        self.published, self.build = published, build
        self.queries = {path.stem: path.read_text(encoding="utf-8") for path in (EXAMPLES / name / "queries").iterdir()}

    def kpi(self, kpi_id: str, what: str = "value", scope: str = "company", grain: str = "year") -> dict:
        """One column of fct_kpi_values, by member of the scope; of the company by period, `2021-03` for a month."""
        period = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}[grain]
        key = f"strftime(period_start, '{period}')" if scope == "company" else "scope_id"
        rows = self.published.execute(
            f"select {key}, {what} from fct_kpi_values where kpi_id = ? and scope_type = ? and period_grain = ?",
            [kpi_id, scope, grain],
        ).fetchall()
        assert len({key for key, _ in rows}) == len(rows), f"{kpi_id}: more than one {grain}"
        return dict(rows)

    def rows(self, query: str) -> list[tuple]:
        """What a query of the example gives."""
        return self.build.execute(self.queries[query]).fetchall()

    def row(self, query: str) -> dict:
        """The one row of a query, by the names of its columns."""
        (row,) = self.rows(query)
        return dict(zip([column[0] for column in self.build.description], row, strict=True))

    def accounts(self) -> dict[str, tuple[int, int, int, int]]:
        """Of each export: landed, accepted, superseded, rejected."""
        accounts = self.published.execute(
            "select entity, landed, accepted, superseded, rejected from dq_reconciliation"
        ).fetchall()
        return {entity: tuple(counts) for entity, *counts in accounts}


@contextmanager
def run_example(name: str, exports: Path, data: Path) -> Iterator[Example]:
    """Land, build and publish an example from `exports` into the folder `data`."""
    with environment_kept():
        settings = company.load(EXAMPLES / name, exports, data_dir=data)
        current = run.run(settings, Say(as_json=True))
    with (
        duckdb.connect(str(current.resolve() / "service_kpi.duckdb"), read_only=True) as published,
        duckdb.connect(str(settings.warehouse), read_only=True) as build,
    ):
        yield Example(name, published, build)
