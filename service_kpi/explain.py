"""From a figure back to its rows: what is in the numerator, what in the denominator, what was left out and why.

Reads the build file and the compiled SQL of the last build (trace.py takes it apart), lists the rows behind one KPI,
period and member, and checks that they add up to what fct_kpi_values says.
"""

from __future__ import annotations

import csv
import difflib
import json
import math
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import duckdb
from rich.table import Table
from rich.text import Text
from sqlglot import exp

from . import catalogue, shown, trace, warehouse
from .errors import UserError, legible
from .say import Say, console
from .settings import Settings
from .sql import sql_name, sql_text
from .trace import LEFT_OUT_BY_WHERE, SIDES, Cell, Kpi, NotTraceable, Rows, Side

PERIODS = {
    "day": r"(\d{4})-(\d{2})-(\d{2})",
    "week": r"(\d{4})-W(\d{1,2})",
    "month": r"(\d{4})-(\d{1,2})",
    "quarter": r"(\d{4})-Q([1-4])",
    "year": r"(\d{4})",
}
# Units whose own table does not say where they came from, by key: the table that does.
SOURCES_BY_KEY = {
    "audit_id": "fct_quality_audit_items",
    "complaint_id": "fct_complaints",
    "request_id": "fct_service_requests",
    "customer_id": "dim_customers",
    "agent_id": "dim_agent_states",
}
PARTS = {
    "both": ("in numerator and denominator", "计入分子和分母"),
    "numerator": ("in the numerator alone", "仅计入分子"),
    "denominator": ("in the denominator alone", "仅计入分母"),
    "left_out": ("left out", "未计入"),
}
IN_ORDER = "list_position(['both', 'numerator', 'denominator', 'left_out'], part)"
IN_SIDE = {"numerator": ("in the numerator", "计入分子"), "denominator": ("in the denominator", "计入分母")}
WORDS = {
    "holds": ("{what} holds", "{what} 成立"),
    "fails": ("{what} does not hold", "{what} 不成立"),
    "empty": ("{what} is empty", "{what} 为空"),
    "given": ("{what} is given", "{what} 有值"),
    "cancelled": ("counted, and taken off again", "计入后又被减去"),
    "left": ("entered, and had left by the end", "进入后已在期末之前离开"),
    "part": ("part", "归属"),
    "reason": ("reason", "原因"),
    "rows": ("rows", "行数"),
    "source": ("source", "来源"),
    "numerator": ("numerator", "分子"),
    "denominator": ("denominator", "分母"),
    "of": ("{model}: the rows behind {sides}", "{model}：{sides}对应的行"),
    "and": (" and ", "和"),
    "more": (
        "{shown} of {all} rows are shown; --csv FILE writes all.",
        "共 {all} 行，显示 {shown} 行；--csv FILE 写出全部。",
    ),
    "dropped": ("there is no figure of these rows: {having} does not hold", "这些行没有形成数值：不满足 {having}"),
    "unlisted": (
        "What a single person answered is not listed: this KPI is shown for groups only.",
        "该指标只对群体显示，不逐一列出个人的回答。",
    ),
    "checked": (
        "checked: these rows give {figures}, as fct_kpi_values says",
        "已核对：上述行得出{figures}，与 fct_kpi_values 一致",
    ),
    "from": ("worked out from these values; explain them one by one", "由下列指标值计算得出，可逐一追溯"),
    "written": ("{rows} rows written to {path}", "已将 {rows} 行写入 {path}"),
}  # fmt: skip


@dataclass
class Listing:
    """The rows of one measure model for the cell, in a temporary table."""

    model: str
    sides: list[str]
    table: str
    columns: list[str]
    counts: list[tuple]  # part, reason, rows, numerator, denominator
    totals: dict[str, float]  # measure -> figure; empty where the model asks of a group what this one has not
    having: str | None


