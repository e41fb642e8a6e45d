"""Great Expectations judges what was landed before anything is built, and what was built before it is
published.

It judges small frames, never the rows themselves: a profile row for each landed column, figures of the published
tables. What it finds stands in the table `dq_expectations`. What is wrong with a single row is staging's to say.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import duckdb

from ..build import Built
from ..errors import BuildError, UserError
from ..land import LandedFile
from ..say import Say
from ..settings import Settings
from . import profile, published
from .judge import Judge, judge
from .rules import Expectation, sentence

__all__ = ["Finding", "check_landed", "check_published", "judge"]

LISTED = 5  # warnings that a run says; the report and the table have all


@dataclass(frozen=True)
class Finding:
    """What became of one expectation on one column of one table; of several files the worst is named."""

    run_id: str
    stage: str
    source_name: str
    table_name: str
    column_name: str  # * for the whole table
    expectation: str
    severity: str
    passed: bool
    observed: float | None
    limit_value: float | None
    source_file: str | None
    sentence_en: str
    sentence_zh: str


COLUMNS = {name: "varchar" for name in Finding.__annotations__} | {
    "passed": "boolean",
    "observed": "double",
    "limit_value": "double",
}


def check_landed(
    settings: Settings,
    say: Say,
    run_id: str,
    files: list[LandedFile],
    judge: Judge,
    meanwhile: Callable[[], object] = lambda: None,
    list_all: bool = False,
) -> list[Finding]:
    """Profile and judge the landed files; what passes is remembered, for later deliveries to be compared with.

    meanwhile: is called while the judge is still loading. Raises UserError where an expectation failed that is fatal:
    nothing is built then.
    """
    with profile.opened(settings) as connection:
        profile.profile(connection, settings, files, run_id)
        rows = profile.measures(connection)
    meanwhile()
    findings = _judged(settings, run_id, "landed", rows, judge)
    with profile.opened(settings) as connection:
        _write(connection, "landing.expectations", findings)
        _tell(say, "check", "on what was landed", findings, list_all)
        if fatal := _fatal(findings):
            raise UserError(
                f"{_first(fatal, told=list_all)} Nothing was built. Correct the export; or, where it is right, set the"
                f" limit or the severity of {fatal[0].expectation} under `expectations` in settings.yml."
            )
        profile.remember(connection, settings, run_id)
    return findings


def check_published(settings: Settings, say: Say, run_id: str, built: Built, judge: Judge) -> list[Finding]:
    """Judge the tables that are to be published, and put what was found into the one that says so.

    Raises BuildError where an expectation failed that is fatal: the last published set stands.
    """
    with profile.opened(settings) as connection:
        rows = published.measures(connection, settings, built)
        findings = _judged(settings, run_id, "published", rows, judge)
        for table in built.public:
            if table.name == "dq_expectations":
                _write(connection, f"{table.schema}.{table.name}", findings)
    fatal = _fatal(findings)
    _tell(say, "check", "on the tables to publish", findings, list_all=len(fatal) > 1)
    if fatal:
        raise BuildError(f"{_first(fatal, told=True)} Nothing was published, the last published set stands.")
    return findings


def _judged(settings: Settings, run_id: str, stage: str, rows: list[dict], judge: Judge) -> list[Finding]:
    rules = [rule for rule in settings.expectations.values() if rule.stage == stage and rule.severity != "off"]
    failed = judge.failed(rows, rules)
    findings = []
    for rule in rules:
        said_already = {_place(rows[number]) for number in failed.get(rule.unless, ())}
        groups: dict[tuple, list[int]] = {}
        for number, row in enumerate(rows):
            if row.get(rule.name) is not None and _place(row) not in said_already:
                groups.setdefault((row["source_name"], row["table_name"], row["column_name"]), []).append(number)
        for numbers in groups.values():
            findings.append(_finding(run_id, rule, rows, numbers, failed[rule.name].intersection(numbers)))
    return findings


def _place(row: dict) -> tuple:
    return row["source_name"], row["table_name"], row.get("source_file"), row["column_name"]


def _finding(run_id: str, rule: Expectation, rows: list[dict], numbers: list[int], failed: set[int]) -> Finding:
    """Of the rows of one table and column the worst."""
    candidates = sorted(failed or numbers)
    if rule.in_set:
        worst = rows[candidates[0]]
    else:
        worst = (min if rule.at_most is None else max)((rows[n] for n in candidates), key=lambda row: row[rule.name])
    limit = rule.limit(worst["table_name"])
    source = worst["source_name"]
    table = worst["table_name"] if source in ("standard", "published") else f"{source}.{worst['table_name']}"
    english, chinese = sentence(rule, worst, table, limit, not failed)
    if len(failed) > 1:
        english += f" The same of {len(failed) - 1} more."
        chinese += f"另有 {len(failed) - 1} 项同样如此。"
    return Finding(
        run_id=run_id,
        stage=rule.stage,
        source_name=source,
        table_name=worst["table_name"],
        column_name=worst["column_name"],
        expectation=rule.name,
        severity=rule.severity,
        passed=not failed,
        observed=None if rule.in_set else float(worst[rule.name]),
        limit_value=None if limit is None else float(limit),
        source_file=worst.get("source_file"),
        sentence_en=english,
        sentence_zh=chinese,
    )


def _write(connection: duckdb.DuckDBPyConnection, table: str, findings: list[Finding]) -> None:
    """Append the findings to a table of those columns."""
    if findings:
        names = ", ".join(vars(findings[0]))
        connection.execute(
            f"insert into {table} ({names}) select {names} from (select unnest(from_json($1, $2), max_depth := 2))",
            [json.dumps([vars(finding) for finding in findings]), json.dumps([COLUMNS])],
        )


def _tell(say: Say, step: str, what: str, findings: list[Finding], list_all: bool = False) -> None:
    failed = [finding for finding in findings if not finding.passed]
    failed.sort(key=lambda finding: finding.severity)
    say.line(f"{step}: {len(findings)} expectations {what}, {len(failed) or 'none'} failed")
    said = failed if list_all else [finding for finding in failed if finding.severity == "warning"][:LISTED]
    for finding in said:
        say.note(f"{finding.sentence_en} ({finding.expectation}, {finding.severity})")
    if not list_all and (more := sum(finding.severity == "warning" for finding in failed) - len(said)):
        say.note(f"{more} more warnings: table dq_expectations has them all.")


def _fatal(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == "fatal" and not finding.passed]


def _first(fatal: list[Finding], told: bool = False) -> str:
    """The first that failed, and how many more; told: all of them were listed already."""
    if len(fatal) == 1:
        return fatal[0].sentence_en
    return f"{fatal[0].sentence_en} {len(fatal) - 1} more failed{'' if told else ': `service-kpi check` lists them'}."
