"""`service-kpi doctor`: each thing that may be wrong is named by the check it belongs to, and nothing is changed."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from service_kpi import cli, doctor, forget, land, ledger, privacy, runs, status
from service_kpi import settings as settings_of
from service_kpi.errors import UserError
from service_kpi.say import Say

CALLS = "call_id,started_at,customer_id\nK1,2025-03-01 09:00:00,C1\n"
VERSION = functools.cache(metadata.version)  # a hundred files, read once
NAME = "20250331T000000Z-aaaa"
HOLD = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('open', flush=True); input()"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A company with one export, and a data folder as a run leaves it, small."""
    home = tmp_path_factory.mktemp("made")
    company, data = home / "company", home / "data"
    (company / "exports").mkdir(parents=True)
    (company / "settings.yml").write_text("company: calls\n")
    (company / "exports" / "calls.csv").write_text(CALLS)
    os.utime(company / "exports" / "calls.csv", (1.7e9, 1.7e9))  # or landing waits whether it is still being copied
    chosen = settings_of.load(company, data_dir=data)
    land.land(chosen)
    published = data / "published" / NAME
    for folder in (published, data / "warehouse", ledger.folder(chosen) / NAME):
        folder.mkdir(parents=True)
    (published / "report.html").write_text("page")
    about = {"run_id": NAME, "versions": {"service_kpi": "0.1.0"}, "rows": {}}
    (published / "manifest.json").write_text(json.dumps(about))
    correct_checksum(published)
    (data / "published" / "current").symlink_to(NAME)
    duckdb.connect(str(data / "warehouse" / "service_kpi.duckdb")).close()
    with duckdb.connect() as connection:
        values = {name: 1 if name == "format" else "null" for name in ledger.COLUMNS["closed"]}
        row = ", ".join(f"cast({values[name]} as {of}) as {name}" for name, of in ledger.COLUMNS["closed"].items())
        closed = ledger.folder(chosen) / NAME / "closed.parquet"
        connection.execute(f"copy (select {row}) to '{closed}' (format parquet)")
    runs.record(data, {"run_id": NAME, "status": "green", "started_at": "2025-03-31T00:00:00+00:00"})
    (data / "run.lock").touch()
    data.chmod(0o700)
    return home


@pytest.fixture
def home(made, tmp_path, monkeypatch) -> Path:
    """A copy of it, to spoil."""
    monkeypatch.setenv("SERVICE_KPI_DATA", str(tmp_path / "home" / "data"))
    monkeypatch.setenv("COLUMNS", "1000")
    monkeypatch.setattr(metadata, "version", VERSION)
    return shutil.copytree(made, tmp_path / "home", symlinks=True)


def correct_checksum(published: Path) -> None:
    manifest = json.loads((published / "manifest.json").read_text())
    manifest["sha256"] = {"report.html": hashlib.sha256((published / "report.html").read_bytes()).hexdigest()}
    (published / "manifest.json").write_text(json.dumps(manifest))


def of(home: Path) -> dict[str, list[doctor.Finding]]:
    found: dict[str, list[doctor.Finding]] = {}
    for one in doctor.examine(str(home / "company"), None):
        found.setdefault(one.check, []).append(one)
    return found


def test_a_folder_in_order_has_a_line_for_each_check_and_stays_as_it_is(home):
    def everything() -> dict:
        return {path: (path.lstat().st_mtime_ns, path.lstat().st_size) for path in sorted(home.rglob("*"))}

    before = everything()
    said = CliRunner().invoke(cli.main, ["doctor", "--company", str(home / "company")])
    assert said.exit_code == 0, said.output
    checks = [line.split()[1] for line in said.output.splitlines()]
    assert len(checks) == 16 and {line.split()[0] for line in said.output.splitlines()} <= {"ok", "warning"}
    assert everything() == before
    said = CliRunner().invoke(cli.main, ["--log-format", "json", "doctor", "--company", str(home / "company")])
    assert {"check", "do", "message", "level"} <= json.loads(said.output.splitlines()[0]).keys()


def write(path: str, text: str) -> Callable:
    def spoil(home: Path, monkeypatch) -> None:
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(text)

    return spoil


def no_salt(home, monkeypatch):
    monkeypatch.delenv("SERVICE_KPI_SALT")


def another_salt(home, monkeypatch):
    monkeypatch.setenv("SERVICE_KPI_SALT", "another salt, as long as it must be")


def full(home, monkeypatch):
    usage = shutil.disk_usage(home)._replace(free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)


def nearly_full(home, monkeypatch):
    usage = shutil.disk_usage(home)._replace(free=1_000_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)


def readable_by_all(home, monkeypatch):
    (home / "data").chmod(0o755)


def not_writable(home, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "published")


def no_exports(home, monkeypatch):
    shutil.rmtree(home / "company" / "exports")


def nothing_there(home, monkeypatch):
    (home / "company" / "exports" / "calls.csv").unlink()
    shutil.rmtree(home / "data" / "landing")


