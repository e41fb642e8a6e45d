"""What several test files share: the demo company, landed, built and published once."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from service_kpi import run
from service_kpi import settings as company
from service_kpi.build import run_dbt
from service_kpi.contract import PROJECT
from service_kpi.say import Say
from service_kpi.settings import Settings

# Of the companies that tests make up; the demo company's own runs need none. Commands of a README set theirs.
os.environ.setdefault("SERVICE_KPI_SALT", "a salt for tests and nothing else")

NOT_RUN = {"make test": "it would run itself"}

gc.set_threshold(200_000, 50, 100)  # facts and figures by the hundred thousand live on: not looked through every time

# `make` as a reader calls it, less the set-up that has been done, and less what is not run here.
MAKE = """
make() {
    case "make $*" in
        NOT_RUN) echo "not run here: make $*" ;;
        *) command make -o .venv/.installed "$@" ;;
    esac
}
""".replace("NOT_RUN", "|".join(f'"{command}"' for command in NOT_RUN))


@dataclass(frozen=True)
class BuiltWarehouse:
    """A green run of the demo company. To be read, never written: tests that change something take a copy."""

    settings: Settings
    warehouse: Path  # the build file
    target: Path  # dbt's target folder: manifest.json, run_results.json, compiled SQL
    published: Path  # the published set


@contextlib.contextmanager
def environment_kept() -> Iterator[None]:
    """Around a build, which tells dbt by environment variables where it works."""
    before = dict(os.environ)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def dbt_on(built: BuiltWarehouse, target: Path, *arguments: str) -> tuple[int, list[dict]]:
    """dbt in this process on the built demo, the project as the build read it; its exit code and results.

    target: a folder of its own for what dbt writes.
    """
    shutil.copy(built.target / "partial_parse.msgpack", target)
    with environment_kept():
        code = run_dbt(built.settings, [*arguments, "--log-level", "none", "--target-path", str(target)])
    return code, json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]


def build_demo(data_dir: Path) -> BuiltWarehouse:
    """The demo company built by the project's own run; about half a minute."""
    settings = company.load(company_dir=PROJECT / "companies" / "demo", data_dir=data_dir)
    with environment_kept():
        published = run.run(settings, Say(as_json=True))
    return BuiltWarehouse(settings, settings.warehouse, settings.data_dir / "target", published)


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a reader has it after set-up, with a data folder of its own."""
    folder = tmp_path_factory.mktemp("checkout")
    for path in PROJECT.iterdir():
        if path.name not in ("data", "target", "logs", ".git"):
            (folder / path.name).symlink_to(path)
    return folder


def in_checkout(checkout: Path, script: str, **more: str) -> subprocess.CompletedProcess:
    """Run a script there; more: environment variables."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SERVICE_KPI_", "DBT_", "MAKE", "MFLAGS"))
    }
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", MAKE + script],
        cwd=checkout,
        env=clean
        | {"SERVICE_KPI_DATA": str(checkout / "data"), "COLUMNS": "80", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
        | more,
        capture_output=True,
        text=True,
        timeout=900,
    )


@pytest.fixture(scope="session")
def made_run(checkout: Path) -> subprocess.CompletedProcess:
    """What `make run` said: the demo company built as a reader of the README builds it, once a session."""
    return in_checkout(checkout, "make run")


@pytest.fixture(scope="session")
def built(checkout: Path, made_run: subprocess.CompletedProcess) -> BuiltWarehouse:
    """What `make run` left."""
    assert made_run.returncode == 0, made_run.stdout + made_run.stderr
    settings = company.load(company_dir=PROJECT / "companies" / "demo", data_dir=checkout / "data")
    return BuiltWarehouse(
        settings, settings.warehouse, settings.data_dir / "target", settings.published_dir / "current"
    )


@dataclass(frozen=True)
class DataTest:
    """A dbt test as it ran: its SQL selects the offending rows."""

    name: str
    kind: str  # the generic test, or the name of a singular one
    sql: str
    reads: frozenset[str]  # the tables it rests on, `schema.table`, looked up through views

    def fails(self, connection: duckdb.DuckDBPyConnection) -> bool:
        return connection.execute(self.sql).fetchone() is not None


@pytest.fixture(scope="session")
def data_tests(built: BuiltWarehouse, tmp_path_factory: pytest.TempPathFactory) -> list[DataTest]:
    """Every data test of the project, with the SQL that the build ran, or for those of seeds would have run."""
    manifest = json.loads((built.target / "manifest.json").read_text(encoding="utf-8"))
    seeds_target = tmp_path_factory.mktemp("seeds")
    code, of_seeds = dbt_on(built, seeds_target, "compile", "--quiet", "--select", "path:seeds,resource_type:test")
    assert code == 0
    of_build = json.loads((built.target / "run_results.json").read_text(encoding="utf-8"))["results"]
    compiled = {result["unique_id"]: result["compiled_code"] for result in of_build + of_seeds}
    nodes = manifest["nodes"] | manifest["sources"]

    def tables(unique_id: str) -> set[str]:
        node = nodes[unique_id]
        if node.get("config", {}).get("materialized") == "view":
            return {table for parent in node["depends_on"]["nodes"] for table in tables(parent)}
        return {f"{node['schema']}.{node.get('identifier') or node['name']}"}

    return [
        DataTest(
            name=node["name"],
            kind=(node.get("test_metadata") or {}).get("name", node["name"]),
            # A tenth of the row budget, which a setting changes, is exceeded with a fiftieth of the rows.
            sql=compiled[unique_id].replace("> 5000000", "> 500000"),
            reads=frozenset(table for parent in node["depends_on"]["nodes"] for table in tables(parent)),
        )
        for unique_id, node in nodes.items()
        if node["resource_type"] == "test"
    ]
