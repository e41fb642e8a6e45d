"""Weights by pairwise comparison: published examples to their printed digits, numpy, and judgements that contradict.

The models' own SQL on judgements made up here, all in one go.
"""

from __future__ import annotations

import math
import random
import shutil
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import duckdb
import numpy as np
import pytest
from conftest import BuiltWarehouse
from oracle.weights import RANDOM_INDEX, priorities
from replay import compiled_models

from service_kpi import indices

MODELS = ("int_kpi_ahp_comparisons", "int_kpi_ahp_priorities", "int_kpi_ahp_culprits")
Comparison = tuple[str, str, str, str]  # judge, item a, item b, judgement

# Judgements above the diagonal, row by row; the printed weights; greatest eigenvalue and consistency ratio as printed,
# None where the publication has none.
PUBLISHED = {
    # T. L. Saaty, Decision making with the analytic hierarchy process, Int. J. Services Sciences 1 (2008) 83-98.
    "drinks": (
        "coffee wine tea beer sodas milk water",
        "9 5 2 1 1 1/2  1/3 1/9 1/9 1/9 1/9  1/3 1/4 1/3 1/9  1/2 1 1/3  2 1/2  1/3",
        ".177 .019 .042 .116 .190 .129 .327",
        None,
        ".022",
    ),
    "a job": (
        "flexibility opportunities security reputation salary",
        "1/4 1/6 1/4 1/8  1/3 3 1/7  4 1/2  1/7",
        ".036 .122 .262 .075 .506",
        None,
        None,
    ),
    # T. L. Saaty, How to make a decision: the analytic hierarchy process, Eur. J. Operational Research 48 (1990) 9-26.
    "a house": (
        "size transport neighbourhood age yard modern condition financing",
        "5 3 7 6 6 1/3 1/4  1/3 5 3 3 1/5 1/7  6 3 4 6 1/5  1/3 1/4 1/7 1/8  1/2 1/5 1/6  1/5 1/6  1/2",
        ".173 .054 .188 .018 .031 .036 .167 .333",
        "9.669",
        ".169",
    ),
    "houses by size": ("a b c", "6 8  4", ".754 .181 .065", "3.136", ".117"),
    "houses by yard": ("a b c", "5 4  1/3", ".674 .101 .226", "3.086", ".074"),
    "houses by facilities": ("a b c", "8 6  1/5", ".747 .060 .193", "3.197", ".170"),
    "houses by condition": ("a b c", "1/2 1/2  1", ".200 .400 .400", "3.000", ".000"),
    # T. L. Saaty, The Analytic Hierarchy Process (McGraw-Hill 1980): the wealth of seven nations.
    "nations": (
        "us ussr china france uk japan germany",
        "4 9 6 6 5 5  7 5 5 3 4  1/5 1/5 1/7 1/5  1 1/3 1/3  1/3 1/3  2",
        ".427 .230 .021 .052 .052 .123 .094",
        "7.61",
        ".08",
    ),
}


def one_judge(items: Iterable[str], judgements: Iterable[str], judge: str = "judge") -> list[Comparison]:
    return [(judge, a, b, said) for (a, b), said in zip(combinations(items, 2), judgements, strict=True)]


@pytest.fixture(scope="module")
def weigh(built: BuiltWarehouse, tmp_path_factory: pytest.TempPathFactory):
    """Names with comparisons -> by name: weights by item, eigenvalue, consistency ratio, culprit (None of two)."""
    folder = tmp_path_factory.mktemp("ahp")
    models = [(name, sql) for name, _, sql in compiled_models(built.target) if name.split(".")[1] in MODELS]
    assert len(models) == len(MODELS)
    with duckdb.connect(str(folder / built.warehouse.name)) as warehouse:  # compiled SQL names the catalog

        def all_at_once(asked: dict[str, list[Comparison]]) -> dict[str, tuple]:
            warehouse.execute("create schema if not exists seeds; create schema if not exists scorecards")
            warehouse.execute(
                "create or replace table seeds.ahp_judgements (index_id varchar, valid_from date, parent varchar,"
                " judge varchar, item_a varchar, item_b varchar, judgement varchar)"
            )
            rows = [(name, "2025-01-01", "*", *said) for name, comparisons in asked.items() for said in comparisons]
            columns = [list(column) for column in zip(*rows, strict=True)]  # at once: row by row takes seconds
            places = ", ".join(["unnest(?)"] * len(columns))
            warehouse.execute(f"insert into seeds.ahp_judgements select {places}", columns)
            for name, sql in models:
                warehouse.execute(f"create or replace table {name} as {sql}")
            told = warehouse.execute("select * exclude (valid_from, parent) from scorecards.int_kpi_ahp_priorities")
            found: dict[str, tuple] = {}
            for name, item, weight, _, eigenvalue, ratio in told.fetchall():
                found.setdefault(name, ({}, eigenvalue, ratio))[0][item] = weight
            culprits = warehouse.execute("select * exclude (valid_from, parent) from scorecards.int_kpi_ahp_culprits")
            named = {row[0]: row[1:] for row in culprits.fetchall()}
            return {name: (*what, named.get(name)) for name, what in found.items()}

        yield all_at_once


