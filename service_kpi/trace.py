"""Takes the compiled SQL of a KPI and of its measures apart: which rows stand above the line, which below, which in
neither and why. Nothing is defined here a second time: rows, conditions and amounts are parts of the SQL of the build.

A measure is `count(*) filter (where ...)`, `sum(...)`, ... over the rows of one CTE, grouped by period and scope. The
same FROM without the grouping, for one period and scope, is the list of those rows; the condition of the filter says
which of them count, and the first part of it that does not hold says why one does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

import sqlglot
from sqlglot import exp

from .errors import UserError
from .sql import sql_name, sql_text

KEYS = ("period_grain", "period_start", "scope_type", "scope_id")
SIDES = ("numerator", "denominator")
LEFT_OUT_BY_WHERE = "__kept_"
SOURCE = "source"


class Models(Protocol):
    """Where the compiled SQL and the columns of a model are found."""

    def sql(self, model: str) -> str: ...

    def columns(self, model: str) -> list[str]: ...


class NotTraceable(UserError):
    """The SQL has a shape that cannot be taken apart into rows."""


@dataclass(frozen=True)
class Cell:
    """A period and a member of a scope: one row of a measure table. `first`, `last`: the days of it that have come."""

    period_grain: str
    period_start: date
    first: date
    last: date
    scope_type: str
    scope_id: str


@dataclass(frozen=True)
class Side:
    """Numerator or denominator of a KPI: its expression over measure columns, each written <model>.<column>."""

    expression: exp.Expression
    is_guarded: bool  # shown only if enough people answered: the rows behind it are not to be listed

    def measures_of(self, model: str) -> list[str]:
        return list(dict.fromkeys(c.name for c in self.expression.find_all(exp.Column) if c.table == model))


@dataclass(frozen=True)
class Kpi:
    """What a KPI's SQL says: its two sides (a count has one), and the models whose measures they are."""

    sides: dict[str, Side]
    models: list[str]


@dataclass(frozen=True)
class Leaf:
    """One aggregate of a measure: which rows enter it, and what each brings (None: 1)."""

    conditions: list[exp.Expression]
    amount: exp.Expression | None
    is_additive: bool


@dataclass(frozen=True)
class Stock:
    """What a stock changes by, as a sum of another model's measures."""

    model: str
    change: exp.Expression


@dataclass
class Rows:
    """The rows that a measure model counts for one cell, before it counts them."""

    ctes: list[str]
    source: str  # what follows `from`
    unit: str  # the relation in it whose rows are the units
    where: list[str]
    kept: list[exp.Expression]  # what the model itself filters by: rows that fail it are there, marked __kept_<n>
    day: str | None
    tables: list[str]  # whose descriptions say what the columns are
    named: dict[str, exp.Expression]  # columns that the model itself works out
    measures: dict[str, exp.Expression] = field(default_factory=dict)  # measure -> aggregate over these rows
    having: str | None = None  # on what the group as a whole is counted
    is_stock: bool = False  # rows are entries and leavings up to the end of the period

    def with_ctes(self, select: str) -> str:
        return f"with {', '.join(self.ctes)} {select}" if self.ctes else select

    def leaves(self, measure: str) -> list[Leaf]:
        return [_leaf(node) for node in _aggregates(self.measures[measure])]


def parse(sql: str) -> exp.Query:
    """The syntax tree of a compiled model. Raises NotTraceable."""
    try:
        tree = sqlglot.parse_one(sql, dialect="duckdb")
    except sqlglot.errors.SqlglotError as error:
        raise NotTraceable(f"its SQL cannot be read: {str(error).splitlines()[0]}") from error
    if not isinstance(tree, exp.Query):
        raise NotTraceable("its SQL is no query.")
    return tree


def text(node: exp.Expression) -> str:
    """An expression as DuckDB's SQL."""
    return node.sql(dialect="duckdb")


