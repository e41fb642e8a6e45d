"""dq_summary and what it is made of: wild exports counted by the oracle, the demo's tables counted again, the grade."""

from __future__ import annotations

import math
import re
from collections import Counter
from datetime import date
from zoneinfo import ZoneInfo

import duckdb
import oracle
import pytest
import wild
from oracle import read, rules
from oracle.reference import read_rates
from replay import needed_for, replay_exports

from service_kpi import settings as company
from service_kpi.contract import contract
from service_kpi.schema import public_schema

ZONE = "Asia/Shanghai"
SHARES = ("completeness", "validity", "uniqueness", "consistency", "timeliness", "known_references")
REFERENCES = {"agents": "agent_id", "services": "service_id"}
# In the oracle's words.
INCOMPLETE = (
    r"required but empty|stands for nothing|none of .* given|\d+ fields where .*|required where there is an amount"
)
INCONSISTENT = r"before .*|in the future|outside its scale|no exchange rate on its day"


def kind_of_fault(reason: str) -> str:
    if reason == "the same key twice in this file":
        return "repeated"
    for kind, words in (("incomplete", INCOMPLETE), ("inconsistent", INCONSISTENT)):
        if re.fullmatch(words, reason):
            return kind
    return "invalid"


def counted(exports: read.Exports, taken: dict[str, list[read.Row]]) -> dict[str, tuple]:
    """Export -> rows landed, incomplete, invalid, repeated, inconsistent, references, unknown ones."""
    known = {
        export: {row[column] for row in exports.rows[export]}
        for export, column in REFERENCES.items()
        if exports.has_file(export)
    }
    found = {}
    for entity in exports.files:
        newest = exports.files[entity][-1:]
        accounts = [a for a in exports.accounts if a.entity == entity]
        if entity == "agents":  # delivered in full
            accounts = [a for a in accounts if a.file in newest]
        faults = Counter(kind_of_fault(r.reason) for r in exports.rejected if r.entity == entity)
        export = rules.EXPORTS[entity]
        keys = Counter((row.file, read._key(export, row)) for row in taken[entity])
        named = [
            row[column] in known[of]
            for of, column in REFERENCES.items()
            if of in known and of != entity and column in {c.name for c in export.columns}
            for row in taken[entity]
            if row[column] is not None and row["is_deleted"] is not True
        ]
        repeated = sum(copies - 1 for copies in keys.values())
        assert faults["repeated"] in (0, repeated)
        found[entity] = (
            sum(a.landed for a in accounts), faults["incomplete"], faults["invalid"], repeated, faults["inconsistent"],
            len(named), named.count(False),
        )  # fmt: skip
    return found


@pytest.mark.parametrize("seed", [465, 7])
def test_the_rows_of_wild_exports_are_counted_as_the_oracle_counts_them(built, tmp_path, monkeypatch, seed):
    exports = wild.write(tmp_path / "exports", seed)
    chosen = company.load(built.settings.company_dir, exports, wild.AS_OF, tmp_path / "data")
    taken: dict[str, list[read.Row]] = {}
    for name in ("_latest_copies", "_newest_file"):
        settle = getattr(read, name)

        def telling(export, rows, files, settle=settle):
            taken[export.name] = rows
            return settle(export, rows, files)

        monkeypatch.setattr(read, name, telling)
    moment = oracle._instant(date.fromisoformat(wild.AS_OF), ZoneInfo(ZONE))
    rates = read_rates(built.settings.company_dir / "seeds" / "exchange_rates.csv", "CNY")
    told = read.read_exports(exports, moment, ZONE, ZONE, {"default": "append", "agents": "full"}, rates)
    columns = "landed_rows, incomplete_rows, invalid_rows, repeated_rows, inconsistent_rows, reference_values"
    with replay_exports(built, chosen, only=needed_for(built.target, "dq_exports")) as models:
        rows = models.execute(f"select entity, {columns}, unknown_references from quality.dq_exports").fetchall()
    ours = {row[0]: tuple(map(int, row[1:])) for row in rows}
    theirs = counted(told, taken)
    assert ours == theirs
    totals = [sum(row[place] for row in ours.values()) for place in range(7)]
    assert all(totals), "the exports have a fault of every kind"


def test_the_grades_of_the_demo_follow_their_rule_and_its_tables_are_as_they_are(built):
    with duckdb.connect(str(built.published / "service_kpi.duckdb"), read_only=True) as tables:
        cursor = tables.execute("from dq_summary")
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        by_name = {(row["kind"], row["name"]): row for row in rows}
        graded = {name for kind, name in by_name if kind == "table"}
        assert graded == set(public_schema()["tables"]) - {"dq_summary", "dq_expectations"}
        assert {name for kind, name in by_name if kind == "export"} == set(contract())
        for row in rows:
            given = [row[share] for share in SHARES if row[share] is not None]
            lowest = min(given, default=None)
            grade = None if lowest is None else grade_of(lowest, row["expectations_failed"])
            assert (row["grade"], row["kpis_touched"] is not None) == (grade, grade in ("D", "E", "F")), row
            assert all(0 <= share <= 1 and math.isfinite(share) for share in given), row
        for name in graded:
            ((count,),) = tables.execute(f"select count(*) from {name}").fetchall()
            assert by_name["table", name]["counted_rows"] == count
        for name in contract():
            row = by_name["export", name]
            landed, rejected = tables.execute(
                "select sum(landed), sum(rejected) from dq_reconciliation where entity = ?", [name]
            ).fetchone()
            assert row["counted_rows"] == landed and row["is_present"]
            lost = sum(1 - row[share] for share in ("completeness", "validity", "consistency"))
            assert lost * landed == pytest.approx(rejected, abs=1e-6), "each rejected row is of one kind"


def grade_of(lowest: float, failed: int) -> str:
    grade = next((grade for grade, limit in LIMITS if lowest >= limit), "F")
    return max(grade, "C") if failed else grade


LIMITS = (("A", 0.995), ("B", 0.98), ("C", 0.95), ("D", 0.9), ("E", 0.8))


def test_the_references_that_are_looked_up_are_those_of_the_contract(built):
    with duckdb.connect(str(built.warehouse), read_only=True) as build:
        found = build.execute("select entity, column_name from quality.dq_references where given > 0").fetchall()
    expected = {
        (name, column)
        for name, table in contract().items()
        for export, column in REFERENCES.items()
        if column in table.columns and name != export
    }
    assert set(found) <= expected and len(found) >= len(expected) - 2
