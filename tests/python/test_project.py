"""The project's own habits, held by a test: names, layers, lengths, words, both languages."""

from __future__ import annotations

import csv
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from service_kpi import backtest, catalogue
from service_kpi.contract import PROJECT, contract, read_yaml

MODELS = sorted((PROJECT / "models").rglob("*.sql"))
KPIS = [path for path in MODELS if path.name.startswith("kpi_") and path.parent.parent.name == "kpis"]
AREAS = [path for path in MODELS if path.name.startswith("area_")]
YAMLS = sorted(path for folder in ("models", "seeds", "macros") for path in (PROJECT / folder).rglob("*.yml"))
PREFIXES = {
    "staging": ("stg_",),
    "intermediate": ("int_",),
    "core": (
        "dim_",
        "fct_",
        "customer_profiles",
        "business_calendar",
        "period_days",
        "period_spans",
        "reporting_scopes",
        "kpi_scopes",
        "kpi_availability",
    ),
    "scorecards": (
        "int_kpi_",
        "fct_kpi_values",
        "scorecard_",
        "framework_scorecard",
        "ahp_weights",
        "index_parts_values",
        "kpi_benchmarks",
        "kpi_levers",
        "kpi_plan",
        "recognition_list",
        "customer_measures",
    ),
    "quality": ("dq_", "rejected_rows"),
    "ledger": ("int_kpi_", "kpi_restatements", "first_published_value", "publishing_holds"),
}
# What a layer may read. Seeds and macros aside, data flows one way.
MAY_READ = {
    "staging": ("stg_landing__run_context",),
    # The last five are for schedules and service levels, which are worked out between the facts.
    "intermediate": (
        "stg_",
        "int_",
        "dim_customers",
        "dim_holidays",
        "fct_service_requests",
        "fct_request_states",
        "fct_reply_waits",
    ),
    "core": ("stg_landing__", "int_", "dim_", "fct_", "period_days", "reporting_scopes"),
    # A stock is carried on from its changes until as_of.
    "measures": (
        "dim_",
        "fct_",
        "int_",
        "period_days",
        "period_spans",
        "reporting_scopes",
        "backlog_by_change",
        "stg_landing__run_context",
    ),
    "kpis": ("measures", "kpi_"),
    "scorecards": (
        "area_",
        "dim_",
        "int_kpi_",
        "fct_kpi_values",
        "ahp_weights",
        "kpi_benchmarks",
        "kpi_scopes",
        "kpi_availability",
        "kpi_plan",
        "scorecard_",
        # What was done about a KPI, for customers to read.
        "fct_improvement_actions",
        # What a closed month was published with.
        "stg_landing__",
    ),
    "ledger": ("stg_landing__", "int_", "dim_", "period_days", "fct_kpi_values"),
    "quality": ("stg_landing__", "int_", "dim_", "fct_", "dq_"),
}
SEEDS = {path.stem for path in (PROJECT / "seeds").rglob("*.csv")}
# These are made of other KPIs: they read measured values and are united after them.
DERIVED = {"customer_satisfaction_index", "service_quality_improvement_rate", "service_quality_index"}
MEASURES = {path.stem for path in MODELS if path.parent.name == "measures"}


def registry() -> dict[str, dict[str, str]]:
    with open(PROJECT / "seeds" / "kpi_registry.csv", encoding="utf-8", newline="") as file:
        return {row["kpi_id"]: row for row in csv.DictReader(file)}


def layer_of(path: Path) -> str:
    parts = path.relative_to(PROJECT / "models").parts
    return parts[1] if parts[0] == "marts" else parts[0]


def references(path: Path) -> set[str]:
    return set(re.findall(r"ref\('([a-z0-9_]+)'\)", path.read_text(encoding="utf-8")))