@dataclass
class Build:
    """The last build: its file, its compiled SQL, its descriptions."""

    settings: Settings
    connection: duckdb.DuckDBPyConnection

    @cached_property
    def models(self) -> dict[str, dict]:
        """dbt's nodes by name. Raises UserError where there is no build."""
        path = self.settings.data_dir / "target" / "manifest.json"
        if not path.is_file():
            raise nothing_built(self.settings)
        nodes = json.loads(path.read_text(encoding="utf-8"))["nodes"].values()
        return {node["name"]: node for node in nodes if node["resource_type"] in ("model", "seed")}

    def sql(self, model: str) -> str:
        """The compiled SQL of a model."""
        node = self.models[model]
        path = self.settings.data_dir / "target" / "compiled" / "service_kpi" / node["original_file_path"]
        if not path.is_file():
            raise UserError(f"the compiled SQL of {model} is not there any more: run `service-kpi build`.")
        return path.read_text(encoding="utf-8")

    def columns(self, model: str) -> list[str]:
        return [name for (name,) in self.query(
            "select column_name from information_schema.columns where table_schema = ? and table_name = ?"
            " order by ordinal_position", [self.models[model]["schema"], model],
        )]  # fmt: skip

    def relation(self, model: str) -> str:
        return f"{sql_name(self.models[model]['schema'])}.{sql_name(model)}"

    def description(self, models: list[str], column: str, language: str) -> str | None:
        """The first sentence that the YAML of one of the models says of a column."""
        for model in models:
            known = self.models.get(model, {}).get("columns", {}).get(column)
            if known and known.get("description"):
                told = " ".join(catalogue.half(known["description"], language).split())
                return re.split(r"(?<=[a-z])\. |。", told)[0].rstrip(".")
        return None

    def query(self, sql: str, parameters: list | None = None) -> list[tuple]:
        return self.connection.execute(sql, parameters or []).fetchall()


@dataclass
class Explained:
    """Everything that is said of one figure."""

    kpi: str
    cell: Cell
    value: tuple | None  # numerator, denominator, value, as fct_kpi_values has them; None where it has no row
    sides: dict[str, float | None] = field(default_factory=dict)  # what the rows give
    listings: list[Listing] = field(default_factory=list)
    parts_of: list[tuple] = field(default_factory=list)  # values that it is worked out from
    is_guarded: bool = False  # what is behind it are answers of persons: counts are told, rows are not

    @property
    def is_hidden(self) -> bool:
        """Whether the group is so small that even the figure is not shown."""
        return self.is_guarded and (self.value is None or self.value[0] is None)


def nothing_built(settings: Settings) -> UserError:
    return UserError(f"nothing was built in {settings.data_dir} yet: run `service-kpi run`.")


@contextmanager
def open_build(settings: Settings) -> Iterator[Build]:
    """The last build, read-only. Raises UserError where there is none."""
    if not settings.warehouse.is_file():
        raise nothing_built(settings)
    with warehouse.connect(settings, read_only=True) as connection:
        build = Build(settings, connection)
        if not build.query("select 1 from information_schema.tables where table_name = 'fct_kpi_values'"):
            raise nothing_built(settings)
        yield build


def explain(build: Build, kpi: str, period: str, scope: str, language: str = "en") -> Explained:
    """Trace one figure. Raises UserError: an unknown KPI, period, scope or member; a shape that cannot be traced."""
    cell = _cell(build, kpi, period, scope)
    value = build.query(
        f"select numerator, denominator, value from {build.relation('fct_kpi_values')} where kpi_id = ?"
        " and period_grain = ? and period_start = ? and scope_type = ? and scope_id = ?",
        [kpi, cell.period_grain, cell.period_start, cell.scope_type, cell.scope_id],
    )
    explained = Explained(kpi, cell, value[0] if value else None)
    sql = build.sql(f"kpi_{kpi}")
    if any("/scorecards/" in build.models[model]["original_file_path"] for model in trace.tables_of(sql)):
        explained.parts_of = _values_behind(build, sql, cell)
        return explained
    try:
        parts = trace.kpi_of(sql, build)
    except NotTraceable as error:
        raise NotTraceable(f"{kpi} cannot be traced: {error}") from error
    explained.is_guarded = any(side.is_guarded for side in parts.sides.values())
    rows: dict[str, Rows] = {}
    for model in parts.models:
        wanted = list(dict.fromkeys(name for side in parts.sides.values() for name in side.measures_of(model)))
        try:
            rows[model] = trace.rows_of(model, wanted, cell, build)
        except NotTraceable as error:
            raise NotTraceable(f"{kpi} cannot be traced, because of {model}: {error}") from error
    for model in parts.models:
        explained.listings.append(_list(build, parts, rows, model, language))
    explained.sides = _sides(build, parts, rows, explained.listings)
    return explained


