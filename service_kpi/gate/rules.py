"""The expectations by name (`expectations.yml`), what a company sets of them, and their sentences in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from .. import shown
from ..contract import read_yaml
from ..errors import UserError

SEVERITIES = ("fatal", "warning", "off")
TYPES = {
    "timestamp": ("a moment", "时间"),
    "date": ("a date", "日期"),
    "number": ("a number", "数字"),
    "integer": ("a whole number", "整数"),
    "boolean": ("true or false", "是否"),
}
SHARES = {"share_given", "least_given"}  # of what a sentence names, what is written as a share


@dataclass(frozen=True)
class Expectation:
    """One expectation: the figure of that name in a row that is judged lies within its limit."""

    name: str
    stage: str  # landed, published
    severity: str  # fatal, warning, off
    shown: str
    sentences: tuple[str, str]  # en, zh
    passed_sentences: tuple[str, str]
    at_least: float | None = None
    at_most: float | None = None
    in_set: tuple[str, ...] = ()
    unless: str | None = None
    exports: dict[str, float] = field(default_factory=dict)  # limits of single tables

    def limit(self, table: str) -> float | None:
        """The limit for a table; None where a list of values stands in its place."""
        return self.exports.get(table, self.at_least if self.at_most is None else self.at_most)


@cache
def defaults() -> dict[str, Expectation]:
    """The expectations as they are unless a company says otherwise."""
    written = read_yaml(Path(__file__).parent / "expectations.yml")
    return {
        name: Expectation(
            name=name,
            stage=rule["stage"],
            severity=rule["severity"],
            shown=rule["shown"],
            sentences=(rule["en"], rule["zh"]),
            passed_sentences=(rule.get("passed_en", rule["en"]), rule.get("passed_zh", rule["zh"])),
            at_least=rule.get("at_least"),
            at_most=rule.get("at_most"),
            in_set=tuple(rule.get("in_set", ())),
            unless=rule.get("unless"),
        )
        for name, rule in written.items()
    }


def chosen(written: dict, where: str, tables: Iterable[str] = ()) -> dict[str, Expectation]:
    """The expectations with what a company sets: `name: limit`, or `name: {limit, severity, exports: {table: limit}}`.

    tables: what `exports` may name. Raises UserError with one line.
    """
    rules = dict(defaults())
    for name, given in written.items():
        if name not in rules:
            raise UserError(f"{where}: {name} is no expectation; known: {', '.join(rules)}.")
        given = given if isinstance(given, dict) else {"limit": given}
        for key in given:
            if key not in ("limit", "severity", "exports"):
                raise UserError(f"{where}: {name}: {key} is not known; write limit, severity or exports.")
        rule = rules[name]
        severity = "off" if given.get("severity") is False else given.get("severity", rule.severity)  # YAML's off
        if severity not in SEVERITIES:
            raise UserError(f"{where}: {name}: severity: {severity} is not known; choose {', '.join(SEVERITIES)}.")
        exports = given.get("exports", {})
        if not isinstance(exports, dict) or (unknown := sorted(set(exports) - set(tables))):
            what = unknown[0] if isinstance(exports, dict) else repr(exports)
            raise UserError(f"{where}: {name}: exports: {what} is no table of a source; write `table: limit`.")
        limits = {"limit": given["limit"]} if "limit" in given else {}
        for key, limit in (limits | exports).items():
            if rule.in_set or isinstance(limit, bool) or not isinstance(limit, (int, float)) or limit < 0:
                raise UserError(f"{where}: {name}: {key}: {limit!r} is no limit; write a number from 0.")
        rule = replace(rule, severity=severity, exports=exports)
        if limits:
            rule = replace(rule, **{"at_least" if rule.at_most is None else "at_most": limits["limit"]})
        rules[name] = rule
    return rules


def sentence(rule: Expectation, row: dict, table: str, limit: float | None, passed: bool) -> tuple[str, str]:
    """What is to be said of a row that was judged, in English and in Chinese."""
    templates = rule.passed_sentences if passed else rule.sentences
    return tuple(
        template.format(
            table=table,
            file=row.get("source_file") or table,
            column=row.get("column_name"),
            text=row.get("text"),
            type=TYPES.get(row.get("data_type"), ("", ""))[chinese],
            observed=_written(row[rule.name], rule.shown, row, chinese),
            limit=_written(limit, rule.shown, row, chinese),
            **{name: _part(name, value, chinese) for name, value in row.items() if name not in _NAMED},
        )
        for chinese, template in enumerate(templates)
    )


_NAMED = {"source_file", "column_name", "data_type", "text", "table_name", "source_name"}


def _part(name: str, value: object, chinese: int) -> str:
    if name in SHARES:
        return _written(value, "share", {}, chinese)
    return _written(value, "number", {}, chinese) if isinstance(value, (int, float)) else str(value)


def _written(value: object, kind: str, row: dict, chinese: int) -> str:
    """A figure as people read it; of a KPI by its unit."""
    if value is None or isinstance(value, (str, date)):
        return str(value)
    if kind == "share":
        return shown.figure(value, "percent", bool(chinese))
    if kind == "figure":
        return shown.figure(value, row["unit"], bool(chinese))
    number = float(value)
    return f"{number:,.0f}" if number.is_integer() or abs(number) >= 100 else f"{number:,.3g}"
