"""A run with nothing new leaves what is published as it is, before anything heavy is loaded; any change builds."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service_kpi import forget, land, ledger, privacy, run, runs, unchanged
from service_kpi import settings as company
from service_kpi.files import sha256
from service_kpi.gate.judge import Judge
from service_kpi.say import Say
from service_kpi.settings import Settings

CALLS = "call_id,started_at\n1,2025-06-01 09:00:00\n"
SETTINGS = "company: calls\nprivacy: {retention_days: {landing: 30}}\n"
SET = "20250701T000000Z-aaaa"


class Builds(Exception):
    """The run went on to build."""


@dataclass
class Company:
    """A company after a green run, as far as a run looks at what the one before it left."""

    folder: Path
    project: Path
    monkeypatch: pytest.MonkeyPatch

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def settings(self, as_of: str = "2025-06-30") -> Settings:
        return company.load(self.folder, as_of=as_of, data_dir=self.data)

    def stands(self, as_of: str = "2025-06-30", target: str = "duckdb", **how: bool) -> bool:
        """Whether a run now lets the published set stand."""
        try:
            run.run(self.settings(as_of), Say(as_json=True), target, **how)
        except Builds:
            return False
        return True

    def log(self) -> list[dict]:
        return [json.loads(line) for line in (self.data / "runs.jsonl").read_text(encoding="utf-8").splitlines()]

    def write(self, place: str, text: str) -> None:
        path = self.folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.chmod(0o644) if path.exists() else None
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def green(tmp_path, monkeypatch) -> Company:
    project = tmp_path / "project"
    one = Company(tmp_path / "calls", project, monkeypatch)
    one.write("settings.yml", SETTINGS)
    for name in ("calls_1.csv", "calls_2.csv"):
        one.write(f"exports/{name}", CALLS)
        os.utime(one.folder / "exports" / name, (0, 0))
    for name in ("dbt_project.yml", "profiles.yml", "macros/a.sql", "seeds/a.csv"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("1")
    monkeypatch.setattr(unchanged, "PROJECT", project)

    def goes_on(*_) -> None:
        raise Builds

    monkeypatch.setattr(run.warehouse, "register", goes_on)
    monkeypatch.setattr(Judge, "load", lambda self: None)

    settings = one.settings()
    files = land.land(settings).files
    one.write("data/warehouse/service_kpi.duckdb", "built")
    one.write(f"data/published/{SET}/a.parquet", "published")
    one.write(f"data/published/{SET}/report.html", "page")
    told = {"sha256": {name: sha256(one.data / "published" / SET / name) for name in ("a.parquet", "report.html")}}
    one.write(f"data/published/{SET}/manifest.json", json.dumps(told))
    (one.data / "published" / "current").symlink_to(SET)
    one.write(f"data/profiles/{SET}.parquet", "profiles")
    one.write(f"data/{ledger.folder(settings).relative_to(one.data)}/{SET}/values.parquet", "said")
    record = {"run_id": SET, "status": "green", "message": None, "started_at": datetime.now(UTC).isoformat()}
    record["made_by"] = unchanged.made_by(settings, "duckdb")
    unchanged.note(record, settings, files)
    runs.record(one.data, record)
    return one


def test_with_nothing_new_the_published_set_stands_and_the_log_says_so(green, monkeypatch, capsys):
    loaded = []
    monkeypatch.setattr(Judge, "load", lambda self: loaded.append(self))
    assert green.stands()
    assert f"nothing new since run {SET}: the published set stands" in capsys.readouterr().out
    assert green.stands(), "and after such a run too"
    assert not loaded, "Great Expectations was not loaded"
    assert [(one["status"], one.get("stands")) for one in green.log()[1:]] == [("unchanged", SET)] * 2
    assert runs.failed_since(green.data, SET) is None, "the report tells of no failure"


def test_what_is_built_in_any_case(green):
    assert not green.stands(force=True)


def edited(place: str, text: str = "2") -> Callable[[Company], None]:
    return lambda one: one.write(place, text)


def removed(place: str) -> Callable[[Company], None]:
    return lambda one: (one.folder / place).unlink()


def ended(status: str) -> Callable[[Company], None]:
    def end(one: Company) -> None:
        runs.record(
            one.data, one.log()[-1] | {"run_id": runs.new_run_id(one.data), "status": status, "message": status}
        )

    return end


def waits_to_be_forgotten(one: Company) -> None:
    key = privacy.key_from_environment(one.settings())
    forget.save(one.settings(), [forget.Forgotten("a" * 32, key.fingerprint, "2025-07-01T00:00:00+00:00")])


def retention_falls_due(one: Company) -> None:
    """A file that left its folder was landed longer ago than is kept."""
    (one.folder / "exports/calls_2.csv").unlink()
    manifest = json.loads((one.data / "landing/manifest.json").read_text())
    for entry in manifest["files"]:
        entry["landed_at"] = (datetime.now(UTC) - timedelta(days=31)).isoformat(timespec="seconds")
    (one.data / "landing/manifest.json").write_text(json.dumps(manifest))


def closes_a_month(one: Company) -> None:
    one.write(f"{ledger.folder(one.settings())}/20250702T000000Z-bbbb/closed.parquet", "closed")


def in_the_project(name: str) -> Callable[[Company], None]:
    def edit(one: Company) -> None:
        (one.project / name).parent.mkdir(parents=True, exist_ok=True)
        (one.project / name).write_text("2")

    return edit


CHANGES = {
    "the last run was red": ended("red"),
    "the last run was interrupted": ended("interrupted"),
    "a new file": edited("exports/calls_3.csv", CALLS),
    "a changed file": edited("exports/calls_1.csv", CALLS.replace("1,", "2,")),
    "a setting": edited("settings.yml", SETTINGS + "vars: {minimum_sample: 7}\n"),
    "what is said of holds": edited("settings.yml", SETTINGS + "holds: {jump: 'off'}\n"),
    "a company's model": edited("models/staging/x.sql"),
    "a company's seed": edited("seeds/assets.csv", "asset_id,service_id,region,in_service_from,in_service_to\n"),
    "a target": edited("seeds/kpi_targets.csv",
                       "kpi_id,scope_type,scope_id,period_grain,valid_from,target,target_to,near_margin\n"),
    "a macro": in_the_project("macros/a.sql"),
    "a new model": in_the_project("models/b.sql"),
    "a seed of the project": in_the_project("seeds/a.csv"),
    "the code": in_the_project("service_kpi/run.py"),
    "an engine": lambda one: one.monkeypatch.setattr(unchanged, "_engines", lambda: ("duckdb 3",)),
    "a published file damaged": edited(f"data/published/{SET}/a.parquet", "Published"),
    "a published file missing": removed(f"data/published/{SET}/a.parquet"),
    "no manifest": removed(f"data/published/{SET}/manifest.json"),
    "nothing published": removed("data/published/current"),
    "no build file": removed("data/warehouse/service_kpi.duckdb"),
    "another's build file": edited("data/warehouse/service_kpi.duckdb", "built otherwise"),
    "a customer to be forgotten": waits_to_be_forgotten,
    "retention": retention_falls_due,
    "a closed month": closes_a_month,
    "the ledger": lambda one: shutil.rmtree(ledger.folder(one.settings())),
    "profiles lost": lambda one: shutil.rmtree(one.data / "profiles"),
    "no log": removed("data/runs.jsonl"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_builds(green, change):
    assert green.stands()
    change(green)
    assert not green.stands()


def test_another_clock_builds(green):
    assert not green.stands(as_of="2025-07-01")


def test_another_target_builds(green):
    assert not green.stands(target="spark")


def test_a_file_that_left_its_folder_still_counts_unless_it_is_let_go(green):
    (green.folder / "exports/calls_2.csv").unlink()
    assert green.stands()
    assert not green.stands(drop_missing=True)