# ---------------------------------------------------------------- which figure


def _cell(build: Build, kpi: str, period: str, scope: str) -> Cell:
    check_registered(kpi)
    if f"kpi_{kpi}" not in build.models:
        raise UserError(f"{kpi} is in the registry and not built yet.")
    grain, start = _period(period)
    scope_type, _, member = scope.partition(":")
    kept = build.query(f"select scope_type, period_grain from {build.relation('kpi_scopes')} where kpi_id = ?", [kpi])
    grains = [g for s, g in kept if s == scope_type]
    if not grains:
        known = ", ".join(sorted({s for s, _ in kept}))
        raise UserError(f"{kpi} is not kept for the scope {scope_type or 'without a name'}; it is for: {known}.")
    if grain not in grains:
        order = [g for g in PERIODS if g in grains]
        raise UserError(f"{kpi} is not kept by {grain} for the scope {scope_type}; it is by: {', '.join(order)}.")
    days = build.query(
        f"select min(day), max(day) from {build.relation('period_days')} where period_grain = ? and period_start = ?",
        [grain, start],
    )
    if days[0][0] is None:
        ((first, last),) = build.query(f"select min(day), max(day) from {build.relation('period_days')}")
        raise UserError(f"{period} is no period of the calendar, which goes from {first} to {last}.")
    if scope_type == "company":
        if member not in ("", "all"):
            raise UserError(f"{scope}: the company has no members; write --scope company.")
        member = "all"
    elif not member:
        raise UserError(f"{scope}: name the member too, as --scope {scope_type}:ID.")
    else:
        _check_member(build, scope_type, member)
    return Cell(grain, start, *days[0], scope_type, member)


def check_registered(kpi: str) -> None:
    """Raise UserError, with names that are near, where the registry has no such KPI."""
    if kpi not in catalogue.registry():
        raise UserError(f"{kpi} is no KPI of the registry{_near(kpi, catalogue.registry())}")


def _period(period: str) -> tuple[str, date]:
    """2025, 2025-Q2, 2025-06, 2025-W23, 2025-06-14 -> grain and first day. Raises UserError."""
    for grain, pattern in PERIODS.items():
        found = re.fullmatch(pattern, period.strip())
        if found:
            numbers = [int(number) for number in found.groups()]
            try:
                if grain == "week":
                    return grain, date.fromisocalendar(*numbers, 1)
                if grain == "quarter":
                    return grain, date(numbers[0], 3 * numbers[1] - 2, 1)
                return grain, date(*numbers, *(1 for _ in range(3 - len(numbers))))
            except ValueError:
                break
    raise UserError(f"{period} is no period: write 2025, 2025-Q2, 2025-06, 2025-W23 or 2025-06-14.")


def _check_member(build: Build, scope_type: str, member: str) -> None:
    members = [found for (found,) in build.query(
        f"select distinct scope_id from {build.relation('fct_kpi_values')} where scope_type = ?", [scope_type]
    )]  # fmt: skip
    if member not in members:
        raise UserError(f"{scope_type} has no member {member}{_near(member, members)}")


def _near(name: str, names) -> str:
    near = difflib.get_close_matches(name, list(names), n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(near)}?" if near else "."


# ---------------------------------------------------------------- its rows