def told(node: exp.Expression) -> str:
    """An expression as people here write SQL, in lower case."""
    parts = re.split(r"('[^']*')", text(node))
    return "".join(part if part.startswith("'") else part.lower() for part in parts)


# ---------------------------------------------------------------- the KPI


def kpi_of(sql: str, models: Models) -> Kpi:
    """Take a KPI's SQL apart. Raises NotTraceable."""
    tree = parse(sql)
    if not isinstance(tree, exp.Select):
        raise NotTraceable("it is no plain select over measures.")
    aliases = {alias: _model_behind(tree, table) for alias, table in _relations(tree).items()}
    owner = {column: model for model in aliases.values() for column in models.columns(model) if column not in KEYS}
    sides = {}
    for name in SIDES:
        written = _projection(tree, name)
        if written is None or not list(written.find_all(exp.Column)):
            continue
        measures = _unguarded(written)
        owned = measures.transform(_owned, aliases, owner).transform(_of_its_part, models)
        sides[name] = Side(owned, is_guarded=measures is not written)
    read = dict.fromkeys(c.table for side in sides.values() for c in side.expression.find_all(exp.Column))
    return Kpi(sides, list(read))


def _owned(node: exp.Expression, aliases: dict[str, str], owner: dict[str, str]) -> exp.Expression:
    """A measure column with the model that it is of in front; other nodes as they are."""
    if not isinstance(node, exp.Column):
        return node
    model = aliases.get(node.table) if node.table else owner.get(node.name)
    if model is None or node.name in KEYS:
        raise NotTraceable(f"it reads {text(node)}, which is no measure.")
    return exp.column(node.name, table=model)


def _of_its_part(node: exp.Expression, models: Models) -> exp.Expression:
    """A measure of a model that joins counts of several kinds of rows, with the CTE that counts it: <model>/<CTE>."""
    if not isinstance(node, exp.Column):
        return node
    part = _part_of(parse(models.sql(node.table)), node.name)
    return exp.column(node.name, table=f"{node.table}/{part}") if part else node


def _part_of(tree: exp.Query, measure: str) -> str | None:
    """The grouped CTE that a measure comes from where the model ends in a join of several; else None."""
    if not isinstance(tree, exp.Select) or tree.args.get("group") or len(_relations(tree)) < 2:
        return None
    columns = list(_required(tree, measure).find_all(exp.Column))
    relation = _relation_of(tree, columns[0]) if len(columns) == 1 else None
    below = _cte(tree, relation.name) if relation is not None else None
    return relation.name if isinstance(below, exp.Select) and below.args.get("group") else None


def tables_of(sql: str) -> set[str]:
    """The models that a compiled model reads."""
    return {table.name for table in parse(sql).find_all(exp.Table) if table.db}


def parts_of_index(sql: str) -> str | None:
    """Of a KPI that weighs rows of one table: its FROM and WHERE; None for any other."""
    tree = parse(sql)
    source = tree.args.get("from_")
    if tree.ctes or not isinstance(tree, exp.Select) or source is None or not source.this.args.get("db"):
        return None
    return f"{text(source)} {text(tree.args['where'])}" if tree.args.get("where") else text(source)


def _model_behind(tree: exp.Select, table: exp.Table) -> str:
    """The measure model that a relation of a KPI stands for: itself, or what a CTE takes whole."""
    if table.db:
        return table.name
    cte = _cte(tree, table.name)
    relations = _relations(cte) if isinstance(cte, exp.Select) else {}
    if len(relations) != 1 or not _takes_all(cte):
        raise NotTraceable(f"its CTE {table.name} is more than a measure model.")
    return _model_behind(tree, next(iter(relations.values())))


def _unguarded(written: exp.Expression) -> exp.Expression:
    """`case when <the group is large enough> then x end` -> x; anything else as it is."""
    if isinstance(written, exp.Case) and len(written.args["ifs"]) == 1 and not written.args.get("default"):
        return written.args["ifs"][0].args["true"].copy()
    return written


