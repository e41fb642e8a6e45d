"""The public schema: what users build on, and what semantic versioning covers. Written to docs/schema/public.json."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import click

from . import cli, errors, seeds, settings
from .contract import PROJECT, contract, read_yaml

FILE = PROJECT / "docs" / "schema" / "public.json"


def public_schema() -> dict:
    """Published tables with columns and types, exports (column: required), seeds, commands, exit codes, settings."""
    return {
        "tables": _tables(),
        "kpis": _built_kpis(),
        "exports": {
            entity: {column: column in table.required for column in table.columns}
            for entity, table in contract().items()
        },
        "company_seeds": _company_seeds(),
        "commands": _commands(),
        "exit_codes": _exit_codes(),
        "settings": {
            "settings.yml": sorted(settings.SETTINGS),
            "sources": sorted(settings.SOURCE),
            "vars": {name: default for name, default in settings.dbt_defaults().items() if _is_setting(name)},
        },
    }


def digest(schema: dict) -> str:
    """Eight characters that change with the schema; the changelog names those of the present one."""
    return hashlib.sha256(json.dumps(schema, sort_keys=True).encode()).hexdigest()[:8]


def write() -> None:
    """Write the file and say which line the changelog must hold."""
    schema = public_schema()
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{FILE.relative_to(PROJECT)} written; CHANGELOG.md: Public schema `{digest(schema)}`")


def _tables() -> dict[str, dict[str, str]]:
    tables = {}
    for path in sorted((PROJECT / "models").rglob("*.yml")):
        for model in read_yaml(path).get("models", []):
            if model.get("config", {}).get("access") == "public":
                tables[model["name"]] = {column["name"]: column["data_type"] for column in model["columns"]}
    return tables


def _built_kpis() -> list[str]:
    return sorted(path.stem.removeprefix("kpi_") for path in (PROJECT / "models/marts/kpis").rglob("kpi_*.sql"))


def _company_seeds() -> dict[str, list[str]]:
    return {path.stem: _header(path) for path in sorted(seeds.OURS.glob("*.csv"))}


def _header(path: Path) -> list[str]:
    with open(path, encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def _commands() -> dict[str, list[str]]:
    return {
        name: sorted(option for parameter in command.params for option in parameter.opts)
        for name, command in sorted({"service-kpi": cli.main, **cli.main.commands}.items())
        if isinstance(command, click.Command)
    }


def _exit_codes() -> dict[str, int]:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.UserError)]
    return {kind.__name__: kind.exit_code for kind in kinds} | {"defect": 70, "interrupted": 130}


def _is_setting(name: str) -> bool:
    return name not in settings.WORKED_OUT


if __name__ == "__main__":
    write()