def landed_lost(home, monkeypatch):
    next((home / "data" / "landing").rglob("*.parquet")).write_text("gone")


def of_the_future(home, monkeypatch):
    name = (datetime.now(UTC) + timedelta(days=2)).strftime(runs.TIME) + "-aaaa"
    runs.record(home / "data", {"run_id": name, "status": "green"})


def ledger_damaged(home, monkeypatch):
    next((home / "data" / "ledger").rglob("closed.parquet")).write_text("gone")


def ledger_newer(home, monkeypatch):
    path = next((home / "data" / "ledger").rglob("closed.parquet"))
    with duckdb.connect() as connection:
        connection.execute(f"create table closed as select * replace (99 as format) from '{path}'")
        connection.execute(f"copy closed to '{path}' (format parquet)")


def current_is_a_folder(home, monkeypatch):
    (home / "data/published/current").unlink()
    (home / "data/published/current").mkdir()


def published_by_a_newer_version(home, monkeypatch):
    manifest = home / "data/published" / NAME / "manifest.json"
    manifest.write_text(manifest.read_text().replace("0.1.0", "99.0.0"))


def held(home, monkeypatch):
    monkeypatch.setattr(status, "holder", lambda path: 4711 if path.name == "run.lock" else None)


def waiting_to_be_forgotten(home, monkeypatch):
    chosen = settings_of.load(home / "company")
    mark = privacy.salted(chosen).fingerprint
    forget.save(chosen, [forget.Forgotten("a" * 32, mark, "2025-03-31T00:00:00+00:00", {}, False)])


def other_version(home, monkeypatch):
    true = metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "0.0.1" if name == "numpy" else true(name))


def package_missing(home, monkeypatch):
    true = metadata.version

    def version(name):
        if name == "click":
            raise metadata.PackageNotFoundError
        return true(name)

    monkeypatch.setattr(metadata, "version", version)


SPOILED = [
    (no_salt, "salt", "problem", "SERVICE_KPI_SALT is not set"),
    (another_salt, "landing", "warning", "another salt"),
    (full, "disk", "problem", "1 MB free"),
    (nearly_full, "disk", "warning", "1.0 GB free"),
    (readable_by_all, "data folder", "warning", "chmod o-rwx"),
    (not_writable, "data folder", "problem", "published cannot be written"),
    (no_exports, "settings", "problem", "does not exist"),
    (nothing_there, "source folders", "problem", "holds no export"),
    (write("company/exports/telephone.csv", "a"), "source folders", "problem", "telephone.csv"),
    (write("company/settings.yml", "companie: x"), "settings", "problem", "companie"),
    (write("company/seeds/kpi_targets.csv", "kpi_id\n"), "seeds", "problem", "header"),
    (landed_lost, "landing", "warning", "calls.csv"),
    (write("data/landing/manifest.json", "{"), "landing", "problem", "is damaged"),
    (write("data/landing/manifest.json", '{"format": 99}'), "landing", "problem", "newer version"),
    (write("data/forgotten.json", "{"), "forgotten", "problem", "put a copy back"),
    (waiting_to_be_forgotten, "forgotten", "warning", "yet to be erased"),
    (ledger_damaged, "ledger", "problem", "cannot be read"),
    (ledger_newer, "ledger", "problem", "update service-kpi"),
    (write("data/warehouse/service_kpi.duckdb", "no database at all" * 999), "build file", "problem", "Delete it"),
    (write(f"data/published/{NAME}/report.html", "other"), "published", "problem", "report.html"),
    (write(f"data/published/{NAME}/manifest.json", "{"), "published", "problem", "manifest.json"),
    (current_is_a_folder, "published", "problem", "is a folder"),
    (published_by_a_newer_version, "published", "warning", "Update service-kpi"),
    (of_the_future, "clock", "warning", "yet to come"),
    (held, "lock", "warning", "process 4711"),
    (other_version, "packages", "warning", "numpy is 0.0.1"),
    (package_missing, "packages", "problem", "click is not installed"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "check", "level", "words"), SPOILED)
def test_one_thing_spoiled_is_found_by_its_check(home, monkeypatch, spoil, check, level, words):
    spoil(home, monkeypatch)
    found = of(home)
    assert len(found) >= 8, "the other checks were made all the same"
    (one,) = [one for one in found.pop(check) if one.level != "ok"]
    assert one.level == level and words in f"{one.found} {one.do}", one
    others = [o for several in found.values() for o in several if o.level != "ok"]
    assert others == [] or check == "salt", others
    with pytest.raises(UserError) if level == "problem" else contextlib.nullcontext():
        doctor.tell([*others, one], Say())


def test_a_reader_of_the_build_file_is_named(home):
    build = home / "data/warehouse/service_kpi.duckdb"
    if status.holder(build) == 0:
        pytest.skip("this system does not list its locks")
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(build)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        holder.stdout.readline()
        (one,) = of(home)["build file"]
        assert one.level == "problem" and f"process {holder.pid}" in one.found
    finally:
        holder.communicate(b"\n")