@pytest.fixture(scope="module")
def published(weigh):
    return weigh({name: one_judge(said[0].split(), said[1].split()) for name, said in PUBLISHED.items()})


def printed(value: float, like: str) -> str:
    """As many digits as the publication prints."""
    return (
        f"{value:.{len(like.split('.')[1])}f}".lstrip("0")
        if like.startswith(".")
        else f"{value:.{len(like.split('.')[1])}f}"
    )


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_example_comes_out_as_printed(published, name):
    items, _, weights, greatest, ratio = PUBLISHED[name]
    ours, eigenvalue, consistency, _ = published[name]
    assert {
        item: printed(ours[item], weight) for item, weight in zip(items.split(), weights.split(), strict=True)
    } == dict(zip(items.split(), weights.split(), strict=True))
    assert greatest is None or printed(eigenvalue, greatest) == greatest
    assert ratio is None or printed(consistency, ratio) == ratio


def test_the_culprit_is_the_one_that_saaty_names(published):
    """Of the house he says (Eur. J. Operational Research 145 (2003) 85-91): neighbourhood against condition, 6."""
    assert published["a house"][3][:2] == ("neighbourhood", "condition")
    assert published["a house"][3][3] == pytest.approx(6)
    assert published["a house"][3][4] < 1, "the others say that condition is the more important"


def perturbed(chance: random.Random, size: int, spread: float) -> list[list[float]]:
    """A matrix that would be consistent but for its noise, within 1/9 and 9."""
    weights = [chance.uniform(-1, 1) for _ in range(size)]
    matrix = [[1.0] * size for _ in range(size)]
    for a, b in combinations(range(size), 2):
        said = math.exp(weights[a] - weights[b] + chance.gauss(0, spread))
        matrix[a][b] = round(min(9, max(1, said)) if said >= 1 else 1 / min(9, 1 / said), 4)
        matrix[b][a] = 1 / matrix[a][b]
    return matrix


def test_random_matrices_agree_with_numpy_and_with_the_oracle(weigh):
    """To 1e-9 wherever an index could be used, and far beyond; where judgements are mere noise, to 1e-4."""
    chance = random.Random(9)
    matrices = {
        f"{size} {spread} {nth}": perturbed(chance, size, spread)
        for size in range(2, 11)
        for spread in (0, 0.3, 0.8, 2.5)
        for nth in range(4)
    }
    names = [f"item {n:02}" for n in range(10)]
    asked = {
        name: [("judge", names[a], names[b], str(matrix[a][b])) for a, b in combinations(range(len(matrix)), 2)]
        for name, matrix in matrices.items()
    }
    used = 0
    for name, (weights, eigenvalue, ratio, _) in weigh(asked).items():
        values, vectors = np.linalg.eig(np.array(matrices[name]))
        greatest = np.argmax(values.real)
        vector = np.abs(vectors[:, greatest].real)
        size = len(vector)
        expected = max(0, values[greatest].real - size) / (size - 1) / RANDOM_INDEX[size] if size > 2 else 0
        near = 1e-9 if expected < 0.3 else 1e-4
        used += expected <= 0.1
        assert [weights[item] for item in sorted(weights)] == pytest.approx(list(vector / vector.sum()), abs=near), name
        assert (eigenvalue, ratio) == pytest.approx((values[greatest].real, expected), abs=10 * near), name
        by_oracle, its_ratio = priorities({(a, b): [float(said)] for _, a, b, said in asked[name]})
        assert weights == pytest.approx(by_oracle, abs=near) and ratio == pytest.approx(its_ratio, abs=10 * near), name
    assert 60 < used < len(matrices) - 20, used


def test_one_judgement_turned_round_is_the_culprit(weigh):
    """Among judgements that agree but for being rounded to 1, 2, .. 9, and it is the judge who turned it."""
    chance = random.Random(7)
    asked, turned = {}, {}
    for nth in range(60):
        items = [f"item {n}" for n in range(4 + nth % 6)]
        worth = {item: chance.uniform(-1, 1) for item in items}
        by_far = sorted(combinations(items, 2), key=lambda pair: -abs(worth[pair[0]] - worth[pair[1]]))
        turned[f"{nth}"] = frozenset(by_far[0])
        rows = []
        for judge in ("a", "b", "c")[: 1 + nth % 3]:
            for a, b in by_far:
                times = max(1, round(math.exp(abs(worth[a] - worth[b]))))
                said = (a, b) if worth[a] > worth[b] else (b, a)
                if (a, b) == by_far[0] and judge == "a":
                    said, times = said[::-1], 9
                rows.append((judge, *said, str(times)))
        asked[f"{nth}"] = rows
    found = weigh(asked)
    alone = [name for name in found if int(name) % 3 == 0]
    assert all(found[name][2] > 0.1 for name in alone), "held"
    assert {name: frozenset(found[name][3][:2]) for name in alone} == {name: turned[name] for name in alone}
    assert {found[name][3][2] for name in found if frozenset(found[name][3][:2]) == turned[name]} == {"a"}


