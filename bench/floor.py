"""The floor: one script without dbt from the landed Parquet to the rows of fct_kpi_values, and whether they are equal.

`python -m bench.floor ARTIFACTS FILE OUT`: ARTIFACTS holds the manifest.json and run_results.json of the build and its
result as result.parquet, FILE is the build file as it stood before (landing views and seeds). What floor.sql makes by
hand has the name of the table whose place it takes; what it does not make is made by the SQL that dbt compiled for this
build, as far as fct_kpi_values still needs it. OUT gets, as JSON: the CPU seconds of each table, those made by hand
apart, and by how many rows the result differs.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import duckdb

from . import engine

BY_HAND = Path(__file__).with_name("floor.sql")
CREATES = re.compile(r"create (?:table|view|macro) ([a-z_.]+)")
RESULT = "scorecards.fct_kpi_values"
KEYS = ("kpi_id", "period_grain", "period_start", "scope_type", "scope_id")
NUMBERS = ("numerator", "denominator", "value", "sample_size", "ci_low", "ci_high", "previous_value", "year_ago_value")
TOLERANCE = 1e-9  # relative, and absolute below 1


class Floor:
    """Makes a table after what it is made of: by hand where floor.sql has it, else as dbt compiled it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, manifest: dict, results: list[dict]):
        self.connection = connection
        self.models = compiled(manifest, results)
        self.hand = by_hand()
        names = sorted(self.models.keys() | self.hand.keys(), key=len, reverse=True)
        self.mention = re.compile(r"\b(" + "|".join(map(re.escape, names)) + r")\b")
        self.costs: dict[str, dict[str, float]] = {"by_hand": {}, "compiled": {}}
        self.begun: set[str] = set()

    def make(self, name: str) -> None:
        """Make what this one mentions, then itself; nothing where it was made before. The costs are noted."""
        if name in self.begun:
            return
        self.begun.add(name)
        way = "by_hand" if name in self.hand else "compiled"
        sql = self.hand.get(name) or self.models[name]
        for mentioned in dict.fromkeys(self.mention.findall(plain(sql))):
            self.make(mentioned)
        try:
            used = engine.cpu_seconds(lambda: self.connection.execute(sql).fetchall())
        except duckdb.Error as error:
            error.add_note(f"at {name}")
            raise
        self.costs[way][name] = round(used, 4)


def by_hand() -> dict[str, str]:
    """`schema.table` -> statement, of floor.sql. Raises duckdb.ParserException where it does not parse."""
    statements = duckdb.extract_statements(BY_HAND.read_text(encoding="utf-8"))
    return {CREATES.search(statement.query)[1]: statement.query for statement in statements}


def compiled(manifest: dict, results: list[dict]) -> dict[str, str]:
    """`schema.table` -> statement, of each model of the build."""
    made = {}
    for result in results:
        if result["unique_id"].startswith("model."):
            node = manifest["nodes"][result["unique_id"]]
            kind = "view" if node["config"]["materialized"] == "view" else "table"
            statement = f"create {kind} {result['relation_name']} as {result['compiled_code']}"
            made[f"{node['schema']}.{node['alias']}"] = statement
    return made


def plain(sql: str) -> str:
    """The statement without comments and quotes, so that a table is named as floor.sql names it."""
    return re.sub(r"--[^\n]*", "", sql).replace('"', "")


def build(artifacts: Path, file: Path) -> dict:
    """Make the result in `file`; returns {by_hand, compiled: CPU seconds by table, rows, rows_that_differ}."""
    manifest = json.loads((artifacts / "manifest.json").read_text(encoding="utf-8"))
    results = json.loads((artifacts / "run_results.json").read_text(encoding="utf-8"))["results"]
    connection = engine.connect(file)
    for schema in sorted({node["schema"] for node in manifest["nodes"].values()} | {"floor"}):
        connection.execute(f'create schema if not exists "{schema}"')
    floor = Floor(connection, manifest, results)
    floor.make(RESULT)
    floor.costs["compiled"]["checkpoint"] = round(engine.cpu_seconds(lambda: connection.execute("checkpoint")), 4)
    rows, differ = compare(connection, RESULT, f"read_parquet('{artifacts / 'result.parquet'}')")
    connection.close()
    return floor.costs | {"rows": rows, "rows_that_differ": differ}


def compare(connection: duckdb.DuckDBPyConnection, ours: str, theirs: str) -> tuple[int, int]:
    """(rows of theirs, rows that only one has or whose values differ by more than 1e-9)."""
    columns = [name for name, *_ in connection.execute(f"describe from {theirs}").fetchall()]
    others = [column for column in columns if column not in KEYS + NUMBERS]
    same = [
        f"(a.{n} is not distinct from b.{n} or abs(a.{n} - b.{n}) <= {TOLERANCE} * greatest(1, abs(a.{n}), abs(b.{n})))"
        for n in NUMBERS
    ] + [f"a.{column} is not distinct from b.{column}" for column in others]
    (differ,) = connection.execute(
        f"""select count(*) from {ours} as a full join {theirs} as b using ({", ".join(KEYS)})
        where a.kpi_id is null or b.kpi_id is null or not coalesce({" and ".join(same)}, false)"""
    ).fetchone()
    (rows,) = connection.execute(f"select count(*) from {theirs}").fetchone()
    return rows, differ


if __name__ == "__main__":
    *places, out = map(Path, sys.argv[1:])
    out.write_text(json.dumps(build(*places)), encoding="utf-8")