def _list(build: Build, kpi: Kpi, rows: dict[str, Rows], model: str, language: str) -> Listing:
    """Put the rows of a measure model into a temporary table, each with its part, its reason and its amounts."""
    of, table = rows[model], f"rows_of_{model.replace('/', '_')}"
    sides = [name for name, side in kpi.sides.items() if side.measures_of(model)]
    reasons = Reasons(build, of, language)
    kept = [f"{LEFT_OUT_BY_WHERE}{number}" for number in range(len(of.kept))]
    dropped = reasons.cases((f"{flag} is true", condition) for flag, condition in zip(kept, of.kept, strict=True))
    selected = [f"{of.unit}.*", *([f"{of.day} as counted_on"] if of.day else [])]
    for name in SIDES:
        if name in sides:
            selected += _judged(name, kpi.sides[name], rows, model, reasons)
        else:
            selected.append(f"false as is_in_{name}")
    working = [*kept, *(f"is_in_{name}" for name in SIDES), *(f"why_not_{name}" for name in sides)]
    build.connection.execute(
        "create or replace temp table judged as "
        + of.with_ctes(f"select {', '.join(selected)} from {of.source} where {_all(of.where)}")
    )
    # A row below the line says why it is not above it, a row in neither why it is not below.
    build.connection.execute(
        f"""
        create or replace temp table {table} as
        with sorted as (
            select
                case
                    when not ({_all(kept)}) then 'left_out'
                    when is_in_numerator and is_in_denominator then 'both'
                    when is_in_numerator then 'numerator'
                    when is_in_denominator then 'denominator'
                    else 'left_out'
                end as part,
                case {dropped} when is_in_denominator then why_not_{sides[0]} else why_not_{sides[-1]} end as why,
                *
            from judged
        )

        select
            part,
            case when part = '{"both" if len(sides) == 2 else sides[0]}' then '' else reasons.reason end as reason,
            sorted.* exclude (part, why, {trace.quoted(working)})
                replace ({", ".join(f"case when part in ('both', '{s}') then {s} end as {s}" for s in sides)})
        from sorted
        left join ({reasons.rows()}) as reasons on sorted.why = reasons.number
        """
    )
    if of.is_stock:
        _keep_what_stayed(build, table, language)
    _add_sources(build, table)
    added = [name for name in sides if trace.contribution(kpi.sides[name], rows, model)]
    counts = build.query(
        f"select part, reason, count(*), {', '.join(f'sum({s})' if s in added else 'null' for s in SIDES)} from {table}"
        f" group by part, reason order by {IN_ORDER}, count(*) desc, reason"
    )
    columns = [c[0] for c in build.connection.execute(f"from {table} limit 0").description]
    return Listing(model, sides, table, columns, counts, _totals(build, of), of.having)


def _judged(name: str, side: Side, rows: dict[str, Rows], model: str, reasons: Reasons) -> list[str]:
    """Three columns: what a row brings to a side, whether it is in it, and the number of the reason if it is not."""
    leaves = [leaf for measure in side.measures_of(model) for leaf in rows[model].leaves(measure)]
    brings = trace.contribution(side, rows, model)
    is_in = " or ".join(f"({_all(f'({trace.text(c)}) is true' for c in leaf.conditions)})" for leaf in leaves)
    if brings and all(leaf.amount is None for leaf in leaves):
        is_in = f"({is_in}) and {brings} <> 0"  # counted here and taken off there: not in it
    looked_at = next((trace.text(leaf.amount) for leaf in leaves if leaf.amount is not None), "1")
    why = reasons.cases((f"({trace.text(c)}) is true", c) for leaf in leaves for c in leaf.conditions)
    return [
        f"cast({brings or looked_at} as double) as {name}",
        f"{is_in} as is_in_{name}",
        f"case {why} when true then 0 end as why_not_{name}",
    ]


class Reasons:
    """Numbers for why rows are left out; 0 is what meets every condition and is taken off again."""

    def __init__(self, build: Build, rows: Rows, language: str) -> None:
        self.build, self.of, self.language = build, rows, language
        self.told = [_in_words("cancelled", language)]

    def cases(self, conditions: Iterable[tuple[str, exp.Expression]]) -> str:
        """For each condition, as SQL and as what it says: `when not (it) then (its number)`."""
        cases = []
        for sql, said in conditions:
            cases.append(f"when not ({sql}) then {len(self.told)}")
            self.told.append(_reason(self.build, self.of, said, self.language))
        return " ".join(cases)

    def rows(self) -> str:
        """A select of number and reason."""
        values = ", ".join(f"({number}, {sql_text(reason)})" for number, reason in enumerate(self.told))
        return f"select * from (values {values}) as told (number, reason)"


