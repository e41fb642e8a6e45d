"""Scaffolds a KPI: every file that the checklist of CONTRIBUTING.md names gets its lines, those that only a person can
write as TODO, which a test refuses. All is looked at before anything is written."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from . import catalogue
from .contract import PROJECT, contract
from .errors import UsageError

TODO = "TODO"
MEASURES = PROJECT / "models" / "marts" / "measures"
INPUTS = PROJECT / "seeds" / "kpi_inputs.csv"
ORACLE = PROJECT / "tests" / "python" / "oracle" / "kpis"
DECISIONS = PROJECT / "docs" / "kpi_decisions.md"
# The oracle's modules by the export that dates the KPI.
MODULES = {
    "calls": "calls",
    "complaints": "complaints",
    "survey_responses": "satisfaction",
    "quality_audits": "quality",
    "request_events": "journeys",
    "agent_goals": "people",
    "agent_assessments": "people",
    "training_records": "people",
    "agents": "people",
}
ALL_SCOPES = "company team agent channel service region customer_segment"


@dataclass(frozen=True)
class Wanted:
    """What the command was asked for."""

    kpi: str
    area: str
    measure: str
    numerator: str
    denominator: str | None
    name_en: str | None = None
    name_zh: str | None = None
    inputs: tuple[str, ...] = ()  # entity.column; entity.* where the export alone is enough


def scaffold(wanted: Wanted) -> list[Path]:
    """Write the files; returns those that were written. Raises UsageError before anything is."""
    row = catalogue.registry().get(wanted.kpi)
    _check(wanted, row)
    inputs = wanted.inputs or tuple(f"{entity}.*" for entity in _entities(wanted.measure))
    _check_inputs(inputs)
    texts: dict[Path, str] = {}
    if row is None:
        row = _new_row(wanted, inputs)
        texts[catalogue.REGISTRY] = _appended(catalogue.REGISTRY, list(row.values()))
    folder = catalogue.KPIS / wanted.area
    texts |= {
        folder / f"kpi_{wanted.kpi}.sql": _sql(wanted, row),
        folder / f"_{wanted.area}.yml": _with_description(folder / f"_{wanted.area}.yml", wanted.kpi, row),
        folder / f"area_{wanted.area}.sql": _with_line(folder / f"area_{wanted.area}.sql", wanted.kpi),
        INPUTS: _with_inputs(wanted.kpi, inputs),
        ORACLE / f"{_module(inputs)}.py": _with_function(ORACLE / f"{_module(inputs)}.py", wanted.kpi, row),
        ORACLE / "__init__.py": _with_entry(wanted.kpi, row, inputs),
        DECISIONS: _with_decision(wanted.kpi, row),
    }
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    return list(texts)


# ---------------------------------------------------------------- what is refused


def _check(wanted: Wanted, row: dict[str, str] | None) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", wanted.kpi):
        raise UsageError(f"{wanted.kpi}: the id of a KPI is lower-case words joined by underscores.")
    if wanted.kpi in catalogue.kpi_files():
        raise UsageError(f"{wanted.kpi} is built: {catalogue.kpi_files()[wanted.kpi].relative_to(PROJECT)}.")
    areas = sorted(path.name for path in catalogue.KPIS.iterdir() if path.is_dir())
    if wanted.area not in areas:
        raise UsageError(f"--area {wanted.area} is no area; there are {', '.join(areas)}.")
    if row is not None and row["area"] != wanted.area:
        raise UsageError(f"--area {wanted.area}: the registry has {wanted.kpi} in the area {row['area']}.")
    if row is not None and bool(row["denominator"]) != bool(wanted.denominator):
        has = f"divides by {row['denominator']}" if row["denominator"] else "has no denominator"
        raise UsageError(f"--denominator: {wanted.kpi} {has} by the registry.")
    columns = measure_columns(wanted.measure)
    for option, column in (("numerator", wanted.numerator), ("denominator", wanted.denominator)):
        if column and column not in columns:
            raise UsageError(f"--{option} {column} is no measure of {wanted.measure}; it has {', '.join(columns)}.")


def _check_inputs(inputs: tuple[str, ...]) -> None:
    for given in inputs:
        entity, _, column = given.partition(".")
        known = contract().get(entity)
        if known is None or (column != "*" and column not in known.columns):
            raise UsageError(f"--input {given} is no column of an export; write it as calls.answered_at or calls.*")
    if not inputs:
        raise UsageError("--input is missing: what the KPI cannot do without, as calls.answered_at or calls.*")


def measure_columns(measure: str) -> list[str]:
    """The measures of a measure model. Raises UsageError where there is no such model."""
    path = MEASURES / f"{measure}.yml"
    if not path.is_file():
        there = ", ".join(sorted(path.stem for path in MEASURES.glob("*.sql")))
        raise UsageError(f"--measure {measure} is no measure model; there are {there}.")
    (model,) = yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
    keys = {"period_grain", "period_start", "scope_type", "scope_id"}
    return [column["name"] for column in model["columns"] if column["name"] not in keys]


def _entities(measure: str) -> list[str]:
    """The exports behind a measure model, as far as its facts are named after them."""
    read = re.findall(r"ref\('(?:fct|dim)_(\w+)'\)", (MEASURES / f"{measure}.sql").read_text(encoding="utf-8"))
    return [entity for entity in dict.fromkeys(read) if entity in contract()]


# ---------------------------------------------------------------- what is written


def _new_row(wanted: Wanted, inputs: tuple[str, ...]) -> dict[str, str]:
    """A row of the registry with what can be known; the rest TODO."""
    is_share = wanted.denominator is not None
    known = {
        "kpi_id": wanted.kpi,
        "name_en": wanted.name_en or f"{TODO} {wanted.kpi}",
        "name_zh": wanted.name_zh or TODO,
        "area": wanted.area,
        "numerator": f"{TODO} {wanted.numerator}",
        "denominator": f"{TODO} {wanted.denominator}" if is_share else "",
        "unit": "percent" if is_share else "count",
        "scale": "1",
        "kind": "proportion" if is_share else "count",
        "better": "higher" if is_share else "none",
        "rollup": "ratio" if is_share else "sum",
        "dated_by": TODO,
        "finest_grain": "day",
        "scopes": ALL_SCOPES,
        "exports": " ".join(dict.fromkeys(given.split(".")[0] for given in inputs)),
        "document": "extra",
        "note": "",
        "maturity_days": "0",
        "definition_version": "1",
        "valid_from": date.today().isoformat(),
    }
    columns = next(iter(catalogue.registry().values())).keys()
    return {column: known[column] for column in columns}


def _appended(path: Path, row: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(row)
    return path.read_text(encoding="utf-8").rstrip("\n") + "\n" + line.getvalue()


def _sql(wanted: Wanted, row: dict[str, str]) -> str:
    words = row["numerator"] + (f" / {row['denominator']}" if row["denominator"] else "")
    squares = f"{wanted.numerator}_squares"
    has_squares = row["kind"] == "mean" and squares in measure_columns(wanted.measure)
    below = wanted.denominator
    return f"""-- {row["name_en"]} {row["name_zh"]}: {words}.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    {wanted.numerator} as numerator,
    {below or "cast(null as double)"} as denominator,
    {below or "cast(null as bigint)"} as sample_size,
    {squares if has_squares else "cast(null as double)"} as numerator_squares
