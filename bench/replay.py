"""The SQL of a build, executed again in a bare DuckDB process: what the engine alone costs.

`python -m bench.replay LOG FILE OUT`: LOG is the log that dbt wrote of the build as JSON lines, FILE the build file as
it stood before (with its seeds), OUT gets the CPU seconds of each node as JSON. dbt's log has every statement in the
order in which it was sent, those of incremental models too; target/run has only the last one of each node.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb

from . import engine

# So that dbt writes its statements down: environment variables for the build that is to be replayed.
LOGGED = {"DBT_LOG_LEVEL_FILE": "debug", "DBT_LOG_FORMAT_FILE": "json", "DBT_LOG_FILE_MAX_BYTES": "0"}
TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK")  # here each statement is one of its own


def statements(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(unique id of the node, SQL) of each statement that a model, a hook or a test sent, in order.

    Seeds are left out: they are small, and their statements are abridged in the log.
    """
    for line in lines:
        event = json.loads(line) if line.startswith("{") else {"info": {"name": ""}}
        if event["info"]["name"] != "SQLQuery":
            continue
        node = (event["data"].get("node_info") or {}).get("unique_id", "")
        if node.startswith(("model.", "test.", "operation.")) and event["data"]["sql"] not in TRANSACTION:
            yield node, event["data"]["sql"]


def replay(log: Path, file: Path) -> dict[str, float]:
    """CPU seconds of each node. Raises duckdb.Error where a statement fails; its node is told then."""
    connection = engine.connect(file)
    with log.open(encoding="utf-8") as lines:
        sent = list(statements(lines))
    for schema in sorted(_schemas(log.parent)):
        connection.execute(f'create schema if not exists "{schema}"')
    costs: dict[str, float] = {}
    for node, sql in sent:
        try:
            used = engine.cpu_seconds(lambda sql=sql: connection.execute(sql).fetchall())
        except duckdb.Error as error:
            error.add_note(f"at {node}")
            raise
        costs[node] = costs.get(node, 0.0) + used
    costs["checkpoint"] = engine.cpu_seconds(connection.close)
    return {node: round(cost, 4) for node, cost in costs.items()}


def _schemas(folder: Path) -> set[str]:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return {node["schema"] for node in manifest["nodes"].values() if node["resource_type"] in ("model", "seed")}


def models_and_tests(costs: dict[str, float]) -> tuple[float, float]:
    """CPU seconds of all models (and of the checkpoint at the end), and of all tests."""
    tests = sum(cost for node, cost in costs.items() if node.startswith("test."))
    return sum(costs.values()) - tests, tests


def dearest(costs: dict[str, float], how_many: int = 10) -> dict[str, float]:
    """The dearest nodes and their CPU seconds, dearest first; nodes without the project's name."""
    ranked = sorted(costs.items(), key=lambda item: -item[1])[:how_many]
    return {node.replace(".service_kpi.", " "): cost for node, cost in ranked}


if __name__ == "__main__":
    where_log, where_file, out = map(Path, sys.argv[1:])
    out.write_text(json.dumps(replay(where_log, where_file)), encoding="utf-8")