def _all(conditions: Iterable[str]) -> str:
    return " and ".join(f"({condition})" for condition in conditions) or "true"


def _in_words(key: str, language: str) -> str:
    return WORDS[key][language == "zh"]


def _keep_what_stayed(build: Build, table: str, language: str) -> None:
    """Of a stock's entries and leavings: one row for each unit that is in it at the end, the others are left out."""
    build.connection.execute(
        f"""
        create or replace temp table {table} as
        with netted as (
            select
                *,
                sum(numerator) over (partition by request_id) as net,
                row_number() over (partition by request_id order by counted_on desc, numerator desc) as place
            from {table}
        )

        select * exclude (net, place) replace (
            case when net <> 0 and place = 1 then 'numerator' else 'left_out' end as part,
            case when net <> 0 and place = 1 then '' else {sql_text(_in_words("left", language))} end as reason,
            case when net <> 0 and place = 1 then net end as numerator
        )
        from netted
        """
    )


def _reason(build: Build, rows: Rows, condition: exp.Expression, language: str) -> str:
    """Why a row is left out that does not meet a condition: its column in words, else the condition itself."""
    node, word = condition.unnest(), "fails"
    if isinstance(node, exp.Not):
        node, word = node.this.unnest(), "holds"
        if isinstance(node, exp.Is) and isinstance(node.expression, exp.Null):
            node, word = node.this, "empty"
    elif isinstance(node, exp.Is) and isinstance(node.expression, exp.Null):
        node, word = node.this, "given"
    columns = list(dict.fromkeys(column.name for column in node.find_all(exp.Column)))
    for column in node.find_all(exp.Column):
        column.set("table", None) if column.table == rows.unit else None
    told = []
    for column in columns:
        told_of = build.description(rows.tables, column, language)
        if told_of is None and column in rows.named:
            told_of = trace.told(rows.named[column])
        if told_of:
            told.append(told_of if isinstance(node, exp.Column) else f"{column}: {told_of}")
    said = _in_words(word, language).format(what=trace.told(node))
    return f"{said} ({'; '.join(told)})" if told else said


def _add_sources(build: Build, table: str) -> None:
    """A column that says which rows of which files a unit is: its own, or those of the table that has them by key."""
    columns = [c[0] for c in build.connection.execute(f"from {table} limit 0").description]
    if trace.SOURCE in columns:
        return
    build.connection.execute(f"alter table {table} add column {trace.SOURCE} varchar")
    if "source_file" in columns:
        build.connection.execute(f"update {table} set {trace.SOURCE} = source_file || ':' || source_row")
        return
    key = next((key for key in SOURCES_BY_KEY if key in columns), None)
    if key is not None:
        build.connection.execute(
            f"update {table} set {trace.SOURCE} = found.told from (select {key}, string_agg(source_file || ':' ||"
            f" source_row, ', ' order by source_file, source_row) as told from {build.relation(SOURCES_BY_KEY[key])}"
            f" group by {key}) as found where {table}.{key} = found.{key}"
        )


def _totals(build: Build, rows: Rows) -> dict[str, float]:
    """The measures of the cell by their own aggregates, over the same rows; none where the model drops the group."""
    where = _all([*rows.where, *(f"{rows.unit}.{LEFT_OUT_BY_WHERE}{n}" for n in range(len(rows.kept)))])
    aggregates = ", ".join(f"{trace.text(e)} as {sql_name(name)}" for name, e in rows.measures.items())
    having = f" having {rows.having}" if rows.having else ""
    found = build.query(rows.with_ctes(f"select {aggregates} from {rows.source} where {where}{having}"))
    return dict(zip(rows.measures, found[0], strict=True)) if found else {}