# ---------------------------------------------------------------- the measures


def rows_of(model: str, wanted: list[str], cell: Cell, models: Models) -> Rows:
    """Take a measure model, or <model>/<CTE>, apart for some of its measures and one cell. Raises NotTraceable."""
    model, _, part = model.partition("/")
    tree = parse(models.sql(model))
    if part:
        rows = _rows_by_cell(tree, _cte(tree, part), cell, models)
        columns = {name: next(_required(tree, name).find_all(exp.Column)).name for name in wanted}
        rows.measures = {name: _required(_cte(tree, part), column) for name, column in columns.items()}
        return rows
    if stocks := {name: stock for name in wanted if (stock := _stock(tree, name)) is not None}:
        return _rows_of_stock(stocks, wanted, cell, models)
    counting = _counting(tree, tree, cell)
    daily = _cte(tree, counting.args["from_"].this.name)
    if isinstance(daily, exp.Select) and daily.find(exp.GroupingSets):
        rows = _rows_by_day(tree, counting, daily, cell, models)
        below = {name: _rolled_up(counting, name) for name in wanted}
        rows.measures = {name: _required(daily, column) for name, column in below.items()}
    else:
        rows = _rows_by_cell(tree, counting, cell, models)
        rows.measures = {name: _required(counting, name) for name in wanted}
    for name, aggregate in rows.measures.items():
        if not _aggregates(aggregate) or aggregate.find(exp.Window):
            raise NotTraceable(f"{name} is not counted from rows.")
    _leave_out_what_is_not_in_question(rows)
    return rows


def _leave_out_what_is_not_in_question(rows: Rows) -> None:
    """Take `survey = 'csat'`, where every measure asks for it, from the conditions into the WHERE: what somebody said
    in another survey is no row that was left out of this figure."""
    asked = [
        {text(c) for c in leaf.conditions if isinstance(c, exp.EQ) and _literal(c.expression) is not None}
        for name in rows.measures
        for leaf in rows.leaves(name)
    ]
    rows.where += sorted(set.intersection(*asked))


def _rows_of_stock(stocks: dict[str, Stock], wanted: list[str], cell: Cell, models: Models) -> Rows:
    """A stock at the end of a period: all that entered and left until then."""
    of = {stock.model for stock in stocks.values()}
    if len(of) != 1 or len(stocks) != len(wanted):
        raise NotTraceable("it has stocks of more than one kind.")
    changes = list({c.name for stock in stocks.values() for c in stock.change.find_all(exp.Column)})
    rows = rows_of(of.pop(), sorted(changes), replace(cell, first=date.min), models)

    def counted(node: exp.Expression) -> exp.Expression:
        return exp.Paren(this=rows.measures[node.name].copy()) if isinstance(node, exp.Column) else node

    rows.measures = {name: stock.change.transform(counted) for name, stock in stocks.items()}
    rows.is_stock = True
    return rows


def _stock(tree: exp.Query, measure: str) -> Stock | None:
    """A measure that is `sum(change) over (... order by period_start)` of another measure model's columns."""
    if not isinstance(tree, exp.Select) or tree.args.get("group"):
        return None
    names, select = measure, tree
    found = _projection(select, names)
    while isinstance(found, exp.Column):
        below = _cte(tree, _relation_of(select, found).name)
        if not isinstance(below, exp.Select):
            return None
        select, found = below, _projection(below, found.name)
    window = found.unnest() if found is not None else None
    window = window.this if isinstance(window, exp.Cast) else window
    if not isinstance(window, exp.Window) or not isinstance(window.this, exp.Sum):
        return None
    models: set[str] = set()

    def origin(node: exp.Expression, within: exp.Select) -> exp.Expression:
        if not isinstance(node, exp.Column):
            return node
        relation = _relation_of(within, node)
        below = None if relation.db else _cte(tree, relation.name)
        if relation.db or not isinstance(below, exp.Select) or _takes_all(below):
            models.add(_model_behind(tree, relation))
            return exp.column(node.name)
        return exp.Paren(this=_required(below, node.name).transform(origin, below))

    change = window.this.this.transform(origin, select)
    return Stock(models.pop(), change) if len(models) == 1 else None


