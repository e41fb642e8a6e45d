"""Ranks that are fair to few units: counted a second time, and a thousand companies whose teams are all equally good.

The models' own SQL on members made up here; the demo's ranks in plain Python from its scorecards.
"""

from __future__ import annotations

import math
from collections import defaultdict

import duckdb
import pytest
from conftest import BuiltWarehouse
from replay import compiled_models

from service_kpi.contract import PROJECT

MODELS = ("int_kpi_peers", "scorecard_ranks")
WORLDS = 1000
SMALL, MIDDLE, LARGE = 5, 10, 5  # teams of a world: a quarter is small
SIZES = [*[12] * SMALL, *[120] * MIDDLE, *[600] * LARGE]
Z = 1.959963984540054
# A share of 85 % in every team, and handling times of one exponential distribution: most are short, a few are long.
UNITS = {"proportion": "(random() < 0.85)::double", "mean": "-600 * ln(1 - random())"}


@pytest.fixture(scope="module")
def worlds(built: BuiltWarehouse, tmp_path_factory: pytest.TempPathFactory):
    """kind, `better` -> places and lists of a thousand worlds, as a connection with scorecards.scorecard_ranks."""
    models = [(name, sql) for name, _, sql in compiled_models(built.target) if name.split(".")[1] in MODELS]
    assert len(models) == len(MODELS)
    folder = tmp_path_factory.mktemp("ranks")
    with duckdb.connect(str(folder / built.warehouse.name)) as warehouse:  # compiled SQL names the catalog
        warehouse.execute("set threads = 1")  # the same worlds every time
        warehouse.execute("create schema scorecards")
        warehouse.execute("create schema core")
        warehouse.execute(f"attach '{built.warehouse}' as built (read_only)")
        warehouse.execute("create table core.dim_kpi as select * from built.core.dim_kpi limit 0")
        warehouse.execute("detach built")

        def ranked(kind: str, skill: str = "0") -> duckdb.DuckDBPyConnection:
            warehouse.execute("select setseed(0.25)")
            sizes = ", ".join(f"({nth}, {size})" for nth, size in enumerate(SIZES))
            warehouse.execute(
                f"""
                create or replace table teams as
                select world, team, size, {skill} as skill
                from range({WORLDS}) as worlds (world), (values {sizes}) as teams (team, size)
                order by world, team;
                create or replace table units as
                select world, team, {UNITS[kind]} + skill as unit from teams, range(size);
                create or replace table scorecards.int_kpi_members as
                select
                    'team' as scope_type, 'T' || team as scope_id, 'T' || team as team_id, 'month' as period_grain,
                    date '2025-06-01' as period_start, 'world ' || world as kpi_id, '{kind}' as kind,
                    1::double as scale, '{"higher" if kind == "proportion" else "lower"}' as better, avg(unit) as value,
                    count(*) as sample_size, sum(unit * unit) - sum(unit) * sum(unit) / count(*) as squares_within,
                    'near' as status, false as is_pilot
                from units group by world, team;
                truncate core.dim_kpi;
                insert into core.dim_kpi by name select 'world ' || range as kpi_id from range({WORLDS});
                """
            )
            for name, sql in models:
                warehouse.execute(f"create or replace table {name} as {sql}")
            return warehouse

        yield ranked


def share_of_small(connection: duckdb.DuckDBPyConnection, order: str, where: str = "true") -> tuple[float, float]:
    """Of the first and of the last places, shared by all that tie for one, those of small teams. order: ascending."""
    small = ", ".join(f"'T{nth}'" for nth in range(SMALL))
    shares = []
    for sign in (1, -1):
        ((share,),) = connection.execute(
            f"""
            with placed as (
                select kpi_id, scope_id, rank() over (partition by kpi_id order by {sign} * ({order})) as place
                from scorecards.scorecard_ranks where {where}
            ), first as (
                select scope_id, 1 / count(*) over (partition by kpi_id) as part from placed where place = 1
            )
            select coalesce(sum(part) filter (where scope_id in ({small})) / sum(part), 0) from first
            """
        ).fetchall()
        shares.append(share)
    return shares[0], shares[1]