from {{{{ ref('{wanted.measure}') }}}}
"""


def _with_description(path: Path, kpi: str, row: dict[str, str]) -> str:
    """The YAML of an area with an entry for the KPI, in the order of the names."""
    documents = row["document"].split()
    english = ", ".join(documents).replace("extra", "extra (usage of the industry)")
    chinese = "、".join(documents).replace("extra", "extra（行业惯例）")
    entry = f"""  - name: kpi_{kpi}
    description: >-
      {TODO}: what it is, in a sentence.

      Counts: {TODO}.

      Does not count: {TODO}.

      Source document: {english}.

      Decided in: docs/kpi_decisions.md.

      One row per period and scope.

      **中文** {TODO}。

      计入：{TODO}。

      不计入：{TODO}。

      源文档：{chinese}。

      口径决定：docs/kpi_decisions.md。

      每个周期与范围一行。
"""
    head, *entries = re.split(r"(?m)^(?=  - name: )", path.read_text(encoding="utf-8"))
    place = next((n for n, other in enumerate(entries) if _name_of(other) > f"kpi_{kpi}"), len(entries))
    before = "".join(entries[:place]).rstrip("\n")
    return f"{head}{before}\n\n{entry}" + ("\n" + "".join(entries[place:]) if entries[place:] else "")


def _name_of(entry: str) -> str:
    return entry.split("\n", 1)[0].removeprefix("  - name: ")


def _with_line(path: Path, kpi: str) -> str:
    """An area's union with the KPI, in the order of the names."""
    text = path.read_text(encoding="utf-8")
    start, listed, end = re.split(r"(stack_kpis\(\[.*?\]\))", text, maxsplit=1, flags=re.DOTALL)
    kpis = sorted({*re.findall(r"'(\w+)'", listed), kpi})
    return start + "stack_kpis([\n" + "".join(f"    '{name}',\n" for name in kpis) + "])" + end