def _relation_of(select: exp.Select, column: exp.Column) -> exp.Table:
    relations = _relations(select)
    if column.table:
        return relations[column.table]
    return next(iter(relations.values()))


def _counting(tree: exp.Query, query: exp.Expression | None, cell: Cell) -> exp.Select:
    """The select that groups by period and scope: the last one, or the CTE that the last one takes whole."""
    if isinstance(query, exp.Union):
        parts = [part for part in _parts(query) if _literal(_projection(part, "scope_type")) == cell.scope_type]
        query = parts[0] if len(parts) == 1 else None
    if not isinstance(query, exp.Select):
        raise NotTraceable("it does not end in one grouping by period and scope.")
    if query.args.get("group"):
        return query
    relations = list(_relations(query).values())
    if len(relations) == 1 and _takes_all(query):
        return _counting(tree, _cte(tree, relations[0].name), cell)
    raise NotTraceable("it does not end in one grouping by period and scope.")


def _rows_by_day(tree: exp.Query, counting: exp.Select, daily: exp.Select, cell: Cell, models: Models) -> Rows:
    """The rows under a daily and its roll-up (macros day_and_scopes, roll_up)."""
    relations = _relations(daily)
    if len(relations) != 1:
        raise NotTraceable("its daily reads more than one relation.")
    day = text(_required(daily, "day"))
    member = _required(counting, "scope_id").copy()
    for column in list(member.find_all(exp.Column)):
        if column.name == "scope_type":
            column.replace(exp.Literal.string(cell.scope_type))
        else:
            column.replace(_required(daily, column.name).copy())
    where = [
        f"{day} between {sql_text(cell.first.isoformat())} and {sql_text(cell.last.isoformat())}",
        f"{text(member)} = {sql_text(cell.scope_id)}",
    ]
    return _rows(tree, daily, where, day, models)


def _rows_by_cell(tree: exp.Query, counting: exp.Select, cell: Cell, models: Models) -> Rows:
    """The rows under a select that groups by the four keys itself."""
    where = []
    for key in KEYS:
        value = getattr(cell, key)
        where.append(
            f"{text(_required(counting, key))} = {sql_text(value if key != 'period_start' else value.isoformat())}"
        )
    rows = _rows(tree, counting, where, None, models)
    if counting.args.get("having"):
        rows.having = text(counting.args["having"].this)
    return rows


def _rows(tree: exp.Query, grouped: exp.Select, where: list[str], day: str | None, models: Models) -> Rows:
    """The FROM of a grouping without the grouping; where its rows come from a CTE with a WHERE, those it drops too."""
    first = grouped.args["from_"].this
    unit = first.alias_or_name
    if grouped.args.get("where"):
        where = [*where, text(grouped.args["where"].this)]
    ctes = [text(cte) for cte in tree.ctes]
    body = _cte(tree, first.name)
    kept: list[exp.Expression] = []
    named: dict[str, exp.Expression] = {}
    if isinstance(body, exp.Select):
        body = body.copy()
        named = {p.alias: p.this for p in body.selects if isinstance(p, exp.Alias)}
        _name_sources(tree, body, models)
        if _may_be_relaxed(body):
            kept = _parts_of_and(body.args["where"].this)
            body.set("where", None)
            for number, condition in enumerate(kept):
                body.select(exp.alias_(condition.copy(), f"{LEFT_OUT_BY_WHERE}{number}"), copy=False)
        ctes.append(f"rows_in_question as ({text(body)})")
        grouped = grouped.copy()
        grouped.args["from_"].this.replace(exp.to_table("rows_in_question", alias=unit))
    joins = " ".join(text(join) for join in grouped.args.get("joins") or [])
    source = f"{text(grouped.args['from_'].this)} {joins}".strip()
    tables = [table.name for table in (body if body is not None else grouped).find_all(exp.Table) if table.db]
    return Rows(ctes, source, unit, where, kept, day, tables, named)