# A share of a quarter of the worlds, had small teams no more than their due: four standard errors above it.
DUE = SMALL / len(SIZES)
TOO_MANY = DUE + 4 * math.sqrt(DUE * (1 - DUE) / WORLDS)


@pytest.mark.parametrize("kind", UNITS)
def test_small_teams_of_equal_skill_are_not_at_either_end(worlds, kind):
    """And the test can fail: by the plain value they are at both ends, by Wilson's lower bound always last."""
    ranks = worlds(kind)
    first, last = share_of_small(ranks, "place", "place is not null")
    assert first <= TOO_MANY and last <= TOO_MANY, (first, last)
    for listed in ("recognition", "support"):
        ((small, rows),) = ranks.execute(
            f"select count(*) filter (where sample_size = {SIZES[0]}), count(*) from scorecards.scorecard_ranks"
            f" where listed = '{listed}'"
        ).fetchall()
        assert small <= TOO_MANY * max(rows, 1), (listed, small, rows)
        # Nobody is better here, and hardly anybody is said to be: of 20,000 teams.
        assert rows <= WORLDS * 0.1, (listed, rows)
    naive = share_of_small(ranks, "-value" if kind == "proportion" else "value")
    assert min(naive) > TOO_MANY, naive
    if kind == "proportion":
        n, z = "sample_size", Z
        off = f"{z} * sqrt((value * (1 - value) + {z * z / 4} / {n}) / {n})"
        low = f"(value + {z * z / 2} / {n} - {off}) / (1 + {z * z} / {n})"
        assert share_of_small(ranks, f"-({low})")[1] > TOO_MANY


def test_where_teams_do_differ_the_fair_value_is_nearer_to_the_truth(worlds):
    """Teams differ by 15 % (one standard deviation): nearly all worlds have places, and drawing in errs less."""
    ranks = worlds("mean", skill="90 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())")
    ((fair, plain, placed),) = ranks.execute(
        """
        select
            avg(power(fair_value - 600 - skill, 2)), avg(power(value - 600 - skill, 2)),
            count(distinct kpi_id) filter (where place is not null)
        from scorecards.scorecard_ranks join teams on kpi_id = 'world ' || world and scope_id = 'T' || team
        """
    ).fetchall()
    assert fair < plain / 2, (fair, plain)
    assert placed > 0.9 * WORLDS


# ---------------------------------------------------------------- the demo's, counted a second time


def rows(built: BuiltWarehouse, sql: str) -> list[dict]:
    with duckdb.connect(str(built.published / "service_kpi.duckdb"), read_only=True) as tables:
        cursor = tables.execute(sql)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_every_rank_of_the_demo_is_that_of_plain_python(built):
    kpis = {kpi["kpi_id"]: kpi for kpi in rows(built, "from dim_kpi")}
    left = {one["agent_id"]: one["left_on"] for one in rows(built, "from dim_agents")}
    groups = defaultdict(list)
    for scope in ("team", "agent"):
        for row in rows(built, f"from scorecard_{scope}"):
            kpi, gone = kpis[row["kpi_id"]], left.get(row["scope_id"]) if scope == "agent" else None
            if (
                kpi["kind"] in ("proportion", "mean")
                and kpi["better"] in ("higher", "lower")
                and row["period_grain"] in ("month", "quarter", "year")
                and row["scope_id"] != "unknown"
                and row["value"] is not None
                and row["sample_size"]
                and (gone is None or gone >= row["period_start"])
            ):
                groups[row["kpi_id"], row["period_grain"], scope].append(row)
    expected = {}
    for key, members in groups.items():
        expected |= {(*key, member): said for member, said in ranked(kpis[key[0]], members).items()}
    columns = ("kpi_id", "period_grain", "scope_type", "scope_id")
    found = {tuple(row[column] for column in columns): row for row in rows(built, "from scorecard_ranks")}
    assert found.keys() == expected.keys() and len(found) > 1000
    for key, row in found.items():
        fair, place, listed = expected[key]
        assert math.isclose(row["fair_value"], fair, rel_tol=1e-9, abs_tol=1e-9), key
        assert (row["place"], row["listed"]) == (place, listed), key
    assert {row["listed"] for row in found.values()} == {"recognition", "support", None}