def _sides(build: Build, kpi: Kpi, rows: dict[str, Rows], listings: list[Listing]) -> dict[str, float | None]:
    """What the rows give: the sum of what is listed, or where a side is no sum, the side's own SQL over the rows."""
    totals = {listing.model: listing.totals for listing in listings}
    sides: dict[str, float | None] = {}
    for name, side in kpi.sides.items():
        models = [model for model in kpi.models if side.measures_of(model)]
        if not all(totals[model] for model in models):
            sides[name] = None
            continue
        if all(trace.contribution(side, rows, model) for model in models):
            behind = SIDES.index(name) + 3
            sides[name] = float(sum(count[behind] or 0 for listing in listings for count in listing.counts))
            continue

        def figure(node: exp.Expression) -> exp.Expression:
            if not isinstance(node, exp.Column):
                return node
            total = totals[node.table][node.name]
            return exp.Null() if total is None else exp.Literal.number(total)

        ((sides[name],),) = build.query(f"select cast({trace.text(side.expression.transform(figure))} as double)")
    return sides


def _values_behind(build: Build, sql: str, cell: Cell) -> list[tuple]:
    """The values, of this period and the one before, that a KPI which compares or weighs others is worked out from."""
    keys = [cell.period_grain, cell.period_start, cell.scope_type, cell.scope_id]
    if parts := trace.parts_of_index(sql):
        word = "and" if " where " in parts.lower() else "where"
        same = " and ".join(f"{key} = ?" for key in trace.KEYS)
        kpis = [kpi for (kpi,) in build.query(f"select distinct kpi_id {parts} {word} {same}", keys)]
    else:
        named = {node.this for node in trace.parse(sql).find_all(exp.Literal) if node.is_string}
        kpis = sorted(named & catalogue.registry().keys())
    return build.query(
        f"select kpi_id, period_start, numerator, denominator, value from {build.relation('fct_kpi_values')} as v"
        f" join {build.relation('dim_periods')} as p using (period_grain, period_start) where kpi_id = any(?)"
        " and period_grain = ? and (period_start = ? or p.next_period_start = ?) and scope_type = ? and scope_id = ?"
        " order by kpi_id, period_start",
        [kpis, keys[0], keys[1], None if parts else keys[1], *keys[2:]],
    )


# ---------------------------------------------------------------- whether it is right


def disagreement(explained: Explained) -> str | None:
    """What the rows give against what fct_kpi_values says; None where they agree. Where it has no row, and where it
    hides a small group, there is nothing to compare but nothing."""
    if explained.is_hidden:
        return None
    said = dict(zip(SIDES, explained.value or (None, None), strict=False))
    for name, given in explained.sides.items():
        # Sums of doubles, in another order.
        if not math.isclose(given or 0, said[name] or 0, rel_tol=1e-9, abs_tol=1e-9):
            return f"the rows give a {name} of {_number(given)}, fct_kpi_values has {_number(said[name])}"
    return None


# ---------------------------------------------------------------- how it is said


def tell(build: Build, explained: Explained, say: Say, limit: int, path: Path | None, language: str) -> None:
    """Print what was found; write all rows where a file is named. Raises UserError where it does not add up."""
    chinese = language == "zh"
    row = catalogue.registry()[explained.kpi]
    cell = explained.cell
    numerator, denominator, value = explained.value or (None, None, None)
    name = row["name_zh"] if chinese else row["name_en"]
    member = cell.scope_type if cell.scope_type == "company" else f"{cell.scope_type} {cell.scope_id}"
    say.line(f"{name}, {cell.period_grain} {cell.period_start}, {member}: {shown.figure(value, row['unit'], chinese)}")
    for side, figure in zip(SIDES, (numerator, denominator), strict=True):
        if side in explained.sides or explained.parts_of:
            say.line(f"{WORDS[side][chinese]}: {_number(figure)}  ({row[side]})")
    if explained.parts_of:
        say.line(WORDS["from"][chinese])
        _print(say, ["kpi_id", "period_start", "numerator", "denominator", "value"], explained.parts_of)
        return
    if explained.is_guarded:
        say.note(WORDS["unlisted"][chinese])
        if explained.is_hidden:
            return
    for listing in explained.listings:
        _tell_counts(say, listing, chinese)
        if not listing.totals:
            say.note(WORDS["dropped"][chinese].format(having=listing.having))
        if not explained.is_guarded:
            _tell_rows(build, say, listing, limit, chinese)
    if path is not None and not explained.is_guarded:
        say.line(WORDS["written"][chinese].format(rows=write_csv(build, explained, path, chinese), path=path))
    if (wrong := disagreement(explained)) is not None:
        raise UserError(f"{wrong}: the compiled SQL is not that of these tables; run `service-kpi build`.")
    figures = WORDS["and"][chinese].join(
        f"{WORDS[name][chinese]} {_number(figure)}" for name, figure in explained.sides.items() if figure is not None
    )
    if figures:
        say.line(WORDS["checked"][chinese].format(figures=figures))