def _may_be_relaxed(body: exp.Select) -> bool:
    """Whether its WHERE can be left away without changing what else it says: no window, no DISTINCT, no QUALIFY."""
    plain = not any(body.args.get(part) for part in ("group", "distinct", "having", "qualify", "limit"))
    return bool(body.args.get("where")) and plain and not body.find(exp.Window)


def _name_sources(tree: exp.Query, body: exp.Select, models: Models) -> None:
    """Where the units are groups of rows, or some columns of a row, add which rows of which files they are."""
    first = body.args["from_"].this
    if any(p.is_star for p in body.selects) or body.args.get("distinct") or not isinstance(first, exp.Table):
        return
    under = _cte(tree, first.name) if not first.db else None
    if isinstance(under, exp.Select):
        tables = [t.name for t in under.find_all(exp.Table) if t.db] if any(p.is_star for p in under.selects) else []
    else:
        tables = [first.name] if first.db else []
    if any("source_file" in models.columns(table) for table in tables[:1]):
        row = f"{first.alias_or_name}.source_file || ':' || {first.alias_or_name}.source_row"
        source = f"string_agg({row}, ', ')" if body.args.get("group") else row
        body.select(f"{source} as {SOURCE}", copy=False, dialect="duckdb")


def _rolled_up(counting: exp.Select, measure: str) -> str:
    """The column of the daily that a measure adds up."""
    aggregate = _required(counting, measure)
    columns = {column.name for column in aggregate.find_all(exp.Column)}
    if len(columns) != 1 or not aggregate.find(exp.Sum, exp.Max):
        raise NotTraceable(f"{measure} is no plain sum of its daily.")
    return columns.pop()


# ---------------------------------------------------------------- aggregates


def _aggregates(expression: exp.Expression) -> list[exp.Expression]:
    """The aggregates of an expression, each with its filter and its order."""
    found = []
    for node in expression.find_all(exp.AggFunc, exp.WithinGroup):
        while isinstance(node.parent, (exp.Filter, exp.WithinGroup)):
            node = node.parent
        if not any(node is other for other in found):
            found.append(node)
    return found


def _leaf(node: exp.Expression) -> Leaf:
    conditions: list[exp.Expression] = []
    if isinstance(node, exp.Filter):
        conditions = _parts_of_and(node.expression.this)
        node = node.this
    argument = node.expression.expressions[0].this if isinstance(node, exp.WithinGroup) else node.this
    if isinstance(argument, exp.Distinct):
        argument = argument.expressions[0]
    if isinstance(argument, exp.Star) or argument is None:
        return Leaf(conditions, None, is_additive=True)
    there = exp.Not(this=exp.Is(this=argument.copy(), expression=exp.Null()))
    is_count = isinstance(node, exp.Count)
    is_additive = isinstance(node, (exp.Count, exp.Sum)) and not isinstance(node.this, exp.Distinct)
    return Leaf([*conditions, there], None if is_count else argument, is_additive)


def contribution(side: Side, rows: dict[str, Rows], model: str) -> str | None:
    """What one row of a model adds to a side, as SQL; None where the side is no sum over rows (a maximum, a median)."""

    def measure(column: exp.Expression) -> exp.Expression | None:
        if column.table != model:
            return exp.Literal.number(0)
        return _by_row(rows[model].measures[column.name], _one_row)

    expression = _by_row(side.expression, measure)
    return None if expression is None else text(expression)


