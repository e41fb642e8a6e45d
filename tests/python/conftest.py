"""What several test files share: the demo company, landed, built and published once."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from service_kpi import run
from service_kpi import settings as company
from service_kpi.contract import PROJECT
from service_kpi.say import Say
from service_kpi.settings import Settings


@dataclass(frozen=True)
class BuiltWarehouse:
    """A green run of the demo company. To be read, never written: tests that change something take a copy."""

    settings: Settings
    warehouse: Path  # the build file
    target: Path  # dbt's target folder: manifest.json, run_results.json, compiled SQL
    published: Path  # the published set


def build_demo(data_dir: Path) -> BuiltWarehouse:
    """The demo company built by the project's own run; about half a minute."""
    settings = company.load(company_dir=PROJECT / "companies" / "demo", data_dir=data_dir)
    before = dict(os.environ)  # a build tells dbt by environment variables where it works
    try:
        published = run.run(settings, Say(as_json=True))
    finally:
        os.environ.clear()
        os.environ.update(before)
    return BuiltWarehouse(settings, settings.warehouse, settings.data_dir / "target", published)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltWarehouse:
    """The demo company, built once a session."""
    return build_demo(tmp_path_factory.mktemp("built"))