def ranked(kpi: dict, members: list[dict]) -> dict[str, tuple]:
    """scope_id -> fair value, place, list; nothing where there are fewer than three or a unit varies by nothing."""
    total = sum(m["sample_size"] for m in members)
    mean = sum(m["sample_size"] * m["value"] for m in members) / total
    if kpi["kind"] == "proportion":
        one = mean * (kpi["scale"] - mean)
    else:
        spread = [m for m in members if m["sample_size"] > 1]
        freedom = sum(m["sample_size"] - 1 for m in spread)
        squares = sum(
            ((m["ci_high"] - m["ci_low"]) / (2 * Z)) ** 2 * m["sample_size"] * (m["sample_size"] - 1) for m in spread
        )
        one = squares / freedom if freedom else 0
    if len(members) < 3 or one <= 0:
        return {}
    apart = sum(m["sample_size"] * (m["value"] - mean) ** 2 for m in members)
    between = max(0.0, apart - (len(members) - 1) * one) / (total - sum(m["sample_size"] ** 2 for m in members) / total)
    sign = -1 if kpi["better"] == "higher" else 1
    said = {}
    for m in members:
        chance = one / m["sample_size"]
        weight = between / (between + chance)
        said[m["scope_id"]] = (m, mean + weight * (m["value"] - mean), Z * math.sqrt(weight * chance))
    order = {member: round(sign * fair, 6) for member, (_, fair, _) in said.items()}
    result = {}
    for member, (m, fair, beyond) in said.items():
        listed = None
        if abs(fair - mean) > beyond and not m["is_pilot"] and m["status"] != "small_sample":
            ahead = (m["value"] > mean) == (kpi["better"] == "higher")
            if ahead and m["status"] in ("met", "near"):
                listed = "recognition"
            elif not ahead and m["status"] in ("missed", "near"):
                listed = "support"
        place = 1 + sum(other < order[member] for other in order.values()) if between > 0 else None
        result[member] = (fair, place, listed)
    return result


def test_the_recognition_list_is_fit_to_publish(built):
    """Names and KPIs: no figure, nobody else, no agent where the company shows none, no pilot."""
    listed = rows(built, "from recognition_list")
    assert listed and {row["scope_type"] for row in listed} == {"team"}
    assert {type(value).__name__ for row in listed for value in row.values()} == {"str", "date"}
    ranks = rows(
        built,
        "select * from scorecard_ranks where listed = 'recognition' and scope_type = 'team'"
        " and area not in ('finance', 'people')",
    )
    keys = ("kpi_id", "period_grain", "scope_id")
    assert {tuple(r[k] for k in keys) for r in listed} == {tuple(r[k] for k in keys) for r in ranks}
    assert not any(row["is_pilot"] or row["status"] == "missed" for row in ranks)


def test_a_tool_can_restrict_an_agent_to_their_own_rows(built):
    """The clauses of docs/evaluation_cycle.md: each published table with rows of agents has one, which hides others."""
    text = (PROJECT / "docs" / "evaluation_cycle.md").read_text(encoding="utf-8")
    clauses = {}
    for line in text.splitlines():
        if line.startswith("| `") and ":agent" in line:
            tables, clause = (cell.strip() for cell in line.strip("|").split("|")[:2])
            clauses |= {table.strip(" `"): clause.strip("`") for table in tables.split(",")}
    agents = {row["agent_id"] for row in rows(built, "select agent_id from dim_agents")}
    tables = rows(built, "select table_name as name, list(column_name) as columns from duckdb_columns() group by all")
    of_agents = {
        table["name"]
        for table in tables
        for column in {"scope_id", "agent_id"} & set(table["columns"])
        if table["name"] == "publishing_holds"  # which has none in the demo, and names agents who vanished
        or agents & {row["id"] for row in rows(built, f"select distinct {column} as id from {table['name']}")}
    }
    assert of_agents - {"recognition_list"} <= clauses.keys()  # which is for everybody to read
    one = min(agents)
    for table, clause in clauses.items():
        shown = rows(built, f"from {table} where {clause.replace(':agent', one)}")
        seen = {row[column] for row in shown for column in ("scope_id", "agent_id") if column in row}
        assert not seen & (agents - {one}), table
        assert one in seen or table in ("kpi_restatements", "publishing_holds", "index_parts_values"), table