def _one_row(node: exp.Expression) -> exp.Expression | None:
    """What one row brings to an aggregate."""
    leaf = _leaf(node)
    if not leaf.is_additive:
        return None
    brings = leaf.amount or exp.Literal.number(1)
    if not leaf.conditions:
        return brings.copy()
    holds = exp.and_(*(condition.copy() for condition in leaf.conditions))
    return exp.case().when(holds, brings.copy()).else_(exp.Literal.number(0))


def _by_row(node: exp.Expression, leaf: Callable) -> exp.Expression | None:
    """A sum or difference of aggregates (or of measures) with each of them put in the place of one row's share; None
    where it is anything else."""
    if isinstance(node, (exp.Column, exp.AggFunc, exp.Filter, exp.WithinGroup)):
        return leaf(node)
    if isinstance(node, (exp.Paren, exp.Cast, exp.Neg)):
        inner = _by_row(node.this, leaf)
        return None if inner is None else exp.Paren(this=exp.Neg(this=inner) if isinstance(node, exp.Neg) else inner)
    if isinstance(node, exp.Coalesce) and all(_is_zero(other) for other in node.expressions):
        return _by_row(node.this, leaf)
    if isinstance(node, (exp.Add, exp.Sub)):
        left, right = _by_row(node.this, leaf), _by_row(node.expression, leaf)
        return None if left is None or right is None else exp.Paren(this=type(node)(this=left, expression=right))
    if isinstance(node, (exp.Mul, exp.Div)) and isinstance(node.expression, exp.Literal):
        left = _by_row(node.this, leaf)
        return None if left is None else exp.Paren(this=type(node)(this=left, expression=node.expression.copy()))
    return exp.Literal.number(0) if _is_zero(node) else None


# ---------------------------------------------------------------- small ones


def _is_zero(node: exp.Expression) -> bool:
    return isinstance(node, exp.Literal) and not node.is_string and float(node.this) == 0


def _parts_of_and(condition: exp.Expression) -> list[exp.Expression]:
    condition = condition.unnest()
    return list(condition.flatten()) if isinstance(condition, exp.And) else [condition]


def _parts(union: exp.Expression) -> list[exp.Select]:
    if isinstance(union, exp.Union):
        return _parts(union.left) + _parts(union.right)
    return [union]


def _cte(tree: exp.Query, name: str) -> exp.Query | None:
    return next((cte.this for cte in tree.ctes if cte.alias == name), None)


def _relations(select: exp.Select) -> dict[str, exp.Table]:
    """Alias -> table of a select's FROM and joins. Raises NotTraceable where it has none, and at a subquery."""
    if not select.args.get("from_"):
        raise NotTraceable("it reads nothing.")
    found = [select.args["from_"].this, *(join.this for join in select.args.get("joins") or [])]
    if not all(isinstance(relation, exp.Table) for relation in found):
        raise NotTraceable("it reads a subquery.")
    return {relation.alias_or_name: relation for relation in found}


def _takes_all(select: exp.Select) -> bool:
    """Whether it is `select * from x` and nothing else."""
    others = ("where", "group", "having", "qualify", "distinct", "limit", "joins")
    return len(select.selects) == 1 and select.selects[0].is_star and not any(select.args.get(part) for part in others)


def _projection(select: exp.Select, name: str) -> exp.Expression | None:
    for projection in select.selects:
        if projection.alias_or_name == name:
            return projection.this if isinstance(projection, exp.Alias) else projection
    return None


def _required(select: exp.Select, name: str) -> exp.Expression:
    found = _projection(select, name)
    if found is None:
        raise NotTraceable(f"{name} is not worked out where it is counted.")
    return found


def _literal(node: exp.Expression | None) -> str | None:
    return node.this if isinstance(node, exp.Literal) and node.is_string else None


def quoted(names: Iterable[str]) -> str:
    """Names as a list of columns."""
    return ", ".join(sql_name(name) for name in names)