def _with_inputs(kpi: str, inputs: tuple[str, ...]) -> str:
    text = INPUTS.read_text(encoding="utf-8").rstrip("\n") + "\n"
    for given in inputs:
        entity, _, column = given.partition(".")
        text += f"{kpi},{entity if column == '*' else column},{entity},{column}\n"
    return text


def _module(inputs: tuple[str, ...]) -> str:
    name = MODULES.get(inputs[0].split(".")[0], "requests")
    return name if (ORACLE / f"{name}.py").is_file() else "requests"


def _with_function(path: Path, kpi: str, row: dict[str, str]) -> str:
    words = row["numerator"] + (f" / {row['denominator']}" if row["denominator"] else "")
    return (
        path.read_text(encoding="utf-8").rstrip("\n")
        + f'''


def {kpi}(facts: Facts, counting: Counting, scopes: Iterable[str]) -> dict[Cell, Counts]:
    """{words}"""
    raise NotImplementedError("{TODO}: written from the registry's words, not from the SQL")
'''
    )


def _with_entry(kpi: str, row: dict[str, str], inputs: tuple[str, ...]) -> str:
    """The oracle's KPIS with an entry for the KPI, at the end."""
    path = ORACLE / "__init__.py"
    needs = tuple(given for given in inputs if not given.endswith(".*"))
    more = "".join(
        f"        {name}={value},\n"
        for name, value, default in (
            ("scale", row["scale"], "1"),
            ("finest_grain", f'"{row["finest_grain"]}"', '"day"'),
            ("maturity_days", row["maturity_days"], "0"),
        )
        if value != default
    )
    entry = f"""    "{kpi}": Kpi(
        {_module(inputs)}.{kpi},
        "{row["kind"]}",
        "{row["better"]}",
        {_tuple(row["scopes"].split())},
        {_tuple(dict.fromkeys(given.split(".")[0] for given in inputs))},
        {_tuple(needs)},
{more}    ),
}}
"""
    text = path.read_text(encoding="utf-8")
    if not text.endswith("\n}\n"):
        raise UsageError(f"{path.relative_to(PROJECT)} does not end with the entries of KPIS: add the entry by hand.")
    return text.removesuffix("}\n") + entry


def _tuple(words) -> str:
    words = list(words)
    return "(" + ", ".join(f'"{word}"' for word in words) + ("," if len(words) == 1 else "") + ")"


def _with_decision(kpi: str, row: dict[str, str]) -> str:
    """The page of decisions with a row in its table and a section, each last of the area."""
    text = DECISIONS.read_text(encoding="utf-8")
    area = catalogue.area_name(row["area"], "en")
    title = f"{row['name_en']} {row['name_zh']}"
    line = f"|  | [{title}](#{catalogue.anchor(title)}) | `{kpi}` |\n"
    section = f"""### {title}

**The source says** {TODO}.

**We compute** {TODO}.

**Why.** {TODO}.

**Example.** {TODO}.

**Where others differ.** {TODO}.
"""
    table = re.compile(rf"(\| \[{re.escape(area)}\]\(#[^\n]*\n(?:\|  \|[^\n]*\n)*)")
    part = re.compile(rf"(\n## {re.escape(area)}\n.*?)(?=\n## |\Z)", re.DOTALL)
    if not table.search(text) or not part.search(text):
        raise UsageError(f"{DECISIONS.relative_to(PROJECT)} has no area {area}: add its row and its section by hand.")
    text = table.sub(lambda found: found[1] + line, text, count=1)
    return part.sub(lambda found: f"{found[1].rstrip()}\n\n{section}", text, count=1).rstrip("\n") + "\n"
