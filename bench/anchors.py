"""What nobody tunes: passes over the facts of a finished build, to hold the engine's CPU against.

`python -m bench.anchors ARTIFACTS FINISHED OUT` writes as JSON: the CPU seconds of one wide pass of 30 aggregates over
the fact of requests, of one max() over each of its columns, and of one narrow pass for each additive measure model.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb

from . import engine

FACT = "fct_service_requests"
AGGREGATES = 30


def wide_pass(relation: str, columns: list[tuple[str, str]]) -> str:
    """One pass of 30 aggregates over a relation by day and agent; columns: (name, type), as they stand in it.

    Of truth values those that are true are counted, of numbers the sum, of all else the latest, in the columns' order;
    the least values of the first columns make up the number.
    """
    chosen = []
    for function in ("first_choice", "min"):
        for name, kind in columns:
            if function == "min":
                chosen.append(f'min("{name}")')
            elif kind == "BOOLEAN":
                chosen.append(f'count(*) filter (where "{name}")')
            elif kind in ("DOUBLE", "BIGINT", "INTEGER"):
                chosen.append(f'sum("{name}")')
            elif kind in ("DATE", "TIMESTAMP"):
                chosen.append(f'max("{name}")')
    return f"select created_on, agent_id, {', '.join(chosen[:AGGREGATES])} from {relation} group by all"


def scan(relation: str, columns: list[tuple[str, str]]) -> str:
    """The largest value of every column."""
    largest = ", ".join(f'max("{name}")' for name, _ in columns)
    return f"select {largest} from {relation}"


def narrow_pass(sql: str) -> str | None:
    """A measure model's SQL cut down to its aggregates by day alone; None where it has no grouping sets.

    An additive measure model counts by day and several sets of scopes in one CTE, and rolls that up to all periods and
    scopes. What remains is that CTE, grouped by what all its sets have in common.
    """
    parser = duckdb.connect()
    parsed = json.loads(parser.execute("select json_serialize_sql(?)", [sql]).fetchone()[0])
    if parsed["error"]:
        return None
    ctes = parsed["statements"][0]["node"]["cte_map"]["map"]
    for place, cte in enumerate(ctes):
        holder = cte["value"]["query_node"]
        node = holder.get("node", holder)
        if len(node.get("group_sets") or []) > 1:
            _group_by_what_is_common(node)
            node["cte_map"] = {"map": ctes[:place]}
            parsed["statements"][0]["node"] = node
            return parser.execute("select json_deserialize_sql(?::json)", [json.dumps(parsed)]).fetchone()[0]
    return None


def _group_by_what_is_common(node: dict) -> None:
    """Cut a parsed select with grouping sets down to the expressions that all sets have, and its aggregates."""
    common = set.intersection(*map(set, node["group_sets"]))
    dropped = [tuple(e.get("column_names", ())) for n, e in enumerate(node["group_expressions"]) if n not in common]
    node["group_expressions"] = [e for n, e in enumerate(node["group_expressions"]) if n in common]
    node["group_sets"] = [list(range(len(node["group_expressions"])))]
    node["select_list"] = [
        e
        for e in node["select_list"]
        if tuple(e.get("column_names", ("",))) not in dropped and "GROUPING_FUNCTION" not in json.dumps(e)
    ]


def measure(artifacts: Path, finished: Path) -> dict:
    """{wide_pass_cpu_s, scan_cpu_s, narrow: {unique id of the model: CPU seconds}}."""
    results = json.loads((artifacts / "run_results.json").read_text(encoding="utf-8"))["results"]
    connection = engine.connect(finished)
    fact = next(r["relation_name"] for r in results if r["unique_id"].endswith("." + FACT))
    columns = [(name, kind) for name, kind, *_ in connection.execute(f"describe {fact}").fetchall()]

    def cost(sql: str) -> float:
        connection.execute(sql).fetchall()  # once to bring it into memory
        return round(engine.cpu_seconds(lambda: connection.execute(sql).fetchall()), 4)

    narrow = {
        result["unique_id"]: cost(sql)
        for result in results
        if result["unique_id"].startswith("model.")
        and "grouping sets" in result["compiled_code"].lower()
        and (sql := narrow_pass(result["compiled_code"]))
    }
    return {
        "wide_pass_cpu_s": cost(wide_pass(fact, columns)),
        "scan_cpu_s": cost(scan(fact, columns)),
        "narrow": narrow,
    }


if __name__ == "__main__":
    *places, out = map(Path, sys.argv[1:])
    out.write_text(json.dumps(measure(*places)), encoding="utf-8")
