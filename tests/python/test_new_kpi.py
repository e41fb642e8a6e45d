"""service-kpi new-kpi: a throw-away KPI in a copy of the project, by the checklist of CONTRIBUTING.md to its value."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from test_project import unwritten

from service_kpi import new_kpi
from service_kpi.contract import PROJECT
from service_kpi.errors import UsageError

KPI = "escalated_of_received_rate"
COMMAND = [
    "new-kpi", KPI, "--area", "efficiency", "--measure", "requests_by_created", "--numerator", "requests_escalated",
    "--denominator", "requests", "--name-en", "Escalated of received", "--name-zh", "升级占比",
    "--input", "request_events.event_type",
]  # fmt: skip
# What a person then writes: in which file, in place of what.
WRITTEN = {
    "seeds/kpi_registry.csv": {
        "TODO requests_escalated": "requests escalated",
        "TODO requests": "requests received",
        "TODO": "service_requests.created_at",
    },
    "models/marts/kpis/efficiency/kpi_escalated_of_received_rate.sql": {
        "TODO requests_escalated / TODO requests": "requests escalated / requests received",
    },
    "models/marts/kpis/efficiency/_efficiency.yml": {"TODO": "said"},
    "docs/kpi_decisions.md": {"TODO": "said"},
    "tests/python/oracle/kpis/journeys.py": {
        'raise NotImplementedError("TODO: written from the registry\'s words, not from the SQL")': (
            "requests = [request for request in facts.service_requests if request['duplicate_of'] is None]\n"
            "    def is_escalated(request):\n"
            "        return any(event['event_type'] == 'escalated' for event in events_of(request, facts))\n"
            "    return counting.shares(requests, 'created_at', scopes, is_escalated)"
        ),
        "TODO requests_escalated / TODO requests": "requests escalated / requests received",
    },
}
ORACLE = f"""
import datetime, sys
sys.path.insert(0, "tests/python")
import oracle
oracle.KPIS = {{"{KPI}": oracle.KPIS["{KPI}"]}}
told = oracle.evaluate("companies/demo/exports", datetime.date(2025, 6, 30), delivery={{"agents": "full"}})
row = told.values["{KPI}", "month", datetime.date(2025, 6, 1), "company", "all"]
print(row.numerator, row.denominator)
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with nothing that runs made."""
    folder = tmp_path_factory.mktemp("project") / "copy"
    left = shutil.ignore_patterns(".git", ".venv*", "data", "target", "logs", ".companies", "__pycache__", ".*_cache")
    shutil.copytree(PROJECT, folder, ignore=left)
    return folder


def run(copy: Path, *command: str) -> subprocess.CompletedProcess:
    others = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SERVICE_KPI_", "DBT_"))}
    environment = kept | {
        "PYTHONPATH": os.pathsep.join([str(copy), *others]),
        "SERVICE_KPI_DATA": str(copy / "data"),
    }
    return subprocess.run([sys.executable, *command], cwd=copy, env=environment, capture_output=True, text=True)


@pytest.mark.skipif("WILD" not in os.environ, reason="make test-all: the demo built in a copy of the project")
def test_a_kpi_by_the_checklist_has_its_value(copy):
    done = run(copy, "-m", "service_kpi", *COMMAND)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {
        "kpi_registry.csv", f"kpi_{KPI}.sql", "_efficiency.yml", "kpi_decisions.md", "journeys.py",
    } <= set(unwritten(copy)), "a test refuses what is left to write"  # fmt: skip
    for name, texts in WRITTEN.items():
        text = (copy / name).read_text(encoding="utf-8")
        for old, new in texts.items():
            assert old in text, (name, old)
            text = text.replace(old, new)
        (copy / name).write_text(text, encoding="utf-8")
    assert not unwritten(copy)

    for module in ("catalogue", "schema"):
        assert run(copy, "-m", f"service_kpi.{module}").returncode == 0
    project = run(
        copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/python/test_project.py",
        "tests/python/test_catalogue.py", "-k", f"not has_values and (not kpi_ or {KPI})",
    )  # fmt: skip
    assert project.returncode == 0, project.stdout[-3000:]

    built = run(copy, "-m", "service_kpi", "run")
    assert built.returncode == 0, built.stdout[-3000:] + built.stderr[-3000:]
    with duckdb.connect(
        str((copy / "data/published/current").resolve() / "service_kpi.duckdb"), read_only=True
    ) as set_:
        ((numerator, denominator, value),) = set_.execute(
            "select numerator, denominator, value from fct_kpi_values where kpi_id = ? and period_grain = 'month'"
            " and period_start = date '2025-06-01' and scope_type = 'company'",
            [KPI],
        ).fetchall()
    assert denominator > numerator > 0 and value == numerator / denominator
    told = run(copy, "-c", ORACLE)
    assert told.stdout.split() == [str(int(numerator)), str(int(denominator))], told.stderr

    again = run(copy, "-m", "service_kpi", *COMMAND)
    assert again.returncode == 2 and f"{KPI} is built" in again.stderr


def wanted(**other) -> new_kpi.Wanted:
    known = {
        "kpi": KPI, "area": "efficiency", "measure": "requests_by_created", "numerator": "requests_escalated",
        "denominator": "requests",
    }  # fmt: skip
    return new_kpi.Wanted(**{**known, **other})


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"kpi": "complaint_rate", "area": "complaints"}, "complaint_rate is built: models/marts/kpis/complaints"),
        ({"kpi": "Complaint-Rate"}, "lower-case words"),
        ({"area": "speed"}, "--area speed is no area; there are .*efficiency"),
        ({"measure": "requests_by_moon"}, "--measure requests_by_moon is no measure model; there are"),
        ({"numerator": "requests_lost"}, "--numerator requests_lost is no measure of requests_by_created; it has"),
        ({"denominator": "period_start"}, "--denominator period_start is no measure"),
        ({"inputs": ("calls.moon",)}, "--input calls.moon is no column of an export"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(other, message):
    before = {path: path.read_bytes() for path in (new_kpi.INPUTS, new_kpi.DECISIONS, new_kpi.catalogue.REGISTRY)}
    with pytest.raises(UsageError, match=message):
        new_kpi.scaffold(wanted(**other))
    assert before == {path: path.read_bytes() for path in before}


def test_a_kpi_that_the_registry_has_keeps_its_words_and_its_area():
    open_kpis = [row for kpi, row in new_kpi.catalogue.registry().items() if kpi not in new_kpi.catalogue.kpi_files()]
    for row in open_kpis[:1]:  # there may be none left
        with pytest.raises(UsageError, match=f"the registry has {row['kpi_id']} in the area {row['area']}"):
            new_kpi.scaffold(wanted(kpi=row["kpi_id"], area="efficiency" if row["area"] != "efficiency" else "people"))