def test_judges_meet_at_the_geometric_mean(weigh):
    """Whichever way round they answer; two items cannot contradict."""
    two = [("a", "x", "y", "8"), ("b", "y", "x", "1/2"), ("c", "y", "x", "2")]
    three = [*one_judge("xyz", ("2", "8", "4"), "a"), *one_judge("zyx", ("1/4", "1/2", "1/2"), "b")]
    found = weigh({"two": two, "three": three})
    weights, _, ratio, culprit = found["two"]
    assert weights == pytest.approx({"x": 2 / 3, "y": 1 / 3}) and (ratio, culprit) == (0, None)
    weights, _, ratio, _ = found["three"]
    # 2, 4 and 4; of three items the eigenvector is the geometric mean of the rows.
    rows = {"x": 8 ** (1 / 3), "y": 2 ** (1 / 3), "z": 16 ** (-1 / 3)}
    assert weights == pytest.approx({item: row / sum(rows.values()) for item, row in rows.items()})
    assert 0.1 > ratio > 0.04


def test_a_model_that_takes_seeds_has_room_for_ten(weigh):
    items = [f"item {n}" for n in range(10)]
    found = weigh({"ten": one_judge(items, ["1"] * 45)})
    assert found["ten"][0] == pytest.approx(dict.fromkeys(items, 0.1)) and found["ten"][2] == pytest.approx(0)


def test_the_demo_company_judges_consistently(built: BuiltWarehouse):
    with duckdb.connect(str(built.published / "service_kpi.duckdb"), read_only=True) as tables:
        held, ratio = tables.execute("select max(is_held), max(consistency_ratio) from ahp_weights").fetchone()
    assert not held and 0 < ratio < 0.1
    assert (Path(built.settings.company_dir) / "seeds" / "ahp_judgements.csv").is_file()


# ---------------------------------------------------------------- what becomes of an index that is held

BEHIND_AN_INDEX = (
    *MODELS, "int_kpi_index_versions", "ahp_weights", "int_kpi_index_parts", "kpi_customer_satisfaction_index",
    "kpi_service_quality_index", "int_kpi_values_derived", "fct_kpi_values", "index_parts_values",
)  # fmt: skip


def test_an_index_that_contradicts_itself_is_held_from_that_day_on(built: BuiltWarehouse, tmp_path: Path):
    """No value anywhere, a row of the company that says so, parts without contributions, and a line to act on."""
    copy = shutil.copy(built.warehouse, tmp_path)
    with duckdb.connect(copy) as warehouse:
        warehouse.execute(
            "insert into seeds.ahp_judgements select index_id, '2025-04-01', parent, judge, item_a, item_b,"
            " case when parent = '*' and item_a = 'speed' and item_b = 'standards' then '1/9' else judgement end"
            " from seeds.ahp_judgements"
        )
        for name, kind, sql in compiled_models(built.target):
            if name.split(".")[1] in BEHIND_AN_INDEX:
                warehouse.execute(f"create or replace {kind} {name} as {sql}")
        values = "from scorecards.fct_kpi_values where kpi_id = 'service_quality_index' and period_start"
        assert warehouse.execute(
            f"select distinct scope_type, value, sample_size, status {values} >= '2025-04-01'"
        ).fetchall() == [("company", None, None, "no_data")]
        before = (
            f"select period_grain, period_start, scope_type, scope_id, round(value, 9), status {values} < '2025-04-01'"
        )
        before += " order by all"
        ours = warehouse.execute(before).fetchall()
        warehouse.execute(f"attach '{built.published / 'service_kpi.duckdb'}' as published (read_only)")
        assert ours == warehouse.execute(before.replace("scorecards.", "published.")).fetchall() and len(ours) > 100
        told = warehouse.execute(
            "select distinct period_start, is_held, contribution, contribution_change"
            " from scorecards.index_parts_values"
            " where index_id = 'service_quality_index' and period_grain = 'month' and period_start >= '2025-04-01'"
        ).fetchall()
        assert {row[1:] for row in told} == {(True, None, None)} and len(told) == 3
        (line,) = indices.held(warehouse)
        (chinese,) = indices.held(warehouse, chinese=True)
    assert line.startswith("service_quality_index is held from 2025-04-01: ") and "standards against speed" in line
    assert "standards" in chinese and "暂停" in chinese