def by_stem(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", MODELS, ids=by_stem)
def test_a_model_says_what_it_is_and_stays_short(path):
    text = path.read_text(encoding="utf-8")
    first = text.splitlines()[0]
    length = text.count("\n")
    if path in KPIS:
        row = registry()[path.stem.removeprefix("kpi_")]
        words = row["numerator"] + (f" / {row['denominator']}" if row["denominator"] else "")
        assert first == f"-- {row['name_en']} {row['name_zh']}: {words}."
        assert path.parent.name == row["area"]
        assert length <= 40
    else:
        assert first.startswith("-- Grain: "), first
        # A fact has every flag and clock of its row, so that what reads it stays short.
        assert length <= (200 if path.name.startswith("fct_") else 150)
    assert not re.search(r"\b(now\(\)|current_date|current_timestamp|getdate)\b", text), "as_of is the clock"


@pytest.mark.parametrize("path", MODELS, ids=by_stem)
def test_a_model_is_named_and_described_where_it_is_looked_for(path):
    layer = layer_of(path)
    assert path.name.startswith(PREFIXES.get(layer, "")), f"{path.name} in {layer}"
    described = path.with_suffix(".yml") if layer != "kpis" else path.parent / f"_{path.parent.name}.yml"
    names = [model["name"] for model in read_yaml(described)["models"]]
    assert path.stem in names


@pytest.mark.parametrize("path", MODELS, ids=by_stem)
def test_data_flows_one_way(path):
    layer = layer_of(path)
    if layer != "staging":
        assert "source(" not in path.read_text(encoding="utf-8").replace("gives(", ""), "only staging reads sources"
    for name in references(path) - SEEDS:
        allowed = MAY_READ[layer]
        if path.stem.removeprefix("kpi_") in DERIVED:
            allowed = ("int_kpi_values_standing", "int_kpi_index_parts", "dim_periods")
        assert name.startswith(allowed) or ("measures" in allowed and name in MEASURES), f"{layer} reads {name}"


def test_every_measure_has_its_key_tested():
    listed = (PROJECT / "tests" / "singular" / "assert_measures_have_one_row_per_cell.sql").read_text(encoding="utf-8")
    assert sorted(re.findall(r"'(\w+)'", re.search(r"\[(.*?)\]", listed, re.S)[1])) == sorted(MEASURES)


def test_exact_percentiles_are_worked_out_one_scope_at_a_time():
    """All values of all scopes of one statement stand in memory at once: of ten million requests more than there is."""
    of_percentiles = [
        path for path in MODELS if path.parent.name == "measures" and "percentile_cont" in path.read_text()
    ]
    assert len(of_percentiles) >= 3
    for path in of_percentiles:
        assert "-- One scope at a time" in path.read_text(), path.name


def test_each_area_unites_the_kpis_on_disk():
    for path in AREAS:
        listed = re.findall(r"'([a-z0-9_]+)'", path.read_text(encoding="utf-8"))
        on_disk = sorted(kpi.stem.removeprefix("kpi_") for kpi in path.parent.glob("kpi_*.sql"))
        assert sorted(listed) == [kpi_id for kpi_id in on_disk if kpi_id not in DERIVED], path
    scorecards = PROJECT / "models" / "marts" / "scorecards"
    united = re.findall(r"\[(.*?)\]", (scorecards / "int_kpi_values_measured.sql").read_text(), re.S)[0]
    assert sorted(re.findall(r"'(\w+)'", united)) == sorted(path.parent.name for path in AREAS)
    derived = re.search(r"stack_kpis\(\[(.*?)\]", (scorecards / "int_kpi_values_derived.sql").read_text(), re.S)[1]
    assert set(re.findall(r"'(\w+)'", derived)) == DERIVED
    assert {kpi_id for kpi_id, row in registry().items() if row["rollup"] in ("change", "composite")} == DERIVED


def test_an_export_with_a_fact_is_registered_and_reconciled():
    """An export that one of the lists forgets would let its rejected rows stand, or its rows go uncounted."""
    standing = {
        entity
        for path in MODELS
        for entity in re.findall(r"standing_rows\('(\w+)'\)", path.read_text(encoding="utf-8"))
    }
    register = (PROJECT / "models/intermediate/int_landed_rows.sql").read_text(encoding="utf-8")
    assert set(re.findall(r"'(\w+)'", register.split("] %}")[0])) == standing
    reconciled = (PROJECT / "models/marts/quality/dq_reconciliation.sql").read_text(encoding="utf-8")
    assert set(re.findall(r"'(\w+)': '(?:dim|fct)_", reconciled)) == standing
    staged = {path.stem.split("__")[1] for path in MODELS if path.name.startswith("stg_standard__")}
    assert staged == standing


def descriptions(node, where: str):
    if isinstance(node, dict):
        if isinstance(node.get("description"), str) and "arguments" not in where.split("/")[-2:]:
            yield f"{where}/{node.get('name')}", node["description"]
        for key, value in node.items():
            yield from descriptions(value, f"{where}/{key}")
    elif isinstance(node, list):
        for item in node:
            yield from descriptions(item, where)


@pytest.mark.parametrize("path", YAMLS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_descriptions_are_in_both_languages(path):
    written = read_yaml(path)
    for where, text in descriptions({k: v for k, v in written.items() if k != "unit_tests"}, path.stem):
        if "{{ doc(" in text or "arguments" in where:
            continue
        assert "**中文**" in text and re.search(r"[A-Za-z]{2}", text.split("**中文**")[0]), where


def test_doc_blocks_are_bilingual_and_used():
    blocks = re.findall(
        r"{% docs (\w+) %}(.*?){% enddocs %}", (PROJECT / "models/_docs.md").read_text(encoding="utf-8"), re.S
    )
    used = "".join(path.read_text(encoding="utf-8") for path in YAMLS)
    for name, text in blocks:
        assert "**中文**" in text, name
        assert f"doc('{name}')" in used, f"{name} is used nowhere"


def test_seeds_hold_no_apostrophe():
    """Spark's loader writes seeds as SQL literals and breaks on one."""
    for path in (PROJECT / "seeds").glob("*.csv"):
        assert "'" not in path.read_text(encoding="utf-8"), path


def test_the_contract_has_its_twenty_exports_and_sane_rules():
    assert len(contract()) == 20
    for path in sorted((PROJECT / "models" / "contract").glob("*.yml")):
        (source,) = read_yaml(path)["sources"]
        (table,) = source["tables"]
        assert table["name"] == path.stem
        names = [column["name"] for column in table["columns"]]
        assert len(names) == len(set(names)) and names[-2:] == ["updated_at", "is_deleted"]
        meta = table["config"]["meta"]
        mentioned = [
            *meta["key"],
            *meta.get("required_any", []),
            *(c for pair in meta.get("in_order", []) for c in pair),
        ]
        mentioned += [meta["first_moment"]] if meta.get("first_moment") else []
        assert set(mentioned) <= set(names), path
        known = {"text", "timestamp", "date", "number", "integer", "boolean"}
        assert {column["data_type"] for column in table["columns"]} <= known


def without_backtest(rows: dict[str, dict[str, str]], section_of: Callable[[str], str]) -> list[str]:
    """The KPIs with a changed definition whose section does not show what the change did (`service-kpi backtest`)."""
    return [
        kpi
        for kpi, row in rows.items()
        if (version := int(row["definition_version"])) > 1
        and f"\n{backtest.header(str(version - 1), str(version))}\n|---" not in section_of(kpi)
    ]


def test_a_changed_definition_shows_what_it_changed():
    assert not without_backtest(registry(), catalogue.decision)
    assert all(catalogue.decision(path.stem.removeprefix("kpi_")) for path in KPIS)
    changed = {"reply_rate": {"definition_version": "2"}}
    assert without_backtest(changed, catalogue.decision) == ["reply_rate"]
    assert not without_backtest(changed, lambda kpi: "\n| month | version 1 | version 2 | change |\n|---|---:|")


def unwritten(project: Path) -> list[str]:
    """The files of a project in which `service-kpi new-kpi` left something for a person to write."""
    places = [
        project / "seeds" / "kpi_registry.csv",
        project / "docs" / "kpi_decisions.md",
        *(project / "models" / "marts" / "kpis").rglob("*.*"),
        *(project / "tests" / "python" / "oracle" / "kpis").glob("*.py"),
    ]
    return sorted(path.name for path in places if "TODO" in path.read_text(encoding="utf-8"))


def test_nothing_of_a_new_kpi_is_left_to_write():
    assert not unwritten(PROJECT)


def test_no_file_names_a_registry_or_a_machine():
    hosts = re.compile("py" + r"pi\.org|python" + r"hosted|npm" + r"js\.(org|com)|deb\.deb" + r"ian")
    places = re.compile(r"(^|[^a-zA-Z0-9_.])/(ro" + "ot|wo" + "rk)/")
    for path in PROJECT.rglob("*"):
        parts = path.relative_to(PROJECT).parts
        if not path.is_file() or set(parts) & {".git", ".venv", "data", "target", "logs", "exports", "__pycache__"}:
            continue
        if (parts[0].startswith(".") and parts[0] not in (".ci", ".github")) or path.suffix in (".pyc", ".xlsx"):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not hosts.search(text), path
        assert not places.search(text), path


def test_what_runs_and_set_up_leave_is_not_kept():
    """Data folders, build files, landed files, environments: they came in once by a folder of another name."""
    if not (PROJECT / ".git").exists():
        pytest.skip("no clone: nobody can say what is kept")
    kept = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    left = re.compile(r"\.(duckdb|parquet|wal|lock|pyc|log)$|^\.venv|^(data|target|logs)\d*(/|$)|(^|/)runs\.jsonl$")
    assert len(kept) > 500 and [path for path in kept if left.search(path)] == []


def test_seeds_that_models_compare_have_no_empty_cell():
    """dbt-spark loads an empty cell as the text None: what is compared says what it means, as `*` does."""
    names = "kpi_frameworks kpi_inputs public_holidays request_statuses request_types scope_types survey_scales"
    for name in names.split():
        with open(PROJECT / "seeds" / f"{name}.csv", encoding="utf-8", newline="") as file:
            assert all(cell for row in csv.reader(file) for cell in row), name


def test_every_public_scorecard_is_in_an_exposure_and_exposures_read_public_models_alone():
    models = [m for path in YAMLS for m in read_yaml(path).get("models", [])]
    public = {model["name"] for model in models if model.get("config", {}).get("access") == "public"}
    path = PROJECT / "models" / "marts" / "scorecards" / "_exposures.yml"
    exposures = read_yaml(path)["exposures"]
    read = {re.search(r"'(\w+)'", ref)[1] for exposure in exposures for ref in exposure["depends_on"]}
    assert read <= public
    assert {name for name in public if name.startswith("scorecard_")} <= read