def _tell_counts(say: Say, listing: Listing, chinese: bool) -> None:
    sides = WORDS["and"][chinese].join(WORDS[side][chinese] for side in listing.sides)
    say.line(WORDS["of"][chinese].format(model=listing.model, sides=sides))
    headings = [WORDS[word][chinese] for word in ("part", "reason", "rows", *listing.sides)]
    rows = [
        (
            _part(listing, part, chinese),
            reason,
            rows,
            *(f for s, f in zip(SIDES, figures, strict=True) if s in listing.sides),
        )
        for part, reason, rows, *figures in listing.counts
    ]
    _print(say, headings, rows)


def _tell_rows(build: Build, say: Say, listing: Listing, limit: int, chinese: bool) -> None:
    """The first rows of each part, with what is worth a column on a terminal: key, day, amounts, reason, source."""
    columns = _shown_columns(listing)
    rows = build.query(
        f"select part, {trace.quoted(columns)}, split_part(reason, ' (', 1), {trace.SOURCE} from {listing.table}"
        f" qualify row_number() over (partition by part order by {trace.quoted(columns)}) <= {limit}"
        f" order by {IN_ORDER}, {trace.quoted(columns)}"
    )
    if not rows:
        return
    headings = [WORDS[c][chinese] if c in WORDS else c for c in ("part", *columns, "reason", trace.SOURCE)]
    _print(say, headings, [(_part(listing, part, chinese), *rest) for part, *rest in rows])
    if len(rows) < (known := sum(count[2] for count in listing.counts)):
        say.line(WORDS["more"][chinese].format(shown=len(rows), all=known))


def _part(listing: Listing, part: str, chinese: bool) -> str:
    alone = len(listing.sides) == 1 and part == listing.sides[0]
    return (IN_SIDE if alone else PARTS)[part][chinese]


def _shown_columns(listing: Listing) -> list[str]:
    key = next((c for c in listing.columns if c.endswith("_id") and c not in trace.KEYS), None)
    key = "respondent" if "respondent" in listing.columns else key
    wanted = [key, "counted_on", *listing.sides]
    return [c for c in dict.fromkeys(wanted) if c in listing.columns]


def _print(say: Say, headings: list[str], rows: list[tuple]) -> None:
    if say.as_json:
        for row in rows:
            say.line(", ".join(f"{h}={_number(v)}" for h, v in zip(headings, row, strict=True)))
        return
    table = Table()
    for place, heading in enumerate(headings):
        figures = all(isinstance(row[place], (int, float)) or row[place] is None for row in rows)
        table.add_column(heading, justify="right" if figures else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(legible(_number(cell), lines=True)) for cell in row))
    console.print(table)


def _number(cell) -> str:
    if cell is None:
        return shown.NOTHING
    if isinstance(cell, float):
        return f"{cell:,.0f}" if cell == int(cell) else f"{cell:,.6g}"
    return f"{cell:,}" if isinstance(cell, int) and not isinstance(cell, bool) else str(cell)


def write_csv(build: Build, explained: Explained, path: Path, chinese: bool = False) -> int:
    """Write every row of every listing, with the measure model it is of; returns how many."""
    columns = list(dict.fromkeys(column for listing in explained.listings for column in listing.columns))
    written = 0
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["model", *columns])
        for listing in explained.listings:
            cursor = build.connection.execute(
                f"select {trace.quoted(listing.columns)} from {listing.table} order by all"
            )
            while rows := cursor.fetchmany(10_000):
                for row in rows:
                    told = dict(zip(listing.columns, row, strict=True))
                    writer.writerow([listing.model, *(shown.harmless(told.get(column)) for column in columns)])
                written += len(rows)
    return written
