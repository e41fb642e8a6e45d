"""Reads the export contract: `models/contract/<entity>.yml`, the one place of its rules.

The files are dbt source declarations, so the staging macros read the same text through dbt's graph.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Table:
    """What the files of one table of a source hold: its columns, and which of them must be there."""

    name: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    types: dict[str, str] = field(default_factory=dict)  # column -> type, where it is declared
    forms: dict[str, str] = field(default_factory=dict)  # column -> how its values are written (forms.py)
    rules: dict[str, dict] = field(default_factory=dict)  # column -> its meta: required, values, personal
    key: tuple[str, ...] = ()
    money: tuple[str, ...] = ()  # the columns of amounts
    moments: tuple[str, ...] = ()  # when a row happened: first_moment, else those of which one is required


def read_yaml(path: Path) -> dict:
    """What a YAML file says; nothing where it is empty. Raises yaml.YAMLError or ValueError (no UTF-8).

    libyaml, which PyYAML brings along nearly everywhere, reads the contract in a tenth of the time.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader) or {}


@cache
def contract() -> dict[str, Table]:
    """The twenty exports of the contract by name: the tables of the source `standard`."""
    tables: dict[str, Table] = {}
    for path in sorted((PROJECT / "models" / "contract").glob("*.yml")):
        tables |= declared_tables(path).get("standard", {})
    return tables


def declared_tables(path: Path) -> dict[str, dict[str, Table]]:
    """The sources that a dbt YAML file declares: source name -> table name -> Table."""
    declared = read_yaml(path)
    return {
        source["name"]: {table["name"]: _table(table) for table in source.get("tables", [])}
        for source in declared.get("sources", [])
    }


def _table(declared: dict) -> Table:
    columns = declared.get("columns", [])
    rules = {column["name"]: column.get("config", {}).get("meta", {}) for column in columns}
    meta = declared.get("config", {}).get("meta", {})
    first_moment = meta.get("first_moment")
    return Table(
        name=declared["name"],
        columns=tuple(rules),
        required=tuple(name for name, rule in rules.items() if rule.get("required")),
        types={column["name"]: column["data_type"] for column in columns if "data_type" in column},
        forms={name: rule["form"] for name, rule in rules.items() if "form" in rule},
        rules=rules,
        key=tuple(meta.get("key", ())),
        money=tuple(meta.get("money", ())),
        moments=(first_moment,) if first_moment else tuple(meta.get("required_any", ())),
    )
